"""Cost and benefit as they add up, option by option, with the year in which they meet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from iomcba.report import formats, lookup
from iomcba.report.charts import WIDE
from iomcba.report.charts.shared import at_both_widths, by_year, ends80, with_not_drawn
from iomcba.report.drawing import Drawing, scale, ticks
from iomcba.report.grid import kept
from iomcba.report.lookup import Lookup, expected_as
from iomcba.report.svg import INK, PLUM, RULE, TEAL
from iomcba.report.views import Cell, Chart, Column, Row, Table
from iomcba.terms.catalogue import Catalogue
from iomcba.terms.findings import OptionLabel

_POUNDS = expected_as(formats.pounds)
_FLAT = 0.08  # of the tallest chart: lines lower than this show nothing
_MOST = 4  # more small charts than this are not looked at; the tables hold every option


@dataclass(frozen=True, slots=True)
class Course:
    """An option's cumulative cost and benefit by year (pounds), the benefit with its 80% band.

    `payback` is the place of the year in which benefit has repaid cost, None for never.
    """

    label: str
    years: tuple[str, ...]
    cost: tuple[float, ...]
    benefit: tuple[float, ...]
    band: tuple[tuple[float, float], ...] | None
    payback: int | None = None

    @property
    def ends(self) -> tuple[float, float]:
        """Least and greatest value drawn, 0 among them."""
        edges = [end for pair in self.band or () for end in pair]
        every = (0.0, *self.cost, *self.benefit, *edges)
        return min(every), max(every)


def cumulative(
    id: str, title: str, text: str, courses: Sequence[Course], width: float, words: Catalogue
) -> str:
    """Cumulative discounted cost and benefit, one small chart an option, on one scale."""
    across = 1 if width < WIDE or len(courses) == 1 else 2
    down = -(-len(courses) // across)
    each, tall = width / across, 230.0
    sheet = Drawing(width, tall * down)
    ends = [course.ends for course in courses]
    span = min(low for low, _ in ends), max(high for _, high in ends)
    for place, course in enumerate(courses):
        corner = (place % across * each, place // across * tall)
        _course(sheet, course, corner, (each, tall), span, words)
    return sheet.svg(id, title, text)


def _course(
    sheet: Drawing,
    course: Course,
    corner: tuple[float, float],
    size: tuple[float, float],
    span: tuple[float, float],
    words: Catalogue,
) -> None:
    """One small chart: room for amounts on the left, for the lines' names on the right."""
    (left, top), (wide, tall) = corner, size
    start, end, foot = left + 58, left + wide - 70, top + tall - 30
    slope, offset = scale(*span, foot, top + 34)
    sheet.text((left, top + 18), course.label, bold=True)
    for value in ticks(*span, 4):
        y = slope * value + offset
        sheet.line((start, y), (end, y), INK if value == 0 else RULE)
        sheet.text((start - 6, y + 4), formats.pounds(value), "end", size=12)
    last = len(course.years)
    places = [start + (end - start) * place / last for place in range(last + 1)]
    for x, year in zip(places[1:], course.years, strict=True):
        sheet.text((x, foot + 20), year, "end", size=12)

    def points(values: Sequence[float]) -> list[tuple[float, float]]:
        return [(x, slope * v + offset) for x, v in zip(places, (0.0, *values), strict=True)]

    if course.band is not None:
        low, high = zip(*course.band, strict=True)
        sheet.band(points(low), points(high), TEAL)
    benefit, cost = points(course.benefit), points(course.cost)
    sheet.path(benefit, TEAL)
    sheet.path(cost, PLUM, dashed=True)
    apart = 8 if benefit[-1][1] <= cost[-1][1] else -8
    sheet.text((end + 6, benefit[-1][1] + 4 - apart), words.text("cumulative.benefit"))
    sheet.text((end + 6, cost[-1][1] + 4 + apart), words.text("cumulative.cost"), colour=PLUM)
    for place, year in enumerate(course.years):
        back = place == course.payback
        with sheet.point(_said(words, course, place, year)):
            sheet.field((places[place], top + 30), (places[place + 1], foot))
            if back:
                sheet.dot(benefit[place + 1], INK, hollow=True)
    if course.payback is not None:
        x, y = benefit[course.payback + 1]
        sheet.text((x - 8, y - 12), words.text("cumulative.paid-back"), "end", size=12, bold=True)


def _said(words: Catalogue, course: Course, place: int, year: str) -> str:
    cost, benefit = (formats.pounds(values[place]) for values in (course.cost, course.benefit))
    told = {"option": course.label, "year": year, "cost": cost, "benefit": benefit}
    paid = place == course.payback
    return words.text("cumulative.by-then-paid" if paid else "cumulative.by-then", **told)


def chart(book: Lookup) -> Chart | None:
    """The chart with its words and its table."""
    chosen = book.spotlight
    ordered = (*chosen, *(option for option in book.by_cost if option not in chosen))
    drawn = _visible(
        [(option, course) for option in ordered if (course := _course_of(book, option)) is not None]
    )
    if not drawn:
        return None
    title = book.text("cumulative.title")
    columns = (
        Column(book.text("chart.option"), numeric=False),
        *(Column(year) for year in book.case.years),
    )
    rows = kept(
        Row(
            Cell(book.text(f"cumulative.row-{row}", option=option.label), numeric=False),
            tuple(book.cell(f"{option.id}.{stem}.{year}", words) for year in book.case.years),
        )
        for option in ordered
        for row, stem, words in (
            ("cost", "cumulative-cost", _POUNDS),
            ("benefit", "cumulative-benefit", _POUNDS),
            ("range", "cumulative-benefit", lookup.range80),
        )
    )
    last = book.case.years[-1]
    said = "; ".join(_summed(book, option, course, last) for option, course in drawn)
    text = book.text("cumulative.text", year=last, options=said)
    draw = partial(cumulative, words=book.catalogue)
    wide, narrow = at_both_widths(draw, "chart-sum", title, text, [c for _, c in drawn])
    table = Table(
        "chart-sum-table",
        title,
        columns,
        rows,
        book.text("chart.pounds", prices=book.case.price_base),
    )
    note = with_not_drawn(book, book.text("cumulative.note"), [option for option, _ in drawn])
    return Chart("chart-sum", title, text, wide, narrow, table, note)


def _summed(book: Lookup, option: OptionLabel, course: Course, last: str) -> str:
    """What an option has cost and brought by the end, in words."""
    cost, benefit = (
        book.piece(f"{option.id}.cumulative-{part}.{last}", _POUNDS).text
        for part in ("cost", "benefit")
    )
    told = {"option": option.label, "cost": cost, "benefit": benefit}
    if course.payback is None:
        return book.text("cumulative.never-paid", **told)
    return book.text("cumulative.paid-in", year=course.years[course.payback], **told)


def _visible(courses: list[tuple[OptionLabel, Course]]) -> list[tuple[OptionLabel, Course]]:
    """The first few whose lines would not lie flat on the axis at the scale of the largest."""
    heights = [high - low for _, (low, high) in ((o, course.ends) for o, course in courses)]
    floor = _FLAT * max(heights, default=0.0)
    return [pair for pair, height in zip(courses, heights, strict=True) if height > floor][:_MOST]


def _course_of(book: Lookup, option: OptionLabel) -> Course | None:
    cost = by_year(book, option, "cumulative-cost")
    benefit = by_year(book, option, "cumulative-benefit")
    if not len(cost) == len(benefit) == len(book.case.years):
        return None
    figures = (book.open(f"{option.id}.cumulative-benefit.{year}") for year in book.case.years)
    band = tuple(
        ends for f in figures if f is not None and (ends := ends80(f.interval)) is not None
    )
    whole = band if len(band) == len(benefit) else None
    return Course(option.label, book.case.years, cost, benefit, whole, _payback(book, option))


def _payback(book: Lookup, option: OptionLabel) -> int | None:
    """The place of the year in which expected benefit has repaid cost and stays above it."""
    figure = book.open(f"{option.id}.payback-year")
    value = None if figure is None else figure.mean if figure.mean is not None else figure.central
    return int(value) if value is not None and 0 <= value < len(book.case.years) else None
