"""The register for a terminal: a list with what matters first, and one assumption in full."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap

from iomcba.report import formats
from iomcba.report.console import console, written
from iomcba.report.desk import entries
from iomcba.report.desk.picture import drawing, picture
from iomcba.report.words import plural
from iomcba.terms.register import CONCERNS, Entry, Register

SMALL, WIDE, HIGH = 10, 48, 5  # columns of the small picture; columns and lines of the large one
BETWEEN = " · "
STYLES = {"overdue": "bold red", "weak": "bold yellow", "unsourced": "yellow", "": "bold"}
COUNTED = {
    "overdue": "past the review-by date",
    "weak": "of weak evidence on which much hangs",
    "unsourced": "without a source",
}
UNUSED, REST = "Enters nothing", "Everything else"
LABEL = 11


def listing(
    register: Register, shown: tuple[Entry, ...], width: int, colour: bool, ascii: bool
) -> str:
    """Entries under what is amiss with them, each line at most `width` characters."""
    from rich.text import Text

    screen, out = console(width, colour)
    screen.print(Text(f"{register.case}: {register.title}", style="bold"))
    for line in wrap(_counted(register, shown), width):
        screen.print(Text(line))
    sections: dict[tuple[str, str], list[Entry]] = {}
    for entry in shown:
        sections.setdefault(_section(entry), []).append(entry)
    for (title, style), under in sections.items():
        screen.print()
        screen.print(Text(f"{title} ({len(under):,})", style=style))
        for entry in under:
            _print(screen, entry, width, ascii)
    return written(out)


def _counted(register: Register, shown: tuple[Entry, ...]) -> str:
    said = [f"{plural(len(shown), 'assumption')} of {len(register.entries):,}"]
    for concern in CONCERNS:
        count = sum(concern in entry.concerns and bool(entry.feeds) for entry in shown)
        if count:
            said.append(f"{count:,} {COUNTED[concern]}")
    prices = f"The answer is in {register.price_base} prices; figures stand as they were written."
    return f"{'; '.join(said)}. {prices}"


def _section(entry: Entry) -> tuple[str, str]:
    if not entry.feeds:
        return UNUSED, "dim"
    first = next((concern for concern in CONCERNS if concern in entry.concerns), "")
    return CONCERNS.get(first, REST), STYLES[first]


def _print(screen: object, entry: Entry, width: int, ascii: bool) -> None:
    from rich.console import Console
    from rich.text import Text

    assert isinstance(screen, Console)
    shape = picture(entry.row.distribution, SMALL, ascii)
    value = entries.figure(entry.row, entry.row.central)
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
    for text in _joined(entries.details(entry), width - 6, ascii):
        screen.print(Text(f"      {text}", style="dim"))


def _joined(parts: Iterator[str], width: int, ascii: bool) -> list[str]:
    between = " | " if ascii else BETWEEN
    return wrap(between.join(parts), width, break_on_hyphens=False)


def shown(entry: Entry, register: Register, width: int, colour: bool, ascii: bool) -> str:
    """One assumption in full."""
    from rich.text import Text

    screen, out = console(width, colour)
    row = entry.row
    screen.print(Text(entry.name, style="bold"))
    screen.print(Text(f"{entries.figure(row, row.central)}  {entries.unit(row)}"))
    for line in _drawn(entry, width, ascii):
        screen.print(Text(line))
    screen.print()
    for label, text in _facts(entry, register):
        room = max(20, width - LABEL - 1)
        first, *rest = wrap(text, room, break_on_hyphens=False) or [""]
        said = Text(f"{label:<{LABEL}} ", style="bold")
        said.append(first, style="")
        screen.print(said)
        for line in rest:
            screen.print(Text(" " * (LABEL + 1) + line))
    return written(out)


def _drawn(entry: Entry, width: int, ascii: bool) -> Iterator[str]:
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
    low, high = (entries.figure(row, float(f"{end:.3g}")) for end in ends)
    yield f"  {low}{high.rjust(wide - len(low))}"
    yield f"  {ENDS[0]:.1%} and {ENDS[1]:.1%} of the probability lie below these ends"


def _facts(entry: Entry, register: Register) -> Iterator[tuple[str, str]]:
    row = entry.row
    if entry.concerns:
        yield "Look at", "; ".join(CONCERNS[concern] for concern in entry.concerns)
    if entries.span(row):
        yield "Range", entries.span(row)
    if row.distribution is not None:
        mean = formats.raw(float(f"{row.distribution.mean:.6g}"))
        rebased = row.price_base is not None and str(row.price_base) != register.price_base
        into = f" at {register.price_base} prices ({formats.factor(row.factor)})" if rebased else ""
        yield "Mean", f"{'£' if entries.money(row) else ''}{mean}{into}"
    yield "Source", f"{row.source}: {entry.citation}" if entry.citation else row.source
    yield "Status", row.status
    yield "Rating", f"{row.quality} quality, {row.impact} impact"
    yield "Owner", f"{row.owner}, review by {row.review_by}"
    yield "Stands in", f"{row.place} ({row.origin})"
    for earlier in reversed(entry.replaced):
        yield "Replaces", entries.replaced(earlier)
    for scenario in entry.scenarios:
        yield "Scenario", f"{scenario} sets it otherwise"
    for fed in entry.feeds:
        through = f" through {fed.through}" if fed.through and fed.figure else fed.through
        yield "Feeds", f"{fed.figure}{through}"
    if not entry.feeds:
        yield "Feeds", "nothing"
    for said in entries.worth(entry.worth):
        yield "Worth", said
    if row.note:
        yield "Note", row.note
