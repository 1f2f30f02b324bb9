"""How wide the columns of a printed table are: numbers get what they need, words share the rest.

Widths are told in characters; a page has room for so many. They are only ever used as shares.
"""

from __future__ import annotations

from math import sqrt

from iomcba.report.views import Cell, Table

_WHOLE = 22  # characters of a number, or of its range, that stay on one line
_WORD = 16  # characters of a word that a column of words leaves room for
_GAP = 2.0
_HEAD_LINES = 3  # lines that a head takes at most, where there is room
_TOGETHER = 28  # lines of a table that is kept together
_LINE, _CELL = 110, 28  # characters of a line across the page, and in a usual cell
_SMALL = 0.88  # size of a second line


def shares(table: Table, room: float) -> tuple[float, ...]:
    """Each column's width in characters; together `room`."""
    cells: list[list[Cell]] = [[] for _ in table.columns]
    for row in table.rows:
        for place, cell in enumerate((row.head, *row.cells)):
            cells[place].append(cell)
    numeric = [column.numeric for column in table.columns]
    least = [
        _GAP + max(_word(column.label), *(_least(cell, column.numeric) for cell in held), 1.0)
        for column, held in zip(table.columns, cells, strict=True)
    ]
    heads = [len(column.label) / _HEAD_LINES for column in table.columns]
    roomier = [max(low, _GAP + head) for low, head in zip(least, heads, strict=True)]
    least = roomier if sum(roomier) <= room else least
    wish = [
        0.0 if is_number else sqrt(sum(len(c.text) + len(c.note) for c in held) / max(1, len(held)))
        for is_number, held in zip(numeric, cells, strict=True)
    ]
    left = max(0.0, room - sum(least))
    if not any(wish):
        wish = [1.0 for _ in wish]
    widths = [low + left * share / sum(wish) for low, share in zip(least, wish, strict=True)]
    return tuple(round(width * room / sum(widths), 2) for width in widths)


def is_short(table: Table) -> bool:
    """Say whether a table is kept together on one page: each row takes as long as its longest."""
    notes = sum(1 + len(note) // _LINE for note in table.notes)
    rows = sum(
        max(1 + len(cell.text) // _CELL + -(-len(cell.note) // _CELL) for cell in cells)
        for cells in ((row.head, *row.cells) for row in table.rows)
    )
    return rows + notes <= _TOGETHER


def _least(cell: Cell, numeric: bool) -> float:
    if not numeric:
        return max(_word(cell.text), _SMALL * _word(cell.note))
    text = len(cell.text) if len(cell.text) <= _WHOLE else _word(cell.text)
    note = len(cell.note) if len(cell.note) <= _WHOLE else _word(cell.note)
    return max(float(text), _SMALL * note)


def _word(text: str) -> float:
    return float(min(_WORD, max((len(word) for word in text.split()), default=0)))
