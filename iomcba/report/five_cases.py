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

STRATEGIC = (
    "For the author to write: why change is needed, how it serves the partners’ plans, and what "
    "constrains it. From the run come the decision, the people it is about, and the objectives."
)
COMMERCIAL = (
    "For the author to write: what would be bought or contracted, from whom, and who carries which "
    "risk. The run knows only what things cost and who pays, which stands in the financial case."
)
MANAGEMENT = (
    "For the author to write: who leads delivery, the plan with its dates, and how risks are held. "
    "From the run come the next step, what would flip the answer, and the register of benefits."
)
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


def lay_out_paper(report: Report) -> Paper:
    """Put a laid-out report into the order of a paper."""
    front = report.front
    cases = (
        *_strategic(report),
        *_economic(report),
        Section("commercial", "3. Commercial case", 1, _note(COMMERCIAL)),
        *_financial(report),
        *_management(report),
    )
    return Paper(
        title=report.title,
        area=report.area,
        label=report.label,
        warnings=report.warnings,
        front=front,
        sections=(*cases, *_appendices(report)),
        stamp=report.stamp,
    )


def _strategic(report: Report) -> Iterator[Section]:
    front = report.front
    facts = (Words(front.cohort, bulleted=True),) if front.cohort else ()
    asked = (Words((say(front.decision),)), *facts)
    yield Section("strategic", "1. Strategic case", 1, _note(STRATEGIC))
    yield Section("decision", "The decision asked", 2, asked)
    objectives = [t for t in report.summary.tables if t.id == _OBJECTIVES]
    named = tuple(say(row.head.text) for table in objectives for row in table.rows)
    if named:
        said = say("Besides value for money, the options are held against these objectives:")
        blocks = (Words((said,)), Words(named, bulleted=True))
        yield Section("objectives", "Objectives", 2, blocks)


def _economic(report: Report) -> Iterator[Section]:
    yield Section("economic", "2. Economic case", 1, (Words(report.front.verdict),))
    yield Section("options-considered", "The options considered", 2, (_cards(report.front),))
    if report.charts:
        yield Section("charts", "The answer in charts", 2, report.charts)
    yield from _of_part(report.counterfactual, 2)
    if report.summary.tables:
        yield from _of_part(report.summary, 2)
    value = [_only(part, cash=False) for part in report.partners]
    yield from _group("who", "Who pays and who gains, in public value", value)
    yield from _rest(report)
    yield from _of_part(report.published, 2)
    if report.extras:
        yield Section("extras", "Further tables", 2, report.extras)


def _financial(report: Report) -> Iterator[Section]:
    front = report.front
    payback = [s for answer in front.answers if answer.id == "payback" for s in answer.sentences]
    words = (Words(tuple(payback)),) if payback else ()
    yield Section("financial", "4. Financial case", 1, (*words, *_with_rows(front.cost)))
    both = _with_rows(front.bearers)
    if both:
        yield Section("value-and-cash", "Value and cash side by side", 2, both)
    cash = [_only(part, cash=True) for part in report.partners]
    yield from _group("cash", "Who spends and who saves, in cash", cash)


def _management(report: Report) -> Iterator[Section]:
    yield Section("management", "5. Management case", 1, _note(MANAGEMENT))
    for answer in report.front.answers:
        if answer.id in {"next", "flip"} and answer.sentences:
            yield Section(answer.id, answer.question, 2, (Words(answer.sentences),))
    if report.warnings:
        warned = tuple(say(text) for text in report.warnings)
        yield Section("warnings", "Warnings to act on", 2, (Words(warned, bulleted=True),))
    maps = [
        replace(part, tables=tuple(t for t in part.tables if not t.id.endswith(_REGISTER)))
        for part in report.benefits
    ]
    yield from _group("benefits", "What is done, and what should come of it", maps)


def _appendices(report: Report) -> Iterator[Section]:
    """The appendices, lettered in order."""
    for letter, (first, *others) in zip("ABCDEFGHIJ", _unlettered(report), strict=False):
        yield replace(first, title=f"Appendix {letter}. {first.title}")
        yield from others


def _unlettered(report: Report) -> Iterator[list[Section]]:
    if report.options:
        parts = [s for part in report.options for s in _of_part(part, 2)]
        said = "Central figures to the penny stand beside expected ones."
        first = Section("options", "The options in figures", 1, _note(said), landscape=True)
        yield [first, *parts]
    registers = tuple(
        table for part in report.benefits for table in part.tables if table.id.endswith(_REGISTER)
    )
    if registers:
        yield [Section("registers", "Benefits registers", 1, registers, landscape=True)]
    yield [Section("assumptions", "Every assumption", 1, _assumptions(report), landscape=True)]
    if report.sources or report.attributions:
        yield list(_sources(report))
    for part in (report.method, report.assurance, report.provenance):
        yield list(_of_part(part, 1))
    if report.glossary.tables:
        yield list(_of_part(report.glossary, 1))
    names = _names(report.front)
    if names is not None:
        said = (
            "Each figure of the first page has a name. iomcba explain NAME gives its formula, the "
            "rows it came from and their sources."
        )
        yield [Section("names", "The names of the figures", 1, (*_note(said), names))]


def _assumptions(report: Report) -> tuple[Block, ...]:
    warned = tuple(say(text) for text in report.other_warnings)
    blocks: tuple[Block, ...] = (Words(warned, bulleted=True),) if warned else ()
    return (*blocks, *report.assumptions) or _note("This run lists no assumptions.")


def _sources(report: Report) -> Iterator[Section]:
    yield Section("sources", "Sources", 1, (Sources(report.sources),) if report.sources else ())
    if report.attributions:
        said = tuple(say(text) for text in report.attributions)
        yield Section("attributions", "Attributions", 2, (Words(said, small=True),))


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


def _rest(report: Report) -> Iterator[Section]:
    """Whatever else a report holds, by kind: parts, tables and charts not placed by name."""
    for field in fields(report):
        if field.name in _PLACED:
            continue
        value = getattr(report, field.name)
        held = value if isinstance(value, tuple) else (value,)
        loose = tuple(item for item in held if isinstance(item, Table | Chart))
        if loose:
            title = field.name.replace("_", " ").capitalize()
            yield Section(f"rest-{field.name}", title, 2, loose)
        for item in held:
            if isinstance(item, Part):
                yield from _of_part(item, 2)


def _with_rows(table: Table) -> tuple[Table, ...]:
    return (table,) if table.rows else ()


def _note(text: str) -> tuple[Words, ...]:
    return (Words((say(text),), small=True),)


def _cards(front: FrontPage) -> Table:
    """The options of the first page as a table."""
    rows = tuple(
        Row(
            heading(card.label, card.tag),
            (
                heading(card.summary),
                _cell(card.headline),
                heading("; ".join(plain(line) for line in card.lines)),
            ),
        )
        for card in front.cards
    )
    columns = (
        Column("Option", numeric=False),
        Column("What it is", numeric=False),
        Column("Expected net value"),
        Column("How sure, and at what cost", numeric=False),
    )
    return Table("options-table", "The options at a glance", columns, rows, notes=(front.basis,))


def _cell(sentence: Sentence) -> Cell:
    named = [piece for piece in sentence if piece.figure]
    figure = named[0].figure if named else ""
    return Cell(plain(sentence), figure, missing=any(piece.missing for piece in sentence))


def _names(front: FrontPage) -> Table | None:
    """Every figure of the first page: its name, and how it is printed there."""
    found: dict[str, list[str]] = {}
    for name, text in printed(front):
        shown = found.setdefault(name, [])
        if text not in shown:
            shown.append(text)
    rows = tuple(Row(heading(name), (Cell("; ".join(texts)),)) for name, texts in found.items())
    columns = (Column("Name", numeric=False), Column("Printed as"))
    return Table(NAMES, "Figures of the first page", columns, rows) if rows else None


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
