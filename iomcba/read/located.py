"""Text files read so that every value knows its place; nothing repaired, everything reported."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from pathlib import Path

from iomcba.errors import InputError, Place, Problem, Problems
from iomcba.read.csv_faults import LONGEST_CELL, odd_width, parted_otherwise, unsplit
from iomcba.read.guard import TABLE, WORDS, Unreadable, load, text_of

MOST_LINES, MOST_COLUMNS = 100_000, 200  # of a table of a case or set


@dataclass(frozen=True, slots=True)
class Source:
    """A file of the workspace: its path on disk and the name by which messages know it.

    `content` is what it would hold after a change that is tried first; None as it stands. `most` is
    the number of bytes that a file of its sort may have.
    """

    path: Path
    name: str
    content: bytes | None = None
    most: int = TABLE

    def read(self) -> bytes:
        """The file's bytes.

        Raises:
            InputError: if it is no ordinary file of bounded size, or cannot be read.
        """
        if self.content is not None:
            return self.content
        try:
            most = WORDS if self.path.suffix in (".yaml", ".yml") else self.most
            return load(self.path, most)
        except Unreadable as error:
            raise InputError([Problem(Place(self.name), error.what, error.remedy)]) from error

    def text(self) -> str:
        r"""The file's text, UTF-8, with \n at the end of every line.

        Raises:
            InputError: if it cannot be read, or is not such a text.
        """
        try:
            return text_of(self.read())
        except Unreadable as error:
            at = Place(self.name, error.line)
            raise InputError([Problem(at, error.what, error.remedy)]) from error


def read_text(source: Source, problems: Problems) -> str | None:
    """Read a UTF-8 file (a leading byte-order mark is allowed); None after reporting why not."""
    try:
        return source.text()
    except InputError as error:
        problems.found += error.problems
    return None


@dataclass(frozen=True, slots=True)
class Lines:
    """A CSV file's header and its rows of cells, each row with the line on which it starts."""

    file: str
    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]


def read_lines(source: Source, problems: Problems) -> Lines | None:
    """Split a CSV file into rows with line numbers; wrong widths, doubled columns are reported."""
    text = read_text(source, problems)
    if text is None or not _is_table(text, source, problems):
        return None
    rows = _numbered(text, source, problems)
    if not rows:
        return None
    header = tuple(name.strip() for name in rows[0][1])
    if len(header) > MOST_COLUMNS:
        problems.add(Place(source.name, 1), f"has {len(header):,} columns")
        return None
    for name in sorted({name for name in header if header.count(name) > 1}):
        problems.add(Place(source.name, 1, name), "the column appears twice", "Keep one.")
    good, written = [], text.split("\n")
    for line, cells, last in rows[1:]:
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(header):
            said = odd_width(len(cells), len(header), written[line - 1], last - line + 1)
            problems.add(Place(source.name, line), *said)
            continue
        longest = max(len(cell) for cell in cells)
        if longest > LONGEST_CELL:
            what = f"a cell has {longest:,} characters, more than {LONGEST_CELL:,}"
            problems.add(Place(source.name, line), what, "Shorten it.")
            continue
        good.append((line, tuple(cell.strip() for cell in cells)))
    return Lines(source.name, header, tuple(good))


def _is_table(text: str, source: Source, problems: Problems) -> bool:
    """Whether a text may be a table with commas; reported if not."""
    if text.count("\n") > MOST_LINES:
        remedy = "No table of a case or set is as long."
        problems.add(Place(source.name), f"has more than {MOST_LINES:,} lines", remedy)
        return False
    if not text:
        problems.add(Place(source.name, 1), "the file is empty", "It needs a header row.")
        return False
    other = parted_otherwise(text.partition("\n")[0])
    if other is not None:
        problems.add(Place(source.name, 1), *other)
    return other is None


def _numbered(text: str, source: Source, problems: Problems) -> list[tuple[int, list[str], int]]:
    """Each row's cells between its first line and its last; none after a broken quote."""
    reader, rows, line = csv.reader(io.StringIO(text, newline=""), strict=True), [], 1
    try:
        for cells in reader:
            rows.append((line, cells, reader.line_num))
            line = reader.line_num + 1
    except csv.Error as error:
        header = [name.strip() for name in rows[0][1]] if rows else []
        fault = unsplit(text, line, header, str(error))
        place = Place(source.name, fault.line, fault.column)
        problems.add(place, fault.what, fault.remedy)
    return rows
