"""Cost by heading and year: one bar a year, a block a heading, each option on its own scale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from iomcba.report import formats, labels
from iomcba.report.charts import ROOM_FOR_AMOUNT
from iomcba.report.charts.shared import at_both_widths
from iomcba.report.drawing import Drawing, scale
from iomcba.report.lookup import Lookup, expected_as
from iomcba.report.svg import INK, NAVY, ORANGE, PLUM, TEAL
from iomcba.report.views import Cell, Chart, Column, Row, Table
from iomcba.terms.findings import OptionLabel

_POUNDS = expected_as(formats.pounds)
_COLOURS = (NAVY, TEAL, PLUM, ORANGE)
_LETTER = 8.0  # pixels that a letter of a legend takes


@dataclass(frozen=True, slots=True)
class Block:
    """A heading's cost in a year (pounds)."""

    heading: str
    pounds: float


@dataclass(frozen=True, slots=True)
class Spending:
    """An option's cost: the blocks of every year, in the order of the headings."""

    label: str
    headings: tuple[str, ...]
    years: tuple[tuple[str, tuple[Block, ...]], ...]


def spending(id: str, title: str, text: str, option: Spending, width: float) -> str:
    """A bar for each year; blocks below zero (a residual value) lie left of the axis."""
    step, head, places = 46.0, 0.0, []
    x, y = 0.0, 0.0
    for heading in option.headings:
        long = 22 + _LETTER * len(heading) + 18
        if x and x + long > width:
            x, y = 0.0, y + 24
        places.append((x, y))
        x += long
    head = y + 34
    sheet = Drawing(width, head + step * len(option.years))
    for (x, y), heading, colour in zip(places, option.headings, _COLOURS, strict=False):
        sheet.bar((x, y + 4), (x + 14, y + 18), colour)
        sheet.text((x + 20, y + 16), heading)
    sums = [[b.pounds for b in blocks] for _, blocks in option.years]
    low = min(0.0, *(sum(v for v in year if v < 0) for year in sums))
    high = max(0.0, *(sum(v for v in year if v > 0) for year in sums))
    slope, zero = scale(low, high, 62.0, width - ROOM_FOR_AMOUNT)
    for place, (year, blocks) in enumerate(option.years):
        top = head + step * place
        sheet.text((0, top + 24), year)
        right = left = zero
        for block, colour in zip(blocks, _COLOURS, strict=False):
            long = slope * block.pounds
            start = right if long > 0 else left
            with sheet.point(f"{year}, {block.heading}: {formats.pounds(block.pounds)}"):
                sheet.bar((start, top + 6), (start + long, top + 34), colour)
            right, left = (right + long, left) if long > 0 else (right, left + long)
        total = sum(block.pounds for block in blocks)
        sheet.text((right + 6, top + 25), formats.pounds(total), bold=True)
    sheet.line((zero, head), (zero, head + step * len(option.years)), INK, 1.5)
    return sheet.svg(id, title, text)


def chart(book: Lookup) -> Chart | None:
    """The chart of the option the page speaks of, with its words and its table."""
    option = book.focus
    if option is None:
        return None
    used = tuple(h for h in book.case.headings if book.expected(f"{option.id}.pvc.{h}"))
    years = tuple(
        (year, blocks)
        for year in book.case.years
        if (blocks := _blocks(book, option, used, year)) is not None
    )
    if not used or len(years) != len(book.case.years):
        return None
    title = book.text("spending.title", option=option.label)
    drawn = Spending(option.label, tuple(_heading(book, h) for h in used), years)
    said = "; ".join(
        f"{year}: " + ", ".join(f"{b.heading.lower()} {formats.pounds(b.pounds)}" for b in blocks)
        for year, blocks in years
    )
    rows = tuple(
        Row(
            Cell(_heading(book, heading), numeric=False),
            tuple(book.cell(f"{option.id}.cost.{heading}.{y}", _POUNDS) for y in book.case.years),
        )
        for heading in used
    )
    columns = (
        Column(book.text("spending.heading"), numeric=False),
        *(Column(year) for year in book.case.years),
    )
    wide, narrow = at_both_widths(spending, "chart-spending", title, f"{said}.", drawn)
    units = book.text("spending.units", prices=book.case.price_base)
    table = Table("chart-spending-table", title, columns, rows, units)
    left = any(block.pounds < 0 for _, blocks in years for block in blocks)
    note = book.text("spending.note-residual" if left else "spending.note")
    return Chart("chart-spending", title, f"{said}.", wide, narrow, table, note)


def _heading(book: Lookup, id: str) -> str:
    partners = id == "partner"
    return book.text("spending.on-partners") if partners else labels.spelled(id).capitalize()


def _blocks(
    book: Lookup, option: OptionLabel, headings: Sequence[str], year: str
) -> tuple[Block, ...] | None:
    values = [(h, book.expected(f"{option.id}.cost.{h}.{year}")) for h in headings]
    if any(value is None for _, value in values):
        return None
    return tuple(Block(_heading(book, h), value) for h, value in values if value is not None)
