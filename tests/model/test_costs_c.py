"""Laws of cost lines in two views, of risks, residual values and pooled budgets (F13, F14, F16)."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from iomcba.appraise.sharing import pooled_contributions
from iomcba.appraise.summary import central_values
from iomcba.model.costs import Volumes, line_account, required_posts, residual_value
from iomcba.model.evaluate import evaluate
from iomcba.model.sampling import central, draw
from iomcba.terms.plan import FUNDINGS, CostLine, Draws, Plan
from iomcba.terms.uncertainty import point
from tests.strategies import BEARERS, CASH_BEARERS, YEARS, certain, small_plan

SMALL = st.floats(0.0, 0.5)
INFLATION = np.array([[1.03, 1.05, 1.08]])
VOLUMES = Volumes(
    places=np.full((1, 3), 20.0),
    engaged=np.array([[5.0, 12.0, 15.0]]),
    custody_days=np.array([[40.0, 90.0, -10.0]]),
)


@st.composite
def lines(build: st.DrawFn) -> tuple[CostLine, Draws]:
    """A line of any funding and volume, with or without each of the things a line may have."""
    columns = {
        "amount": build(st.floats(1.0, 1e6)),
        "uplift": build(SMALL),
        "contingency": build(SMALL),
        "vacancy": build(SMALL),
        "on-costs": build(SMALL),
        "growth": build(st.floats(-0.05, 0.1)),
        "life": build(st.floats(1.0, 15.0)),
        "vat": build(SMALL),
        "parameter.backfill-share": build(st.floats(0.0, 1.0)),
    }
    names = {
        "growth": "growth",
        "on_costs": "on-costs",
        "vacancy": "vacancy",
        "contingency": "contingency",
        "optimism": "uplift",
        "life": "life",
        "vat": "vat",
    }
    has = {field: name if build(st.booleans()) else "" for field, name in names.items()}
    made = CostLine(
        name="line",
        heading="capital",
        bearer="council",
        amount="amount",
        factors=(),
        in_year=build(st.tuples(*[st.floats(0.0, 1.0)] * 3)),
        funding=build(st.sampled_from(FUNDINGS)),
        volume=build(st.sampled_from(("one", "places", "engaged", "extra-custody-days"))),
        **has,
    )
    return made, Draws(1, columns)


@given(lines())
def test_value_and_cash_reconcile_line_by_line(given_line: tuple[CostLine, Draws]) -> None:
    """value + residual - opportunity - lender + transfer = paid; paid + vat + inflation = cash."""
    line, draws = given_line
    account = line_account(line, VOLUMES, INFLATION, draws)
    spent, paid, funding = account.with_optimism, account.paid, line.funding
    residual = account.residual if funding not in ("transfer", "sunk") else 0.0
    opportunity = spent if funding == "opportunity" else 0.0
    share = draws["parameter.backfill-share"]
    lender = spent * (1 - share) if funding == "backfill" else 0.0
    transfer = paid if funding == "transfer" else 0.0
    tolerance = 1e-9 * float(np.abs(spent).max() + 1)
    assert_allclose(
        account.value + residual - opportunity - lender + transfer, paid, atol=tolerance
    )
    rate = draws["vat"] if line.vat else 0.0
    vat = paid * rate
    inflation = (paid + vat) * (INFLATION - 1.0)
    assert_allclose(paid + vat + inflation, account.cash, atol=tolerance)


@given(lines())
def test_uplift_and_contingency_are_factors_on_the_bare_line(
    given_line: tuple[CostLine, Draws],
) -> None:
    line, draws = given_line
    bare = replace(line, optimism="", contingency="")
    with_both = replace(line, optimism="uplift", contingency="contingency")
    before = line_account(bare, VOLUMES, INFLATION, draws)
    after = line_account(with_both, VOLUMES, INFLATION, draws)
    factor = (1 + draws["uplift"]) * (1 + draws["contingency"])
    assert_allclose(after.value, before.value * factor, rtol=1e-9, atol=1e-6)
    assert_allclose(after.cash, before.cash * factor, rtol=1e-9, atol=1e-6)


@given(
    spent=st.tuples(*[st.floats(0.0, 1e6)] * 3),
    life=st.floats(0.5, 20.0),
)
def test_residual_value_is_the_straight_line(
    spent: tuple[float, float, float], life: float
) -> None:
    """Bought at the start of year s, used 3 - s years: what is left is the rest of the life."""
    found = residual_value(np.array([spent]), np.array([[life]]))
    used_up = [min(years / life, 1.0) for years in (3, 2, 1)]
    worth = sum(pounds * (1 - used) for pounds, used in zip(spent, used_up, strict=True))
    assert found[0, :2].tolist() == [0.0, 0.0]
    assert found[0, 2] == pytest.approx(worth, rel=1e-9, abs=1e-6)


def test_residual_value_of_known_lives() -> None:
    spent = np.array([[1000.0, 0.0, 0.0]])
    for life, left in ((3.0, 0.0), (1.0, 0.0), (6.0, 500.0), (12.0, 750.0)):
        assert residual_value(spent, np.array([[life]]))[0, 2] == pytest.approx(left)


@given(st.floats(1, 500), st.floats(0.05, 0.95), st.floats(2, 60), st.floats(2, 60))
def test_posts_required_hold_everybody(
    places: float, share: float, intensive: float, standard: float
) -> None:
    """People that the posts can hold, tier by tier, are the people there are."""
    column = np.array([[places]])
    tight = required_posts(column, np.array([[share]]), np.array([[intensive]]))
    loose = required_posts(column, np.array([[1 - share]]), np.array([[standard]]))
    assert tight * intensive + loose * standard == pytest.approx(places)


def test_a_risk_costs_probability_times_impact_and_carries_no_uplift() -> None:
    risk = CostLine(
        "risk.o.r", "operating", "council", "impact", ("probability",), (1.0, 0.0, 0.0), "cash"
    )
    account = line_account(
        risk, VOLUMES, INFLATION, Draws(1, {"impact": 8000.0, "probability": 0.25})
    )
    assert account.value.tolist() == [[2000.0, 0.0, 0.0]]
    assert account.with_optimism.tolist() == account.before_optimism.tolist()


# --- bearers sum to totals, in value and in cash ---


@pytest.mark.parametrize("option", ["team", "list"])
def test_bearers_sum_to_totals_in_value_and_in_cash_in_every_draw(option: str) -> None:
    from iomcba.appraise.figures import figures

    plan = small_plan()
    found = {f.name: f.expected for f in figures(plan, evaluate(plan, draw(plan, 0)))}

    def total(quantity: str, year: str, bearers: tuple[str, ...]) -> np.ndarray:
        return sum(found[f"{option}.{quantity}.{b}.{year}"] for b in bearers)

    for year in YEARS:
        for quantity in ("cost", "benefit"):
            assert_allclose(
                total(quantity, year, BEARERS), found[f"{option}.{quantity}.{year}"], rtol=1e-9
            )
        for quantity in ("cash-cost", "cash-saving", "net-budget"):
            assert_allclose(
                total(quantity, year, CASH_BEARERS),
                found[f"{option}.{quantity}.{year}"],
                rtol=1e-9,
                atol=1e-6,
            )
    for quantity in ("pvc", "pvb"):
        parts = sum(found[f"{option}.{quantity}.{b}"] for b in BEARERS)
        assert_allclose(parts, found[f"{option}.{quantity}"], rtol=1e-9)
    for quantity in ("cash-cost", "cash-saving", "net-budget"):
        parts = sum(found[f"{option}.{quantity}.{b}"] for b in CASH_BEARERS)
        assert_allclose(parts, found[f"{option}.{quantity}"], rtol=1e-9, atol=1e-6)


# --- zero take-up leaves only costs; more custody costs ---


def central_of(plan: Plan, **points: float) -> dict[str, float]:
    """The central case with quantities set, named with underscores for dots and hyphens."""
    known = {n.replace(".", "_").replace("-", "_"): n for n in plan.quantities}
    changed = {known[k]: point(v) for k, v in points.items()}
    moved = replace(plan, quantities={**plan.quantities, **changed})
    return central_values(moved, evaluate(moved, central(moved)))


@pytest.mark.parametrize("all_assigned", [False, True])
@pytest.mark.parametrize("highest_first", [False, True])
def test_zero_take_up_leaves_only_costs(all_assigned: bool, highest_first: bool) -> None:
    plan = certain(small_plan())
    team = plan.options[1]
    assert team.effect is not None
    team = replace(
        team,
        effect=replace(
            team.effect, all_assigned=all_assigned, study_engagement="parameter.backfill-share"
        ),
        highest_rates_first=highest_first,
    )
    plan = replace(plan, options=(plan.options[0], team))
    some, none = central_of(plan), central_of(plan, engagement_team_take_up=0.0)
    assert some["team.pvb"] > 0
    assert none["team.pvb"] == 0
    assert none["team.cash-saving"] == 0
    fixed = sum(
        some[f"team.cost.{heading}.{year}"]
        for heading in ("capital", "staff", "operating")
        for year in YEARS
    )
    assert sum(none[f"team.cost.{year}"] for year in YEARS) == pytest.approx(fixed)
    assert none["team.npsv"] == pytest.approx(-none["team.pvc"])


# --- pooled budgets ---


@given(
    cost=st.floats(0, 1e7),
    shares=st.dictionaries(st.text("abcdef", min_size=1), st.floats(-1e6, 1e6), min_size=1),
)
def test_pooled_contributions_sum_to_cost_and_nobody_who_loses_pays(
    cost: float, shares: dict[str, float]
) -> None:
    paid = pooled_contributions(cost, shares)
    if all(share <= 0 for share in shares.values()):
        assert paid == {}
        return
    assert sum(paid.values()) == pytest.approx(cost)
    assert all(paid[b] == 0 for b, share in shares.items() if share <= 0)
    ranked = sorted(shares, key=lambda b: shares[b])
    assert all(paid[a] <= paid[b] + 1e-9 for a, b in pairwise(ranked))
