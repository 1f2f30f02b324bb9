"""Financial years, price bases and deflation. Money is real, in one price base, rebased once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

_WRITTEN = re.compile(r"([0-9]{4})[-/]([0-9]{2})")
_FIRST, _LAST = 1900, 2199  # no price index and no case goes beyond


@dataclass(frozen=True, slots=True, order=True)
class FinancialYear:
    """A UK financial year, 1 April to 31 March, known by the calendar year in which it starts."""

    start: int

    @classmethod
    def parse(cls, text: str) -> FinancialYear:
        """Read `2011-12` or `2011/12`.

        Raises:
            ValueError: if the text is not a financial year.

        >>> str(FinancialYear.parse("1999/00"))
        '1999-00'
        """
        match = _WRITTEN.fullmatch(text)
        if match is None or (int(match[1]) + 1) % 100 != int(match[2]):
            raise ValueError(f"{text!r} is not a financial year")
        if not _FIRST <= int(match[1]) <= _LAST:
            raise ValueError(f"{text!r} is not a financial year of {_FIRST} to {_LAST}")
        return cls(int(match[1]))

    def __str__(self) -> str:
        return f"{self.start}-{(self.start + 1) % 100:02d}"

    def __add__(self, years: int) -> FinancialYear:
        return FinancialYear(self.start + years)

    @property
    def first_day(self) -> date:
        """1 April."""
        return date(self.start, 4, 1)


@dataclass(frozen=True, slots=True)
class Deflator:
    """An index of prices by financial year (HM Treasury GDP deflator; any base)."""

    index: Mapping[FinancialYear, float]

    def factor(self, of: FinancialYear, to: FinancialYear) -> float:
        """Factor that turns pounds of one financial year into pounds of another.

        Raises:
            KeyError: if the index lacks one of the years.
        """
        return self.index[to] / self.index[of]


def discount_factors(
    rate: NDArray[np.float64] | float, years: int, timing: float
) -> NDArray[np.float64]:
    """v[d, y] = (1 + r)^-(y + t)  (F15; t = 0 start, 1/2 middle, 1 end of year).

    Shapes: rate (d,) or a number -> (d, y), d = 1 for a number. HM Treasury, The Green Book (2026).
    """
    return (1.0 + np.atleast_1d(rate)[:, None]) ** -(np.arange(years) + timing)


def present_value(stream: NDArray[np.float64], factors: NDArray[np.float64]) -> NDArray[np.float64]:
    """PV[d] = sum over y of v[d, y] * stream[d, y]  (F15; real pounds).

    Shapes: (d, y), (d, y) -> (d,), d = 1 where certain in both.
    """
    value: NDArray[np.float64] = (stream * factors).sum(axis=1)
    return value
