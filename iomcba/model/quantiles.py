"""One inverse-distribution map for every sampler: uniform → value (F18).

Quantiles that are slow to compute (normal scores, PERT, beta, gamma) are tabulated once: cubics on
cells that halve towards both ends of (0, 1), so that the relative error stays below 1e-9 out to the
last float (tested against the exact quantiles). The other families are exact.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

import numpy as np

from iomcba.model.streams import Ints
from iomcba.terms.plan import BLOCK, Array
from iomcba.terms.uncertainty import ALIKE, PERT_SHAPE, Distribution

DEEPEST = 53  # uniforms lie no nearer to an end than 2^-53
OCTAVES = DEEPEST - 1  # below 1/2
CELL_BITS, POINTS = 6, 4  # 64 cells in each octave, a cubic in each
CELLS = (OCTAVES << CELL_BITS) + 1  # and 1/2 itself, which a correlated uniform may be
EXACT_BITS, EXACT_POINTS = 3, 7  # the exact quantiles behind them: 7 points of 8 cells an octave
BELOW = 52 - CELL_BITS
FIRST = (1023 - DEEPEST) << CELL_BITS  # the cell number of 2^-53 in a float's leading bits
SIGN = 1 << (63 - BELOW)  # and what a float's sign takes from it
OUTER = 1 << CELL_BITS  # of BLOCK equal cells those at either end that no cell here holds whole
INNER = slice(OUTER, -OUTER)
WORK = 3  # arrays to work in
TOGETHER = 4  # rows mapped at a time: their work stays in the processor's cache
LEAST_LOG = (
    -600.0
)  # of a gamma: less is as good as nought, and processors are slow where floats end
SMOOTH = 1.0  # least shape at which a quantile itself is smooth enough for a table
SCORE = Distribution("normal", (0.0, 1.0))


def values(distribution: Distribution, u: Array) -> Array:
    """The quantity at uniforms u, 0 < u < 1. Shape: (d,) -> (d,)."""
    column: Array = compiled((distribution,))(u[None, :].copy())[0]
    return column


Way = tuple[str, tuple[float, ...]]
Quantiles = Callable[[Array, Array | None], Array]


@dataclass(frozen=True, slots=True)
class Map:
    """Quantiles of some quantities, made ready: which rows are drawn together, and how.

    Each takes uniforms (n, d), which it may overwrite, and, if these lie in order, in each BLOCK of
    them one in every of BLOCK equal cells, WORK arrays (WORK, n, d) to work in, one of which it may
    return. The values are the same to the last bit.
    """

    runs: tuple[tuple[slice, Quantiles], ...]

    def __call__(self, u: Array) -> Array:
        """Values at uniforms, which are overwritten by them. Shape: (n, d) -> (n, d)."""
        for rows, quantiles in self.runs:
            u[rows] = quantiles(u[rows], None)
        return u


@lru_cache(maxsize=4)
def compiled(distributions: tuple[Distribution, ...]) -> Map:
    """Make quantities ready to be drawn side by side, neighbours that are made alike together."""
    runs, first = [], 0
    for _, group in groupby(distributions, lambda distribution: way(distribution)[0]):
        alike = tuple(group)
        some = 1 if way(alike[0])[0] == "exact" else TOGETHER
        for start in range(0, len(alike), some):
            part = alike[start : start + some]
            runs.append((slice(first, first + len(part)), _quantiles(part)))
            first += len(part)
    return Map(tuple(runs))


def way(distribution: Distribution) -> Way:
    """How a quantity is made: in what manner, and the shape of the table it is read from.

    `exact` is by itself. Quantities made alike should be neighbours.
    """
    family, p = distribution.family, distribution.parameters
    if family == "pert" and p[0] < p[2]:
        alpha = round(1 + PERT_SHAPE * (p[1] - p[0]) / (p[2] - p[0]), ALIKE)
        return "beta", (alpha, 2 + PERT_SHAPE - alpha)
    if family == "beta" and min(p) >= SMOOTH:
        return "beta", p
    if family == "gamma":
        return "gamma" if p[0] >= SMOOTH else "small-gamma", p[:1]
    return family if family in ("normal", "lognormal", "uniform") else "exact", ()


def _quantiles(alike: Sequence[Distribution]) -> Quantiles:
    """The quantile function of quantities made in one manner. Shape: (n, d) -> (n, d)."""
    manner = way(alike[0])[0]
    if manner == "exact":
        return lambda u, _: alike[0].quantile(u)
    columns = np.array([_shift_and_scale(distribution) for distribution in alike])
    shift, scale = columns.T[..., None]
    shapes = np.array([distribution.parameters[:1] for distribution in alike])
    if manner == "uniform":
        return lambda u, _: shift + scale * u
    standard = Standard.of(tuple(way(distribution) for distribution in alike))

    def value(u: Array, work: Array | None) -> Array:
        found = standard(u) if work is None else standard.in_order(u, work)
        if manner in ("normal", "lognormal"):
            u -= 0.5
            found *= u
        if manner == "small-gamma":
            log = np.log(u, out=u)
            log /= shapes
            found += log
            np.maximum(found, LEAST_LOG, out=found)
            np.exp(found, out=found)
        np.multiply(found, scale, out=u)
        np.add(u, shift, out=found)
        return np.exp(found, out=found) if manner == "lognormal" else found

    return value


def _shift_and_scale(distribution: Distribution) -> tuple[float, float]:
    """What turns the standard quantity into this one."""
    p = distribution.parameters
    match distribution.family:
        case "uniform" | "pert":
            return p[0], p[-1] - p[0]
        case "normal" | "lognormal":
            return p[0], p[1]
        case "gamma":
            return 0.0, p[1]
    return 0.0, 1.0


@dataclass(frozen=True, slots=True)
class Standard:
    """Standard quantiles of some quantities, interpolated from tables side by side.

    `table` (POINTS, …) holds polynomials of the signed distance from the nearer end, powers rising;
    those of the upper half lie SIGN places before those of the lower. `first` (n, 1) is where the
    cells of each row begin, so that a float's leading bits name its cell. `inner` (POINTS, n or 1,
    1, …) are the polynomials of uniforms in order, without the OUTER first and last, which lie
    in smaller cells.
    """

    table: Array
    first: Ints
    inner: Array

    @classmethod
    @lru_cache(maxsize=32)
    def of(cls, ways: tuple[Way, ...]) -> Standard:
        """Tables of the quantities, equal ones shared."""
        shared = list(dict.fromkeys(ways))
        # what is never written, between the halves, takes no room
        table = np.empty((POINTS, SIGN + len(shared) * CELLS))
        for place, (manner, shape) in enumerate(shared):
            lower, upper = _TABLES[manner](*shape)
            start = place * CELLS
            table[:, SIGN + start : SIGN + start + CELLS] = lower.T
            table[:, start : start + CELLS] = upper.T
        table.setflags(write=False)
        first = SIGN - FIRST + CELLS * np.array([[shared.index(way)] for way in ways])
        middles = (np.arange(OUTER, BLOCK - OUTER) + 0.5) / BLOCK
        cells = _cells(middles - np.rint(middles), first if len(shared) > 1 else first[:1])
        return cls(table, first, table[:, cells[:, None]])

    def __call__(self, u: Array) -> Array:
        """Quantiles at uniforms. Shape: (n, d) -> (n, d)."""
        from_end = np.rint(u)
        np.subtract(u, from_end, out=from_end)
        cells = _cells(from_end, self.first)
        value: Array = self.table[POINTS - 1].take(cells)
        for power in range(POINTS - 2, -1, -1):
            value *= from_end
            value += self.table[power].take(cells)
        return value

    def in_order(self, u: Array, work: Array) -> Array:
        """The same for uniforms in order: no cell is looked up, but near the ends.

        Shapes: u (n, d), work (WORK, n, d) -> one of work.
        """
        blocks, work = u.reshape(len(u), -1, BLOCK), work.reshape(WORK, len(u), -1, BLOCK)
        from_end, value, other = work[..., INNER]  # of two, because numpy is slower in place
        from_end[:] = blocks[..., INNER]
        from_end[..., from_end.shape[-1] // 2 :] -= 1.0
        np.multiply(self.inner[-1], from_end, out=value)
        for power in range(POINTS - 2, 0, -1):
            np.add(value, self.inner[power], out=other)
            np.multiply(other, from_end, out=value)
        np.add(value, self.inner[0], out=other)
        found = work[2]
        outer = np.concatenate((blocks[..., :OUTER], blocks[..., -OUTER:]), axis=2)
        at_ends = self(outer.reshape(len(u), -1)).reshape(outer.shape)
        found[..., :OUTER], found[..., -OUTER:] = np.split(at_ends, 2, axis=2)
        values: Array = found.reshape(u.shape)
        return values


def _cells(from_end: Array, first: Ints) -> Ints:
    """The cells in which signed distances from the nearer end lie. Shapes: (…, d), (n, 1)."""
    cells = from_end.view(np.int64) >> BELOW
    return np.asarray(cells + first)


def _halves(quantile: Callable[[Array, bool], Array]) -> tuple[Array, Array]:
    """Cubics in the signed distance from either end, through four Chebyshev points of every cell.

    `quantile(v, upper)` is the quantity at distance v from the lower or upper end.
    Shape: (CELLS, POINTS) each, powers rising.
    """
    lower, upper = _cubics(lambda v: quantile(v, False)), _cubics(lambda v: quantile(v, True))
    return lower, upper * (-1.0) ** np.arange(POINTS)


def _cubics(quantile: Callable[[Array], Array]) -> Array:
    floor = np.ldexp(1.0, np.arange(OCTAVES + 1) - DEEPEST)
    exact_at, to_fine, powers = _between()
    exact = quantile(floor[:, None, None] * exact_at)
    fine = np.einsum("cfe,oce->cfo", to_fine, exact).reshape(len(powers), POINTS, -1)
    cubics = np.linalg.solve(powers, fine).transpose(2, 0, 1)
    cubics = cubics / floor[:, None, None] ** np.arange(POINTS)
    return np.asarray(cubics.reshape(-1, POINTS)[:CELLS])


@lru_cache(maxsize=1)
def _between() -> tuple[Array, Array, Array]:
    """Where quantiles are exact, what takes them to finer points, and the powers of those."""
    exact_at, fine_at = _points(EXACT_BITS, EXACT_POINTS), _points(CELL_BITS, POINTS)
    inside = fine_at.reshape(len(exact_at), -1)
    to_fine = np.stack([_lagrange(a, f) for a, f in zip(exact_at, inside, strict=True)])
    powers = np.vander(fine_at.ravel(), POINTS, increasing=True).reshape(*fine_at.shape, POINTS)
    return exact_at, to_fine, powers


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


@lru_cache(maxsize=1)
def _score_table() -> tuple[Array, Array]:
    """Normal score over distance from the middle, so that it is right where it is nought."""
    from scipy.special import ndtri

    lower, upper = _halves(lambda v, upper: np.asarray(ndtri(v) / (v - 0.5)))
    return lower, upper


@lru_cache(maxsize=32)
def _beta_table(alpha: float, beta: float) -> tuple[Array, Array]:
    from scipy.special import betaincinv

    return _halves(
        lambda v, upper: (
            1.0 - betaincinv(beta, alpha, v) if upper else np.asarray(betaincinv(alpha, beta, v))
        )
    )


@lru_cache(maxsize=32)
def _gamma_table(shape: float) -> tuple[Array, Array]:
    from scipy.special import gammainccinv, gammaincinv

    return _halves(
        lambda v, upper: np.asarray(gammainccinv(shape, v) if upper else gammaincinv(shape, v))
    )


@lru_cache(maxsize=32)
def _small_gamma_table(shape: float) -> tuple[Array, Array]:
    """Log of the quantile less its leading term log(u) / shape, which is all near 0."""
    from scipy.special import gammainccinv, gammaincinv, gammaln

    limit, tiny = float(gammaln(shape + 1)) / shape, 1e-290

    def rest(v: Array, upper: bool) -> Array:
        exact = np.asarray(gammainccinv(shape, v) if upper else gammaincinv(shape, v))
        log_u = np.log1p(-v) if upper else np.log(v)
        return np.where(exact > tiny, np.log(np.maximum(exact, tiny)) - log_u / shape, limit)

    return _halves(rest)


_TABLES: dict[str, Callable[..., tuple[Array, Array]]] = {
    "normal": _score_table,
    "lognormal": _score_table,
    "beta": _beta_table,
    "gamma": _gamma_table,
    "small-gamma": _small_gamma_table,
}
