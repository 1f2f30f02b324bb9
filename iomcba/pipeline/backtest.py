"""The case's method tried on the case's own past (F8): pick early, predict, compare."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np

from iomcba.appraise.backtest import (
    disclose_backtest,
    predicted_total,
    rolling_windows,
    run_backtest,
)
from iomcba.errors import InputError, Problem
from iomcba.keep.folders import refuse_file, write_one
from iomcba.keep.tables import write_tables
from iomcba.model.offending.exposure import mature_end
from iomcba.model.offending.forecast import forecast, forecast_static
from iomcba.model.offending.selection import pick
from iomcba.model.offending.shock import estimate_shock, window_weights
from iomcba.pipeline.cohort import read_cohort_of, selection_rule
from iomcba.pipeline.forecast_settings import forecast_settings, immature_months
from iomcba.read.backtest import KEPT as MARK
from iomcba.read.backtest import read_backtest
from iomcba.read.inputs import read_inputs
from iomcba.read.workspace import Workspace, find_case
from iomcba.terms.backtest import (
    Backtest,
    BacktestRow,
    BacktestWindow,
    CaseBacktest,
    Outlook,
    PredictedTotal,
)
from iomcba.terms.catalogue import Catalogue
from iomcba.terms.counterfactual import ForecastSettings, SelectionRule
from iomcba.terms.findings import Warning
from iomcba.terms.histories import DAYS_PER_YEAR, Histories
from iomcba.terms.inputs import CohortRead, Inputs
from iomcba.terms.said import worded

Heard = Callable[[str], None]
SHOCK_WINDOWS = "counterfactual.shock-windows"
FEWEST = 10  # offences by the people picked, in the window that picks them: fewer tell nothing


def backtest_case(case: str, heard: Heard) -> CaseBacktest:
    """Backtest a case's counterfactual on its own cohort, beside naive and static comparators.

    Raises:
        InputError: with every problem in the case, or if its histories are too short for a window.
    """
    workspace = find_case(case)
    inputs = read_inputs(workspace)
    cohort = read_cohort_of(workspace, inputs)
    settings = forecast_settings(inputs, cohort)
    rule = selection_rule(inputs, cohort)
    windows = _told(_windows(inputs, cohort, rule, settings), inputs, cohort, rule, heard)
    assumed = _central(inputs, SHOCK_WINDOWS)
    predict = _Predictor(cohort.histories, rule, settings, assumed, heard)
    found = run_backtest(windows, predict)
    shown = _disclosed(inputs, cohort, found)
    own = tuple(row for row in shown.rows if row.method == settings.method)
    return CaseBacktest(
        case=inputs.words.id,
        label=cohort.words.label,
        asked=asked(inputs),
        files=cohort.files,
        backtest=shown,
        shock_log_sd=predict.shock_from(own),
        assumed_shock=settings.shock_log_sd,
        hidden=len(found.rows) - len(shown.rows),
    )


def asked(inputs: Inputs) -> str:
    """The selection, method and horizon that a backtest tries, in words."""
    words = inputs.words
    choice = words.cohort.model_dump_json() if words.cohort else ""
    return f"{choice} {words.counterfactual.model_dump_json()} {words.years} years"


def _windows(
    inputs: Inputs, cohort: CohortRead, rule: SelectionRule, settings: ForecastSettings
) -> tuple[BacktestWindow, ...]:
    """Windows as long as the case's own, a year apart, whose outcomes are mature."""
    histories = cohort.histories
    last = mature_end(histories.end_day, immature_months(cohort, settings.maturity_months))
    select = (rule.to_day - rule.from_day) / DAYS_PER_YEAR
    ahead = (settings.year_edges[-1] - settings.year_edges[0]) / DAYS_PER_YEAR
    top = rule.top or round((rule.share or 0.0) * len(histories.people))
    windows = rolling_windows(histories.start_day, last, select, float(ahead), 1.0, (max(top, 1),))
    if not windows:
        at = inputs.keys.at("cohort")
        what = f"the histories are too short: a window needs {select + ahead:.0f} years"
        raise InputError([Problem(at, what, "Give older histories, or shorten window or horizon.")])
    return windows


def _told(
    windows: tuple[BacktestWindow, ...],
    inputs: Inputs,
    cohort: CohortRead,
    rule: SelectionRule,
    heard: Heard,
) -> tuple[BacktestWindow, ...]:
    """The windows whose own past is enough to predict from; the others are named and left out.

    Raises:
        InputError: if there is none.
    """
    histories, enough = cohort.histories, []
    for window in windows:
        people = pick(histories.known_by(window.pick_day), _rule_of(window, rule))
        days, who = histories.offence_day, histories.offence_person
        inside = (days >= window.from_day) & (days < window.pick_day) & np.isin(who, people)
        if inside.sum() >= FEWEST:
            enough.append(window)
        else:
            heard(f"window from {window.label}: left out, fewer than {FEWEST} offences in it")
    if not enough:
        at = inputs.keys.at("cohort")
        what = f"no window holds {FEWEST} offences by the people it picks: nothing can be foreseen"
        raise InputError([Problem(at, what, "Give fuller histories, or pick more people.")])
    return tuple(enough)


def _rule_of(window: BacktestWindow, rule: SelectionRule) -> SelectionRule:
    """The case's rule of selection, applied to a window."""
    return replace(
        rule, top=window.top, share=None, from_day=window.from_day, to_day=window.pick_day
    )


def kept_backtest(
    workspace: Workspace, inputs: Inputs, cohort: CohortRead | None
) -> tuple[CaseBacktest | None, tuple[Warning, ...]]:
    """The backtest a case keeps, if it is of this very cohort; a warning where there is none."""
    if cohort is None or inputs.words.counterfactual.method not in ("population", "truncated"):
        return None, ()
    kept = read_backtest(workspace)
    if kept is None:
        return None, (Warning("no-backtest", worded("warning.no-backtest")),)
    same = [hash for _, hash in kept.files] == [hash for _, hash in cohort.files]
    if not same or kept.asked != asked(inputs):
        return None, (Warning("stale-backtest", worded("warning.stale-backtest")),)
    return kept, ()


class _Predictor:
    """Predicts one window from what was known on its pick date; holds the shocks it assumed."""

    def __init__(
        self,
        histories: Histories,
        rule: SelectionRule,
        settings: ForecastSettings,
        assumed_windows: float,
        heard: Heard,
    ) -> None:
        self.histories, self.rule, self.settings = histories, rule, settings
        self.assumed_windows, self.heard = assumed_windows, heard
        self.shocks: dict[str, float] = {}

    def __call__(self, window: BacktestWindow, closed: tuple[BacktestRow, ...]) -> Outlook:
        """Pick, predict by every method, and count what then happened."""
        self.heard(f"window from {window.label}")
        known = self.histories.known_by(window.pick_day)
        people = pick(known, _rule_of(window, self.rule))
        settings = self._settings(window, closed)
        fitted = forecast(known, people, settings)
        naive = forecast(known, people, replace(settings, method="naive"))
        static = forecast_static(known, people, settings)
        days, who = self.histories.offence_day, self.histories.offence_person
        later = (days >= window.pick_day) & (days < window.to_day) & np.isin(who, people)
        predictions: tuple[PredictedTotal, ...] = (
            predicted_total(fitted),
            replace(predicted_total(static), method="static gamma-Poisson"),
            replace(predicted_total(naive), method="naive"),
        )
        return Outlook(int(later.sum()), predictions)

    def _settings(
        self, window: BacktestWindow, closed: tuple[BacktestRow, ...]
    ) -> ForecastSettings:
        own = tuple(row for row in closed if row.method == self.settings.method)
        shock = self.shock_from(own) if own else self.settings.shock_log_sd
        self.shocks[window.label] = shock
        years = len(self.settings.years)
        edges = np.round(np.linspace(window.pick_day, window.to_day, years + 1)).astype(np.int64)
        return replace(
            self.settings,
            year_edges=edges,
            window_from=window.from_day,
            window_to=window.pick_day,
            maturity_months=0.0,
            shock_log_sd=shock,
        )

    def shock_from(self, own: tuple[BacktestRow, ...]) -> float:
        """Shared shock from closed windows, shrunk to the assumption (F3)."""
        shocks = np.array([self.shocks[row.window.label] for row in own])
        log_sd, mean = (np.array([getattr(r, n) for r in own]) for n in ("log_sd", "predicted"))
        weights = window_weights(
            np.array([float(row.window.pick_day) for row in own]),
            np.array([float(row.window.to_day) for row in own]),
        )
        return estimate_shock(
            np.array([row.log_error for row in own]),
            log_sd**2 - shocks**2 + 1 / mean,
            weights,
            self.settings.shock_log_sd,
            self.assumed_windows,
        )


def _central(inputs: Inputs, name: str) -> float:
    row = inputs.rows.by_name.get(name)
    if row is None or row.central is None:
        at = inputs.keys.at("counterfactual")
        raise InputError([Problem(at, f"{name} is missing", "The backtest needs this row.")])
    return row.central


def _disclosed(inputs: Inputs, cohort: CohortRead, found: Backtest) -> Backtest:
    """What may leave of a backtest of real people; of synthetic ones all of it.

    Raises:
        InputError: if no window has enough people and offences.
    """
    if cohort.words.synthetic:
        return found
    threshold = _central(inputs, "parameter.disclosure-threshold")
    shown = disclose_backtest(found, threshold)
    if not shown.rows:
        at = inputs.keys.at("cohort")
        what = f"every window has fewer than {threshold:g} people or offences: none may be shown"
        raise InputError([Problem(at, what, "Pick more people, or take longer windows.")])
    return shown


def keep_backtest(found: CaseBacktest, out: Path, force: bool, words: Catalogue) -> None:
    """Write backtest.json, backtest.csv and backtest.svg, whole or not at all."""
    from iomcba.report import backtest_text

    others = {
        MARK: backtest_text.as_json(found).encode("utf-8"),
        "backtest.svg": backtest_text.chart(found, words).encode("utf-8"),
    }
    write_tables(out, [backtest_text.table(found)], others, force, MARK)


def refuse_beside(case: str, force: bool) -> None:
    """Raise InputError if the case keeps a backtest already and it may not be replaced."""
    refuse_file(find_case(case).case / MARK, force)


def keep_beside(found: CaseBacktest, case: str, force: bool) -> Path:
    """Write the backtest into the case's own folder, where `appraise` looks for it."""
    from iomcba.report import backtest_text

    path = find_case(case).case / MARK
    write_one(path, backtest_text.as_json(found).encode("utf-8"), force)
    return path
