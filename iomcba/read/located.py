"""Text files read so that every value knows its place; nothing repaired, everything reported."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from iomcba.errors import InputError, Place, Problem, Problems
from iomcba.read.guard import TABLE, WORDS, Unreadable, load, text_of

MOST_LINES, MOST_COLUMNS, LONGEST_CELL = 100_000, 200, 20_000  # of a table of a case or set


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
    if text is None:
        return None
    if text.count("\n") > MOST_LINES:
        remedy = "No table of a case or set is as long."
        problems.add(Place(source.name), f"has more than {MOST_LINES:,} lines", remedy)
        return None
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows = list(_numbered(reader, source, problems))
    if not rows:
        problems.add(Place(source.name, 1), "the file is empty", "It needs a header row.")
        return None
    header = tuple(name.strip() for name in rows[0][1])
    if len(header) > MOST_COLUMNS:
        problems.add(Place(source.name, 1), f"has {len(header):,} columns")
        return None
    for name in sorted({name for name in header if header.count(name) > 1}):
        problems.add(Place(source.name, 1, name), "the column appears twice", "Keep one.")
    good = []
    for line, cells in rows[1:]:
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(header):
            problems.add(
                Place(source.name, line),
                f"{len(cells)} cells where the header has {len(header)}",
                'Check for a missing comma, or a comma inside a text that is not in "quotes".',
            )
            continue
        longest = max(len(cell) for cell in cells)
        if longest > LONGEST_CELL:
            what = f"a cell has {longest:,} characters, more than {LONGEST_CELL:,}"
            problems.add(Place(source.name, line), what, "Shorten it.")
            continue
        good.append((line, tuple(cell.strip() for cell in cells)))
    return Lines(source.name, header, tuple(good))


def _numbered(
    reader: Iterator[list[str]], source: Source, problems: Problems
) -> Iterator[tuple[int, list[str]]]:
    line = 1
    try:
        for cells in reader:
            yield line, cells
            line = reader.line_num + 1  # type: ignore[attr-defined]
    except csv.Error as error:
        problems.add(Place(source.name, line), f"is not valid CSV: {error}")
