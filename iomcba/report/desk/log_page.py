"""The log of a case as a page of its own, and for a terminal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from iomcba.report.annex import finished
from iomcba.report.console import console, written
from iomcba.report.html import page
from iomcba.report.views import Table
from iomcba.terms.catalogue import Catalogue
from iomcba.terms.findings import TableWords
from iomcba.terms.said import retold

TEMPLATE = "log.html.j2"


@dataclass(frozen=True, slots=True)
class LogPage:
    """The page: whose log it is, its label, its tables, when it was printed."""

    title: str
    label: str
    kind: str
    tables: tuple[Table, ...]
    stamp: str


def render(
    title: str,
    label: str,
    tables: tuple[TableWords, ...],
    templates: Mapping[str, str],
    words: Catalogue,
    stamp: str = "",
) -> bytes:
    """The log as one self-contained page."""
    kind = words.text("log.kind")
    shown = tuple(finished(table, lambda text: retold(text, words, ())) for table in tables)
    return page(TEMPLATE, templates, words, report=LogPage(title, label, kind, shown, stamp))


def text(
    title: str,
    label: str,
    tables: tuple[TableWords, ...],
    words: Catalogue,
    width: int,
    colour: bool,
) -> str:
    """The log for a terminal: a line or two each entry."""
    from rich.padding import Padding
    from rich.text import Text

    made, out = console(width, colour)
    made.print(Text(words.text("log.of", title=title), style="bold"))
    if label:
        made.print(Text(label))
    for table in tables:
        made.print()
        made.print(Text(retold(table.title, words, ()), style="bold"))
        heads = [retold(head, words, ()) for head in table.header]
        for row in table.rows:
            first, *rest = (retold(cell, words, ()) for cell in row)
            made.print(Text(f"  {first}"))
            told = zip(heads[1:], rest, strict=True)
            for head, cell in ((h, c) for h, c in told if c):
                made.print(Padding(Text(f"{head}: {cell}"), (0, 0, 0, 4)))
    return written(out)
