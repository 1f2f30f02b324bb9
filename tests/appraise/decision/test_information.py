"""Value of information: closed forms, laws, and errors that cover what they should (F20)."""

from __future__ import annotations

from math import pi, sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import norm

from iomcba.appraise.decision import information
from iomcba.appraise.decision.main_effects import main_effects
from iomcba.terms.decision import Driver, Evppi, Sample
from tests.appraise.decision.made_up import gaussians, group, sample, single


def loss(mean: float, sd: float) -> float:
    """E[max(0, N(mean, sd^2))] - max(0, mean): the unit normal loss (Raiffa and Schlaifer 1961)."""
    z = abs(mean) / sd
    return sd * float(norm.pdf(z) - z * norm.sf(z))


def evppi(found: Sample, driver: Driver) -> Evppi:
    (effect,) = main_effects(found, (driver,))
    return information.evppi(effect, found)


@pytest.mark.parametrize("mean", [0.0, -0.5, 1.0])
@pytest.mark.parametrize("correlation", [0.0, 0.6, -0.6])
def test_a_linear_gaussian_choice(mean: float, correlation: float) -> None:
    """NB = mean + 2 x1 + x2: what is known of it when x1 is known has sd |2 + rho|."""
    together = (("x1", "x2"),) if correlation else ()
    found = sample(
        gaussians(2, 1, correlation), lambda x: (mean + 2 * x["x1"] + x["x2"],), together
    )
    value, error = information.evpi(found)
    assert value == pytest.approx(loss(mean, sqrt(5 + 4 * correlation)), abs=3 * error)
    one = evppi(found, single(found, "x1"))
    assert one.value == pytest.approx(loss(mean, 2 + correlation), abs=3 * one.error)
    other = evppi(found, single(found, "x2"))
    assert other.value == pytest.approx(
        loss(mean, abs(1 + 2 * correlation)), abs=3 * other.error + 1e-7
    )
    both = evppi(found, group("x1", "x2"))
    assert both.value == pytest.approx(value, abs=3 * both.error + 1e-9)


def test_the_stated_error_is_the_spread_over_seeds() -> None:
    """Errors are neither boasted nor made up: on 40 seeds their mean is near the spread found."""
    values = []
    for seed in range(40):
        found = sample(gaussians(3, seed), lambda x: (2 * x["x1"] + x["x2"] - x["x3"] - 0.5,))
        values.append(evppi(found, single(found, "x1")))
    spread = np.std([v.value for v in values], ddof=1)
    stated = np.mean([v.error for v in values])
    assert 0.6 < stated / spread < 1.6
    bias = np.mean([v.value for v in values]) - loss(-0.5, 2.0)
    assert abs(bias) < 3 * spread / sqrt(len(values))


def test_a_product_bends_along_sum_and_difference() -> None:
    """NB = x1 x2 has E|x1 x2| / 2 = 1 / pi to gain; neither factor alone tells anything."""
    found = sample(gaussians(4, 3), lambda x: (x["x1"] * x["x2"],))
    value, error = information.evpi(found)
    assert value == pytest.approx(1 / pi, abs=3 * error)
    both = evppi(found, group("x1", "x2", "x3", "x4"))
    assert both.value == pytest.approx(value, abs=3 * both.error)
    one = evppi(found, single(found, "x1"))
    assert one.value < 0.02


def test_a_group_holds_its_members() -> None:
    found = sample(
        gaussians(4, 5),
        lambda x: (x["x1"] + x["x2"] - 0.3, 0.8 * x["x1"] * x["x3"] + 0.5 * x["x4"] - 0.2),
    )
    whole = evppi(found, group("x1", "x2", "x3"))
    for name in ("x1", "x2", "x3"):
        one = evppi(found, single(found, name))
        assert whole.value >= one.value - 3 * (whole.error + one.error)


def test_what_decides_need_not_vary_on_the_leader() -> None:
    """x2 moves only the second option, which may overtake: all the value is in it."""
    found = sample(gaussians(2, 7), lambda x: (1 + 0.1 * x["x1"], 0.9 + 2 * x["x2"]))
    told, idle = (evppi(found, single(found, name)) for name in ("x2", "x1"))
    assert told.value > 10 * max(idle.value, 1e-9)


@settings(max_examples=15, deadline=None)
@given(st.lists(st.floats(-2, 2), min_size=6, max_size=6), st.floats(-1, 1), st.integers(0, 10_000))
def test_no_information_costs_and_none_beats_all(
    slopes: list[float], mean: float, seed: int
) -> None:
    """0 <= EVPPI by construction; EVPPI <= EVPI within the error of both."""
    a, b, c, d, e, f = slopes
    found = sample(
        gaussians(3, seed),
        lambda x: (
            mean + a * x["x1"] + b * x["x2"] + c * x["x1"] * x["x2"],
            d * x["x1"] + e * x["x2"] ** 2 + f * x["x3"],
        ),
    )
    value, error = information.evpi(found)
    for driver in (single(found, "x1"), single(found, "x3"), group("x1", "x2")):
        one = evppi(found, driver)
        assert -1e-12 <= one.value <= value + 3 * (error + one.error) + 1e-9


def test_standings_by_hand() -> None:
    x = np.tile([-1.0, 3.0], 8192)
    found = sample({"x1": x}, lambda c: (c["x1"],))
    now, other = information.standings(found)
    assert (now.p_best, now.expected_loss, now.loss_when_wrong) == (0.5, 1.5, 3.0)
    assert (other.p_best, other.expected_loss, other.loss_when_wrong) == (0.5, 0.5, 1.0)
    assert information.evpi(found)[0] == min(now.expected_loss, other.expected_loss)
