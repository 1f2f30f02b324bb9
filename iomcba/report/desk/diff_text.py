"""What differs between two sides, for a terminal, and as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from textwrap import wrap

from iomcba.characters import neutral
from iomcba.report.console import console, written
from iomcba.report.desk.diff_lines import TITLES, DiffLine, counted, diff_lines
from iomcba.terms.bridge import SharedComparison

COLUMNS = ("number", "name", "column", "was", "now", "by", "why", "source", "where")
LABEL, SHORT = 4, 300


def text(shared: SharedComparison, width: int, colour: bool) -> str:
    """Every difference, each line at most `width` characters."""
    from rich.text import Text

    screen, out = console(width, colour)
    for letter, side in zip("AB", shared.found.sides, strict=True):
        for said in wrap(f"{letter}  {side.title} ({side.kind} {side.place})", width):
            screen.print(Text(said))
    screen.print()
    found = diff_lines(shared)
    for sentence in counted(found):
        screen.print(Text(sentence))
    for group, title in TITLES.items():
        own = [line for line in found if line.group == group]
        if own:
            screen.print()
            screen.print(Text(title, style="bold"))
        for line in own:
            _print(screen, line, width)
    return written(out)


def _print(screen: object, line: DiffLine, width: int) -> None:
    from rich.console import Console
    from rich.text import Text

    assert isinstance(screen, Console)
    head = f"{line.number}. {line.what}{f' ({line.kind})' if line.kind else ''}"
    room = width - len(line.by) - 1
    first, *rest = wrap(head, room, subsequent_indent="   ") or [head]
    title = Text(first.ljust(room), style="bold")
    title.append(f" {line.by}")
    screen.print(title)
    for more in rest:
        screen.print(Text(more, style="bold"))
    for label, words in _facts(line):
        lead = " " * 3 + label.ljust(LABEL) + " "
        for said in wrap(words, width, initial_indent=lead, subsequent_indent=" " * len(lead)):
            screen.print(Text(said, style="dim" if label == "in" else ""))


def _facts(line: DiffLine) -> Iterator[tuple[str, str]]:
    if line.was:
        yield "was", line.was
    if line.now:
        yield "now", line.now
    for column, old, new in line.others:
        if column == "note" and line.why:
            continue
        yield "", f"{column}: {_short(old) or 'nothing'} → {_short(new) or 'nothing'}"
    if line.why:
        yield "why", line.why
    if line.where:
        yield "in", line.where


def _short(words: str) -> str:
    return words if len(words) <= SHORT else f"{words[:SHORT]}…"


def as_csv(shared: SharedComparison) -> str:
    """One row for each column that differs."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for line in diff_lines(shared):
        own = (("figure", line.was, line.now),) if line.was or line.now else ()
        for column, old, new in (*own, *line.others):
            figure = column == "figure"
            row = {
                "number": line.number,
                "name": line.name,
                "column": column,
                "was": old,
                "now": new,
                "by": line.by if figure else "",
                "why": line.why,
                "source": line.source,
                "where": line.where,
            }
            writer.writerow({name: neutral(cell) for name, cell in row.items()})
    return out.getvalue()
