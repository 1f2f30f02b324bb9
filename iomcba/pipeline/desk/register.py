"""A case → its register: every assumption after precedence, what it feeds and what is amiss."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from iomcba.appraise.feeds import feeds
from iomcba.errors import InputError, Place, Problem, nearest
from iomcba.pipeline.forecast_settings import NEEDED
from iomcba.pipeline.plan import make_plan
from iomcba.pipeline.policy import THRESHOLD
from iomcba.pipeline.stand_in import stand_in
from iomcba.read.inputs import read_inputs
from iomcba.read.tables import FORM_OF
from iomcba.read.workspace import find_case
from iomcba.terms.inputs import Inputs
from iomcba.terms.money import FinancialYear
from iomcba.terms.names import members
from iomcba.terms.plan import Plan
from iomcba.terms.register import OVERDUE, UNSOURCED, WEAK, Entry, Feed, Register
from iomcba.terms.rows import IMPACTS, QUALITIES, Row

UNSOURCED_STATUSES = ("illustrative", "open")
FIT = "case.counterfactual-offences"
# Rows of the counterfactual beside those that every method needs, and the methods that read them.
READ_BY = {
    "fall": ("assumed", "totals"),
    "spread": ("population", "truncated"),
    "persistence": ("population", "truncated"),
    "selected-from-count": ("truncated",),
    "cohort-size": ("totals",),
    "rounding": ("totals",),
}
CHECKS, BOUNDS = "plausibility checks", "parameter.optimism-bias-"
# What rows serve that enter no figure of the plan.
SERVES = {
    THRESHOLD: "disclosure control",
    "parameter.staffing-tolerance": CHECKS,
    "parameter.all-crime-multiplier": CHECKS,
    "recorded-crime": CHECKS,
    "parameter.area-recorded-crimes": CHECKS,
    "parameter.area-cost-of-crime": CHECKS,
    "effect": CHECKS,
    "caseload": CHECKS,
    "tier": CHECKS,
    "published": "comparison with published figures",
    "correlation": "correlation of the draws",
    "counterfactual.shock-windows": "the backtest",
}


def register(case: str, today: date) -> Register:
    """The register of a case; overdue, weak and unsourced assumptions first.

    Raises:
        InputError: with every problem in the case and its sets.
    """
    inputs = read_inputs(find_case(case))
    words = inputs.words
    return Register(words.id, words.title, words.price_base, ordered(entries(inputs, today)))


def ordered(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """What should be looked at first stands first."""
    return tuple(sorted(entries, key=_first))


def entries(inputs: Inputs, today: date) -> Iterator[Entry]:
    """Every row of a case that carries a figure, in the order in which rows were read.

    Raises:
        InputError: if no plan can be made of the case.
    """
    plan, _ = make_plan(inputs, stand_in(inputs), 0.0, inputs.words.simulation.seed)
    yield from _entries(inputs, plan, today)


def found(register: Register, name: str) -> tuple[Entry, ...]:
    """The entries that a name or its beginning stands for.

    Raises:
        InputError: if there is none; it says which name may be meant.
    """
    by_name = {entry.name: entry for entry in register.entries}
    meant = members(name, by_name)
    if not meant:
        remedy = nearest(name, by_name).split(" Allowed:")[0]
        remedy = remedy if remedy.startswith("Did") else "Look with: iomcba assumptions search."
        what = f"{name!r} is no assumption of {register.case}"
        raise InputError([Problem(Place("NAME"), what, remedy)])
    return tuple(by_name[each] for each in meant)


def searched(register: Register, words: tuple[str, ...]) -> tuple[Entry, ...]:
    """The entries in which every word stands, in any of their texts, whatever its case."""
    wanted = [word.lower() for word in words]
    return tuple(e for e in register.entries if all(word in _texts(e) for word in wanted))


def _texts(entry: Entry) -> str:
    row = entry.row
    own = (row.name, row.unit, row.status, row.source, row.owner, row.note, row.origin)
    words = (word for _, word in row.words)
    return "\n".join((*own, *words, entry.citation, *entry.concerns)).lower()


def _entries(inputs: Inputs, plan: Plan, today: date) -> Iterator[Entry]:
    fed = feeds(plan)
    citations = {(r.origin, r.keys[0]): _citation(r) for r in inputs.table("source")}
    years = _years_of_prices(inputs, plan)
    for row in inputs.rows:
        if FORM_OF[row.table].carries_figure:
            yield Entry(
                row=row,
                citation=citations.get((row.origin, row.source), ""),
                replaced=inputs.replaced.get(row.name, ()),
                scenarios=tuple(
                    r.keys[0] for r in inputs.table("scenario") if r.word("assumption") == row.name
                ),
                feeds=fed.get(row.name, ()) or tuple(_beside(inputs, plan, row, years)),
                concerns=tuple(_concerns(row, today)),
            )


def _citation(row: Row) -> str:
    parts = ("authors", "title", "published", "table")
    return ", ".join(row.word(part) for part in parts if row.word(part) not in ("", "not seen"))


def _concerns(row: Row, today: date) -> Iterator[str]:
    if row.review_by and date.fromisoformat(row.review_by) < today:
        yield OVERDUE
    if row.quality == "red" and row.impact == "high":
        yield WEAK
    if row.status in UNSOURCED_STATUSES:
        yield UNSOURCED


def _beside(inputs: Inputs, plan: Plan, row: Row, years: set[str]) -> Iterator[Feed]:
    """What a row feeds that is no quantity of the plan: the fit, prices, scenarios, checks."""
    served = SERVES.get(row.name) or SERVES.get(row.table, "")
    if row.name.startswith(BOUNDS):
        served = CHECKS
    if served:
        yield Feed("", served)
    elif row.table == "counterfactual" and _read_by_fit(inputs, row):
        yield Feed(FIT, row.keys[0])
    elif row.table == "past-total" and inputs.words.counterfactual.method == "totals":
        yield Feed(FIT, row.table)
    elif row.table == "cohort-stock" and inputs.words.counterfactual.cohort == "rolling":
        yield Feed(FIT, row.table)
    elif row.table == "harm-weight" and _rule(inputs) == "harm":
        yield Feed(FIT, "selection of the cohort")
    elif row.table == "deflator" and row.keys[0] in years:
        yield Feed("", f"prices of {row.keys[0]}")
    elif row.table == "scenario":
        yield from (Feed(f"{o.id}.npsv-under.{row.keys[0]}") for o in plan.options if o.places)
    elif row.table == "contribution" and inputs.words.pooled_budget == "size":
        own = (o.id for o in plan.options if o.lines)
        yield from (Feed(f"{option}.pooled-contribution.{row.keys[0]}") for option in own)


def _read_by_fit(inputs: Inputs, row: Row) -> bool:
    quantity, method = row.keys[0], inputs.words.counterfactual.method
    return quantity in NEEDED or method in READ_BY.get(quantity, ())


def _rule(inputs: Inputs) -> str:
    return inputs.words.cohort.selection.rule if inputs.words.cohort else ""


def _years_of_prices(inputs: Inputs, plan: Plan) -> set[str]:
    """Years whose deflator is read: of the appraisal, and of the figures that enter it."""
    figures = (inputs.rows[name] for name in plan.quantities if name in inputs.rows)
    base = FinancialYear.parse(inputs.words.price_base)
    stated = {row.price_base for row in figures if row.price_base is not None}
    return {str(year) for year in (*inputs.words.financial_years, base, *stated)}


def _first(entry: Entry) -> tuple[object, ...]:
    """What enters something before what does not; the concerns in their order; then the worth."""
    worth = entry.worth
    return (
        not entry.feeds,
        *(concern not in entry.concerns for concern in (OVERDUE, WEAK, UNSOURCED)),
        -((worth.evppi if worth else None) or 0.0),
        -((worth.variance_share if worth else None) or 0.0),
        _rank(entry.row.impact, IMPACTS),
        -_rank(entry.row.quality, QUALITIES),
    )


def _rank(word: str, words: tuple[str, ...]) -> int:
    return words.index(word) if word in words else len(words)
