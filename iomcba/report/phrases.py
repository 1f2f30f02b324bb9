"""Chances, cuts in crime and ranges: figures that are said in words of the catalogue."""

from __future__ import annotations

import math
from decimal import Decimal

from iomcba.report.formats import UNDEFINED, ends, per_cent, rounded, unit_for
from iomcba.terms.catalogue import Catalogue
from iomcba.terms.findings import Interval

# What these functions say where no catalogue is given; a report's own gives it in its language.
ENGLISH = Catalogue(
    texts={
        "figure.less-than": "less than {share}",
        "figure.more-than": "more than {share}",
        "figure.less": "{share} less",
        "figure.more": "{share} more",
        "figure.range": "{low} to {high}",
        "figure.between": "between {low} and {high}, 8 times in 10",
    }
)


def chance(share: float, se: float | None = None, words: Catalogue = ENGLISH) -> str:
    """A probability found by simulation: whole per cent, never a false 'impossible' or 'certain'.

    >>> chance(0.314), chance(0.002), chance(0.9991), chance(0.0)
    ('31%', 'less than 1%', 'more than 99%', 'less than 1%')
    """
    if not math.isfinite(share):
        return UNDEFINED
    unit = max(Decimal("0.01"), unit_for(se))
    amount = rounded(share, unit)
    if amount <= 0:
        return words.text("figure.less-than", share=f"{unit * 100:.0f}%")
    if amount >= 1:
        return words.text("figure.more-than", share=f"{(1 - unit) * 100:.0f}%")
    return f"{amount * 100:.0f}%"


def less_crime(share: float, se: float | None = None, words: Catalogue = ENGLISH) -> str:
    """A reduction share in words.

    >>> less_crime(0.07), less_crime(-0.11)
    ('7% less', '11% more')
    """
    key = "figure.more" if share < 0 else "figure.less"
    return words.text(key, share=per_cent(abs(share), se))


def pounds_range(
    low: float, high: float, se: float | None = None, words: Catalogue = ENGLISH
) -> str:
    """A range of pounds; its width keeps two digits, for percentiles are coarser than means.

    >>> pounds_range(-912_345.0, 4_321_000.0)
    '−£0.9m to £4.3m'
    """
    least, most = ends(low, high, se)
    return words.text("figure.range", low=least, high=most)


def between(interval: Interval, se: float | None = None, words: Catalogue = ENGLISH) -> str:
    """The 80% range of a figure in pounds, in words.

    >>> between(Interval(-2e6, -912_345.0, 1e6, 4_321_000.0, 6e6))
    'between −£0.9m and £4.3m, 8 times in 10'
    """
    low, high = ends(interval.low80, interval.high80, se)
    return words.text("figure.between", low=low, high=high)
