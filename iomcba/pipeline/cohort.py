"""From a case's inputs to its counterfactual: read the histories, pick the cohort, forecast it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from math import sqrt

import numpy as np

from iomcba.errors import InputError, Place, Problem, Problems
from iomcba.model.forecast import forecast
from iomcba.model.selection import pick
from iomcba.read.cohort import day_number, read_cohort
from iomcba.read.workspace import Workspace
from iomcba.terms.counterfactual import Counterfactual, ForecastSettings, SelectionRule
from iomcba.terms.histories import DAYS_PER_YEAR, Floats, Histories, Ints
from iomcba.terms.inputs import CohortRead, Inputs
from iomcba.terms.rows import Row

NEEDED = (
    "maturity-months",
    "custody-share",
    "shock-log-sd",
    "shock-yearly-log-sd",
    "trend-log-sd",
    "trend-damping",
    "rise-damping",
    "history-years",
    "mix-prior-offences",
)


@dataclass(frozen=True, slots=True)
class Picked:
    """The cohort as read, the people picked (indices, most prolific first), what they did before.

    `observed` (o + 1,) counts their proven offences in the selection window by type, the last
    entry being offences that are not costed; `yearly` is their yearly average and `everyone` the
    number of offences of all people listed in the same window.
    """

    cohort: CohortRead
    people: Ints
    observed: Ints
    yearly: float
    everyone: int


def offence_axis(inputs: Inputs) -> tuple[str, ...]:
    """Offence ids of the case's crime-cost set, in its order."""
    return tuple(row.keys[0] for row in inputs.table("offence"))


def read_cohort_of(workspace: Workspace, inputs: Inputs) -> CohortRead:
    """Read the case's cohort.

    Raises:
        InputError: with every problem in the cohort's files, or if the folder is not found.
    """
    choice = inputs.words.cohort
    folder = workspace.cohort(choice.folder)
    if folder is None:
        at = Place(inputs.place.file, 0, "cohort.folder")
        raise InputError([Problem(at, f"names {choice.folder!r}, which holds no cohort.yaml")])
    codes = {
        row.keys[0]: row.word("offence")
        for row in inputs.table("offence-code")
        if row.keys[1] == inputs.crime_costs
    }
    return read_cohort(folder, offence_axis(inputs), codes)


def read_and_pick(workspace: Workspace, inputs: Inputs) -> Picked:
    """Read the case's cohort and pick its people.

    Raises:
        InputError: with every problem in the cohort's files and the selection rule.
    """
    cohort = read_cohort_of(workspace, inputs)
    histories = cohort.histories
    rule = selection_rule(inputs, histories)
    people = pick(histories, rule)
    observed = observed_offences(histories, people, rule)
    everyone = observed_offences(histories, np.arange(len(histories.people)), rule)
    years = (rule.to_day - rule.from_day) / DAYS_PER_YEAR
    yearly = float(observed.sum()) / years
    return Picked(cohort, people, observed, yearly, int(everyone.sum()))


def selection_rule(inputs: Inputs, histories: Histories) -> SelectionRule:
    """The case's selection rule in days and weights.

    Raises:
        InputError: if the window leaves the days observed or the rule lacks its number.
    """
    words, problems = inputs.words.cohort.selection, Problems()
    at = Place(inputs.place.file, 0, "cohort.selection")
    first, last = day_number(words.first_day), day_number(words.last_day + timedelta(days=1))
    if first < histories.start_day or last > histories.end_day:
        problems.add(
            at, f"the window {words.first_day} to {words.last_day} leaves the days observed"
        )
    if last <= first:
        problems.add(at, f"last_day {words.last_day} lies before first_day {words.first_day}")
    if (words.top is None) == (words.share is None) and words.rule != "flag":
        problems.add(at, "needs exactly one of top and share")
    if words.top is not None and words.top > len(histories.people):
        problems.add(at, f"top is {words.top}, but the cohort lists {len(histories.people)} people")
    problems.raise_if_any()
    weights = _weights(inputs) if words.rule in ("cost", "harm") else None
    return SelectionRule(words.rule, words.top, words.share, first, last, weights, None)


def _weights(inputs: Inputs) -> Floats:
    """Mean cost of one offence by type (multiplier included), 0 for those not costed."""
    each = [
        sum(row.central or 0.0 for row in inputs.rows.below(f"unit-cost.{offence}"))
        for offence in offence_axis(inputs)
    ]
    return np.array([*each, 0.0])


def observed_offences(histories: Histories, people: Ints, rule: SelectionRule) -> Ints:
    """Proven offences of the picked in the window by type, last not costed. Shape: (o + 1,)."""
    days = histories.offence_day
    inside = (days >= rule.from_day) & (days < rule.to_day)
    own = inside & np.isin(histories.offence_person, people)
    kinds = len(histories.offence_types)
    types = np.where(histories.offence_type < 0, kinds, histories.offence_type)[own]
    return np.asarray(np.bincount(types, minlength=kinds + 1), dtype=np.int64)


def counterfactual(inputs: Inputs, picked: Picked) -> Counterfactual:
    """Forecast the cohort by the case's method (F3 to F6)."""
    settings = forecast_settings(inputs, picked.cohort)
    return forecast(picked.cohort.histories, picked.people, settings)


def immature_months(cohort: CohortRead, maturity: float) -> float:
    """Months at the end of the histories that are younger than `maturity` at extraction (F2)."""
    seen_since = (cohort.words.extract_date - cohort.words.end).days / (DAYS_PER_YEAR / 12)
    return max(0.0, maturity - seen_since)


def forecast_settings(inputs: Inputs, cohort: CohortRead) -> ForecastSettings:
    """Everything the forecast takes, from the case's words and `counterfactual` rows.

    Raises:
        InputError: naming every row the method needs and the case lacks.
    """
    words, problems = inputs.words, Problems()
    method, years = words.counterfactual.method, words.financial_years
    value = {q: _central(inputs, f"counterfactual.{q}", True, problems) for q in NEEDED}
    falls = method in ("assumed", "totals")
    fall = [_row(inputs, f"counterfactual.fall.{year}", falls, problems) for year in years]
    fitted = method in ("population", "truncated")
    spread = _row(inputs, "counterfactual.spread", fitted, problems)
    persistence = _row(inputs, "counterfactual.persistence", fitted, problems)
    problems.raise_if_any()
    rule = words.cohort.selection
    return ForecastSettings(
        method=method,
        family=words.counterfactual.family,
        years=tuple(str(year) for year in years),
        year_edges=np.array([day_number(y.first_day) for y in (*years, years[-1] + 1)]),
        window_from=day_number(rule.first_day),
        window_to=day_number(rule.last_day + timedelta(days=1)),
        maturity_months=immature_months(cohort, value["maturity-months"]),
        custody_share=value["custody-share"],
        shock_log_sd=value["shock-log-sd"],
        shock_yearly_log_sd=value["shock-yearly-log-sd"],
        trend_log_sd=value["trend-log-sd"],
        trend_damping=value["trend-damping"],
        rise_damping=value["rise-damping"],
        history_years=value["history-years"],
        fall=np.array([row.distribution.mean if row and row.distribution else 1.0 for row in fall]),
        fall_log_sd=np.array([_log_sd(row) for row in fall]),
        spread=_mean(spread, 1.0),
        spread_log_sd=_log_sd(spread),
        persistence=_mean(persistence, 1.0),
        persistence_logit_sd=_logit_sd(persistence),
        selected_from_count=None,
        mix_prior_offences=value["mix-prior-offences"],
        totals=None,
        stock=None,
    )


def _row(inputs: Inputs, name: str, needed: bool, problems: Problems) -> Row | None:
    if name in inputs.rows:
        return inputs.rows[name]
    if needed:
        remedy = f"The method {inputs.words.counterfactual.method} needs this row."
        problems.add(Place(inputs.place.file, 0, "counterfactual"), f"{name} is missing", remedy)
    return None


def _central(inputs: Inputs, name: str, needed: bool, problems: Problems) -> float:
    row = _row(inputs, name, needed, problems)
    return row.central if row is not None and row.central is not None else 0.0


def _mean(row: Row | None, otherwise: float) -> float:
    return row.distribution.mean if row is not None and row.distribution else otherwise


def _log_sd(row: Row | None) -> float:
    """Sd on the log scale of a lognormal row; 0 for a certain or absent one."""
    if row is None or row.distribution is None or row.distribution.is_point:
        return 0.0
    if row.distribution.family != "lognormal":
        at = Place(row.place.file, row.place.line, "distribution")
        what = f"is {row.distribution.family!r}, but {row.name} must be lognormal or certain"
        raise InputError([Problem(at, what)])
    return row.distribution.parameters[1]


def _logit_sd(row: Row | None) -> float:
    """Sd on the logit scale of a beta row, to first order; 0 for a certain or absent one."""
    if row is None or row.distribution is None or row.distribution.is_point:
        return 0.0
    if row.distribution.family != "beta":
        at = Place(row.place.file, row.place.line, "distribution")
        what = f"is {row.distribution.family!r}, but {row.name} must be beta or certain"
        raise InputError([Problem(at, what)])
    alpha, beta = row.distribution.parameters
    return sqrt((alpha + beta) ** 2 / (alpha * beta * (alpha + beta + 1)))
