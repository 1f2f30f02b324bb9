"""One inverse-distribution map for every sampler: uniform → value (F18).

Families whose exact quantile is slow (PERT, beta, gamma) are tabulated once: cubics on cells that
halve towards both ends of (0, 1), so that the relative error stays below 1e-9 out to the last float
(tested against the exact quantiles). The other families are exact.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import groupby

import numpy as np

from iomcba.model.streams import Ints
from iomcba.terms.plan import Array
from iomcba.terms.uncertainty import FORMULAS, PERT_SHAPE, Distribution

DEEPEST = 53  # uniforms lie no nearer to an end than 2^-53
OCTAVES = DEEPEST - 1  # below 1/2
CELL_BITS, POINTS = 6, 4  # 64 cells in each octave, a cubic in each
CELLS = (OCTAVES << CELL_BITS) + 1  # and 1/2 itself, which a correlated uniform may be
EXACT_BITS, EXACT_POINTS = 3, 7  # the exact quantiles behind them: 7 points of 8 cells an octave
MANTISSA = 52
BELOW = MANTISSA - CELL_BITS
FIRST = (1023 - DEEPEST) << CELL_BITS  # the cell number of 2^-53 in a float's leading bits
TOGETHER = 32  # rows interpolated at a time: their work stays in the processor's cache
SMOOTH = 1.0  # least shape at which a quantile itself is smooth enough for a table
SCORE = Distribution("normal", (0.0, 1.0))


def values(distribution: Distribution, u: Array) -> Array:
    """The quantity at uniforms u, 0 < u < 1. Shape: (d,) -> (d,)."""
    column: Array = compiled((distribution,))(u[None, :].copy())[0]
    return column


def kind(distribution: Distribution) -> str:
    """How a quantity is drawn: from which table, by its family's formula, or `exact`, by itself."""
    family, p = distribution.family, distribution.parameters
    if family == "gamma":
        return "gamma" if p[0] >= SMOOTH else "small-gamma"
    if family in FORMULAS or (family == "beta" and min(p) >= SMOOTH):
        return family
    return "pert" if family == "pert" and p[0] < p[2] else "exact"


@dataclass(frozen=True, slots=True)
class Map:
    """Quantiles of some quantities, made ready: which rows are drawn together, and how."""

    runs: tuple[tuple[slice, Callable[[Array], Array]], ...]

    def __call__(self, u: Array) -> Array:
        """Values at uniforms, which are overwritten by them. Shape: (n, d) -> (n, d)."""
        for rows, quantiles in self.runs:
            u[rows] = quantiles(u[rows])
        return u


@lru_cache(maxsize=16)
def compiled(distributions: tuple[Distribution, ...]) -> Map:
    """Make quantities ready to be drawn side by side, neighbours of one kind together."""
    runs, first = [], 0
    for name, group in groupby(distributions, kind):
        alike = tuple(group)
        some = TOGETHER if name in _TABLES else len(alike) if name in FORMULAS else 1
        for start in range(0, len(alike), some):
            part = alike[start : start + some]
            runs.append((slice(first, first + len(part)), _quantiles(name, part)))
            first += len(part)
    return Map(tuple(runs))


def _quantiles(name: str, alike: Sequence[Distribution]) -> Callable[[Array], Array]:
    """The quantile function of quantities of one kind. Shape: (n, d) -> (n, d)."""
    if name in _TABLES:
        table = np.concatenate([_TABLES[name](d) for d in alike]).T
        first = (np.arange(len(alike)) * (2 * CELLS) - FIRST)[:, None]
        at = partial(_interpolated, np.ascontiguousarray(table), first)
        if name == "small-gamma":
            shapes = np.array([[d.parameters[0]] for d in alike])
            return lambda u: np.exp(at(u) + np.log(u) / shapes)
        return at
    if name in FORMULAS:
        parameters = np.array([d.parameters for d in alike]).T[..., None]
        return lambda u: FORMULAS[name](u, *parameters)
    return alike[0].quantile


def _interpolated(table: Array, first: Ints, u: Array) -> Array:
    """Cubic of each uniform's cell, which its leading bits name. Shape: u (n, d) -> (n, d).

    `table` (POINTS, n * 2 * CELLS) holds the cells' polynomials, powers rising; `first` (n, 1) is
    the place of each row's cells.
    """
    v = np.minimum(u, 1.0 - u)  # distance from the nearer end
    cell = (0.5 - u).view(np.int64) >> 63  # -1 in the upper half
    cell &= CELLS
    cell += v.view(np.int64) >> BELOW
    cell += first
    value: Array = table[POINTS - 1].take(cell)
    for power in range(POINTS - 2, -1, -1):
        value *= v
        value += table[power].take(cell)
    return value


def _table(quantile: Callable[[Array, bool], Array]) -> Array:
    """Cubics in the distance from an end, through four Chebyshev points of every cell.

    `quantile(v, upper)` is the quantity at distance v from the lower or upper end. The cells of the
    upper half follow those of the lower. Shape: (2 * CELLS, POINTS), powers rising.
    """
    return np.concatenate([_half(quantile, upper) for upper in (False, True)])


def _half(quantile: Callable[[Array, bool], Array], upper: bool) -> Array:
    floor = np.ldexp(1.0, np.arange(OCTAVES + 1) - DEEPEST)[:, None, None]
    exact_at, fine_at = _points(EXACT_BITS, EXACT_POINTS), _points(CELL_BITS, POINTS)
    exact = quantile(floor * exact_at, upper)
    inside = fine_at.reshape(len(exact_at), -1)
    to_fine = np.stack([_lagrange(a, f) for a, f in zip(exact_at, inside, strict=True)])
    fine = np.einsum("cfe,oce->ocf", to_fine, exact).reshape(-1, len(fine_at), POINTS)
    powers = np.vander(fine_at.ravel(), POINTS, increasing=True).reshape(*fine_at.shape, POINTS)
    cubics = np.linalg.solve(powers, fine[..., None])[..., 0] / floor ** np.arange(POINTS)
    return np.asarray(cubics.reshape(-1, POINTS)[:CELLS])


def _points(cell_bits: int, points: int) -> Array:
    """Chebyshev points of the cells between 1 and 2. Shape: (cells, points)."""
    inside = (1 - np.cos((2 * np.arange(points) + 1) * np.pi / (2 * points))) / 2
    cells = 1 << cell_bits
    return np.asarray(1 + (np.arange(cells)[:, None] + inside) / cells)


def _lagrange(known: Array, wanted: Array) -> Array:
    """Weights of values at known points in the polynomial through them. (e,), (f,) -> (f, e)."""
    others = ~np.eye(len(known), dtype=bool)
    gaps = np.where(others, known[:, None] - known, 1.0)
    away = np.where(others, wanted[:, None, None] - known, 1.0)
    return np.asarray(np.prod(away / gaps, axis=2))


def _affine(table: Array, shift: float, scale: float) -> Array:
    """The table of shift + scale * quantity."""
    moved = table * scale
    moved[:, 0] += shift
    return moved


@lru_cache(maxsize=128)
def _beta_table(alpha: float, beta: float) -> Array:
    from scipy.special import betaincinv

    return _table(
        lambda v, upper: (
            1.0 - betaincinv(beta, alpha, v) if upper else np.asarray(betaincinv(alpha, beta, v))
        )
    )


@lru_cache(maxsize=128)
def _gamma_table(shape: float) -> Array:
    from scipy.special import gammainccinv, gammaincinv

    return _table(
        lambda v, upper: np.asarray(gammainccinv(shape, v) if upper else gammaincinv(shape, v))
    )


@lru_cache(maxsize=128)
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
}
