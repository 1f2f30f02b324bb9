"""Cells of money that one or two people hold nearly all of: only which cells leaves, no amount."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from iomcba.terms.findings import Warning
from iomcba.terms.histories import Floats, Ints
from iomcba.terms.protection import P_RATIO, TOP_TWO, Dominance
from iomcba.terms.said import worded

DOMINATED = "dominated-cells"


def dominated(cells: Sequence[str], amounts: Ints | Floats) -> tuple[Dominance, ...]:
    """Cells in which the top two hold over 90%, or all others under 10% of the largest.

    Shape: amounts (i, c) of each person in each cell. The second is the p-ratio: what the second
    largest does not know of the largest, (total - x1 - x2) / x1.
    """
    return tuple(_dominated(cells, np.asarray(amounts, np.float64)))


def _dominated(cells: Sequence[str], amounts: Floats) -> Iterator[Dominance]:
    totals = amounts.sum(axis=0)
    largest = -np.sort(-amounts, axis=0)[:2]
    for cell, total, first, both in zip(
        cells, totals, largest[0], largest.sum(axis=0), strict=True
    ):
        if total > 0:
            found = Dominance(cell, both / total > TOP_TWO, (total - both) / first < P_RATIO)
            if found.top_two or found.p_ratio:
                yield found


def dominance_warnings(found: Sequence[Dominance]) -> tuple[Warning, ...]:
    """One warning that names the cells; none where there are none."""
    if not found:
        return ()
    names = ", ".join(each.cell for each in found)
    return (Warning(DOMINATED, worded("warning.dominated-cells", cells=names)),)
