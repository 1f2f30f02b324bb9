"""A plan compiled gives what the method's kernels give when they are called on arrays."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from iomcba.appraise.headlines import headlines
from iomcba.model.evaluate import evaluate
from iomcba.model.sampling import draw
from iomcba.pipeline.compiled import ABREAST, Sealed, in_brief, in_full
from iomcba.terms.plan import (
    BLOCK,
    Array,
    CostLine,
    EffectPlan,
    OptionPlan,
    OutcomeLine,
    PathwayPlan,
    Plan,
)
from iomcba.terms.uncertainty import Distribution, point
from tests.strategies import YEARS, certain, drawn_figures, line, option, small_plan

SPREAD = Distribution("uniform", (0.6, 0.9))
MONTHS = Distribution("uniform", (3.0, 20.0))
LAG = Distribution("uniform", (-0.49, 2.49))


def everything() -> Plan:
    """Every term of the method at once: each sort of effect, ramp, line, outcome and release."""
    plan = small_plan(sampler="sobol")
    names: dict[str, Distribution] = {}

    def named(name: str, distribution: Distribution = SPREAD) -> str:
        names[name] = distribution
        return name

    lines: tuple[CostLine, ...] = (
        line("a", "capital", "council", "cost.team.site", life=named("l", MONTHS), vat=named("v")),
        line(
            "b",
            "staff",
            "police",
            "staff.team.officer",
            factors=("salary.officer",),
            volume="required-posts",
            tiers=((named("share-1"), named("caseload-1")), (named("share-2"), "caseload-1")),
            vacancy=named("vacancy"),
            contingency=named("contingency"),
        ),
        line("c", "operating", "courts", "cost.team.rent", volume="places", funding="transfer"),
        line("d", "partner", "courts", "cost.team.rent", volume="extra-custody-days"),
    )
    outcomes = tuple(
        OutcomeLine(
            name=f"outcome-{whole}",
            bearer="council",
            value_class="economic",
            of_cohort=whole,
            unit_value=named("unit-value", Distribution("gamma", (0.4, 900.0))),
            factors=(named("affected"), named("impact")),
            deadweight=named("deadweight"),
            drop_off=named("drop-off"),
            lag=named("lag", point(1.0)),
            transfer_share=named("transfer"),
            cashable=named("cashable"),
            optimism=named("pessimism"),
        )
        for whole in (False, True)
    )

    def team(effect: EffectPlan | None, **changes: object) -> OptionPlan:
        return option("team", lines, effect=effect, outcomes=outcomes, **changes)

    def effect(**changes: object) -> EffectPlan:
        plain = EffectPlan("effect.some", False, True, dose="engagement.team.dose")
        return replace(plain, **changes)  # type: ignore[arg-type]

    options = (
        plan.options[0],
        team(
            effect(
                conversion="prevalence",
                control_prevalence=named("control", Distribution("uniform", (0.2, 0.4))),
                dispersion=named("dispersion"),
            ),
            months_to_full=named("months", MONTHS),
            go_live=3,
            custody_ratio=named("custody"),
            stay_months=named("stay", MONTHS),
            persistence=named("kept"),
            highest_rates_first=True,
        ),
        replace(team(effect(all_assigned=True, study_engagement=named("study"))), id="assigned"),
        replace(
            team(effect(conversion="before-after", natural_ratio=named("natural"))), id="before"
        ),
        replace(
            team(
                None,
                pathways=tuple(
                    PathwayPlan(p, *(named(f"{p}-{q}") for q in ("need", "with", "was", "cut")))
                    for p in ("housing", "drugs")
                ),
            ),
            id="pathways",
        ),
        plan.options[2],
    )
    names["was"] = point(0.1)
    releases = (
        ("police", named("step", Distribution("uniform", (50.0, 90.0))), named("late", LAG)),
    )
    return replace(
        plan,
        options=options,
        quantities={**plan.quantities, **names, "parameter.discount-rate": SPREAD.scaled(0.05)},
        cash_releases=releases,
        kept_after="kept",
        benefit_grade="vacancy",
        later_years=(1, 5),
    )


PLANS = {
    "small": small_plan(),
    "certain": certain(small_plan()),
    "fixed mix": small_plan(fixed_mix=True, sampler="sobol"),
    "everything": everything(),
}


@pytest.fixture(params=PLANS, scope="module")
def plan(request: pytest.FixtureRequest) -> Plan:
    return PLANS[request.param]


def whole(values: Array) -> Array:
    return np.broadcast_to(values, BLOCK)


def test_blocks_in_full_are_the_kernels_own_figures(plan: Plan) -> None:
    compiled, direct, drawn = in_full(plan), drawn_figures(plan, 5), draw(plan, 5)
    legend, rows = compiled.legend, compiled.rows(5)
    assert [n for n in legend.names if not n.endswith(("p-best", "p-npsv-positive"))] == list(
        direct
    )
    figures = {(name, False): row for name, row in zip(legend.names, legend.expected, strict=True)}
    for kept in (legend.headlines, legend.parts):
        figures |= {figure: kept.rows[place] for figure, place in kept.place.items()}
    for (name, felt), row in figures.items():
        if name in direct:
            wanted = direct[name].headline if felt else direct[name].expected
            assert wanted is not None
            scale = np.abs(wanted).max() or 1.0
            assert_allclose(rows[row], whole(wanted), rtol=1e-12, atol=1e-13 * scale, err_msg=name)
    for name, place in zip(legend.columns, legend.inputs, strict=True):
        assert_allclose(rows[place], drawn[name], rtol=1e-14, err_msg=name)
    for name in legend.certain:
        assert np.ptp(whole(direct[name].expected)) == 0


def test_headlines_are_the_kernels_own(plan: Plan) -> None:
    compiled = in_brief(plan)
    rows = compiled.run(compiled.ready(), 6, 7)
    direct = headlines(plan, evaluate(plan, draw(plan, 6), headlines=True))
    assert (tuple(compiled.means), tuple(compiled.counted)) == (
        tuple(direct.means),
        tuple(direct.rows),
    )
    found = [rows[row] for row in (*compiled.means.values(), *compiled.counted.values())]
    for ours, wanted in zip(found, (*direct.means.values(), *direct.rows.values()), strict=True):
        assert_allclose(ours, wanted, rtol=1e-12, atol=1e-13 * (np.abs(wanted).max() or 1))


def test_blocks_abreast_have_the_bits_of_blocks_alone(plan: Plan) -> None:
    compiled = in_brief(plan)
    together = compiled.run(compiled.ready(), 16, 16 + ABREAST).copy()
    for lane, block in enumerate(range(16, 16 + ABREAST)):
        alone = compiled.run(compiled.ready(), block, block + 1)
        assert_array_equal(alone, together[:, lane * BLOCK : (lane + 1) * BLOCK])


def test_headlines_are_figures(plan: Plan) -> None:
    """The brief way and the full way to one figure."""
    brief, full = in_brief(plan), in_full(plan)
    short, rows = brief.run(brief.ready(), 2, 3), full.rows(2)
    kept = full.legend.headlines
    for (name, with_chance), place in brief.counted.items():
        wanted = rows[kept.rows[kept.place[name, with_chance]]]
        scale = np.abs(wanted).max() or 1.0
        assert_allclose(short[place], wanted, rtol=1e-11, atol=1e-12 * scale, err_msg=name)


def test_a_plan_is_compiled_once() -> None:
    plan = small_plan()
    assert in_full(plan) is in_full(plan)
    sealed = Sealed.of(plan)
    again = Sealed(bytes(bytearray(sealed.plan_in_bytes)))
    assert sealed.plan() is again.plan()
    assert in_brief(sealed.plan()) is in_brief(again.plan())


def test_years_are_those_of_the_plan() -> None:
    assert all(f"team.npsv.{year}" not in in_full(small_plan()).legend.names for year in YEARS)
