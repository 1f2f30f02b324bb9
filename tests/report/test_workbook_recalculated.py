"""LibreOffice works out the workbook anew: it must come to the engine's central case, to the penny.

For the shipped cases and the one worked by hand: as appraised, after three yellow cells are
changed, and under every scenario.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from iomcba.appraise.summary import central_values
from iomcba.model.evaluate import evaluate
from iomcba.model.sampling import central
from iomcba.pipeline.appraise import Appraised, appraise
from iomcba.pipeline.scenarios import scenario_plans
from iomcba.read.inputs import read_inputs
from iomcba.read.workspace import find_case
from iomcba.report.workbook.grid import Model
from iomcba.report.workbook.reading import Values
from iomcba.report.workbook.render import render
from tests.report.pages import ENGLISH
from tests.report.spreadsheets import Sheets, edited, needs_libreoffice, read, recalculated
from tests.report.workbook_plans import BASE, at, compared, live, tables_of, with_cells

BY_HAND = Path(__file__).parents[1] / "published/certain-case/assumptions/certain-case"
CASES = {
    "bedfordshire-2011": (
        "unit-cost.burglary-dwelling.social",
        "salary.police-officer",
        "engagement.rehabilitation-gateway.take-up",
    ),
    "example-2026": (
        "unit-cost.domestic-burglary.consequence",
        "salary.probation-officer",
        "engagement.pathway-team.take-up",
    ),
    str(BY_HAND): ("unit-cost.burglary.social", "salary.officer", "engagement.team.take-up"),
}
pytestmark = [pytest.mark.slow, needs_libreoffice]


@dataclass(frozen=True)
class Book:
    """A case appraised, its workbook's tables, and files by what was changed, recalculated."""

    case: str
    appraised: Appraised
    tables: Model
    sheets: dict[str, Sheets]
    values: dict[str, float]


@pytest.fixture(scope="module", params=CASES, ids=lambda case: Path(case).name)
def book(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Book:
    case = request.param
    found = appraise(case, None, None, lambda done, of: None, date(2026, 1, 1))
    tables, content = tables_of(found.shared), render(found.shared, ENGLISH)
    assert content is not None
    names = tables.table("Assumptions").columns[0].cells
    values = {
        name: found.plan.quantities[name].mean * by
        for name, by in zip(CASES[case], (1.37, 0.81, 0.55), strict=True)
    }
    changed = {("Assumptions", BASE, names.index(name)): value for name, value in values.items()}
    files = {
        "as appraised": content,
        "wrong": edited(content, tables, {("Summary", "Present value of cost (£)", 1): 123_456.0}),
        "three inputs": edited(content, tables, changed),
    }
    for said in tables.table("Scenarios").columns[0].cells[1:]:
        assert isinstance(said, str)
        files[said] = edited(content, tables, {("Control", "Value", 0): said})
    folder = tmp_path_factory.mktemp("recalculated")
    return Book(case, found, tables, recalculated(files, tables, folder), values)


def figures(sheets: Sheets) -> dict[str, float | str]:
    return {name: v for name, v in sheets.figures().items() if not isinstance(v, bool)}


def test_it_really_works_everything_out_anew(book: Book) -> None:
    """A wrong value kept in the file is not what comes back."""
    rows = [sheets.tables["Summary"][1] for sheets in book.sheets.values()]
    right, wrong = (row["Present value of cost (£)"] for row in rows[:2])
    assert wrong == right != 123_456.0


def test_every_figure_is_the_engines_to_the_penny(book: Book) -> None:
    found = figures(book.sheets["as appraised"])
    wanted = {
        name: figure.central
        for name, figure in book.appraised.full.figures.items()
        if figure.central is not None
    }
    assert list(compared(found, wanted)) == []
    missing = {name.split(".")[1] for name in wanted if name not in found}
    assert missing <= {
        *("observed-offences", "share-of-offences", "share-of-cost", "npsv-under"),
        *(f"evidence-effect-{end}" for end in ("low", "central", "high")),
    }


def test_figures_that_do_not_exist_are_none_in_both(book: Book) -> None:
    found = figures(book.sheets["as appraised"])
    none = {name for name, value in found.items() if value == "none"}
    assert none == {n for n in found if book.appraised.full.figures[n].central is None}


def test_values_kept_in_the_file_are_those_of_a_recalculation(book: Book) -> None:
    content = render(book.appraised.shared, ENGLISH)
    assert content is not None
    kept, anew = read(content, book.tables), book.sheets["as appraised"]
    assert list(differences(kept, anew)) == []


def differences(kept: Sheets, anew: Sheets) -> Iterator[str]:
    for table, rows in anew.tables.items():
        for number, (row, old) in enumerate(zip(rows, kept.tables[table], strict=True)):
            for head, value in row.items():
                same = value == old[head]
                if isinstance(value, float) and isinstance(old[head], float):
                    same = value == pytest.approx(old[head], rel=1e-9, abs=1e-9)
                if not same:
                    yield f"{table} {number} {head}: {value} was {old[head]}"


def test_every_yellow_cell_of_a_shipped_case_moves_something(book: Book) -> None:
    """A cell that says that it is an input is one: the options by year follow, or some figure.

    Not so for steps of cash that are larger than all that is saved: nothing is released whatever
    they are. They are tried where they release something, with the formulas of small plans.
    """
    base, all_figures = by_year(book.tables), live(book.tables)
    sheet = book.tables.table("Assumptions")
    shades = sheet.columns[sheet.place(BASE)]
    yellow = [i for i in range(sheet.size) if shades.shade(i) == "input"]
    assert len(yellow) > 20
    for row in yellow:
        name = str(sheet.columns[0].cells[row])
        if name.startswith("cash-release."):
            continue
        old = book.appraised.plan.quantities[name].mean
        others = [
            with_cells(book.tables, {("Assumptions", BASE, row): old * by + (not old)})
            for by in (0.2, 1.7)
        ]
        moved = any(by_year(other) != base for other in others)
        assert moved or any(live(other) != all_figures for other in others), name


def by_year(tables: Model) -> list[tuple[float | str, ...]]:
    values = Values(tables)
    return [
        tuple(
            values.cell("Yearly", head, row)
            for head in ("Net so far (£)", "Net budget (£ of the year)")
        )
        for row in range(tables.table("Yearly").size)
    ]


def test_no_cell_is_an_error(book: Book) -> None:
    for sheets in book.sheets.values():
        assert sheets.errors() == []


def test_checks_are_green(book: Book) -> None:
    assert {row["Result"] for row in book.sheets["as appraised"].tables["Checks"]} == {"OK"}


def test_three_changed_inputs_come_to_what_the_engine_says(book: Book) -> None:
    plan = at(book.appraised.plan, book.values)
    wanted = central_values(plan, evaluate(plan, central(plan)))
    found = figures(book.sheets["three inputs"])
    assert list(compared(found, wanted)) == []
    before = figures(book.sheets["as appraised"])
    assert sum(found[name] != before[name] for name in wanted if name in found) > 50
    results = {row["Result"] for row in book.sheets["three inputs"].tables["Checks"]}
    assert results == {"OK", "Inputs changed"}


def test_every_scenario_comes_to_what_the_engine_says(book: Book) -> None:
    inputs = read_inputs(find_case(book.case))
    plans = scenario_plans(inputs, book.appraised.plan)
    said = book.tables.table("Scenarios").columns[0].cells[1:]
    for label, plan in zip(said, plans.values(), strict=True):
        wanted = central_values(plan, evaluate(plan, central(plan)))
        sheets = book.sheets[str(label)]
        assert list(compared(figures(sheets), wanted)) == []
        assert {row["Result"] for row in sheets.tables["Checks"]} == {"OK", "Another scenario"}
