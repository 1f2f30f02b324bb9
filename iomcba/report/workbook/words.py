"""Sheets of words: cover, notes, contents, who is who, sources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from iomcba.report import glossary as glossary_of
from iomcba.report import labels
from iomcba.report.workbook.context import Context
from iomcba.report.workbook.grid import Cell, Column, Table
from iomcba.terms.protection import LOWERED

LICENCE = "See the attributions below for the evidence; the figures are of this case."


def cover(book: Context, stamp: str) -> list[tuple[str, str]]:
    """Lines of the cover: a kind (title, head or text) and the words."""
    case, made = book.case, book.case.provenance
    discounted = labels.discounting(book.lookup)
    lines = [
        ("title", case.title),
        (
            "text",
            f"Finance workbook: the central case of the appraisal as live formulas. {case.area}.",
        ),
    ]
    if case.label or case.synthetic:
        lines.append(("text", case.label or "SYNTHETIC DATA"))
    lines += [("text", warning.text) for warning in case.warnings if warning.id == LOWERED]
    lines += [("head", "The decision"), ("text", case.decision), ("head", "How to use it")]
    lines += [("text", text) for text in _USE]
    lines += [
        ("head", "What the cells mean"),
        ("input", "Yellow: an input. Change it, and every result follows."),
        ("fit", "Grey: from the fit of the histories, or as appraised. Not an input."),
        ("engine", "Blue: a value that the appraisal or its simulation found, to compare with."),
        ("text", "White: a formula, or a word."),
        ("head", "What to keep in mind"),
        (
            "text",
            f"Value is in {case.price_base} prices, {discounted}. Costs and benefits "
            "are those additional to business as usual. Cash is in pounds of the year and never "
            "added to value.",
        ),
        (
            "text",
            "The central case sets every assumption to its mean. The expected value from the "
            "simulation differs from it, because the mean of products and limits is not that of "
            "the means. Both stand side by side on the sheet Summary.",
        ),
        ("text", labels.method(book.lookup)),
        ("text", book.shared.policy),
        ("head", "What made it"),
        (
            "text",
            f"iomcba {made.version}; {made.draws:,} draws, seed {made.seed}"
            f"{f'; {stamp}' if stamp else ''}.",
        ),
    ]
    return lines + [("text", text) for text in case.attributions]


_USE = (
    "1. Sheet Control: choose a scenario. The base case is scenario 1.",
    "2. Sheet Assumptions: change a yellow cell. Each has its source, quality and note beside it.",
    "3. Sheets Summary, Options by year, Bearers by year, Costs: read what follows.",
    "4. Sheet Checks: everything should say OK, or that inputs have changed.",
    "Formulas read like the method: [Places taken (people)] is a column of the same table, "
    "parameter_discount_rate a named assumption. F numbers are those of the method.",
)


def contents(sheets: list[tuple[str, str]]) -> Table:
    """Every sheet and what it holds."""
    return Table(
        "Contents",
        "Contents",
        "Contents of this workbook",
        ("Choose a name to go to its sheet. Every sheet but the cover holds one table.",),
        (
            Column("Sheet", [sheet for sheet, _ in sheets], "link", width=26),
            Column("What it holds", [title for _, title in sheets], width=90),
        ),
    )


def who(book: Context) -> Table:
    """Ids that tables use, in words."""
    case = book.case
    rows = [
        *(("option", o.id, o.label, o.summary) for o in case.options),
        *(("bearer", b.id, b.label, _holds(b.public, b.cash_budget)) for b in case.bearers),
        *(("offence", o, book.offence(o), "") for o in book.works.offences),
        *(("class", c, labels.class_label(book.lookup, c), "") for c in case.value_classes),
    ]
    return Table(
        "Words",
        "Who is who",
        "Ids used in the tables, in words",
        ("Tables use short ids, so that formulas can be read. Here they are in words.",),
        (
            Column("Kind", [kind for kind, *_ in rows], width=12),
            Column("Id", [id for _, id, *_ in rows], width=30),
            Column("Label", [label for *_, label, _ in rows], width=44),
            Column("Note", [note for *_, note in rows], "words", width=80),
        ),
        keys=2,
    )


def _holds(public: bool, cash_budget: bool) -> str:
    kind = "public" if public else "not public"
    return f"{kind}, {'holds' if cash_budget else 'does not hold'} a cash budget"


def glossary(book: Context, tables: Iterable[Table]) -> Table | None:
    """The terms that other tables use, with what they mean."""
    said = "\n".join(text for table in tables for text in _texts(table))
    part = glossary_of.said_in(said, book.catalogue)
    if not part.tables:
        return None
    (found,) = part.tables
    term, means = found.columns
    return Table(
        "Glossary",
        "Glossary",
        part.title,
        (found.caption,),
        (
            Column(term.label, [row.head.text for row in found.rows], width=30),
            Column(means.label, [row.cells[0].text for row in found.rows], "words", width=110),
        ),
    )


def _texts(table: Table) -> Iterator[str]:
    yield from (table.title, *table.notes)
    for column in table.columns:
        yield column.head
        yield from (cell for cell in column.cells if type(cell) is str)


def sources(book: Context) -> Table | None:
    """The sources that assumptions cite."""
    found = book.case.sources
    if not found:
        return None

    def words(get: str) -> list[Cell]:
        return [str(getattr(source, get)) for source in found]

    return Table(
        "Sources",
        "Sources",
        "Sources of the assumptions",
        ("The id is that of the column Source on the sheet Assumptions.",),
        (
            Column("Source", words("id"), width=26),
            Column("Citation", words("citation"), "words", width=80),
            Column("Licence", words("licence"), "words", width=30),
            Column("Address", words("url"), "words", width=50),
            Column("Read through", words("read_through"), "words", width=50),
        ),
    )
