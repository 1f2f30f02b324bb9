"""Report → Paper: the one page, the five cases of a business case, and the appendices.

What the run knows goes where a public business case expects it; what only the author can write is
said to be missing, in one sentence each. A part of the report that has no place here is printed all
the same, under "Further analysis".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields, replace

from iomcba.report.grid import heading
from iomcba.report.paper import Block, Flow, Paper, Section, Sources, Words
from iomcba.report.views import (
    Cell,
    Chart,
    Column,
    FrontPage,
    Part,
    Report,
    Row,
    Sentence,
    Table,
    plain,
    say,
)
from iomcba.terms.catalogue import Catalogue

NAMES = "figure-names"  # the table of the first page's figures
_CASH = ("--cash", "--cash-years", "--pooled")
_REGISTER = "--register"
_OBJECTIVES = "summary-ratings"
# Placed below by name; anything else of a report is found by its kind and printed.
_PLACED = {
    *("front", "charts", "summary", "partners", "benefits", "counterfactual", "options"),
    *("published", "extras", "assumptions", "sources", "attributions", "method", "assurance"),
    *("provenance", "warnings", "other_warnings", "glossary"),
}


def lay_out_paper(report: Report, words: Catalogue) -> Paper:
    """Put a laid-out report into the order of a paper."""
    front = report.front
    commercial = _note(words.text("five-cases.commercial-note"))
    cases = (
        *_strategic(report, words),
        *_economic(report, words),
        Section("commercial", words.text("five-cases.commercial"), 1, commercial),
        *_financial(report, words),
        *_management(report, words),
    )
    return Paper(
        title=report.title,
        area=report.area,
        label=report.label,
        warnings=report.warnings,
        front=front,
        sections=(*cases, *_appendices(report, words)),
        stamp=report.stamp,
    )


def _strategic(report: Report, words: Catalogue) -> Iterator[Section]:
    front = report.front
    facts = (Words(front.cohort, bulleted=True),) if front.cohort else ()
    asked = (Words((say(front.decision),)), *facts)
    note = _note(words.text("five-cases.strategic-note"))
    yield Section("strategic", words.text("five-cases.strategic"), 1, note)
    yield Section("decision", words.text("page.decision"), 2, asked)
    objectives = [t for t in report.summary.tables if t.id == _OBJECTIVES]
    named = tuple(say(row.head.text) for table in objectives for row in table.rows)
    if named:
        said = say(words.text("five-cases.objectives-note"))
        blocks = (Words((said,)), Words(named, bulleted=True))
        yield Section("objectives", words.text("five-cases.objectives"), 2, blocks)


def _economic(report: Report, words: Catalogue) -> Iterator[Section]:
    cards = _cards(report.front, words)
    yield Section("economic", words.text("five-cases.economic"), 1, (Words(report.front.verdict),))
    yield Section("options-considered", words.text("five-cases.considered"), 2, (cards,))
    if report.charts:
        yield Section("charts", words.text("five-cases.charts"), 2, report.charts)
    yield from _of_part(report.counterfactual, 2)
    if report.summary.tables:
        yield from _of_part(report.summary, 2)
    value = [_only(part, cash=False) for part in report.partners]
    yield from _group("who", words.text("five-cases.value"), value)
    yield from _rest(report, words)
    yield from _of_part(report.published, 2)
    if report.extras:
        yield Section("extras", words.text("page.extras"), 2, report.extras)


def _financial(report: Report, words: Catalogue) -> Iterator[Section]:
    front = report.front
    payback = [s for answer in front.answers if answer.id == "payback" for s in answer.sentences]
    said = (Words(tuple(payback)),) if payback else ()
    title = words.text("five-cases.financial")
    yield Section("financial", title, 1, (*said, *_with_rows(front.cost)))
    both = _with_rows(front.bearers)
    if both:
        yield Section("value-and-cash", words.text("five-cases.value-and-cash"), 2, both)
    cash = [_only(part, cash=True) for part in report.partners]
    yield from _group("cash", words.text("five-cases.cash"), cash)


def _management(report: Report, words: Catalogue) -> Iterator[Section]:
    note = _note(words.text("five-cases.management-note"))
    yield Section("management", words.text("five-cases.management"), 1, note)
    for answer in report.front.answers:
        if answer.id in {"next", "flip"} and answer.sentences:
            yield Section(answer.id, answer.question, 2, (Words(answer.sentences),))
    if report.warnings:
        warned = tuple(say(text) for text in report.warnings)
        blocks = (Words(warned, bulleted=True),)
        yield Section("warnings", words.text("five-cases.warnings"), 2, blocks)
    maps = [
        replace(part, tables=tuple(t for t in part.tables if not t.id.endswith(_REGISTER)))
        for part in report.benefits
    ]
    yield from _group("benefits", words.text("five-cases.benefits"), maps)


def _appendices(report: Report, words: Catalogue) -> Iterator[Section]:
    """The appendices, lettered in order."""
    for letter, (first, *others) in zip("ABCDEFGHIJ", _unlettered(report, words), strict=False):
        title = words.text("five-cases.appendix", letter=letter, title=first.title)
        yield replace(first, title=title)
        yield from others


def _unlettered(report: Report, words: Catalogue) -> Iterator[list[Section]]:
    if report.options:
        parts = [s for part in report.options for s in _of_part(part, 2)]
        note = _note(words.text("five-cases.options-note"))
        first = Section("options", words.text("five-cases.options"), 1, note, landscape=True)
        yield [first, *parts]
    registers = tuple(
        table for part in report.benefits for table in part.tables if table.id.endswith(_REGISTER)
    )
    if registers:
        title = words.text("five-cases.registers")
        yield [Section("registers", title, 1, registers, landscape=True)]
    title = words.text("page.assumptions")
    yield [Section("assumptions", title, 1, _assumptions(report, words), landscape=True)]
    if report.sources or report.attributions:
        yield list(_sources(report, words))
    for part in (report.method, report.assurance, report.provenance):
        yield list(_of_part(part, 1))
    if report.glossary.tables:
        yield list(_of_part(report.glossary, 1))
    names = _names(report.front, words)
    if names is not None:
        blocks: tuple[Block, ...] = (*_note(words.text("five-cases.names-note")), names)
        yield [Section("names", words.text("five-cases.names"), 1, blocks)]


def _assumptions(report: Report, words: Catalogue) -> tuple[Block, ...]:
    warned = tuple(say(text) for text in report.other_warnings)
    blocks: tuple[Block, ...] = (Words(warned, bulleted=True),) if warned else ()
    return (*blocks, *report.assumptions) or _note(words.text("quality.none"))


def _sources(report: Report, words: Catalogue) -> Iterator[Section]:
    lines = (Sources(report.sources),) if report.sources else ()
    yield Section("sources", words.text("page.sources"), 1, lines)
    if report.attributions:
        said = tuple(say(text) for text in report.attributions)
        blocks = (Words(said, small=True),)
        yield Section("attributions", words.text("page.attributions"), 2, blocks)


def _of_part(part: Part, level: int) -> tuple[Section, ...]:
    words = (Words(part.statements),) if part.statements else ()
    flow = (Flow(part.paths),) if part.paths else ()
    blocks = (*words, *part.charts, *flow, *part.tables)
    return (Section(part.id, part.title, level, blocks),)


def _group(id: str, title: str, parts: Iterable[Part]) -> Iterator[Section]:
    """A heading of level 2 above parts of level 3; nothing where no part has anything."""
    filled = [part for part in parts if part.statements or part.tables or part.paths]
    if filled:
        yield Section(id, title, 2)
        for part in filled:
            yield from _of_part(replace(part, id=f"{id}-{part.id}"), 3)


def _only(part: Part, cash: bool) -> Part:
    """The tables in cash, or all others; the sentences stand with the value."""
    tables = tuple(table for table in part.tables if table.id.endswith(_CASH) == cash)
    return replace(part, tables=tables, statements=() if cash else part.statements)


def _rest(report: Report, words: Catalogue) -> Iterator[Section]:
    """Whatever else a report holds, by kind: parts, tables and charts not placed by name."""
    for field in fields(report):
        if field.name in _PLACED:
            continue
        value = getattr(report, field.name)
        held = value if isinstance(value, tuple) else (value,)
        loose = tuple(item for item in held if isinstance(item, Table | Chart))
        if loose:
            yield Section(f"rest-{field.name}", words.text("five-cases.rest"), 2, loose)
        for item in held:
            if isinstance(item, Part):
                yield from _of_part(item, 2)


def _with_rows(table: Table) -> tuple[Table, ...]:
    return (table,) if table.rows else ()


def _note(text: str) -> tuple[Words, ...]:
    return (Words((say(text),), small=True),)


def _cards(front: FrontPage, words: Catalogue) -> Table:
    """The options of the first page as a table."""
    apart = words.text("list.apart")
    rows = tuple(
        Row(
            heading(card.label, card.tag),
            (
                heading(card.summary),
                _cell(card.headline),
                heading(apart.join(plain(line) for line in card.lines)),
            ),
        )
        for card in front.cards
    )
    columns = (
        Column(words.text("five-cases.option"), numeric=False),
        Column(words.text("five-cases.summary"), numeric=False),
        Column(words.text("five-cases.net-value")),
        Column(words.text("five-cases.how-sure"), numeric=False),
    )
    caption = words.text("five-cases.options-caption")
    return Table("options-table", caption, columns, rows, notes=(front.basis,))


def _cell(sentence: Sentence) -> Cell:
    named = [piece for piece in sentence if piece.figure]
    figure = named[0].figure if named else ""
    return Cell(plain(sentence), figure, missing=any(piece.missing for piece in sentence))


def _names(front: FrontPage, words: Catalogue) -> Table | None:
    """Every figure of the first page: its name, and how it is printed there."""
    found: dict[str, list[str]] = {}
    for name, text in printed(front):
        shown = found.setdefault(name, [])
        if text not in shown:
            shown.append(text)
    apart = words.text("list.apart")
    rows = tuple(Row(heading(name), (Cell(apart.join(texts)),)) for name, texts in found.items())
    heads = words.text("five-cases.name"), words.text("five-cases.printed-as")
    columns = (Column(heads[0], numeric=False), Column(heads[1]))
    return Table(NAMES, words.text("five-cases.names-caption"), columns, rows) if rows else None


def printed(front: FrontPage) -> Iterator[tuple[str, str]]:
    """Name and words of each figure on the first page, in page order."""
    sentences: list[Sentence] = [*front.verdict, *front.cohort]
    for card in front.cards:
        sentences += (card.headline, *card.lines)
    yield from _in_sentences(sentences)
    for table in (front.cost, front.bearers):
        for row in table.rows:
            yield from ((cell.figure, cell.text) for cell in row.cells if cell.figure)
    yield from _in_sentences(s for answer in front.answers for s in answer.sentences)


def _in_sentences(sentences: Iterable[Sentence]) -> Iterator[tuple[str, str]]:
    for sentence in sentences:
        yield from ((piece.figure, piece.text) for piece in sentence if piece.figure)
