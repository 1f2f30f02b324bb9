"""Sheets of words: cover, notes, contents, who is who, sources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from iomcba.report import glossary as glossary_of
from iomcba.report import labels
from iomcba.report.workbook.context import Context
from iomcba.report.workbook.grid import Cell, Column, Table
from iomcba.terms.protection import LOWERED


def cover(book: Context, stamp: str) -> list[tuple[str, str]]:
    """Lines of the cover: a kind (title, head or text) and the words."""
    case = book.case
    discounted = labels.discounting(book.lookup)
    lines = [("title", case.title), ("text", book.say("workbook-cover.what", area=case.area))]
    if case.label or case.synthetic:
        lines.append(("text", case.label or book.say("workbook-cover.synthetic")))
    lowered = (warning.text for warning in case.warnings if warning.id == LOWERED)
    lines += [("text", book.lookup.retold(text)) for text in lowered]
    lines += [
        ("head", book.say("workbook-cover.decision")),
        ("text", case.decision),
        ("head", book.say("workbook-cover.use")),
        *_use(book),
        ("head", book.say("workbook-cover.cells")),
        ("input", book.say("workbook-cover.input")),
        ("fit", book.say("workbook-cover.fit")),
        ("engine", book.say("workbook-cover.engine")),
        ("text", book.say("workbook-cover.plain")),
        ("head", book.say("workbook-cover.keep-in-mind")),
        ("text", book.say("workbook-cover.value", prices=case.price_base, discounting=discounted)),
        ("text", book.say("workbook-cover.central")),
        ("text", labels.method(book.lookup)),
        ("text", book.lookup.retold(book.shared.policy)),
        ("head", book.say("workbook-cover.made")),
        ("text", _made(book, stamp)),
    ]
    return lines + [("text", text) for text in case.attributions]


def _use(book: Context) -> list[tuple[str, str]]:
    head = book.say("workbook-head.places-taken")
    return [
        ("text", book.say("workbook-cover.use-control")),
        ("text", book.say("workbook-cover.use-assumptions")),
        ("text", book.say("workbook-cover.use-results")),
        ("text", book.say("workbook-cover.use-checks")),
        ("text", book.say("workbook-cover.use-formulas", column=head)),
    ]


def _made(book: Context, stamp: str) -> str:
    made = book.case.provenance
    named = {"version": made.version, "draws": made.draws, "seed": str(made.seed)}
    if stamp:
        return book.say("workbook-cover.made-on", date=stamp, **named)
    return book.say("workbook-cover.made-by", **named)


def contents(book: Context, sheets: list[tuple[str, str]]) -> Table:
    """Every sheet and what it holds."""
    return book.table(
        "Contents",
        (
            Column("sheet", [sheet for sheet, _ in sheets], "link", width=26),
            Column("what-it-holds", [title for _, title in sheets], width=90),
        ),
    )


def who(book: Context) -> Table:
    """Ids that tables use, in words."""
    case = book.case
    option, bearer, offence, of_class = map(book.word, ("option", "bearer", "offence", "class"))
    rows = [
        *((option, o.id, o.label, o.summary) for o in case.options),
        *((bearer, b.id, b.label, _holds(book, b.public, b.cash_budget)) for b in case.bearers),
        *((offence, o, book.offence(o), "") for o in book.works.offences),
        *((of_class, c, labels.class_label(book.lookup, c), "") for c in case.value_classes),
    ]
    return book.table(
        "Words",
        (
            Column("kind", [kind for kind, *_ in rows], width=12),
            Column("id", [id for _, id, *_ in rows], width=30),
            Column("label", [label for *_, label, _ in rows], width=44),
            Column("note", [note for *_, note in rows], "words", width=80),
        ),
        keys=2,
    )


def _holds(book: Context, public: bool, cash_budget: bool) -> str:
    kind = "public" if public else "not-public"
    return book.say(f"workbook-bearer.{kind}-{'holds' if cash_budget else 'holds-not'}")


def glossary(book: Context, tables: Iterable[Table]) -> Table | None:
    """The terms that other tables use, with what they mean."""
    said = "\n".join(dict.fromkeys(text for table in tables for text in _texts(table)))
    part = glossary_of.said_in(said, book.catalogue)
    if not part.tables:
        return None
    (found,) = part.tables
    term, means = found.columns
    terms = [row.head.text for row in found.rows]
    meanings = [row.cells[0].text for row in found.rows]
    return Table(
        "Glossary",
        book.say("workbook-sheet.glossary"),
        part.title,
        (found.caption,),
        (
            Column("term", terms, width=30, head=term.label),
            Column("what-it-means", meanings, "words", width=110, head=means.label),
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

    return book.table(
        "Sources",
        (
            Column("source", words("id"), width=26),
            Column("citation", words("citation"), "words", width=80),
            Column("licence", words("licence"), "words", width=30),
            Column("address", words("url"), "words", width=50),
            Column("read-through", words("read_through"), "words", width=50),
        ),
    )
