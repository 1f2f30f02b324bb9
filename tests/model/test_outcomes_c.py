"""Laws of outcomes other than crime, in the Greater Manchester form (F12)."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from iomcba.appraise.summary import central_values
from iomcba.model.evaluate import evaluate
from iomcba.model.outcomes import OtherBenefits, other_benefits, outcome_stream
from iomcba.model.sampling import central
from iomcba.terms.plan import Array, OutcomeLine, Plan
from iomcba.terms.uncertainty import point
from tests.strategies import certain, small_plan

PARTS = ("affected", "engaged", "retained", "impact")
SHARES = st.floats(0.0, 1.0)
ENGAGED = np.array([[4.0, 10.0, 12.0]])
GIVEN = {
    "affected": 0.5,
    "engaged": 0.6,
    "retained": 0.75,
    "impact": 0.2,
    "deadweight": 0.4,
    "value": 5000.0,
    "drop-off": 0.1,
    "lag": 1.0,
    "transfer": 0.3,
    "cashable": 0.5,
    "optimism": 0.15,
}


def column(value: float) -> Array:
    return np.array([[value]])


def line(**changes: object) -> OutcomeLine:
    """An outcome with every thing an outcome may have."""
    full = OutcomeLine(
        name="outcome.team.homes",
        bearer="council",
        value_class="fiscal",
        of_cohort=False,
        unit_value="value",
        factors=PARTS,
        deadweight="deadweight",
        drop_off="drop-off",
        lag="lag",
        transfer_share="transfer",
        cashable="cashable",
        optimism="optimism",
    )
    return replace(full, **changes)  # type: ignore[arg-type]


def plan_with(outcome: OutcomeLine, **changes: float) -> Plan:
    """The small plan, certain, whose team has one outcome."""
    plan = certain(small_plan())
    quantities = {n: point(v) for n, v in (GIVEN | changes).items()}
    team = replace(plan.options[1], outcomes=(outcome,))
    return replace(
        plan,
        options=(plan.options[0], team),
        quantities={**plan.quantities, **quantities},
    )


def benefits(outcome: OutcomeLine, people: Array = ENGAGED, **changes: float) -> OtherBenefits:
    plan = plan_with(outcome, **changes)
    return other_benefits(plan, plan.options[1], people, central(plan))


def council(stream: Array) -> Array:
    """One bearer's stream, summed over value classes where there are any. Shape: (y,)."""
    own = stream[0, :, 2]
    return own.sum(axis=1) if own.ndim > 1 else own


# --- the stream ---


@given(st.floats(0, 1e3), SHARES, st.floats(0, 1e5), SHARES, st.integers(0, 3))
def test_stream_year_by_year(
    people: float, share: float, value: float, drop_off: float, lag: int
) -> None:
    found = outcome_stream(
        np.full((1, 3), people), column(share), column(value), column(drop_off), column(float(lag))
    )[0]
    full = people * share * value
    expected = [0.0 if y < lag else full * (1 - drop_off) ** (y - lag) for y in range(3)]
    assert_allclose(found, expected, rtol=1e-12)


def test_all_factors_by_hand() -> None:
    """10 people in 2013-14: 10 · 0.5 · 0.6 · 0.75 · 0.2 · 0.6 · 0.85 · 5000 = £1,147.50."""
    found = benefits(line())
    whole = council(found.value) + council(found.transfers)
    assert whole == pytest.approx([0.0, 1147.5, 12 / 10 * 1147.5 * 0.9])
    assert council(found.transfers) == pytest.approx(0.3 * whole)
    assert council(found.cashable) == pytest.approx(0.5 * 0.7 * whole)


@pytest.mark.parametrize("part", PARTS)
@given(share=SHARES)
def test_value_is_linear_in_each_factor(part: str, share: float) -> None:
    some, all_of_it = (council(benefits(line(), **{part: x}).value) for x in (share, 1.0))
    assert_allclose(some, share * all_of_it, rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("name", ["deadweight", "optimism", "transfer"])
@given(share=SHARES)
def test_value_is_linear_in_what_is_left_of_it(name: str, share: float) -> None:
    some, whole = (council(benefits(line(), **{name: x}).value) for x in (share, 0.0))
    assert_allclose(some, (1 - share) * whole, rtol=1e-9, atol=1e-9)


@given(SHARES)
def test_transfers_move_between_accounts_and_add_nothing(share: float) -> None:
    some, none = benefits(line(), transfer=share), benefits(line(), transfer=0.0)
    both = council(some.value) + council(some.transfers)
    assert_allclose(both, council(none.value), rtol=1e-9, atol=1e-9)
    assert not council(none.transfers).any()


def test_a_transfer_moves_no_value_of_the_option() -> None:
    """Benefit payments alone: in the fiscal account, and NPSV is as if they were not there."""
    plan = plan_with(line(), transfer=1.0)
    without = replace(plan, options=(plan.options[0], replace(plan.options[1], outcomes=())))
    with_them, none = (central_values(p, evaluate(p, central(p))) for p in (plan, without))
    assert with_them["team.transfers"] > 0
    assert none["team.transfers"] == 0
    for name in ("team.npsv", "team.pvb", "team.pvb.fiscal", "team.pvb.council"):
        assert with_them[name] == pytest.approx(none[name], rel=1e-12)


def test_blank_things_are_neutral() -> None:
    """2013-14: 10 · 0.5 · 0.6 · 0.75 · 0.2 · 5000 · (1 - 0.4) = £1,350, also in the first year."""
    bare = line(drop_off="", lag="", transfer_share="", cashable="", optimism="")
    found = benefits(bare)
    assert council(found.value) == pytest.approx([540.0, 1350.0, 1620.0])
    assert not council(found.transfers).any()
    assert not council(found.cashable).any()


def test_nobody_engaged_no_outcome_and_the_cohort_counts_everybody() -> None:
    none = np.zeros((1, 3))
    assert not benefits(line(), none).value.any()
    of_cohort = line(of_cohort=True, lag="", drop_off="")
    plan = plan_with(of_cohort)
    assert council(benefits(of_cohort, none).value) == pytest.approx(
        [plan.counterfactual.cohort_size * 0.5 * 0.6 * 0.75 * 0.2 * 0.6 * 0.85 * 5000 * 0.7] * 3
    )


@given(st.floats(0.0, 1.0))
def test_bearers_and_classes_take_the_whole(share: float) -> None:
    found = benefits(line(bearer="courts", value_class="social"), impact=share)
    as_council = benefits(line(), impact=share)
    assert found.value[0, :, 1, 2] == pytest.approx(council(as_council.value))
    assert found.value.sum() == pytest.approx(as_council.value.sum())
