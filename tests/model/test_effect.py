"""What an option changes (F10): known numbers, signs and linearity."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from scipy import stats

from iomcba.model.effect import (
    count_ratio,
    net_of_natural_fall,
    offences_avoided,
    pathways_reduction,
    reduction,
)

ratios = st.floats(0.05, 3.0)


def column(value: float) -> np.ndarray:
    return np.array([[value]])


def test_dose_by_hand() -> None:
    """0.64 at half the dose is its root, 0.8; at twice the dose its square, 0.4096."""
    found = reduction(np.array([[0.64], [0.64], [0.64]]), np.array([[0.5], [1.0], [2.0]]))
    assert_allclose(found, [[0.2], [0.36], [0.5904]])


@given(ratios, st.floats(0, 2), st.floats(0, 2))
def test_doses_add_up_on_the_log_scale(ratio: float, one: float, two: float) -> None:
    both = 1 - reduction(column(ratio), column(one + two))
    product = (1 - reduction(column(ratio), column(one))) * (
        1 - reduction(column(ratio), column(two))
    )
    assert_allclose(both, product, rtol=1e-12)


@given(ratios)
def test_the_sign_is_that_of_the_ratio(ratio: float) -> None:
    assert np.sign(reduction(column(ratio), column(1.0))) == np.sign(1 - ratio)


def test_no_effect_is_exactly_none() -> None:
    assert reduction(column(1.0), column(0.7)) == 0
    assert reduction(column(0.5), column(0.0)) == 0


def test_avoided_by_hand() -> None:
    """100 × 0.2 × (0.3 + 0.1) × 0.9 = 7.2."""
    found = offences_avoided(column(100.0), column(0.2), column(0.3), column(0.1), column(0.1))
    assert_allclose(found, 7.2)


@given(st.floats(0, 1e4), st.floats(-1, 1), st.floats(0, 1), st.floats(0, 0.9))
def test_avoided_is_linear(offences: float, cut: float, active: float, displaced: float) -> None:
    def avoided(n: float, c: float, a: float) -> np.ndarray:
        return offences_avoided(column(n), column(c), column(a), column(0.0), column(displaced))

    once = avoided(offences, cut, active)
    assert_allclose(avoided(2 * offences, cut, active), 2 * once, rtol=1e-12)
    assert_allclose(avoided(offences, -cut, active), -once, rtol=1e-12)
    assert_allclose(avoided(offences, cut, active / 2), once / 2, rtol=1e-12, atol=1e-300)


@pytest.mark.parametrize(("control", "ratio", "shape"), [(0.5, 0.9, 1.0), (0.7, 1.05, 0.6)])
def test_prevalence_converts_to_the_ratio_of_counts(
    control: float, ratio: float, shape: float
) -> None:
    """Two negative binomial samples with these shares above nought have this ratio of means."""
    found = float(count_ratio(column(ratio), column(control), column(shape))[0, 0])

    def mean(prevalence: float) -> float:
        return shape * ((1 - prevalence) ** (-1 / shape) - 1)

    means = [mean(control * ratio), mean(control)]
    for m, wanted in zip(means, (control * ratio, control), strict=True):
        assert 1 - stats.nbinom(shape, shape / (shape + m)).pmf(0) == pytest.approx(wanted)
    assert found == pytest.approx(means[0] / means[1])
    assert (found - 1) * (ratio - 1) > 0
    assert abs(found - 1) > abs(ratio - 1)  # a count moves more than the share that reoffends


def test_a_prevalence_ratio_of_one_is_a_count_ratio_of_one() -> None:
    assert count_ratio(column(1.0), column(0.6), column(0.8)) == 1


def test_before_after_by_hand() -> None:
    """A fall of 39% where 30% would have fallen anyway: 0.61 / 0.7 = 0.8714, a cut of 13%."""
    assert_allclose(net_of_natural_fall(column(0.61), column(0.7)), 0.61 / 0.7)


def test_pathways_by_hand() -> None:
    """1 - (1 - 0.5 × 0.8 × 0.25)(1 - 0.2 × 0.5 × 0.1) = 1 - 0.9 × 0.99 = 0.109."""
    needs, served = np.array([[0.5, 0.2]]), np.array([[0.8, 0.5]])
    assert_allclose(pathways_reduction(needs, served, np.array([[0.25, 0.1]])), [[0.109]])
    assert_allclose(pathways_reduction(needs, served, np.zeros((1, 2))), [[0]])
