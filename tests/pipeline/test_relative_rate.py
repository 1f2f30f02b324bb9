"""h of F9 where places do not go to the highest rates: a row of the case, 1 and flagged without."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from iomcba.appraise.plausibility import warnings
from iomcba.appraise.summary import central_values
from iomcba.errors import InputError
from iomcba.model.evaluate import evaluate
from iomcba.model.sampling import central
from iomcba.pipeline.cohort import counterfactual, read_and_pick
from iomcba.pipeline.plan import make_plan
from iomcba.pipeline.warnings import input_warnings
from iomcba.read.inputs import read_inputs
from iomcba.read.workspace import find_case
from iomcba.terms.inputs import Inputs
from iomcba.terms.plan import Plan
from tests.strategies import copied_case, set_cells

TODAY = date(2026, 1, 1)
ROW = "team,relative-rate"


def read(case: Path) -> tuple[Inputs, Plan]:
    workspace = find_case(str(case))
    inputs = read_inputs(workspace)
    picked = read_and_pick(workspace, inputs)
    plan, _ = make_plan(inputs, counterfactual(inputs, picked), picked.yearly, 0)
    return inputs, plan


def figures(case: Path) -> dict[str, float]:
    _, plan = read(case)
    return central_values(plan, evaluate(plan, central(plan)))


def changed(tmp_path: Path, change: Callable[[Path], None]) -> Path:
    case = copied_case(tmp_path)
    change(case)
    return case


def stated(value: str) -> Callable[[Path], None]:
    return lambda case: set_cells(case / "engagement.csv", ROW, central=value)


def left_out(case: Path) -> None:
    path = case / "engagement.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(x for x in lines if not x.startswith(ROW)), encoding="utf-8")


def to_the_highest_rates(case: Path) -> None:
    path = case / "options" / "team.yaml"
    path.write_text(path.read_text() + "places_go_to: highest-rates\n", encoding="utf-8")


def test_avoided_offences_and_their_value_are_in_proportion_to_it(tmp_path: Path) -> None:
    one, other = figures(copied_case(tmp_path)), figures(changed(tmp_path / "b", stated("0.7")))
    for name in ("team.proven-offences-avoided", "team.crimes-avoided", "team.pvb-crime"):
        assert other[name] == pytest.approx(0.7 * one[name])
    assert other["team.pvc"] == one["team.pvc"]
    assert other["team.engaged.2012-13"] == one["team.engaged.2012-13"]


def test_left_out_it_is_one_and_the_report_says_so(tmp_path: Path) -> None:
    case = changed(tmp_path, left_out)
    assert figures(case) == pytest.approx(figures(copied_case(tmp_path / "b")))
    inputs, plan = read(case)
    said = {w.id: w.text for w in warnings(inputs, plan, (), TODAY)}
    assert "engagement.team.relative-rate" in said["rate-of-the-engaged"]
    inputs, plan = read(copied_case(tmp_path / "c"))
    assert "rate-of-the-engaged" not in {w.id for w in warnings(inputs, plan, (), TODAY)}


def test_beside_places_for_the_highest_rates_it_is_refused(tmp_path: Path) -> None:
    case = changed(tmp_path, to_the_highest_rates)
    with pytest.raises(InputError, match="relative-rate is stated, but places go to the highest"):
        read(case)


def test_the_people_reached_never_stand_for_more_than_the_cohort(tmp_path: Path) -> None:
    inputs, plan = read(changed(tmp_path, stated("40")))
    with pytest.raises(InputError, match=r"relative-rate of 40 puts .* in reach"):
        input_warnings(inputs, plan, (), TODAY)
