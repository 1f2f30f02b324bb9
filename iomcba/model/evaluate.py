"""`evaluate`: a plan and its draws → what each option comes to (F6 to F15). It reads as the method."""

from __future__ import annotations

import numpy as np

from iomcba.model.benefits import Valuation
from iomcba.model.costs import option_costs
from iomcba.model.effect import offences_avoided, option_reduction
from iomcba.model.engagement import reach
from iomcba.model.sampling import CHANCE, MIX, RATE, SHOCK
from iomcba.terms.money import discount_factors
from iomcba.terms.plan import Array, Draws, OptionOutcomes, OptionPlan, Outcomes, Plan

DISCOUNT_RATE = "parameter.discount-rate"


def evaluate(plan: Plan, draws: Draws) -> Outcomes:
    """Value every option against the counterfactual, on the same draws."""
    offences = draws.matrix(tuple(f"{RATE}.{year}" for year in plan.years))
    mix = draws.matrix(tuple(f"{MIX}.{offence}" for offence in plan.offences))
    valuation = Valuation(plan, mix, draws)
    return Outcomes(
        offences=offences,
        crimes_each=mix * valuation.crimes,
        value=valuation.by_bearer,
        severe_value=valuation.severe,
        square_value=valuation.square,
        factors=discount_factors(draws[DISCOUNT_RATE], len(plan.years), plan.discount_timing),
        shock=draws.matrix(tuple(f"{SHOCK}.{year}" for year in plan.years)),
        chance=draws.matrix(tuple(f"{CHANCE}.{year}" for year in plan.years)),
        options={
            o.id: _evaluate_option(plan, o, offences, valuation.cash, draws) for o in plan.options
        },
    )


def _evaluate_option(
    plan: Plan, option: OptionPlan, offences: Array, cash_each: Array, draws: Draws
) -> OptionOutcomes:
    """One option: engagement, effect, offences avoided, costs, cash."""
    fitted, years = plan.counterfactual, len(plan.years)
    if option.effect:
        engaged, share = reach(option, fitted.cohort_size, fitted.concentration, draws)
        reduced = option_reduction(option, draws)
    else:
        engaged, share, reduced = np.zeros((1, years)), np.zeros((1, years)), np.zeros((1, 1))
    displacement = draws.matrix((option.displacement,)) if option.displacement else np.zeros((1, 1))
    nobody_left = np.zeros((1, 1))
    avoided = offences_avoided(offences, reduced, share, nobody_left, nobody_left, displacement)
    costs, bare, cash_costs = option_costs(plan, option, engaged, draws)
    return OptionOutcomes(
        costs=costs,
        bare_costs=bare,
        avoided=avoided,
        engaged=engaged,
        effect=reduced[:, 0],
        share=share,
        cash_costs=cash_costs,
        cash_savings=avoided[:, :, None]
        * cash_each[:, None, :]
        * np.array(plan.inflation)[None, :, None],
    )
