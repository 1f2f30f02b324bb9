"""Formulas of the workbook against the engine: every term of the method, other inputs, scenarios.

Here the formulas are read by our own reader; LibreOffice reads them in
`test_workbook_recalculated`.
"""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from iomcba.report.workbook.grid import Formula, Model
from iomcba.report.workbook.reading import Values
from iomcba.terms.findings import Figure
from iomcba.terms.plan import Plan
from iomcba.terms.uncertainty import point
from tests.report.workbook_plans import (
    PLANS,
    at,
    compared,
    engine,
    inputs_at,
    live,
    moved,
    shared_case,
    tables_of,
    with_cells,
)


@pytest.mark.parametrize("name", PLANS)
def test_every_figure_is_the_engines(name: str) -> None:
    found = live(tables_of(shared_case(PLANS[name])))
    wanted = engine(PLANS[name])
    assert list(compared(found, wanted)) == []
    assert set(wanted) <= set(found)


@pytest.mark.parametrize("name", PLANS)
def test_every_figure_follows_other_inputs(name: str) -> None:
    """Every yellow cell changed at once, each by another share of itself."""
    plan = PLANS[name]
    values = moved(plan, 0.3)
    tables = tables_of(shared_case(plan))
    found = live(with_cells(tables, inputs_at(tables, values)))
    wanted = engine(at(plan, values))
    assert list(compared(found, wanted)) == []
    before = engine(plan)
    assert any(abs(wanted[figure] - before[figure]) > 1 for figure in wanted)


def scenarios_of(plan: Plan) -> dict[str, Plan]:
    return {
        "harm": at(plan, {"effect.some": 1.1}),
        "dear": at(plan, {"salary.officer": 70_000.0, "unit-cost.burglary.social": 0.0}),
    }


@pytest.mark.parametrize("id", ["harm", "dear"])
def test_the_switch_moves_the_whole_workbook(id: str) -> None:
    plan = PLANS["small"]
    under = scenarios_of(plan)
    tables = tables_of(shared_case(plan, under))
    said = tables.table("Scenarios").columns[0].cells[1 + list(under).index(id)]
    assert isinstance(said, str)
    switched = with_cells(tables, {("Control", "Value", 0): said})
    assert list(compared(live(switched), engine(under[id]))) == []
    results = set(Values(switched).column("Checks", "Result").tolist())
    assert results == {"OK", "Another scenario"}


def results_of(tables: Model) -> set[str]:
    return set(Values(tables).column("Checks", "Result").tolist())


def test_checks_are_green_as_appraised() -> None:
    for plan in PLANS.values():
        assert results_of(tables_of(shared_case(plan, scenarios_of(plan)))) == {"OK"}


def test_a_changed_input_is_no_false_alarm() -> None:
    tables = tables_of(shared_case(PLANS["outcomes"]))
    changed = with_cells(tables, inputs_at(tables, {"parameter.discount-rate": 0.06}))
    assert results_of(changed) == {"OK", "Inputs changed"}


def test_a_change_in_a_scenario_that_is_not_in_use_is_none() -> None:
    plan = PLANS["small"]
    tables = tables_of(shared_case(plan, scenarios_of(plan)))
    cell = ("Changes", "Value (input)", 0)
    assert results_of(with_cells(tables, {cell: 1.3})) == {"OK"}
    second = tables.table("Scenarios").columns[0].cells[1]
    assert isinstance(second, str)
    in_use = with_cells(tables, {cell: 1.3, ("Control", "Value", 0): second})
    assert "Inputs changed" in results_of(in_use)


def test_a_broken_formula_is_found() -> None:
    """What the checks are for: a formula overwritten by a figure, the inputs as they were."""
    tables = tables_of(shared_case(PLANS["small"]))
    assert "DIFFERS" in results_of(with_cells(tables, {("Costs", "Value (£)", 0): 0.0}))
    assert "DIFFERS" in results_of(with_cells(tables, {("Benefits", "Benefit (£)", 15): 1e6}))


ALLOWED = {"0", "1", "2", "3", "6", "12"}  # none of them a figure of a case: see each formula


def test_formulas_hold_no_figure_of_the_case() -> None:
    for plan in PLANS.values():
        tables = tables_of(shared_case(plan, scenarios_of(plan)))
        for table in tables.tables:
            for column in table.columns:
                for cell in column.cells:
                    if isinstance(cell, Formula):
                        bare = re.sub(r'\[[^\]]*\]|"[^"]*"|[A-Za-z_]\w*', " ", cell.text)
                        numbers = set(re.findall(r"[\d.]+", bare))
                        assert numbers <= ALLOWED | {str(y) for y in range(1, 6)}, cell.text


@pytest.mark.slow
def test_every_yellow_cell_moves_something() -> None:
    for name in (
        *("every cost line", "outcomes", "months of the highest rates", "shares and gaps"),
        "cash in steps, later benefit",
    ):
        plan = PLANS[name]
        tables = tables_of(shared_case(plan))
        sheet = tables.table("Assumptions")
        base = live(tables)
        for row, assumption in enumerate(sheet.columns[0].cells):
            if sheet.columns[sheet.place("Base case (input)")].shade(row) != "input":
                continue
            old = plan.quantities[str(assumption)].mean
            tried = (
                live(with_cells(tables, inputs_at(tables, {str(assumption): old * by + (not old)})))
                for by in (0.2, 1.7)
            )
            assert any(other != base for other in tried), (name, assumption)


def test_what_is_spent_already_is_no_input() -> None:
    sheet = tables_of(shared_case(PLANS["every cost line"])).table("Assumptions")
    row = sheet.columns[0].cells.index("cost.team.licence")
    assert sheet.columns[sheet.place("Base case (input)")].shade(row) == ""


def test_a_certain_plan_has_no_other_figures() -> None:
    plan = replace(
        PLANS["small"], quantities={n: point(d.mean) for n, d in PLANS["small"].quantities.items()}
    )
    assert list(compared(live(tables_of(shared_case(plan))), engine(plan))) == []


def test_break_even_counts_what_benefits_count() -> None:
    """With a confidence grade of a fifth, the cut that repays costs is five fourths as large."""
    row = "parameter.crime-benefit-optimism"
    plan = replace(
        PLANS["small"],
        quantities={**PLANS["small"].quantities, row: point(0.2)},
        benefit_grade=row,
    )
    exact = engine(plan)
    whole = {
        "cohort": exact["case.counterfactual-value"] * 0.8,
        "naive": exact["case.naive-value"] * 0.8,
        "engaged": exact["team.value-reached"],
    }
    wanted = {f"team.break-even-{of}": exact["team.pvc"] / value for of, value in whole.items()}
    figures = {name: Figure(name, value) for name, value in {**exact, **wanted}.items()}
    found = live(tables_of(shared_case(plan, figures=figures)))
    for name, value in wanted.items():
        assert found[name] == pytest.approx(value, rel=1e-12), name
