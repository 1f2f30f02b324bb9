"""Additive splines on a group's leading directions (F20): what they must find, and need not."""

from __future__ import annotations

import numpy as np
import pytest

from iomcba.appraise.decision.directions import _bending as bending
from iomcba.appraise.decision.directions import _rising as rising
from iomcba.appraise.decision.directions import leading_directions
from iomcba.terms.plan import Array

D = 4096


def columns(p: int, seed: int) -> Array:
    """Skewed inputs of unlike places and spreads: squares of normals have a third moment."""
    z = np.random.default_rng(seed).standard_normal((p, D))
    skewed = z + 0.4 * (z**2 - 1)
    return np.asarray(skewed * 10.0 ** np.arange(p)[:, None] + 50.0 * np.arange(1, p + 1)[:, None])


def standard(x: Array) -> Array:
    return np.asarray((x - x.mean(axis=1)[:, None]) / x.std(axis=1)[:, None])


def explained(found: Array, npsv: Array) -> list[float]:
    """Share of each option's variance that the fit explains."""
    return [1 - float((y - f).var() / y.var()) for f, y in zip(found, npsv, strict=True)]


def normal(p: int, seed: int) -> Array:
    return np.asarray(np.random.default_rng(seed).standard_normal((p, D)))


def test_neither_units_nor_noughts_nor_pounds_matter() -> None:
    """The same fit in any unit of an input, beside one that is certain, and in pence."""
    x = columns(3, 1)
    z = standard(x)
    npsv = np.stack([z[0] * z[1] + z[2], z[0] - 2.0 * z[1] * z[2]])
    found = leading_directions(x, npsv)
    other = x * np.array([[3.0], [0.01], [7.0]]) - 400.0
    np.testing.assert_allclose(leading_directions(other, npsv), found, atol=1e-7)
    beside = np.concatenate((x, np.full((1, D), 5.0)))
    np.testing.assert_allclose(leading_directions(beside, npsv), found, atol=1e-7)
    for pounds in (1e-6, 1e6):
        scaled = leading_directions(x, pounds * npsv) / pounds
        np.testing.assert_allclose(scaled, found, atol=1e-7)


def test_a_line_is_a_line() -> None:
    x = columns(3, 2)
    npsv = np.array([[2.0, -0.1, 0.003], [0.0, 0.0, 1.0]]) @ x + 7.0
    np.testing.assert_allclose(leading_directions(x, npsv), npsv, rtol=1e-8, atol=1e-6)


def test_what_rises_without_bending_is_followed() -> None:
    """sin 2u is odd: no curvature on average, and its slope alone says along which u it lies.

    A line explains 4 e^-4 / ((1 - e^-8) / 2) of it, which is 0.15.
    """
    x = normal(3, 3)
    npsv = np.stack([np.sin(np.sqrt(2.0) * (x[0] + x[1])), np.zeros(D)])
    found = leading_directions(x, npsv)
    assert explained(found[:1], npsv[:1])[0] > 0.9


def test_what_bends_is_found_in_what_lines_leave_over() -> None:
    """x y = ((x + y)^2 - (x - y)^2) / 4 bends along two directions, though a slope hides it.

    The inputs are skewed: their lines would bend too, were they not taken off.
    """
    z = standard(columns(5, 4))
    bent = 0.5 * z[0] * z[1]
    found = leading_directions(z, np.stack([bent + 20.0 * z[0]]))[0] - 20.0 * z[0]
    assert explained(found[None], bent[None])[0] > 0.9


def test_the_strongest_bends_are_kept() -> None:
    """Of four squares three are followed, the largest: 25, 16 and 9 of 50.25 parts of variance."""
    x = normal(4, 5)
    npsv = np.array([[0.5, 3.0, 5.0, 4.0]]) @ x**2
    assert explained(leading_directions(x, npsv), npsv)[0] > 0.97


def test_every_options_own_bend_is_followed() -> None:
    x = normal(2, 6)
    npsv = np.stack([x[0] ** 2, x[1] ** 2])
    assert min(explained(leading_directions(x, npsv), npsv)) > 0.98


def test_a_bend_that_options_share_counts_once() -> None:
    """Four options bend along x1, strongly, and one along x2, weakly: there is room for both."""
    x, noise = normal(6, 7), normal(1, 8)[0]
    npsv = np.stack([*(k * x[0] ** 2 for k in (1.0, 2.0, 3.0, -4.0)), x[1] ** 2 + noise])
    assert explained(leading_directions(x, npsv), npsv)[-1] > 0.6  # 2 of 3 parts of variance


def test_noise_hardly_bends() -> None:
    """Eigenvalues of noise end near 2 sqrt(p / d), as those of a random matrix (Wigner 1958)."""
    found = [len(bending(standard(normal(6, s)), normal(1, 100 + s))) for s in range(20)]
    assert np.mean(found) < 1.0  # of six directions
    assert bending(normal(6, 1), np.zeros((1, D))) == []


def test_the_rising_directions_span_the_slopes() -> None:
    one, two, three = np.eye(4)[:3]
    flat = np.zeros(4)
    for scale in (1e-6, 1.0, 1e6):
        (along,) = rising(scale * np.stack([one + two, flat, -3 * (one + two)], axis=1))
        assert abs(along @ (one + two)) == pytest.approx(np.sqrt(2.0))
        both = rising(scale * np.stack([one, 5 * three], axis=1))
        assert [abs(float(d @ e)) for d, e in zip(both, (three, one), strict=True)] == [1.0, 1.0]
    assert len(rising(np.eye(4))) == 2  # at most two are followed
    assert rising(np.zeros((4, 2))) == []
