"""Warnings (METHOD section E): each raised by the change that calls for it, and by no other."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from iomcba.appraise.plausibility import findings_warnings, warnings
from iomcba.pipeline.cohort import counterfactual, read_and_pick
from iomcba.pipeline.plan import make_plan
from iomcba.read.inputs import read_inputs
from iomcba.read.workspace import find_case
from iomcba.terms.findings import Figure, Warning
from iomcba.terms.inputs import Inputs
from iomcba.terms.plan import Plan
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


@pytest.mark.parametrize(("cut", "warned"), [(0.49, False), (0.51, True)])
def test_a_break_even_above_the_evidence(tmp_path: Path, cut: float, warned: bool) -> None:
    """The effect row's low is 0.5: the evidence supports a cut of at most a half."""
    inputs, plan, _ = read(made_uncertain(copied_case(tmp_path)))
    figures = {"team.break-even-engaged": Figure("team.break-even-engaged", cut, cut)}
    raised = [w.id for w in findings_warnings(inputs, plan, figures)]
    assert raised == (["break-even-above-evidence"] if warned else [])
