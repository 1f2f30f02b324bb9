"""Nouns of the workbook: formulas, columns, tables, defined names.

A formula is a template that reads like METHOD: `[take-up]` is the cell of that column in the same
row, `[^active]` the cell above it, `Costs[value]` a whole column of a table, `@yes` a word that
cells hold, and any other word a defined name or a function of the spreadsheet. Ids of columns and
words become what the catalogue says by `saying`, before anything is worked out or written.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from textwrap import wrap

INPUT, FIT, ENGINE, PLAIN = "input", "fit", "engine", ""
MOST_TEXT = 32_767  # characters a cell can hold
LINE = 170  # characters of a line of notes


@dataclass(frozen=True, slots=True)
class Formula:
    """A template of a formula, without the leading sign of equality."""

    text: str


Cell = str | float | Formula | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: id, a cell for each row, how figures are shown, head with its unit.

    `Context.table` gives the head that the catalogue has for the id where none is given.
    `shows` are formats of `writing`, `shades` what a cell's colour means: one for each row, or one
    for all.
    """

    id: str
    cells: Sequence[Cell]
    shows: Sequence[str] | str = "text"
    shades: Sequence[str] | str = PLAIN
    width: float = 0.0
    head: str = ""

    def show(self, row: int) -> str:
        """How a cell is shown."""
        return self.shows if isinstance(self.shows, str) else self.shows[row]

    def shade(self, row: int) -> str:
        """The shade of a cell."""
        return self.shades if isinstance(self.shades, str) else self.shades[row]


@dataclass(frozen=True, slots=True)
class Table:
    """One table on one sheet. `name` is used by formulas, `notes` stand between title and table.

    `keys` is the number of columns on the left that stay in view.
    """

    name: str
    sheet: str
    title: str
    notes: tuple[str, ...]
    columns: tuple[Column, ...]
    keys: int = 1

    @property
    def lines(self) -> tuple[str, ...]:
        """The notes in lines that fit a page."""
        return _in_lines(self.notes)

    @property
    def head_row(self) -> int:
        """Row of the heads, counted from 0: below the title, the notes and the way back."""
        return len(self.lines) + 2

    @property
    def size(self) -> int:
        """Number of rows."""
        return len(self.columns[0].cells)

    def place(self, head: str) -> int:
        """Number of a column. Raises KeyError for an unknown head."""
        for place, column in enumerate(self.columns):
            if column.head == head:
                return place
        raise KeyError(f"{self.name}[{head}]")

    def place_of(self, id: str) -> int:
        """Number of the column with an id."""
        return [column.id for column in self.columns].index(id)


@cache
def _in_lines(notes: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(line for note in notes for line in wrap(note, LINE))


@dataclass(frozen=True, slots=True)
class Name:
    """A defined name and the cell it stands for."""

    name: str
    table: str
    head: str
    row: int


@dataclass(frozen=True, slots=True)
class Model:
    """Every table of the workbook in order of sheets, and its defined names."""

    tables: tuple[Table, ...]
    names: tuple[Name, ...] = field(default=())

    def table(self, name: str) -> Table:
        """A table by name. Raises KeyError for an unknown name."""
        return {table.name: table for table in self.tables}[name]


def every(text: str, rows: int) -> list[Cell]:
    """The same formula in every row."""
    return [Formula(text)] * rows


def sum_where(value: str, *same: str) -> str:
    """Sum of a column over the rows of its table whose keys equal those of this row.

    >>> sum_where("Costs[value]", "option", "year")
    'SUMPRODUCT((Costs[option]=[option])*(Costs[year]=[year])*Costs[value])'
    """
    table = value.partition("[")[0]
    keys = "*".join(f"({table}[{key}]=[{key}])" for key in same)
    return f"SUMPRODUCT({keys}*{value})"
