"""The record of changes beside a case, `changes.csv`: a line a changed cell, only added to."""

from __future__ import annotations

import os
from pathlib import Path

from iomcba.errors import Place, Problems
from iomcba.read.located import read_lines
from iomcba.read.workspace import source
from iomcba.terms.desk import CHANGE_COLUMNS, Changed
from iomcba.terms.reviews import CHANGES


def read_changes(case: Path) -> tuple[Changed, ...]:
    """Changes of a case in the order in which they were made; none where there is no record.

    Raises:
        InputError: if the record has other columns.
    """
    path = case / CHANGES
    if not os.path.lexists(path):
        return ()
    problems = Problems()
    lines = read_lines(source(path), problems)
    if lines is not None and lines.header != CHANGE_COLUMNS:
        expected = f"Expected: {', '.join(CHANGE_COLUMNS)}."
        problems.add(Place(lines.file, 1), f"has columns {', '.join(lines.header)}", expected)
    problems.raise_if_any()
    return tuple(Changed(*cells) for _, cells in lines.rows) if lines is not None else ()
