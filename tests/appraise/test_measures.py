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
UNDILUTED = with_quantities(
    certain(small_plan()),
    engagement_team_dose=point(1.0),
    engagement_team_displacement=point(0.0),
)


def _found(key: str) -> tuple[Summary, dict[str, Figure]]:
    """Figures of one of the plans, and its measures, which are worked out for every test anew."""
    plan, summary, found = _drawn(key)
    return summary, found | {f.name: f for f in measures(plan, summary, found)}


@lru_cache(maxsize=8)
def _drawn(key: str) -> tuple[Plan, Summary, dict[str, Figure]]:
    plans = {
        "plain": small_plan(),
        "free": scaled_costs(small_plan(), 1e-9),
        "ten": scaled_costs(small_plan(), 10.0),
        "harm": with_quantities(small_plan(), effect_some=point(1.4)),
        "undiluted": UNDILUTED,
    }
    plan = plans[key]
    summary = merge(summary_of_block(plan, block) for block in range(R))
    return plan, summary, simulated_figures(summary, at_means(plan))


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
    cut = _found("undiluted")[1]["team.break-even-engaged"].central
    assert cut is not None
    back = at_means(with_quantities(UNDILUTED, effect_some=point(1 - cut)))
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


# Two replicates lie as far above a figure's mean as below. With that half-gap d, the error of a
# mean is d, and that of a ratio A / B, linearised, |d_A - (A / B) d_B| / B (Cochran 1977, 2.29).
BY_HAND: dict[str, tuple[float, float, float]] = {  # central, mean, half-gap
    "team.pvc": (80, 100, 10),
    "team.pvb": (240, 320, 20),
    "team.pvb.fiscal": (20, 60, 4),
    "team.value-reached": (160, 250, 5),
    "team.crimes-avoided": (8, 5, 1),
    "case.counterfactual-value": (400, 1000, 25),
    "case.naive-value": (800, 2000, 0),
    "case.crime-benefit-counted": (0.8, 0.5, 0),
    "team.cumulative-net.2012-13": (-5, -5, 0),
    "team.cumulative-net.2013-14": (1, -1, 0),
    "team.cumulative-net.2014-15": (2, 2, 0),
    "team.net-budget.2012-13": (-5, -5, 0),
    "team.net-budget.2013-14": (4, 6, 0),
    "team.net-budget.2014-15": (2, 1, 0),
}


def by_hand(
    changed: dict[str, tuple[float | None, float | None]] | None = None,
) -> dict[str, Figure]:
    """The measures of one option from figures that are stated; (central, mean) may be changed."""
    middle, gap = (np.array([row[k] for row in BY_HAND.values()]) for k in (1, 2))
    summary = Summary(
        names=tuple(BY_HAND),
        columns=(),
        replicates=2,
        means=np.stack([middle - gap, middle + gap]),
        place={},
        drawn=(),
        inputs=(),
        crossed=np.zeros((0, 0)),
        controls=(),
        part_place={},
        of_parts=(),
        certain=(),
    )
    usual, team, _ = small_plan().options
    plan = small_plan(options=(usual, team))
    figures = {name: Figure(name, row[0], row[1], row[2]) for name, row in BY_HAND.items()}
    for name, (central, mean) in (changed or {}).items():
        figures[name] = Figure(name, central, mean)
    return {f.name: f for f in measures(plan, summary, figures)}


def told(figure: Figure) -> tuple[float | None, float | None, float | None]:
    return figure.central, figure.mean, figure.se


@pytest.mark.parametrize(
    ("measure", "central", "mean", "error"),
    [
        # 240 / 80; 320 / 100; |20 - 3.2 · 10| / 100
        ("bcr", 3, 3.2, 0.12),
        # 220 / 60; 260 / 40; |(20 - 4) - 6.5 · (10 - 4)| / 40
        ("bcr-savings-as-negative-cost", 11 / 3, 6.5, 0.575),
        # 80 / 160; 100 / 250; |10 - 0.4 · 5| / 250
        ("break-even-engaged", 0.5, 0.4, 0.032),
        # 80 / 400 / 0.8; 100 / 1000 / 0.5; |10 - 0.1 · 25| / 1000 / 0.5
        ("break-even-cohort", 0.25, 0.2, 0.015),
        # 80 / 800 / 0.8; 100 / 2000 / 0.5; 10 / 2000 / 0.5
        ("break-even-naive", 0.125, 0.1, 0.01),
        # 80 / 8; 100 / 5; |10 - 20 · 1| / 5
        ("cost-per-crime-avoided", 10, 20, 2),
    ],
)
def test_ratios_by_hand(measure: str, central: float, mean: float, error: float) -> None:
    assert told(by_hand()[f"team.{measure}"]) == pytest.approx((central, mean, error), rel=1e-12)


def test_paybacks_by_hand() -> None:
    """Of cumulated value -5, 1, 2 and -5, -1, 2; of cash -5 + 4 + 2 and -5 + 6 + 1."""
    found = by_hand()
    assert told(found["team.payback-year"]) == (1, 2, None)
    assert told(found["team.payback-year-cash"]) == (2, 1, None)


def test_a_year_of_which_nothing_is_known_is_passed_over() -> None:
    found = by_hand({"team.cumulative-net.2013-14": (None, -1)})
    assert told(found["team.payback-year"]) == (1, 2, None)


def test_business_as_usual_has_no_measures() -> None:
    assert {name.partition(".")[0] for name in by_hand()} == {"team"}
    _, found = _found("plain")
    assert {n.partition(".")[0] for n in found if n.endswith(".bcr")} == {"team", "list"}


NOTHING = (None, None, None)


@pytest.mark.parametrize("known", [(0.0, 5.0), (5.0, 0.0), (None, 5.0), (5.0, None)])
@pytest.mark.parametrize(
    ("below", "measures"),
    [
        ("team.pvc", ["bcr"]),
        ("team.value-reached", ["break-even-engaged"]),
        ("case.crime-benefit-counted", ["break-even-cohort", "break-even-naive"]),
    ],
)
def test_no_ratio_to_nothing(
    below: str, measures: list[str], known: tuple[float | None, float | None]
) -> None:
    found = by_hand({below: known})
    assert [told(found[f"team.{measure}"]) for measure in measures] == [NOTHING] * len(measures)


@pytest.mark.parametrize("known", [(None, 5.0), (5.0, None)])
def test_no_ratio_of_the_unknown(known: tuple[float | None, float | None]) -> None:
    found = by_hand({"team.pvb": known, "team.pvc": known})
    for measure in ("bcr", "break-even-engaged", "break-even-cohort", "break-even-naive"):
        assert told(found[f"team.{measure}"]) == NOTHING


def test_nothing_is_saved_or_gained_of_nothing() -> None:
    """A benefit of nought is a ratio of nought, and no reason to leave it blank."""
    assert told(by_hand({"team.pvb": (0.0, 0.0)})["team.bcr"])[:2] == (0, 0)


def test_without_a_past_average_nothing_is_said_of_it() -> None:
    assert "team.break-even-naive" not in by_hand({"case.naive-value": (0.0, 0.0)})
    assert "team.break-even-cohort" in by_hand({"case.naive-value": (0.0, 0.0)})


@pytest.mark.parametrize(("mean", "cost"), [(0.5, 200.0), (0.0, None), (-0.5, None), (None, None)])
def test_a_cost_per_crime_where_crimes_are_avoided(mean: float | None, cost: float | None) -> None:
    """100 spent on half a crime avoided are 200 a crime."""
    found = by_hand({"team.crimes-avoided": (8.0, mean)})["team.cost-per-crime-avoided"]
    assert found.mean == cost
    assert found.central == (None if cost is None else 10)


@pytest.mark.parametrize(
    ("central", "mean", "ratios"),
    [
        (60.0, 99.5, (9.0, 441.0, 0.575)),  # 180 / 20; 220.5 / 0.5; replicates as they were
        (80.0, 60.0, (None, 6.5, 0.575)),
        (20.0, 100.0, (11 / 3, None, None)),
        (None, 60.0, (None, 6.5, 0.575)),
        (20.0, None, (11 / 3, None, None)),
    ],
)
def test_savings_that_leave_no_cost_leave_no_ratio(
    central: float | None, mean: float | None, ratios: tuple[float | None, ...]
) -> None:
    found = by_hand({"team.pvb.fiscal": (central, mean)})["team.bcr-savings-as-negative-cost"]
    for got, wanted in zip(told(found), ratios, strict=True):
        assert got == (None if wanted is None else pytest.approx(wanted, rel=1e-12))


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
