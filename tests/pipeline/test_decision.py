"""Decision analysis of a plan: redrawn bit for bit, set to points, put back, never in the way."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from iomcba.appraise.decision import switching
from iomcba.appraise.headlines import headlines
from iomcba.model.evaluate import evaluate
from iomcba.model.sampling import MIX, RATE, UNCOSTED, draw
from iomcba.pipeline.decision import Study, all_drivers, decide, set_to, study
from iomcba.pipeline.simulate import simulate
from iomcba.terms.decision import DIFFERENCE, Decision
from iomcba.terms.plan import Plan
from iomcba.terms.records import decode, encode
from iomcba.terms.uncertainty import point
from tests.strategies import certain, small_plan


@pytest.fixture(scope="module")
def plan() -> Plan:
    return small_plan(sampler="sobol")


@pytest.fixture(scope="module")
def found(plan: Plan) -> Study:
    return study(plan, {})


@pytest.fixture(scope="module")
def decision(found: Study) -> Decision:
    decided = decide(found)
    assert decided is not None
    return decided


def test_the_run_s_own_draws_are_used(plan: Plan, found: Study) -> None:
    run = simulate(plan, 16_384, lambda *_: None)
    for name in found.sample.names:
        assert_array_equal(found.sample.column(name), run.input(name))
    for row, option in enumerate(found.sample.options):
        assert_allclose(found.sample.npsv[row], run.draws(f"{option}.npsv", False), rtol=1e-9)


def test_every_driver_once_and_no_shock_or_chance(found: Study) -> None:
    names = [driver.name for driver in all_drivers(found)]
    assert len(names) == len(set(names))
    assert set(found.plan.uncertain()) <= set(names)
    assert {RATE, MIX} <= set(names)
    assert not any(name.startswith(("chance", "counterfactual.shock")) for name in names)


def test_a_switching_value_put_back_into_the_model(found: Study, decision: Decision) -> None:
    """The row itself made certain at the value: another plan, drawn anew, evaluated in full."""
    for turned in decision.switching:
        assert turned.value is not None
        if turned.name not in found.plan.quantities:
            continue
        there = found.plan.with_quantity(turned.name, point(turned.value))
        there = replace(there, beside=tuple(sorted(set(found.plan.uncertain()))))
        gaps = []
        for block in range(len(found.blocks)):
            values = headlines(there, evaluate(there, draw(there, block))).means
            gaps.append(values[f"{turned.option}.npsv"] - values[f"{turned.against}.npsv"])
        assert abs(np.mean(gaps)) < 1.0


def test_set_quantities_keep_their_company(plan: Plan) -> None:
    block = draw(plan, 0)
    changed = set_to(plan, block, RATE, 90.0)
    assert sum(float(changed[f"{RATE}.{year}"]) for year in plan.years) == pytest.approx(90.0)
    name = f"{MIX}.{plan.offences[0]}"
    shares = set_to(plan, block, name, 0.25)
    rest = [np.asarray(shares[f"{MIX}.{o}"]) for o in (*plan.offences[1:], UNCOSTED)]
    assert_allclose(sum(rest), 0.75, rtol=1e-12)
    before = np.asarray(block[f"{MIX}.{plan.offences[1]}"]) / np.asarray(block[f"{MIX}.{UNCOSTED}"])
    after = rest[0] / rest[-1]
    assert_allclose(after[np.isfinite(before)], before[np.isfinite(before)], rtol=1e-9)


def test_a_decision_survives_its_record(decision: Decision) -> None:
    assert decode(Decision, encode(decision)) == decision


def test_the_best_two_and_the_nearest(found: Study, decision: Decision) -> None:
    means = dict(zip(found.sample.options, found.sample.npsv.mean(axis=1), strict=True))
    order = sorted(means, key=lambda option: -means[option])
    assert [decision.best, decision.second] == order[:2]
    assert decision.nearest == next(o for o in order if o != found.plan.options[0].id)
    assert all(DIFFERENCE in row.at_low for row in decision.one_way)


def test_a_certain_case_has_nothing_to_settle(plan: Plan) -> None:
    decided = decide(study(certain(plan), {}))
    assert decided is not None
    assert decided.evpi == 0.0
    assert decided.drivers == ()
    assert {s.p_best for s in decided.standings} == {0.0, 1.0}


def test_business_as_usual_alone_is_no_decision(plan: Plan) -> None:
    assert decide(study(replace(plan, options=plan.options[:1]), {})) is None


def test_a_group_has_no_value_to_set(found: Study) -> None:
    group = next(driver for driver in all_drivers(found) if driver.is_group)
    with pytest.raises(ValueError, match="is a group"):
        switching.breaks_even(found.asked(group), found.sample.options, "team")
