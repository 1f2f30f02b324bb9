"""Text files read so that every value knows its place; nothing repaired, everything reported."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from iomcba.errors import Place, Problems


@dataclass(frozen=True, slots=True)
class Cell:
    """A value as written, and where."""

    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Source:
    """A file of the workspace: its path on disk and the name by which messages know it.

    `content` is what it would hold after a change that is tried first; None as it stands.
    """

    path: Path
    name: str
    content: bytes | None = None

    def read(self) -> bytes:
        """The file's bytes."""
        return self.path.read_bytes() if self.content is None else self.content


def read_text(source: Source, problems: Problems) -> str | None:
    """Read a UTF-8 file (a leading byte-order mark is allowed); None after reporting why not."""
    try:
        return source.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = source.read()[: error.start].count(b"\n") + 1
        problems.add(
            Place(source.name, line),
            f"byte {error.start} is not UTF-8",
            "Save the file as 'CSV UTF-8' or with encoding UTF-8.",
        )
    except OSError as error:
        problems.add(Place(source.name), f"cannot be read: {error.strerror}")
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
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows = list(_numbered(reader, source, problems))
    if not rows:
        problems.add(Place(source.name, 1), "the file is empty", "It needs a header row.")
        return None
    header = tuple(name.strip() for name in rows[0][1])
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
