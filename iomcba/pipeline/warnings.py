"""Every warning that a case's inputs allow, without simulating: for `check` and `appraise`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import numpy as np

from iomcba.appraise.costing import costing_warnings
from iomcba.appraise.plausibility import warnings
from iomcba.appraise.realisation import map_problems
from iomcba.appraise.summary import central_values
from iomcba.errors import InputError, Place, Problem, nearest
from iomcba.model.effect import option_reduction
from iomcba.model.engagement import reach
from iomcba.model.evaluate import evaluate
from iomcba.model.sampling import central
from iomcba.terms.findings import Warning
from iomcba.terms.inputs import Inputs
from iomcba.terms.plan import Plan
from iomcba.terms.rows import Row
from iomcba.terms.said import worded

# Tables of a case whose every figure the plan takes; one that it does not take is a slip.
TAKEN = (
    "salary",
    "staff",
    "cost",
    "engagement",
    "pathway",
    "asset-life",
    "contingency",
    "risk",
    "outcome",
    "cash-release",
)

ONE_IN_A_HUNDRED = 0.01


def input_warnings(
    inputs: Inputs, plan: Plan, lower_bounds: tuple[str, ...], today: date
) -> tuple[Warning, ...]:
    """Warnings on the case, its costs and its effects.

    Raises:
        InputError: if pathways together exceed every controlled study and nobody has signed for
            it, a budget pooled by size has no sizes, a benefits map leads nowhere, or those
            reached would stand for more offending than the cohort's.
    """
    cuts = central_cuts(plan)
    costing = tuple(costing_warnings(inputs, central_places(plan), cuts))
    above = [w for w in costing if w.id == "effect-above-controlled"]
    problems = [
        *_missing_sign_offs(inputs, plan, above),
        *_missing_contributions(inputs),
        *_map_problems(inputs, plan),
        *_beyond_the_cohort(inputs, plan),
    ]
    if problems:
        raise InputError(problems)
    return (
        *warnings(inputs, plan, lower_bounds, today),
        *_resting_on(plan, lower_bounds),
        *costing,
        *(_not_taken(row) for row in inputs.rows if _is_not_taken(row, inputs, plan)),
    )


def _resting_on(plan: Plan, multipliers: tuple[str, ...]) -> Iterator[Warning]:
    """How much of the benefit from less crime hangs on multipliers that stand at 1 (F7)."""
    if not multipliers:
        return
    share = share_resting_on(plan, multipliers)
    text = (
        worded("warning.little-on-open-multipliers")
        if share < ONE_IN_A_HUNDRED
        else worded("warning.share-on-open-multipliers", share=f"{share:.0%}")
    )
    yield Warning("share-on-open-multipliers", text)


def share_resting_on(plan: Plan, multipliers: tuple[str, ...]) -> float:
    """Share of the value of the cohort's crime in offences of these multipliers, central case."""
    at_means = central(plan)
    without = at_means
    for name in multipliers:
        without = without.with_column(name, 0.0)
    whole, rest = (float(evaluate(plan, d).full_value[0]) for d in (at_means, without))
    return 1.0 - rest / whole if whole else 0.0


def _beyond_the_cohort(inputs: Inputs, plan: Plan) -> Iterator[Problem]:
    """Those reached never stand for more than the cohort's offending, at h's upper end (F9)."""
    at_means, fitted = central(plan), plan.counterfactual
    for option in plan.options:
        row = inputs.rows.by_name.get(option.relative_rate)
        if row is None or row.distribution is None:
            continue
        most = row.distribution.mean if row.high is None else row.high
        reached = reach(
            option,
            fitted.cohort_size,
            fitted.concentration,
            at_means.with_column(option.relative_rate, most),
        )
        diluted = option.effect is not None and option.effect.all_assigned
        engaged = reached.engaged / fitted.cohort_size * most
        share = float(np.max(engaged if diluted else reached.active + reached.left))
        if share > 1:
            yield Problem(
                row.place,
                f"{row.name} of {most:g} puts {share:.0%} of the cohort's offending in reach",
                "It is at most the cohort over the people reached: the rest offend too.",
            )


def _map_problems(inputs: Inputs, plan: Plan) -> Iterator[Problem]:
    if inputs.table("benefits-map"):
        yield from map_problems(inputs, _figure_names(plan), plan.years)


def _figure_names(plan: Plan) -> frozenset[str]:
    """Every figure that a run of the plan has by simulation; none where no offence is costed."""
    if not plan.offences:
        return frozenset()
    return frozenset(central_values(plan, evaluate(plan, central(plan))))


def _is_not_taken(row: Row, inputs: Inputs, plan: Plan) -> bool:
    """A figure of the case's own that nothing reads: a misspelt quantity, an option left out."""
    own = row.place.file.rpartition("/")[0] == inputs.place.file.rpartition("/")[0]
    return own and row.table in TAKEN and row.name not in plan.quantities


def _not_taken(row: Row) -> Warning:
    text = worded("warning.row-not-used", row=row.name, place=str(row.place))
    return Warning("row-not-used", text)


def central_cuts(plan: Plan) -> dict[str, float]:
    """Cut in offending each option assumes among those it reaches, at central values."""
    at_means = central(plan)
    changing = [option for option in plan.options if option.places]
    return {o.id: float(option_reduction(o, at_means)[0, 0]) for o in changing}


def central_places(plan: Plan) -> dict[str, float]:
    """Places each option can take up in its fullest year, at central values (people)."""
    at_means, cohort = central(plan), plan.counterfactual.cohort_size
    places = {}
    for option in plan.options:
        if option.places:
            offered = float(np.max(at_means.matrix(option.places)))
            places[option.id] = min(
                offered, cohort * float(at_means.matrix((option.take_up,))[0, 0])
            )
    return places


def _missing_sign_offs(inputs: Inputs, plan: Plan, above: list[Warning]) -> Iterator[Problem]:
    signed = {option.id: option.sign_off for option in inputs.options}
    for option in plan.options:
        if not option.pathways or signed[option.id]:
            continue
        if any(w.text.startswith(f"{option.id} ") for w in above):
            yield Problem(
                inputs.option_keys[option.id].at("sign_off"),
                f"is missing: the pathways of {option.id} together exceed every controlled study",
                "Name who answers for it, or lower the reductions.",
            )


def _missing_contributions(inputs: Inputs) -> Iterator[Problem]:
    """A budget pooled by size needs the sizes, of public bearers of the case."""
    public = [row.keys[0] for row in inputs.table("bearer") if row.word("public") == "yes"]
    rows = inputs.table("contribution")
    for row in rows:
        if row.keys[0] not in public:
            at = Place(row.place.file, row.place.line, "bearer")
            yield Problem(at, f"{row.keys[0]!r} is no public bearer", nearest(row.keys[0], public))
    if inputs.words.pooled_budget == "size" and not any(row.central for row in rows):
        at = inputs.keys.at("pooled_budget")
        yield Problem(
            at, "is 'size', but no contribution has a size", "Add rows to contribution.csv."
        )
