"""A small SVG pencil: lines, bars, dots, bands and labels on pixels; same drawing, same bytes.

Drawn by hand because a plotting library costs a second to import, and text stays text: a phone gets
a drawing of its own width, not a shrunken page.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from html import escape

from iomcba.report.svg import INK, RULE

_NICE = (1.0, 2.0, 2.5, 5.0, 10.0)
Point = tuple[float, float]


class Drawing:
    """Marks on a sheet of `width` by `height` pixels, later marks above earlier ones."""

    def __init__(self, width: float, height: float) -> None:
        self.width, self.height = width, height
        self._marks: list[str] = []
        self._points = False

    @contextmanager
    def point(self, words: str) -> Iterator[None]:
        """Marks that say something together: `words` is read out, and shown on a hover."""
        said = escape(words)
        self._marks.append(f'<g class="point" role="img" aria-label="{said}"><title>{said}</title>')
        self._points = True
        yield
        self._marks.append("</g>")

    def line(
        self, start: Point, end: Point, colour: str = RULE, thick: float = 1, opacity: float = 1
    ) -> None:
        """A straight stroke."""
        (x1, y1), (x2, y2) = start, end
        faint = f' stroke-opacity="{_number(opacity)}"' if opacity < 1 else ""
        self._marks.append(
            f'<line x1="{_number(x1)}" y1="{_number(y1)}" x2="{_number(x2)}" y2="{_number(y2)}" '
            f'stroke="{colour}" stroke-width="{_number(thick)}"{faint}/>'
        )

    def path(self, points: Sequence[Point], colour: str, dashed: bool = False) -> None:
        """A stroke through points."""
        dash = ' stroke-dasharray="9 4"' if dashed else ""
        self._marks.append(
            f'<polyline points="{_points(points)}" fill="none" stroke="{colour}" '
            f'stroke-width="3"{dash}/>'
        )

    def band(self, low: Sequence[Point], high: Sequence[Point], colour: str) -> None:
        """The area between two strokes."""
        ring = (*low, *reversed(high))
        self._marks.append(
            f'<polygon points="{_points(ring)}" fill="{colour}" fill-opacity="0.25"/>'
        )

    def bar(self, start: Point, end: Point, colour: str, opacity: float = 1) -> None:
        """A filled box between two corners."""
        (x1, y1), (x2, y2) = start, end
        faint = f' fill-opacity="{_number(opacity)}"' if opacity < 1 else ""
        self._marks.append(
            f'<rect x="{_number(min(x1, x2))}" y="{_number(min(y1, y2))}" '
            f'width="{_number(abs(x2 - x1))}" height="{_number(abs(y2 - y1))}" '
            f'fill="{colour}"{faint}/>'
        )

    def dot(self, place: Point, colour: str, hollow: bool = False) -> None:
        """A round mark."""
        x, y = place
        paint = f'fill="#fff" stroke="{colour}" stroke-width="2"' if hollow else f'fill="{colour}"'
        self._marks.append(f'<circle cx="{_number(x)}" cy="{_number(y)}" r="5.5" {paint}/>')

    def field(self, start: Point, end: Point) -> None:
        """An unseen box that feels a pointer."""
        (x1, y1), (x2, y2) = start, end
        self._marks.append(
            f'<rect x="{_number(x1)}" y="{_number(y1)}" width="{_number(x2 - x1)}" '
            f'height="{_number(y2 - y1)}" fill="none" pointer-events="all"/>'
        )

    def text(
        self,
        place: Point,
        words: str,
        anchor: str = "start",
        colour: str = INK,
        bold: bool = False,
        figure: str = "",
        size: float = 0,
    ) -> None:
        """A label; `figure` names the figure it prints."""
        x, y = place
        extra = "".join(
            (
                f' text-anchor="{anchor}"' if anchor != "start" else "",
                f' fill="{colour}"' if colour != INK else "",
                ' font-weight="700"' if bold else "",
                f' font-size="{_number(size)}"' if size else "",
                f' data-figure="{escape(figure)}"' if figure else "",
            )
        )
        self._marks.append(f'<text x="{_number(x)}" y="{_number(y)}"{extra}>{escape(words)}</text>')

    def svg(self, id: str, title: str, description: str) -> str:
        """The drawing as an element with a title and a description."""
        return (
            f'<svg viewBox="0 0 {_number(self.width)} {_number(self.height)}" '
            f'xmlns="http://www.w3.org/2000/svg" role="{"group" if self._points else "img"}" '
            f'aria-labelledby="{id}-title {id}-desc" font-size="14" fill="{INK}">'
            f'<title id="{id}-title">{escape(title)}</title>'
            f'<desc id="{id}-desc">{escape(description)}</desc>{"".join(self._marks)}</svg>'
        )


def scale(low: float, high: float, start: float, end: float) -> tuple[float, float]:
    """Slope and offset that carry low to `start` and high to `end` (pixels).

    >>> scale(0.0, 10.0, 100.0, 200.0)
    (10.0, 100.0)
    """
    slope = (end - start) / ((high - low) or 1.0)
    return slope, start - slope * low


def ticks(low: float, high: float, most: int) -> tuple[float, ...]:
    """Round numbers from low to high, about `most` steps, 0 among them where it lies inside.

    >>> ticks(-5.2e6, 0.3e6, 5)
    (-4000000.0, -2000000.0, 0.0)
    """
    width = high - low
    if not (math.isfinite(width) and width > 0):
        return ()
    rough = width / most
    power = 10.0 ** math.floor(math.log10(rough))
    step = next((n * power for n in _NICE if n * power >= rough), 10 * power)
    first, last = math.ceil(low / step), math.floor(high / step)
    return tuple(step * place for place in range(first, last + 1))


def _number(value: float) -> str:
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text in {"", "-0"} else text


def _points(points: Sequence[Point]) -> str:
    return " ".join(f"{_number(x)},{_number(y)}" for x, y in points)
