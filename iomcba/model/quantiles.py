"""One inverse-distribution map for every sampler: uniform → value (F18).

Families whose exact quantile is slow (PERT, beta, gamma) are tabulated once: quintics on cells that
halve towards both ends of (0, 1), so that the relative error stays below 1e-9 out to the last float
(tested against the exact quantiles). The other families are exact.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from iomcba.terms.plan import Array
from iomcba.terms.uncertainty import PERT_SHAPE, Distribution

DEEPEST = 53  # uniforms lie no nearer to an end than 2^-53
CELL_BITS = 3  # 8 cells in each octave
CELLS = (
    DEEPEST - 1 << CELL_BITS
) + 1  # below 1/2, and 1/2 itself, which a correlated uniform may be
POINTS = 6  # quintics
MANTISSA = 52
BELOW = MANTISSA - CELL_BITS
FIRST = (1023 - DEEPEST) << CELL_BITS  # the cell number of 2^-53 in a float's leading bits
SMOOTH = 1.0  # least shape at which a quantile itself is smooth enough for a table
SCORE = Distribution("normal", (0.0, 1.0))


def values(distribution: Distribution, u: Array) -> Array:
    """The quantity at uniforms u, 0 < u < 1. Shape: (d,) -> (d,)."""
    column: Array = compiled((distribution,))(u[None, :])[0]
    return column


@dataclass(frozen=True, slots=True)
class Map:
    """Quantiles of some quantities, made ready: their tables side by side.

    `table` (POINTS, n * 2 * CELLS) holds each quantity's cell polynomials, powers rising; `exact`
    are quantities without a table; `small_gamma` are tabulated as their log less log(u) / shape.
    """

    distributions: tuple[Distribution, ...]
    table: Array
    exact: tuple[int, ...]
    small_gamma: tuple[int, ...]

    def __call__(self, u: Array) -> Array:
        """Values at uniforms. Shape: (n, d) -> (n, d)."""
        known = len(self.exact) == len(u)
        result = np.empty_like(u) if known else self._interpolated(u)
        for row in self.small_gamma:
            shape = self.distributions[row].parameters[0]
            result[row] = np.exp(result[row] + np.log(u[row]) / shape)
        for row in self.exact:
            result[row] = self.distributions[row].quantile(u[row])
        return result

    def _interpolated(self, u: Array) -> Array:
        """Polynomial of each uniform's cell, which its leading bits name. Shape: (n, d)."""
        upper = u > 0.5
        bits = np.where(upper, 1.0 - u, u).view(np.int64)
        cell = bits >> BELOW
        cell += upper * np.int64(CELLS)
        cell += (np.arange(len(u)) * (2 * CELLS) - FIRST)[:, None]
        bits &= (1 << BELOW) - 1
        place = bits * 2.0**-BELOW
        value: Array = self.table[POINTS - 1].take(cell)
        for power in range(POINTS - 2, -1, -1):
            value *= place
            value += self.table[power].take(cell)
        return value


@lru_cache(maxsize=512)
def compiled(distributions: tuple[Distribution, ...]) -> Map:
    """Make quantities ready to be drawn side by side."""
    kinds = [_kind(distribution) for distribution in distributions]

    def rows(wanted: str) -> tuple[int, ...]:
        return tuple(row for row, kind in enumerate(kinds) if kind == wanted)

    table = np.concatenate([_TABLES[k](d) for k, d in zip(kinds, distributions, strict=True)])
    table = np.ascontiguousarray(table.T)
    table.setflags(write=False)
    return Map(
        distributions,
        table,
        rows("exact"),
        rows("small-gamma"),
    )


def _kind(distribution: Distribution) -> str:
    family, p = distribution.family, distribution.parameters
    if family == "gamma":
        return "gamma" if p[0] >= SMOOTH else "small-gamma"
    if (family == "beta" and min(p) >= SMOOTH) or (family == "pert" and p[0] < p[2]):
        return family
    return "exact"


def _table(quantile: Callable[[Array, bool], Array]) -> Array:
    """Quintics through six Chebyshev points of every cell.

    `quantile(v, upper)` is the quantity at distance v from the lower or upper end. The cells of the
    upper half follow those of the lower. Shape: (2 * CELLS, POINTS), powers rising.
    """
    inside = (1 - np.cos((2 * np.arange(POINTS) + 1) * np.pi / (2 * POINTS))) / 2
    octave, cell = np.divmod(np.arange(CELLS), 1 << CELL_BITS)
    floor = np.ldexp(1.0, octave - DEEPEST)[:, None]
    v = floor * (1 + (cell[:, None] + inside) / (1 << CELL_BITS))
    to_powers = np.linalg.inv(np.vander(inside, increasing=True)).T
    return np.concatenate([quantile(v, upper) @ to_powers for upper in (False, True)])


def _affine(table: Array, shift: float, scale: float) -> Array:
    """The table of shift + scale * quantity."""
    moved = table * scale
    moved[:, 0] += shift
    return moved


@lru_cache(maxsize=512)
def _beta_table(alpha: float, beta: float) -> Array:
    from scipy.special import betaincinv

    return _table(
        lambda v, upper: (
            1.0 - betaincinv(beta, alpha, v) if upper else np.asarray(betaincinv(alpha, beta, v))
        )
    )


@lru_cache(maxsize=512)
def _gamma_table(shape: float) -> Array:
    from scipy.special import gammainccinv, gammaincinv

    return _table(
        lambda v, upper: np.asarray(gammainccinv(shape, v) if upper else gammaincinv(shape, v))
    )


@lru_cache(maxsize=512)
def _small_gamma_table(shape: float) -> Array:
    """Log of the quantile less its leading term log(u) / shape, which is all near 0."""
    from scipy.special import gammainccinv, gammaincinv, gammaln

    limit, tiny = float(gammaln(shape + 1)) / shape, 1e-290

    def rest(v: Array, upper: bool) -> Array:
        exact = np.asarray(gammainccinv(shape, v) if upper else gammaincinv(shape, v))
        log_u = np.log1p(-v) if upper else np.log(v)
        return np.where(exact > tiny, np.log(np.maximum(exact, tiny)) - log_u / shape, limit)

    return _table(rest)


def _pert(distribution: Distribution) -> Array:
    a, mode, b = distribution.parameters
    alpha = 1 + PERT_SHAPE * (mode - a) / (b - a)
    return _affine(_beta_table(alpha, 2 + PERT_SHAPE - alpha), a, b - a)


def _small_gamma(distribution: Distribution) -> Array:
    shape, scale = distribution.parameters
    return _affine(_small_gamma_table(shape), float(np.log(scale)), 1.0)


_TABLES: dict[str, Callable[[Distribution], Array]] = {
    "pert": _pert,
    "beta": lambda d: _beta_table(*d.parameters),
    "gamma": lambda d: _affine(_gamma_table(d.parameters[0]), 0.0, d.parameters[1]),
    "small-gamma": _small_gamma,
    "exact": lambda d: np.zeros((2 * CELLS, POINTS)),
}
