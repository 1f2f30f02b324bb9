"""Forecast of each person's free share of the appraisal years, from their own custody (F3 ii, F6).

Yearly custody shares of the people at risk are regressed on the year before; the people picked
start from their own last year and from whether they are held on its last day, and regress towards
the level at which the regression settles.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from iomcba.model.offending.exposure import (
    custody_days,
    fitted_span,
    period_midpoints,
    yearly_edges,
)
from iomcba.terms.counterfactual import ForecastSettings
from iomcba.terms.histories import Floats, Histories, Ints

HALF_YEAR = 0.5
MOST_CUSTODY = 11 / 12  # nobody is expected inside for a whole year: sentences and records err


@dataclass(frozen=True, slots=True)
class CustodyCourse:
    """How custody carries over from one year to the next, in the whole population.

    `first` (3,) gives the next year's share from 1, this year's share and being held on its last
    day; later years keep `carry` of their distance from `settled` a year. `dispersion` is the
    variance of a year's share about that, as a part of the binomial q (1 - q).
    """

    first: Floats
    settled: float
    carry: float
    dispersion: float


@dataclass(frozen=True, slots=True)
class FreeShare:
    """Forecast free share of the picked: mean and variance (n, y), yearly carry of deviations."""

    mean: Floats
    variance: Floats
    carry: float


@dataclass(frozen=True, slots=True)
class CustodyRecord:
    """Custody by yearly sub-periods up to the end of the histories; custody needs no maturity.

    Shapes: share (i, t) of days in custody, held (i, t) on the last day; edges (t + 1,) days.
    """

    share: Floats
    held: Floats
    edges: Ints


def custody_record(histories: Histories, from_day: int) -> CustodyRecord:
    """Yearly custody shares from a day, or from a year before it where the histories reach back."""
    edges = yearly_edges(from_day, histories.end_day)
    year_before = 2 * edges[0] - edges[1]
    if year_before >= histories.start_day:
        edges = np.concatenate(([year_before], edges))
    share = custody_days(histories, edges) / np.diff(edges)
    held = np.stack([held_on(histories, int(edge) - 1) for edge in edges[1:]], axis=1)
    return CustodyRecord(share, held, edges)


def free_share_ahead(
    histories: Histories, picked: Ints, middle: Floats, settings: ForecastSettings
) -> FreeShare:
    """Free share of the picked: from custody records, or the assumption where there are none."""
    if len(histories.spell_person) == 0:
        share = np.full((len(picked), len(middle)), 1 - settings.custody_share)
        return FreeShare(share, np.zeros_like(share), 0.0)
    record = custody_record(histories, int(fitted_span(histories, settings)[0]))
    return forecast_free_share(record, picked, middle)


def free_share_seen(histories: Histories, middle: Floats, settings: ForecastSettings) -> Floats:
    """Expected free share (i, t) of past periods: from records, or the assumption without any."""
    if len(histories.spell_person) == 0:
        return np.full((len(histories.people), len(middle)), 1 - settings.custody_share)
    return expected_free_share(
        custody_record(histories, int(fitted_span(histories, settings)[0])), middle
    )


def forecast_free_share(record: CustodyRecord, picked: Ints, middle: Floats) -> FreeShare:
    """`f_iy` (n, y): expected free share of each picked person at the middle of each year (F6).

    Middle (y,) is in years since 1970. With less than two years of records nothing can be fitted,
    and each person keeps the share of the record.
    """
    share, held = record.share[picked], record.held[picked]
    if share.shape[1] < 2:
        flat = np.repeat(1 - np.minimum(share, MOST_CUSTODY), len(middle), axis=1)
        return FreeShare(flat, np.zeros_like(flat), 0.0)
    course = fit_course(record.share, record.held)
    first = next_share(share[:, -1], held[:, -1], course)
    later = np.maximum(middle - period_midpoints(record.edges)[-1] - 1, 0)
    custody = regress(first, later, course)
    gathered = np.cumsum(course.carry ** (2 * np.arange(1 + np.ceil(later.max()))))
    years = np.interp(later, np.arange(len(gathered)), gathered)
    variance = np.minimum(course.dispersion * years, 1) * custody * (1 - custody)
    return FreeShare(1 - custody, variance, course.carry)


def expected_free_share(record: CustodyRecord, middle: Floats) -> Floats:
    """Free share (i, t) of past periods as it would have been forecast the year before (F1, F6).

    Custody follows offending within the year: the busiest months end in a cell. Dividing by the
    days that were left free makes such a person's rate explode, and the forecast then releases them
    at that rate. So the past is measured as the future is: by the free share expected from the year
    before. The first period, where nothing lies before it, is cast back and forth (decision 0011).
    """
    share, held = record.share, record.held
    if share.shape[1] < 2:
        return np.repeat(1 - np.minimum(share, MOST_CUSTODY), len(middle), axis=1)
    course = fit_course(share, held)
    back_and_forth = np.minimum(regress(share[:, 0], np.full(1, 2.0), course), MOST_CUSTODY)
    onward = np.stack(
        [next_share(share[:, t], held[:, t], course) for t in range(share.shape[1] - 1)], axis=1
    )
    expected = np.concatenate((back_and_forth, onward), axis=1)
    period = np.searchsorted(period_midpoints(record.edges), middle + HALF_YEAR) - 1
    return 1 - expected[:, period]


def fit_course(share: Floats, held: Floats) -> CustodyCourse:
    """Least squares over people and years: shares (i, t), held on the last day (i, t)."""
    now, last, following = share[:, :-1].ravel(), held[:, :-1].ravel(), share[:, 1:].ravel()
    one = np.ones_like(now)
    first = least_squares(np.column_stack((one, now, last)), following)
    level, slope = least_squares(np.column_stack((one, now)), following)
    carry = float(np.clip(slope, 0, 1))
    settled = level / (1 - slope) if 0 <= slope < 1 else following.mean()
    expected = np.clip(level + slope * now, 0, 1)
    binomial = (expected * (1 - expected)).sum()
    spread = ((following - expected) ** 2).sum()
    dispersion = float(spread / binomial) if binomial > 0 else 0.0
    settled = float(np.clip(settled, 0, MOST_CUSTODY))
    return CustodyCourse(first, settled, carry, min(dispersion, 1.0))


def least_squares(columns: Floats, outcome: Floats) -> Floats:
    """Coefficients (c,) of the outcome (i,) on the columns (i, c)."""
    return np.asarray(np.linalg.lstsq(columns, outcome, rcond=None)[0], dtype=np.float64)


def next_share(share: Floats, held: Floats, course: CustodyCourse) -> Floats:
    """Expected custody share (n,) of the year after the last one observed."""
    expected = course.first[0] + course.first[1] * share + course.first[2] * held
    return np.asarray(np.clip(expected, 0, MOST_CUSTODY))


def regress(first: Floats, later: Floats, course: CustodyCourse) -> Floats:
    """Custody share (n, y) after `later` (y,) more years: its distance from the level fades."""
    fade = course.carry**later
    return np.asarray(course.settled + fade[None, :] * (first[:, None] - course.settled))


def held_on(histories: Histories, day: int) -> Floats:
    """1 for people in custody on a day, else 0; (i,)."""
    inside = (histories.spell_start <= day) & (histories.spell_end > day)
    people = histories.spell_person[inside]
    return np.minimum(np.bincount(people, minlength=len(histories.people)), 1).astype(np.float64)
