"""Plausibility checks that warn (METHOD section E), on a case's inputs and on what it found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from iomcba.appraise.feeds import line_names
from iomcba.terms.findings import Figure, Warning
from iomcba.terms.inputs import Inputs
from iomcba.terms.plan import OptionPlan, Plan
from iomcba.terms.said import worded
from iomcba.terms.uncertainty import TOLERANCE

RATES = ("on-cost-rate", "vat-rate", "discount-rate", "real-pay-growth")
RECORDED = "parameter.recorded-crimes-per-proven-offence"


def warnings(
    inputs: Inputs, plan: Plan, lower_bounds: tuple[str, ...], today: date
) -> Iterator[Warning]:
    """Warnings that the inputs alone allow. `today` is compared with review-by dates."""
    words = inputs.words
    if words.counterfactual.method == "naive":
        yield Warning(
            "naive-counterfactual",
            worded("warning.naive-counterfactual"),
            front_page=True,
        )
    for evidence in inputs.sets:
        if evidence.warning:
            yield Warning("transcribed", f"{evidence.title}: {evidence.warning}", front_page=True)
    if lower_bounds:
        yield Warning(
            "open-multiplier",
            worded("warning.open-multiplier", offences=", ".join(lower_bounds)),
        )
    yield from _proven_only(inputs)
    yield from _past_review(inputs, plan, today)
    yield from _certain_costs(plan)
    yield from _rate_of_the_engaged(inputs, plan)
    yield from _multiplied_twice(inputs)
    yield from _steep_rates(inputs)


def _proven_only(inputs: Inputs) -> Iterator[Warning]:
    row = inputs.rows.by_name.get(RECORDED)
    if row is not None and row.central == 1:
        yield Warning(
            "proven-offences-only",
            worded("warning.proven-offences-only"),
        )


def _past_review(inputs: Inputs, plan: Plan, today: date) -> Iterator[Warning]:
    used = [inputs.rows.by_name[name] for name in plan.quantities if name in inputs.rows]
    late = [row.name for row in used if row.review_by and date.fromisoformat(row.review_by) < today]
    if late:
        shown = ", ".join(late[:5]) + (" …" if len(late) > 5 else "")
        text = worded("warning.past-review", count=len(late), names=shown)
        yield Warning("past-review", text)


def _certain_costs(plan: Plan) -> Iterator[Warning]:
    """All costs certain while benefits are not makes the interval too narrow (METHOD E)."""
    names = {n for o in plan.options for line in o.lines for n in line_names(line) if n}
    uncertain = set(plan.uncertain())
    if names and not names & uncertain and uncertain:
        yield Warning(
            "certain-costs",
            worded("warning.certain-costs"),
        )


def _rate_of_the_engaged(inputs: Inputs, plan: Plan) -> Iterator[Warning]:
    """Where places go to anyone, h is an assumption, and 1 if nobody states it (F9)."""
    labels = {option.id: option.label for option in inputs.options}
    for option in plan.options:
        if option.places and not option.highest_rates_first and not option.relative_rate:
            yield Warning(
                "rate-of-the-engaged",
                worded(
                    "warning.rate-of-the-engaged",
                    option=labels[option.id],
                    row=f"engagement.{option.id}.relative-rate",
                ),
            )


def _multiplied_twice(inputs: Inputs) -> Iterator[Warning]:
    """Recorded crimes per proven offence near the all-crime multiplier: a factor twice (F7)."""
    stated = inputs.rows.by_name.get(RECORDED)
    general = inputs.rows.by_name.get("parameter.all-crime-multiplier")
    if stated is None or general is None or not stated.central or not general.central:
        return
    if abs(stated.central / general.central - 1) < TOLERANCE:
        yield Warning(
            "multiplier-twice",
            worded(
                "warning.multiplier-twice",
                row=RECORDED,
                value=f"{stated.central:g}",
                multiplier=f"{general.central:g}",
            ),
            front_page=True,
        )


def findings_warnings(
    inputs: Inputs, plan: Plan, figures: Mapping[str, Figure]
) -> Iterator[Warning]:
    """Warnings that need the figures: a break-even cut above the upper end of the evidence."""
    for option in plan.options:
        if not option.places:
            continue
        upper = _upper_end(inputs, option)
        broken_even = figures[f"{option.id}.break-even-engaged"].central
        if upper is None or broken_even is None:
            continue
        if broken_even > upper:
            label = {words.id: words.label for words in inputs.options}[option.id]
            yield Warning(
                "break-even-above-evidence",
                worded(
                    "warning.break-even-above-evidence",
                    option=label,
                    cut=f"{broken_even:.0%}",
                    upper=f"{upper:.0%}",
                ),
                front_page=True,
            )


def _upper_end(inputs: Inputs, option: OptionPlan) -> float | None:
    """Largest cut the evidence supports: by the option's effect row, or any for pathways."""
    if option.effect is not None:
        row = inputs.rows[option.effect.ratio]
        return None if row.low is None or option.effect.conversion else 1 - row.low
    lows = [
        row.low
        for row in inputs.table("effect")
        if row.low is not None and row.word("measure") == "count"
    ]
    return 1 - min(lows) if lows else None


def _steep_rates(inputs: Inputs) -> Iterator[Warning]:
    """A rate above every published bound is most likely a percentage written as a number."""
    bounds = [
        row.central
        for row in inputs.table("parameter")
        if row.keys[0].startswith("optimism-bias-") and row.central is not None
    ]
    steepest = max(bounds, default=1.0)
    rates = [
        *((row, steepest) for row in inputs.table("optimism-bias")),
        *((row, 1.0) for row in inputs.table("contingency")),
        *((row, 1.0) for row in inputs.table("parameter") if row.keys[0] in RATES),
    ]
    for row, bound in rates:
        if row.central is not None and row.central > bound:
            yield Warning(
                "steep-rate",
                worded(
                    "warning.steep-rate",
                    row=row.name,
                    value=f"{row.central:g}",
                    bound=f"{bound:g}",
                ),
                front_page=True,
            )
