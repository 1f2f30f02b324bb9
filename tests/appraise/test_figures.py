"""Figures of a block (F15 to F17): chance against a brute-force compound Poisson simulation."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from scipy import stats

from iomcba.appraise.figures import with_chance
from iomcba.model.evaluate import evaluate
from iomcba.model.sampling import central, draw
from iomcba.terms.plan import OutcomeLine, Plan
from iomcba.terms.uncertainty import point
from tests.strategies import (
    BEARERS,
    OFFENCES,
    PARTS,
    YEARS,
    at_means,
    certain,
    counterfactual,
    drawn_figures,
    small_plan,
)

SCORES = stats.norm.ppf((np.arange(20_000) + 0.5) / 20_000)  # a standard normal sample, exactly


def test_chance_has_the_moments_of_a_compound_poisson_sum() -> None:
    """Offences come at a mean of 12, each worth 14,256 (0.6), 9,337.68 (0.3) or nothing (0.1).

    Brute force: 200,000 times a Poisson number of offences, each drawn by its type.
    """
    rng = np.random.default_rng(4)
    worth, shares = np.array([14_256.0, 9_337.68, 0.0]), np.array([0.6, 0.3, 0.1])
    offences = rng.poisson(12 * shares, size=(200_000, 3))
    brute = offences @ worth
    mean, square = 12 * shares @ worth, 12 * shares @ worth**2
    ours = with_chance(np.full((1, 1), mean), np.full((1, 1), square), np.ones((1, 1)), SCORES)
    assert_allclose(ours.mean(), brute.mean(), rtol=0.005)
    assert_allclose(ours.std(), brute.std(), rtol=0.005)
    for level in (0.1, 0.5, 0.9):
        # the skewness that the normal leaves out moves these by a few hundredths of an sd
        gap = np.quantile(ours, level) - np.quantile(brute, level)
        assert abs(gap) < 0.12 * brute.std()


@given(st.floats(-1e6, 1e6), st.floats(0, 1e9), st.floats(0.2, 3))
def test_the_shock_moves_mean_and_spread(expected: float, square: float, shock: float) -> None:
    ours = with_chance(np.array([[expected]]), np.array([[square]]), np.array([[shock]]), SCORES)
    assert_allclose(ours.mean(), shock * expected, rtol=1e-9, atol=1e-6 * (1 + square**0.5))
    assert_allclose(ours.std(), (shock * square) ** 0.5, rtol=1e-3, atol=1e-9)


def test_harm_has_chance_too() -> None:
    """Avoided offences may be negative; their chance is that of as many offences caused."""
    found = with_chance(np.array([[-9.0]]), np.array([[-9.0]]), np.ones((1, 1)), SCORES)
    assert np.isfinite(found).all()
    assert_allclose(found.std(), 3, rtol=1e-3)


def test_shock_and_chance_leave_the_mean_alone() -> None:
    """E[s] = 1 and E[z] = 0: headline and expected value differ by Monte Carlo error alone."""
    blocks = [drawn_figures(small_plan(), block) for block in range(16)]
    for name in ("team.npsv", "team.pvb", "team.proven-offences-avoided"):
        expected = np.concatenate([b[name].expected for b in blocks])
        felt = np.concatenate([b[name].headline for b in blocks])
        gap = felt - expected
        assert abs(gap.mean()) < 4 * gap.std() / len(gap) ** 0.5, name
        assert felt.std() > expected.std(), name


def test_without_shock_a_count_is_poisson() -> None:
    """Certain offences: the headline count of a year has variance equal to its mean."""
    plan = certain(small_plan())
    felt = np.concatenate(
        [drawn_figures(plan, b)["case.counterfactual-offences.2012-13"].headline for b in range(16)]
    )
    assert_allclose(felt.mean(), 100, rtol=0.005)
    assert_allclose(felt.var(), 100, rtol=0.05)


def test_the_yearly_shock_is_shared_by_counterfactual_and_option() -> None:
    fitted = counterfactual(shock_log_sd=0.5)
    found = drawn_figures(small_plan(counterfactual=fitted))
    actual = found["case.counterfactual-offences"].headline
    avoided = found["team.proven-offences-avoided"].headline
    assert actual is not None
    assert avoided is not None
    assert np.corrcoef(actual, avoided)[0, 1] > 0.4


@pytest.mark.parametrize("year", YEARS)
def test_classes_and_headings_carry_no_chance(year: str) -> None:
    found = drawn_figures(small_plan())
    assert found[f"team.benefit.{year}"].headline is not None
    assert found[f"team.benefit.social.{year}"].headline is None
    assert found[f"team.cost.staff.{year}"].headline is None
    assert (found[f"team.cost.{year}"].headline == found[f"team.cost.{year}"].expected).all()


def worth_of_an_offence(plan: Plan, d: int, cash: bool) -> dict[str, np.ndarray]:
    """Pounds of one proven offence to each bearer, (o,), from the rows alone, in one draw.

    `cash` counts the cashable share of response in place of its marginal share.
    """
    drawn = central(plan) if d < 0 else draw(plan, 0)

    def at(name: str) -> float:
        return float(np.ravel(drawn[name])[d if np.size(drawn[name]) > 1 else 0])

    own = at("parameter.recorded-crimes-per-proven-offence") * at("parameter.detection-factor")
    population = at("parameter.population-recorded-crimes-per-proven-offence")
    found = {bearer: np.zeros(len(OFFENCES)) for bearer in BEARERS}
    for part in PARTS:
        if cash and not part.response:
            continue
        share = at("parameter.response-marginal-share") if part.response else 1.0
        if cash:
            share = at("parameter.cashable-share")
        for o, offence in enumerate(OFFENCES):
            crimes = at(f"multiplier.{offence}") * at("parameter.multiplier-uncertainty")
            crimes *= own / 1.25 if part.basis == "crime" else population
            cost = at(f"unit-cost.{offence}.{part.component}")
            cost *= at("parameter.unit-cost-uncertainty")
            found[part.bearer][o] += crimes * cost * share
    return found


def of_a_poisson_count(plan: Plan, worth: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """200,000 sums over the years of a Poisson number of offences of each type, each worth so much.

    Shapes: worth (o,), weight (y,).
    """
    rng = np.random.default_rng(11)
    exact = at_means(plan)
    total = np.zeros(200_000)
    for year, factor in zip(YEARS, weight, strict=True):
        mean = exact[f"team.proven-offences-avoided.{year}"] * np.array([0.6, 0.3])
        total += rng.poisson(mean, size=(len(total), 2)) @ worth * factor
    return total


def in_many_draws(plan: Plan, name: str) -> np.ndarray:
    felt = [drawn_figures(plan, block)[name].headline for block in range(16)]
    return np.concatenate([f for f in felt if f is not None])


@pytest.mark.parametrize("bearer", ["police", "courts", "victims"])
def test_a_bearers_gain_is_a_poisson_count_of_what_an_offence_costs_it(bearer: str) -> None:
    """Certain rows: PVB of a bearer has the mean, spread and tails of offences drawn one by one.

    Victims bear two parts of one offence, which come and go together.
    """
    plan = certain(small_plan())
    weight = 1.035 ** -(np.arange(3) + 0.5)
    brute = of_a_poisson_count(plan, worth_of_an_offence(plan, -1, cash=False)[bearer], weight)
    ours = in_many_draws(plan, f"team.pvb.{bearer}")
    assert_allclose(ours.mean(), brute.mean(), rtol=0.01)
    assert_allclose(ours.std(), brute.std(), rtol=0.02)
    for level, near in ((0.1, 0.12), (0.9, 0.12), (0.025, 0.4), (0.975, 0.4)):
        # some 15 offences are avoided in all: their skewness shows in the outer tails
        gap = np.quantile(ours, level) - np.quantile(brute, level)
        assert abs(gap) < near * brute.std()
    paid = at_means(plan)[f"team.pvc.{bearer}"]
    assert_allclose(in_many_draws(plan, f"team.npsv.{bearer}"), ours - paid, rtol=1e-9)


@pytest.mark.parametrize("budget", ["police", "courts", ""])
def test_cash_without_steps_is_a_poisson_count_too(budget: str) -> None:
    """Budgets together feel one offence once: their spread is not the sum of their spreads."""
    plan = certain(small_plan())
    worth = worth_of_an_offence(plan, -1, cash=True)
    each = worth[budget] if budget else worth["police"] + worth["courts"]
    brute = of_a_poisson_count(plan, each, np.array(plan.inflation))
    part = f".{budget}" if budget else ""
    ours = in_many_draws(plan, f"team.cash-saving{part}")
    assert_allclose(ours.mean(), brute.mean(), rtol=0.01)
    assert_allclose(ours.std(), brute.std(), rtol=0.02)
    paid = at_means(plan)[f"team.cash-cost{part}"]
    assert_allclose(in_many_draws(plan, f"team.net-budget{part}"), ours - paid, atol=1e-6)


def test_cash_in_steps_knows_no_luck() -> None:
    """A post is given up on the expected saving, not on one good year; other budgets feel it."""
    quantities = {
        **small_plan().quantities,
        "cash-release.police.step": point(500.0),
        "cash-release.police.lag": point(0.0),
    }
    releases = (("police", "cash-release.police.step", "cash-release.police.lag"),)
    found = drawn_figures(small_plan(quantities=quantities, cash_releases=releases))
    police, courts = (found[f"team.cash-saving.{bearer}"] for bearer in ("police", "courts"))
    together = found["team.cash-saving"]
    assert police.headline is not None
    assert courts.headline is not None
    assert together.headline is not None
    assert_allclose(police.headline, police.expected)
    assert courts.headline.std() > courts.expected.std()
    luck = courts.headline - courts.expected
    assert_allclose(together.headline - together.expected, luck, atol=1e-6)


def test_second_moments_of_uncertain_rows() -> None:
    """Draw by draw: chance of a bearer's gain by its definition, from the rows alone."""
    plan = small_plan()
    outcomes = evaluate(plan, draw(plan, 0))
    mix = draw(plan, 0).matrix(tuple(f"counterfactual.mix.{o}" for o in OFFENCES))
    for d in (0, 511, 1023):
        for cash, found in ((False, outcomes.square_of_bearer), (True, outcomes.square_cash)):
            worth = worth_of_an_offence(plan, d, cash)
            by_hand = [mix[d] @ worth[bearer] ** 2 for bearer in BEARERS]
            assert_allclose(found[d], by_hand, rtol=1e-12)
        total = sum(worth_of_an_offence(plan, d, cash=True).values())
        assert_allclose(outcomes.square_all_cash[d], mix[d] @ total**2, rtol=1e-12)


def test_no_past_no_natural_fall() -> None:
    found = drawn_figures(small_plan(past_yearly_offences=0.0))
    assert not [name for name in found if name.startswith("case.natural-fall")]
    fall = drawn_figures(small_plan())["case.natural-fall.2014-15"]
    offences = drawn_figures(small_plan())["case.counterfactual-offences.2014-15"]
    assert_allclose(fall.expected, offences.expected / 150)


def test_what_the_register_sets_as_targets() -> None:
    """Offences left and avoided make the counterfactual; an outcome counts what it prices.

    Twenty people offered, engaged by their year: units are engaged × 0.5 × (1 − 0.2), each worth
    £1,000 before a grade of a quarter.
    """
    plan = small_plan()
    line = OutcomeLine(
        name="outcome.team.homes",
        bearer="council",
        value_class="fiscal",
        of_cohort=False,
        unit_value="homes.value",
        factors=("homes.impact",),
        deadweight="homes.deadweight",
        optimism="homes.optimism",
    )
    worth = {"value": 1000.0, "impact": 0.5, "deadweight": 0.2, "optimism": 0.25}
    quantities = {**plan.quantities, **{f"homes.{k}": point(v) for k, v in worth.items()}}
    options = tuple(replace(o, outcomes=(line,)) if o.id == "team" else o for o in plan.options)
    found = drawn_figures(replace(plan, quantities=quantities, options=options))
    for year in YEARS:
        left, avoided = (
            found[f"team.{q}.{year}"] for q in ("proven-offences", "proven-offences-avoided")
        )
        whole = found[f"case.counterfactual-offences.{year}"]
        assert_allclose(left.expected + avoided.expected, whole.expected, rtol=1e-12)
        units = found[f"team.outcome-units.homes.{year}"].expected
        assert_allclose(units, 0.4 * found[f"team.engaged.{year}"].expected, rtol=1e-12)
        benefit = found[f"team.benefit.council.{year}"].expected
        assert_allclose(benefit, 750 * units, rtol=1e-9)


def test_offences_left_have_the_chance_of_a_count() -> None:
    plan = certain(small_plan())
    left = in_many_draws(plan, "team.proven-offences.2013-14")
    mean = at_means(plan)["team.proven-offences.2013-14"]
    assert_allclose(left.mean(), mean, rtol=0.01)
    assert_allclose(left.var(), mean, rtol=0.05)
