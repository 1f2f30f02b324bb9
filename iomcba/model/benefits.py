"""What one avoided proven offence is worth, by bearer and class of value (F7, F11)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from iomcba.terms.plan import VALUE_CLASSES, Array, Draws, Plan, UnitCostPart

RECORDED = "parameter.recorded-crimes-per-proven-offence"
RECORDED_POPULATION = "parameter.population-recorded-crimes-per-proven-offence"
DETECTION = "parameter.detection-factor"
MULTIPLIER_UNCERTAINTY = "parameter.multiplier-uncertainty"
UNIT_COST_UNCERTAINTY = "parameter.unit-cost-uncertainty"
MARGINAL_SHARE = "parameter.response-marginal-share"
CASHABLE_SHARE = "parameter.cashable-share"


ONE = np.ones((1, 1))
ONE.setflags(write=False)


def crimes_per_offence(recorded: Array, multipliers: Array, offenders_per_crime: float) -> Array:
    """q[d] * m[d,o] / offenders per crime  (F7): crimes that go with one proven person-offence.

    Shapes: recorded (d, 1), multipliers (d, o) -> (d, o).
    """
    return recorded * multipliers / offenders_per_crime


def value_per_offence(mix: Array, crimes: Array, unit_costs: Array) -> Array:
    """V[d] = sum over o of pi[d,o] * crimes[d,o] * u[d,o]  (F11; pounds). Shapes: (d, o) each."""
    value: Array = (mix * crimes * unit_costs).sum(axis=1)
    return value


@dataclass(frozen=True, slots=True)
class Squares:
    """Second moments of one offence's worth over offence types (F17), and the cash they go with.

    Cash is 0 for bearers that release it in steps: a budget is not cut on one good year.
    Shapes: value, smooth_cash, cash (d, b), all_cash (d,).
    """

    value: Array
    smooth_cash: Array
    cash: Array
    all_cash: Array


class Valuation:
    """Value of one proven offence avoided in each draw, computed once for all options.

    Shapes: full (d,) pounds before the confidence grade, all else after it (F14); crimes (d, o);
    by_bearer (d, b, c) pounds, of which response (d, b); severe (d,), square (d,) second moment
    over offence types; cash (d, b) average response cost released per offence, before steps and
    lags; squares of by_bearer (d, b), and of the cash that comes free smoothly, for each bearer and
    for all (F17). For headlines alone bearers and classes are one, and crimes, cash and the
    bearers' squares left out.

    A part's value is a factor of the draw times a sum over offences of mix, multiplier and unit
    cost. The last two are often certain, so the factors are multiplied in afterwards.
    """

    __slots__ = ("by_bearer", "cash", "crimes", "full", "response", "severe", "square", "squares")

    def __init__(self, plan: Plan, mix: Array, draws: Draws, headlines: bool = False) -> None:
        multipliers = draws.matrix(tuple(f"multiplier.{o}" for o in plan.offences))
        factors, per_crime = _factors(plan, draws)
        costs = [unit_costs(part, draws) for part in plan.parts]
        each = np.zeros((1, len(plan.offences)))
        for kind, factor in factors.items():
            for alike in _summed(
                cost
                for cost, part in zip(costs, plan.parts, strict=True)
                if (part.basis, part.response) == kind
            ):
                each = each + np.multiply(factor, multipliers * alike, order="F")
        self.full = value_per_offence(mix, each, ONE)
        counted = counted_share(plan, draws)
        each = each * counted
        factors = {kind: factor * counted for kind, factor in factors.items()}
        self.severe = value_per_offence(mix, each, np.array([plan.severe], dtype=np.float64))
        self.square = value_per_offence(mix, each, each)
        if headlines:
            self.by_bearer = value_per_offence(mix, each, ONE)[:, None, None]
            self.crimes, self.response, self.cash = (np.zeros((1, 1)) for _ in range(3))
            self.squares = Squares(*(np.zeros((1, 1)) for _ in range(4)))
            return
        rows = max(len(mix), len(each))
        self.crimes = np.multiply(per_crime, multipliers, order="F")
        bearers, classes = len(plan.bearers), len(VALUE_CLASSES)
        self.by_bearer = np.zeros_like(self.severe, shape=(rows, bearers, classes), order="F")
        self.cash = np.zeros_like(self.severe, shape=(rows, bearers), order="F")
        self.response = np.zeros_like(self.severe, shape=(rows, bearers), order="F")
        for part, cost in zip(plan.parts, costs, strict=True):
            b, c = plan.bearers.index(part.bearer), VALUE_CLASSES.index(part.value_class)
            unscaled = value_per_offence(mix, multipliers, cost)
            value = unscaled * factors[part.basis, part.response][:, 0]
            self.by_bearer[:, b, c] += value
            if part.response:
                self.response[:, b] += value
                self.cash[:, b] += unscaled * factors[part.basis, False][:, 0]
        self.cash = self.cash * draws.matrix((CASHABLE_SHARE,))
        self.squares = _squares(plan, mix, multipliers, costs, factors, draws)


def _squares(
    plan: Plan,
    mix: Array,
    multipliers: Array,
    costs: list[Array],
    factors: dict[tuple[str, bool], Array],
    draws: Draws,
) -> Squares:
    """Second moments of what one offence is worth to each bearer, and releases in cash  (F17).

    Parts of one bearer hang on the same offence, so they are added up before they are squared.
    """
    shape = (1, len(plan.offences))
    value = {b: np.zeros(shape) for b in plan.bearers}
    smooth = smooth_cash(plan)
    cash = {b: np.zeros(shape) for b in smooth}
    share = draws.matrix((CASHABLE_SHARE,))
    for part, cost in zip(plan.parts, costs, strict=True):
        each = multipliers * cost
        factor = factors[part.basis, part.response]
        value[part.bearer] = value[part.bearer] + np.multiply(factor, each, order="F")
        if part.response and part.bearer in cash:
            freed = factors[part.basis, False] * share
            cash[part.bearer] = cash[part.bearer] + np.multiply(freed, each, order="F")
    nothing = np.zeros(shape)
    together = sum(cash.values(), nothing)
    released = [cash.get(bearer, nothing) for bearer in plan.bearers]
    return Squares(
        value=_side_by_side([value_per_offence(mix, v, v) for v in value.values()]),
        smooth_cash=_side_by_side([value_per_offence(mix, ONE, v) for v in released]),
        cash=_side_by_side([value_per_offence(mix, v, v) for v in released]),
        all_cash=value_per_offence(mix, together, together),
    )


def _side_by_side(columns: list[Array]) -> Array:
    rows = max(len(column) for column in columns)
    return np.stack([np.broadcast_to(column, rows) for column in columns], axis=1)


def smooth_cash(plan: Plan) -> tuple[str, ...]:
    """Bearers with a cash budget whose cash comes free pound by pound, not in steps (F11)."""
    stepped = {bearer for bearer, _, _ in plan.cash_releases}
    return tuple(b for b in plan.bearers if b in plan.cash_bearers and b not in stepped)


def counted_share(plan: Plan, draws: Draws) -> Array:
    """Share of the value of crime avoided that is counted: 1 - confidence grade  (F14). (d, 1)."""
    return 1.0 - draws.matrix((plan.benefit_grade,)) if plan.benefit_grade else ONE


def _summed(parts: Iterable[Array]) -> list[Array]:
    """The sum of arrays, or nothing where there are none."""
    found = list(parts)
    return [sum(found[1:], start=found[0])] if found else []


def _factors(plan: Plan, draws: Draws) -> tuple[dict[tuple[str, bool], Array], Array]:
    """What multiplies every offence's value alike, by basis and whether it is response (F7, F11).

    Also the factor of the crimes that go with one proven offence. Shapes: (d, 1).
    """
    own = draws.matrix((RECORDED,)) * draws.matrix((DETECTION,))
    unsure = draws.matrix((MULTIPLIER_UNCERTAINTY,))
    per_crime = crimes_per_offence(own, unsure, plan.counterfactual.offenders_per_crime)
    per_case = crimes_per_offence(draws.matrix((RECORDED_POPULATION,)), unsure, 1.0)
    cost, marginal = draws.matrix((UNIT_COST_UNCERTAINTY,)), draws.matrix((MARGINAL_SHARE,))
    factors = {
        (basis, response): counted * cost * (marginal if response else 1.0)
        for basis, counted in (("crime", per_crime), ("proven-offence", per_case))
        for response in (False, True)
    }
    return factors, per_crime


def unit_costs(part: UnitCostPart, draws: Draws) -> Array:
    """Cost of one component in pounds, before what is uncertain for all alike. Shape: (d, o).

    An offence without a figure costs nothing here.
    """
    known = np.array([bool(name) for name in part.costs], dtype=np.float64)
    shares = draws.matrix(part.shares)
    return draws.matrix(part.costs) * known * (1.0 - shares if part.rest else shares)


def released_in_steps(saving: Array, step: Array, lag: Array) -> Array:
    """Cash[d,y] = whole steps of the saving of year y - lag  (F11): a post, a wing, not a minute.

    Rounded towards zero, so that extra crime costs cash in whole steps too. Lags are whole years.
    Shapes: saving (d, y), step, lag (d, 1) -> (d, y).
    """
    whole = np.trunc(saving / step) * step
    years, late = np.arange(saving.shape[1]), np.rint(lag)
    held = np.zeros_like(whole * late)
    for source in years:
        held = held + np.where(years == source + late, whole[:, source, None], 0.0)
    return held
