"""Edges that once broke a run: nobody takes part, a percentage for a rate, pay below nothing."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from iomcba.errors import InputError
from iomcba.pipeline.appraise import appraise
from iomcba.pipeline.check import check
from tests.strategies import copied_case, set_cells

TODAY = date(2026, 1, 1)


@pytest.fixture
def case(tmp_path: Path) -> Path:
    return copied_case(tmp_path)


def test_nobody_takes_part_and_only_costs_are_left(case: Path) -> None:
    set_cells(case / "engagement.csv", "team,take-up,", central="0")
    found = appraise(str(case), None, None, lambda done, of: None, TODAY).full
    assert found.figure("team.pvb").mean == 0
    assert found.figure("team.npsv").central == pytest.approx(-found.figure("team.pvc").central)


def test_less_take_up_never_brings_more(case: Path) -> None:
    worth = []
    for take_up in ("0.2", "0.5", "0.8"):
        set_cells(case / "engagement.csv", "team,take-up,", central=take_up)
        found = appraise(str(case), None, None, lambda done, of: None, TODAY).full
        worth.append(found.figure("team.pvb").central)
    assert worth == sorted(worth)


def test_a_steep_rate_is_warned_of_and_a_percentage_refused(case: Path) -> None:
    clean = {warning.id for warning in check(str(case), TODAY).warnings}
    set_cells(case / "parameter.csv", "on-cost-rate,", central="1.5")
    assert {w.id for w in check(str(case), TODAY).warnings} - clean == {"steep-rate"}
    set_cells(case / "parameter.csv", "on-cost-rate,", central="27")
    (problem,) = check(str(case), TODAY).problems
    assert problem.remedy == "Write 0.27 for 27%."


def refusal(case: Path) -> str:
    with pytest.raises(InputError) as refused:
        appraise(str(case), None, None, lambda done, of: None, TODAY)
    return str(refused.value)


def test_pay_below_nothing_is_refused(case: Path) -> None:
    set_cells(case / "salary.csv", "officer,", central="-37000")
    assert "salary.csv" in (said := refusal(case))
    assert "cannot be negative" in said


def test_a_post_that_ends_before_it_starts_is_refused(case: Path) -> None:
    set_cells(case / "staff.csv", "team,officer,", start="2013-04", end="2011-03")
    assert "staff.csv:2: end: is 2011-03, before start 2013-04" in refusal(case)
