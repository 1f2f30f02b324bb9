"""How well a figure is known: errors from replicates, percentiles from counts, totals that agree.

A standard error is the spread of independent replicates over the root of their number (F18); it is
right for scrambled Sobol' points and for plain draws alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from iomcba.terms.plan import BLOCK, Array

Counts = NDArray[np.int32]

LEVELS = (0.025, 0.1, 0.5, 0.9, 0.975)
TRIMMED = 0.005  # share of the kept draws at either end that a histogram's bins leave out
BINS_PER_ROOT = 128  # bins of a histogram per root of the number of draws
MOST_BINS = 2**18  # of one figure, so that memory is bounded
WAITING = 262_144  # draws that wait at least before they are counted
COARSER = 16  # bins of all draws in one bin of a replicate


def mean_and_deviation(values: Array) -> tuple[Array, Array]:
    """Mean and standard deviation along the last axis, in two passes.

    The second pass corrects the mean and the sum of squares for what rounding left over (Chan,
    Golub and LeVeque 1983, Algorithms for computing the sample variance). Shape: (…, n) -> (…).
    """
    mean = values.mean(axis=-1)
    gap = values - mean[..., None]
    left = gap.mean(axis=-1)
    squares = ((gap - left[..., None]) ** 2).sum(axis=-1)
    return mean + left, np.sqrt(squares / max(values.shape[-1] - 1, 1))


def standard_error(replicates: Array) -> Array:
    """SE = sd of replicate results / sqrt(R)  (F18). Shape: (R, …) -> (…)."""
    _, deviation = mean_and_deviation(np.moveaxis(replicates, 0, -1))
    return np.asarray(deviation / np.sqrt(len(replicates)))


def ratio_error(above: Array, below: Array) -> float:
    """Standard error of a ratio of means from replicate means, by linearisation. Shapes: (R,)."""
    ratio = above.mean() / below.mean()
    return float(standard_error(above - ratio * below) / abs(below.mean()))


def by_replicate(blocks: Array, replicates: int) -> Array:
    """Means of each replicate from means of blocks in block order. Shape: (n, f) -> (R, f)."""
    return np.asarray(blocks.reshape(-1, replicates, *blocks.shape[1:]).mean(axis=0))


def percentiles(draws: Array, replicates: int) -> tuple[Array, Array]:
    """Percentiles of draws in block order, and their standard errors. (…, d) -> (5, …), (5, …)."""
    blocks = np.sort(draws.reshape(*draws.shape[:-1], -1, BLOCK), axis=-1)
    return percentiles_of_blocks(blocks, replicates)


def percentiles_of_blocks(blocks: Array, replicates: int) -> tuple[Array, Array]:
    """The same of blocks, the draws of each in order. Shape: (…, n, BLOCK) -> (5, …), (5, …)."""
    *some, count, _ = blocks.shape
    of_replicate = np.moveaxis(blocks.reshape(*some, -1, replicates, BLOCK), -2, -3)
    apart = of_replicate.reshape(*some, replicates, -1)
    of_each = _at_levels(apart, in_order=count == replicates)
    together = _at_levels(apart.reshape(*some, -1), in_order=count == 1)
    return together, standard_error(np.moveaxis(of_each, -1, 0))


def _at_levels(draws: Array, in_order: bool) -> Array:
    """Percentiles, between neighbours in proportion. Shape: (…, d) -> (5, …).

    Of draws not yet in order only these neighbours are brought to their places, which takes a
    seventh of the time where the draws are stretches in order.
    """
    places = np.array(LEVELS) * (draws.shape[-1] - 1)
    below = places.astype(np.intp)
    ordered = draws if in_order else np.partition(draws, np.unique([below, below + 1]), axis=-1)
    low, high = (np.moveaxis(ordered[..., place], -1, 0) for place in (below, below + 1))
    part = (places - below).reshape(-1, *[1] * (ordered.ndim - 1))
    return np.asarray(low + (high - low) * part)


def regression_weights(crossed: Array, controls: Sequence[int]) -> Array:
    """B = S_XC S_CC^-1 of figures on control figures. Shape: crossed (f, h) -> (f, h).

    `crossed` holds sums of cross products of every figure with the controls. Directions in which
    the controls hardly vary are left out.
    """
    of_controls = crossed[list(controls)]
    scale = np.sqrt(np.diag(of_controls))
    scale = np.where(scale > 0, scale, 1.0)
    inverse = np.linalg.pinv(of_controls / np.outer(scale, scale), rcond=1e-9, hermitian=True)
    return np.asarray((crossed / scale) @ inverse / scale)


def carried_over(kept: Array, weights: Array, gap: Array) -> Array:
    """Means of kept draws moved to all draws: X + B (C_all - C_kept), in every replicate.

    Regression estimator (Cochran 1977, Sampling techniques, chapter 7). It is linear, so that parts
    still add up to their totals, and gives each control its own mean over all draws.
    Shapes: kept (R, f), weights (f, h), gap (R, h) -> (R, f).
    """
    return kept + gap @ weights.T


@dataclass(frozen=True, slots=True)
class Bins:
    """Equal bins of some figures' draws; the first and last count of each are what lies outside.

    Shapes: low, width (p,).
    """

    low: Array
    width: Array
    count: int

    @classmethod
    def around(cls, kept: Array, draws: int) -> Bins:
        """Bins around kept draws, fine enough for `draws` in all. Shape: kept (p, d).

        Below a tenth of a percentile's error up to 2^25 draws of what is near normal.
        """
        low, high = np.quantile(kept, (TRIMMED, 1 - TRIMMED), axis=1)
        wanted = COARSER * int(np.ceil(BINS_PER_ROOT * np.sqrt(draws) / COARSER))
        count = min(wanted, MOST_BINS)
        return cls(low, np.where(high > low, (high - low) / count, 1.0), count)

    def places(self, values: Array) -> Counts:
        """Number of the bin of each value, 0 below and count + 1 above. Shape: (p, d)."""
        place = (values - (self.low - self.width)[:, None]) / self.width[:, None]
        np.clip(place, 0, self.count + 1, out=place)
        return place.astype(np.int32)


class Histogram:
    """Integer counts of streamed draws in bins, in all and (coarser) by replicate."""

    __slots__ = ("_waiting", "bins", "counts", "replicates")

    def __init__(self, bins: Bins, replicates: int) -> None:
        rows = len(bins.low)
        self.bins = bins
        self.counts = np.zeros((rows, bins.count + 2), dtype=np.int32)
        self.replicates = np.zeros((replicates, rows, bins.count // COARSER + 2), dtype=np.int32)
        self._waiting: list[tuple[int, Counts]] = []

    def add(self, replicate: int, places: Counts) -> None:
        """Count one block of a replicate. Shape: places (p, BLOCK)."""
        self._waiting.append((replicate, places))
        if len(self._waiting) * BLOCK >= max(WAITING, self.bins.count // 4):
            self.settle()

    def settle(self) -> None:
        """Count what waits; counting many draws at once is cheaper than block by block."""
        if not self._waiting:
            return
        some, _, of_one = self.replicates.shape
        first = np.repeat([replicate * of_one for replicate, _ in self._waiting], BLOCK)
        for row in range(len(self.counts)):
            place = np.concatenate([places[row] for _, places in self._waiting]).astype(np.intp)
            counted = np.bincount(place, minlength=self.counts.shape[1])
            self.counts[row] += counted.astype(np.int32)
            place += COARSER - 1
            place >>= COARSER.bit_length() - 1
            place += first
            counted = np.bincount(place, minlength=some * of_one).astype(np.int32)
            self.replicates[:, row] += counted.reshape(some, of_one)
        self._waiting.clear()

    def percentiles(self, row: int) -> tuple[Array, Array]:
        """Percentiles of one figure and their standard errors. Shapes: (5,), (5,)."""
        low, width = float(self.bins.low[row]), float(self.bins.width[row])
        apart = [_from_counts(c[row], low, width * COARSER) for c in self.replicates]
        return _from_counts(self.counts[row], low, width), standard_error(np.stack(apart))


def _from_counts(counts: Counts, low: float, width: float) -> Array:
    """Percentiles by linear interpolation inside their bins. Shape: (bins + 2,) -> (5,)."""
    below = np.cumsum(counts, dtype=np.int64)
    wanted = np.array(LEVELS) * below[-1]
    place = np.searchsorted(below, wanted, side="right")
    inside = (wanted - (below[place] - counts[place])) / counts[place]
    found: Array = low + (place - 1 + inside) * width
    return found
