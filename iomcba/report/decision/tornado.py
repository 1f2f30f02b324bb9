"""The tornado: how far each driver moves net value between its low and its high value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from iomcba.report.charts import amounts_below
from iomcba.report.drawing import Drawing, scale
from iomcba.report.svg import INK, NAVY, ORANGE

_STEP, _BAR = 50.0, 18.0
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


def tornado(
    id: str, title: str, text: str, bars: Sequence[Bar], centre: float, width: float
) -> str:
    """Bars about the expected net value, longest first; each end says which value it is at."""
    foot = _STEP * len(bars) + 6
    sheet = Drawing(width, foot + 26)
    reach = [centre, *(end for bar in bars for end in (bar.at_low, bar.at_high))]
    ends = (min(reach), max(reach))
    slope, offset = scale(*ends, _MARGIN, width - _MARGIN)
    amounts_below(sheet, ends, (slope, offset), foot)
    for place, bar in enumerate(bars):
        top = _STEP * place
        sheet.text((0, top + 18), bar.label)
        for end, words, colour in ((bar.at_low, bar.low, ORANGE), (bar.at_high, bar.high, NAVY)):
            x, middle = slope * end + offset, slope * centre + offset
            sheet.bar((middle, top + 25), (x, top + 25 + _BAR), colour)
            left = x < middle
            sheet.text(
                (x + (-5 if left else 5), top + 39), words, "end" if left else "start", size=13
            )
    sheet.line((slope * centre + offset, 0), (slope * centre + offset, foot), INK, 1.5)
    return sheet.svg(id, title, text)
