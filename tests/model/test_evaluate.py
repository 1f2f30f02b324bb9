"""`evaluate` as a whole: shapes of the axes, and one draw at a time against all at once."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.testing import assert_allclose

from iomcba.model.evaluate import evaluate
from iomcba.model.sampling import central, draw
from iomcba.terms.plan import BLOCK, HEADINGS, VALUE_CLASSES, Draws, OptionPlan
from tests.strategies import BEARERS, OFFENCES, certain, small_plan

Y, B, H, C = 3, len(BEARERS), len(HEADINGS), len(VALUE_CLASSES)
SHAPES = {
    "offences": (Y,),
    "crimes_each": (len(OFFENCES),),
    "value": (B, C),
    "severe_value": (),
    "square_value": (),
    "factors": (Y,),
    "shock": (Y,),
    "chance": (Y,),
}
OF_OPTION = {
    "costs": (Y, B, H),
    "bare_costs": (Y, B, H),
    "avoided": (Y,),
    "engaged": (Y,),
    "effect": (),
    "share": (Y,),
    "cash_costs": (Y, B),
    "cash_savings": (Y, B),
}


def test_axes_come_in_their_order() -> None:
    """Draw, year, offence, bearer: the same in every array, draws 1 or a whole block."""
    found = evaluate(small_plan(), draw(small_plan(), 0))
    for name, shape in SHAPES.items():
        array = getattr(found, name)
        assert array.shape[1:] == shape, name
        assert len(array) in (1, BLOCK), name
    for one in found.options.values():
        for name, shape in OF_OPTION.items():
            array = getattr(one, name)
            assert array.shape[1:] == shape, name
            assert len(array) in (1, BLOCK), name


@pytest.mark.parametrize("d", [0, 511, 1023])
def test_a_draw_alone_gives_what_it_gives_among_others(d: int) -> None:
    """No draw knows of another: the columns of one draw evaluated alone."""
    plan = small_plan()
    drawn = draw(plan, 0)
    alone = Draws(1, {n: np.broadcast_to(c, BLOCK)[d : d + 1] for n, c in drawn.columns.items()})
    many, one = evaluate(plan, drawn), evaluate(plan, alone)
    for name in SHAPES:
        array = getattr(many, name)
        assert_allclose(getattr(one, name)[0], array[d if len(array) > 1 else 0], rtol=1e-12)
    for id in many.options:
        for name in OF_OPTION:
            array = getattr(many.options[id], name)
            wanted = array[d if len(array) > 1 else 0]
            assert_allclose(getattr(one.options[id], name)[0], wanted, rtol=1e-11, atol=1e-9)


def test_a_certain_plan_has_one_draw() -> None:
    found = evaluate(certain(small_plan()), central(certain(small_plan())))
    for one in found.options.values():
        for name in OF_OPTION:
            assert len(getattr(one, name)) == 1


def test_an_option_without_effect_costs_and_changes_nothing() -> None:
    plan = small_plan()
    lines = next(o for o in plan.options if o.id == "team").lines[1:3]
    dear = OptionPlan("dear", "do-minimum", lines)
    more = small_plan(options=(*plan.options, dear))
    found = evaluate(more, draw(more, 0)).options["dear"]
    assert (found.costs.sum(axis=(1, 2, 3)) > 0).all()
    assert (found.avoided == 0).all()
    assert (found.cash_savings == 0).all()


def test_cash_is_in_pounds_of_the_year() -> None:
    plan = small_plan()
    real = small_plan(inflation=(1.0, 1.0, 1.0))
    one, other = (evaluate(p, draw(p, 0)).options["team"] for p in (plan, real))
    for name in ("cash_costs", "cash_savings"):
        inflation = np.array([1.02, 1.04, 1.05])[None, :, None]
        assert_allclose(getattr(one, name), getattr(other, name) * inflation, rtol=1e-12)
    assert_allclose(one.costs, other.costs)


def test_two_options_alike_come_to_the_same() -> None:
    """All options share the draws: a twin with the same quantities has the same outcomes."""
    plan = small_plan()
    team = next(o for o in plan.options if o.id == "team")
    twin = replace(team, id="twin")
    both = small_plan(options=(*plan.options, twin))
    found = evaluate(both, draw(both, 2)).options
    for name in OF_OPTION:
        assert (getattr(found["twin"], name) == getattr(found["team"], name)).all()
