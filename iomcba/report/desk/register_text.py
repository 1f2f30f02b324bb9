"""The register for a terminal: a list with what matters first, and one assumption in full."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap

from iomcba.report import formats
from iomcba.report.console import console, written
from iomcba.report.desk import entries
from iomcba.report.desk.picture import drawing, picture
from iomcba.terms.catalogue import Catalogue
from iomcba.terms.register import CONCERNS, Entry, Register
from iomcba.terms.rows import Row

SMALL, WIDE, HIGH = 10, 48, 5  # columns of the small picture; columns and lines of the large one
BETWEEN = " · "
STYLES = {"overdue": "bold red", "weak": "bold yellow", "unsourced": "yellow", "": "bold"}
LABEL = 11


def listing(
    register: Register,
    shown: tuple[Entry, ...],
    words: Catalogue,
    width: int,
    colour: bool,
    ascii: bool,
) -> str:
    """Entries under what is amiss with them, each line at most `width` characters."""
    from rich.text import Text

    screen, out = console(width, colour)
    screen.print(Text(f"{register.case}: {register.title}", style="bold"))
    for line in wrap(_counted(register, shown, words), width):
        screen.print(Text(line))
    sections: dict[tuple[str, str], list[Entry]] = {}
    for entry in shown:
        sections.setdefault(_section(entry, words), []).append(entry)
    for (title, style), under in sections.items():
        screen.print()
        screen.print(Text(f"{title} ({len(under):,})", style=style))
        for entry in under:
            _print(screen, entry, words, width, ascii)
    return written(out)


def _counted(register: Register, shown: tuple[Entry, ...], words: Catalogue) -> str:
    said = [words.text("register.counted", count=len(shown), all=len(register.entries))]
    for concern in CONCERNS:
        count = sum(concern in entry.concerns and bool(entry.feeds) for entry in shown)
        if count:
            said.append(words.text(f"register-count.{concern}", number=count))
    counts = words.text("list.apart").join(said)
    return words.text("register.prices", counts=counts, year=register.price_base)


def _section(entry: Entry, words: Catalogue) -> tuple[str, str]:
    if not entry.feeds:
        return words.text("register.unused"), "dim"
    first = next((concern for concern in CONCERNS if concern in entry.concerns), "")
    title = words.text(f"register-concern.{first}" if first else "register.rest")
    return title, STYLES[first]


def _print(screen: object, entry: Entry, words: Catalogue, width: int, ascii: bool) -> None:
    from rich.console import Console
    from rich.text import Text

    assert isinstance(screen, Console)
    shape = picture(entry.row.distribution, SMALL, ascii)
    value = entries.figure(entry.row, entry.row.central, words)
    right = f"{value}  {shape}"
    room = width - 2 - len(right) - 1
    name = entry.name
    if len(name) > room:
        screen.print(Text(f"  {name}", style="bold", overflow="fold"))
        name = ""
    line = Text("  ")
    line.append(name.ljust(room), style="bold")
    line.append(f" {right}")
    screen.print(line)
    for text in _joined(entries.details(entry, words), width - 6, ascii):
        screen.print(Text(f"      {text}", style="dim"))


def _joined(parts: Iterator[str], width: int, ascii: bool) -> list[str]:
    between = " | " if ascii else BETWEEN
    return wrap(between.join(parts), width, break_on_hyphens=False)


def shown(
    entry: Entry, register: Register, words: Catalogue, width: int, colour: bool, ascii: bool
) -> str:
    """One assumption in full."""
    from rich.text import Text

    screen, out = console(width, colour)
    row = entry.row
    screen.print(Text(entry.name, style="bold"))
    figure = entries.figure(row, row.central, words)
    screen.print(Text(f"{figure}  {entries.unit(row, words)}"))
    for line in _drawn(entry, words, width, ascii):
        screen.print(Text(line))
    screen.print()
    for label, text in _facts(entry, register, words):
        room = max(20, width - LABEL - 1)
        first, *rest = wrap(text, room, break_on_hyphens=False) or [""]
        said = Text(f"{label:<{LABEL}} ", style="bold")
        said.append(first, style="")
        screen.print(said)
        for line in rest:
            screen.print(Text(" " * (LABEL + 1) + line))
    return written(out)


def _drawn(entry: Entry, words: Catalogue, width: int, ascii: bool) -> Iterator[str]:
    """The distribution, with the ends of the picture below it."""
    import numpy as np

    from iomcba.report.desk.picture import ENDS

    row = entry.row
    if row.distribution is None or row.distribution.is_point:
        return
    wide = min(WIDE, width - 4)
    yield ""
    yield from (f"  {line}" for line in drawing(row.distribution, wide, HIGH, ascii))
    ends = row.distribution.quantile(np.array(ENDS)) / row.factor
    low, high = (entries.figure(row, float(f"{end:.3g}"), words) for end in ends)
    yield f"  {low}{high.rjust(wide - len(low))}"
    shares = {"low": f"{ENDS[0]:.1%}", "high": f"{ENDS[1]:.1%}"}
    yield f"  {words.text('register.ends', **shares)}"


def _facts(entry: Entry, register: Register, words: Catalogue) -> Iterator[tuple[str, str]]:
    """Everything that is known of an assumption, each under its label."""
    for label, said in _said(entry, register, words):
        yield words.text(f"register-fact.{label}"), said


def _said(entry: Entry, register: Register, words: Catalogue) -> Iterator[tuple[str, str]]:
    row = entry.row
    if entry.concerns:
        concerns = (words.text(f"register-concern.{concern}") for concern in entry.concerns)
        yield "look-at", words.text("list.apart").join(concerns)
    if entries.span(row, words):
        yield "range", entries.span(row, words)
    if row.distribution is not None:
        yield "mean", _mean(row, row.distribution.mean, register.price_base, words)
    yield "source", f"{row.source}: {entry.citation}" if entry.citation else row.source
    yield "status", row.status
    yield "rating", entries.rating(row, words)
    yield "owner", entries.owner(row, words)
    yield "stands-in", f"{row.place} ({row.origin})"
    for earlier in reversed(entry.replaced):
        yield "replaces", entries.replaced(earlier, words)
    for scenario in entry.scenarios:
        yield "scenario", words.text("register.scenario", scenario=scenario)
    for fed in entry.feeds:
        if fed.through and fed.figure:
            yield "feeds", words.text("register.through", figure=fed.figure, part=fed.through)
        else:
            yield "feeds", fed.figure or fed.through
    if not entry.feeds:
        yield "feeds", words.text("register.nothing")
    for said in entries.worth(entry.worth, words):
        yield "worth", said
    if row.note:
        yield "note", row.note


def _mean(row: Row, value: float, year: str, words: Catalogue) -> str:
    """The mean of a row, in the prices of the answer where its own are others."""
    mean = f"{'£' if entries.money(row) else ''}{formats.raw(float(f'{value:.6g}'))}"
    if row.price_base is None or str(row.price_base) == year:
        return mean
    factor = formats.factor(row.factor)
    return words.text("register.rebased", mean=mean, year=year, factor=factor)
