"""What drives the answer, for a terminal: tables and sentences of the report's own section."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from iomcba.report import formats, verdict
from iomcba.report.console import console, written
from iomcba.report.decision import names, section
from iomcba.report.decision.flips import sentence
from iomcba.report.lookup import Lookup
from iomcba.report.views import Cell, Column, Row, Sentence, Table, plain
from iomcba.terms.decision import DIFFERENCE, Decision, OneWay, TwoWay
from iomcba.terms.findings import SharedCase

if TYPE_CHECKING:
    from rich.table import Table as RichTable

LISTED = 20  # drivers in a table


def sensitivity(shared: SharedCase, option: str, width: int, colour: bool) -> str:
    """One-way sensitivity of an option and of the gap between the best two; then by group."""
    book, found = _both(shared)
    label = book.case.option(option).label
    gap = f"{book.case.option(found.best).label} against {book.case.option(found.second).label}"

    def table(groups: bool, title: str) -> Table:
        kept = [row for row in found.one_way if found.driver(row.name).is_group == groups]
        kept.sort(key=lambda row: -row.swing(option))
        heads = (
            "What",
            "Low",
            "High",
            "Net value at low",
            "at high",
            "Moves it by",
            "Moves the gap",
        )
        columns = tuple(Column(head, numeric=n > 2) for n, head in enumerate(heads))
        return Table(
            "", title, columns, tuple(_one(book, found, row, option) for row in kept[:LISTED])
        )

    tables = (
        table(False, f"What moves the expected net value of {label}, figure by figure"),
        table(True, "By group of figures"),
    )
    note = (
        "Low and high: the value that a figure stays below 1 time in 10, and above 1 time in 10; "
        f"all else as drawn. The gap is the net value of {gap}."
    )
    return _text(book, (), tables, width, colour, note)


def _one(book: Lookup, found: Decision, row: OneWay, option: str) -> Row:
    driver, error = found.driver(row.name), row.errors[option] or None
    ends = tuple("" if v is None else names.value(driver, v) for v in (driver.low, driver.high))
    return Row(
        Cell(names.driver(book, driver, option), numeric=False),
        (
            *(Cell(end, numeric=False) for end in ends),
            Cell(formats.pounds_long(row.at_low[option], error)),
            Cell(formats.pounds_long(row.at_high[option], error)),
            Cell(formats.pounds_long(row.swing(option), error)),
            Cell(formats.pounds_long(row.swing(DIFFERENCE), row.errors[DIFFERENCE] or None)),
        ),
    )


def breakeven(shared: SharedCase, option: str, width: int, colour: bool) -> str:
    """Break-even cuts of an option, then the switching values of its largest drivers."""
    book, found = _both(shared)
    opening = (verdict.break_even(book, book.case.option(option)),)
    said = (sentence(book, found, turn) for turn in found.switching)
    return _text(book, (*opening, *said), (), width, colour)


def voi(shared: SharedCase, width: int, colour: bool) -> str:
    """What not knowing costs, what is worth settling, and how each option stands."""
    book, found = _both(shared)
    rows = sorted(found.evppi, key=lambda row: -row.value)

    def table(groups: bool, title: str) -> Table:
        kept = [row for row in rows if found.driver(row.name).is_group == groups]
        heads = (
            Column("What", numeric=False),
            Column("Worth settling, at most"),
            Column("Error"),
        )
        cells = (
            Row(
                Cell(names.driver(book, found.driver(row.name)), numeric=False),
                (
                    Cell(section.worth_words(row.value, row.error)),
                    Cell(formats.standard_error(row.error)),
                ),
            )
            for row in kept[:LISTED]
        )
        return Table("", title, heads, tuple(cells))

    tables = (
        table(False, "What settling one figure is worth"),
        table(True, "What settling a group of figures is worth"),
        section.standings(book, found),
    )
    return _text(book, section.opening(book, found), tables, width, colour)


def two_way(shared: SharedCase, found: TwoWay, width: int, colour: bool) -> str:
    """A two-way map as a table."""
    book, analysis = _both(shared)
    first, second = (analysis.driver(name) for name in (found.first, found.second))
    columns = (
        Column(names.driver(book, first), numeric=False),
        *(Column(names.value(second, value)) for value in found.second_at),
    )
    rows = tuple(
        Row(
            Cell(names.value(first, value), numeric=False),
            tuple(Cell(formats.pounds(npsv)) for npsv in cells),
        )
        for value, cells in zip(found.first_at, found.npsv, strict=True)
    )
    title = (
        f"Expected net value of {book.case.option(found.option).label}: rows "
        f"{names.driver(book, first)}, columns {names.driver(book, second)}"
    )
    return _text(book, (), (Table("", title, columns, rows),), width, colour)


def _both(shared: SharedCase) -> tuple[Lookup, Decision]:
    analysis = shared.case.analysis
    assert analysis is not None, "a case without an analysis is refused before"
    return Lookup(shared.case), analysis


def _text(
    book: Lookup,
    said: Iterable[Sentence],
    tables: Iterable[Table],
    width: int,
    colour: bool,
    note: str = "",
) -> str:
    from rich.text import Text

    screen, out = console(width, colour)
    case = book.case
    label = case.label or ("SYNTHETIC DATA" if case.synthetic else "")
    if label:
        screen.print(Text(label, style="bold yellow"))
    screen.print(Text(case.title, style="bold"))
    for each in said:
        screen.print()
        screen.print(Text(plain(each)))
    for table in tables:
        screen.print()
        screen.print(Text(table.caption, style="bold"))
        screen.print(_rich(table))
    if note:
        screen.print()
        screen.print(Text(note, style="dim"))
    return written(out)


def _rich(table: Table) -> RichTable:
    from rich.table import Table as RichTable
    from rich.text import Text

    made = RichTable(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for place, column in enumerate(table.columns):
        ratio = None if place else 3
        made.add_column(
            Text(column.label), "", justify="right" if column.numeric else "left", ratio=ratio
        )
    for row in table.rows:
        made.add_row(*(Text(cell.text) for cell in (row.head, *row.cells)))
    return made
