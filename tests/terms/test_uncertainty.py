"""Fitting a row (F18) against the closed forms of scipy.stats, which shares no code with ours."""

from __future__ import annotations

from math import exp, isclose, log

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from scipy import stats

from iomcba.terms.uncertainty import (
    INTERVALS,
    Distribution,
    DistributionError,
    fit,
    point,
)
from tests.strategies import UNCERTAIN, fitted

PERCENTILES = [name for name in INTERVALS if name != "min-max"]
LEVELS = np.array([1e-6, 0.01, 0.1, 0.3, 0.5, 0.77, 0.975, 1 - 1e-6])


def reference(distribution: Distribution) -> stats.rv_continuous:
    """The same distribution as scipy.stats knows it."""
    p = distribution.parameters
    match distribution.family:
        case "uniform":
            return stats.uniform(p[0], p[1] - p[0])
        case "triangular":
            return stats.triang((p[1] - p[0]) / (p[2] - p[0]), p[0], p[2] - p[0])
        case "pert":
            rise = 4 * (p[1] - p[0]) / (p[2] - p[0])
            return stats.beta(1 + rise, 5 - rise, p[0], p[2] - p[0])
        case "normal":
            return stats.norm(*p)
        case "lognormal":
            return stats.lognorm(p[1], scale=exp(p[0]))
        case "beta":
            return stats.beta(*p)
        case "gamma":
            return stats.gamma(p[0], scale=p[1])
        case family:
            raise ValueError(family)


@pytest.mark.parametrize("family", UNCERTAIN)
def test_mean_and_quantiles_are_those_of_scipy(family: str) -> None:
    ours, theirs = fitted(family), reference(fitted(family))
    assert_allclose(ours.mean, theirs.mean(), rtol=1e-12)
    assert_allclose(ours.quantile(LEVELS), theirs.ppf(LEVELS), rtol=1e-9)


@pytest.mark.parametrize("family", [f for f in UNCERTAIN if f != "beta"])
def test_a_scaled_quantity_has_scaled_quantiles(family: str) -> None:
    ours = fitted(family)
    assert_allclose(ours.scaled(1.7).quantile(LEVELS), 1.7 * ours.quantile(LEVELS), rtol=1e-12)
    assert_allclose(ours.scaled(1.7).mean, 1.7 * ours.mean, rtol=1e-12)


def test_a_share_has_no_price_base() -> None:
    with pytest.raises(DistributionError, match="no price base"):
        fitted("beta").scaled(2.0)


# A row made from a known distribution must give that distribution back: what `central` stands for
# (median, mean, mode) and what the interval means are both tested by it.


@given(st.floats(-1e5, 1e5), st.floats(1e-3, 1e4), st.sampled_from(PERCENTILES))
def test_normal_is_recovered(mean: float, sd: float, interval: str) -> None:
    low, high = stats.norm(mean, sd).ppf(INTERVALS[interval])
    found = fit("normal", mean, low, high, interval)
    assert_allclose(found.parameters, (mean, sd), rtol=1e-9, atol=1e-9 * abs(mean))


@given(st.floats(-8, 8), st.floats(0.01, 1.5), st.sampled_from(PERCENTILES))
def test_lognormal_is_recovered(log_median: float, log_sd: float, interval: str) -> None:
    low, high = stats.lognorm(log_sd, scale=exp(log_median)).ppf(INTERVALS[interval])
    found = fit("lognormal", exp(log_median), low, high, interval)
    assert_allclose(found.parameters, (log_median, log_sd), rtol=1e-9, atol=1e-12)


@given(st.floats(0.5, 60), st.floats(0.5, 60), st.sampled_from(PERCENTILES))
def test_beta_is_recovered(alpha: float, beta: float, interval: str) -> None:
    true = stats.beta(alpha, beta)
    low, high = true.ppf(INTERVALS[interval])
    found = fit("beta", true.mean(), low, high, interval)
    assert_allclose(found.parameters, (alpha, beta), rtol=1e-7)


@given(st.floats(0.5, 200), st.floats(1e-3, 1e4), st.sampled_from(PERCENTILES))
def test_gamma_is_recovered(shape: float, scale: float, interval: str) -> None:
    true = stats.gamma(shape, scale=scale)
    low, high = true.ppf(INTERVALS[interval])
    found = fit("gamma", true.mean(), low, high, interval)
    assert_allclose(found.parameters, (shape, scale), rtol=1e-7)


@given(st.floats(-1e3, 1e3), st.floats(1e-2, 1e3), st.sampled_from(list(INTERVALS)))
def test_uniform_is_recovered(low_end: float, width: float, interval: str) -> None:
    true = stats.uniform(low_end, width)
    low, high = true.ppf(INTERVALS[interval])
    found = fit("uniform", (low + high) / 2, low, high, interval)
    assert_allclose(found.parameters, (low_end, low_end + width), rtol=1e-9, atol=1e-9 * width)


@pytest.mark.parametrize("family", ["triangular", "pert"])
@given(
    rise=st.floats(0.25, 0.75), width=st.floats(0.1, 1e5), interval=st.sampled_from([*INTERVALS])
)
def test_bounded_families_are_recovered(
    family: str, rise: float, width: float, interval: str
) -> None:
    ends = (100.0, 100.0 + rise * width, 100.0 + width)
    low, high = reference(Distribution(family, ends)).ppf(INTERVALS[interval])
    found = fit(family, ends[1], low, high, interval)
    assert_allclose(found.parameters, ends, rtol=1e-7, atol=1e-7 * width)


# A central off by more than a tenth of the interval's width is refused (F18). "Off" is measured
# where the family lives: the logarithm for a lognormal, pounds or shares for the others.


def _row(family: str, interval: str) -> tuple[float, float, float]:
    true = reference(fitted(family))
    low, high = true.ppf(INTERVALS[interval])
    return true.median() if family in ("normal", "lognormal") else true.mean(), low, high


@pytest.mark.parametrize("interval", PERCENTILES)
@pytest.mark.parametrize("sign", [-1, 1])
@pytest.mark.parametrize("family", ["normal", "uniform", "lognormal"])
def test_a_tenth_of_the_width_is_the_limit(family: str, sign: int, interval: str) -> None:
    central, low, high = _row(family, interval)

    def moved(tenths: float) -> float:
        if family == "lognormal":
            return central * exp(sign * tenths / 10 * log(high / low))
        return central + sign * tenths / 10 * (high - low)

    fit(family, moved(0.99), low, high, interval)
    with pytest.raises(DistributionError, match="more than a tenth"):
        fit(family, moved(1.01), low, high, interval)


@pytest.mark.parametrize("sign", [-1, 1])
@pytest.mark.parametrize("family", ["beta", "gamma"])
def test_a_central_that_is_no_mean_is_refused(family: str, sign: int) -> None:
    """With the width held, moving the mean by a quarter of it moves both ends by about as much."""
    central, low, high = _row(family, "p10-p90")
    fit(family, central + sign * 0.02 * (high - low), low, high, "p10-p90")
    with pytest.raises(DistributionError, match="more than a tenth"):
        fit(family, central + sign * 0.25 * (high - low), low, high, "p10-p90")


def test_a_lopsided_lognormal_is_refused() -> None:
    """Low 0.2 and high 8 put the median at 1.26; from 4 the 97.5% point would be 25."""
    with pytest.raises(DistributionError, match="more than a tenth"):
        fit("lognormal", 4.0, 0.2, 8.0, "95%")


@pytest.mark.parametrize(
    ("family", "central", "low", "high", "interval", "says"),
    [
        ("normal", 5, 6, 7, "95%", "must rise"),
        ("normal", 5, 5, 5, "95%", "must rise"),
        ("normal", float("nan"), 0, 1, "95%", "finite"),
        ("normal", 5, 0, float("inf"), "95%", "finite"),
        ("lognormal", 1, 0, 2, "95%", "above 0"),
        ("lognormal", 1, 0.5, 2, "min-max", "no minimum and maximum"),
        ("beta", 0.5, 0.2, 0.8, "min-max", "no minimum and maximum"),
        ("beta", 1.2, 0.9, 1.3, "95%", "support"),
        ("gamma", 1, -1, 3, "95%", "support"),
        ("triangular", 1, 1, 3, "p10-p90", "low < central < high"),
    ],
)
def test_refused(
    family: str, central: float, low: float, high: float, interval: str, says: str
) -> None:
    with pytest.raises(DistributionError, match=says):
        fit(family, central, low, high, interval)


@given(st.floats(-1e9, 1e9))
def test_a_point_is_itself(value: float) -> None:
    certain = point(value)
    assert certain.is_point
    assert certain.mean == value
    assert isclose(certain.scaled(2.0).mean, 2 * value)
    assert (certain.quantile(LEVELS) == value).all()
