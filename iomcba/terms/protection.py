"""The rule of disclosure control: which observed tables there are, and what is done to their cells.

Observed counts leave as one of these tables or not at all. Everything else that is shared is
modelled.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import floor

BASE = 5  # counts that are shown are multiples of it
USUAL_THRESHOLD = 10.0  # counts from 1 to 9 are hidden unless a case asks for less
PROTECTION = 5.0  # a hidden count must be able to lie anywhere in a range at least this wide
TINY = 1e-6  # of a count, lost in the audit's arithmetic
LOWERED = "disclosure-lowered"  # id of the warning that a case hides less than is usual
TOP_TWO, P_RATIO = 0.90, 0.10  # a cell is dominated above the first or under the second


@dataclass(frozen=True, slots=True)
class TableRule:
    """An observed table: the figure that is its margin, and the axis of its cells ("" for none)."""

    id: str
    title: str
    margin: str
    axis: str = ""

    def cells(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """Names of its cells among the figures of a case."""
        return tuple(n for n in names if self.axis and n.startswith(f"{self.margin}."))


OBSERVED_TABLES = (
    TableRule("cohort", "People in the cohort", "case.cohort-size"),
    TableRule("offences", "Proven offences by type", "case.observed-offences", "offence"),
)


@dataclass(frozen=True, slots=True)
class CellBounds:
    """What somebody who knows the rule and everything shown can say of a hidden count."""

    name: str
    low: float
    high: float

    def protected(self, threshold: float) -> bool:
        """Whether the range is as wide as the rule asks, or as all that is below the threshold."""
        return self.high - self.low >= width(threshold) - TINY


@dataclass(frozen=True, slots=True)
class Dominance:
    """A cell of a table of money in which one or two people hold nearly all; no amount leaves."""

    cell: str
    top_two: bool
    p_ratio: bool


def width(threshold: float) -> float:
    """How wide a range a hidden count keeps: PROTECTION, or all that lies below the threshold."""
    return min(PROTECTION, threshold - 2)


def rounded(count: float) -> float:
    """A count as it is shown: to the nearest multiple of BASE; no small count becomes 0 here.

    >>> rounded(12.0), rounded(13.0), rounded(0.0)
    (10.0, 15.0, 0.0)
    """
    return float(BASE * floor(count / BASE + 1 / 2))


def per_cent(share: float) -> float:
    """A share of observed counts as it is shown: in whole per cent."""
    return round(share, 2)
