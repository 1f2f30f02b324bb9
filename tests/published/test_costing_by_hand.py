"""The tables of docs/hand-worked-costing.md against the pipeline, to the penny."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from iomcba.appraise.summary import central_values
from iomcba.model.evaluate import evaluate, line_accounts
from iomcba.model.sampling import central
from iomcba.pipeline.accounts import line_reconciliations
from iomcba.pipeline.plan import make_plan
from iomcba.pipeline.stand_in import stand_in
from iomcba.read.inputs import read_inputs
from iomcba.read.workspace import find_case
from iomcba.terms.inputs import Inputs
from iomcba.terms.plan import Plan

PAGE = Path(__file__).parents[2] / "docs" / "hand-worked-costing.md"
CASE = Path(__file__).parent / "costing-case"
PENNY = 0.005 + 1e-6
STEPS = (
    "value",
    "residual",
    "opportunity",
    "lender",
    "transfer",
    "paid",
    "vat",
    "inflation",
    "cash",
)


def by_hand(mark: str) -> dict[str, list[float]]:
    """Rows of the table that follows a mark on the page, by their first cell."""
    after = PAGE.read_text(encoding="utf-8").split(f"<!-- {mark} -->\n")[1]
    lines = after.split("\n\n")[0].splitlines()[2:]
    cells = [[cell.strip(" `*") for cell in line.strip("|").split("|")] for line in lines]
    return {row[0]: [float(cell.replace(",", "")) for cell in row[1:]] for row in cells}


def written(label: str) -> list[float]:
    """Numbers of one row of the outcome's table."""
    (line,) = (x for x in PAGE.read_text(encoding="utf-8").splitlines() if x.startswith(label))
    return [float(cell.replace(",", "")) for cell in line.strip("| ").split("|")[1:]]


def bold_after(words: str) -> float:
    """The first bold sum after some words of the page."""
    after = PAGE.read_text(encoding="utf-8").split(words)[1]
    found = re.search(r"\*\*([\d,.]+)\*\*", after)
    assert found is not None
    return float(found[1].replace(",", ""))


@pytest.fixture(scope="module")
def inputs() -> Inputs:
    return read_inputs(find_case(str(CASE)))


@pytest.fixture(scope="module")
def plan(inputs: Inputs) -> Plan:
    """The page's forty people, free for nine tenths of the year."""
    fitted = replace(stand_in(inputs, cohort_size=40), free_share=np.full(3, 0.9))
    made, _ = make_plan(inputs, fitted, 0.0, 1)
    return made


@pytest.fixture(scope="module")
def figures(plan: Plan) -> dict[str, float]:
    return central_values(plan, evaluate(plan, central(plan)))


@pytest.mark.parametrize("view", ["value", "cash"])
def test_every_line_and_year(plan: Plan, view: str) -> None:
    option = plan.options[1]
    accounts = line_accounts(plan, option, central(plan))
    ours = {
        line.name: getattr(account, view)[0]
        for line, account in zip(option.lines, accounts, strict=True)
    }
    hand = by_hand(view)
    assert set(hand) == {*ours, "all"}
    for name, stream in ours.items():
        np.testing.assert_allclose([*stream, stream.sum()], hand[name], atol=PENNY, rtol=0)
    total = np.sum(list(ours.values()), axis=0)
    np.testing.assert_allclose([*total, total.sum()], hand["all"], atol=PENNY, rtol=0)


def test_totals_as_reported(figures: dict[str, float], plan: Plan) -> None:
    value, cash = by_hand("value")["all"], by_hand("cash")["all"]
    for y, year in enumerate(plan.years):
        assert figures[f"team.cost.{year}"] == pytest.approx(value[y], abs=PENNY)
        assert figures[f"team.cash-cost.{year}"] == pytest.approx(cash[y], abs=PENNY)
    assert figures["team.pvc"] == pytest.approx(bold_after("Present value: "), abs=PENNY)
    assert figures["team.cash-cost"] == pytest.approx(cash[3], abs=PENNY)


def test_from_value_to_cash(inputs: Inputs, plan: Plan) -> None:
    hand = by_hand("reconciliation")
    found = {line.line: line for line in line_reconciliations(inputs, plan)}
    assert set(hand) == {*found, "all"}
    for name, line in found.items():
        ours = [getattr(line, step) for step in STEPS]
        np.testing.assert_allclose(ours, hand[name], atol=PENNY, rtol=0)


def test_posts_and_people_as_on_the_page(plan: Plan, figures: dict[str, float]) -> None:
    assert [figures[f"team.engaged.{year}"] for year in plan.years] == [7.5, 15.0, 15.0]
    assert figures["team.extra-custody-days"] == pytest.approx(49.30875 + 2 * 98.6175)


def test_outcome_in_the_greater_manchester_form(plan: Plan) -> None:
    """New Economy (2014): population, affected, engaged, retained, impact, deadweight, value."""
    outcomes = evaluate(plan, central(plan)).options["team"]
    council = plan.bearers.index("council")
    value = outcomes.other[0, :, council].sum(axis=1)
    moved = outcomes.transfers[0, :, council]
    stream = written("| stream")
    np.testing.assert_allclose(value + moved, stream, atol=PENNY)
    np.testing.assert_allclose(moved, written("| of which transfer"), atol=PENNY)
    np.testing.assert_allclose(value, written("| value, the rest"), atol=PENNY)
    cashable = outcomes.cashable[0, :, council]
    np.testing.assert_allclose(cashable, written("| cashable"), atol=PENNY)
    cash = outcomes.cash_savings[0, :, council]
    np.testing.assert_allclose(cash, written("| cash, pounds of the year"), atol=PENNY)


def test_outcome_in_present_value(figures: dict[str, float]) -> None:
    hand = bold_after("Present value of the value")
    assert figures["team.pvb-other-outcomes"] == pytest.approx(hand, abs=PENNY)
    assert figures["team.transfers"] == pytest.approx(bold_after("of the transfers"), abs=PENNY)
