"""Warnings (METHOD section E): each raised by the change that calls for it, and by no other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from iomcba.appraise.plausibility import warnings
from iomcba.pipeline.cohort import counterfactual, read_and_pick
from iomcba.pipeline.plan import make_plan
from iomcba.read.inputs import read_inputs
from iomcba.read.workspace import find_case
from iomcba.terms.findings import Warning
from iomcba.terms.inputs import Inputs
from iomcba.terms.plan import Plan
from iomcba.terms.rows import Row, Rows
from iomcba.terms.uncertainty import fit
from tests.strategies import copied_case, made_uncertain, set_cells

TODAY = date(2026, 1, 1)
Change = Callable[[Path], object]


def replaced(file: str, old: str, new: str) -> Change:
    """Replace a text that stands once in a file of the case."""

    def change(case: Path) -> None:
        path = case / file
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1
        path.write_text(text.replace(old, new), encoding="utf-8")

    return change


def read(case: Path) -> tuple[Inputs, Plan, tuple[str, ...]]:
    workspace = find_case(str(case))
    inputs = read_inputs(workspace)
    picked = read_and_pick(workspace, inputs)
    plan, lower_bounds = make_plan(inputs, counterfactual(inputs, picked), picked.yearly, 0)
    return inputs, plan, lower_bounds


def found(case: Path, today: date = TODAY) -> dict[str, Warning]:
    inputs, plan, lower_bounds = read(case)
    return {w.id: w for w in warnings(inputs, plan, lower_bounds, today)}


def test_the_hand_worked_case_has_nothing_to_warn_of(tmp_path: Path) -> None:
    assert found(copied_case(tmp_path)) == {}
    assert found(made_uncertain(copied_case(tmp_path / "uncertain"))) == {}


ONE = "recorded-crimes-per-proven-offence,"
FIGURE = "illustrative,invented,red,high,nobody,2099-12-31"


@pytest.mark.parametrize(
    ("change", "id", "front"),
    [
        (replaced("case.yaml", "method: assumed", "method: naive"), "naive-counterfactual", True),
        (lambda c: set_cells(c / "parameter.csv", ONE, central="1"), "proven-offences-only", False),
        (
            replaced("../certain-costs/set.yaml", 'warning: ""', "warning: Read in a copy."),
            "transcribed",
            True,
        ),
        (
            lambda c: set_cells(
                c / "parameter.csv",
                "detection-factor,",
                distribution="uniform",
                low="0.5",
                high="1",
                interval="min-max",
            ),
            "certain-costs",
            False,
        ),
    ],
    ids=["naive", "proven only", "transcribed", "certain costs"],
)
def test_each_change_raises_its_warning_alone(
    tmp_path: Path, change: Change, id: str, front: bool
) -> None:
    case = copied_case(tmp_path)
    change(case)
    raised = found(case)
    assert set(raised) == {id}
    assert raised[id].front_page is front
    assert raised[id].text.endswith(".")


def test_an_open_multiplier_is_named(tmp_path: Path) -> None:
    case = copied_case(tmp_path)
    table = case.parent / "certain-costs" / "multiplier.csv"
    set_cells(table, "wounding,", central="", status="open")
    replaced("case.yaml", "sets:\n", "missing_multipliers: lower-bound\nsets:\n")(case)
    raised = found(case)
    assert set(raised) == {"open-multiplier"}
    assert "multiplier.wounding" in raised["open-multiplier"].text
    assert "lower bound" in raised["open-multiplier"].text


def test_a_figure_past_its_review_is_counted(tmp_path: Path) -> None:
    case = copied_case(tmp_path)
    set_cells(case / "salary.csv", "officer,", review_by="2025-12-31")
    assert "1 figure" in found(case)["past-review"].text
    assert "salary.officer" in found(case)["past-review"].text
    assert "past-review" not in found(case, date(2025, 12, 31))


def test_the_multiplier_applied_twice(tmp_path: Path) -> None:
    """A q near the all-crime multiplier, on top of the multipliers by offence (F7)."""
    case = copied_case(tmp_path)
    table = case / "parameter.csv"
    extra = f"all-crime-multiplier,5.24,,,,,ratio,,{FIGURE},\n"
    table.write_text(table.read_text(encoding="utf-8") + extra, encoding="utf-8")
    assert found(case) == {}
    set_cells(table, ONE, central="5")
    raised = found(case)
    assert set(raised) == {"multiplier-twice"}
    assert raised["multiplier-twice"].front_page


def with_rows(inputs: Inputs, *rows: Row) -> Inputs:
    """The inputs with rows added, or in the place of those of the same names."""
    return replace(inputs, rows=Rows({**inputs.rows.by_name, **{row.name: row for row in rows}}))


def raised(inputs: Inputs, plan: Plan) -> dict[str, Warning]:
    return {w.id: w for w in warnings(inputs, plan, (), TODAY)}


@pytest.fixture
def hand(tmp_path: Path) -> tuple[Inputs, Plan]:
    """The case worked by hand, of which nothing is to be warned."""
    inputs, plan, _ = read(copied_case(tmp_path))
    return inputs, plan


@pytest.mark.parametrize("late", [1, 5, 6, 7])
def test_of_many_figures_past_review_five_are_named(hand: tuple[Inputs, Plan], late: int) -> None:
    inputs, plan = hand
    names = [name for name in plan.quantities if name in inputs.rows][:late]
    past = [replace(inputs.rows[name], review_by="2025-12-31") for name in names]
    text = raised(with_rows(inputs, *past), plan)["past-review"].text
    count, _, shown = text.partition(" ")
    assert int(count) == late
    assert shown.split(": ")[1] == ", ".join(names[:5]) + (" …." if late > 5 else ".")


@pytest.mark.parametrize(
    "name",
    [
        "staff.team.officer",
        "salary.officer",
        "optimism-bias.staff",
        "parameter.on-cost-rate",
        "parameter.real-pay-growth",
    ],
)
def test_costs_are_not_all_certain_if_one_part_of_a_line_is_not(
    hand: tuple[Inputs, Plan], name: str
) -> None:
    inputs, plan = hand
    some = fit("uniform", 0.5, 0.4, 0.6, "min-max")
    benefits = plan.with_quantity("parameter.detection-factor", some)
    assert set(raised(inputs, benefits)) == {"certain-costs"}
    assert raised(inputs, benefits.with_quantity(name, some)) == {}


def test_where_nothing_is_spent_no_cost_is_certain(hand: tuple[Inputs, Plan]) -> None:
    inputs, plan = hand
    some = fit("uniform", 0.5, 0.4, 0.6, "min-max")
    uncertain = plan.with_quantity("parameter.detection-factor", some)
    assert raised(inputs, replace(uncertain, options=plan.options[:1])) == {}


def test_places_for_anyone_ask_for_the_rate_of_those_engaged(hand: tuple[Inputs, Plan]) -> None:
    """Nobody is said to offend as the others do unless a row says so, or the places go by rate."""
    inputs, plan = hand
    usual, team = plan.options
    silent = replace(team, relative_rate="")
    found = raised(inputs, replace(plan, options=(usual, silent)))
    assert set(found) == {"rate-of-the-engaged"}
    assert "A small team" in found["rate-of-the-engaged"].text
    assert "engagement.team.relative-rate" in found["rate-of-the-engaged"].text
    for quiet in (replace(silent, highest_rates_first=True), replace(silent, places=())):
        assert raised(inputs, replace(plan, options=(usual, quiet))) == {}


@pytest.mark.parametrize(
    ("stated", "general", "warned"),
    [
        (5.0, 5.24, True),  # 4.6% below
        (5.7, 5.24, True),  # 8.8% above
        (4.7, 5.24, False),  # 10.3% below
        (5.8, 5.24, False),  # 10.7% above
        (None, 5.24, False),
        (5.0, None, False),
        (0.0, 5.24, False),
        (5.0, 0.0, False),
    ],
)
def test_a_factor_is_twice_within_a_tenth(
    hand: tuple[Inputs, Plan], stated: float | None, general: float | None, warned: bool
) -> None:
    inputs, plan = hand
    own = replace(inputs.rows["parameter.recorded-crimes-per-proven-offence"], central=stated)
    all_crime = replace(own, name="parameter.all-crime-multiplier", central=general)
    found = raised(with_rows(inputs, own, all_crime), plan)
    assert set(found) == ({"multiplier-twice"} if warned else set())
    for warning in found.values():
        assert f"is {stated:g}, close" in warning.text
        assert "of 5.24," in warning.text


BOUND = "parameter.optimism-bias-"


@pytest.mark.parametrize(
    ("table", "key", "bounds", "central", "warned"),
    [
        ("optimism-bias", "staff", (), 1.0, False),
        ("optimism-bias", "staff", (), 1.01, True),
        ("optimism-bias", "staff", (0.51, 2.0, None), 2.0, False),
        ("optimism-bias", "staff", (0.51, 2.0, None), 2.01, True),
        ("optimism-bias", "staff", (0.51,), 0.52, True),
        ("optimism-bias", "staff", (), None, False),
        ("contingency", "some", (0.51,), 1.0, False),
        ("contingency", "some", (2.0,), 1.01, True),
        ("parameter", "discount-rate", (2.0,), 1.0, False),
        ("parameter", "discount-rate", (2.0,), 3.5, True),
        ("parameter", "on-cost-rate", (), 27.0, True),
        ("parameter", "vat-rate", (), 20.0, True),
        ("parameter", "real-pay-growth", (), 2.0, True),
        ("parameter", "population-recorded-crimes-per-proven-offence", (), 9.0, False),
    ],
)
def test_a_rate_above_every_published_bound_is_a_slip(
    hand: tuple[Inputs, Plan],
    table: str,
    key: str,
    bounds: tuple[float | None, ...],
    central: float | None,
    warned: bool,
) -> None:
    """The bounds stand in the case's own parameters: of uplifts the largest, else all of a cost."""
    inputs, plan = hand
    like = inputs.rows["parameter.discount-rate"]
    rows = [
        replace(like, name=f"{BOUND}{k}", keys=(f"optimism-bias-{k}",), central=bound)
        for k, bound in enumerate(bounds)
    ]
    named = replace(like, name=f"{table}.{key}", table=table, keys=(key,), central=central)
    mild = [replace(row, central=0.1) for row in inputs.table("optimism-bias")]
    found = raised(with_rows(inputs, *mild, *rows, named), plan)
    assert set(found) == ({"steep-rate"} if warned else set())
    for warning in found.values():
        assert warning.front_page
        assert f"{table}.{key} is {central:g}, above " in warning.text
