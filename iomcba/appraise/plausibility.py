"""Plausibility checks that warn (METHOD section E), on a case's inputs and on what it found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from iomcba.terms.findings import Figure, Warning
from iomcba.terms.inputs import Inputs
from iomcba.terms.plan import Plan

CONTROLLED = ("randomised", "matched")


def warnings(
    inputs: Inputs, plan: Plan, lower_bounds: tuple[str, ...], today: date
) -> Iterator[Warning]:
    """Warnings that the inputs alone allow. `today` is compared with review-by dates."""
    words = inputs.words
    if words.counterfactual.method == "naive":
        yield Warning(
            "naive-counterfactual",
            "The counterfactual is the past yearly average going on. People picked because they were "
            "prolific fall without help: this overstates the benefit, about twofold on real histories.",
            front_page=True,
        )
    for evidence in inputs.sets:
        if evidence.warning:
            yield Warning("transcribed", f"{evidence.title}: {evidence.warning}", front_page=True)
    if lower_bounds:
        yield Warning(
            "open-multiplier",
            f"No multiplier is known for {', '.join(lower_bounds)}: 1 is taken as a lower bound.",
        )
    yield from _proven_only(inputs)
    yield from _past_review(inputs, plan, today)
    yield from _certain_costs(plan)
    yield from _parents_and_parts(inputs)


def _proven_only(inputs: Inputs) -> Iterator[Warning]:
    name = "parameter.recorded-crimes-per-proven-offence"
    row = inputs.rows.by_name.get(name)
    if row is not None and row.central == 1:
        yield Warning(
            "proven-offences-only",
            "Recorded crimes per proven offence stand at 1: only proven offences are counted, a lower bound on crime.",
        )


def _past_review(inputs: Inputs, plan: Plan, today: date) -> Iterator[Warning]:
    used = [inputs.rows.by_name[name] for name in plan.quantities if name in inputs.rows]
    late = [row.name for row in used if row.review_by and date.fromisoformat(row.review_by) < today]
    if late:
        shown = ", ".join(late[:5]) + (" …" if len(late) > 5 else "")
        yield Warning("past-review", f"{len(late)} figures are past their review-by date: {shown}.")


def _certain_costs(plan: Plan) -> Iterator[Warning]:
    """All costs certain while benefits are not makes the interval too narrow (METHOD E)."""
    names = {
        n
        for o in plan.options
        for line in o.lines
        for n in (line.amount, *line.factors, line.optimism)
        if n
    }
    uncertain = set(plan.uncertain())
    if names and not names & uncertain and uncertain:
        yield Warning(
            "certain-costs",
            "Every cost is certain while benefits are not: the ranges are too narrow.",
        )


def _parents_and_parts(inputs: Inputs) -> Iterator[Warning]:
    """A cost line and another that continues its name would count the same thing twice."""
    lines = {row.name: row for row in inputs.table("cost")}
    for name in lines:
        parts = [other for other in lines if other.startswith(f"{name}-")]
        if parts and lines[name].word("label").lower().startswith("total"):
            yield Warning(
                "parent-and-part", f"{name} is a total beside its parts {', '.join(parts)}."
            )


def findings_warnings(
    inputs: Inputs, plan: Plan, figures: Mapping[str, Figure], effects: Mapping[str, float]
) -> Iterator[Warning]:
    """Warnings that need the figures: break-even above the evidence, effect above controlled studies.

    `effects` maps an effect row's name to the largest cut its evidence supports (1 - low).
    """
    controlled = [
        1 - row.low
        for row in inputs.table("effect")
        if row.word("design") in CONTROLLED and row.low is not None
    ]
    for option in plan.options:
        if not option.effect:
            continue
        broken_even, largest = (
            figures[f"{option.id}.break-even-engaged"].mean,
            effects[option.effect],
        )
        if broken_even is not None and broken_even > largest:
            yield Warning(
                "break-even-above-evidence",
                f"{option.id} breaks even only if it cuts the offending of the people it reaches by "
                f"{broken_even:.0%}; the upper end of the evidence is {largest:.0%}.",
                front_page=True,
            )
        effect = figures[f"{option.id}.effect"].central
        if controlled and effect is not None and effect > max(controlled):
            yield Warning(
                "effect-above-controlled",
                f"{option.id} assumes a cut of {effect:.0%}, larger than any controlled study in the case.",
            )
