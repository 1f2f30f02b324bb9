"""Moments, intervals and merging against numpy on everything at once; NIST's certified values."""

from __future__ import annotations

from math import log10, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from iomcba.appraise.precision import mean_and_deviation, ratio_error, standard_error
from iomcba.appraise.summary import Summary, merge, simulated_figures
from iomcba.terms.plan import BLOCK
from tests.strategies import at_means, drawn_figures, small_plan, summary_of_block

R = 16  # replicates, the least the tool takes
PLAN = small_plan()


@pytest.fixture(scope="module")
def blocks() -> list[Summary]:
    return [summary_of_block(PLAN, block) for block in range(2 * R)]


@pytest.fixture(scope="module")
def raw() -> dict[str, np.ndarray]:
    """Every draw of some figures, chance included where it has it, from the kernels alone."""
    drawn = [drawn_figures(PLAN, block) for block in range(2 * R)]
    names = ("team.npsv", "team.pvc", "team.pvb.police", "list.npsv", "case.naive-value")
    return {n: np.concatenate([d[n].expected + np.zeros(BLOCK) for d in drawn]) for n in names}


# NIST Statistical Reference Datasets, univariate summary statistics: the data sets are generated
# from their definition, the certified mean and standard deviation are exact.
def alternating(first: float, low: float, high: float) -> np.ndarray:
    return np.array([first, *[low, high] * 500])


NIST = {
    "NumAcc1": (np.array([10000001.0, 10000003.0, 10000002.0]), 10000002.0, 1.0),
    "NumAcc2": (alternating(1.2, 1.1, 1.3), 1.2, 0.1),
    "NumAcc3": (alternating(1000000.2, 1000000.1, 1000000.3), 1000000.2, 0.1),
    "NumAcc4": (alternating(10000000.2, 10000000.1, 10000000.3), 10000000.2, 0.1),
}


def log_relative_error(found: float, certified: float) -> float:
    """Correct digits; 15 where every digit is right."""
    return 15.0 if found == certified else min(15.0, -log10(abs(found - certified) / certified))


@pytest.mark.parametrize("name", NIST)
def test_nist(name: str) -> None:
    data, mean, deviation = NIST[name]
    found_mean, found_deviation = mean_and_deviation(data[None, :])
    assert log_relative_error(float(found_mean[0]), mean) >= 14
    assert log_relative_error(float(found_deviation[0]), deviation) >= 8


def test_a_naive_sum_of_squares_would_fail() -> None:
    """The textbook formula loses every digit on NumAcc4, so the test above can fail."""
    data, _, deviation = NIST["NumAcc4"]
    naive = sqrt(max(float((data**2).mean() - data.mean() ** 2), 0.0))
    assert naive == 0 or log_relative_error(naive, deviation) < 8


@given(st.lists(st.floats(-1e9, 1e9), min_size=2, max_size=50), st.floats(-1e9, 1e9))
def test_a_shift_moves_the_mean_and_not_the_deviation(data: list[float], shift: float) -> None:
    values = np.array([data])
    mean, deviation = mean_and_deviation(values)
    assert_allclose(mean, np.mean(data), rtol=1e-12, atol=1e-6)
    assert_allclose(deviation, np.std(data, ddof=1), rtol=1e-9, atol=1e-6)
    moved_mean, moved = mean_and_deviation(values + shift)
    assert_allclose(moved_mean, mean + shift, rtol=1e-12, atol=1e-5)
    assert_allclose(moved, deviation, rtol=1e-6, atol=1e-5)


def test_merged_blocks_are_one_pass(blocks: list[Summary], raw: dict[str, np.ndarray]) -> None:
    merged = merge(blocks)
    found = simulated_figures(merged, at_means(PLAN))
    assert merged.count == 2 * R * BLOCK
    for name, draws in raw.items():
        assert_allclose(found[name].mean, draws.mean(), rtol=1e-12, err_msg=name)


def test_the_kept_draws_stand_in_block_order(
    blocks: list[Summary], raw: dict[str, np.ndarray]
) -> None:
    merged = merge(blocks)
    for name in ("team.npsv", "team.pvc", "list.npsv"):
        # traced and direct sums may differ in their last bit
        assert_allclose(merged.draws(name, headline=False), raw[name], rtol=1e-14)


def test_the_standard_error_is_that_of_replicates(
    blocks: list[Summary], raw: dict[str, np.ndarray]
) -> None:
    """Block b belongs to replicate b mod R: SE = sd of the replicates' means / sqrt(R)  (F18)."""
    found = simulated_figures(merge(blocks), at_means(PLAN))
    for name, draws in raw.items():
        by_block = draws.reshape(2, R, BLOCK)
        replicates = by_block.mean(axis=(0, 2))
        by_hand = np.std(replicates, ddof=1) / sqrt(R)
        assert_allclose(found[name].se, by_hand, rtol=1e-7, err_msg=name)
        # of independent draws it is near the textbook's sd / sqrt(n): within 4 of its own sd (18%)
        assert 0.4 < found[name].se / (draws.std() / sqrt(len(draws))) < 1.8


def test_intervals_are_percentiles_of_the_draws(
    blocks: list[Summary], raw: dict[str, np.ndarray]
) -> None:
    found = simulated_figures(merge(blocks), at_means(PLAN))
    for name in ("team.npsv", "team.pvc"):
        spread = found[name].interval_expected
        assert spread is not None
        wanted = np.quantile(raw[name], (0.025, 0.1, 0.5, 0.9, 0.975))
        ours = (spread.low95, spread.low80, spread.median, spread.high80, spread.high95)
        assert_allclose(ours, wanted, rtol=1e-12)
    felt, expected = found["team.npsv"].interval, found["team.npsv"].interval_expected
    assert felt is not None
    assert expected is not None
    assert felt.high95 - felt.low95 > expected.high95 - expected.low95


def test_ranges_of_parts_are_percentiles_with_chance(blocks: list[Summary]) -> None:
    """Of a bearer: 80% and 95% with chance; a certain payment has a range without width."""
    found = simulated_figures(merge(blocks), at_means(PLAN))
    for name in ("team.pvb.courts", "team.net-budget.police.2013-14", "team.cash-saving"):
        felt = [drawn_figures(PLAN, block)[name].headline for block in range(R)]
        wanted = np.quantile(
            np.concatenate([f for f in felt if f is not None]), (0.025, 0.1, 0.5, 0.9, 0.975)
        )
        spread = found[name].interval
        assert spread is not None
        ours = (spread.low95, spread.low80, spread.median, spread.high80, spread.high95)
        assert_allclose(ours, wanted, rtol=1e-12, err_msg=name)
        assert spread.errors[1] > 0
        assert found[name].interval_expected is None
    rent = found["list.pvc.police"].interval
    assert rent is not None
    assert rent.low95 == rent.high95 == found["list.pvc.police"].mean


def test_parts_left_out_leave_means_alone(blocks: list[Summary]) -> None:
    """Blocks beyond the first add to means, and nothing to the ranges of parts."""
    more = [summary_of_block(PLAN, 2 * R + r) for r in range(R)]
    assert more[0].part_place == blocks[0].part_place
    assert not more[0].of_parts
    fewer, all_of_them = (
        simulated_figures(merge(found), at_means(PLAN)) for found in (blocks, [*blocks, *more])
    )
    name = "team.pvb.courts"
    assert fewer[name].interval == all_of_them[name].interval
    assert fewer[name].mean != all_of_them[name].mean


def test_central_values_stand_beside_the_means(blocks: list[Summary]) -> None:
    exact = at_means(PLAN)
    found = simulated_figures(merge(blocks), exact)
    for name, value in exact.items():
        assert found[name].central == value


def test_nothing_to_merge_is_refused() -> None:
    with pytest.raises(ValueError, match="no block"):
        merge([])


def test_standard_error_by_hand() -> None:
    """1, 2, 3, 6: mean 3, squared deviations 4 + 1 + 0 + 9 = 14, sd sqrt(14/3), over sqrt(4)."""
    found = standard_error(np.array([[1.0], [2.0], [3.0], [6.0]]))
    assert_allclose(found, [sqrt(14 / 3) / 2])


def test_the_error_of_a_ratio_is_that_of_many_ratios() -> None:
    """Linearised error against the sd of 4,000 ratios of means, each of 16 replicates."""
    rng = np.random.default_rng(8)
    above, below = rng.normal(20, 1, (4000, 16)), rng.normal(10, 0.5, (4000, 16))
    above += below  # correlated, as benefits and costs are
    ratios = above.mean(axis=1) / below.mean(axis=1)
    typical = np.median([ratio_error(a, b) for a, b in zip(above[:400], below[:400], strict=True)])
    assert typical == pytest.approx(ratios.std(), rel=0.06)
