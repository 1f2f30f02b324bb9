"""Correlated quantities of any families by a Gaussian copula (F18).

A table of rank correlations by pair or by group → checked, if asked repaired, and factored, one
factor for each set of quantities that hang together, so that a new one moves only its own set.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from iomcba.terms.names import members
from iomcba.terms.plan import Array

Pair = tuple[str, str]
ROUNDS = 200  # projections until a matrix is taken as settled
ROUNDING = 1e-10  # an eigenvalue this little below 0 is rounding
NAMED = 3  # pairs that an error names


class NoCorrelation(ValueError):
    """The rows are no correlation matrix: `pairs` are those that contradict each other most."""

    def __init__(self, pairs: Sequence[Pair]) -> None:
        self.pairs = tuple(pairs)
        super().__init__(", ".join(f"{a} with {b}" for a, b in pairs))


@dataclass(frozen=True, slots=True)
class Factor:
    """A lower factor of the normal scores' correlation of some quantities. Shape: (n, n)."""

    names: tuple[str, ...]
    root: Array


def pairs_of(
    rows: Iterable[tuple[str, str, float]], names: Sequence[str]
) -> tuple[dict[Pair, float], list[Pair]]:
    """Rank correlation of every pair of quantities, and the rows that no pair answers to.

    A row names two quantities or groups of them (prefixes); a longer name wins over a shorter.
    """
    correlation: dict[Pair, float] = {}
    weight: dict[Pair, int] = {}
    idle = []
    for first, second, rho in rows:
        pairs = {
            (min(a, b), max(a, b))
            for a in members(first, names)
            for b in members(second, names)
            if a != b
        }
        if not pairs:
            idle.append((first, second))
        for pair in pairs:
            if len(first) + len(second) > weight.get(pair, 0):
                correlation[pair] = rho
                weight[pair] = len(first) + len(second)
    return correlation, idle


def normal_correlation(rank: Array) -> Array:
    """Correlation of normal scores that gives a rank correlation: 2 sin(pi rho / 6).

    Pearson (1907), On further methods of determining correlation.
    """
    return 2 * np.sin(np.pi * rank / 6)


def factors(correlation: dict[Pair, float], repair: bool) -> tuple[Factor, ...]:
    """Factor every set of quantities that hang together.

    Raises:
        NoCorrelation: if a set is not positive semi-definite and is not to be repaired.
    """
    found = []
    for names, matrix in _matrices(correlation):
        pairs = _contradicting(names, matrix)
        if pairs and not repair:
            raise NoCorrelation(pairs)
        found.append(Factor(names, _lower_root(nearest_correlation(matrix) if pairs else matrix)))
    return tuple(found)


def contradictions(correlation: dict[Pair, float]) -> tuple[str, ...]:
    """In words: the sets that no distribution could have, and how far a repair moves them."""
    found = []
    for names, matrix in _matrices(correlation):
        pairs = _contradicting(names, matrix)
        if pairs:
            moved = np.abs(nearest_correlation(matrix) - matrix).max()
            words = ", ".join(f"{a} with {b}" for a, b in pairs)
            found.append(f"{words}: moved by up to {moved:.3f}")
    return tuple(found)


def _matrices(correlation: dict[Pair, float]) -> Iterator[tuple[tuple[str, ...], Array]]:
    """Normal scores' correlation of every set of quantities that hang together."""
    for names in _sets(correlation):
        matrix = np.eye(len(names))
        for i, j in combinations(range(len(names)), 2):
            rho = correlation.get((names[i], names[j]), 0.0)
            matrix[i, j] = matrix[j, i] = normal_correlation(np.array(rho))
        yield names, matrix


def _sets(correlation: dict[Pair, float]) -> list[tuple[str, ...]]:
    """Sets of quantities joined by any pair, names sorted."""
    sets: list[set[str]] = []
    for pair in sorted(pair for pair, rho in correlation.items() if rho != 0):
        joined = set(pair).union(*(known for known in sets if known & set(pair)))
        sets = [known for known in sets if not known & set(pair)] + [joined]
    return sorted(tuple(sorted(names)) for names in sets)


def _contradicting(names: tuple[str, ...], matrix: Array) -> list[Pair]:
    """The pairs that contradict each other most, worst first; none if the matrix can be.

    They are those that make the variance along the direction of the least eigenvalue negative.
    """
    least, vectors = np.linalg.eigh(matrix)
    if least[0] >= -ROUNDING:
        return []
    pull = matrix * np.outer(vectors[:, 0], vectors[:, 0])
    pairs = [(pull[i, j], i, j) for i, j in combinations(range(len(names)), 2) if matrix[i, j]]
    return [(names[i], names[j]) for _, i, j in sorted(pairs)[:NAMED]]


def nearest_correlation(matrix: Array) -> Array:
    """Nearest correlation matrix by alternating projections with Dykstra's correction.

    Higham (2002), Computing the nearest correlation matrix, algorithm 3.3. Shape: (n, n).
    """
    y, correction = matrix, np.zeros_like(matrix)
    for _ in range(ROUNDS):
        r = y - correction
        weights, vectors = np.linalg.eigh(r)
        x = (vectors * np.maximum(weights, 0.0)) @ vectors.T
        correction = x - r
        y = x.copy()
        np.fill_diagonal(y, 1.0)
    scale = np.sqrt(np.diag(x))
    return np.asarray(x / np.outer(scale, scale))


def _lower_root(matrix: Array) -> Array:
    """Cholesky factor, also of a singular matrix: a pivot of 0 leaves its column at 0."""
    n = len(matrix)
    root = np.zeros((n, n))
    for j in range(n):
        rest = matrix[j:, j] - root[j:, :j] @ root[j, :j]
        if rest[0] > ROUNDING:
            root[j:, j] = rest / np.sqrt(rest[0])
    return np.asarray(root / np.sqrt((root**2).sum(axis=1, keepdims=True)))


def correlated(factor: Factor, scores: Array) -> Array:
    """Scores with the factor's correlation: Z = L E. Shape: (n, d) -> (n, d)."""
    joined = np.zeros_like(scores)
    for column, score in zip(factor.root.T, scores, strict=True):
        joined += column[:, None] * score
    return joined
