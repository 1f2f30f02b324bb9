"""What each quantity and group leads one to expect: E[NPSV | it], on the same draws.

The share of NPSV that independent others explain is taken off first (a control variate: it has
mean 0 whatever the quantity's value), so that small drivers do not drown in the large ones' noise.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from iomcba.appraise.decision.directions import leading_directions
from iomcba.appraise.decision.regression import KNOTS, Spline, fitted, products, solve
from iomcba.terms.decision import Driver, Sample
from iomcba.terms.plan import Array

LEADING = 20  # quantities whose share is taken off
TINY = 1e-300


@dataclass(frozen=True, slots=True)
class MainEffect:
    """E[NPSV | driver] of every option in every draw, and at its 10th and 90th percentile.

    Shapes: known, npsv (j, d), the latter with the others' share taken off; ends (j, 2); swing
    (j, d) of which the mean over draws is 0 and the standard error that of ends[1] - ends[0].
    """

    driver: Driver
    known: Array
    npsv: Array
    ends: Array
    swing: Array


@dataclass(frozen=True, slots=True)
class Shares:
    """What the leading quantities, and products of two of them, explain of NPSV.

    `of` holds the names of each term and its share (j, d), of mean 0; `total` is their sum.
    """

    of: tuple[tuple[frozenset[str], Array], ...]
    total: Array

    def without(self, npsv: Array, family: frozenset[str]) -> Array:
        """NPSV less every term that has mean 0 whatever the quantities of a family are.

        A product of two independent quantities has it unless both belong to the family.
        """
        kept = [share for names, share in self.of if names <= family]
        return np.asarray(npsv - self.total + sum(kept, start=np.zeros(1)))


def shares(sample: Sample) -> Shares:
    """Least squares of NPSV on the quantities that correlate most with it.

    With them go the products of the first, mostly the effect, with each other.
    """
    away = sample.inputs - sample.inputs.mean(axis=1)[:, None]
    about = sample.npsv - sample.npsv.mean(axis=1)[:, None]
    spread = np.sqrt(np.einsum("nd,nd->n", away, away))
    moved = products(away, about) / np.where(spread > 0, spread, 1.0)[:, None]
    told = (moved**2 / ((about**2).sum(axis=1) + TINY)).max(axis=1)
    leaders = [int(n) for n in np.argsort(-told, kind="stable")[:LEADING] if spread[n] > 0]
    terms = [(frozenset((sample.names[n],)), away[n]) for n in leaders]
    first, x = terms[0] if terms else (frozenset[str](), np.zeros(1))
    for second, z in tuple(terms[1:]):
        if sample.family(tuple(first)).isdisjoint(second):
            product = x * z
            terms.append((first | second, product - product.mean()))
    if not terms:
        return Shares((), np.zeros_like(about))
    columns = np.stack([x for _, x in terms])
    slopes = solve(products(columns, columns), products(columns, about))
    of = tuple(
        (names, slope[:, None] * x)
        for (names, _), slope, x in zip(terms, slopes, columns, strict=True)
    )
    return Shares(of, fitted(columns, slopes))


def main_effects(
    sample: Sample, drivers: tuple[Driver, ...], knots: Sequence[float] = KNOTS
) -> Iterator[MainEffect]:
    """One for each driver, in their order; nothing for options that it does not move."""
    explained = shares(sample)
    for driver in drivers:
        npsv = explained.without(sample.npsv, sample.family(driver.members))
        if driver.low is None or driver.high is None:
            effect = _of_group(sample, driver, npsv)
        else:
            effect = _of_one(sample, driver, npsv, np.array([driver.low, driver.high]), knots)
        still = sample.unmoved(driver.members)
        for found in (effect.known, effect.ends):
            found[still] = sample.npsv[still].mean(axis=1)[:, None]
        effect.swing[still] = 0.0
        yield effect


def _of_one(
    sample: Sample, driver: Driver, npsv: Array, ends: Array, knots: Sequence[float]
) -> MainEffect:
    x = sample.inputs[[sample.names.index(name) for name in driver.members]].sum(axis=0)
    spline = Spline.of(x, knots)
    basis, at = spline.basis(x), spline.basis(ends)
    gram = products(basis, basis)
    found = solve(gram, products(basis, npsv))
    known = fitted(basis, found)
    weight = solve(gram, (at[:, 1] - at[:, 0])[:, None])
    swing = fitted(basis, weight) * (npsv - known) * len(x)
    return MainEffect(driver, known, npsv, fitted(at, found), swing)


def _of_group(sample: Sample, driver: Driver, npsv: Array) -> MainEffect:
    columns = sample.inputs[[sample.names.index(name) for name in driver.members]]
    known = leading_directions(columns, npsv)
    return MainEffect(driver, known, npsv, ends_of(known), np.zeros_like(npsv))


def ends_of(known: Array) -> Array:
    """10th and 90th percentile over draws. Shape: (j, d) -> (j, 2)."""
    return np.asarray(np.quantile(known, (0.1, 0.9), axis=1).T)
