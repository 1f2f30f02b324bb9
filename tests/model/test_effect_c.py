"""Laws of effects: pathways, custody, conversions of estimands, cash and value apart (F10, F11)."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from iomcba.appraise.figures import figures
from iomcba.appraise.summary import central_values
from iomcba.model.benefits import released_in_steps
from iomcba.model.effect import (
    count_ratio,
    custody_split,
    effect_ratio,
    net_of_natural_fall,
    offences_avoided,
    option_reduction,
    pathways_reduction,
    reduction,
)
from iomcba.model.evaluate import evaluate
from iomcba.model.sampling import central, draw
from iomcba.terms.plan import (
    Array,
    CostLine,
    Draws,
    EffectPlan,
    OptionOutcomes,
    OptionPlan,
    PathwayPlan,
    Plan,
)
from iomcba.terms.uncertainty import point
from tests.strategies import YEARS, certain, small_plan

CUTS = st.floats(-0.5, 0.9)
SHARES = st.floats(0.0, 1.0)


def column(value: float) -> Array:
    return np.array([[value]])


# --- pathways ---


@given(CUTS, CUTS)
def test_two_pathways_with_cuts_a_and_b(a: float, b: float) -> None:
    """1 - (1 - a)(1 - b), for harm too."""
    ones = np.ones((1, 2))
    found = pathways_reduction(ones, ones, np.array([[a, b]]))
    assert found[0, 0] == pytest.approx(1 - (1 - a) * (1 - b))


@given(st.lists(st.tuples(SHARES, SHARES, CUTS), min_size=1, max_size=7), st.randoms())
def test_order_of_pathways_does_not_matter(
    pathways: list[tuple[float, float, float]], order: object
) -> None:
    shuffled = list(pathways)
    order.shuffle(shuffled)  # type: ignore[attr-defined]
    first, second = (
        pathways_reduction(*(part[None, :] for part in np.array(p).T)) for p in (pathways, shuffled)
    )
    assert_allclose(first, second, rtol=1e-9, atol=1e-12)


@given(st.lists(st.tuples(SHARES, SHARES, CUTS), min_size=1, max_size=7))
def test_what_is_served_already_is_no_effect_of_the_option(
    pathways: list[tuple[float, float, float]],
) -> None:
    columns, plans = {}, []
    for p, (need, served, cut) in enumerate(pathways):
        names = [f"{p}.{q}" for q in ("need", "served", "already", "cut")]
        columns |= dict(zip(names, (need, served, served, cut), strict=True))
        plans.append(PathwayPlan(str(p), *names))
    option = OptionPlan("o", "option", pathways=tuple(plans))
    assert option_reduction(option, Draws(1, columns))[0, 0] == 0.0
    everybody = Draws(1, {n: 0.0 if n.endswith("already") else v for n, v in columns.items()})
    wanted = 1 - np.prod([1 - need * served * cut for need, served, cut in pathways])
    assert option_reduction(option, everybody)[0, 0] == pytest.approx(wanted)


# --- dose and harm ---


@given(st.floats(0.3, 1.5))
def test_dose_nothing_once_twice(ratio: float) -> None:
    cuts = [reduction(column(ratio), column(dose))[0, 0] for dose in (0.0, 1.0, 2.0)]
    assert cuts == pytest.approx([0.0, 1 - ratio, 1 - ratio**2])


def test_harm_is_not_clipped() -> None:
    avoided = offences_avoided(column(100.0), column(-0.1), column(0.5), column(0.1), column(0.05))
    assert avoided[0, 0] == pytest.approx(-100 * 0.1 * 0.6 * 0.95)


# --- custody under the option ---


def with_custody(ratio: float, free_time: bool, plan: Plan) -> Plan:
    """The plan's team with a custody ratio, and a line for each extra day at the courts' cost."""
    team = plan.options[1]
    assert team.effect is not None
    days = CostLine(
        "cost.team.days",
        "partner",
        "courts",
        "cost.team.days",
        (),
        (1.0, 1.0, 1.0),
        "opportunity",
        volume="extra-custody-days",
    )
    team = replace(
        team,
        effect=replace(team.effect, free_time=free_time),
        custody_ratio="engagement.team.custody-ratio",
        lines=(*team.lines, days),
    )
    more = {"engagement.team.custody-ratio": point(ratio), "cost.team.days": point(150.0)}
    return replace(plan, options=(plan.options[0], team), quantities={**plan.quantities, **more})


@given(st.floats(0.3, 1.5), st.floats(0.7, 1.2))
def test_rehabilitation_and_incapacitation_sum_to_the_whole(theta: float, ratio: float) -> None:
    """1 - theta c = c (1 - theta) + (1 - c)."""
    effect = EffectPlan("theta", False, free_time=True)
    option = OptionPlan("o", "option", effect=effect, custody_ratio="c")
    reformed, held = custody_split(option, column(1 - theta), Draws(1, {"c": ratio}))
    assert (reformed + held)[0, 0] == pytest.approx(1 - theta * ratio)
    assert held[0, 0] == pytest.approx(1 - ratio)


@pytest.mark.parametrize("ratio", [0.8, 0.95, 1.0])
def test_more_custody_cuts_offences_and_adds_its_cost(ratio: float) -> None:
    plan = certain(small_plan())
    without, with_more = (
        evaluate(p, central(p)).options["team"]
        for p in (with_custody(1.0, True, plan), with_custody(ratio, True, plan))
    )
    theta = 1 - without.effect[0]
    assert_allclose(with_more.avoided / without.avoided, (1 - theta * ratio) / (1 - theta))
    assert_allclose(with_more.incapacitated, without.avoided * (1 - ratio) / (1 - theta), atol=1e-9)
    days = without.engaged * 365.25 * 0.9 * (1 - ratio)
    assert_allclose(with_more.custody_days, days, atol=1e-9)
    added = (with_more.costs - without.costs).sum(axis=(2, 3))
    assert_allclose(added, days * 150.0, atol=1e-6)
    assert_allclose(with_more.cash_costs, without.cash_costs)


def test_effect_per_calendar_time_holds_custody_already_but_days_still_cost() -> None:
    plan = certain(small_plan())
    without, with_more = (
        evaluate(p, central(p)).options["team"]
        for p in (with_custody(1.0, False, plan), with_custody(0.9, False, plan))
    )
    assert_allclose(with_more.avoided, without.avoided)
    assert not with_more.incapacitated.any()
    assert with_more.custody_days.min() > 0
    assert with_more.costs.sum() > without.costs.sum()


# --- conversions ---


@given(st.floats(1e-7, 1e-5), st.floats(0.3, 1.5), st.floats(0.3, 5.0))
def test_small_prevalence_is_a_rate(control: float, ratio: float, spread: float) -> None:
    found = count_ratio(column(ratio), column(control), column(spread))
    assert found[0, 0] == pytest.approx(ratio, rel=1e-3)


@given(st.floats(0.05, 0.6), st.floats(0.3, 1.5))
def test_dispersion_one_is_the_odds_ratio(control: float, ratio: float) -> None:
    """r = 1: p = m / (1 + m), so m is the odds."""
    treated = control * ratio
    odds = (treated / (1 - treated)) / (control / (1 - control))
    found = count_ratio(column(ratio), column(control), column(1.0))
    assert found[0, 0] == pytest.approx(odds)


@given(st.floats(0.05, 0.6), st.floats(0.3, 1.5))
def test_equal_rates_are_the_poisson_limit(control: float, ratio: float) -> None:
    """r to infinity: p = 1 - exp(-m)."""
    expected = np.log1p(-control * ratio) / np.log1p(-control)
    found = count_ratio(column(ratio), column(control), column(1e7))
    assert found[0, 0] == pytest.approx(expected, rel=1e-5)


def test_diamond_156_of_368_against_136_of_327() -> None:
    """At dispersion 1 the odds ratio 156 · 191 / (212 · 136)."""
    ratio, control = (156 / 368) / (136 / 327), 136 / 327
    found = count_ratio(column(ratio), column(control), column(1.0))
    assert found[0, 0] == pytest.approx(156 * 191 / (212 * 136))


@pytest.mark.parametrize(
    ("spread", "mean", "cut"), [(0.5, 1.0, 0.8), (1.0, 0.7, 0.93), (3, 2, 1.2)]
)
def test_conversion_recovers_a_simulated_gamma_poisson(
    spread: float, mean: float, cut: float
) -> None:
    """Two arms of a million people each, whose rates differ by the factor `cut`."""
    rng = np.random.default_rng(20260401)
    people = 1_000_000
    shares = [
        (rng.poisson(factor * rng.gamma(spread, mean / spread, people)) > 0).mean()
        for factor in (1.0, cut)
    ]
    found = count_ratio(column(shares[1] / shares[0]), column(shares[0]), column(spread))
    assert found[0, 0] == pytest.approx(cut, rel=0.01)


@given(st.floats(0.2, 1.2), st.floats(0.2, 1.2))
def test_before_after_over_the_natural_fall(claim: float, natural: float) -> None:
    theta = net_of_natural_fall(column(claim), column(natural))[0, 0]
    assert theta * natural == pytest.approx(claim)
    assert net_of_natural_fall(column(claim), column(claim))[0, 0] == 1.0


@pytest.mark.parametrize(
    ("effect", "expected"),
    [
        (EffectPlan("ratio", False, False), 0.61),
        (EffectPlan("ratio", False, False, "before-after", natural_ratio="nu"), 0.61 / 0.65),
        (
            EffectPlan("ratio", False, False, "prevalence", "control", "spread"),
            (0.61 * 0.4 / (1 - 0.61 * 0.4)) / (0.4 / 0.6),
        ),
    ],
)
def test_each_estimand_takes_its_own_conversion(effect: EffectPlan, expected: float) -> None:
    draws = Draws(1, {"ratio": 0.61, "nu": 0.65, "control": 0.4, "spread": 1.0})
    assert effect_ratio(effect, draws)[0, 0] == pytest.approx(expected)


# --- cash and value apart ---


def response_plan(plan: Plan, mu: float, kappa: float) -> Plan:
    moved = plan.with_quantity("parameter.response-marginal-share", point(mu))
    return moved.with_quantity("parameter.cashable-share", point(kappa))


def team_of(plan: Plan) -> tuple[OptionOutcomes, dict[str, float]]:
    outcomes = evaluate(plan, central(plan))
    return outcomes.options["team"], central_values(plan, outcomes)


@given(st.floats(0.1, 1.0), st.floats(0.1, 1.0), st.floats(0.01, 0.3))
def test_cash_saving_does_not_know_mu_and_value_does_not_know_kappa(
    mu: float, other_mu: float, kappa: float
) -> None:
    plan = certain(small_plan())
    (one, f_one), (other, f_other) = (
        team_of(response_plan(plan, m, k)) for m, k in ((mu, kappa), (other_mu, kappa))
    )
    assert np.array_equal(one.cash_savings, other.cash_savings)
    _, f_kappa = team_of(response_plan(plan, mu, 2 * kappa))
    for name in ("team.pvb", "team.npsv", *(f"team.benefit.{year}" for year in YEARS)):
        assert f_kappa[name] == f_one[name]
    assert f_kappa["team.cash-saving"] == pytest.approx(2 * f_one["team.cash-saving"])
    if abs(mu - other_mu) > 0.01:
        assert (f_one["team.pvb"] > f_other["team.pvb"]) == (mu > other_mu)


@pytest.mark.parametrize("stepped", [False, True])
def test_cashable_capacity_and_cost_avoided_make_up_the_fiscal_class(stepped: bool) -> None:
    plan = small_plan()
    if stepped:
        steps = {"cash-release.police.step": point(300.0), "cash-release.police.lag": point(1.0)}
        release = ("police", *steps)
        plan = replace(plan, quantities={**plan.quantities, **steps}, cash_releases=(release,))
    found = {f.name: f.expected for f in figures(plan, evaluate(plan, draw(plan, 0)))}
    for tail in ("pvb.{}", *(f"benefit.{{}}.{year}" for year in YEARS)):
        names = ("cashable", "capacity-released", "cost-avoided", "fiscal")
        *parts, fiscal = (found[f"team.{tail.format(name)}"] for name in names)
        assert_allclose(sum(parts), fiscal, rtol=1e-9, atol=1e-6)


@given(
    saving=st.tuples(*[st.floats(-1e6, 1e6)] * 3),
    step=st.floats(1.0, 3e5),
    lag=st.integers(0, 3),
)
def test_cash_is_released_in_whole_steps_after_a_lag_and_towards_zero(
    saving: tuple[float, float, float], step: float, lag: int
) -> None:
    released = released_in_steps(np.array([saving]), column(step), column(float(lag)))[0]
    steps = released / step
    assert_allclose(steps, np.round(steps), atol=1e-6)
    assert not released[:lag].any()
    for pounds, late in zip(saving, released[lag:], strict=False):
        assert late * pounds >= 0
        assert abs(late) <= abs(pounds) * (1 + 1e-12)
        assert abs(pounds) - abs(late) < step * (1 + 1e-9)


def test_steps_of_known_savings() -> None:
    saving = np.array([[99.0, 250.0, -250.0]])
    assert released_in_steps(saving, column(100.0), column(0.0)).tolist() == [[0.0, 200.0, -200.0]]
    assert released_in_steps(saving, column(100.0), column(1.0)).tolist() == [[0.0, 0.0, 200.0]]
