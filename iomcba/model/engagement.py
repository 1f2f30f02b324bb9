"""Who is reached: people engaged and the share of the cohort's offending they stand for (F9)."""

from __future__ import annotations

import numpy as np

from iomcba.terms.plan import Array, Draws, OptionPlan


def places_taken(cohort: float, take_up: Array, places: Array) -> Array:
    """P[d,y] = min(cohort * take-up, places[y])  (F9; people). Shapes: (d, 1), (d, y) -> (d, y)."""
    return np.minimum(cohort * take_up, places)


def people_engaged(taken: Array, retention: Array, ramp: Array) -> Array:
    """G[d,y] = places taken * retention * ramp[y]  (F9; people). Shapes: (d, y), (d, 1), (d, y)."""
    return taken * retention * ramp


def relative_rate(taken: Array, cohort: float, concentration: Array) -> Array:
    """H = share of offending of the people in places / their share of heads  (F9). Shape: (d, y).

    `concentration` (p,) is the cumulative share of offending of the highest-rate heads.
    """
    heads = taken / cohort
    grid = np.linspace(0.0, 1.0, len(concentration))
    offending = np.interp(heads, grid, concentration)
    return np.divide(offending, heads, out=np.ones_like(heads), where=heads > 0)


def reach(
    option: OptionPlan, cohort: float, concentration: Array, draws: Draws
) -> tuple[Array, Array]:
    """People engaged (d, y) and the share of the cohort's offending an effect acts on (d, y).

    An effect among all assigned acts on everybody offered a place, programme over study engagement
    standing for take-up and retention, which are not multiplied in again (F10).
    """
    take_up, retention = draws.matrix((option.take_up,)), draws.matrix((option.retention,))
    ramp = draws.matrix(option.ramp)
    taken = places_taken(cohort, take_up, draws.matrix(option.places))
    engaged = people_engaged(taken, retention, ramp)
    if option.effect_population == "all-assigned":
        assigned = taken / take_up
        share = assigned / cohort * ramp * draws.matrix((option.relative_engagement,))
    else:
        assigned, share = taken, engaged / cohort
    if option.highest_rates_first:
        share = share * relative_rate(assigned, cohort, concentration)
    return engaged, share
