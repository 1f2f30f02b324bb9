"""What a workbook would change, row by row: from, to, why, and where it goes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from textwrap import wrap

from iomcba.report.console import console, written
from iomcba.report.words import plural
from iomcba.terms.desk import RowEdit

BLANK, LONGEST = "blank", 60
MERGED = (
    "The case has changed since the workbook was written, in other rows: the changes are merged."
)


def text(
    edits: tuple[RowEdit, ...], merged: bool, already: int, book: str, width: int, colour: bool
) -> str:
    """The changes as text, each line at most `width` characters."""
    from rich.text import Text

    screen, out = console(width, colour)
    for line in _counted(edits, merged, already, book, width):
        screen.print(Text(line, style="bold"))
    for edit in edits:
        screen.print()
        screen.print(Text(edit.name, style="bold"))
        for line, style in _row(edit, book, width):
            screen.print(Text(line, style=style))
    return written(out)


def _counted(
    edits: tuple[RowEdit, ...], merged: bool, already: int, book: str, width: int
) -> Iterator[str]:
    cells = sum(len(edit.edits) for edit in edits)
    if edits:
        said = f"{book} changes {plural(cells, 'cell')} in {plural(len(edits), 'row')}."
    else:
        said = f"{book} changes nothing."
    if already:
        said += f" {plural(already, 'changed row')} stand in the case already."
    yield from wrap(said, width)
    if merged and edits:
        yield from wrap(MERGED, width)


def _row(edit: RowEdit, book: str, width: int) -> Iterator[tuple[str, str]]:
    for each in edit.edits:
        column = each.column.replace("_", " ")
        change = f"{column}: {_shown(each.was)} → {_shown(each.now)}"
        yield from _wrapped(f"{change}   ({book}!{each.sheet}!{each.cell})", width, "")
    for column, was, now in edit.follows:
        if column == "note":
            continue
        change = f"{column}: {_shown(was)} → {_shown(now)}   (follows: the figure is another)"
        yield from _wrapped(change, width, "dim")
    yield from _wrapped(f"why: {edit.reason}", width, "")
    where = f"{edit.row.place}" if not edit.overrides else f"{edit.file}, a new row"
    over = f"; {edit.row.place} of {edit.row.origin} is overridden" if edit.overrides else ""
    yield from _wrapped(f"into: {where}{over}", width, "dim")


def _wrapped(text: str, width: int, style: str) -> Iterator[tuple[str, str]]:
    lines = wrap(text, width - 2, subsequent_indent="    ", break_on_hyphens=False)
    yield from ((f"  {line}", style) for line in lines)


def _shown(text: str) -> str:
    if not text:
        return BLANK
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def as_json(edits: Iterable[RowEdit], merged: bool, already: int, effect: str) -> str:
    """The changes for machines, with the comparison that says what they do, or null."""
    found = {
        "merged": merged,
        "already": already,
        "rows": [
            {
                "name": edit.name,
                "table": edit.table,
                "file": edit.file,
                "overrides": str(edit.row.place) if edit.overrides else None,
                "reason": edit.reason,
                "cells": [
                    {
                        "sheet": e.sheet,
                        "cell": e.cell,
                        "column": e.column,
                        "was": e.was,
                        "now": e.now,
                    }
                    for e in edit.edits
                ],
                "follows": [{"column": c, "was": was, "now": now} for c, was, now in edit.follows],
            }
            for edit in edits
        ],
        "effect": json.loads(effect) if effect else None,
    }
    return json.dumps(found, indent=1, ensure_ascii=False) + "\n"
