"""Figures of a block (F15 to F17): chance against a brute-force compound Poisson simulation."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from scipy import stats

from iomcba.appraise.figures import with_chance
from tests.strategies import YEARS, certain, counterfactual, drawn_figures, small_plan

SCORES = stats.norm.ppf((np.arange(20_000) + 0.5) / 20_000)  # a standard normal sample, exactly


def test_chance_has_the_moments_of_a_compound_poisson_sum() -> None:
    """Offences come at a mean of 12, each worth 14,256 (0.6), 9,337.68 (0.3) or nothing (0.1).

    Brute force: 200,000 times a Poisson number of offences, each drawn by its type.
    """
    rng = np.random.default_rng(4)
    worth, shares = np.array([14_256.0, 9_337.68, 0.0]), np.array([0.6, 0.3, 0.1])
    offences = rng.poisson(12 * shares, size=(200_000, 3))
    brute = offences @ worth
    mean, square = 12 * shares @ worth, 12 * shares @ worth**2
    ours = with_chance(np.full((1, 1), mean), np.full((1, 1), square), np.ones((1, 1)), SCORES)
    assert_allclose(ours.mean(), brute.mean(), rtol=0.005)
    assert_allclose(ours.std(), brute.std(), rtol=0.005)
    for level in (0.1, 0.5, 0.9):
        # the skewness that the normal leaves out moves these by a few hundredths of an sd
        gap = np.quantile(ours, level) - np.quantile(brute, level)
        assert abs(gap) < 0.12 * brute.std()


@given(st.floats(-1e6, 1e6), st.floats(0, 1e9), st.floats(0.2, 3))
def test_the_shock_moves_mean_and_spread(expected: float, square: float, shock: float) -> None:
    ours = with_chance(np.array([[expected]]), np.array([[square]]), np.array([[shock]]), SCORES)
    assert_allclose(ours.mean(), shock * expected, rtol=1e-9, atol=1e-6 * (1 + square**0.5))
    assert_allclose(ours.std(), (shock * square) ** 0.5, rtol=1e-3, atol=1e-9)


def test_harm_has_chance_too() -> None:
    """Avoided offences may be negative; their chance is that of as many offences caused."""
    found = with_chance(np.array([[-9.0]]), np.array([[-9.0]]), np.ones((1, 1)), SCORES)
    assert np.isfinite(found).all()
    assert_allclose(found.std(), 3, rtol=1e-3)


def test_shock_and_chance_leave_the_mean_alone() -> None:
    """E[s] = 1 and E[z] = 0: headline and expected value differ by Monte Carlo error alone."""
    blocks = [drawn_figures(small_plan(), block) for block in range(16)]
    for name in ("team.npsv", "team.pvb", "team.proven-offences-avoided"):
        expected = np.concatenate([b[name].expected for b in blocks])
        felt = np.concatenate([b[name].headline for b in blocks])
        gap = felt - expected
        assert abs(gap.mean()) < 4 * gap.std() / len(gap) ** 0.5, name
        assert felt.std() > expected.std(), name


def test_without_shock_a_count_is_poisson() -> None:
    """Certain offences: the headline count of a year has variance equal to its mean."""
    plan = certain(small_plan())
    felt = np.concatenate(
        [drawn_figures(plan, b)["case.counterfactual-offences.2012-13"].headline for b in range(16)]
    )
    assert_allclose(felt.mean(), 100, rtol=0.005)
    assert_allclose(felt.var(), 100, rtol=0.05)


def test_the_yearly_shock_is_shared_by_counterfactual_and_option() -> None:
    fitted = counterfactual(shock_log_sd=0.5)
    found = drawn_figures(small_plan(counterfactual=fitted))
    actual = found["case.counterfactual-offences"].headline
    avoided = found["team.proven-offences-avoided"].headline
    assert actual is not None
    assert avoided is not None
    assert np.corrcoef(actual, avoided)[0, 1] > 0.4


@pytest.mark.parametrize("year", YEARS)
def test_only_headlines_carry_chance(year: str) -> None:
    found = drawn_figures(small_plan())
    assert found[f"team.benefit.{year}"].headline is not None
    assert found[f"team.benefit.police.{year}"].headline is None
    assert (found[f"team.cost.{year}"].headline == found[f"team.cost.{year}"].expected).all()


def test_no_past_no_natural_fall() -> None:
    found = drawn_figures(small_plan(past_yearly_offences=0.0))
    assert not [name for name in found if name.startswith("case.natural-fall")]
    fall = drawn_figures(small_plan())["case.natural-fall.2014-15"]
    offences = drawn_figures(small_plan())["case.counterfactual-offences.2014-15"]
    assert_allclose(fall.expected, offences.expected / 150)
