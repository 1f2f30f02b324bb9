"""Conditional means by least squares on natural cubic splines, and their errors by replicate.

E[y | x] is fitted on the kept draws (Strong, Oakley and Brennan 2014). Sums over draws are plain
`einsum`, whose last bits do not depend on threads (ARCHITECTURE 9).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from iomcba.appraise.precision import by_replicate, standard_error
from iomcba.terms.plan import BLOCK, Array

KNOTS = (0.05, 0.23, 0.41, 0.59, 0.77, 0.95)  # quantiles; beyond the outer two a line
RANK = 1e-11  # directions of less than this share of the largest eigenvalue carry nothing


def natural_spline(x: Array, knots: Array) -> Array:
    """Basis 1, x, d_k - d_{K-1} of cubic splines that are lines beyond the outer knots.

    Hastie, Tibshirani and Friedman (2009), Elements of statistical learning, 5.4 and 5.5; spans the
    same functions as cubic B-splines with natural ends. Shapes: x (d,), knots (K,) -> (K, d).
    """
    above = np.maximum(x - knots[:, None], 0.0)
    cubes = above * above * above
    bent = (cubes[:-1] - cubes[-1]) / (knots[-1] - knots[:-1])[:, None]
    return np.concatenate((np.ones((1, len(x))), x[None], bent[:-1] - bent[-1]))


@dataclass(frozen=True, slots=True)
class Spline:
    """A spline basis fitted to draws of a quantity: where its knots lie, in units of its spread."""

    centre: float
    spread: float
    knots: Array

    @classmethod
    def of(cls, x: Array, knots: Sequence[float] = KNOTS) -> Spline:
        """Knots at quantiles of the draws (d,), each once."""
        centre, spread = float(x.mean()), float(x.std()) or 1.0
        return cls(centre, spread, (np.unique(np.quantile(x, knots)) - centre) / spread)

    def basis(self, x: Array) -> Array:
        """Basis at values (e,); a line where there are too few knots to bend. Shape: (k, e)."""
        scaled = (x - self.centre) / self.spread
        if len(self.knots) < 3:
            return np.stack((np.ones_like(scaled), scaled))
        return natural_spline(scaled, self.knots)


def solve(gram: Array, right: Array) -> Array:
    """Coefficients from normal equations; directions without data get 0. (k, k), (k, j)."""
    scale = 1.0 / np.sqrt(np.maximum(np.diag(gram), np.finfo(float).tiny))
    weights, vectors = np.linalg.eigh(gram * np.outer(scale, scale))
    inverse = np.where(weights > RANK * weights[-1], 1.0 / np.maximum(weights, 1e-300), 0.0)
    half = np.einsum("ka,kj->aj", vectors, right * scale[:, None])
    return np.asarray(np.einsum("ka,aj->kj", vectors, inverse[:, None] * half) * scale[:, None])


def products(left: Array, right: Array) -> Array:
    """Sums over draws of products of rows. Shapes: (k, d), (l, d) -> (k, l)."""
    return np.asarray(np.einsum("kd,ld->kl", left, right))


def coefficients(basis: Array, y: Array) -> Array:
    """Least squares of y on a basis. Shapes: (k, d), (j, d) -> (k, j)."""
    return solve(products(basis, basis), products(basis, y))


def fitted(basis: Array, found: Array) -> Array:
    """Fitted values. Shapes: (k, d), (k, j) -> (j, d)."""
    return np.asarray(np.einsum("kj,kd->jd", found, basis))


def error_of_mean(values: Array, replicates: int) -> Array:
    """Standard error of means over draws, from replicates (F18). Shape: (…, d) -> (…)."""
    blocks = values.reshape(*values.shape[:-1], -1, BLOCK).mean(axis=-1)
    return standard_error(by_replicate(np.moveaxis(blocks, -1, 0), replicates))
