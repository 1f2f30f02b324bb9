"""`evaluate`: a plan and its draws → what each option comes to (F6 to F15)."""

from __future__ import annotations

import numpy as np

from iomcba.model.benefits import Valuation, counted_share, released_in_steps
from iomcba.model.costs import LineAccount, Volumes, headline_costs, line_account, option_costs
from iomcba.model.effect import custody_split, offences_avoided, option_reduction
from iomcba.model.engagement import Reached, reach
from iomcba.model.outcomes import headline_benefits, other_benefits
from iomcba.model.sampling import CHANCE, MIX, RATE, SHOCK
from iomcba.terms.histories import DAYS_PER_YEAR
from iomcba.terms.money import discount_factors
from iomcba.terms.plan import Array, Draws, OptionOutcomes, OptionPlan, Outcomes, Plan

DISCOUNT_RATE = "parameter.discount-rate"


def evaluate(plan: Plan, draws: Draws, headlines: bool = False) -> Outcomes:
    """Value every option against the counterfactual, on the same draws.

    Asked for headlines alone, it does not tell bearers, headings, classes and offences apart (those
    axes have length 1) and leaves out bare costs and the cash view (0).
    """
    offences = draws.matrix(tuple(f"{RATE}.{year}" for year in plan.years))
    mix = draws.matrix(tuple(f"{MIX}.{offence}" for offence in plan.offences))
    valuation = Valuation(plan, mix, draws, headlines)
    return Outcomes(
        offences=offences,
        crimes_each=valuation.crimes if headlines else mix * valuation.crimes,
        full_value=valuation.full,
        counted=counted_share(plan, draws)[:, 0],
        value=valuation.by_bearer,
        response_each=valuation.response,
        severe_value=valuation.severe,
        square_value=valuation.square,
        square_of_bearer=valuation.squares.value,
        smooth_cash=valuation.squares.smooth_cash,
        square_cash=valuation.squares.cash,
        square_all_cash=valuation.squares.all_cash,
        factors=discount_factors(draws[DISCOUNT_RATE], len(plan.years), plan.discount_timing),
        shock=draws.matrix(tuple(f"{SHOCK}.{year}" for year in plan.years)),
        chance=draws.matrix(tuple(f"{CHANCE}.{year}" for year in plan.years)),
        later=_later(plan, offences, draws),
        options={
            o.id: _evaluate_option(plan, o, offences, valuation, draws, headlines)
            for o in plan.options
        },
    )


def _later(plan: Plan, offences: Array, draws: Draws) -> Array:
    """Factor by which discounted benefit falls each year after the horizon (F10). Shape: (d,).

    The share of the effect kept a year later, times the natural fall of the last year going on,
    over one year's discounting. 0 where the case says nothing of later benefit.
    """
    if not plan.kept_after:
        return np.zeros(1)
    kept, rate = (draws.matrix((name,))[:, 0] for name in (plan.kept_after, DISCOUNT_RATE))
    fall = offences[:, -1] / offences[:, -2] if offences.shape[1] > 1 else np.ones(1)
    factor: Array = kept * fall / (1.0 + rate)
    return factor


def _evaluate_option(
    plan: Plan,
    option: OptionPlan,
    offences: Array,
    valuation: Valuation,
    draws: Draws,
    headlines: bool,
) -> OptionOutcomes:
    """One option: engagement, effect, offences avoided, other outcomes, costs, cash."""
    reached, volumes = _reached(plan, option, draws)
    engaged, active, left = reached.engaged, reached.active, reached.left
    reduced = option_reduction(option, draws)
    reformed, held = custody_split(option, reduced, draws)
    displaced = draws.matrix((option.displacement,)) if option.displacement else np.zeros((1, 1))
    nobody = np.zeros((1, 1))
    avoided = offences_avoided(offences, reformed, active, nobody, displaced)
    if left.any():
        avoided = avoided + offences_avoided(offences, reduced, nobody, left, displaced)
    incapacitated = np.zeros((1, len(plan.years)))
    if held.any():
        incapacitated = offences_avoided(offences, held, active, nobody, displaced)
        avoided = avoided + incapacitated
    if headlines:
        total = headline_costs(option, len(plan.years), volumes, draws)
        gained = headline_benefits(plan, option, engaged, draws)
        nothing = np.zeros((1, len(plan.years), 1))
        return OptionOutcomes(
            costs=total[:, :, None, None],
            bare_costs=nothing[..., None],
            avoided=avoided,
            incapacitated=incapacitated,
            engaged=engaged,
            effect=reduced[:, 0],
            share=active + left,
            other=gained[:, :, None, None],
            transfers=nothing,
            custody_days=volumes.custody_days,
            cash_costs=nothing,
            cash_savings=nothing,
            cashable=nothing,
            other_cashable=nothing,
            ungraded=np.zeros((1, len(plan.years))),
        )
    other = other_benefits(plan, option, engaged, draws)
    costs, bare, cash_costs = option_costs(plan, option, volumes, draws)
    cashable = _cashable(plan, avoided[:, :, None] * valuation.cash[:, None, :], draws)
    cashable = cashable + other.cashable
    inflation = np.array(plan.inflation)[None, :, None]
    return OptionOutcomes(
        costs=costs,
        bare_costs=bare,
        avoided=avoided,
        incapacitated=incapacitated,
        engaged=engaged,
        effect=reduced[:, 0],
        share=active + left,
        other=other.value,
        transfers=other.transfers,
        custody_days=volumes.custody_days,
        cash_costs=cash_costs,
        cash_savings=(cashable + other.transfers) * inflation,
        cashable=cashable,
        other_cashable=other.cashable,
        ungraded=other.ungraded,
        outcome_units=other.units,
    )


def _reached(plan: Plan, option: OptionPlan, draws: Draws) -> tuple[Reached, Volumes]:
    """Whom the option reaches, and what its cost lines are counted on."""
    fitted = plan.counterfactual
    if option.places:
        reached = reach(option, fitted.cohort_size, fitted.concentration, draws)
    else:
        reached = Reached(*(np.zeros((1, len(plan.years))),) * 5)
    days = _extra_custody_days(plan, option, reached.engaged, draws)
    return reached, Volumes(reached.places, reached.engaged, days)


def line_accounts(plan: Plan, option: OptionPlan, draws: Draws) -> list[LineAccount]:
    """Each cost line of an option in both views, in the order of its lines (F13)."""
    _, volumes = _reached(plan, option, draws)
    inflation = np.array([plan.inflation])
    return [line_account(line, volumes, inflation, draws) for line in option.lines]


def _extra_custody_days(plan: Plan, option: OptionPlan, engaged: Array, draws: Draws) -> Array:
    """Days of custody more than without the option: engaged * days * f_0 * (1 - c)  (F10, F13)."""
    if not option.custody_ratio:
        return np.zeros((1, len(plan.years)))
    free = plan.counterfactual.free_share[None, :]
    days: Array = engaged * DAYS_PER_YEAR * free * (1.0 - draws.matrix((option.custody_ratio,)))
    return days


def _cashable(plan: Plan, savings: Array, draws: Draws) -> Array:
    """Savings that come free in cash, in steps and with a lag where the case has them (F11)."""
    released = savings.copy()
    for bearer, step, lag in plan.cash_releases:
        b = plan.bearers.index(bearer)
        held = released_in_steps(savings[:, :, b], draws.matrix((step,)), draws.matrix((lag,)))
        released[:, :, b] = held
    return released
