"""A case's words and `counterfactual` rows → everything its forecast takes (F2 to F6)."""

from __future__ import annotations

from datetime import timedelta
from math import sqrt

import numpy as np

from iomcba.errors import InputError, Place, Problem, Problems, nearest
from iomcba.read.cohort import day_number
from iomcba.terms.counterfactual import ForecastSettings, PastTotals
from iomcba.terms.histories import DAYS_PER_YEAR, Floats
from iomcba.terms.inputs import CohortRead, Inputs
from iomcba.terms.money import FinancialYear
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

NOT_COSTED = "not-costed"


def immature_months(cohort: CohortRead, maturity: float) -> float:
    """Months at the end of the histories that are younger than `maturity` at extraction (F2)."""
    seen_since = (cohort.words.extract_date - cohort.words.end).days / (DAYS_PER_YEAR / 12)
    return max(0.0, maturity - seen_since)


def forecast_settings(inputs: Inputs, cohort: CohortRead | None) -> ForecastSettings:
    """Everything the forecast takes, from the case's words and `counterfactual` rows.

    Raises:
        InputError: naming every row the method needs and the case lacks.
    """
    words, problems = inputs.words, Problems()
    method, years = words.counterfactual.method, words.financial_years
    value = {q: _central(inputs, f"counterfactual.{q}", True, problems) for q in NEEDED}
    falls, fitted = method in ("assumed", "totals"), method in ("population", "truncated")
    fall = [_row(inputs, f"counterfactual.fall.{year}", falls, problems) for year in years]
    spread = _row(inputs, "counterfactual.spread", fitted, problems)
    persistence = _row(inputs, "counterfactual.persistence", fitted, problems)
    least = _row(inputs, "counterfactual.selected-from-count", False, problems)
    totals = _past_totals(inputs, problems) if method == "totals" else None
    stock = _stock(inputs, problems) if words.counterfactual.cohort == "rolling" else None
    problems.raise_if_any()
    first, after = _window(inputs)
    if cohort is not None:
        _hold_mature(inputs, cohort, value["maturity-months"], (first, after), problems)
        problems.raise_if_any()
    return ForecastSettings(
        method=method,
        family=words.counterfactual.family,
        years=tuple(str(year) for year in years),
        year_edges=np.array([day_number(y.first_day) for y in (*years, years[-1] + 1)]),
        window_from=first,
        window_to=after,
        maturity_months=immature_months(cohort, value["maturity-months"]) if cohort else 0.0,
        history_years=value["history-years"],
        custody_share=value["custody-share"],
        shock_log_sd=value["shock-log-sd"],
        shock_yearly_log_sd=value["shock-yearly-log-sd"],
        trend_log_sd=value["trend-log-sd"],
        trend_damping=value["trend-damping"],
        rise_damping=value["rise-damping"],
        fall=np.array([_mean(row, 1.0) for row in fall]),
        fall_log_sd=np.array([_log_sd(row) for row in fall]),
        spread=_mean(spread, 1.0),
        spread_log_sd=_log_sd(spread),
        persistence=_mean(persistence, 1.0),
        persistence_logit_sd=_logit_sd(persistence),
        selected_from_count=int(least.central) if least and least.central else None,
        mix_prior_offences=value["mix-prior-offences"],
        totals=totals,
        stock=stock,
    )


def _hold_mature(
    inputs: Inputs,
    cohort: CohortRead,
    maturity: float,
    window: tuple[int, int],
    problems: Problems,
) -> None:
    """At least a year of the selection window must be mature (F2)."""
    months = immature_months(cohort, maturity)
    last = cohort.histories.end_day - months * DAYS_PER_YEAR / 12
    if min(window[1], last) - window[0] < DAYS_PER_YEAR - 1:
        at = inputs.keys.at("cohort.selection")
        what = f"less than a year of the window is {maturity:g} months old at extraction"
        problems.add(at, what, "Pick an earlier window, or lower counterfactual.maturity-months.")


def _window(inputs: Inputs) -> tuple[int, int]:
    """First day of the selection window and the day after it; the past totals' for `totals`."""
    choice = inputs.words.cohort
    if choice is not None:
        rule = choice.selection
        return day_number(rule.first_day), day_number(rule.last_day + timedelta(days=1))
    years = sorted({row.keys[1] for row in inputs.table("past-total")})
    first, last = FinancialYear.parse(years[0]), FinancialYear.parse(years[-1])
    return day_number(first.first_day), day_number((last + 1).first_day)


def _past_totals(inputs: Inputs, problems: Problems) -> PastTotals | None:
    """Yearly totals by offence type; a year or type without a row counts as none (F4)."""
    rows = inputs.table("past-total")
    size = _central(inputs, "counterfactual.cohort-size", True, problems)
    rounding = _central(inputs, "counterfactual.rounding", True, problems)
    if not rows:
        remedy = "The method totals needs a past-total table."
        problems.add(inputs.place, "no row past-total", remedy)
        return None
    kinds = tuple(row.keys[0] for row in inputs.table("offence"))
    years = sorted({row.keys[1] for row in rows})
    offences = np.zeros((len(years), len(kinds) + 1))
    for row in rows:
        if row.keys[0] not in (*kinds, NOT_COSTED):
            at = Place(row.place.file, row.place.line, "offence")
            problems.add(at, f"is {row.keys[0]!r}", nearest(row.keys[0], (*kinds, NOT_COSTED)))
            continue
        column = (*kinds, NOT_COSTED).index(row.keys[0])
        offences[years.index(row.keys[1]), column] = row.central or 0.0
    return PastTotals(offences, kinds, rounding, round(size))


def _stock(inputs: Inputs, problems: Problems) -> Floats | None:
    """People in a rolling cohort by appraisal year and years since entry (F6). Shape: (y, a)."""
    rows, years = inputs.table("cohort-stock"), inputs.words.financial_years
    if not rows or not all(row.keys[1].isdigit() for row in rows):
        remedy = "A rolling cohort needs a cohort-stock table, years since entry in whole numbers."
        problems.add(inputs.place, "no usable row cohort-stock", remedy)
        return None
    stock = np.zeros((len(years), max(int(row.keys[1]) for row in rows) + 1))
    for row in rows:
        if row.keys[0] not in [str(year) for year in years]:
            at = Place(row.place.file, row.place.line, "financial_year")
            problems.add(at, f"{row.keys[0]} is no appraisal year")
            continue
        stock[[str(year) for year in years].index(row.keys[0]), int(row.keys[1])] = row.central
    return stock


def _row(inputs: Inputs, name: str, needed: bool, problems: Problems) -> Row | None:
    if name in inputs.rows:
        return inputs.rows[name]
    if needed:
        remedy = f"The method {inputs.words.counterfactual.method} needs this row."
        problems.add(inputs.keys.at("counterfactual"), f"{name} is missing", remedy)
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
