"""Net value of each option: a dot for the expected value, two lines for the ranges."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from iomcba.report import formats, lookup
from iomcba.report.charts import ROOM_FOR_AMOUNT
from iomcba.report.charts.shared import amounts_below, at_both_widths, ends80, with_not_drawn
from iomcba.report.drawing import Drawing, scale
from iomcba.report.lookup import Lookup, expected_as
from iomcba.report.svg import INK, NAVY
from iomcba.report.views import Cell, Chart, Column, Row, Table
from iomcba.terms.findings import OptionLabel

_POUNDS = expected_as(formats.pounds)


@dataclass(frozen=True, slots=True)
class Spread:
    """An option's expected value with its 80% and 95% ranges (pounds) and its printed words."""

    label: str
    figure: str
    value: float
    words: str
    ends80: tuple[float, float] | None
    ends95: tuple[float, float] | None
    preferred: bool
    said: str = ""


def net_value(id: str, title: str, text: str, spreads: Sequence[Spread], width: float) -> str:
    """Expected net value of each option: a dot, a thick 80% line, a thin 95% line, zero marked."""
    step, margin, right = 58.0, 12.0, width - ROOM_FOR_AMOUNT - 10
    foot = step * len(spreads) + 8
    sheet = Drawing(width, foot + 26)
    reach = [0.0, *(s.value for s in spreads)]
    reach += [end for s in spreads for ends in (s.ends80, s.ends95) if ends for end in ends]
    low, high = min(reach), max(reach)
    slope, offset = scale(low, high, margin, right)
    amounts_below(sheet, (low, high), (slope, offset), foot)
    sheet.line((offset, 0), (offset, foot), INK, 1.5)
    for place, spread in enumerate(spreads):
        colour = NAVY if spread.preferred else INK
        top, middle = step * place, step * place + 36
        with sheet.point(spread.said or f"{spread.label}: {spread.words}"):
            sheet.field((0, top), (width, top + step))
            sheet.text((0, top + 18), spread.label, bold=spread.preferred)
            amount = (width, top + 18)
            sheet.text(amount, spread.words, "end", colour, bold=True, figure=spread.figure)
            for ends, thick, opacity in ((spread.ends95, 1.5, 1.0), (spread.ends80, 9.0, 0.4)):
                if ends is not None:
                    start, end = (slope * value + offset for value in ends)
                    sheet.line((start, middle), (end, middle), colour, thick, opacity)
            sheet.dot((slope * spread.value + offset, middle), colour)
    return sheet.svg(id, title, text)


def chart(book: Lookup) -> Chart | None:
    """The chart with its words and its table."""
    drawn = [(o, found) for o in book.proposals if (found := _spread(book, o)) is not None]
    if not drawn:
        return None
    columns: tuple[tuple[str, lookup.Words], ...] = (
        ("npsv", _POUNDS),
        ("npsv", lookup.range80),
        ("npsv", lookup.range95),
        ("p-npsv-positive", lookup.chance_of_loss),
    )
    rows = tuple(
        Row(
            Cell(option.label, numeric=False),
            tuple(book.cell(f"{option.id}.{quantity}", words) for quantity, words in columns),
        )
        for option in book.proposals
    )
    labels = ("chart.expected", "chart.range80", "chart.range95", "chart.loss")
    heads = (
        Column(book.text("chart.option"), numeric=False),
        *(Column(book.text(label)) for label in labels),
    )
    title = book.text("net-value.title", horizon=book.horizon)
    said = "; ".join(
        book.text("net-value.of", option=r.head.text, worth=r.cells[0].text, range=r.cells[1].text)
        for r in rows
    )
    text = book.text("net-value.text", options=said)
    spreads = [spread for _, spread in drawn]
    wide, narrow = at_both_widths(net_value, "chart-net", title, text, spreads)
    table = Table(
        "chart-net-table",
        title,
        heads,
        rows,
        book.text("chart.pounds", prices=book.case.price_base),
    )
    note = with_not_drawn(book, book.text("net-value.note"), [option for option, _ in drawn])
    return Chart("chart-net", title, text, wide, narrow, table, note)


def _spread(book: Lookup, option: OptionLabel) -> Spread | None:
    name = f"{option.id}.npsv"
    figure = book.open(name)
    value, words = book.expected(name), book.words(name, _POUNDS)
    if figure is None or value is None or words is None:
        return None
    ends, between = figure.interval, book.words(name, lookup.between)
    return Spread(
        option.label,
        name,
        value,
        words,
        ends80(ends),
        None if ends is None else (ends.low95, ends.high95),
        option.id == book.case.preferred,
        book.text("net-value.expected-within", option=option.label, worth=words, range=between)
        if between
        else book.text("net-value.expected", option=option.label, worth=words),
    )
