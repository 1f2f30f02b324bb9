"""The shared shock (F3 iii): moments by hand."""

import numpy as np
import pytest

from iomcba.model.offending.shock import estimate_shock, window_weights


def test_no_windows_leave_the_assumption():
    none = np.zeros(0)
    assert estimate_shock(none, none, none, 0.15, 4.0) == pytest.approx(0.15)


def test_equal_windows_give_the_moment_estimate():
    # (4 * 0.01 + (0.09 - 0.02) + (0.04 - 0.02)) / 6
    got = estimate_shock(np.array([0.3, -0.2]), np.full(2, 0.02), np.ones(2), 0.1, 4.0)
    assert got == pytest.approx(np.sqrt(0.13 / 6), abs=5e-4)


def test_a_window_of_a_handful_of_offences_tells_little():
    plain = estimate_shock(np.array([0.1]), np.array([0.02]), np.ones(1), 0.1, 4.0)
    few = estimate_shock(np.array([0.1, -1.2]), np.array([0.02, 1.0]), np.ones(2), 0.1, 4.0)
    much = estimate_shock(np.array([0.1, -1.2]), np.array([0.02, 0.02]), np.ones(2), 0.1, 4.0)
    assert few < plain + 0.1 < much


def test_errors_smaller_than_explained_bring_it_to_none_at_the_least():
    assert estimate_shock(np.zeros(9), np.full(9, 0.1), np.ones(9), 0.1, 1.0) == 0


def test_many_windows_find_the_shock():
    rng = np.random.default_rng(5)
    errors = rng.normal(0, np.hypot(0.25, 0.1), 4000)
    got = estimate_shock(errors, np.full(4000, 0.01), np.ones(4000), 0.1, 4.0)
    assert got == pytest.approx(0.25, abs=0.01)


def test_overlapping_outcomes_share_their_time():
    apart = window_weights(np.array([0.0, 3.0]), np.array([3.0, 6.0]))
    alike = window_weights(np.array([0.0, 0.0]), np.array([3.0, 3.0]))
    half = window_weights(np.array([0.0, 1.0]), np.array([2.0, 3.0]))
    np.testing.assert_allclose(apart, [1, 1])
    np.testing.assert_allclose(alike, [0.5, 0.5])
    np.testing.assert_allclose(half, [0.75, 0.75])
    unlike = window_weights(np.array([0.0, 2.0, 4.0]), np.array([2.0, 9.0, 9.0]))
    np.testing.assert_allclose(unlike, [1, (2 + 5 / 2) / 7, 1 / 2])
