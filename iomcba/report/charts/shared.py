"""What several charts share: both widths, an axis of amounts, rows by year, what is left out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from iomcba.report import formats
from iomcba.report.charts import NARROW, ROOM_FOR_AMOUNT, WIDE
from iomcba.report.drawing import Drawing, ticks
from iomcba.report.lookup import Lookup, expected_value
from iomcba.terms.findings import Interval, OptionLabel

Data = TypeVar("Data")


def at_both_widths(
    draw: Callable[[str, str, str, Data, float], str], id: str, title: str, text: str, data: Data
) -> tuple[str, str]:
    """A drawing for a page and one for a phone, each with ids of its own."""
    return (
        draw(f"{id}-wide", title, text, data, WIDE),
        draw(f"{id}-narrow", title, text, data, NARROW),
    )


def amounts_below(
    sheet: Drawing, ends: tuple[float, float], pixels: tuple[float, float], foot: float
) -> None:
    """An axis of pounds below a chart, with a rule at each amount."""
    slope, offset = pixels
    for value in ticks(*ends, 3 if sheet.width < WIDE else 6):
        x = slope * value + offset
        sheet.line((x, 0), (x, foot))
        anchor = "start" if x < ROOM_FOR_AMOUNT / 2 else "middle"
        sheet.text((x, foot + 18), formats.pounds(value), anchor, size=13)


def by_year(book: Lookup, option: OptionLabel, quantity: str) -> tuple[float, ...]:
    """Expected values of a quantity by year; those hidden or not in the run are left out."""
    figures = (book.open(f"{option.id}.{quantity}.{year}") for year in book.case.years)
    values = (expected_value(figure) for figure in figures if figure is not None)
    return tuple(value for value in values if value is not None)


def ends80(interval: Interval | None) -> tuple[float, float] | None:
    """Both ends of the 80% range."""
    return None if interval is None else (interval.low80, interval.high80)


def with_not_drawn(book: Lookup, note: str, drawn: Sequence[OptionLabel]) -> str:
    """A note, and after it the options that a chart leaves out; its table has them."""
    left = [option.label for option in book.proposals if option not in drawn]
    if not left:
        return note
    return book.text("chart.not-drawn", note=note, options=book.catalogue.listed(left))
