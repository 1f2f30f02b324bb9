"""The what-if panel's streams agree with the engine wherever its sliders stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iomcba.appraise.summary import central_values
from iomcba.model.evaluate import evaluate
from iomcba.model.sampling import central
from iomcba.pipeline.plan import make_plan
from iomcba.pipeline.prepare import prepare
from iomcba.pipeline.what_if import what_if
from iomcba.terms.plan import OptionPlan, Plan
from iomcba.terms.what_if import WhatIf
from tests.strategies import small_plan

ratios = st.floats(min_value=0.3, max_value=1.3)
rates = st.floats(min_value=0.0, max_value=0.1)
prices = st.floats(min_value=0.5, max_value=2.0)


def panel(tried: WhatIf, place: int, cut: float, staff: float, rate: float) -> float:
    """NPSV as the page works it out: scale, add, discount."""
    s = tried.streams[place]
    return sum(
        (s.fixed[y] + cut * s.per_cut[y] - staff * s.staff[y] - s.other[y])
        * (1 + rate) ** -(y + tried.timing)
        for y in range(len(s.fixed))
    )


def engine(
    plan: Plan, option: OptionPlan, ratio: float, take_up: float, staff: float, rate: float
) -> dict[str, float]:
    """Central figures with the assumptions themselves changed."""
    draws = central(plan)
    changed = {option.take_up: take_up, "parameter.discount-rate": rate}
    if option.effect is not None:
        changed[option.effect.ratio] = ratio
    for pathway in option.pathways:
        changed[pathway.reduction] = float(draws[pathway.reduction]) * ratio
    amounts = {line.amount for line in option.lines if line.heading == "staff"}
    changed |= {name: float(draws[name]) * staff for name in amounts}
    for name, value in changed.items():
        draws = draws.with_column(name, value)
    return central_values(plan, evaluate(plan, draws))


def hold(plan: Plan, ratio: float, staff: float, rate: float) -> Iterator[WhatIf]:
    options = {option.id: option for option in plan.options}
    for tried in what_if(plan):
        for place, streams in enumerate(tried.streams):
            option = options[tried.option]
            found = engine(plan, option, ratio, streams.take_up, staff, rate)
            cut = found[f"{tried.option}.effect"]
            worked_out = panel(tried, place, cut, staff, rate)
            assert worked_out == pytest.approx(found[f"{tried.option}.npsv"], abs=0.005)
        yield tried


@given(ratios, prices, rates)
def test_the_panel_agrees_with_the_engine_to_the_penny(
    ratio: float, staff: float, rate: float
) -> None:
    assert list(hold(small_plan(), ratio, staff, rate))


@pytest.mark.parametrize("case", ["bedfordshire-2011", "example-2026"])
def test_the_panel_agrees_on_every_option_of_the_shipped_cases(case: str) -> None:
    """Pathways, custody, persistence and ramps by month are among them."""
    prepared = prepare(case)
    plan, _ = make_plan(prepared.inputs, prepared.fit(), prepared.picked.yearly, 1)
    assert len(list(hold(plan, 0.6, 1.3, 0.06))) >= 2


def test_where_the_case_stands_the_panel_says_what_the_report_says() -> None:
    plan = small_plan()
    values = central_values(plan, evaluate(plan, central(plan)))
    for tried in what_if(plan):
        place = [s.take_up for s in tried.streams].index(tried.take_up)
        now = panel(tried, place, tried.cut, 1.0, tried.rate)
        assert now == pytest.approx(values[f"{tried.option}.npsv"], abs=0.005)


def test_an_option_without_an_effect_cannot_be_tried() -> None:
    plan = small_plan()
    bare = tuple(OptionPlan(o.id, o.role, o.lines) for o in plan.options)
    assert what_if(replace(plan, options=bare)) == ()


def test_streams_at_the_take_up_of_the_case_are_needed() -> None:
    tried = what_if(small_plan())[0]
    with pytest.raises(ValueError, match="own"):
        replace(tried, take_up=0.123456)
