"""Sobol' indices: the share of the variance of expected NPSV that comes from a group (F19).

First order from E[NPSV | group], the regression that the value of information rests on. Total order
from a second design: the kept draws A, and A with the group's columns taken from draws B that know
nothing of A. Both need groups that are independent of one another.
"""

from __future__ import annotations

import numpy as np

from iomcba.appraise.decision.regression import error_of_mean
from iomcba.terms.plan import Array

FINE = tuple(
    np.linspace(0.02, 0.98, 25)
)  # knots, as quantiles: a share of variance sees every bend


def first_order(npsv: Array, known: Array, y: Array, replicates: int) -> tuple[Array, Array]:
    """S = Var(E[Y | X]) / Var(Y), and its standard error. Shapes: (j, d) each -> (j,), (j,).

    `known` is E[Y | X], fitted to `y`, which is NPSV or what is left of it when something of mean 0
    given X is taken off. A draw's part in Var(E[Y | X]) is 2 y known - known^2 about the means:
    what the regression leaves over stays in the error.
    """
    known, y = (each - each.mean(axis=1)[:, None] for each in (known, y))
    return _share(npsv, 2 * y * known - known**2, replicates)


def total_order(npsv: Array, other: Array, replicates: int) -> tuple[Array, Array]:
    """T = E[(f(A) - f(A_B))^2] / 2 Var(Y), and its standard error. Shapes: (j, d) -> (j,), (j,).

    Jansen (1999), Analysis of variance designs for model output; as (f) of table 2 in Saltelli et
    al. (2010), doi:10.1016/j.cpc.2009.09.018. `other` is NPSV with the group's columns from B.
    """
    return _share(npsv, (npsv - other) ** 2 / 2, replicates)


def _share(npsv: Array, parts: Array, replicates: int) -> tuple[Array, Array]:
    """Mean of parts over the variance of NPSV, the error by linearisation; 0 of no variance."""
    square = (npsv - npsv.mean(axis=1)[:, None]) ** 2
    variance = square.mean(axis=1)
    some = np.where(variance > 0, variance, 1.0)
    share = np.where(variance > 0, parts.mean(axis=1) / some, 0.0)
    return share, error_of_mean((parts - share[:, None] * square) / some[:, None], replicates)
