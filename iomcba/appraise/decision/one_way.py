"""One-way table: expected NPSV at the 10th and 90th percentile of each driver (F19)."""

from __future__ import annotations

import numpy as np

from iomcba.appraise.decision.main_effects import MainEffect, ends_of
from iomcba.appraise.decision.regression import error_of_mean
from iomcba.appraise.precision import standard_error
from iomcba.terms.decision import DIFFERENCE, OneWay, Sample
from iomcba.terms.plan import BLOCK, Array


def one_way(effect: MainEffect, sample: Sample, best: str, second: str) -> OneWay:
    """The row of one driver: every option but business as usual, and best less second best.

    A group has no low and high of its own: its ends are the 10th and 90th percentile of what it
    leads one to expect, for each target by itself.
    """
    b, s = sample.options.index(best), sample.options.index(second)
    if effect.driver.is_group:
        known = _with_difference(effect.known, b, s)
        low, high = ends_of(known).T
        errors = _error_of_ends(known, sample.replicates)
    else:
        low, high = _with_difference(effect.ends, b, s).T
        errors = error_of_mean(_with_difference(effect.swing, b, s), sample.replicates)
    targets = (*sample.options, DIFFERENCE)
    rows = [row for row in range(len(targets)) if row > 0]
    return OneWay(
        effect.driver.name,
        {targets[row]: float(low[row]) for row in rows},
        {targets[row]: float(high[row]) for row in rows},
        {targets[row]: float(errors[row]) for row in rows},
    )


def _error_of_ends(known: Array, replicates: int) -> Array:
    """Standard error of the distance of two percentiles, from replicates. (j, d) -> (j,)."""
    blocks = known.reshape(len(known), -1, replicates, BLOCK)
    apart = blocks.transpose(2, 0, 1, 3).reshape(replicates, len(known), -1)
    low, high = np.quantile(apart, (0.1, 0.9), axis=2)
    return standard_error(high - low)


def _with_difference(values: Array, best: int, second: int) -> Array:
    """Rows of the options and, last, one less the other. Shape: (j, e) -> (j + 1, e)."""
    return np.concatenate((values, (values[best] - values[second])[None]))
