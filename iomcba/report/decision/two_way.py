"""The two-way map: expected net value over two things at once, in colour and in amounts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from iomcba.report import formats
from iomcba.report.charts import WIDE
from iomcba.report.charts.shared import at_both_widths
from iomcba.report.decision import names
from iomcba.report.drawing import Drawing
from iomcba.report.grid import heading
from iomcba.report.lookup import Lookup
from iomcba.report.svg import INK, ORANGE, TEAL
from iomcba.report.views import Cell, Chart, Column, Row, Table
from iomcba.terms.catalogue import Catalogue
from iomcba.terms.decision import TwoWay, cost_of

_ROW, _FAINT, _FULL = 44.0, 0.08, 0.5


@dataclass(frozen=True, slots=True)
class Map:
    """Net value (pounds) by row and column, both with a title and their values in words."""

    row_title: str
    column_title: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    npsv: tuple[tuple[float, ...], ...]

    @property
    def largest(self) -> float:
        """The largest amount, whatever its sign."""
        return max(abs(value) for row in self.npsv for value in row) or 1.0

    @property
    def amounts(self) -> list[list[str]]:
        """Net values in words, no digit far below the largest."""
        least = self.largest / 1000
        return [[formats.pounds(value, least) for value in row] for row in self.npsv]


def grid(id: str, title: str, text: str, drawn: Map, width: float, said: Catalogue) -> str:
    """A cell for each pair; a heavy line goes between those that pay and those that do not."""
    left, top, size = (150.0 if width >= WIDE else 80.0), 70.0, (14.0 if width >= WIDE else 12.0)
    across = (width - left) / len(drawn.columns)
    sheet = Drawing(width, top + _ROW * len(drawn.rows) + 4)
    sheet.text((0, 16), said.text("two-way.down", what=drawn.row_title), bold=True)
    sheet.text((0, 36), said.text("two-way.across", what=drawn.column_title), bold=True)
    for column, words in enumerate(drawn.columns):
        sheet.text((left + across * (column + 0.5), top - 8), words, "middle")
    for row, (words, values) in enumerate(zip(drawn.rows, drawn.npsv, strict=True)):
        y = top + _ROW * row
        sheet.text((0, y + 27), words)
        for column, value in enumerate(values):
            x, amount = left + across * column, drawn.amounts[row][column]
            strength = _FAINT + (_FULL - _FAINT) * abs(value) / drawn.largest
            with sheet.point(f"{words}, {drawn.columns[column]}: {amount}"):
                colour = TEAL if value >= 0 else ORANGE
                sheet.bar((x + 1, y + 1), (x + across - 1, y + _ROW - 1), colour, strength)
                sheet.text((x + across / 2, y + 27), amount, "middle", bold=value >= 0, size=size)
    _border(sheet, drawn.npsv, (left, top), across)
    return sheet.svg(id, title, text)


def _border(
    sheet: Drawing, npsv: Sequence[Sequence[float]], corner: tuple[float, float], across: float
) -> None:
    """Heavy strokes between a cell that pays and a neighbour that does not."""
    left, top = corner
    for row, values in enumerate(npsv):
        for column, value in enumerate(values):
            x, y = left + across * column, top + _ROW * row
            if column and (values[column - 1] >= 0) != (value >= 0):
                sheet.line((x, y), (x, y + _ROW), INK, 3)
            if row and (npsv[row - 1][column] >= 0) != (value >= 0):
                sheet.line((x, y), (x + across, y), INK, 3)


def chart(book: Lookup) -> Chart | None:
    """The map that the analysis holds."""
    found = book.case.analysis
    if found is None or found.two_way is None:
        return None
    return chart_of(book, found.two_way)


def chart_of(book: Lookup, found: TwoWay) -> Chart:
    """A map with its words and its table."""
    drawn = map_of(book, found)
    amounts = drawn.amounts
    option = book.case.option(found.option).label
    title = book.text(
        "two-way.title",
        option=option,
        first=_in_a_line(drawn.row_title),
        second=_of_cost(book, found),
    )
    said = "; ".join(
        f"{words}: {', '.join(_at(book, drawn.columns, row))}"
        for words, row in zip(drawn.rows, amounts, strict=True)
    )
    text = book.text(
        "two-way.text",
        option=option,
        down=drawn.row_title,
        across=drawn.column_title,
        where=_where(book, drawn),
        values=said,
    )
    draw = partial(grid, said=book.catalogue)
    wide, narrow = at_both_widths(draw, "chart-two-way", title, text, drawn)
    columns = (Column(drawn.row_title, numeric=False), *(Column(words) for words in drawn.columns))
    rows = tuple(
        Row(heading(words), tuple(map(Cell, row)))
        for words, row in zip(drawn.rows, amounts, strict=True)
    )
    told = {"prices": book.case.price_base, "across": drawn.column_title}
    units = book.text("two-way.units", **told)
    table = Table("chart-two-way-table", title, columns, rows, units)
    note = book.text("two-way.note", legend=legend(book, found))
    return Chart("chart-two-way", title, text, wide, narrow, table, note)


def legend(book: Lookup, found: TwoWay) -> str:
    """How much of a map pays, and what its values are."""
    return book.text("two-way.legend", where=_where(book, map_of(book, found)))


def map_of(book: Lookup, found: TwoWay) -> Map:
    """A map in words."""
    ends = ((found.first, found.first_at), (found.second, found.second_at))
    (first, rows), (second, columns) = (
        (title(book, name, found.option), tuple(_value(book, name, v) for v in values))
        for name, values in ends
    )
    return Map(first, second, rows, columns, found.npsv)


def title(book: Lookup, name: str, option: str) -> str:
    """What an axis shows."""
    if name == cost_of(option):
        return book.text("two-way.cost")
    analysis = book.case.analysis
    assert analysis is not None, "a map is part of an analysis"
    return names.driver(book, analysis.driver(name), option)


def _value(book: Lookup, name: str, value: float) -> str:
    analysis = book.case.analysis
    assert analysis is not None, "a map is part of an analysis"
    known = {driver.name: driver for driver in analysis.drivers}
    return names.value(book, known[name], value) if name in known else formats.per_cent(value)


def _of_cost(book: Lookup, found: TwoWay) -> str:
    if found.second == cost_of(found.option):
        return book.text("two-way.its-cost")
    return _in_a_line(title(book, found.second, found.option))


def _at(book: Lookup, columns: Sequence[str], values: Sequence[str]) -> list[str]:
    return [
        book.text("two-way.at", worth=worth, value=at)
        for at, worth in zip(columns, values, strict=True)
    ]


def _in_a_line(words: str) -> str:
    return words[:1].lower() + words[1:]


def _where(book: Lookup, drawn: Map) -> str:
    """How much of the map pays."""
    cells = [value >= 0 for row in drawn.npsv for value in row]
    if not any(cells):
        return book.text("two-way.none-pays")
    if all(cells):
        return book.text("two-way.all-pay")
    return book.text("two-way.some-pay", count=sum(cells), all=len(cells))
