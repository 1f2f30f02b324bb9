"""How tables are put together: headings, rows worth keeping, a table or none, a folded table."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from iomcba.report.lookup import Lookup
from iomcba.report.views import Cell, Column, Row, Table


def heading(text: str, note: str = "") -> Cell:
    """A row's heading, or any cell of words; `note` is its second, smaller line."""
    return Cell(text, numeric=False, note=note)


def kept(rows: Iterable[Row]) -> tuple[Row, ...]:
    """Rows with at least one figure of this run; a bearer that has none needs no row."""
    return tuple(row for row in rows if any(cell.figure for cell in row.cells))


def something(book: Lookup, rows: Iterable[Row]) -> tuple[Row, ...]:
    """Rows with a figure that is not exactly 0; a hidden figure counts as something."""
    return tuple(
        row
        for row in rows
        if any(cell.figure and book.expected(cell.figure) != 0 for cell in row.cells)
    )


def table_of(
    id: str,
    caption: str,
    columns: Iterable[str],
    rows: Iterable[Row],
    units: str = "",
    notes: tuple[str, ...] = (),
    stack: bool = False,
) -> tuple[Table, ...]:
    """One table, or none where no row has a figure."""
    found = kept(rows)
    first, *others = columns
    heads = (Column(first, numeric=False), *(Column(label) for label in others))
    return (Table(id, caption, heads, found, units, notes, stack=stack),) if found else ()


def folded(tables: Iterable[Table]) -> tuple[Table, ...]:
    """The same tables, closed until a reader opens them."""
    return tuple(replace(table, folded=True) for table in tables)
