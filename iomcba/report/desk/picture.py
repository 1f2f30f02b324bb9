"""A distribution as a small picture in a terminal: how likely each part of its range is."""

from __future__ import annotations

import numpy as np

from iomcba.terms.plan import Array
from iomcba.terms.uncertainty import Distribution

BLOCKS, PLAIN = " ▁▂▃▄▅▆▇█", " .:-=+*#@"
ENDS = (0.005, 0.995)  # share of the probability between the picture's ends
SLICES = 4096


def heights(distribution: Distribution, width: int) -> Array:
    """Probability of each of `width` equal parts of the range, the highest being 1. Shape: (w,)."""
    low, high = (float(x) for x in distribution.quantile(np.array(ENDS)))
    shares = (np.arange(SLICES) + 0.5) / SLICES
    counted, _ = np.histogram(distribution.quantile(shares), bins=width, range=(low, high))
    return np.asarray(counted / counted.max(), dtype=np.float64)


def picture(distribution: Distribution | None, width: int, ascii: bool) -> str:
    """One line of blocks; a certain figure is one full block in the middle, an open one blank.

    >>> picture(Distribution("uniform", (0.0, 1.0)), 6, ascii=True)
    '@@@@@@'
    """
    marks = PLAIN if ascii else BLOCKS
    if distribution is None:
        return " " * width
    if distribution.is_point:
        return marks[-1].center(width)
    steps = len(marks) - 1
    return "".join(marks[max(1, round(height * steps))] for height in heights(distribution, width))


def drawing(distribution: Distribution, width: int, lines: int, ascii: bool) -> list[str]:
    """The same several lines high, from the top."""
    marks = PLAIN if ascii else BLOCKS
    steps = len(marks) - 1
    filled = np.rint(heights(distribution, width) * lines * steps).astype(int)
    filled = np.maximum(filled, 1)
    return [
        "".join(marks[min(steps, max(0, height - below * steps))] for height in filled.tolist())
        for below in reversed(range(lines))
    ]
