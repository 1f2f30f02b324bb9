"""Measures that are no mean of draws (F16): ratios of means, payback, chances, break-even."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from iomcba.appraise.measures import measures, payback_year
from iomcba.appraise.summary import Summary, merge, simulated_figures
from iomcba.terms.findings import Figure
from iomcba.terms.plan import Plan
from iomcba.terms.uncertainty import point
from tests.strategies import (
    at_means,
    certain,
    scaled_costs,
    small_plan,
    summary_of_block,
    with_quantities,
)

R = 16


@lru_cache(maxsize=8)
def _found(key: str) -> tuple[Summary, dict[str, Figure]]:
    plans = {
        "plain": small_plan(),
        "free": scaled_costs(small_plan(), 1e-9),
        "ten": scaled_costs(small_plan(), 10.0),
        "harm": with_quantities(small_plan(), effect_some=point(1.4)),
        "certain": certain(small_plan()),
    }
    return simulated(plans[key])


def simulated(plan: Plan) -> tuple[Summary, dict[str, Figure]]:
    summary = merge(summary_of_block(plan, block) for block in range(R))
    found = simulated_figures(summary, at_means(plan))
    return summary, found | {f.name: f for f in measures(plan, summary, found)}


def test_the_bcr_is_a_ratio_of_means_and_no_mean_of_ratios() -> None:
    summary, found = _found("plain")
    pvb, pvc = (summary.draws(f"team.{q}", headline=False) for q in ("pvb", "pvc"))
    bcr = found["team.bcr"]
    assert bcr.mean == pytest.approx(pvb.mean() / pvc.mean(), rel=1e-12)
    assert bcr.mean != pytest.approx((pvb / pvc).mean(), rel=1e-4)
    assert bcr.central == pytest.approx(found["team.pvb"].central / found["team.pvc"].central)  # type: ignore[operator]


def test_the_other_convention_takes_savings_off_the_costs() -> None:
    """NPSV is the same either way: (PVB − S) − (PVC − S)."""
    _, found = _found("plain")
    pvb, pvc, saved = (found[f"team.{q}"].mean for q in ("pvb", "pvc", "pvb.fiscal"))
    assert pvb is not None
    assert pvc is not None
    assert saved is not None
    wanted = (pvb - saved) / (pvc - saved) if pvc > saved else None
    assert found["team.bcr-savings-as-negative-cost"].mean == pytest.approx(wanted)


def test_no_ratio_where_savings_exceed_costs() -> None:
    _, found = _found("free")
    assert found["team.bcr-savings-as-negative-cost"].mean is None
    assert found["team.bcr-savings-as-negative-cost"].central is None


@pytest.mark.parametrize("cut", ["cohort", "engaged", "naive"])
def test_break_even_is_linear_in_costs(cut: str) -> None:
    one, ten = (_found(key)[1][f"team.break-even-{cut}"] for key in ("plain", "ten"))
    assert ten.mean == pytest.approx(10 * one.mean, rel=1e-9)  # type: ignore[operator]
    assert ten.central == pytest.approx(10 * one.central, rel=1e-9)  # type: ignore[operator]


def test_break_even_put_back_in_breaks_even() -> None:
    plan = with_quantities(
        certain(small_plan()),
        engagement_team_dose=point(1.0),
        engagement_team_displacement=point(0.0),
    )
    cut = simulated(plan)[1]["team.break-even-engaged"].central
    assert cut is not None
    back = at_means(with_quantities(plan, effect_some=point(1 - cut)))
    assert abs(back["team.npsv"]) < 1e-9 * back["team.pvc"]


def test_chances_are_shares_of_draws_with_chance() -> None:
    summary, found = _found("plain")
    npsv = {o: summary.draws(f"{o}.npsv", headline=True) for o in ("as-now", "team", "list")}
    assert found["team.p-npsv-positive"].mean == pytest.approx((npsv["team"] > 0).mean())
    best = np.argmax(np.stack(list(npsv.values())), axis=0)
    for index, option in enumerate(npsv):
        assert found[f"{option}.p-best"].mean == pytest.approx((best == index).mean())
    total = sum(found[f"{option}.p-best"].mean or 0.0 for option in npsv)
    assert total == pytest.approx(1, abs=1e-12)


def test_a_harmful_option_costs_nothing_per_crime_avoided() -> None:
    """A cost per crime avoided has no meaning where crime is caused: it is left blank."""
    _, found = _found("harm")
    assert found["team.cost-per-crime-avoided"].mean is None
    assert found["team.bcr"].mean is not None
    assert found["team.bcr"].mean < 0
    assert found["team.payback-year"].mean is None


@pytest.mark.parametrize(
    ("cumulative", "year"),
    [
        ([-3.0, -1.0, 2.0], 2),
        ([-3.0, 1.0, 2.0], 1),
        ([0.0, 0.0], 0),
        ([1.0, -1.0, 2.0], 2),
        ([-3.0, 1.0, -2.0], None),
        ([-1.0], None),
        ([], None),
    ],
)
def test_payback(cumulative: list[float], year: float | None) -> None:
    assert payback_year(cumulative) == year


@given(st.lists(st.floats(-10, 10), min_size=1, max_size=12))
def test_payback_by_its_definition(cumulative: list[float]) -> None:
    """The first year from which on no year is below nought."""
    years = [y for y in range(len(cumulative)) if min(cumulative[y:]) >= 0]
    assert payback_year(cumulative) == (years[0] if years else None)
