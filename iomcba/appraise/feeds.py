"""A plan's structure → what each assumption feeds: the figures it enters, and through which line.

Read off the names in the plan, never off a list of our own: a name that the plan does not hold
feeds nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from iomcba.terms.plan import CostLine, EffectPlan, OptionPlan, OutcomeLine, Plan, UnitCostPart
from iomcba.terms.register import Feed

# Figures of the case that single parameters enter; `*` stands for every option.
OF_PARAMETERS = {
    "parameter.discount-rate": ("*.pvc", "*.pvb"),
    "parameter.recorded-crimes-per-proven-offence": ("case.counterfactual-crimes",),
    "parameter.population-recorded-crimes-per-proven-offence": ("case.counterfactual-value",),
    "parameter.detection-factor": ("case.counterfactual-crimes",),
    "parameter.multiplier-uncertainty": ("case.counterfactual-crimes",),
    "parameter.unit-cost-uncertainty": ("case.counterfactual-value",),
    "parameter.response-marginal-share": ("*.benefit",),
    "parameter.cashable-share": ("*.cash-saving",),
    "parameter.backfill-share": ("*.cash-cost",),
}


def feeds(plan: Plan) -> dict[str, tuple[Feed, ...]]:
    """What every quantity of the plan feeds, in the order in which the method meets it."""
    found: dict[str, dict[Feed, None]] = {name: {} for name in plan.quantities}
    for name, feed in _all(plan):
        if name in found:
            found[name][feed] = None
    return {name: tuple(fed) for name, fed in found.items()}


def _all(plan: Plan) -> Iterator[tuple[str, Feed]]:
    for name, figures in OF_PARAMETERS.items():
        for figure in figures:
            yield from ((name, Feed(each)) for each in _every(plan, figure))
    for offence in plan.offences:
        yield f"multiplier.{offence}", Feed("case.counterfactual-crimes", offence)
    for part in plan.parts:
        yield from _of_part(plan, part)
    for option in plan.options:
        yield from _of_option(plan, option)
    for bearer, step, lag in plan.cash_releases:
        for name in (step, lag):
            yield from ((name, Feed(f"{o.id}.cash-saving.{bearer}")) for o in _changing(plan))
    if plan.benefit_grade:
        yield from ((plan.benefit_grade, Feed(f"{o.id}.pvb-crime")) for o in _changing(plan))
    if plan.kept_after:
        for option in _changing(plan):
            yield plan.kept_after, Feed(f"{option.id}.npsv-with-later-benefit")


def _every(plan: Plan, figure: str) -> Iterator[str]:
    if not figure.startswith("*"):
        yield figure
        return
    own = plan.options if figure in ("*.pvc", "*.cash-cost") else _changing(plan)
    yield from (option.id + figure[1:] for option in own if option.lines or option.places)


def _changing(plan: Plan) -> tuple[OptionPlan, ...]:
    return tuple(option for option in plan.options if option.places)


def _of_part(plan: Plan, part: UnitCostPart) -> Iterator[tuple[str, Feed]]:
    for offence, cost, share in zip(plan.offences, part.costs, part.shares, strict=True):
        for name in (cost, share):
            if name:
                yield name, Feed("case.counterfactual-value", f"{offence} {part.component}")


def _of_option(plan: Plan, option: OptionPlan) -> Iterator[tuple[str, Feed]]:
    for line in option.lines:
        fed = Feed(f"{option.id}.cost", line.name)
        yield from ((name, fed) for name in line_names(line))
    engaged = (*option.places, *option.ramp, option.months_to_full, option.take_up)
    for name in (*engaged, option.retention):
        yield name, Feed(f"{option.id}.engaged")
    of_time = (option.stay_months, option.persistence)
    reached = (option.displacement, *of_time, option.relative_rate)
    for name in reached:
        yield name, Feed(f"{option.id}.proven-offences-avoided")
    yield option.custody_ratio, Feed(f"{option.id}.extra-custody-days")
    if option.effect is not None:
        yield from ((name, Feed(f"{option.id}.effect")) for name in effect_names(option.effect))
    for pathway in option.pathways:
        for name in (pathway.need, pathway.served, pathway.served_already, pathway.reduction):
            yield name, Feed(f"{option.id}.effect", pathway.name)
    for outcome in option.outcomes:
        kinds = ("pvb-other-outcomes", *(("transfers",) if outcome.transfer_share else ()))
        for name in outcome_names(outcome):
            yield from ((name, Feed(f"{option.id}.{kind}", outcome.name)) for kind in kinds)


def line_names(line: CostLine) -> tuple[str, ...]:
    """Names of every assumption in a cost line (F13, F14); blank where it has none."""
    own = (line.amount, *line.factors, *(name for tier in line.tiers for name in tier))
    rates = (line.growth, line.on_costs, line.vacancy, line.contingency, line.optimism)
    return (*own, *rates, line.life, line.vat)


def effect_names(effect: EffectPlan) -> tuple[str, ...]:
    """Names of an effect row and of what its estimand needs (F10)."""
    context = (effect.control_prevalence, effect.dispersion, effect.natural_ratio)
    return (effect.ratio, *context, effect.study_engagement, effect.dose)


def outcome_names(outcome: OutcomeLine) -> tuple[str, ...]:
    """Names of every assumption in an outcome other than crime (F12)."""
    rates = (outcome.deadweight, outcome.drop_off, outcome.lag, outcome.transfer_share)
    return (outcome.unit_value, *outcome.factors, *rates, outcome.cashable, outcome.optimism)
