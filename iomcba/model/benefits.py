"""What one avoided proven offence is worth, by bearer and class of value (F7, F11)."""

from __future__ import annotations

import numpy as np

from iomcba.terms.plan import VALUE_CLASSES, Array, Draws, Plan, UnitCostPart

RECORDED = "parameter.recorded-crimes-per-proven-offence"
RECORDED_POPULATION = "parameter.population-recorded-crimes-per-proven-offence"
DETECTION = "parameter.detection-factor"
MULTIPLIER_UNCERTAINTY = "parameter.multiplier-uncertainty"
UNIT_COST_UNCERTAINTY = "parameter.unit-cost-uncertainty"
MARGINAL_SHARE = "parameter.response-marginal-share"
CASHABLE_SHARE = "parameter.cashable-share"


def crimes_per_offence(recorded: Array, multipliers: Array, offenders_per_crime: float) -> Array:
    """q[d] * m[d,o] / offenders per crime  (F7): crimes that go with one proven person-offence.

    Shapes: recorded (d, 1), multipliers (d, o) -> (d, o).
    """
    return recorded * multipliers / offenders_per_crime


def value_per_offence(mix: Array, crimes: Array, unit_costs: Array) -> Array:
    """V[d] = sum over o of pi[d,o] * crimes[d,o] * u[d,o]  (F11; pounds). Shapes: (d, o) each."""
    value: Array = np.einsum("do,do,do->d", *np.broadcast_arrays(mix, crimes, unit_costs))
    return value


class Valuation:
    """Value of one proven offence avoided in each draw, computed once for all options.

    Shapes: crimes (d, o); by_bearer (d, b, c) pounds; severe (d,), square (d,) second moment over
    offence types; cash (d, b) average response cost released per offence, before lags.
    """

    __slots__ = ("by_bearer", "cash", "crimes", "response", "severe", "square")

    def __init__(self, plan: Plan, mix: Array, draws: Draws) -> None:
        multipliers = draws.matrix(tuple(f"multiplier.{o}" for o in plan.offences)) * draws.matrix(
            (MULTIPLIER_UNCERTAINTY,)
        )
        own = draws.matrix((RECORDED,)) * draws.matrix((DETECTION,))
        self.crimes = crimes_per_offence(own, multipliers, plan.counterfactual.offenders_per_crime)
        cases = crimes_per_offence(draws.matrix((RECORDED_POPULATION,)), multipliers, 1.0)
        marginal, severe = draws.matrix((MARGINAL_SHARE,)), np.array(plan.severe, dtype=np.float64)
        priced = [(part, unit_costs(part, draws)) for part in plan.parts]
        counts = (mix, self.crimes, cases, marginal)
        rows = max(len(column) for column in (*counts, *(costs for _, costs in priced)))
        self.by_bearer = np.zeros((rows, len(plan.bearers), len(VALUE_CLASSES)))
        self.cash = np.zeros((rows, len(plan.bearers)))
        self.response = np.zeros((rows, len(plan.bearers)))
        each = np.zeros((rows, len(plan.offences)))
        for part, costs in priced:
            counted = self.crimes if part.basis == "crime" else cases
            b, c = plan.bearers.index(part.bearer), VALUE_CLASSES.index(part.value_class)
            if part.response:
                self.cash[:, b] += value_per_offence(mix, counted, costs)
            felt = costs * marginal if part.response else costs
            value = value_per_offence(mix, counted, felt)
            self.by_bearer[:, b, c] += value
            if part.response:
                self.response[:, b] += value
            each = each + counted * felt
        self.severe = value_per_offence(mix, each, severe[None, :])
        self.square = value_per_offence(mix, each, each)
        self.cash = self.cash * draws.matrix((CASHABLE_SHARE,))


def unit_costs(part: UnitCostPart, draws: Draws) -> Array:
    """u[d,o] of one component in pounds; an offence without a figure costs nothing here. (d, o)."""
    known = np.array([bool(name) for name in part.costs], dtype=np.float64)
    costs = draws.matrix(part.costs) * known * draws.matrix((UNIT_COST_UNCERTAINTY,))
    shares = draws.matrix(part.shares)
    return costs * (1.0 - shares if part.rest else shares)


def released_in_steps(saving: Array, step: Array, lag: Array) -> Array:
    """Cash[d,y] = whole steps of the saving of year y - lag  (F11): a post, a wing, not a minute.

    Rounded towards zero, so that extra crime costs cash in whole steps too. Lags are whole years.
    Shapes: saving (d, y), step, lag (d, 1) -> (d, y).
    """
    years = saving.shape[1]
    rows = max(len(saving), len(lag))
    source = np.arange(years) - np.broadcast_to(np.rint(lag).astype(np.int64), (rows, 1))
    late = np.take_along_axis(np.broadcast_to(saving, (rows, years)), np.maximum(source, 0), axis=1)
    held: Array = np.where(source >= 0, np.trunc(late / step) * step, 0.0)
    return held
