"""Custody: past and forecast free share on one yardstick (F1, F3 ii, F6)."""

import numpy as np

from iomcba.model.offending.custody import (
    CustodyRecord,
    expected_free_share,
    fit_course,
    forecast_free_share,
    next_share,
    regress,
)
from iomcba.model.offending.exposure import period_midpoints

EDGES = np.arange(0, 5) * 365


def record(share, held=None):
    share = np.asarray(share, float)
    held = np.zeros_like(share) if held is None else np.asarray(held, float)
    return CustodyRecord(share, held, EDGES[: share.shape[1] + 1])


def straight_line(people=50, level=0.06, carry=0.7):
    """Shares that follow next = level + carry * now without any scatter."""
    share = [np.linspace(0, 0.9, people)]
    for _ in range(3):
        share.append(level + carry * share[-1])
    return np.stack(share, axis=1)


def test_the_line_that_shares_follow_is_found():
    course = fit_course(straight_line(), np.zeros((50, 4)))
    np.testing.assert_allclose([course.carry, course.settled], [0.7, 0.06 / 0.3], rtol=1e-9)
    assert course.dispersion < 1e-9


def test_shares_regress_to_the_settled_level_year_by_year():
    shares = straight_line()
    middle = period_midpoints(EDGES)[-1] + np.array([1.0, 2.0, 3.0, 400.0])
    ahead = forecast_free_share(record(shares), np.array([0, 49]), middle)
    once = 0.06 + 0.7 * shares[[0, 49], -1]
    twice = 0.06 + 0.7 * once
    by_hand = np.stack([once, twice, 0.06 + 0.7 * twice, np.full(2, 0.2)], axis=1)
    np.testing.assert_allclose(1 - ahead.mean, by_hand, rtol=1e-6)


def test_past_free_share_is_what_would_have_been_forecast():
    shares = straight_line()
    expected = expected_free_share(record(shares), period_midpoints(EDGES))
    np.testing.assert_allclose(1 - expected[:, 1:], shares[:, 1:], rtol=1e-9)
    np.testing.assert_allclose(1 - expected[:, 0], 0.2 + 0.49 * (shares[:, 0] - 0.2), rtol=1e-9)


def test_being_held_on_the_last_day_counts_when_it_does_in_the_population():
    rng = np.random.default_rng(3)
    held = rng.integers(0, 2, (4000, 2)).astype(float)
    share = np.column_stack((rng.uniform(0, 0.5, 4000), np.zeros(4000)))
    share[:, 1] = 0.1 + 0.2 * share[:, 0] + 0.5 * held[:, 0]
    course = fit_course(share, held)
    np.testing.assert_allclose(
        next_share(np.array([0.3, 0.3]), np.array([0.0, 1.0]), course), [0.16, 0.66], rtol=1e-9
    )


def test_one_year_of_records_keeps_each_persons_share():
    ahead = forecast_free_share(record([[0.3], [0.0]]), np.array([0]), np.array([1.0, 2.0]))
    np.testing.assert_allclose(ahead.mean, [[0.7, 0.7]])


def test_deviations_from_the_settled_level_fade_by_the_carry():
    course = fit_course(straight_line(), np.zeros((50, 4)))
    faded = regress(np.array([0.8]), np.array([0.0, 1.0, 2.0]), course)
    np.testing.assert_allclose(faded, [[0.8, 0.2 + 0.6 * 0.7, 0.2 + 0.6 * 0.49]], rtol=1e-9)
