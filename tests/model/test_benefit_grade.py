"""The confidence grade on crime avoided (F14) cuts every pound of benefit, and no count.

Laws are checked in every draw of `small_plan`, whose other rows are uncertain.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from iomcba.appraise.measures import measures
from iomcba.appraise.summary import merge, simulated_figures
from iomcba.terms.findings import Figure
from iomcba.terms.plan import OutcomeLine, Plan
from iomcba.terms.uncertainty import point
from tests.strategies import (
    at_means,
    drawn_figures,
    expected_figures,
    small_plan,
    summary_of_block,
)

ROW = "parameter.crime-benefit-optimism"
OTHER = OutcomeLine(
    name="outcome.team.homes",
    bearer="council",
    value_class="fiscal",
    of_cohort=False,
    unit_value="outcome.team.homes.unit-value",
    factors=("outcome.team.homes.impact",),
    deadweight="outcome.team.homes.deadweight",
    optimism="outcome.team.homes.optimism",
)


def graded(cut: float, of_others: float = 0.0) -> Plan:
    """The small plan with a grade on crime, and an outcome of its own with its own grade."""
    plan = small_plan()
    quantities = {
        **plan.quantities,
        ROW: point(cut),
        "outcome.team.homes.unit-value": point(1000.0),
        "outcome.team.homes.impact": point(0.5),
        "outcome.team.homes.deadweight": point(0.2),
        "outcome.team.homes.optimism": point(of_others),
    }
    options = tuple(replace(o, outcomes=(OTHER,)) if o.id == "team" else o for o in plan.options)
    return replace(plan, options=options, quantities=quantities, benefit_grade=ROW)


@given(st.floats(0, 0.99))
def test_every_pound_of_crime_avoided_is_cut_alike(cut: float) -> None:
    before, after = expected_figures(graded(0.0)), expected_figures(graded(cut))
    crime = ("pvb-crime", "pvb.police", "pvb.courts", "pvb.victims", "pvb.social", "value-reached")
    cash = ("cash-saving.police", "cash-saving.courts", "cash-saving")
    for name in (*crime, *cash):
        expected = (1 - cut) * before[f"team.{name}"]
        assert_allclose(after[f"team.{name}"], expected, rtol=1e-9, atol=1e-6, err_msg=name)


@given(st.floats(0, 1))
def test_counts_costs_other_outcomes_and_what_crime_costs_stay(cut: float) -> None:
    before, after = expected_figures(graded(0.0)), expected_figures(graded(cut))
    same = ("proven-offences-avoided", "crimes-avoided", "pvc", "cash-cost", "pvb-other-outcomes")
    whole = ("counterfactual-value", "naive-value", "cost-per-crime", "counterfactual-crimes")
    for name in (*(f"team.{n}" for n in same), *(f"case.{n}" for n in whole)):
        assert_array_equal(after[name], before[name], err_msg=name)


def test_without_grades_is_the_answer_of_a_case_that_has_none() -> None:
    """Whatever the grades on crime and on other outcomes, the line beside the headline stays."""
    plain, cut = expected_figures(graded(0.0)), expected_figures(graded(0.4, 0.25))
    name = "team.npsv-without-confidence-grades"
    assert_allclose(cut[name], plain["team.npsv"], rtol=1e-12)
    assert_allclose(plain[name], plain["team.npsv"], rtol=1e-12)
    gap = 0.4 * plain["team.pvb-crime"] + 0.25 * plain["team.pvb-other-outcomes"]
    assert_allclose(cut["team.npsv"], plain["team.npsv"] - gap, rtol=1e-9)


def test_chance_is_cut_with_the_pounds() -> None:
    before, after = drawn_figures(graded(0.0)), drawn_figures(graded(0.25))
    for name in ("team.pvb", "team.pvb.victims", "team.cash-saving"):
        luck = [found[name].headline - found[name].expected for found in (before, after)]  # type: ignore[operator]
        assert_allclose(luck[1], 0.75 * luck[0], rtol=1e-9, atol=1e-6, err_msg=name)
        assert luck[0].std() > 0


def figures_of(plan: Plan) -> dict[str, Figure]:
    summary = merge(summary_of_block(plan, block) for block in range(16))
    found = simulated_figures(summary, at_means(plan))
    return found | {figure.name: figure for figure in measures(plan, summary, found)}


@pytest.mark.parametrize("which", ["cohort", "engaged", "naive"])
def test_a_graded_case_breaks_even_later(which: str) -> None:
    """Benefits that count for four fifths repay the cost at five fourths of the cut."""
    before, after = figures_of(graded(0.0)), figures_of(graded(0.2))
    name = f"team.break-even-{which}"
    for kind in ("central", "mean", "se"):
        assert getattr(after[name], kind) == pytest.approx(1.25 * getattr(before[name], kind))


def test_nothing_counted_never_breaks_even() -> None:
    found = figures_of(graded(1.0))
    assert found["team.pvb-crime"].mean == 0
    assert found["team.break-even-cohort"].mean is None
    assert found["team.break-even-engaged"].mean is None


def test_a_grade_of_nothing_moves_no_bit() -> None:
    """A case with the row at 0 is the case without the row, draw by draw."""
    without = expected_figures(small_plan())
    with_row = replace(
        small_plan(), quantities={**small_plan().quantities, ROW: point(0.0)}, benefit_grade=ROW
    )
    for name, values in expected_figures(with_row).items():
        assert_array_equal(values, without[name], err_msg=name)
    assert np.all(without["case.crime-benefit-counted"] == 1)
