"""The share of benefit that rests on multipliers standing at 1 is printed (F7)."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from iomcba.pipeline.warnings import share_resting_on
from iomcba.terms.uncertainty import point
from tests.broken.running import run
from tests.broken.small_case import write
from tests.strategies import OFFENCES, at_means, small_plan

NAMES = tuple(f"multiplier.{offence}" for offence in OFFENCES)


def test_shares_of_the_offences_add_up_and_nothing_rests_on_none() -> None:
    plan = small_plan()
    assert share_resting_on(plan, ()) == 0.0
    assert share_resting_on(plan, NAMES) == pytest.approx(1.0)
    assert sum(share_resting_on(plan, (name,)) for name in NAMES) == pytest.approx(1.0)


def test_the_share_is_that_of_the_value_which_the_multiplier_carries() -> None:
    """Doubling a multiplier adds its share of the value once more."""
    plan = small_plan()
    name = NAMES[0]
    mean = plan.quantities[name].mean
    one, twice = (
        at_means(replace(plan, quantities={**plan.quantities, name: point(mean * k)}))
        for k in (1, 2)
    )
    value = "case.cost-per-proven-offence"
    share = share_resting_on(plan, (name,))
    assert twice[value] / one[value] == pytest.approx(1.0 + share)


def test_a_case_says_how_much_rests_on_an_open_multiplier(tmp_path: Path) -> None:
    write(tmp_path)
    case = tmp_path / "assumptions" / "small-case" / "case.yaml"
    text = case.read_text(encoding="utf-8")
    if "missing_multipliers" not in text:
        case.write_text(text + "missing_multipliers: lower-bound\n", encoding="utf-8")
    table = tmp_path / "assumptions" / "tiny-costs" / "multiplier.csv"
    lines = table.read_text(encoding="utf-8").splitlines(keepends=True)
    table.write_text("".join(x for x in lines if not x.startswith("theft,")), encoding="utf-8")
    ran = run("check", "assumptions/small-case", inside=tmp_path)
    assert "rests on multipliers that stand at 1" in ran.out + ran.err
