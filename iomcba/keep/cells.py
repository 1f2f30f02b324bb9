"""One cell of a CSV file changed, or a row put below the last, and every other byte left alone.

Byte-order mark, line ends, order, blank lines and the quoting of other cells stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from iomcba.characters import neutral

MARK = "\ufeff"
_CELL = re.compile(r'"(?:[^"]|"")*"|[^,\r\n]*')
_END = re.compile(r",|\r\n|\r|\n|\Z")
_LINE_END = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class CellEdit:
    """A new text for the cell of a column in the row that starts on a line (counted from 1)."""

    line: int
    column: str
    text: str


@dataclass(frozen=True, slots=True)
class _Record:
    """A row of a file: the line on which it starts and where each of its cells lies."""

    line: int
    cells: tuple[tuple[int, int], ...]


def edit_cells(
    content: bytes, edits: Sequence[CellEdit], added: Sequence[Mapping[str, str]] = ()
) -> bytes:
    """A CSV file with cells replaced and rows added at its end.

    A cell that was in quotes stays in quotes; another gets them only if its new text needs them. A
    cell of an added row that begins like a formula begins with an apostrophe.

    Raises:
        KeyError: if there is no such line or column.
        UnicodeDecodeError: if the file is not UTF-8.
    """
    text = content.decode("utf-8")
    records = {record.line: record for record in _records(text)}
    header = [_value(text, span).strip().removeprefix(MARK) for span in _first(records).cells]
    places = []
    for edit in edits:
        cells = records[edit.line].cells
        if edit.column not in header or len(cells) != len(header):
            raise KeyError(edit.column)
        places.append((cells[header.index(edit.column)], edit.text))
    for (start, end), new in sorted(places, reverse=True):
        text = text[:start] + _written(new, quoted=text[start:end].startswith('"')) + text[end:]
    return _with_rows(text, header, added).encode("utf-8")


def new_table(header: Sequence[str], rows: Sequence[Mapping[str, str]], line_end: str) -> bytes:
    """A CSV file of its own, in the line ends of its neighbours."""
    text = ",".join(_written(name, quoted=False) for name in header) + line_end
    return _with_rows(text, list(header), rows).encode("utf-8")


def line_end_of(content: bytes) -> str:
    """The first line end of a file; a line feed where it has none."""
    found = _LINE_END.search(content.decode("utf-8"))
    return found[0] if found else "\n"


def _with_rows(text: str, header: list[str], rows: Sequence[Mapping[str, str]]) -> str:
    if not rows:
        return text
    found = _LINE_END.search(text)
    end = found[0] if found else "\n"
    below = "" if text.endswith(("\n", "\r")) else end
    for row in rows:
        unknown = set(row) - set(header)
        if unknown:
            raise KeyError(min(unknown))
        cells = (str(neutral(row.get(name, ""))) for name in header)
        below += ",".join(_written(cell, quoted=False) for cell in cells) + end
    return text + below


def _records(text: str) -> Iterator[_Record]:
    """Rows as Python's csv module sees them; blank lines are none."""
    at, line = len(MARK) if text.startswith(MARK) else 0, 1
    while at < len(text):
        first, cells = line, list[tuple[int, int]]()
        while True:
            cell = _CELL.match(text, at)
            assert cell is not None, "a cell may be blank"
            end = _END.match(text, cell.end())
            if end is None:
                raise ValueError(f"line {line}: text after a closing quote")
            cells.append(cell.span())
            line += len(_LINE_END.findall(cell[0])) + (end[0] not in (",", ""))
            at = end.end()
            if end[0] != ",":
                break
        if len(cells) > 1 or cells[0][0] < cells[0][1]:
            yield _Record(first, tuple(cells))


def _first(records: Mapping[int, _Record]) -> _Record:
    return records[min(records)]


def _value(text: str, span: tuple[int, int]) -> str:
    raw = text[span[0] : span[1]]
    return raw[1:-1].replace('""', '"') if raw.startswith('"') else raw


def _written(text: str, quoted: bool) -> str:
    if quoted or any(mark in text for mark in ',"\r\n'):
        return '"' + text.replace('"', '""') + '"'
    return text
