"""What an option costs (F13, F14): each term by hand, funding in both views."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from iomcba.model.costs import (
    Volumes,
    line_account,
    line_cost,
    option_costs,
    required_posts,
    residual_value,
    with_optimism,
)
from iomcba.terms.plan import HEADINGS, CostLine, Draws
from tests.strategies import BEARERS, LINES, line, option, small_plan

NOBODY = Volumes(np.zeros((1, 3)), np.zeros((1, 3)), np.zeros((1, 3)))
SOME = Volumes(
    places=np.array([[10.0, 20.0, 20.0]]),
    engaged=np.array([[4.0, 8.0, 10.0]]),
    custody_days=np.array([[0.0, 30.0, 60.0]]),
)
INFLATION = np.array([[1.02, 1.04, 1.05]])
AMOUNTS = Draws(
    1,
    {
        "cost.some": 1000.0,
        "some.salary": 50.0,
        "some.growth": 0.02,
        "some.on-costs": 0.2,
        "some.vacancy": 0.1,
        "some.contingency": 0.3,
        "optimism-bias.some": 0.1,
        "some.life": 5.0,
        "some.vat": 0.2,
        "tier.high": 0.25,
        "tier.low": 0.75,
        "caseload.high": 5.0,
        "caseload.low": 15.0,
        "parameter.backfill-share": 0.4,
    },
)


def some(**changes: object) -> CostLine:
    return line("cost.some", "operating", "police", "cost.some", **changes)


def value(changed: CostLine, volumes: Volumes = NOBODY) -> np.ndarray:
    return line_account(changed, volumes, INFLATION, AMOUNTS).value


def test_a_line_by_hand() -> None:
    """1,000 × (0.5, 1, 1) × 1.02^y × people."""
    found = line_cost(
        np.array([[1000.0]]),
        np.array([[0.5, 1.0, 1.0]]),
        np.array([[0.02]]),
        np.array([[1.0, 2.0, 3.0]]),
    )
    assert_allclose(found, [[500, 2040, 3121.2]])


def test_optimism_by_hand() -> None:
    assert_allclose(with_optimism(np.array([[1000.0, 0.0]]), np.array([[0.24]])), [[1240, 0]])


@pytest.mark.parametrize(
    ("changes", "pounds"),
    [
        ({}, (1100, 1100, 1100)),
        ({"optimism": ""}, (1000, 1000, 1000)),
        ({"in_year": (0.75, 1.0, 0.0)}, (825, 1100, 0)),
        ({"factors": ("some.salary",)}, (55_000, 55_000, 55_000)),
        ({"growth": "some.growth"}, (1100, 1122, 1144.44)),
        ({"on_costs": "some.on-costs"}, (1320, 1320, 1320)),
        ({"vacancy": "some.vacancy"}, (990, 990, 990)),
        ({"contingency": "some.contingency"}, (1430, 1430, 1430)),
        ({"volume": "places"}, (11_000, 22_000, 22_000)),
        ({"volume": "engaged"}, (4400, 8800, 11_000)),
        ({"volume": "extra-custody-days"}, (0, 33_000, 66_000)),
    ],
)
def test_each_term_by_hand(changes: dict[str, object], pounds: tuple[float, ...]) -> None:
    assert_allclose(value(some(**changes), SOME), [pounds], rtol=1e-12)


def test_posts_that_places_require() -> None:
    """20 places, a quarter at 5 a post and the rest at 15: 1 + 1 = 2 posts."""
    assert_allclose(required_posts(np.array([[20.0]]), np.array([[0.25]]), np.array([[5.0]])), 1)
    tiers = (("tier.high", "caseload.high"), ("tier.low", "caseload.low"))
    found = value(some(volume="required-posts", tiers=tiers, optimism=""), SOME)
    assert_allclose(found, [[1000, 2000, 2000]])


def test_what_is_left_of_capital_is_credited_at_the_end() -> None:
    """1,000 in year 0 of a life of 5: after three years 2/5 are left; in year 1, 3/5."""
    spent, life = np.array([[1000.0, 500.0, 0.0]]), np.array([[5.0]])
    assert_allclose(residual_value(spent, life), [[0, 0, 1000 * 2 / 5 + 500 * 3 / 5]])
    assert_allclose(residual_value(spent, np.array([[2.0]])), [[0, 0, 500 * 0]])
    found = value(some(in_year=(1.0, 0.0, 0.0), life="some.life"))
    assert_allclose(found, [[1100, 0, -440]])


@pytest.mark.parametrize(
    ("funding", "in_value", "in_cash"),
    [
        ("cash", 1.0, 1.0),
        ("opportunity", 1.0, 0.0),
        ("backfill", 1.0, 0.4),
        ("transfer", 0.0, 1.0),
        ("sunk", 0.0, 0.0),
    ],
)
def test_funding_in_both_views(funding: str, in_value: float, in_cash: float) -> None:
    """A seconded post is an economic cost in full; in cash it costs its lender the backfill."""
    found = line_account(some(funding=funding), NOBODY, INFLATION, AMOUNTS)
    assert_allclose(found.value, np.full((1, 3), 1100 * in_value))
    assert_allclose(found.bare_value, np.full((1, 3), 1000 * in_value))
    assert_allclose(found.cash, 1100 * in_cash * INFLATION)


def test_vat_that_is_lost_is_cash_and_no_value() -> None:
    found = line_account(some(vat="some.vat"), NOBODY, INFLATION, AMOUNTS)
    assert_allclose(found.cash, 1100 * 1.2 * INFLATION)
    assert_allclose(found.value, [[1100, 1100, 1100]])


@given(st.permutations(LINES))
def test_lines_add_up_by_bearer_and_heading(lines: list[CostLine]) -> None:
    plan = small_plan()
    drawn = Draws(1, {n: d.mean for n, d in plan.quantities.items()})
    costs, bare, cash = option_costs(plan, option("team", tuple(lines)), SOME, drawn)
    for chosen in lines:
        alone, bare_alone, cash_alone = option_costs(plan, option("team", (chosen,)), SOME, drawn)
        b, h = BEARERS.index(chosen.bearer), HEADINGS.index(chosen.heading)
        assert alone[0, :, b, h].sum() == alone.sum() > 0
        assert_allclose(costs[0, :, b, h], alone[0, :, b, h])
        costs, bare, cash = costs - alone, bare - bare_alone, cash - cash_alone
    assert_allclose(costs, 0, atol=1e-9)
    assert_allclose(bare, 0, atol=1e-9)
    assert_allclose(cash, 0, atol=1e-9)


def test_no_lines_no_cost() -> None:
    plan = small_plan()
    drawn = Draws(1, {n: d.mean for n, d in plan.quantities.items()})
    for array in option_costs(plan, replace(option("team", ())), SOME, drawn):
        assert (array == 0).all()
