"""What drives the answer, for a terminal: tables and sentences of the report's own section."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from iomcba.report import formats, verdict
from iomcba.report.console import console, written
from iomcba.report.decision import names, section, switches, two_way
from iomcba.report.decision.shares import shares, shares_note
from iomcba.report.grid import heading
from iomcba.report.lookup import Lookup
from iomcba.report.views import Cell, Column, Row, Sentence, Table, plain
from iomcba.terms.catalogue import Catalogue
from iomcba.terms.decision import DIFFERENCE, TOLD, Decision, OneWay, TwoWay, Variance
from iomcba.terms.findings import SharedCase

if TYPE_CHECKING:
    from rich.console import JustifyMethod, RenderableType
    from rich.table import Table as RichTable

LISTED = 20  # drivers in a table
_GAP, _LEAST = 2, 12  # letters between columns, and of a first one however narrow the screen
_HEAD = 11  # letters of a heading that are kept in a line


def sensitivity(shared: SharedCase, words: Catalogue, option: str, width: int, colour: bool) -> str:
    """One-way sensitivity of an option and of the gap between the best two; then by group."""
    book, found = _both(shared, words)
    label = book.case.option(option).label
    now = book.business_as_usual.id
    gap = () if {found.best, found.second} == {now, option} else (DIFFERENCE,)
    targets = (option, *gap)
    seen = [row for row in found.one_way if any(_told(row, target) for target in targets)]
    seen.sort(key=lambda row: -row.swing(option))

    def table(groups: bool, title: str) -> Table:
        kept = [row for row in seen if found.driver(row.name).is_group == groups]
        heads = (
            Column(book.text("driven.what"), numeric=False),
            *(() if groups else (Column(book.text("driven.low-to-high"), numeric=False),)),
            Column(book.text("driven.at-low")),
            Column(book.text("driven.at-high")),
            Column(book.text("driven.moves")),
            *(Column(book.text("driven.moves-gap")) for _ in gap),
        )
        return Table(
            "", title, heads, tuple(_one(book, found, row, targets) for row in kept[:LISTED])
        )

    tables = (
        table(False, book.text("driven.by-figure", option=label)),
        table(True, book.text("driven.by-group")),
    )
    single = [row for row in found.one_way if not found.driver(row.name).is_group]
    less = len(single) - min(LISTED, len(tables[0].rows))
    best, second = (book.case.option(id).label for id in (found.best, found.second))
    note = [book.text("driven.ends")]
    if gap:
        note.append(book.text("driven.gap", best=best, second=second))
    if less > 0:
        note.append(book.text("driven.not-shown", count=less, option=label))
    return _text(book, (), tables, width, colour, " ".join(note))


def _told(row: OneWay, target: str) -> bool:
    return row.swing(target) > TOLD * row.errors[target]


def _one(book: Lookup, found: Decision, row: OneWay, targets: tuple[str, ...]) -> Row:
    option = targets[0]
    driver, error = found.driver(row.name), row.errors[option] or None
    ends = [names.value(book, driver, end) for end in (driver.low, driver.high) if end is not None]
    return Row(
        heading(names.driver(book, driver, option)),
        (
            *(() if driver.is_group else (heading(_range(book, ends)),)),
            Cell(formats.pounds_long(row.at_low[option], error)),
            Cell(formats.pounds_long(row.at_high[option], error)),
            *(Cell(formats.pounds_long(row.swing(t), row.errors[t] or None)) for t in targets),
        ),
    )


def _range(book: Lookup, ends: list[str]) -> str:
    if len(ends) < 2:
        return "".join(ends)
    low, high = ends
    return book.text("figure.range", low=low, high=high)


def sobol(
    shared: SharedCase, words: Catalogue, found: Variance, option: str, width: int, colour: bool
) -> str:
    """Sobol' indices of an option."""
    book, _ = _both(shared, words)
    table = shares(book, found, option)
    return _text(book, (), (table,), width, colour, shares_note(book, found, option))


def breakeven(shared: SharedCase, words: Catalogue, option: str, width: int, colour: bool) -> str:
    """Break-even cuts of an option, then the switching values of its largest drivers."""
    book, found = _both(shared, words)
    opening = (verdict.break_even(book, book.case.option(option)),)
    blocks, idle = switches.by_driver(book, found, option)
    return _text(book, opening, (), width, colour, blocks=blocks, after=idle)


def voi(shared: SharedCase, words: Catalogue, width: int, colour: bool) -> str:
    """What not knowing costs, what is worth settling, and how each option stands."""
    book, found = _both(shared, words)
    rows = sorted(found.evppi, key=lambda row: -row.value)
    moves = {row.name: row for row in found.one_way}

    def table(groups: bool, title: str) -> Table:
        kept = [row for row in rows if found.driver(row.name).is_group == groups]
        told = [row for row in kept if section.is_worth(row.value, row.error)]
        cells = tuple(
            Row(
                heading(names.driver(book, found.driver(row.name))),
                (
                    Cell(section.worth_words(book, row.value, row.error)),
                    Cell(formats.standard_error(row.error)),
                    Cell(section.moves_words(moves[row.name])),
                ),
            )
            for row in told[:LISTED]
        )
        heads = (
            Column(book.text("driven.what"), numeric=False),
            Column(book.text("driven.worth")),
            Column(book.text("driven.error")),
            Column(book.text("driven.moves-answer")),
        )
        left = len(kept) - len(cells)
        rest = ""
        if left:
            rest = book.text("driven.others" if told else "driven.none", number=f"{left}")
        return Table("", title, heads, cells, notes=(rest,) if rest else ())

    tables = (
        table(False, book.text("driven.settle-figure")),
        table(True, book.text("driven.settle-group")),
        *section.two_questions(book, found),
    )
    return _text(
        book, section.opening(book, found), tables, width, colour, section.worth_note(book)
    )


def two_ways(shared: SharedCase, words: Catalogue, found: TwoWay, width: int, colour: bool) -> str:
    """A two-way map as a table."""
    book, _ = _both(shared, words)
    chart = two_way.chart_of(book, found)
    return _text(book, (), (chart.table,), width, colour, two_way.legend(book, found))


def _both(shared: SharedCase, words: Catalogue) -> tuple[Lookup, Decision]:
    analysis = shared.case.analysis
    assert analysis is not None, "a case without an analysis is refused before"
    return Lookup(shared.case, words), analysis


def _text(
    book: Lookup,
    said: Iterable[Sentence],
    tables: Iterable[Table],
    width: int,
    colour: bool,
    note: str = "",
    blocks: Iterable[switches.Block] = (),
    after: str = "",
) -> str:
    from rich.text import Text

    screen, out = console(width, colour)

    def put(each: RenderableType) -> None:
        screen.print()
        screen.print(each)

    case = book.case
    label = case.label or (book.text("compared.synthetic") if case.synthetic else "")
    if label:
        screen.print(Text(label, style="bold yellow"))
    screen.print(Text(case.title, style="bold"))
    for each in said:
        put(Text(plain(each)))
    for block in blocks:
        put(Text(block.title, style="bold"))
        for line in block.lines:
            screen.print(_indented(line))
    for table in tables:
        put(Text(table.caption, style="bold"))
        if table.units:
            screen.print(Text(table.units, style="dim"))
        if table.rows:
            screen.print(_rich(table, width))
        for line in table.notes:
            screen.print(Text(line, style="dim"))
    for line in (after, note):
        if line:
            put(Text(line, style="dim"))
    return written(out)


def _indented(line: str) -> RenderableType:
    from rich.padding import Padding
    from rich.text import Text

    return Padding(Text(line), (0, 0, 0, 2))


def _rich(table: Table, width: int) -> RichTable:
    """A table no wider than asked: figures whole, headings and words on as many lines as needed."""
    from rich.table import Table as RichTable
    from rich.text import Text

    made = RichTable(box=None, pad_edge=False, padding=(0, _GAP, 0, 0), header_style="bold")
    widths = _widths(table, width)
    for column, wide in zip(table.columns, widths, strict=True):
        justify: JustifyMethod = "right" if column.numeric else "left"
        made.add_column(Text(column.label), justify=justify, width=wide, overflow="fold")
    for row in table.rows:
        made.add_row(*(Text(cell.text) for cell in (row.head, *row.cells)))
    return made


def _widths(table: Table, width: int) -> list[int]:
    """Letters of each column: what its cells and the words of its heading need; the first the rest.

    A further column of words has a quarter of the width at most.
    """
    found = []
    for place, column in enumerate(table.columns[1:]):
        cells = max(len(row.cells[place].text) for row in table.rows)
        word = max(*map(len, column.label.split()), min(len(column.label), _HEAD))
        of_words = min(cells, width // 4)
        found.append(max(word, cells if column.numeric else of_words))
    longest = max(len(row.head.text) for row in table.rows)
    rest = width - sum(found) - _GAP * len(found)
    return [max(_LEAST, min(longest, rest)), *found]
