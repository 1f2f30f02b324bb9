"""What a workbook would change, row by row: from, to, why, and where it goes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from textwrap import wrap

from iomcba.report.console import console, written
from iomcba.terms.catalogue import Catalogue
from iomcba.terms.desk import RowEdit

LONGEST = 60


def text(
    edits: tuple[RowEdit, ...],
    merged: bool,
    already: int,
    book: str,
    words: Catalogue,
    width: int,
    colour: bool,
) -> str:
    """The changes as text, each line at most `width` characters."""
    from rich.text import Text

    screen, out = console(width, colour)
    for line in _counted(edits, merged, already, book, words, width):
        screen.print(Text(line, style="bold"))
    for edit in edits:
        screen.print()
        screen.print(Text(edit.name, style="bold"))
        for line, style in _row(edit, book, words, width):
            screen.print(Text(line, style=style))
    return written(out)


def _counted(
    edits: tuple[RowEdit, ...], merged: bool, already: int, book: str, words: Catalogue, width: int
) -> Iterator[str]:
    cells = sum(len(edit.edits) for edit in edits)
    if edits:
        changed = words.text("proposed.cells", count=cells)
        rows = words.text("proposed.rows", count=len(edits))
        said = words.text("proposed.changes", book=book, cells=changed, rows=rows)
    else:
        said = words.text("proposed.nothing", book=book)
    if already:
        said = f"{said} {words.text('proposed.already', count=already)}"
    yield from wrap(said, width)
    if merged and edits:
        yield from wrap(words.text("proposed.merged"), width)


def _row(edit: RowEdit, book: str, words: Catalogue, width: int) -> Iterator[tuple[str, str]]:
    for each in edit.edits:
        column = each.column.replace("_", " ")
        change = _change(column, each.was, each.now, words)
        yield from _wrapped(f"{change}   ({book}!{each.sheet}!{each.cell})", width, "")
    for column, was, now in edit.follows:
        if column == "note":
            continue
        change = words.text("proposed.follows", change=_change(column, was, now, words))
        yield from _wrapped(change, width, "dim")
    yield from _wrapped(words.text("proposed.why", reason=edit.reason), width, "")
    where = f"{edit.row.place}"
    if edit.overrides:
        added = words.text("proposed.new-row", file=edit.file)
        stood = {"place": where, "origin": edit.row.origin}
        where = words.text("proposed.overridden", where=added, **stood)
    yield from _wrapped(words.text("proposed.into", where=where), width, "dim")


def _change(column: str, was: str, now: str, words: Catalogue) -> str:
    return f"{column}: {_shown(was, words)} → {_shown(now, words)}"


def _wrapped(text: str, width: int, style: str) -> Iterator[tuple[str, str]]:
    lines = wrap(text, width - 2, subsequent_indent="    ", break_on_hyphens=False)
    yield from ((f"  {line}", style) for line in lines)


def _shown(text: str, words: Catalogue) -> str:
    if not text:
        return words.text("proposed.blank")
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
