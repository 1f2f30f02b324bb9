"""Three charts as SVG: net value with range, cost and benefit over time, who pays and who gains.

Charts take plain points with their labels already in words. Colour never speaks alone: lines and
bars carry their names, and every chart goes with a description and a table.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from iomcba.report import formats
from iomcba.report.drawing import Drawing, scale, ticks
from iomcba.report.svg import INK, NAVY, PLUM, RULE, TEAL

WIDE, NARROW = 832.0, 358.0  # pixels: a page, and a phone
_ROOM_FOR_AMOUNT = 64.0  # pixels that a short amount of pounds takes


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


@dataclass(frozen=True, slots=True)
class Course:
    """An option's cumulative cost and benefit by year (pounds), the benefit with its 80% band."""

    label: str
    years: tuple[str, ...]
    cost: tuple[float, ...]
    benefit: tuple[float, ...]
    band: tuple[tuple[float, float], ...] | None

    @property
    def ends(self) -> tuple[float, float]:
        """Least and greatest value drawn, 0 among them."""
        edges = [end for pair in self.band or () for end in pair]
        every = (0.0, *self.cost, *self.benefit, *edges)
        return min(every), max(every)


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


def net_value(id: str, title: str, text: str, spreads: Sequence[Spread], width: float) -> str:
    """Expected net value of each option: a dot, a thick 80% line, a thin 95% line, zero marked."""
    step, margin, right = 58.0, 12.0, width - _ROOM_FOR_AMOUNT - 10
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
        sheet.text((0, top + 18), spread.label, bold=spread.preferred)
        sheet.text((width, top + 18), spread.words, "end", colour, bold=True, figure=spread.figure)
        for ends, thick, opacity in ((spread.ends95, 1.5, 1.0), (spread.ends80, 9.0, 0.4)):
            if ends is not None:
                start, end = (slope * value + offset for value in ends)
                sheet.line((start, middle), (end, middle), colour, thick, opacity)
        sheet.dot((slope * spread.value + offset, middle), colour)
    return sheet.svg(id, title, text)


def amounts_below(
    sheet: Drawing, ends: tuple[float, float], pixels: tuple[float, float], foot: float
) -> None:
    """Round amounts of pounds under a chart, with a line up from each."""
    slope, offset = pixels
    for value in ticks(*ends, 3 if sheet.width < WIDE else 6):
        x = slope * value + offset
        sheet.line((x, 0), (x, foot))
        anchor = "start" if x < _ROOM_FOR_AMOUNT / 2 else "middle"
        sheet.text((x, foot + 18), formats.pounds(value), anchor, size=13)


def cumulative(id: str, title: str, text: str, courses: Sequence[Course], width: float) -> str:
    """Cumulative discounted cost and benefit, one small chart an option, on one scale."""
    across = 1 if width < WIDE or len(courses) == 1 else 2
    down = -(-len(courses) // across)
    each, tall = width / across, 230.0
    sheet = Drawing(width, tall * down)
    ends = [course.ends for course in courses]
    span = min(low for low, _ in ends), max(high for _, high in ends)
    for place, course in enumerate(courses):
        corner = (place % across * each, place // across * tall)
        _course(sheet, course, corner, (each, tall), span)
    return sheet.svg(id, title, text)


def _course(
    sheet: Drawing,
    course: Course,
    corner: tuple[float, float],
    size: tuple[float, float],
    span: tuple[float, float],
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
    sheet.text((end + 6, benefit[-1][1] + 4 - apart), "benefit")
    sheet.text((end + 6, cost[-1][1] + 4 + apart), "cost", colour=PLUM)


def sides(id: str, title: str, text: str, bearers: Sequence[Sides], width: float) -> str:
    """What each bearer pays (to the left) and gains (to the right), on one scale."""
    step, head = 50.0, 26.0
    sheet = Drawing(width, head + step * len(bearers))
    reach = [0.0, *(-(b.pays or 0.0) for b in bearers), *(b.gains or 0.0 for b in bearers)]
    ends = (_ROOM_FOR_AMOUNT, width - _ROOM_FOR_AMOUNT)
    slope, middle = scale(min(reach), max(reach), *ends)
    for word, anchor, shift, colour in (("pays", "end", -8, PLUM), ("gains", "start", 8, INK)):
        sheet.text((middle + shift, 16), word, anchor, colour, bold=True)
    for place, bearer in enumerate(bearers):
        top = head + step * place
        sheet.text((0, top + 15), bearer.label)
        for value, sign, words, figure in (
            (bearer.pays, -1, bearer.pays_words, bearer.pays_figure),
            (bearer.gains, 1, bearer.gains_words, bearer.gains_figure),
        ):
            if value:
                _side(sheet, top + 22, middle, slope * sign * value, sign, words, figure)
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
