"""Decision problems whose value of information is known in closed form."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from iomcba.terms.decision import Driver, Sample
from iomcba.terms.plan import BLOCK, Array

R = 16
D = R * BLOCK


def sample(
    columns: Mapping[str, Array],
    npsv: Callable[[Mapping[str, Array]], tuple[Array, ...]],
    together: tuple[tuple[str, ...], ...] = (),
) -> Sample:
    """Draws of some inputs and the NPSV of business as usual and the options they make."""
    values = np.stack([np.zeros(D), *npsv(columns)])
    options = ("as-now", *(f"option-{k}" for k in range(1, len(values))))
    return Sample(tuple(columns), np.stack(list(columns.values())), options, values, R, together)


def single(found: Sample, name: str) -> Driver:
    x = found.column(name)
    low, high = np.quantile(x, (0.1, 0.9))
    return Driver(name, (name,), "ratio", float(low), float(x.mean()), float(high))


def group(*names: str) -> Driver:
    return Driver("group", names)


def gaussians(count: int, seed: int, correlation: float = 0.0) -> dict[str, Array]:
    """Standard normal columns x1, x2 …; the first two correlated."""
    z = np.random.default_rng(seed).standard_normal((count, D))
    z[1] = correlation * z[0] + np.sqrt(1 - correlation**2) * z[1]
    return {f"x{k + 1}": z[k] for k in range(count)}
