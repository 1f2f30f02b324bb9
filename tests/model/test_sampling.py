"""Named streams and joint draws (F6, F18): known distributions, and nothing moves anything else."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from scipy import stats

from iomcba.model.quantiles import SCORE, values
from iomcba.model.sampling import REMEMBERED, central, draw, once_a_plan, repaired
from iomcba.model.streams import uniforms
from iomcba.terms.plan import BLOCK, Plan
from iomcba.terms.uncertainty import Distribution
from tests.strategies import (
    OFFENCES,
    UNCERTAIN,
    YEARS,
    certain,
    counterfactual,
    fitted,
    seeds,
    small_plan,
)

BLOCKS = 32
N = BLOCKS * BLOCK
names = st.text("abcdefghijklmnopqrstuvwxyz.-", min_size=1, max_size=40)


def normal_scores(name: str, seed: int, block: int) -> np.ndarray:
    """Scores of a named stream."""
    return values(SCORE, uniforms(name, seed, block))


def many(name: str, blocks: int = BLOCKS) -> np.ndarray:
    """A column of the small plan over many blocks."""
    plan = small_plan()
    return np.concatenate([np.atleast_1d(draw(plan, block)[name]) for block in range(blocks)])


@given(names, seeds, st.integers(0, 2**40))
def test_uniforms_lie_strictly_inside(name: str, seed: int, block: int) -> None:
    u = uniforms(name, seed, block)
    assert u.shape == (BLOCK,)
    assert (u > 0).all()
    assert (u < 1).all()
    assert np.isfinite(normal_scores(name, seed, block)).all()


def test_the_largest_word_is_below_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """A generator word of all ones (or none) must not become 1 (or 0), whose score is infinite."""

    class Extreme:
        def __init__(self, **_: object) -> None: ...

        def random_raw(self, size: int) -> np.ndarray:
            words = np.zeros(size, dtype=np.uint64)
            words[1] = np.iinfo(np.uint64).max
            return words

    monkeypatch.setattr(np.random, "Philox", Extreme)
    u = uniforms("some.name", 1, 0)
    assert 0 < u[0] < u[1] < 1


@given(names, names, seeds, seeds)
def test_streams_differ_by_name_seed_and_block(a: str, b: str, seed: int, other: int) -> None:
    here = uniforms(a, seed, 3)
    assert_array_equal(here, uniforms(a, seed, 3))
    assert (here != uniforms(a, seed, 4)).any()
    if a != b:
        assert (here != uniforms(b, seed, 3)).any()
    if seed != other:
        assert (here != uniforms(a, other, 3)).any()


def test_streams_are_independent() -> None:
    """Correlations of 40 streams have sd 1 / sqrt(n): the largest of 780 stays below 4.5 of it."""
    scores = np.stack(
        [np.concatenate([normal_scores(f"s.{i}", 5, b) for b in range(8)]) for i in range(40)]
    )
    correlation = np.corrcoef(scores) - np.eye(40)
    assert np.abs(correlation).max() < 4.5 / np.sqrt(8 * BLOCK)
    following = [np.corrcoef(s[:-BLOCK], s[BLOCK:])[0, 1] for s in scores]
    assert np.abs(following).max() < 4.5 / np.sqrt(7 * BLOCK)


# With a fixed seed the p-values are what they are; below 0.001 a family would be wrong.
@pytest.mark.parametrize("family", UNCERTAIN)
def test_draws_follow_their_family(family: str) -> None:
    distribution = fitted(family)
    column = np.concatenate([values(distribution, uniforms(family, 11, b)) for b in range(BLOCKS)])
    p = distribution.parameters
    exact = {
        "uniform": lambda: stats.uniform(p[0], p[1] - p[0]),
        "triangular": lambda: stats.triang((p[1] - p[0]) / (p[2] - p[0]), p[0], p[2] - p[0]),
        "pert": lambda: stats.beta(
            1 + 4 * (p[1] - p[0]) / (p[2] - p[0]),
            1 + 4 * (p[2] - p[1]) / (p[2] - p[0]),
            p[0],
            p[2] - p[0],
        ),
        "normal": lambda: stats.norm(*p),
        "lognormal": lambda: stats.lognorm(p[1], scale=np.exp(p[0])),
        "beta": lambda: stats.beta(*p),
        "gamma": lambda: stats.gamma(p[0], scale=p[1]),
    }[family]()
    assert stats.kstest(column, exact.cdf).pvalue > 0.001
    assert_allclose(column.mean(), distribution.mean, atol=4 * column.std() / np.sqrt(N))


def test_a_certain_quantity_stays_a_number() -> None:
    drawn = draw(certain(small_plan()), 0)
    assert isinstance(drawn["parameter.discount-rate"], float)


def test_the_mix_is_dirichlet() -> None:
    """Mean a_k / A, variance m(1-m) / (A+1), covariance -m_j m_k / (A+1) with A the sum of a."""
    weights = counterfactual().mix
    share, total = weights / weights.sum(), weights.sum()
    mix = np.stack([many(f"counterfactual.mix.{o}") for o in (*OFFENCES, "not-costed")])
    assert_allclose(mix.sum(axis=0), 1, rtol=1e-14)
    assert (mix > 0).all()
    covariance = (np.diag(share) - np.outer(share, share)) / (total + 1)
    assert_allclose(mix.mean(axis=1), share, atol=4 * np.sqrt(np.diag(covariance).max() / N))
    found, sd = np.cov(mix), np.sqrt(np.diag(covariance))
    assert_allclose(found, covariance, atol=6 * np.outer(sd, sd).max() / np.sqrt(N))


def test_a_mix_with_small_and_absent_types() -> None:
    fit = counterfactual(mix=np.array([0.02, 30.0, 0.0]))
    drawn = draw(small_plan(counterfactual=fit), 0)
    columns = [drawn[f"counterfactual.mix.{o}"] for o in (*OFFENCES, "not-costed")]
    assert np.isfinite(columns).all()
    assert (columns[2] == 0).all()
    assert_allclose(np.sum(columns, axis=0), 1, rtol=1e-14)
    assert_allclose(np.mean(columns[0]), 0.02 / 30.02, atol=1e-3)


def test_a_type_of_less_than_an_offence_has_its_share() -> None:
    """Weights 0.5 and 1.5 are a beta of mean 1/4 and variance 1/16."""
    fit = counterfactual(mix=np.array([0.5, 1.5, 0.0]))
    column = np.asarray(
        draw(small_plan(counterfactual=fit), 0)[f"counterfactual.mix.{OFFENCES[0]}"]
    )
    assert stats.kstest(column, stats.beta(0.5, 1.5).cdf).pvalue > 0.001


def test_a_fixed_mix_is_its_mean() -> None:
    drawn = draw(small_plan(fixed_mix=True), 0)
    assert [drawn[f"counterfactual.mix.{o}"] for o in (*OFFENCES, "not-costed")] == [0.6, 0.3, 0.1]


def test_the_rates_have_the_moments_of_the_fit() -> None:
    """Joint lognormal by moments: mean and covariance come back within Monte Carlo error."""
    fit = counterfactual()
    rates = np.stack([many(f"counterfactual.rate.{year}") for year in YEARS])
    assert (rates > 0).all()
    sd = np.sqrt(np.diag(fit.covariance))
    assert_allclose(rates.mean(axis=1), fit.mean, atol=4 * sd.max() / np.sqrt(N))
    # the error of a covariance of lognormals this wide is about 2 sd sd / sqrt(n)
    assert_allclose(np.cov(rates), fit.covariance, atol=8 * np.outer(sd, sd).max() / np.sqrt(N))
    logs = np.log(rates)
    assert stats.kstest((logs[0] - logs[0].mean()) / logs[0].std(), "norm").pvalue > 0.001


def test_a_singular_covariance_is_drawn() -> None:
    """Years that move as one (an assumed fall) make a covariance of rank one."""
    mean = np.array([100.0, 80.0, 60.0])
    fit = counterfactual(covariance=np.outer(mean, mean) * np.expm1(0.09))
    drawn = draw(small_plan(counterfactual=fit), 0)
    rates = np.stack([drawn[f"counterfactual.rate.{year}"] for year in YEARS])
    assert_allclose(rates / rates[0], (mean / mean[0])[:, None] * np.ones(BLOCK), rtol=1e-6)
    assert_allclose(np.log(rates[0]).std(), 0.3, rtol=0.1)


def test_the_shock_has_mean_one_and_the_stated_spread() -> None:
    shocks = np.stack([many(f"counterfactual.shock.{year}") for year in YEARS])
    assert (shocks > 0).all()
    assert_allclose(shocks.mean(axis=1), 1, atol=4 * 0.23 / np.sqrt(N))
    log_covariance = np.cov(np.log(shocks))
    assert_allclose(log_covariance, 0.2**2 + 0.1**2 * np.eye(3), atol=8 * 0.05 / np.sqrt(N))


def test_no_shock_is_exactly_one() -> None:
    fit = counterfactual(shock_log_sd=0.0, shock_yearly_log_sd=0.0)
    drawn = draw(small_plan(counterfactual=fit), 0)
    assert [drawn[f"counterfactual.shock.{year}"] for year in YEARS] == [1.0, 1.0, 1.0]


def test_chance_scores_are_standard_normal() -> None:
    assert stats.kstest(many("chance.2013-14"), "norm").pvalue > 0.001


# F18: adding a quantity moves no other, to the last bit; any block can be drawn by itself.


@given(names, st.sampled_from(UNCERTAIN), seeds, st.integers(0, 100))
def test_adding_a_quantity_moves_no_other(name: str, family: str, seed: int, block: int) -> None:
    plan = small_plan(seed=seed)
    quantities = {f"parameter.{name}": fitted(family), **plan.quantities}
    before, after = draw(plan, block), draw(replace(plan, quantities=quantities), block)
    assert set(after.columns) == {*before.columns, f"parameter.{name}"}
    for known in before.columns:
        assert_array_equal(before[known], after[known])


@given(seeds)
def test_the_order_of_quantities_does_not_matter(seed: int) -> None:
    plan = small_plan(seed=seed)
    turned = replace(plan, quantities=dict(reversed(plan.quantities.items())))
    before, after = draw(plan, 2), draw(turned, 2)
    for name in before.columns:
        assert_array_equal(before[name], after[name])


def test_any_block_can_be_drawn_alone() -> None:
    plan = small_plan()
    in_turn = [draw(plan, block) for block in range(5)]
    alone = draw(plan, 4)
    for name in alone.columns:
        assert_array_equal(alone[name], in_turn[4][name])


def test_seed_nought_is_a_seed() -> None:
    nought, one = draw(small_plan(seed=0), 0), draw(small_plan(seed=1), 0)
    again = draw(small_plan(seed=0), 0)
    uncertain = [n for n, column in nought.columns.items() if np.ndim(column)]
    for name in uncertain:
        assert_array_equal(nought[name], again[name])
        assert (np.asarray(nought[name]) != one[name]).any()


def test_the_central_case_has_every_quantity_at_its_mean() -> None:
    plan = small_plan()
    at_means = central(plan)
    assert at_means.size == 1
    assert set(at_means.columns) == set(draw(plan, 0).columns)
    for name, distribution in plan.quantities.items():
        assert at_means[name] == distribution.mean
    assert [at_means[f"counterfactual.rate.{y}"] for y in YEARS] == [100.0, 80.0, 60.0]
    assert [at_means[f"counterfactual.shock.{y}"] for y in YEARS] == [1.0, 1.0, 1.0]
    assert [at_means[f"chance.{y}"] for y in YEARS] == [0.0, 0.0, 0.0]


def test_a_certain_plan_draws_its_central_case() -> None:
    plan = certain(small_plan())
    drawn, at_means = draw(plan, 0), central(plan)
    for name in drawn.columns:
        if not name.startswith("chance."):
            assert drawn[name] == at_means[name]


def test_every_quantity_has_a_column_and_no_other() -> None:
    plan = small_plan()
    offences = (*OFFENCES, "not-costed")
    of_fit = {f"counterfactual.{q}.{y}" for q in ("rate", "shock") for y in YEARS}
    of_mix = {f"counterfactual.mix.{o}" for o in offences}
    chance = {f"chance.{y}" for y in YEARS}
    assert set(draw(plan, 0).columns) == {*plan.quantities, *of_fit, *of_mix, *chance}


def test_an_unknown_column_is_refused() -> None:
    drawn = draw(small_plan(), 0)
    with pytest.raises(KeyError):
        drawn["parameter.discount-rat"]
    with pytest.raises(KeyError):
        drawn.with_column("parameter.discount-rat", 0.03)


def test_a_dirichlet_share_is_a_beta() -> None:
    column = many("counterfactual.mix.burglary")
    assert stats.kstest(column, stats.beta(12, 8).cdf).pvalue > 0.001
    assert Distribution("gamma", (12.0, 1.0)).mean == 12


def test_the_last_few_plans_are_made_ready_once() -> None:
    """A plan is known by being the same object; of one more than are kept the first is let go."""
    asked: list[Plan] = []

    def make(plan: Plan) -> int:
        asked.append(plan)
        return len(asked)

    ready = once_a_plan(make)
    plans = [small_plan() for _ in range(REMEMBERED + 1)]
    assert [ready(plan) for plan in plans[:-1] * 2] == [*range(1, REMEMBERED + 1)] * 2
    assert ready(plans[-1]) == REMEMBERED + 1
    assert ready(plans[1]) == 2
    assert ready(plans[0]) == REMEMBERED + 2
    assert [id(plan) for plan in asked] == [id(plan) for plan in (*plans, plans[0])]


def test_what_a_repair_moves_is_named() -> None:
    """r, r and -r contradict each other above a half: 1 - 2 r is an eigenvalue.

    By symmetry the nearest matrix has a half: a rank correlation of 0.9, 2 sin(0.15 pi) of the
    scores, is moved by 0.408.
    """
    three = "cost.team.care", "cost.team.site", "salary.officer"
    first, second, third = three
    rows = (first, second, 0.9), (second, third, 0.9), (first, third, -0.9)
    (words,) = repaired(small_plan(correlations=rows, repair_correlations=True))
    assert all(name in words for name in three)
    assert f"{2 * np.sin(0.15 * np.pi) - 0.5:.3f}" in words
    assert repaired(small_plan(correlations=rows)) == ()
    drawn = [draw(small_plan(correlations=rows, repair_correlations=True), b) for b in range(8)]
    table = np.stack([np.concatenate([np.atleast_1d(d[n]) for d in drawn]) for n in three])
    ranks = stats.spearmanr(table, axis=1).statistic[np.triu_indices(3, 1)]
    half = 6 / np.pi * np.arcsin(0.25)  # rank correlation of scores of a half (Pearson 1907)
    assert_allclose(ranks, [half, -half, half], atol=4 / np.sqrt(8 * BLOCK))
    possible = tuple((a, b, abs(rho)) for a, b, rho in rows)
    assert repaired(small_plan(correlations=possible, repair_correlations=True)) == ()
    assert repaired(small_plan(repair_correlations=True)) == ()
