"""Posteriors (F5) and the collapsed sum (F6): closed forms, and the reference person by person."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from iomcba.model.offending.drift import drift
from iomcba.model.offending.likelihood import Hyper, unpack
from iomcba.model.offending.posterior import (
    Horizon,
    PersonHistories,
    cohort_moments,
    concentration_curve,
    cubature_axes,
    future_level,
    given_hyper,
    relative_moments,
    sample_cohort,
)
from iomcba.terms.counterfactual import RateFit


def horizon(ahead, people, free=1.0, last=0.0, damping=1.0, rise=1.0):
    years = len(ahead)
    return Horizon(
        middle=last + np.asarray(ahead, float),
        free_years=np.full((people, years), free),
        free_variance=np.zeros((people, years)),
        custody_carry=0.0,
        trend_damping=damping,
        rise_damping=rise,
    )


def people(counts, exposure):
    counts = np.asarray(counts)
    years = np.arange(counts.shape[1]) - (counts.shape[1] - 1.0)
    return PersonHistories(counts, np.asarray(exposure, float), years)


def hyper(family, spread, correlation, level, trend=0.0):
    return Hyper(np.asarray(level, float), trend, drift(family, spread, correlation))


@given(
    st.lists(st.tuples(st.integers(0, 30), st.floats(0.05, 8)), min_size=1, max_size=20),
    st.floats(0.1, 5),
    st.floats(0.2, 3),
)
def test_fixed_gamma_rates_have_the_closed_form_posterior(seen, mean, spread):
    # F5: lambda | x ~ Gamma(r + x, rate r / m + e)
    x, e = np.array(seen).transpose()
    r = 1 / spread**2
    law = stats.gamma(r + x, scale=1 / (r / mean + e))
    cohort = people(x[:, None].astype(int), e[:, None])
    got = given_hyper(cohort, horizon([1, 4], len(x)), hyper("gamma", spread, 1.0, [mean]))
    np.testing.assert_allclose(got.person_mean, np.stack([law.mean()] * 2, axis=1), rtol=1e-9)
    np.testing.assert_allclose(got.covariance, np.full((2, 2), law.var().sum()), rtol=1e-7)


@pytest.mark.parametrize("family", ["gamma", "lognormal"])
def test_a_drift_that_hardly_moves_comes_to_the_fixed_rate(family):
    cohort = people([[3, 0, 5], [0, 0, 0], [1, 1, 0]], [[1, 0.5, 1], [1, 1, 1], [0.2, 1, 1]])
    level = [1.5, 1.2, 1.0]
    fixed = relative_moments(cohort, hyper(family, 1.1, 1.0, level), np.array([1.0]))
    slow = relative_moments(cohort, hyper(family, 1.1, 0.9999, level), np.array([1.0]))
    np.testing.assert_allclose(slow[0], fixed[0], rtol=5e-3)
    np.testing.assert_allclose(slow[1], fixed[1], rtol=1e-2)


def test_without_spread_nobody_regresses_or_differs():
    cohort = people([[9, 8], [0, 0]], np.ones((2, 2)))
    got = given_hyper(cohort, horizon([1, 2], 2), hyper("gamma", 0.02, 0.8, [2.0, 2.0]))
    np.testing.assert_allclose(got.person_mean, 2.0, rtol=0.01)


@pytest.mark.parametrize("correlation", [1.0, 0.7])
def test_the_whole_population_at_risk_does_not_regress(correlation):
    # over all counts that can come, zeros included, the expected posterior is the prior mean
    law, counts = stats.nbinom(1.0, 1 / 3.0), np.arange(0, 200)
    cohort = people(counts[:, None], np.ones((200, 1)))
    got = given_hyper(cohort, horizon([1, 5], 200), hyper("gamma", 1.0, correlation, [2.0]))
    np.testing.assert_allclose(law.pmf(counts) @ got.person_mean, 2.0, rtol=2e-3)


def test_a_zero_truncated_list_falls_by_its_closed_form():
    # r = 1, listed mean 3.2: population mean 2.2, and the listed fall to 2.8875, by 9.8%
    r, mean, counts = 1.0, 2.2, np.arange(1, 400)
    chance = stats.nbinom(r, r / (r + mean)).pmf(counts)
    chance /= chance.sum()
    assert chance @ counts == pytest.approx(3.2)
    cohort = people(counts[:, None], np.ones((len(counts), 1)))
    got = given_hyper(cohort, horizon([1], len(counts)), hyper("gamma", 1.0, 1.0, [mean]))
    fall = chance @ got.person_mean[:, 0] / 3.2 - 1
    assert fall == pytest.approx(-0.098, abs=5e-4)


def test_recent_offences_count_more_when_rates_drift():
    cohort = people([[6, 0, 0], [0, 0, 6], [2, 2, 2]], np.ones((3, 3)))
    early, late, even = given_hyper(
        cohort, horizon([1], 3), hyper("gamma", 1.2, 0.7, np.ones(3))
    ).person_mean[:, 0]
    assert early < even < late


def test_far_ahead_everyone_is_average():
    cohort = people([[30], [0]], np.ones((2, 1)))
    got = given_hyper(cohort, horizon([60], 2), hyper("lognormal", 0.8, 0.8, [1.7]))
    np.testing.assert_allclose(got.person_mean, 1.7, rtol=2e-3)


@pytest.mark.parametrize("family", ["gamma", "lognormal"])
@pytest.mark.parametrize("correlation", [0.6, 0.9])
def test_the_collapsed_sum_has_the_moments_of_the_reference(family, correlation):
    rng = np.random.default_rng(11)
    counts = rng.poisson(rng.gamma(1, 2, (25, 1)), (25, 3))
    cohort = people(counts, rng.uniform(0.3, 1, (25, 3)))
    ahead = horizon([1.3, 2.3, 3.3], 25, free=0.8, damping=0.9)
    truth = hyper(family, 1.1, correlation, [2.2, 2.0, 1.8], trend=-0.1)
    drawn = sample_cohort(cohort, ahead, truth, 6000, rng)
    mean, covariance = drawn.mean(axis=0), np.cov(drawn, rowvar=False)
    got = given_hyper(cohort, ahead, truth)
    error = np.sqrt(np.diag(covariance) / len(drawn))
    assert np.all(np.abs(got.mean - mean) < 4 * error + 0.005 * mean)
    np.testing.assert_allclose(got.covariance, covariance, rtol=0.12)


def test_hyper_parameters_add_their_covariance():
    # only the log level is unsure: mean and variance of a lognormal to the second order
    fit = RateFit(
        family="gamma",
        mean=1.0,
        spread=0.02,
        persistence=1.0,
        log_likelihood=0.0,
        aic=0.0,
        parameter_names=("log level", "log spread"),
        parameters=np.log([1.0, 0.02]),
        covariance=np.diag([0.04, 0.0]),
    )
    cohort = people(np.full((50, 1), 1), np.ones((50, 1)))
    got = cohort_moments(cohort, horizon([1, 2], 50), fit)
    np.testing.assert_allclose(got.mean, 50 * np.exp(0.02), rtol=2e-3)
    np.testing.assert_allclose(got.covariance, 2500 * 0.04, rtol=0.05)


def test_cubature_points_have_the_covariance():
    covariance = np.array([[2.0, 0.6], [0.6, 0.5]])
    axes = cubature_axes(covariance)
    points = np.concatenate((axes, -axes))
    np.testing.assert_allclose(points.transpose() @ points / 4, covariance)


def test_custody_variance_adds_to_the_persons_own():
    cohort = people([[2]], [[1.0]])
    plain = horizon([1, 2], 1, free=0.7)
    unsure = Horizon(plain.middle, plain.free_years, np.full((1, 2), 0.01), 0.5, 1.0, 1.0)
    truth = hyper("gamma", 1.0, 1.0, [1.0])
    more = (
        given_hyper(cohort, unsure, truth).covariance - given_hyper(cohort, plain, truth).covariance
    )
    square = (3 / 2) ** 2 + 3 / 4  # E[lambda^2] of Gamma(3, rate 2)
    np.testing.assert_allclose(more, square * 0.01 * np.array([[1, 0.5], [0.5, 1]]))


def test_trends_are_damped_by_hand_and_rises_apart():
    fall, rise = (hyper("gamma", 1.0, 0.5, [1.0, 2.0], trend) for trend in (-0.1, 0.1))
    ahead = np.array([1.0, 2.0, 3.0])
    half = horizon(ahead, 1, damping=0.5, rise=0.0)
    np.testing.assert_allclose(
        future_level(fall, ahead, half), 2 * np.exp(-0.1 * np.array([0.5, 0.75, 0.875]))
    )
    np.testing.assert_allclose(future_level(rise, ahead, half), 2.0)
    whole = horizon(ahead, 1)
    np.testing.assert_allclose(future_level(rise, ahead, whole), 2 * np.exp(0.1 * ahead))


def test_concentration_curve_by_hand():
    curve = concentration_curve(np.array([1.0, 5.0, 2.0, 0.0]), 5)
    np.testing.assert_allclose(curve, [0, 5 / 8, 7 / 8, 1, 1])
    np.testing.assert_allclose(concentration_curve(np.zeros(3), 3), [0, 0.5, 1])


def test_unpack_reads_static_and_drifting_parameters():
    years = np.array([0.0, 1.0, 2.0])
    static = unpack(np.log([2.0, 0.5]), "gamma", years)
    np.testing.assert_allclose(static.level, 2.0)
    assert static.shape.correlation == 1.0
    moving = unpack(np.array([np.log(2.0), -0.1, np.log(0.5), 0.0]), "gamma", years)
    np.testing.assert_allclose(moving.level, 2 * np.exp([0.2, 0.1, 0.0]))
    assert moving.shape.correlation == pytest.approx(0.995 / 2)
