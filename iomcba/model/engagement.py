"""Who is reached: people engaged and the share of the cohort's offending they stand for (F9).

Places are simultaneous. A ramp is stated by year, or by month from the month of going live.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from iomcba.terms.plan import Array, Draws, OptionPlan

MONTHS = 12


@dataclass(frozen=True, slots=True)
class Reached:
    """Whom an option reaches, by year. Shape: (d, y) each, d = 1 where certain.

    `places` are places taken at full working, `engaged` people engaged, averaged over the year;
    `active` and `left` are shares of the cohort's offending on which an effect acts, of people
    engaged (or assigned) and of people who have left, weighted by what is left of the effect;
    `heads` are the people whose relative rate h is read off the concentration.
    """

    places: Array
    engaged: Array
    active: Array
    left: Array
    heads: Array


def places_taken(cohort: float, take_up: Array, places: Array) -> Array:
    """P[d,y] = min(cohort * take-up, places[y])  (F9; people). Shapes: (d, 1), (d, y) -> (d, y)."""
    return np.minimum(cohort * take_up, places)


def people_assigned(taken: Array, take_up: Array) -> Array:
    """People offered a place: places taken / take-up, nobody where nobody takes one up  (F10).

    Shapes: (d, y), (d, 1) -> (d, y).
    """
    none = np.zeros_like(taken * take_up)
    assigned: Array = np.divide(taken, take_up, out=none, where=take_up > 0)
    return assigned


def people_engaged(taken: Array, retention: Array, ramp: Array) -> Array:
    """G[d,y] = places taken * retention * ramp[y]  (F9; people). Shapes: (d, y), (d, 1), (d, y)."""
    return taken * retention * ramp


def monthly_ramp(months_to_full: Array, go_live: int, months: int) -> Array:
    """ramp[d,m] = share of full working in month m, rising evenly from going live  (F9).

    Shapes: months_to_full (d, 1) -> (d, m). The middle of each month stands for the month.
    """
    passed = np.arange(months) + 1 / 2 - go_live
    rising: Array = passed / np.maximum(months_to_full, np.finfo(float).eps)
    return np.clip(rising, 0.0, 1.0)


def monthly(yearly: Array) -> Array:
    """Each year's figure in each of its months. Shapes: (d, y) -> (d, 12 y)."""
    return np.repeat(yearly.T, MONTHS, axis=0).T


def yearly_mean(by_month: Array) -> Array:
    """Mean of each year's months. Shapes: (d, 12 y) -> (d, y)."""
    mean: Array = by_month.T.reshape(-1, MONTHS, len(by_month)).mean(axis=1).T
    return mean


def relative_rate(taken: Array, cohort: float, concentration: Array) -> Array:
    """Relative rate h: share of offending / share of heads of the people in places  (F9).

    `concentration` (p,) is the cumulative share of offending of the highest-rate heads.
    Shapes: taken (d, y) -> (d, y).
    """
    heads = np.minimum(taken / cohort, 1.0)
    grid = np.linspace(0.0, 1.0, len(concentration))
    offending = np.interp(heads, grid, concentration)
    return np.divide(offending, heads, out=np.ones_like(heads), where=heads > 0)


def left_weighted(active: Array, stay_months: Array, persistence: Array) -> Array:
    """Sum over s of left[s] * w(m - s) for each month m  (F10); w(k) = persistence^(k / 12).

    Each month a share 1 / stay of those active leaves, but no more than there are others to take
    their places; places are filled again from those never engaged and those who left, in
    proportion, so that active + left never exceeds the cohort.
    Shapes: active (d, m) share of the cohort; stay_months, persistence (d, 1) -> (d, m).
    """
    months, fade = active.shape[1], persistence[:, 0] ** (1 / MONTHS)
    rows = max(len(active), len(fade), len(stay_months))
    heads, weighted, before = np.zeros(rows), np.zeros(rows), np.zeros(rows)
    result = []
    for month in range(months):
        now = np.broadcast_to(active[:, month], rows)
        leaving = np.maximum(before / stay_months[:, 0], before - now)
        leaving = np.minimum(np.minimum(leaving, before), 1.0 - now)
        entering = now - before + leaving
        outside = 1.0 - before
        back = np.divide(entering, outside, out=np.zeros(rows), where=outside > 0)
        heads = heads * (1.0 - back) + leaving
        weighted = weighted * fade * (1.0 - back) + leaving
        before = now
        result.append(weighted)
    return np.stack(result, axis=1)


def reach(option: OptionPlan, cohort: float, concentration: Array, draws: Draws) -> Reached:
    """Whom an option reaches.

    An effect among all assigned was diluted by those its study did not engage: it acts on the
    people engaged over the share the study engaged, which is everybody offered a place times
    programme over study engagement; nobody leaves the assigned (F10). With places for the highest
    rates first, h is that of everybody reached so far: who fills a place again has a lower rate
    than who left it, and the reached never stand for more than the cohort's offending. Elsewhere h
    is an assumption, 1 where none is stated.
    """
    take_up, retention = draws.matrix((option.take_up,)), draws.matrix((option.retention,))
    taken = places_taken(cohort, take_up, draws.matrix(option.places))
    ramp = _ramp(option, draws)
    by_month = ramp.shape[1] > taken.shape[1]
    full = people_engaged(monthly(taken) if by_month else taken, retention, ramp)
    engaged = yearly_mean(full) if by_month else full
    left = np.zeros((1, taken.shape[1]))
    if option.effect is not None and option.effect.all_assigned:
        heads = people_assigned(taken, take_up)
        active = engaged / cohort / draws.matrix((option.effect.study_engagement,))
    else:
        heads, active = taken, engaged / cohort
        if option.persistence:
            stay, kept = draws.matrix((option.stay_months,)), draws.matrix((option.persistence,))
            left = yearly_mean(left_weighted(full / cohort, stay, kept))
            if option.highest_rates_first:
                gone = left_weighted(full / cohort, stay, np.ones((1, 1)))
                heads = taken + cohort * yearly_mean(gone)
    if option.highest_rates_first:
        h = relative_rate(heads, cohort, concentration)
        active, left = active * h, left * h
    elif option.relative_rate:
        h = draws.matrix((option.relative_rate,))
        active, left = active * h, left * h
    return Reached(taken, engaged, active, left, heads)


def _ramp(option: OptionPlan, draws: Draws) -> Array:
    """Share of full working by month where months matter, else by year. (d, 12 y) or (d, y)."""
    if option.months_to_full:
        months = MONTHS * len(option.places)
        return monthly_ramp(draws.matrix((option.months_to_full,)), option.go_live, months)
    ramp = draws.matrix(option.ramp)
    return monthly(ramp) if option.persistence else ramp
