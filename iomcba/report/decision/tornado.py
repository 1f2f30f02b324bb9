"""The tornado: how far each driver moves net value between its low and its high value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from textwrap import wrap

from iomcba.report import formats
from iomcba.report.charts.shared import amounts_below
from iomcba.report.drawing import Drawing, scale
from iomcba.report.svg import INK, NAVY, ORANGE
from iomcba.terms.catalogue import Catalogue

_STEP, _BAR = 50.0, 18.0
_LINE, _LETTER = 18.0, 7.4  # pixels that a line of a label takes, and a letter
_MARGIN = 76.0  # pixels that an amount beside a bar takes


@dataclass(frozen=True, slots=True)
class Bar:
    """One driver: net value (pounds) where it is low and where it is high, and both in words.

    The words of a group are blank: its ends have no values of their own.
    """

    label: str
    at_low: float
    at_high: float
    low: str
    high: str

    def said(self, words: Catalogue) -> str:
        """The driver in words."""
        return words.text(
            "tornado.of",
            driver=self.label,
            at_low=formats.pounds(self.at_low),
            low=self.low or words.text("tornado.low-end"),
            at_high=formats.pounds(self.at_high),
            high=self.high or words.text("tornado.high-end"),
        )


def tornado(
    id: str,
    title: str,
    text: str,
    bars: Sequence[Bar],
    centre: float,
    width: float,
    words: Catalogue,
) -> str:
    """Bars about the expected net value, longest first; each end says which value it is at."""
    labels = [wrap(bar.label, int(width / _LETTER)) for bar in bars]
    tops = [0.0]
    for lines in labels:
        tops.append(tops[-1] + _STEP + _LINE * (len(lines) - 1))
    foot = tops[-1] + 6
    sheet = Drawing(width, foot + 26)
    reach = [centre, *(end for bar in bars for end in (bar.at_low, bar.at_high))]
    ends = (min(reach), max(reach))
    slope, offset = scale(*ends, _MARGIN, width - _MARGIN)
    amounts_below(sheet, ends, (slope, offset), foot)
    for bar, lines, (top, end) in zip(bars, labels, pairwise(tops), strict=True):
        with sheet.point(bar.said(words)):
            sheet.field((0, top), (width, end))
            for number, line in enumerate(lines):
                sheet.text((0, top + 18 + _LINE * number), line)
            _both_ends(sheet, bar, end - _STEP, (slope, offset), centre)
    sheet.line((slope * centre + offset, 0), (slope * centre + offset, foot), INK, 1.5)
    return sheet.svg(id, title, text)


def _both_ends(
    sheet: Drawing, bar: Bar, top: float, pixels: tuple[float, float], centre: float
) -> None:
    slope, offset = pixels
    for end, words, colour in ((bar.at_low, bar.low, ORANGE), (bar.at_high, bar.high, NAVY)):
        x, middle = slope * end + offset, slope * centre + offset
        sheet.bar((middle, top + 25), (x, top + 25 + _BAR), colour)
        left = x < middle
        sheet.text((x + (-5 if left else 5), top + 39), words, "end" if left else "start", size=13)
