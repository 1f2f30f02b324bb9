"""The back of the report: published figures beside ours, assumptions, sources, provenance.

Published figures are printed as published; assumptions as their rows were written.
"""

from __future__ import annotations

import re
from itertools import groupby

from iomcba.report import formats
from iomcba.report.grid import heading
from iomcba.report.lookup import Lookup, central_as, expected_as
from iomcba.report.views import Cell, Column, Part, Row, SourceLine, Table, say
from iomcba.terms.findings import (
    AssumptionRow,
    BusinessCase,
    Comparison,
    Reconciliation,
    SharedCase,
    TableWords,
)
from iomcba.terms.log import LOG

BACKTEST, BACKTEST_TITLE = "backtest", "How well this method predicted your own past"
FIT = "fit"
CHECKS = (BACKTEST, FIT)  # tables that say how far the counterfactual can be trusted
GAP = ("closing-the-gap",)  # what would close the gap to the published figure
_QUALITY = ("green", "amber", "red")
_UNITS = {"GBP": "", "GBP per year": "a year", "share": "", "ratio": ""}  # said by the figure
_AMOUNT = re.compile(r"[+\-−]?£?[\d,.]+[%mk]?(?: to [+\-−]?£?[\d,.]+[%mk]?)?|[–-]?")
_FEW = 3  # columns that still fit a phone


def published(book: Lookup) -> Part:
    """Published figure, ours, why they differ; then the break-even effects beside the evidence."""
    case = book.case
    note = (say(case.comparison_note),) if case.comparison_note else ()
    tables = (
        *own_tables(case, GAP),
        *(_comparisons(book) if case.comparisons else ()),
        *(_break_even(book) if book.proposals else ()),
    )
    return Part("published", "Published figures beside ours", note, tables)


def _comparisons(book: Lookup) -> tuple[Table, ...]:
    def row(comparison: Comparison) -> Row:
        unit = comparison.unit
        ours = expected_as(lambda value, se: formats.amount(value, unit, se))
        return Row(
            heading(comparison.label),
            (
                Cell(_published(comparison), note=_UNITS.get(unit, unit)),
                book.cell(comparison.ours, ours) if comparison.ours else Cell("–", missing=True),
                heading(comparison.why),
                Cell(comparison.source, numeric=False, link=_source_link(book, comparison.source)),
            ),
        )

    columns = (
        Column("Figure", numeric=False),
        Column("Published"),
        Column("Ours"),
        Column("Why they differ", numeric=False),
        Column("Source", numeric=False),
    )
    rows = tuple(row(comparison) for comparison in book.case.comparisons)
    caption = "Published figure, ours, why they differ"
    return (Table("comparisons", caption, columns, rows, stack=True),)


def _published(comparison: Comparison) -> str:
    low = formats.amount(comparison.published, comparison.unit)
    if comparison.published_high is None:
        return low
    return f"{low} to {formats.amount(comparison.published_high, comparison.unit)}"


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
    labels = (
        "Option",
        "Needed if crime simply went on (naive)",
        "Needed after the natural fall",
        "Needed among the engaged",
        "Assumed among the engaged",
        "Best evidence",
        "Evidence: low end",
        "Evidence: high end",
    )
    columns = tuple(Column(label, numeric=index > 0) for index, label in enumerate(labels))
    return (
        Table(
            "break-even",
            "How much less crime each option needs to break even, beside the evidence",
            columns,
            rows,
            units="reduction in crime; a minus means more crime",
            stack=True,
            notes=(
                "The naive figure supposes that crime before the programme would have gone on "
                "unchanged; it makes any programme look easier than it is.",
            ),
        ),
    )


def own_tables(case: BusinessCase, place: tuple[str, ...]) -> tuple[Table, ...]:
    """The finished tables of a case that belong to one place of the report, in that order."""
    return tuple(finished(table) for id in place for table in case.tables if table.id == id)


def other_tables(case: BusinessCase) -> tuple[Table, ...]:
    """The finished tables of a case that have no place of their own."""
    return tuple(finished(table) for table in case.tables if table.id not in (*CHECKS, *GAP, *LOG))


def finished(words: TableWords) -> Table:
    """A finished table as it is; columns of amounts stand right. The backtest's note leads."""
    numeric = [
        bool(words.rows) and all(_AMOUNT.fullmatch(text) for text in column)
        for column in zip(*words.rows, strict=True)
    ] or [False for _ in words.header]
    leads = words.id == BACKTEST
    return Table(
        id=f"extra-{words.id}",
        caption=BACKTEST_TITLE if leads else words.title,
        columns=tuple(
            Column(label, numeric=number and place > 0)
            for place, (label, number) in enumerate(zip(words.header, numeric, strict=True))
        ),
        rows=tuple(
            Row(
                heading(first),
                tuple(Cell(text, numeric=n) for text, n in zip(rest, numeric[1:], strict=True)),
            )
            for first, *rest in words.rows
        ),
        units=words.note if leads else "",
        notes=(words.note,) if words.note and not leads else (),
        stack=len(words.header) > _FEW,
        folded=words.id == FIT,
    )


def assumptions(book: Lookup) -> tuple[Table, ...]:
    """Every assumption with value, evidence and place: one table for each table of rows."""
    ordered = sorted(book.case.assumptions, key=lambda row: row.name.partition(".")[0])
    groups = groupby(ordered, key=lambda row: row.name.partition(".")[0])
    labels = ("Assumption", "Value", "Unit", "Status", "Quality", "Impact", "Source", "Note")
    columns = tuple(Column(label, numeric=label == "Value") for label in labels)
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
    ends = " to ".join(formats.raw(end) for end in (row.low, row.high) if end is not None)
    shape = "; ".join(part for part in (row.distribution, ends, row.interval) if part)
    value = formats.raw(row.central) or formats.raw(row.mean) or "open"
    rebased = f"{row.price_base} prices {formats.factor(row.factor)}" if row.price_base else ""
    care = "; ".join(
        part
        for part in (
            f"replaces {row.overrides}" if row.overrides else "",
            f"owner: {row.owner}" if row.owner else "",
            f"review by {row.review_by}" if row.review_by else "",
        )
        if part
    )
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


def provenance(shared: SharedCase, stamp: str, reviews: tuple[Table, ...]) -> Part:
    """What made the run, what was read, who reviewed it, what disclosure control removed."""
    made = shared.case.provenance
    facts = (
        ("Case", shared.case.id),
        ("Version of iomcba", made.version),
        ("Sampler", made.sampler),
        ("Seed", str(made.seed)),
        ("Draws", f"{made.draws:,}"),
        ("Disclosure policy", shared.policy),
        *((("Printed", stamp),) if stamp else ()),
    )
    return Part(
        "provenance",
        "Provenance",
        tuple(say(f"Removed by disclosure control: {what}.") for what in shared.hidden),
        tuple(
            table
            for table in (
                _pairs("run", "What made this report", ("Item", "Value"), facts),
                *reviews,
                _reconciliation(shared.case.reconciliation),
                _pairs("inputs", "Input files", ("File", "Hash"), made.inputs),
                _pairs("libraries", "Libraries", ("Library", "Version"), made.libraries),
            )
            if table.rows
        ),
    )


def _pairs(
    id: str, caption: str, labels: tuple[str, str], pairs: tuple[tuple[str, str], ...]
) -> Table:
    columns = tuple(Column(label, numeric=False) for label in labels)
    rows = tuple(Row(heading(first), (heading(second),)) for first, second in pairs)
    return Table(id, caption, columns, rows)


def _reconciliation(files: tuple[Reconciliation, ...]) -> Table:
    def row(file: Reconciliation) -> Row:
        reasons = (
            "; ".join(f"{rows:,} {why}" if rows else why for why, rows in file.set_aside) or "none"
        )
        return Row(
            heading(file.file), (Cell(f"{file.read:,}"), Cell(f"{file.used:,}"), heading(reasons))
        )

    labels = ("File", "Rows read", "Rows used", "Rows set aside, by reason")
    columns = tuple(Column(label, numeric=label.endswith(("read", "used"))) for label in labels)
    rows = tuple(row(file) for file in files)
    return Table("reconciliation", "Rows read, used and set aside", columns, rows)
