"""Every figure of the central case worked out a second time, by the formulas of the registry."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from iomcba.appraise.explain.facts import Facts
from iomcba.appraise.explain.months import left_by_month, share_of_offending
from iomcba.appraise.explain.work import Work
from iomcba.model.engagement import left_weighted, relative_rate
from iomcba.pipeline.plan import make_plan
from iomcba.pipeline.prepare import prepare
from iomcba.terms.plan import EffectPlan, OutcomeLine, PathwayPlan, Plan
from iomcba.terms.uncertainty import point
from tests.strategies import LINES, at_means, small_plan

PENNY = 0.005


def held_to_formulas(plan: Plan) -> int:
    """How many figures of the engine's central case their formulas give back, from nothing else.

    A chain of formulas down to the means: nothing is taken from the engine on the way.
    """
    work = Work(Facts(plan, {}, (), "none"), {})
    engine = at_means(plan)
    for name, value in engine.items():
        found = work.value(name)
        assert found == pytest.approx(value, abs=PENNY, rel=1e-9), name
    return len(engine)


def team(plan: Plan, changes: dict[str, object], **quantities: float) -> Plan:
    """The plan with its option `team` changed, and quantities added."""
    options = tuple(replace(o, **changes) if o.id == "team" else o for o in plan.options)
    points = {name.replace("__", "-").replace("_", "."): point(v) for name, v in quantities.items()}
    return replace(plan, options=options, quantities={**plan.quantities, **points})


def effect(**changes: object) -> EffectPlan:
    plain = EffectPlan(
        "effect.some", all_assigned=False, free_time=True, dose="engagement.team.dose"
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


STAY = {"stay_months": "x.stay", "persistence": "x.kept"}
OUTCOMES = (
    OutcomeLine(
        *("outcome.team.work", "council", "fiscal", False, "x.worth", ("x.share", "x.impact")),
        deadweight="x.dead",
        drop_off="x.drop",
        lag="x.lag",
        transfer_share="x.moved",
        cashable="x.cash",
        optimism="x.bias",
    ),
    OutcomeLine("outcome.team.health", "victims", "social", True, "x.worth", ("x.impact",)),
)
NUMBERS = {
    **{"x_worth": 900.0, "x_share": 0.6, "x_impact": 0.2, "x_dead": 0.3, "x_drop": 0.1},
    **{"x_lag": 1.0, "x_moved": 0.25, "x_cash": 0.5, "x_bias": 0.15},
}
TIERS = (("x.first", "x.ten"), ("x.second", "x.twenty"))


def sized_by_caseload(plan: Plan) -> Plan:
    lines = (
        replace(LINES[0], volume="required-posts", tiers=TIERS, vacancy="x.vacant", vat="x.vat"),
        replace(LINES[1], life="x.life", contingency="x.unsure"),
        replace(LINES[1], name="cost.team.gift", funding="transfer", amount="cost.team.site"),
        replace(LINES[1], name="cost.team.old", funding="sunk", amount="cost.team.site"),
        replace(LINES[3], name="cost.team.held", volume="extra-custody-days"),
        replace(LINES[3], name="cost.team.seats", volume="places"),
    )
    numbers = {"x_first": 0.3, "x_second": 0.7, "x_ten": 10.0, "x_twenty": 20.0, "x_vacant": 0.05}
    numbers |= {"x_vat": 0.2, "x_life": 4.0, "x_unsure": 0.1, "x_free": 0.9}
    return team(plan, {"lines": lines, "custody_ratio": "x.free"}, **numbers)


VARIANTS: dict[str, Callable[[Plan], Plan]] = {
    "as it is": lambda plan: plan,
    "free time and custody": lambda plan: team(
        plan, {"effect": effect(), "custody_ratio": "x.free"}, x_free=0.9
    ),
    "staying and leaving": lambda plan: team(plan, STAY, x_stay=7.0, x_kept=0.4),
    "leaving in custody": lambda plan: team(
        plan,
        {**STAY, "effect": effect(), "custody_ratio": "x.free"},
        **{"x_stay": 5.0, "x_kept": 0.6, "x_free": 0.8},
    ),
    "leaving, highest rates first, by months": lambda plan: team(
        plan,
        {**STAY, "highest_rates_first": True, "months_to_full": "x.full", "go_live": 4, "ramp": ()},
        **{"x_stay": 4.0, "x_kept": 0.5, "x_full": 9.5},
    ),
    "all assigned, highest rates first": lambda plan: team(
        plan,
        {
            "effect": effect(all_assigned=True, study_engagement="x.study"),
            "highest_rates_first": True,
        },
        x_study=0.7,
    ),
    "from shares reconvicted": lambda plan: team(
        plan,
        {
            "effect": effect(
                conversion="prevalence", control_prevalence="x.control", dispersion="x.spread"
            )
        },
        **{"x_control": 0.6, "x_spread": 0.8},
    ),
    "from before and after": lambda plan: team(
        plan, {"effect": effect(conversion="before-after", natural_ratio="x.fall")}, x_fall=0.7
    ),
    "by pathways": lambda plan: team(
        plan,
        {
            "effect": None,
            "pathways": (
                PathwayPlan("home", "x.need", "x.served", "x.now", "x.cut"),
                PathwayPlan("work", "x.need", "x.served", "x.now", "x.other"),
            ),
        },
        **{"x_need": 0.6, "x_served": 0.5, "x_now": 0.2, "x_cut": 0.1, "x_other": -0.05},
    ),
    "other outcomes": lambda plan: team(plan, {"outcomes": OUTCOMES}, **NUMBERS),
    "lines of every kind": sized_by_caseload,
    "cash in steps": lambda plan: replace(
        team(plan, {"outcomes": OUTCOMES}, **NUMBERS, x_step=150.0),
        cash_releases=(("police", "x.step", "x.lag"), ("courts", "x.step", "x.lag")),
    ),
    "later benefit": lambda plan: replace(
        team(plan, {}, parameter_effect__kept__after__a__year=0.5),
        kept_after="parameter.effect-kept-after-a-year",
        later_years=(1, 4),
    ),
    "with a confidence grade": lambda plan: replace(
        team(plan, {"outcomes": OUTCOMES}, **NUMBERS, parameter_crime__benefit__optimism=0.15),
        benefit_grade="parameter.crime-benefit-optimism",
    ),
    "what a share leaves": lambda plan: replace(
        team(plan, {}, x_part=0.3),
        parts=tuple(replace(p, shares=("x.part", "x.part"), rest=True) for p in plan.parts),
    ),
}


@pytest.mark.parametrize("variant", VARIANTS.values(), ids=VARIANTS)
def test_formulas_give_every_figure_of_the_engine(variant: Callable[[Plan], Plan]) -> None:
    plan = variant(small_plan())
    assert (at_means(plan) == at_means(small_plan())) == (variant is VARIANTS["as it is"])
    assert held_to_formulas(plan) > 200


def test_formulas_give_every_figure_of_the_shipped_example() -> None:
    """The other shipped case, and every figure of both in `results.json`, are a slow test."""
    prepared = prepare("example-2026")
    plan, _ = make_plan(prepared.inputs, prepared.fit(), prepared.picked.yearly, 1)
    assert held_to_formulas(plan) > 1000


def test_months_agree_with_the_engines() -> None:
    """Leaving, coming back and the relative rate, one number at a time and all at once."""
    rng = np.random.default_rng(3)
    for _ in range(5):
        active = rng.uniform(0, 1, 36)
        stay, kept = float(rng.uniform(1, 20)), float(rng.uniform(0, 1))
        engine = left_weighted(active[None, :], np.array([[stay]]), np.array([[kept]]))
        np.testing.assert_allclose(left_by_month(active.tolist(), stay, kept), engine[0])
    grid = np.array([0.0, 0.4, 0.7, 0.9, 1.0])
    for share in (0.05, 0.25, 0.6, 1.0):
        rate = relative_rate(np.array([[share * 30]]), 30, grid)[0, 0]
        assert share_of_offending(share, grid.tolist()) / share == pytest.approx(rate)
