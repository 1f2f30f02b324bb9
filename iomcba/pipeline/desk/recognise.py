"""A workbook → what it says of itself: the case and the version of it that it was made from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from iomcba.errors import InputError, Place, Problem
from iomcba.terms.desk import (
    ABOUT_SHEET,
    AS_EXPORTED,
    FORMAT,
    LABELS,
    READ_ME,
    REVIEWER,
    SHEET_OF,
    TABLE_OF,
)
from iomcba.terms.spreadsheet import BLANK, Book, BookSheet


@dataclass(frozen=True, slots=True)
class Facts:
    """What a workbook says of itself: the case it was made from, its sheets by title."""

    case: str
    folder: str
    fingerprint: str
    cells: str
    tables: Mapping[str, str]
    reviewer: str


def read_facts(book: Book) -> Facts:
    """What a workbook says of itself.

    Raises:
        InputError: if it is none that was exported from a case.
    """
    about = book.sheets.get(ABOUT_SHEET)
    said: dict[str, str] = {}
    if about is not None:
        for label, word in _pairs(about):
            if label == SHEET_OF:
                break
            said[label] = word
    if said.get(LABELS["format"]) != FORMAT or AS_EXPORTED not in book.sheets:
        remedy = "Make one with: iomcba assumptions export CASE --xlsx FILE."
        what = "is no workbook that iomcba exported"
        raise InputError([Problem(Place(book.file), what, remedy)])
    assert about is not None, "its format was read"
    titles = [n for n in range(about.rows) if about.cell(n, 0).text == SHEET_OF]
    tables = {}
    for row in range(titles[0] + 1 if titles else 0, about.rows):
        if about.cell(row, 0).kind == BLANK:
            break
        tables[about.cell(row, 0).text] = about.cell(row, 1).text
    start = book.sheets.get(READ_ME)
    names = [] if start is None else [w for label, w in _pairs(start) if label == REVIEWER]
    return Facts(
        said.get(LABELS["case"], ""),
        said.get(LABELS["folder"], ""),
        said.get(LABELS["fingerprint"], ""),
        said.get(LABELS["cells"], ""),
        {title: table for title, table in tables.items() if table != TABLE_OF},
        names[0].strip() if names else "",
    )


def _pairs(sheet: BookSheet) -> Iterator[tuple[str, str]]:
    for row in range(sheet.rows):
        yield sheet.cell(row, 0).text, sheet.cell(row, 1).text
