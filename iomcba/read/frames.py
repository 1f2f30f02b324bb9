"""A cohort file → a table of text cells indexed by line, checked for shape, in a few array steps.

Large files (a million rows) are counted and split as whole columns; a file with quoted cells is
walked once more, because a quoted cell may hold commas and line ends.
"""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from iomcba.errors import Place, Problems
from iomcba.read.guard import COHORT
from iomcba.read.located import LONGEST_CELL, MOST_COLUMNS, Source, read_text
from iomcba.terms.histories import Flags, Ints

if TYPE_CHECKING:
    import pandas as pd

OFFENDERS = ("offender_id",)
OFFENCES = ("offender_id", "offence_date")
CUSTODY = ("offender_id", "start", "end")
CONSIDERED = "taken_into_consideration"
# The columns of a cohort's files that are loaded, besides needs and flags: no other is.
KNOWN = {
    "offenders.csv": (*OFFENDERS, "sex", "birth_year", "family_id"),
    "offences.csv": (*OFFENCES, "offence_code", "category", "crime_id", "offence_id", CONSIDERED),
    "custody.csv": CUSTODY,
}
MARKS = ("need_", "flag_")
MOST_ROWS = 4_000_000  # of a cohort's file; measured in docs/trust.md
WIDTH_REMEDY = 'Check for a missing comma, or a comma inside a text that is not in "quotes".'


def read_frame(
    source: Source, required: tuple[str, ...], problems: Problems
) -> pd.DataFrame | None:
    """Every cell of the declared columns as text, indexed by the line on which its row starts.

    Other columns are not loaded: `unknown_columns` names them. Blank lines are no rows. None after
    reporting what keeps the file from being read: it is missing, empty, not UTF-8, lacks a required
    column or has one twice. A row with too few or too many cells is reported and left out.
    """
    import pandas as pd

    text = _readable(source, required, problems)
    if text is None:
        return None
    header = _header(text)
    loaded = [i for i, column in enumerate(header) if is_known(column, source.path.name)]
    try:
        line, cells, blank = _quoted_shape(text) if '"' in text else _plain_shape(text)
        # Rows of another width would shift pandas' columns, so that it is told to take any width.
        widest = int(cells.max(initial=len(header)))
        if widest > MOST_COLUMNS:
            at = Place(source.name, int(line[cells.argmax()]))
            problems.add(at, f"{widest:,} cells where the header has {len(header)}", WIDTH_REMEDY)
            return None
        frame = pd.read_csv(
            io.StringIO(text),
            dtype=str,
            na_filter=False,
            skip_blank_lines=False,
            header=None,
            names=list(range(widest)),
            usecols=loaded,
            index_col=False,
        )
    except (csv.Error, pd.errors.ParserError) as error:
        problems.add(Place(source.name), f"is not valid CSV: {str(error).strip()}")
        return None
    if len(frame) > len(line):  # a last line end is no row
        frame = frame.iloc[: len(line)]
    frame.index = pd.Index(line)
    wrong = (cells != len(header)) & ~blank
    wrong[0] = False
    for at, found in zip(line[wrong].tolist(), cells[wrong].tolist(), strict=True):
        what = f"{found} cells where the header has {len(header)}"
        problems.add(Place(source.name, at), what, WIDTH_REMEDY)
    kept = ~blank & ~wrong
    kept[0] = False
    table: pd.DataFrame = frame.loc[kept]
    table.columns = pd.Index([header[i] for i in loaded])
    return table


def unknown_columns(file: Source) -> tuple[str, ...]:
    """Columns of a cohort's file that are not loaded, because nothing reads them."""
    header = _header(replace(file, most=COHORT).text())
    return tuple(column for column in header if not is_known(column, file.path.name))


def is_known(column: str, file: str) -> bool:
    """A column that the readers use: by name, or as a need or a flag; all of any other file."""
    return file not in KNOWN or column in KNOWN[file] or column.startswith(MARKS)


def _readable(source: Source, required: tuple[str, ...], problems: Problems) -> str | None:
    """The file's text, if it has no more rows than can be held, and a header that will do."""
    if not os.path.lexists(source.path):
        problems.add(Place(source.name), "is missing from the cohort's folder")
        return None
    text = read_text(replace(source, most=COHORT), problems)
    if text is None:
        return None
    if text.count("\n") > MOST_ROWS:
        remedy = "Split the cohort, or leave out people and days that no appraisal uses."
        problems.add(Place(source.name), f"has more than {MOST_ROWS:,} rows", remedy)
        return None
    header = _header(text)
    if not header:
        remedy = f"It needs the columns {', '.join(required)}."
        problems.add(Place(source.name, 1), "the file is empty or has no header row", remedy)
        return None
    return text if _header_is_right(header, required, source, problems) else None


def _header(text: str) -> tuple[str, ...]:
    try:
        first = next(csv.reader(io.StringIO(text[:LONGEST_CELL], newline="")), [])
    except csv.Error:
        first = []
    return tuple(name.strip() for name in first) if any(name.strip() for name in first) else ()


def _header_is_right(
    header: tuple[str, ...], required: tuple[str, ...], source: Source, problems: Problems
) -> bool:
    twice = sorted({name for name in header if name and header.count(name) > 1})
    missing = [name for name in required if name not in header]
    if len(header) > MOST_COLUMNS:
        problems.add(Place(source.name, 1), f"has {len(header):,} columns")
        return False
    for name in twice:
        problems.add(Place(source.name, 1, name), "the column appears twice", "Keep one.")
    for name in missing:
        remedy = f"It needs {', '.join(required)}."
        problems.add(Place(source.name, 1, name), "the column is missing", remedy)
    return not twice and not missing


def _plain_shape(text: str) -> tuple[Ints, Ints, Flags]:
    """Line, number of cells and whether all are blank, of each row of a text without quotes."""
    raw = np.frombuffer(text.encode(), dtype=np.uint8)
    ends = np.flatnonzero(raw == ord("\n"))
    if len(raw) and raw[-1] != ord("\n"):
        ends = np.append(ends, len(raw))
    _hold_length(int(np.diff(ends, prepend=-1).max(initial=0)))
    commas = np.flatnonzero(raw == ord(","))
    upto = np.searchsorted(commas, ends)
    cells = np.diff(upto, prepend=0) + 1
    length = np.diff(ends, prepend=-1) - 1
    return np.arange(1, len(ends) + 1), cells.astype(np.int64), length == cells - 1


def _hold_length(longest: int) -> None:
    """Raise csv.Error where a cell, or a line without quotes, is longer than any can be."""
    if longest > LONGEST_CELL:
        raise csv.Error(f"a cell or line has {longest:,} characters, more than {LONGEST_CELL:,}")


def _quoted_shape(text: str) -> tuple[Ints, Ints, Flags]:
    """The same of a text with quotes, by walking it."""

    def shapes() -> Iterator[tuple[int, int, bool]]:
        reader = csv.reader(io.StringIO(text, newline=""), strict=True)
        line = 1
        for row in reader:
            _hold_length(max(map(len, row), default=0))
            yield line, max(len(row), 1), not any(row)
            line = reader.line_num + 1

    found = np.array(list(shapes()), dtype=np.int64).reshape(-1, 3)
    return found[:, 0], found[:, 1], found[:, 2] != 0
