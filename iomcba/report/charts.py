"""Three charts as SVG: net value with range, cost and benefit over time, who pays and who gains.

Charts take plain points with their labels already in words. Colour never speaks alone: lines and
bars carry their names, and every chart goes with a description and a table.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from iomcba.report import formats
from iomcba.report.svg import INK, NAVY, PLUM, RULE, TEAL, bare, draw, tag

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDE, NARROW = 8.2, 4.4  # inches: a page, and a phone


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
    step = 0.62

    def paint(canvas: Figure) -> None:
        height = canvas.get_figheight()
        axes = canvas.add_axes((0.03, 0.42 / height, 0.94, 1 - 0.5 / height))
        bare(axes)
        axes.axvline(0, color=INK, linewidth=1)
        for place, spread in enumerate(spreads):
            colour = NAVY if spread.preferred else INK
            for ends, thick in ((spread.ends95, 1.2), (spread.ends80, 6)):
                if ends is not None:
                    line = axes.hlines(place, *ends, color=colour, linewidth=thick)
                    line.set_alpha(0.35 if thick > 2 else 0.7)
            axes.plot([spread.value], [place], "o", color=colour, markersize=8, zorder=4)
            axes.annotate(
                spread.label,
                (0, place - 0.32),
                xycoords=("axes fraction", "data"),
                weight="bold" if spread.preferred else "normal",
                va="center",
            )
            words = axes.annotate(
                spread.words, (1, place - 0.32), xycoords=("axes fraction", "data"), ha="right"
            )
            words.set(va="center", color=colour, weight="bold")
            tag(words, spread.figure)
        axes.set_ylim(len(spreads) - 0.6, -0.65)
        axes.margins(x=0.03)
        _pound_axis(axes, "x")

    size = (width, 0.6 + step * 1.1 * len(spreads))
    return draw(id, size, title, text, paint)


def cumulative(id: str, title: str, text: str, courses: Sequence[Course], width: float) -> str:
    """Cumulative discounted cost and benefit, one small chart an option, on one scale."""
    across = 1 if width < WIDE or len(courses) == 1 else 2
    down = -(-len(courses) // across)

    def paint(canvas: Figure) -> None:
        grid = canvas.subplots(down, across, sharex=True, sharey=True, squeeze=False)
        height = canvas.get_figheight()
        canvas.subplots_adjust(
            left=0.62 / width,
            right=1 - 0.78 / width,
            bottom=0.35 / height,
            top=1 - 0.35 / height,
            wspace=0.42,
            hspace=0.28,
        )
        flat = [axes for row in grid for axes in row]
        for axes, course in zip(flat, courses, strict=False):
            _course(axes, course)
        for axes in flat[len(courses) :]:
            axes.set_visible(False)

    return draw(id, (width, 0.5 + 2.1 * down), title, text, paint)


def _course(axes: Axes, course: Course) -> None:
    places = range(len(course.years) + 1)
    bare(axes, "bottom")
    if course.band is not None:
        low, high = zip((0.0, 0.0), *course.band, strict=True)
        axes.fill_between(places, low, high, color=TEAL, alpha=0.25)
    axes.plot(places, (0, *course.benefit), color=TEAL, linewidth=2.4)
    axes.plot(places, (0, *course.cost), color=PLUM, linewidth=2.4, linestyle=(0, (4, 1.5)))
    axes.set_title(course.label, loc="left", size=10.5, weight="bold", color=INK)
    last_cost, last_benefit = course.cost[-1], course.benefit[-1]
    up = 6 if last_benefit >= last_cost else -6
    for words, value, shift in (("benefit", last_benefit, up), ("cost", last_cost, -up)):
        axes.annotate(
            words,
            (places[-1], value),
            xytext=(5, shift),
            textcoords="offset points",
            va="center",
            color=PLUM if words == "cost" else INK,
            annotation_clip=False,
        )
    axes.set_xlim(0, places[-1])
    axes.set_xticks(list(places)[1:], course.years, ha="right")
    axes.tick_params(axis="x", labelbottom=True, labelsize=9)
    axes.axhline(0, color=RULE, linewidth=1)
    _pound_axis(axes, "y")


def sides(id: str, title: str, text: str, bearers: Sequence[Sides], width: float) -> str:
    """What each bearer pays (to the left) and gains (to the right), on one scale."""

    def paint(canvas: Figure) -> None:
        height = canvas.get_figheight()
        axes = canvas.add_axes((0.02, 0.05 / height, 0.96, 1 - 0.4 / height))
        bare(axes)
        axes.set_xticks([])
        axes.set_yticks([])
        lefts = [0.0, *(b.pays or 0.0 for b in bearers), *(-(b.gains or 0.0) for b in bearers)]
        rights = [0.0, *(b.gains or 0.0 for b in bearers), *(-(b.pays or 0.0) for b in bearers)]
        words = 0.3 if width < WIDE else 0.16  # room for an amount beyond the longest bars
        room = words * (max(lefts) + max(rights))
        left, right = -max(lefts) - room, max(rights) + room
        axes.set_xlim(left, right)
        axes.set_ylim(len(bearers) - 0.45, -0.75)
        for place, bearer in enumerate(bearers):
            axes.annotate(bearer.label, (left, place - 0.36), va="center")
            _side(axes, place, bearer.pays, -1, bearer.pays_words, bearer.pays_figure)
            _side(axes, place, bearer.gains, 1, bearer.gains_words, bearer.gains_figure)
        axes.axvline(0, color=INK, linewidth=1)
        for word, sign, colour in (("pays", -1, PLUM), ("gains", 1, INK)):
            head = axes.annotate(
                word, (sign * room * 0.08, 1.0), xycoords=("data", "axes fraction"), color=colour
            )
            head.set(weight="bold", va="bottom", ha="right" if sign < 0 else "left")

    return draw(id, (width, 0.5 + 0.62 * len(bearers)), title, text, paint)


def _side(axes: Axes, place: int, value: float | None, sign: int, words: str, figure: str) -> None:
    """One bar and its words; a value below zero goes to the other side, as it should."""
    if value is None:
        return
    end = sign * value
    axes.barh(place, end, height=0.36, color=PLUM if sign < 0 else TEAL)
    if not value:
        return
    outward = 1 if end > 0 else -1
    label = axes.annotate(
        words, (end, place), xytext=(4 * outward, 0), textcoords="offset points", va="center"
    )
    label.set(ha="left" if outward > 0 else "right")
    tag(label, figure)


def _pound_axis(axes: Axes, side: str) -> None:
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    axis = axes.xaxis if side == "x" else axes.yaxis
    axis.set_major_locator(MaxNLocator(nbins=5))
    axis.set_major_formatter(FuncFormatter(lambda value, _: formats.pounds(float(value))))
    axis.grid(True)
    axes.tick_params(axis="y" if side == "x" else "x", left=False)
    if side == "x":
        axes.set_yticks([])
