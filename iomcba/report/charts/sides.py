"""Who pays and who gains: one bar to either side for each bearer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from iomcba.report import formats, labels
from iomcba.report.charts import ROOM_FOR_AMOUNT
from iomcba.report.charts.shared import at_both_widths
from iomcba.report.drawing import Drawing, scale
from iomcba.report.grid import kept
from iomcba.report.lookup import Lookup, expected_as
from iomcba.report.svg import INK, PLUM, TEAL
from iomcba.report.views import Cell, Chart, Column, Row, Table
from iomcba.terms.catalogue import Catalogue

_POUNDS = expected_as(formats.pounds)


@dataclass(frozen=True, slots=True)
class Sides:
    """What one bearer pays and gains (pounds), with the printed words of both."""

    label: str
    pays: float | None
    gains: float | None
    pays_figure: str
    gains_figure: str
    pays_words: str
    gains_words: str

    def said(self, words: Catalogue) -> str:
        """The bearer in words."""
        hidden = words.text("sides.not-shown")
        pays, gains = (amount or hidden for amount in (self.pays_words, self.gains_words))
        return words.text("sides.bearer", bearer=self.label, pays=pays, gains=gains)


def sides(
    id: str, title: str, text: str, bearers: Sequence[Sides], width: float, words: Catalogue
) -> str:
    """What each bearer pays (to the left) and gains (to the right), on one scale."""
    step, head = 50.0, 26.0
    sheet = Drawing(width, head + step * len(bearers))
    reach = [0.0, *(-(b.pays or 0.0) for b in bearers), *(b.gains or 0.0 for b in bearers)]
    ends = (ROOM_FOR_AMOUNT, width - ROOM_FOR_AMOUNT)
    slope, middle = scale(min(reach), max(reach), *ends)
    for side, anchor, shift, colour in (("pays", "end", -8, PLUM), ("gains", "start", 8, INK)):
        word = words.text(f"sides.{side}")
        sheet.text((middle + shift, 16), word, anchor, colour, bold=True)
    for place, bearer in enumerate(bearers):
        top = head + step * place
        with sheet.point(bearer.said(words)):
            sheet.field((0, top), (width, top + step))
            sheet.text((0, top + 15), bearer.label)
            for value, sign, amount, figure in (
                (bearer.pays, -1, bearer.pays_words, bearer.pays_figure),
                (bearer.gains, 1, bearer.gains_words, bearer.gains_figure),
            ):
                if value:
                    _side(sheet, top + 22, middle, slope * sign * value, sign, amount, figure)
            sheet.line((middle, top + 19), (middle, top + 45), INK, 1.5)
    return sheet.svg(id, title, text)


def _side(
    sheet: Drawing, top: float, middle: float, length: float, sign: int, words: str, figure: str
) -> None:
    """One bar and its words; a value below zero goes to the other side, as it should."""
    end = middle + length
    sheet.bar((middle, top), (end, top + 20), PLUM if sign < 0 else TEAL)
    outward, anchor = (5, "start") if length > 0 else (-5, "end")
    sheet.text((end + outward, top + 15), words, anchor, figure=figure)


def chart(book: Lookup) -> Chart | None:
    """The chart with its words and its table."""
    option = book.focus
    if option is None:
        return None
    found = []
    for bearer in book.case.bearers:
        pays, gains = f"{option.id}.pvc.{bearer.id}", f"{option.id}.pvb.{bearer.id}"
        side = Sides(
            bearer.label,
            book.expected(pays),
            book.expected(gains),
            pays,
            gains,
            book.words(pays, _POUNDS) or "",
            book.words(gains, _POUNDS) or "",
        )
        if side.pays or side.gains:
            found.append(side)
    if not found:
        return None
    title, words = book.text("sides.title", option=option.label), book.catalogue
    said = "; ".join(side.said(words) for side in found)
    rows = kept(
        Row(
            Cell(bearer.label, numeric=False),
            tuple(book.cell(f"{option.id}.{m}.{bearer.id}", _POUNDS) for m in ("pvc", "pvb")),
        )
        for bearer in book.case.bearers
    )
    columns = (
        Column(book.text("sides.head-bearer"), numeric=False),
        Column(book.text("sides.head-pays")),
        Column(book.text("sides.head-gains")),
    )
    wide, narrow = at_both_widths(
        partial(sides, words=words), "chart-sides", title, f"{said}.", found
    )
    units = book.text(
        "sides.units", prices=book.case.price_base, discounting=labels.discounting(book)
    )
    table = Table("chart-sides-table", title, columns, rows, units)
    note = book.text("sides.note")
    return Chart("chart-sides", title, f"{said}.", wide, narrow, table, note)
