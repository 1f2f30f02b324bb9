"""Sobol' indices against closed forms: Ishigami's function, and a sum that is what it is (F19)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import pi

import numpy as np
import pytest

from iomcba.appraise.decision.main_effects import main_effects
from iomcba.appraise.decision.variance import FINE, first_order, total_order
from iomcba.terms.decision import Driver
from iomcba.terms.plan import Array
from tests.appraise.decision.made_up import D, R, gaussians, group, sample, single

A, B = 7.0, 0.1
Columns = Mapping[str, Array]


def ishigami(x: Columns) -> tuple[Array, ...]:
    """sin x1 + a sin^2 x2 + b x3^4 sin x1, x uniform on (-pi, pi)."""
    return (np.sin(x["x1"]) + A * np.sin(x["x2"]) ** 2 + B * x["x3"] ** 4 * np.sin(x["x1"]),)


def uniforms(seed: int) -> dict[str, Array]:
    x = np.random.default_rng(seed).uniform(-pi, pi, (3, D))
    return {f"x{k + 1}": x[k] for k in range(3)}


def closed_form() -> dict[str, tuple[float, float]]:
    """First and total order (Ishigami and Homma 1990; Sobol' and Levitan 1999)."""
    v1 = 0.5 * (1 + B * pi**4 / 5) ** 2
    v2 = A**2 / 8
    v13 = 8 * B**2 * pi**8 / 225
    v = v1 + v2 + v13
    return {"x1": (v1 / v, (v1 + v13) / v), "x2": (v2 / v, v2 / v), "x3": (0.0, v13 / v)}


def indices(
    made: Callable[[Columns], tuple[Array, ...]], draw: Callable[[int], dict[str, Array]]
) -> Callable[[Driver], tuple[float, float, float, float]]:
    """First and total order with their errors, of a driver of a made-up decision."""
    first_design, second_design = draw(1), draw(2)
    found = sample(first_design, made)

    def of(driver: Driver) -> tuple[float, float, float, float]:
        (effect,) = main_effects(found, (driver,), FINE)
        first = first_order(found.npsv, effect.known, effect.npsv, R)
        mixed = {**first_design, **{name: second_design[name] for name in driver.members}}
        total = total_order(found.npsv, sample(mixed, made).npsv, R)
        s, s_error, t, t_error = (float(part[1]) for part in (*first, *total))
        return s, s_error, t, t_error

    return of


@pytest.mark.parametrize("name", ["x1", "x2", "x3"])
def test_ishigami(name: str) -> None:
    found = sample(uniforms(1), ishigami)
    s, s_error, t, t_error = indices(ishigami, uniforms)(single(found, name))
    first, total = closed_form()[name]
    assert s == pytest.approx(first, abs=3 * s_error + 1e-3)
    assert t == pytest.approx(total, abs=3 * t_error)
    assert 0 < s_error < 0.02
    assert t_error < 0.02


def test_what_is_added_up_has_first_order_equal_to_total() -> None:
    """Y = 3 x1 + 4 x2 + 12 x3, of variance 169; x1 and x2 together have 25 of it."""

    def added(x: Columns) -> tuple[Array, ...]:
        return (3 * x["x1"] + 4 * x["x2"] + 12 * x["x3"],)

    of = indices(added, lambda seed: gaussians(3, seed))
    s, s_error, t, t_error = of(group("x1", "x2"))
    assert s == pytest.approx(25 / 169, abs=3 * s_error + 1e-3)
    assert t == pytest.approx(25 / 169, abs=3 * t_error)


def test_correlated_quantities_count_as_a_group() -> None:
    """x1 and x2 with correlation 0.5: their sum has variance 3, of 3 + 1 in all."""

    def added(x: Columns) -> tuple[Array, ...]:
        return (x["x1"] + x["x2"] + x["x3"],)

    s, s_error, t, t_error = indices(added, lambda seed: gaussians(3, seed, 0.5))(group("x1", "x2"))
    assert s == pytest.approx(0.75, abs=3 * s_error + 1e-3)
    assert t == pytest.approx(0.75, abs=3 * t_error)


def test_stated_errors_are_the_spread_over_seeds() -> None:
    found = []
    for seed in range(25):
        of = indices(ishigami, lambda s, seed=seed: uniforms(100 * s + seed))  # type: ignore[misc]
        found.append(of(single(sample(uniforms(100 + seed), ishigami), "x1")))
    spread = np.std(found, axis=0, ddof=1)
    stated = np.mean(found, axis=0)
    for value, error in ((0, 1), (2, 3)):
        assert 0.6 < stated[error] / spread[value] < 1.6


def test_where_nothing_varies_nothing_has_a_share() -> None:
    still = np.full((2, D), 5.0)
    for share, error in (first_order(still, still, still, R), total_order(still, still, R)):
        assert share.tolist() == error.tolist() == [0.0, 0.0]
