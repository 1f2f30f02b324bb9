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

from iomcba.characters import beyond_ascii, likeness
from iomcba.errors import Place, Problems
from iomcba.read.csv_faults import (
    LONGEST_CELL,
    CsvFault,
    no_csv,
    odd_width,
    parted_otherwise,
    too_long,
    unsplit,
)
from iomcba.read.guard import COHORT
from iomcba.read.located import MOST_COLUMNS, Source, read_text
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
    shape = _shape(text, header, required, source, problems)
    if shape is None and problems.found[-1].place.line == 1:
        return None  # of a header that cannot be split nothing can be said
    if not _header_is_right(header, required, source, problems) or shape is None:
        return None
    line, cells, blank = shape
    # Rows of another width would shift pandas' columns, so that it is told to take any width.
    widest = int(cells.max(initial=len(header)))
    if widest > MOST_COLUMNS:
        at = Place(source.name, int(line[cells.argmax()]))
        problems.add(at, *odd_width(widest, len(header), "", 1))
        return None
    loaded = [i for i, column in enumerate(header) if is_known(column, source.path.name)]
    frame = _loaded(text, widest, loaded, source, problems)
    if frame is None:
        return None
    if len(frame) > len(line):  # a last line end is no row
        frame = frame.iloc[: len(line)]
    frame.index = pd.Index(line)
    wrong = (cells != len(header)) & ~blank
    wrong[0] = False
    _tell_widths(text, line, cells, np.flatnonzero(wrong), source, problems)
    kept = ~blank & ~wrong
    kept[0] = False
    table: pd.DataFrame = frame.loc[kept]
    table.columns = pd.Index([header[i] for i in loaded])
    return table


def _loaded(
    text: str, widest: int, columns: list[int], source: Source, problems: Problems
) -> pd.DataFrame | None:
    import pandas as pd

    try:
        return pd.read_csv(
            io.StringIO(text),
            dtype=str,
            na_filter=False,
            skip_blank_lines=False,
            header=None,
            names=list(range(widest)),
            usecols=columns,
            index_col=False,
        )
    except pd.errors.ParserError as error:
        fault = no_csv(0, str(error).strip())
        problems.add(Place(source.name), fault.what, fault.remedy)
    return None


def _tell_widths(
    text: str, line: Ints, cells: Ints, wrong: Ints, source: Source, problems: Problems
) -> None:
    """Report rows of too few or too many cells, each by how it is written."""
    written = text.split("\n") if len(wrong) else []
    after = np.append(line[1:], text.count("\n") + (not text.endswith("\n")) + 1)
    for row in wrong.tolist():
        at, lines = int(line[row]), int(after[row] - line[row])
        said = odd_width(int(cells[row]), int(cells[0]), written[at - 1], lines)
        problems.add(Place(source.name, at), *said)


def _shape(
    text: str,
    header: tuple[str, ...],
    required: tuple[str, ...],
    source: Source,
    problems: Problems,
) -> tuple[Ints, Ints, Flags] | None:
    """Line, cells and blankness of each row; None after reporting why it cannot be split."""
    other = None if set(required) <= set(header) else parted_otherwise(text.partition("\n")[0])
    try:
        if other is None:
            return _quoted_shape(text, header) if '"' in text else _plain_shape(text)
    except CsvFault as fault:
        problems.add(Place(source.name, fault.line, fault.column), fault.what, fault.remedy)
        return None
    problems.add(Place(source.name, 1), *other)
    return None


def unknown_columns(file: Source) -> tuple[str, ...]:
    """Columns of a cohort's file that are not loaded, because nothing reads them."""
    header = _header(replace(file, most=COHORT).text())
    return tuple(column for column in header if not is_known(column, file.path.name))


def is_known(column: str, file: str) -> bool:
    """A column that the readers use: by name, or as a need or a flag; all of any other file."""
    return file not in KNOWN or column in KNOWN[file] or column.startswith(MARKS)


def looks_like(name: str, columns: tuple[str, ...]) -> str:
    """A sentence on the column that looks like a missing one; blank if none does."""
    like = next((column for column in columns if likeness(column) == name), "")
    return f"A column looks like it, but holds {beyond_ascii(like)}. " if like else ""


def _readable(source: Source, required: tuple[str, ...], problems: Problems) -> str | None:
    """The file's text, if it has a header and no more rows than can be held."""
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
    if not _header(text):
        remedy = f"It needs the columns {', '.join(required)}."
        problems.add(Place(source.name, 1), "the file is empty or has no header row", remedy)
        return None
    return text


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
        remedy = f"{looks_like(name, header)}It needs {', '.join(required)}."
        problems.add(Place(source.name, 1, name), "the column is missing", remedy)
    return not twice and not missing


def _plain_shape(text: str) -> tuple[Ints, Ints, Flags]:
    """Line, number of cells and whether all are blank, of each row of a text without quotes."""
    raw = np.frombuffer(text.encode(), dtype=np.uint8)
    ends = np.flatnonzero(raw == ord("\n"))
    if len(raw) and raw[-1] != ord("\n"):
        ends = np.append(ends, len(raw))
    lengths = np.diff(ends, prepend=-1)
    if lengths.max(initial=0) > LONGEST_CELL:
        raise too_long(int(lengths.argmax()) + 1, int(lengths.max()))
    commas = np.flatnonzero(raw == ord(","))
    upto = np.searchsorted(commas, ends)
    cells = np.diff(upto, prepend=0) + 1
    return np.arange(1, len(ends) + 1), cells.astype(np.int64), lengths == cells


def _quoted_shape(text: str, header: tuple[str, ...]) -> tuple[Ints, Ints, Flags]:
    """The same of a text with quotes, by walking it."""
    line = 1

    def shapes() -> Iterator[tuple[int, int, bool]]:
        nonlocal line
        reader = csv.reader(io.StringIO(text, newline=""), strict=True)
        for row in reader:
            longest = max(map(len, row), default=0)
            if longest > LONGEST_CELL:
                raise too_long(line, longest)
            yield line, max(len(row), 1), not any(row)
            line = reader.line_num + 1

    try:
        found = np.array(list(shapes()), dtype=np.int64).reshape(-1, 3)
    except csv.Error as error:
        raise unsplit(text, line, header, str(error)) from error
    return found[:, 0], found[:, 1], found[:, 2] != 0
