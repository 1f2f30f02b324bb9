"""The engine: errors that are right, kept draws, streams, precision, one draw alone (F17, F18)."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from scipy import stats

from iomcba.appraise import summary as summary_module
from iomcba.appraise.precision import (
    LEVELS,
    Bins,
    Histogram,
    mean_and_deviation,
    ratio_error,
    standard_error,
)
from iomcba.appraise.summary import Summary, simulated_figures
from iomcba.errors import InputError
from iomcba.pipeline import simulate as engine
from iomcba.pipeline.audit import audit
from iomcba.pipeline.simulate import blocks_for, is_known, simulate, simulate_until
from iomcba.terms.plan import BLOCK, REPLICATES, Plan
from tests.strategies import AS_NOW, certain, small_plan

LEAST = REPLICATES * BLOCK
WHOLE = 65_536


def quiet(done: int, of: int) -> None:
    """Hear nothing."""


def run(plan: Plan, draws: int = LEAST) -> Summary:
    return simulate(plan, draws, quiet)


@pytest.fixture(scope="module")
def short() -> Summary:
    return run(small_plan(sampler="sobol"))


@pytest.fixture(scope="module")
def long() -> Summary:
    return run(small_plan(sampler="sobol"), 2 * WHOLE)


def test_too_few_draws_are_refused() -> None:
    with pytest.raises(InputError, match=r"1,023 are too few.*1,024 or more"):
        run(small_plan(), 1023)


def test_fewer_than_a_block_in_every_replicate_are_rounded_up_to_that() -> None:
    assert run(small_plan(), 1024).count == run(small_plan(), 10_000).count == 16 * 1024


@pytest.mark.parametrize(
    ("sampler", "asked", "blocks"),
    [("plain", 16_385, 32), ("plain", 40_000, 48), ("sobol", 40_000, 64), ("sobol", 16_384, 16)],
)
def test_replicates_are_whole_blocks(sampler: str, asked: int, blocks: int) -> None:
    assert blocks_for(small_plan(sampler=sampler), asked) == blocks


def test_a_longer_run_adds_to_a_shorter_one(short: Summary) -> None:
    longer = run(small_plan(sampler="sobol"), 2 * LEAST)
    assert_array_equal(longer.means[: len(short.means)], short.means)
    assert_array_equal(longer.draws("team.npsv", True)[:LEAST], short.draws("team.npsv", True))


def test_a_certain_case_has_no_error() -> None:
    found = simulated_figures(run(certain(small_plan())), {})
    for figure in found.values():
        if not figure.name.endswith(("p-best", "p-npsv-positive")):
            assert figure.se == pytest.approx(0, abs=1e-9 * abs(figure.mean or 1))


def test_every_simulated_figure_has_an_error(short: Summary) -> None:
    for figure in simulated_figures(short, {}).values():
        assert figure.mean is not None
        assert figure.se is not None
        for interval in (figure.interval, figure.interval_expected):
            assert interval is None or len(interval.errors) == len(LEVELS)


def test_chances_are_shares_of_the_draws(short: Summary) -> None:
    found = simulated_figures(short, {})
    npsv = {o: short.draws(f"{o}.npsv", True) for o in ("as-now", "team", "list")}
    assert found["team.p-npsv-positive"].mean == np.mean(npsv["team"] > 0)
    best = [found[f"{o}.p-best"].mean for o in (AS_NOW.id, "team", "list")]
    assert sum(best) == pytest.approx(1)  # type: ignore[arg-type]
    assert best[1] == np.mean((npsv["team"] > 0) & (npsv["team"] >= npsv["list"]))


# A long run: 16,384 draws kept, the rest streamed.


def test_a_long_run_keeps_the_first_draws(short: Summary, long: Summary) -> None:
    assert (long.count, long.kept_count) == (2 * WHOLE, LEAST)
    assert_array_equal(long.draws("team.npsv", True), short.draws("team.npsv", True))
    assert_array_equal(long.input("effect.some"), short.input("effect.some"))


def test_streaming_changes_no_figure(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same draws kept whole and streamed: means to rounding, percentiles to SE / 10."""
    plan = small_plan(sampler="sobol")
    kept = simulated_figures(run(plan, WHOLE), {})
    monkeypatch.setattr(engine, "KEPT", LEAST)
    streamed = simulated_figures(run(plan, WHOLE), {})
    for id in ("team", "list"):
        for quantity in ("npsv", "pvb", "pvc", "proven-offences-avoided", "p-best"):
            name = f"{id}.{quantity}"
            assert streamed[name].mean == pytest.approx(kept[name].mean, rel=1e-10)
            assert streamed[name].se == pytest.approx(kept[name].se, rel=1e-6)
        for whole, counted in (
            (kept[f"{id}.npsv"].interval, streamed[f"{id}.npsv"].interval),
            (kept[f"{id}.pvb"].interval_expected, streamed[f"{id}.pvb"].interval_expected),
        ):
            assert whole is not None
            assert counted is not None
            for end, error in zip(
                ("low95", "low80", "median", "high80", "high95"), whole.errors, strict=True
            ):
                assert abs(getattr(whole, end) - getattr(counted, end)) < 0.1 * error
            assert_allclose(counted.errors, whole.errors, rtol=0.1)


def test_parts_still_add_up_in_a_long_run(long: Summary) -> None:
    found = simulated_figures(long, {})
    plan = small_plan()
    for quantity in ("pvb", "pvc"):
        parts = sum(found[f"team.{quantity}.{bearer}"].mean or 0 for bearer in plan.bearers)
        assert parts == pytest.approx(found[f"team.{quantity}"].mean, rel=1e-9)
    net = (found["team.pvb"].mean or 0) - (found["team.pvc"].mean or 0)
    assert net == pytest.approx(found["team.npsv"].mean, rel=1e-9)


def test_a_long_run_knows_its_parts_better_than_its_kept_draws(
    short: Summary, long: Summary
) -> None:
    """Regression on the headlines carries the precision of all draws to what was only kept."""
    kept, carried = simulated_figures(short, {}), simulated_figures(long, {})
    name = "team.benefit.2012-13"
    assert (carried[name].se or 1) < (kept[name].se or 0)
    apart = abs((carried[name].mean or 0) - (kept[name].mean or 0))
    assert apart < 5 * (kept[name].se or 0)


# Precision.


def test_precision_takes_what_it_needs() -> None:
    plan = small_plan(sampler="sobol")
    loose, known = simulate_until(plan, 0.05, 2 * WHOLE, quiet)
    assert (loose.count, known) == (LEAST, True)
    unknown, reached = simulate_until(plan, 1e-9, 2 * LEAST, quiet)
    assert (unknown.count, reached) == (2 * LEAST, False)
    assert not is_known(plan, unknown, 1e-9)


def test_precision_reaches_the_run_of_that_length() -> None:
    """Doubling until it is enough ends where the same number of draws would have ended."""
    plan = small_plan(sampler="plain")
    found, known = simulate_until(plan, 0.002, WHOLE, quiet)
    assert known
    assert found.count > LEAST
    assert_array_equal(found.means, run(plan, found.count).means)


# Errors.


@pytest.mark.slow
@pytest.mark.parametrize("sampler", ["sobol", "plain"])
def test_the_reported_error_is_right(sampler: str) -> None:
    """Over 200 seeds the truth lies within two standard errors in 90 to 99% of runs.

    Two errors on 15 degrees of freedom hold 93.6% (Student's t), give or take 1.7% in 200 runs.
    """
    means, errors = [], []
    for seed in range(200):
        blocks = engine.each_block(small_plan(sampler=sampler, seed=seed), REPLICATES)
        apart = np.array([[block.means["team.npsv"].mean()] for block in blocks])
        means.append(apart.mean())
        errors.append(standard_error(apart)[0])
    far = [
        block.means["team.npsv"].mean()
        for seed in range(1000, 1016)
        for block in engine.each_block(small_plan(sampler="sobol", seed=seed), 4 * REPLICATES)
    ]
    inside = np.abs(np.array(means) - np.mean(far)) < 2 * np.array(errors)
    assert 0.90 <= inside.mean() <= 0.99


def test_error_of_a_ratio() -> None:
    """Constant ratio: none. Independent parts: the delta method's (sd/m) sqrt(2) / sqrt(R)."""
    rng = np.random.default_rng(1)
    below = 10 + rng.standard_normal(100_000)
    assert ratio_error(3 * below, below) == pytest.approx(0, abs=1e-12)
    above = 10 + rng.standard_normal(100_000)
    assert ratio_error(above, below) == pytest.approx(0.1 * np.sqrt(2 / 100_000), rel=0.02)


@pytest.mark.parametrize("digits", range(1, 5))
def test_nist_numacc(digits: int) -> None:
    """NIST StRD, univariate, NumAcc1 to NumAcc4: log relative error 14 and 8 at least.

    Certified mean and standard deviation: 10000002 and 1; 1.2 and 0.1; 1000000.2 and 0.1;
    10000000.2 and 0.1. NumAcc1 is 10000001, 10000003, 10000002; the others begin at their mean and
    alternate 0.1 below and above it, 1,001 values.
    """
    centre, deviation = {1: (10000002, 1), 2: (1.2, 0.1), 3: (1000000.2, 0.1), 4: (1e7 + 0.2, 0.1)}[
        digits
    ]
    first = {2: "1.1", 3: "1000000.1", 4: "10000000.1"}
    last = {2: "1.3", 3: "1000000.3", 4: "10000000.3"}
    if digits == 1:
        values = np.array([10000001.0, 10000003.0, 10000002.0])
    else:
        values = np.array([centre, *[float(first[digits]), float(last[digits])] * 500])
    mean, found = mean_and_deviation(values)
    assert abs(float(mean) - centre) / centre < 1e-14
    assert abs(float(found) - deviation) / deviation < 1e-8


def test_percentiles_from_counts() -> None:
    """A normal sample in bins: the percentiles to a twentieth of their error, all draws counted."""
    rng = np.random.default_rng(3)
    values = rng.standard_normal((2, 32 * BLOCK))
    bins = Bins.around(values[:, : 16 * BLOCK], values.shape[1])
    histogram = Histogram(bins, 16)
    for block in range(32):
        histogram.add(block % 16, bins.places(values[:, block * BLOCK : (block + 1) * BLOCK]))
    histogram.settle()
    assert (histogram.counts.sum(axis=1) == 32 * BLOCK).all()
    assert_array_equal(histogram.replicates.sum(axis=(0, 2)), [32 * BLOCK] * 2)
    found, errors = histogram.percentiles(0)
    assert_allclose(found, np.quantile(values[0], LEVELS), atol=0.05 * errors.min())
    density = stats.norm.pdf(stats.norm.ppf(LEVELS))
    exact = np.sqrt(np.array(LEVELS) * (1 - np.array(LEVELS)) / (32 * BLOCK)) / density
    # an error from 16 replicates is itself known to about a fifth
    assert_allclose(errors, exact, rtol=0.8)
    assert (bins.width < exact.min() / 10).all()


def test_memory_of_a_long_run_is_bounded() -> None:
    """What a summary holds at 2^24 draws: kept draws and bins, and nothing that grows with draws
    but a mean for each block."""
    bins = Bins.around(np.zeros((24, 10)) + np.arange(10), 2**24)
    histogram = Histogram(bins, REPLICATES)
    assert histogram.counts.nbytes + histogram.replicates.nbytes < 128 * 2**20


# Common draws.


def test_adding_an_option_moves_no_other(short: Summary) -> None:
    plan = small_plan(sampler="sobol")
    fewer = run(replace(plan, options=plan.options[:2]))
    for row, name in enumerate(fewer.names):
        if not name.endswith(".p-best"):
            assert_array_equal(fewer.means[:, row], short.means[:, short.names.index(name)])


@pytest.mark.parametrize("number", [0, 4711, 16_383])
def test_one_draw_can_be_made_alone(short: Summary, number: int) -> None:
    alone = audit(small_plan(sampler="sobol"), number)
    felt = {name: value for name, _, value in alone.figures}
    assert felt["team.npsv"] == short.draws("team.npsv", headline=True)[number]
    assert dict(alone.inputs)["effect.some"] == short.input("effect.some")[number]


def test_the_archive_holds_inputs_and_headlines(short: Summary) -> None:
    found = short.archive()
    assert {"effect.some", "team.npsv", "expected.team.npsv"} <= set(found)
    assert {len(column) for column in found.values()} == {LEAST}
    assert summary_module.KEPT == WHOLE
