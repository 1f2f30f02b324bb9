"""How unequally the cohort's expected offending is spread over its people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from iomcba.report import formats
from iomcba.report.charts.shared import at_both_widths
from iomcba.report.drawing import Drawing
from iomcba.report.lookup import Lookup
from iomcba.report.svg import INK, NAVY
from iomcba.report.views import Cell, Chart, Column, Row, Table
from iomcba.terms.catalogue import Catalogue

_TENTHS = range(11)
_SHOWN = (1, 2, 5)  # tenths of people that the table names


@dataclass(frozen=True, slots=True)
class Line:
    """A curve of shares held (0 to 1) by shares of people, busiest first, with its name."""

    label: str
    points: tuple[tuple[float, float], ...]
    colour: str = NAVY
    dashed: bool = False


def curve(
    id: str, title: str, text: str, shares: Sequence[float], width: float, words: Catalogue
) -> str:
    """Share of offending held by the busiest share of people; the broken line is equal shares."""
    last = len(shares) - 1
    line = Line("", tuple((place / last, share) for place, share in enumerate(shares)))
    sheet, (left, foot, side) = _axes([line], width, words)
    for tenth in _TENTHS[1:]:
        x, share = left + side * tenth / 10, at(shares, tenth)
        with sheet.point(_said(words, tenth, share)):
            sheet.field((x - side / 20, foot - side), (x + side / 20, foot))
            if tenth in _SHOWN:
                sheet.dot((x, foot - side * share), NAVY)
    return sheet.svg(id, title, text)


def curves(
    id: str, title: str, text: str, lines: Sequence[Line], width: float, words: Catalogue
) -> str:
    """Several such curves, each named beside them."""
    sheet, (left, foot, side) = _axes(lines, width, words)
    for place, line in enumerate(lines):
        y = foot - side + 30 + 34 * place
        start = left + side + 16
        sheet.path([(start, y), (start + 26, y)], line.colour, line.dashed)
        sheet.text((start + 34, y + 5), line.label, size=13)
    return sheet.svg(id, title, text)


def _axes(
    lines: Sequence[Line], width: float, words: Catalogue
) -> tuple[Drawing, tuple[float, float, float]]:
    """Both axes of shares with the lines drawn, and the left, the foot and the side of the box."""
    side = min(width - 60.0, 340.0)
    left, top, foot = 52.0, 12.0, 12.0 + side
    sheet = Drawing(width, foot + 46)
    for tenth in _TENTHS[::2]:
        y, x = foot - side * tenth / 10, left + side * tenth / 10
        sheet.line((left, y), (left + side, y))
        sheet.text((left - 6, y + 4), f"{10 * tenth}%", "end", size=12)
        sheet.text((x, foot + 18), f"{10 * tenth}%", "middle", size=12)
    sheet.text((left, foot + 38), words.text("concentration.axis"), size=13)
    sheet.path([(left, foot), (left + side, top)], INK, dashed=True)
    for line in lines:
        points = [(left + side * people, foot - side * held) for people, held in line.points]
        sheet.path(points, line.colour, line.dashed)
    return sheet, (left, foot, side)


def at(shares: Sequence[float], tenth: int) -> float:
    """The share held by so many tenths of the people, between the curve's points."""
    place = tenth / 10 * (len(shares) - 1)
    low = min(int(place), len(shares) - 2)
    return shares[low] + (place - low) * (shares[low + 1] - shares[low])


def _said(words: Catalogue, tenth: int, share: float) -> str:
    held = formats.per_cent(share)
    return words.text("concentration.busiest-hold", people=f"{10 * tenth}%", held=held)


def chart(book: Lookup) -> Chart | None:
    """The chart with its words and its table."""
    shares = book.case.concentration
    if len(shares) <= 2:
        return None
    title, words = book.text("concentration.title"), book.catalogue
    text = "; ".join(_said(words, tenth, at(shares, tenth)) for tenth in _SHOWN) + "."
    rows = tuple(
        Row(
            Cell(book.text("concentration.busiest", people=f"{10 * tenth}%"), numeric=False),
            (Cell(formats.per_cent(at(shares, tenth))),),
        )
        for tenth in _TENTHS[1:]
    )
    columns = (
        Column(book.text("concentration.people"), numeric=False),
        Column(book.text("concentration.share")),
    )
    wide, narrow = at_both_widths(
        partial(curve, words=words), "chart-concentration", title, text, shares
    )
    table = Table(
        "chart-concentration-table", title, columns, rows, book.text("concentration.units")
    )
    note = book.text("concentration.note")
    return Chart("chart-concentration", title, text, wide, narrow, table, note)
