"""Plan and scenarios → `Workings`: structure and central values for the live workbook."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping

from iomcba.model.engagement import reach
from iomcba.model.sampling import MIX, RATE, UNCOSTED, central
from iomcba.terms.inputs import Inputs
from iomcba.terms.plan import Draws, Plan
from iomcba.terms.workings import Workings


def workings(
    plan: Plan,
    scenarios: Mapping[str, Plan],
    rows: Container[str],
    contributions: tuple[tuple[str, float], ...],
) -> Workings:
    """The plan's structure, every quantity at its mean, and what each scenario changes.

    `rows` holds the names of rows that a user wrote; `contributions` are sizes in a pooled budget.
    """
    fitted, at_means = plan.counterfactual, central(plan)
    values = {name: quantity.mean for name, quantity in plan.quantities.items()}
    return Workings(
        years=plan.years,
        offences=plan.offences,
        severe=plan.severe,
        bearers=plan.bearers,
        cash_bearers=plan.cash_bearers,
        options=plan.options,
        parts=plan.parts,
        values=values,
        scenarios=tuple((id, _changes(plan, changed)) for id, changed in scenarios.items()),
        derived=tuple(name for name in values if name not in rows),
        cohort_size=fitted.cohort_size,
        offenders_per_crime=fitted.offenders_per_crime,
        past_yearly_offences=plan.past_yearly_offences,
        offences_without=tuple(_number(at_means, f"{RATE}.{year}") for year in plan.years),
        mix=tuple(_number(at_means, f"{MIX}.{o}") for o in (*plan.offences, UNCOSTED)),
        free_share=tuple(float(share) for share in fitted.free_share),
        concentration=_concentration(plan),
        heads_used=tuple(sorted({h for p in (plan, *scenarios.values()) for h in _heads(p)})),
        discount_timing=plan.discount_timing,
        inflation=plan.inflation,
        cash_releases=plan.cash_releases,
        kept_after=plan.kept_after,
        later_years=plan.later_years,
        contributions=contributions,
        benefit_grade=plan.benefit_grade,
    )


def sizes(inputs: Inputs) -> tuple[tuple[str, float], ...]:
    """Sizes of the partners, where a pooled budget goes by them."""
    if inputs.words.pooled_budget != "size":
        return ()
    return tuple((row.keys[0], row.central or 0.0) for row in inputs.table("contribution"))


def _changes(plan: Plan, changed: Plan) -> dict[str, float]:
    return {
        name: quantity.mean
        for name, quantity in changed.quantities.items()
        if quantity != plan.quantities[name]
    }


def _number(draws: Draws, name: str) -> float:
    return float(draws.matrix((name,))[0, 0])


def _concentration(plan: Plan) -> tuple[tuple[float, float], ...]:
    """Share of heads and share of offending, where an option gives places to the highest rates."""
    curve = plan.counterfactual.concentration
    if not any(option.highest_rates_first for option in plan.options):
        return ()
    return tuple((i / (len(curve) - 1), float(share)) for i, share in enumerate(curve))


def _heads(plan: Plan) -> Iterator[float]:
    """Shares of heads at which a plan's central case reads the concentration."""
    fitted, at_means = plan.counterfactual, central(plan)
    for option in plan.options:
        if option.highest_rates_first and option.places:
            reached = reach(option, fitted.cohort_size, fitted.concentration, at_means)
            for heads in reached.heads[0]:
                yield min(float(heads) / fitted.cohort_size, 1.0)
