"""Benefits other than crime avoided, in the form of the Greater Manchester model (F12).

New Economy (2014), Supporting public service transformation: cost benefit analysis guidance.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from iomcba.model.costs import add_at
from iomcba.terms.plan import VALUE_CLASSES, Array, Draws, OptionPlan, OutcomeLine, Plan


@dataclass(frozen=True, slots=True)
class OtherBenefits:
    """Outcomes other than crime: value (d, y, b, c), transfers and cash released (d, y, b).

    `ungraded` (d, y) is all value before the confidence grades (F14); `units` (d, y) count each
    outcome, in the order of the option's lines: applications avoided, job starts.
    """

    value: Array
    transfers: Array
    cashable: Array
    ungraded: Array
    units: tuple[Array, ...]


def outcome_stream(
    people: Array, per_person: Array, unit_value: Array, drop_off: Array, lag: Array
) -> Array:
    """B[d,y] = people[y] * per person * unit value * (1 - drop-off)^(y - lag)  (F12).

    Real pounds; 0 before the lag. `per_person` is affected * engaged * retained * impact, times
    (1 - deadweight).
    Shapes: people (d, y), the rest (d, 1) -> (d, y).
    """
    since = np.arange(people.shape[1]) - lag
    kept: Array = np.where(since >= 0, (1.0 - drop_off) ** np.maximum(since, 0.0), 0.0)
    return people * per_person * unit_value * kept


def other_benefits(plan: Plan, option: OptionPlan, engaged: Array, draws: Draws) -> OtherBenefits:
    """All outcome lines of an option; transfers stay out of value and in the fiscal account."""
    years, bearers = len(plan.years), len(plan.bearers)
    value = draws.noughts(years, bearers, len(VALUE_CLASSES))
    transfers, cashable = draws.noughts(years, bearers), draws.noughts(years, bearers)
    ungraded, cohort = np.zeros((1, years)), plan.counterfactual.cohort_size
    for line in option.outcomes:
        b, c = plan.bearers.index(line.bearer), VALUE_CLASSES.index(line.value_class)
        before = _stream(line, engaged, cohort, draws)
        ungraded = ungraded + before * (1.0 - _named(line.transfer_share, 0.0, draws))
        stream = before * (1.0 - _named(line.optimism, 0.0, draws))
        moved = stream * _named(line.transfer_share, 0.0, draws)
        value = add_at(value, stream - moved, np.s_[:, :, b, c])
        transfers = add_at(transfers, moved, np.s_[:, :, b])
        released = (stream - moved) * _named(line.cashable, 0.0, draws)
        cashable = add_at(cashable, released, np.s_[:, :, b])
    units = tuple(_units(line, engaged, cohort, draws) for line in option.outcomes)
    return OtherBenefits(value, transfers, cashable, ungraded, units)


def headline_benefits(plan: Plan, option: OptionPlan, engaged: Array, draws: Draws) -> Array:
    """Value of all outcome lines, bearers and classes together. Shape: (d, y)."""
    total = np.zeros((1, len(plan.years)))
    for line in option.outcomes:
        stream = _stream(line, engaged, plan.counterfactual.cohort_size, draws)
        stream = stream * (1.0 - _named(line.optimism, 0.0, draws))
        total = total + stream * (1.0 - _named(line.transfer_share, 0.0, draws))
    return total


def _stream(line: OutcomeLine, engaged: Array, cohort: float, draws: Draws) -> Array:
    """A line's real pounds by year, before its confidence grade. Shape: (d, y)."""
    return _valued(line, engaged, cohort, _named(line.unit_value, 0.0, draws), draws)


def _units(line: OutcomeLine, engaged: Array, cohort: float, draws: Draws) -> Array:
    """What a line counts, by year, each unit worth 1. Shape: (d, y)."""
    return _valued(line, engaged, cohort, np.ones((1, 1)), draws)


def _valued(
    line: OutcomeLine, engaged: Array, cohort: float, unit_value: Array, draws: Draws
) -> Array:
    per_person = 1.0 - _named(line.deadweight, 0.0, draws)
    for name in line.factors:
        per_person = per_person * _named(name, 1.0, draws)
    people = np.full((1, engaged.shape[1]), float(cohort)) if line.of_cohort else engaged
    return outcome_stream(
        people,
        per_person,
        unit_value,
        _named(line.drop_off, 0.0, draws),
        _named(line.lag, 0.0, draws),
    )


def _named(name: str, absent: float, draws: Draws) -> Array:
    """A quantity as a column (d, 1); `absent` is the neutral value where the line has none."""
    return draws.matrix((name,)) if name else np.full((1, 1), absent)
