"""Value of one proven offence (F7, F11): by hand, by brute force over offence types, and cash."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from iomcba.model.benefits import (
    Valuation,
    crimes_per_offence,
    released_in_steps,
    unit_costs,
    value_per_offence,
)
from iomcba.model.sampling import central, draw
from iomcba.terms.plan import VALUE_CLASSES, Draws, Plan, UnitCostPart
from iomcba.terms.uncertainty import point
from tests.strategies import BEARERS, OFFENCES, PARTS, small_plan, with_quantities


def valued(plan: Plan) -> Valuation:
    return on(plan, central(plan))


def on(plan: Plan, drawn: Draws) -> Valuation:
    mix = drawn.matrix(tuple(f"counterfactual.mix.{o}" for o in plan.offences))
    return Valuation(plan, mix, drawn)


def test_crimes_by_hand() -> None:
    """2 recorded crimes × (3, 1.5) ÷ 1.25 offenders per crime = 4.8 and 2.4."""
    found = crimes_per_offence(np.array([[2.0]]), np.array([[3.0, 1.5]]), 1.25)
    assert_allclose(found, [[4.8, 2.4]])


def test_value_by_hand() -> None:
    """0.6 × 4 × 100 + 0.3 × 2 × 500 = 240 + 300."""
    found = value_per_offence(
        np.array([[0.6, 0.3]]), np.array([[4.0, 2.0]]), np.array([[100.0, 500.0]])
    )
    assert_allclose(found, [540])


def test_every_draw_by_brute_force() -> None:
    """One draw, one part, one offence at a time, in plain Python."""
    plan = small_plan()
    drawn = draw(plan, 1)
    found = on(plan, drawn)

    def at(name: str, d: int) -> float:
        return float(np.broadcast_to(drawn[name], 1024)[d])

    for d in (0, 17, 1023):
        by_bearer = dict.fromkeys(BEARERS, 0.0)
        cash = dict.fromkeys(BEARERS, 0.0)
        each = dict.fromkeys(OFFENCES, 0.0)
        m = {
            o: at(f"multiplier.{o}", d) * at("parameter.multiplier-uncertainty", d)
            for o in OFFENCES
        }
        q = at("parameter.recorded-crimes-per-proven-offence", d)
        own = q * at("parameter.detection-factor", d) / 1.25
        population = at("parameter.population-recorded-crimes-per-proven-offence", d)
        for part in PARTS:
            for o in OFFENCES:
                count = m[o] * (own if part.basis == "crime" else population)
                cost = at(f"unit-cost.{o}.{part.component}", d)
                cost *= at("parameter.unit-cost-uncertainty", d)
                share = at(f"counterfactual.mix.{o}", d)
                if part.response:
                    cash[part.bearer] += share * count * cost * at("parameter.cashable-share", d)
                    cost *= at("parameter.response-marginal-share", d)
                by_bearer[part.bearer] += share * count * cost
                each[o] += count * cost
        assert_allclose(found.by_bearer[d].sum(axis=1), list(by_bearer.values()), rtol=1e-12)
        assert_allclose(found.cash[d], list(cash.values()), rtol=1e-12)
        mix = {o: at(f"counterfactual.mix.{o}", d) for o in OFFENCES}
        assert_allclose(found.square[d], sum(mix[o] * each[o] ** 2 for o in OFFENCES), rtol=1e-12)
        assert_allclose(found.severe[d], mix["wounding"] * each["wounding"], rtol=1e-12)


def test_value_classes_hold_their_own_bearers() -> None:
    by_bearer = valued(small_plan()).by_bearer[0]
    fiscal, economic, social = (VALUE_CLASSES.index(c) for c in ("fiscal", "economic", "social"))
    police, victims = BEARERS.index("police"), BEARERS.index("victims")
    assert by_bearer[police, fiscal] > 0
    assert by_bearer[police, [economic, social]].sum() == 0
    assert (by_bearer[victims, [economic, social]] > 0).all()
    assert by_bearer[victims, fiscal] == 0


def test_the_cohorts_own_multiplier_does_not_reach_the_courts() -> None:
    """Twice the recorded crimes of this cohort: twice the harm, and no case more in court (F11)."""
    plan = small_plan()
    name = "parameter.recorded-crimes-per-proven-offence"
    once, twice = (valued(plan.with_quantity(name, point(q))) for q in (1.0, 2.0))
    courts, victims = BEARERS.index("courts"), BEARERS.index("victims")
    assert_allclose(twice.by_bearer[:, courts], once.by_bearer[:, courts], rtol=1e-14)
    assert_allclose(twice.by_bearer[:, victims], 2 * once.by_bearer[:, victims], rtol=1e-14)
    assert_allclose(twice.crimes, 2 * once.crimes)


def test_marginal_and_cashable_shares_are_never_multiplied() -> None:
    plan = small_plan()
    all_of_it, none = (
        valued(with_quantities(plan, parameter_response_marginal_share=point(s)))
        for s in (1.0, 0.0)
    )
    assert_allclose(all_of_it.cash, none.cash)
    assert (none.by_bearer[:, : BEARERS.index("victims")] == 0).all()
    assert_allclose(
        all_of_it.by_bearer[:, BEARERS.index("victims")],
        none.by_bearer[:, BEARERS.index("victims")],
    )


def test_an_absent_figure_is_no_part_of_the_cost() -> None:
    nhs = UnitCostPart("nhs", "crime", False, "victims", "fiscal", ("", "some.cost"), ("", ""))
    drawn = Draws(1, {"some.cost": 50.0, "parameter.unit-cost-uncertainty": 1.0})
    assert_allclose(unit_costs(nhs, drawn), [[0, 50]])


def test_a_split_cost_takes_its_share_and_leaves_the_rest() -> None:
    prison = UnitCostPart("prison", "crime", True, "courts", "fiscal", ("c",) * 2, ("s", "t"))
    drawn = Draws(1, {"c": 400.0, "s": 0.25, "t": 0.5, "parameter.unit-cost-uncertainty": 1.0})
    assert_allclose(unit_costs(prison, drawn), [[100, 200]])
    assert_allclose(unit_costs(replace(prison, rest=True), drawn), [[300, 200]])


def test_cash_is_released_in_whole_steps_and_late() -> None:
    saving = np.array([[900.0, 1900.0, 3100.0]])
    step, lag = np.array([[1000.0]]), np.array([[1.0]])
    assert_allclose(released_in_steps(saving, step, np.array([[0.0]])), [[0, 1000, 3000]])
    assert_allclose(released_in_steps(saving, step, lag), [[0, 0, 1000]])
    assert_allclose(released_in_steps(-saving, step, lag), [[0, 0, -1000]])


@given(st.lists(st.floats(-1e6, 1e6), min_size=3, max_size=3), st.floats(1, 1e5))
def test_no_more_cash_than_is_saved(saving: list[float], step: float) -> None:
    found = released_in_steps(np.array([saving]), np.array([[step]]), np.array([[0.0]]))
    assert (np.abs(found) <= np.abs(saving) + 1e-6).all()
    assert_allclose(found / step, np.rint(found / step), atol=1e-6)


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.component)
def test_a_component_alone_goes_to_its_bearer(part: UnitCostPart) -> None:
    found = valued(small_plan(parts=(part,))).by_bearer[0]
    where = BEARERS.index(part.bearer), VALUE_CLASSES.index(part.value_class)
    assert found[where] > 0
    assert found.sum() == found[where]
