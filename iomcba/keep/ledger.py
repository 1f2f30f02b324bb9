"""The record of changes made at review: one row a changed cell, put below what is there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from iomcba.keep.cells import edit_cells, new_table
from iomcba.terms.desk import CHANGE_COLUMNS, RowEdit


def ledger_with(
    content: bytes, edits: Sequence[RowEdit], workbook: str, by: str, day: str
) -> bytes:
    """The record with every change below its last row; blank content begins a new one."""
    rows = [{**row, "day": day, "by": by, "workbook": workbook} for e in edits for row in _rows(e)]
    if not content.strip():
        return new_table(CHANGE_COLUMNS, rows, "\n")
    return edit_cells(content, [], rows)


def _rows(edit: RowEdit) -> Iterator[dict[str, str]]:
    for each in edit.edits:
        yield _row(edit, each.column, each.was, each.now)
    for column, was, now in edit.follows:
        yield _row(edit, column, was, now)


def _row(edit: RowEdit, column: str, was: str, now: str) -> dict[str, str]:
    return {
        "name": edit.name,
        "column": column,
        "was": was,
        "now": now,
        "reason": edit.reason,
        "file": edit.file,
    }
