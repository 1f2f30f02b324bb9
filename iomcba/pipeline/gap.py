"""Which assumption would close the gap to a published net value: each alone, in the central case.

Net value is linear in each of these, so two evaluations of the central draw give the answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from iomcba.model.benefits import RECORDED, UNIT_COST_UNCERTAINTY
from iomcba.model.effect import effect_ratio, option_reduction
from iomcba.model.evaluate import evaluate
from iomcba.model.sampling import RATE, central
from iomcba.report.formats import pounds_long
from iomcba.terms.findings import TableWords
from iomcba.terms.inputs import Inputs
from iomcba.terms.plan import Draws, OptionPlan, Plan
from iomcba.terms.reconciliation import Comparison
from iomcba.terms.said import worded

HEADER = tuple(worded(f"gap.{head}") for head in ("assumption", "here", "needed", "times", "known"))


@dataclass(frozen=True, slots=True)
class Lever:
    """An assumption that could close the gap: its value here, and the net value per unit of it."""

    label: str
    here: float
    needed: float
    form: str
    known: str


def gap_tables(
    inputs: Inputs, plan: Plan, comparisons: tuple[Comparison, ...]
) -> Iterator[TableWords]:
    """One table for each published net value of a year that names one of our figures."""
    options = {option.id: option for option in plan.options}
    for published in comparisons:
        parts = published.ours.split(".")
        if len(parts) == 3 and parts[1] == "net" and options.get(parts[0], _NONE).effect:
            option = options[parts[0]]
            alone = replace(plan, options=(option,))  # no other moves its figures
            yield _gap_table(inputs, alone, option, parts[2], published)


_NONE = OptionPlan("", "")
PER_OFFENCE = "case.cost-per-proven-offence"


def _gap_table(
    inputs: Inputs, plan: Plan, option: OptionPlan, year: str, published: Comparison
) -> TableWords:
    draws, y = central(plan), plan.years.index(year)
    ours = net_of_year(plan, option.id, draws, y)
    levers = _levers(inputs, plan, option, draws, y, published.published)
    rows = [
        _row(lever) for lever in (*levers, *_readings(inputs, plan, option, draws, y, published))
    ]
    label = {words.id: words.label for words in inputs.options}[option.id]
    note = worded(
        "gap.note",
        option=label,
        year=year,
        ours=pounds_long(ours),
        published=pounds_long(published.published),
    )
    title = worded("gap.title", label=published.label)
    return TableWords(f"gap-{published.id}", title, HEADER, tuple(rows), note)


def _row(lever: Lever) -> tuple[str, ...]:
    possible = lever.needed > 0 and not (lever.form.endswith("%") and lever.needed > 1)
    return (
        lever.label,
        format(lever.here, lever.form),
        format(lever.needed, lever.form) if possible else worded("gap.not-alone"),
        f"{lever.needed / lever.here:.1f}" if lever.here and lever.needed > 0 else "",
        lever.known,
    )


def _readings(
    inputs: Inputs, plan: Plan, option: OptionPlan, draws: Draws, y: int, published: Comparison
) -> Iterator[Lever]:
    """The cut needed under the pilot's own readings: past average, published cost per offence."""
    outcomes = evaluate(plan, draws, headlines=True)
    cut = float(option_reduction(option, draws)[0, 0])
    each, here = float(outcomes.value[0].sum()), float(outcomes.offences[0, y])
    found = outcomes.options[option.id]
    wanted = published.published + float(found.costs[0, y].sum() - found.other[0, y].sum())
    reached = float(found.avoided[0, y]) / cut / here if cut and here else 0.0
    stated = [r for r in inputs.table("published") if r.word("ours") == PER_OFFENCE and r.central]
    value = stated[0].central if stated and stated[0].central else each
    for label, offences, pounds in (
        (worded("gap.past"), plan.past_yearly_offences, each),
        (worded("gap.price", worth=pounds_long(value)), here, value),
        (worded("gap.both"), plan.past_yearly_offences, value),
    ):
        worth = offences * reached * pounds
        needed = wanted / worth if worth > 0 else 0.0
        yield Lever(label, cut, needed, ".0%", worded("gap.reading"))


def net_of_year(plan: Plan, option: str, draws: Draws, y: int) -> float:
    """Benefit less cost of one option in one year, on one draw (real pounds)."""
    outcomes = evaluate(plan, draws, headlines=True)
    found = outcomes.options[option]
    crime = found.avoided[0, y] * outcomes.value[0].sum()
    return float(crime + found.other[0, y].sum() - found.costs[0, y].sum())


def _levers(
    inputs: Inputs, plan: Plan, option: OptionPlan, draws: Draws, y: int, target: float
) -> Iterator[Lever]:
    assert option.effect is not None
    year, ours = plan.years[y], net_of_year(plan, option.id, draws, y)

    def needed(here: float, changed: Draws, factor: float) -> float:
        """The value at which net value, linear in it, meets the target."""
        if here == 0:
            return 0.0
        slope = (net_of_year(plan, option.id, changed, y) - ours) / (here * (factor - 1))
        return here + (target - ours) / slope if slope > 0 else 0.0

    cut = float(option_reduction(option, draws)[0, 0])
    dose = float(draws.matrix((option.effect.dose,))[0, 0])
    ratio = float(effect_ratio(option.effect, draws)[0, 0])
    raw = float(draws.matrix((option.effect.ratio,))[0, 0])
    doubled = draws.with_column(option.effect.ratio, raw / ratio * (1 - 2 * cut) ** (1 / dose))
    row = inputs.rows[option.effect.ratio]
    upper = worded("gap.upper", upper=f"{1 - row.low:.0%}") if row.low else ""
    yield Lever(worded("gap.cut"), cut, needed(cut, doubled, 2), ".1%", upper)
    rates = [f"{RATE}.{each}" for each in plan.years]
    here, more = float(draws.matrix((f"{RATE}.{year}",))[0, 0]), draws
    for name in rates:
        more = more.with_column(name, 2 * float(draws.matrix((name,))[0, 0]))
    average = worded("gap.average", count=f"{plan.past_yearly_offences:,.0f}")
    yield Lever(
        worded("gap.offences", year=year),
        here,
        needed(here, more, 2),
        ",.0f",
        average,
    )
    for name, label, known in (
        (
            RECORDED,
            worded("gap.recorded"),
            worded("gap.recorded-known"),
        ),
        (
            UNIT_COST_UNCERTAINTY,
            worded("gap.unit-costs"),
            worded("gap.unit-costs-known"),
        ),
    ):
        here = float(draws.matrix((name,))[0, 0])
        yield Lever(label, here, needed(here, draws.with_column(name, 2 * here), 2), ".2f", known)
    outcomes = evaluate(plan, draws, headlines=True)
    cost = float(outcomes.options[option.id].costs[0, y].sum())
    label, less = worded("gap.cost", year=year), max(cost - (target - ours), 0.0)
    yield Lever(label, cost, less, ",.0f", worded("gap.cost-known"))
