"""What differs between two sides, for a terminal, and as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from textwrap import wrap

from iomcba.characters import neutral
from iomcba.report.compare.layout import side_words
from iomcba.report.compare.wording import column_name
from iomcba.report.console import console, written
from iomcba.report.desk.diff_lines import GROUPS, DiffLine, counted, diff_lines
from iomcba.terms.bridge import SharedComparison
from iomcba.terms.catalogue import Catalogue

COLUMNS = ("number", "name", "column", "was", "now", "by", "why", "source", "where")
LABEL, SHORT = 4, 300


def text(shared: SharedComparison, words: Catalogue, width: int, colour: bool) -> str:
    """Every difference, each line at most `width` characters."""
    from rich.text import Text

    screen, out = console(width, colour)
    for letter, side in zip("AB", shared.found.sides, strict=True):
        for said in wrap(f"{letter}  {side_words(side, words)}", width):
            screen.print(Text(said))
    screen.print()
    found = diff_lines(shared, words)
    for sentence in counted(found, words):
        screen.print(Text(sentence))
    for group in GROUPS:
        own = [line for line in found if line.group == group]
        if own:
            screen.print()
            screen.print(Text(words.text(f"differs.{group}"), style="bold"))
        for line in own:
            _print(screen, line, width, words)
    return written(out)


def _print(screen: object, line: DiffLine, width: int, said: Catalogue) -> None:
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
    for fact, words in _facts(line, said):
        label = said.text(f"differs-fact.{fact}") if fact else ""
        lead = " " * 3 + label.ljust(LABEL) + " "
        for part in wrap(words, width, initial_indent=lead, subsequent_indent=" " * len(lead)):
            screen.print(Text(part, style="dim" if fact == "in" else ""))


def _facts(line: DiffLine, words: Catalogue) -> Iterator[tuple[str, str]]:
    if line.was:
        yield "was", line.was
    if line.now:
        yield "now", line.now
    nothing = words.text("differs.no-word")
    for column, old, new in line.others:
        if column == "note" and line.why:
            continue
        yield (
            "",
            f"{column_name(column, words)}: {_short(old) or nothing} → {_short(new) or nothing}",
        )
    if line.why:
        yield "why", line.why
    if line.where:
        yield "in", line.where


def _short(words: str) -> str:
    return words if len(words) <= SHORT else f"{words[:SHORT]}…"


def as_csv(shared: SharedComparison, words: Catalogue) -> str:
    """One row for each column that differs."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for line in diff_lines(shared, words):
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
