"""The back of the report: published figures beside ours, assumptions, sources, provenance.

Published figures are printed as published; assumptions as their rows were written.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from itertools import groupby

from iomcba.report import formats
from iomcba.report.grid import heading
from iomcba.report.lookup import Lookup, central_as, expected_as
from iomcba.report.views import Cell, Column, Part, Row, SourceLine, Table, say
from iomcba.terms.findings import AssumptionRow, SharedCase, TableWords
from iomcba.terms.log import LOG
from iomcba.terms.reconciliation import Comparison, Reconciliation

BACKTEST, FIT = "backtest", "fit"
CHECKS = (BACKTEST, FIT)  # tables that say how far the counterfactual can be trusted
GAP = ("closing-the-gap",)  # what would close the gap to the published figure
_QUALITY = ("green", "amber", "red")
_SAID = ("GBP", "share", "ratio")  # units that the figure says itself
_BREAK_EVEN = (
    *("option", "naive", "cohort", "engaged", "assumed", "evidence-central", "evidence-low"),
    "evidence-high",
)
_ASSUMPTION = ("name", "value", "unit", "status", "quality", "impact", "source", "note")
_AMOUNT = re.compile(r"[+\-−]?£?[\d,.]+[%mk]?(?: to [+\-−]?£?[\d,.]+[%mk]?)?|[–-]?")
_FEW = 3  # columns that still fit a phone


def published(book: Lookup) -> Part:
    """Published figure, ours, why they differ; then the break-even effects beside the evidence."""
    case = book.case
    note = (say(case.comparison_note),) if case.comparison_note else ()
    tables = (
        *own_tables(book, GAP),
        *(_comparisons(book) if case.comparisons else ()),
        *(_break_even(book) if book.proposals else ()),
    )
    return Part("published", book.text("published.title"), note, tables)


def _comparisons(book: Lookup) -> tuple[Table, ...]:
    def row(comparison: Comparison) -> Row:
        unit = comparison.unit
        ours = expected_as(lambda value, se: formats.amount(value, unit, se))
        return Row(
            heading(comparison.label),
            (
                Cell(_published(book, comparison), note=_unit(book, unit)),
                book.cell(comparison.ours, ours) if comparison.ours else Cell("–", missing=True),
                heading(comparison.why),
                Cell(comparison.source, numeric=False, link=_source_link(book, comparison.source)),
            ),
        )

    columns = (
        Column(book.text("published.figure"), numeric=False),
        Column(book.text("published.published")),
        Column(book.text("published.ours")),
        Column(book.text("published.why"), numeric=False),
        Column(book.text("published.source"), numeric=False),
    )
    rows = tuple(row(comparison) for comparison in book.case.comparisons)
    return (Table("comparisons", book.text("published.caption"), columns, rows, stack=True),)


def _unit(book: Lookup, unit: str) -> str:
    """A unit where the figure does not say it."""
    said = unit.lower().replace(" ", "-")
    return "" if unit in _SAID else book.known(f"published.unit-{said}", unit)


def _published(book: Lookup, comparison: Comparison) -> str:
    low = formats.amount(comparison.published, comparison.unit)
    if comparison.published_high is None:
        return low
    high = formats.amount(comparison.published_high, comparison.unit)
    return book.text("figure.range", low=low, high=high)


def _break_even(book: Lookup) -> tuple[Table, ...]:
    share = central_as(formats.per_cent)
    kinds = ("break-even-naive", "break-even-cohort", "break-even-engaged")
    rows = tuple(
        Row(
            heading(option.label),
            (
                *(book.cell(f"{option.id}.{kind}", share) for kind in kinds),
                book.cell(f"{option.id}.effect", expected_as(formats.per_cent)),
                book.cell("case.evidence-effect-central", share),
                book.cell("case.evidence-effect-low", share),
                book.cell("case.evidence-effect-high", share),
            ),
        )
        for option in book.proposals
    )
    columns = tuple(
        Column(book.text(f"break-even.{name}"), numeric=name != "option") for name in _BREAK_EVEN
    )
    return (
        Table(
            "break-even",
            book.text("break-even.caption"),
            columns,
            rows,
            units=book.text("break-even.units"),
            stack=True,
            notes=(book.text("break-even.note"),),
        ),
    )


def own_tables(book: Lookup, place: tuple[str, ...]) -> tuple[Table, ...]:
    """The finished tables of a case that belong to one place of the report, in that order."""
    found = book.case.tables
    return tuple(_own(book, table) for id in place for table in found if table.id == id)


def other_tables(book: Lookup) -> tuple[Table, ...]:
    """The finished tables of a case that have no place of their own."""
    placed = (*CHECKS, *GAP, *LOG)
    return tuple(finished(t, book.retold) for t in book.case.tables if t.id not in placed)


def _own(book: Lookup, words: TableWords) -> Table:
    """A finished table in its place; the backtest's note leads."""
    table = finished(words, book.retold)
    if words.id != BACKTEST:
        return table
    caption = book.text("counterfactual.backtest-caption")
    return replace(table, caption=caption, units=book.retold(words.note), notes=())


def finished(words: TableWords, told: Callable[[str], str]) -> Table:
    """A finished table with its words as `told` has them; columns of amounts stand right."""
    numeric = [
        bool(words.rows) and all(_AMOUNT.fullmatch(text) for text in column)
        for column in zip(*words.rows, strict=True)
    ] or [False for _ in words.header]
    return Table(
        id=f"extra-{words.id}",
        caption=told(words.title),
        columns=tuple(
            Column(told(label), numeric=number and place > 0)
            for place, (label, number) in enumerate(zip(words.header, numeric, strict=True))
        ),
        rows=tuple(
            Row(
                heading(told(first)),
                tuple(
                    Cell(told(text), numeric=n) for text, n in zip(rest, numeric[1:], strict=True)
                ),
            )
            for first, *rest in words.rows
        ),
        notes=(told(words.note),) if words.note else (),
        stack=len(words.header) > _FEW,
        folded=words.id == FIT,
    )


def assumptions(book: Lookup) -> tuple[Table, ...]:
    """Every assumption with value, evidence and place: one table for each table of rows."""
    ordered = sorted(book.case.assumptions, key=lambda row: row.name.partition(".")[0])
    groups = groupby(ordered, key=lambda row: row.name.partition(".")[0])
    columns = tuple(
        Column(book.text(f"assumption.{name}"), numeric=name == "value") for name in _ASSUMPTION
    )
    return tuple(
        Table(
            id=f"assumptions-{table}",
            caption=table.replace("-", " ").capitalize(),
            columns=columns,
            rows=tuple(_assumption(book, row) for row in rows),
            wide=True,
            folded=True,
        )
        for table, rows in groups
    )


def _assumption(book: Lookup, row: AssumptionRow) -> Row:
    apart = book.text("list.apart")
    shape = apart.join(part for part in (row.distribution, _ends(book, row), row.interval) if part)
    value = formats.raw(row.central) or formats.raw(row.mean) or book.text("assumption.open")
    rebased = ""
    if row.price_base:
        factor = formats.factor(row.factor)
        rebased = book.text("assumption.rebased", prices=row.price_base, factor=factor)
    said = {
        "assumption.replaces": {"where": row.overrides},
        "assumption.owner": {"owner": row.owner},
        "assumption.review-by": {"day": row.review_by},
    }
    care = apart.join(book.text(key, **told) for key, told in said.items() if all(told.values()))
    place = f"{row.file}:{row.line}" if row.line else row.file
    return Row(
        heading(row.name, place),
        (
            Cell(value, note=shape),
            heading(row.unit, rebased),
            heading(row.status),
            Cell(row.quality, numeric=False, mark=row.quality if row.quality in _QUALITY else ""),
            heading(row.impact),
            Cell(row.source, numeric=False, link=_source_link(book, row.source)),
            heading(row.note, care),
        ),
    )


def _ends(book: Lookup, row: AssumptionRow) -> str:
    """The ends of an assumption's range, or the one that it has."""
    if row.low is None or row.high is None:
        return formats.raw(row.high if row.low is None else row.low)
    return book.text("figure.range", low=formats.raw(row.low), high=formats.raw(row.high))


def _source_link(book: Lookup, id: str) -> str:
    return f"#source-{id}" if any(source.id == id for source in book.case.sources) else ""


def sources(book: Lookup) -> tuple[SourceLine, ...]:
    """Sources in the case's order; only web addresses become links."""
    return tuple(
        SourceLine(
            source.id,
            source.citation,
            source.licence,
            source.url if source.url.startswith(("https://", "http://")) else "",
            source.read_through,
        )
        for source in book.case.sources
    )


def provenance(shared: SharedCase, book: Lookup, stamp: str, reviews: tuple[Table, ...]) -> Part:
    """What made the run, what was read, who reviewed it, what disclosure control removed."""
    made = shared.case.provenance
    facts = {
        "case": shared.case.id,
        "version": made.version,
        "sampler": made.sampler,
        "seed": str(made.seed),
        "draws": f"{made.draws:,}",
        "policy": book.retold(shared.policy),
        **({"printed": stamp} if stamp else {}),
    }
    run = tuple((book.text(f"provenance.{name}"), fact) for name, fact in facts.items())
    return Part(
        "provenance",
        book.text("provenance.title"),
        tuple(book.say("provenance.removed", what=what) for what in shared.hidden),
        tuple(
            table
            for table in (
                _pairs(book, "run", ("item", "value"), run),
                *reviews,
                _reconciliation(book),
                _pairs(book, "inputs", ("file", "hash"), made.inputs),
                _pairs(book, "libraries", ("library", "its-version"), made.libraries),
            )
            if table.rows
        ),
    )


def _pairs(
    book: Lookup, id: str, heads: tuple[str, str], pairs: tuple[tuple[str, str], ...]
) -> Table:
    columns = tuple(Column(book.text(f"provenance.{head}"), numeric=False) for head in heads)
    rows = tuple(Row(heading(first), (heading(second),)) for first, second in pairs)
    return Table(id, book.text(f"provenance.{id}-caption"), columns, rows)


def _reconciliation(book: Lookup) -> Table:
    columns = (
        Column(book.text("rows.file"), numeric=False),
        Column(book.text("rows.read")),
        Column(book.text("rows.used")),
        Column(book.text("rows.aside"), numeric=False),
    )
    rows = tuple(
        Row(
            heading(file.file),
            (Cell(f"{file.read:,}"), Cell(f"{file.used:,}"), heading(_aside(book, file))),
        )
        for file in book.case.reconciliation
    )
    return Table("reconciliation", book.text("rows.caption"), columns, rows)


def _aside(book: Lookup, file: Reconciliation) -> str:
    """The rows of a file that were set aside, by reason."""
    told = ((book.retold(why), rows) for why, rows in file.set_aside)
    reasons = (
        book.text("rows.for-a-reason", rows=rows, reason=why) if rows else why for why, rows in told
    )
    return book.text("list.apart").join(reasons) or book.text("rows.none")
