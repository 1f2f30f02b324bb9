"""E[NPSV | a group of quantities]: additive splines on the group's leading directions (F20).

Directions are those in which NPSV rises (least squares) and those in which it bends (principal
Hessian directions, Li 1992): a product of two quantities bends along their sum and difference.
"""

from __future__ import annotations

import numpy as np

from iomcba.appraise.decision.regression import Spline, coefficients, fitted
from iomcba.terms.plan import Array

RISING, BENDING = 2, 3  # most directions of either kind
ROUNDING = 1e-9  # what lines leave over of a line, as a share of its spread


def leading_directions(columns: Array, npsv: Array) -> Array:
    """Fitted E[NPSV | columns]. Shapes: columns (p, d), npsv (j, d) -> (j, d)."""
    z = _standardised(columns)
    straight = np.concatenate((np.ones((1, z.shape[1])), z))
    slopes = coefficients(straight, npsv)
    left = npsv - fitted(straight, slopes)
    left[left.std(axis=1) <= ROUNDING * npsv.std(axis=1)] = 0.0  # rounding bends nowhere
    directions = [*_rising(slopes[1:]), *_bending(z, left)]
    along = (np.einsum("p,pd->d", direction, z) for direction in directions)
    bent = [Spline.of(x).basis(x)[2:] for x in along]
    basis = np.concatenate((straight, *bent))
    return fitted(basis, coefficients(basis, npsv))


def _standardised(columns: Array) -> Array:
    away = columns - columns.mean(axis=1)[:, None]
    spread = away.std(axis=1)
    return np.asarray(away[spread > 0] / spread[spread > 0, None])


def _rising(slopes: Array) -> list[Array]:
    """Directions that span the slopes of the options, most telling first. Shape: (p, j)."""
    vectors, sizes, _ = np.linalg.svd(slopes, full_matrices=False)
    return [vectors[:, k] for k in range(min(RISING, len(sizes))) if sizes[k] > 1e-9 * sizes[0]]


def _bending(z: Array, left: Array) -> list[Array]:
    """Directions of curvature of what lines leave over, told apart from noise. (p, d), (j, d)."""
    size = np.sqrt((left**2).mean(axis=1))
    found: list[tuple[float, Array]] = []
    noise = 2.0 * np.sqrt(len(z) / z.shape[1])
    for rest, scale in zip(left, size, strict=True):
        if scale <= 0:
            continue
        hessian = np.einsum("pd,qd->pq", z * (rest / scale), z) / z.shape[1]
        weights, vectors = np.linalg.eigh(hessian)
        found += [
            (abs(weight), vectors[:, k]) for k, weight in enumerate(weights) if abs(weight) > noise
        ]
    found.sort(key=lambda pair: -pair[0])
    return _apart([direction for _, direction in found])[:BENDING]


def _apart(directions: list[Array]) -> list[Array]:
    """Directions that do not all but repeat an earlier one."""
    kept: list[Array] = []
    for direction in directions:
        if all(abs(float((direction * other).sum())) < 0.95 for other in kept):
            kept.append(direction)
    return kept
