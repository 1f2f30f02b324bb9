"""A workbook as it was read: cells with what they are, not only with what they show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

BLANK, TEXT, NUMBER, DAY, SWITCH = "blank", "text", "number", "day", "switch"
FORMULA, ERROR, PER_CENT = "formula", "error", "per cent"


@dataclass(frozen=True, slots=True)
class BookCell:
    """A cell: `kind` is one of the words above, `text` what it holds as text.

    A number reads back to the last bit, a day is 2027-12-31 (with a time after it where it has
    one); of a formula `text` is the formula, of an error its code.
    """

    kind: str
    text: str


NOTHING = BookCell(BLANK, "")


@dataclass(frozen=True, slots=True)
class BookSheet:
    """A sheet's cells by (row, column), both counted from 0; a cell that is not there is blank."""

    name: str
    cells: Mapping[tuple[int, int], BookCell]
    rows: int
    columns: int

    def cell(self, row: int, column: int) -> BookCell:
        """A cell, blank where there is none."""
        return self.cells.get((row, column), NOTHING)


@dataclass(frozen=True, slots=True)
class Book:
    """A workbook by the name under which messages know its file."""

    file: str
    sheets: Mapping[str, BookSheet]


def cell_name(row: int, column: int) -> str:
    """The name of a cell, both counted from 0.

    >>> cell_name(11, 7), cell_name(0, 26)
    ('H12', 'AA1')
    """
    from xlsxwriter.utility import xl_rowcol_to_cell

    found: str = xl_rowcol_to_cell(row, column)
    return found
