"""Tabulated inverse distribution functions against scipy's exact ones (F18)."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from scipy import stats
from scipy.special import ndtr, ndtri

from iomcba.model.quantiles import SCORE, WORK, compiled, values
from iomcba.terms.plan import BLOCK
from iomcba.terms.uncertainty import Distribution
from tests.strategies import UNCERTAIN, fitted

TOLERANCE = 1e-9
# Both tails down to 1e-12 and the middle, without 0.5 itself: there scipy is off by 1e-8 (1.17, a
# beta of equal parameters below 1, whose median is 0.5 by symmetry).
TAILS = np.logspace(-12, -1, 2500)
LOWER = np.concatenate([TAILS, np.linspace(0.1, 0.9, 4000)])
UPPER = 1 - np.logspace(-12, -1, 2500)


def check(distribution: Distribution, exact: stats.rv_continuous) -> None:
    """Relative error below 1e-9 from 1e-12 to 1 - 1e-12."""
    u = np.concatenate([LOWER, UPPER])
    found = values(distribution, u)
    assert_allclose(found, exact.ppf(u), rtol=TOLERANCE, atol=1e-300)


# Below a shape of about 0.05 the 1e-12 point underflows to nought in scipy as well.
@example(0.05)
@example(0.3)
@example(1.0)
@example(5e4)
@given(st.floats(-1.3, 4.5).map(lambda power: 10**power))
def test_gamma_table(shape: float) -> None:
    check(Distribution("gamma", (shape, 3.0)), stats.gamma(shape, scale=3.0))


@example(0.08, 0.08)
@example(0.1, 40.0)
@example(300.0, 2.0)
@given(*[st.floats(-1.0, 2.5).map(lambda power: 10**power)] * 2)
def test_beta_table(alpha: float, beta: float) -> None:
    check(Distribution("beta", (alpha, beta)), stats.beta(alpha, beta))


@example(0.0)
@example(1.0)
@given(st.floats(0.01, 0.99))
def test_pert_table(rise: float) -> None:
    exact = stats.beta(1 + 4 * rise, 5 - 4 * rise, 10.0, 90.0)
    check(Distribution("pert", (10.0, 10.0 + rise * 90.0, 100.0)), exact)


@pytest.mark.parametrize("family", UNCERTAIN)
def test_the_map_is_the_quantile_function(family: str) -> None:
    # beyond a score of 4 the uniform's last bit is already a relative 1e-12 of the tail
    distribution, z = fitted(family), np.linspace(-7, 4, 501)
    u = ndtr(z)
    # a normal quantity is right beside its spread: near nought it has no relative error
    beside = TOLERANCE * distribution.parameters[1] if family == "normal" else 0.0
    exact = distribution.quantile(u)
    assert_allclose(values(distribution, u), exact, rtol=TOLERANCE, atol=beside)


def test_the_normal_score_is_right_out_to_the_last_float_and_at_the_middle() -> None:
    u = np.concatenate([np.logspace(-15.9, -1, 4000), LOWER, UPPER, 0.5 + np.logspace(-12, -2, 99)])
    assert_allclose(values(SCORE, u), ndtri(u), rtol=TOLERANCE)
    assert values(SCORE, np.array([0.5]))[0] == 0


@pytest.mark.parametrize("family", UNCERTAIN)
def test_more_chance_is_never_less(family: str) -> None:
    z = np.linspace(-8.2, 8.1, 20_001)
    found = values(fitted(family), ndtr(z))
    assert np.isfinite(found).all()
    assert (np.diff(found) >= 0).all()


@pytest.mark.parametrize("family", UNCERTAIN)
def test_uniforms_in_order_have_the_same_bits(family: str) -> None:
    """One uniform in each of 1,024 cells, looked up by its cell or not: the same floats."""
    distributions = (fitted(family),) * 3 + (Distribution("gamma", (0.2, 3.0)),)
    rng = np.random.default_rng(8)
    inside = (np.floor(rng.random((4, 2, BLOCK)) * 2**42) + 0.5) / 2**42
    u = ((np.arange(BLOCK) + inside) / BLOCK).reshape(4, -1)
    expected = compiled(distributions)(u.copy())
    for rows, quantiles in compiled(distributions).runs:
        some, work = u[rows].copy(), np.full((WORK, *u[rows].shape), np.nan)
        assert_array_equal(quantiles(some, work), expected[rows])


def test_a_gamma_of_next_to_no_shape_is_never_subnormal() -> None:
    """Its floats end at e^-600: what goes into a share of the mix has no smaller ones."""
    found = values(Distribution("gamma", (1e-4, 1.0)), np.array([1e-9, 0.5, 1 - 1e-9]))
    assert_allclose(found[:2], np.exp(-600.0), rtol=1e-12)
    assert found[2] > 0.01
