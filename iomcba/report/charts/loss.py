"""The chance that each option loses money, as a bar out of a hundred."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from iomcba.report import lookup
from iomcba.report.charts.shared import at_both_widths, with_not_drawn
from iomcba.report.drawing import Drawing
from iomcba.report.lookup import Lookup
from iomcba.report.svg import INK, PLUM, RULE
from iomcba.report.views import Cell, Chart, Column, Row, Table
from iomcba.terms.catalogue import Catalogue

_ROOM = 120.0  # pixels for 'more than 99%'


@dataclass(frozen=True, slots=True)
class Loss:
    """An option's chance of losing money (0 to 1) and its printed words."""

    label: str
    figure: str
    chance: float
    words: str


def losses(
    id: str, title: str, text: str, options: Sequence[Loss], width: float, words: Catalogue
) -> str:
    """A bar for each option on a scale from impossible to certain; the middle is a coin's toss."""
    step, foot = 50.0, 50.0 * len(options) + 4
    sheet = Drawing(width, foot + 22)
    full = width - _ROOM
    for share, shown, anchor in (
        (0.0, "0%", "start"),
        (0.5, "50%", "middle"),
        (1.0, "100%", "end"),
    ):
        sheet.line((full * share, 0), (full * share, foot))
        sheet.text((full * share, foot + 17), shown, anchor, size=13)
    for place, option in enumerate(options):
        top = step * place
        with sheet.point(words.text("loss.of", option=option.label, chance=option.words)):
            sheet.field((0, top), (width, top + step))
            sheet.text((0, top + 15), option.label)
            sheet.bar((0, top + 22), (full, top + 40), RULE, opacity=0.5)
            sheet.bar((0, top + 22), (full * option.chance, top + 40), PLUM)
            where = (full + 8, top + 36)
            sheet.text(where, option.words, bold=True, figure=option.figure, colour=INK)
    return sheet.svg(id, title, text)


def chart(book: Lookup) -> Chart | None:
    """The chart with its words and its table."""
    drawn, found = [], []
    for option in book.proposals:
        name = f"{option.id}.p-npsv-positive"
        value, words = book.expected(name), book.words(name, lookup.chance_of_loss)
        if value is not None and words is not None:
            drawn.append(option)
            found.append(Loss(option.label, name, 1 - value, words))
    if not found:
        return None
    title = book.text("loss.title")
    said = "; ".join(f"{loss.label}: {loss.words}" for loss in found)
    text = book.text("loss.text", options=said)
    rows = tuple(
        Row(
            Cell(option.label, numeric=False),
            (book.cell(f"{option.id}.p-npsv-positive", lookup.chance_of_loss),),
        )
        for option in book.proposals
    )
    columns = (Column(book.text("chart.option"), numeric=False), Column(book.text("chart.loss")))
    wide, narrow = at_both_widths(
        partial(losses, words=book.catalogue), "chart-loss", title, text, found
    )
    table = Table("chart-loss-table", title, columns, rows)
    note = with_not_drawn(book, book.text("loss.note"), drawn)
    return Chart("chart-loss", title, text, wide, narrow, table, note)
