"""The switch, and the checks: sums, reconciliation, the formulas against the engine's figures."""

from __future__ import annotations

from iomcba.report.workbook.context import Context
from iomcba.report.workbook.grid import (
    ENGINE,
    INPUT,
    PLAIN,
    Cell,
    Column,
    Formula,
    Name,
    Table,
    every,
)
from iomcba.report.workbook.measures import PVB, PVC
from iomcba.terms.plan import VALUE_CLASSES

OK, DIFFERS, CHANGED, OTHER = "OK", "DIFFERS", "Inputs changed", "Another scenario"
PENNY = 0.005
_APPRAISED = (
    "SUMPRODUCT((Appraised[Option]=[Option])*(Appraised[Scenario number]=scenario_number)"
    "*Appraised[Central net value, as appraised (£)])"
)
_SWITCH = "Scenario in use: choose here"


def control(book: Context) -> tuple[Table, list[Name]]:
    """The switch of the scenario, and the state of the workbook."""
    changed = "SUM(Assumptions[Changed (1 = yes)])" + (
        "+SUM(Changes[Changed (1 = yes)])"
        if any(values for _, values in book.works.scenarios)
        else ""
    )
    rows: list[tuple[str, str, Cell, str, str, str]] = [
        ("scenario", _SWITCH, book.scenarios[0], "text", INPUT, "pick from the list in the cell"),
        (
            "scenario_number",
            "Number of the scenario in use",
            Formula('VALUE(LEFT([^Value],FIND(".",[^Value])-1))'),
            "whole",
            PLAIN,
            "read by every assumption",
        ),
        (
            "inputs_changed",
            "Yellow cells that differ from the appraisal",
            Formula(changed),
            "whole",
            PLAIN,
            "0: the workbook is the case as appraised",
        ),
        ("penny", "Difference that counts as none (£)", PENNY, "figure", PLAIN, "half a penny"),
        (
            "checks_failed",
            "Checks that fail",
            Formula(f'COUNTIFS(Checks[Result],"{DIFFERS}")'),
            "whole",
            PLAIN,
            "should be 0, whatever the inputs",
        ),
    ]
    table = Table(
        "Control",
        "Control",
        "Choose the scenario here; see whether the workbook holds",
        (
            "The yellow cell is the switch: the whole workbook follows it. Scenarios are listed on "
            "the sheet Scenarios.",
        ),
        (
            Column("What", [what for _, what, *_ in rows], width=48),
            Column(
                "Value",
                [row[2] for row in rows],
                [row[3] for row in rows],
                [row[4] for row in rows],
                86,
            ),
            Column("Note", [row[5] for row in rows], width=44),
            Column("Name in formulas", [name for name, *_ in rows], width=22),
        ),
    )
    return table, [Name(name, "Control", "Value", row) for row, (name, *_) in enumerate(rows)]


def checks(book: Context) -> Table:
    """Every check with both sides, their difference and the result."""
    rows: list[tuple[str, str, str, Cell, bool]] = []
    for option in book.works.options:
        rows += [
            (what, option.id, left, Formula(right), False) for what, left, right in _sums(book)
        ]
        rows.append(
            (
                "Net value: formulas against the appraisal, scenario in use",
                option.id,
                f"{PVB}-{PVC}",
                Formula(_APPRAISED),
                True,
            )
        )
    rows.append(
        (
            "Shares of offences add up to 1",
            "",
            "SUM(Without[Share of offences])",
            Formula("1"),
            False,
        )
    )
    whole = "SUMPRODUCT((Results[Difference]<>0)*(ABS(Results[Difference])>=penny))"
    rows.append(("All figures of Results: number that differ", "", whole, 0.0, True))
    count = len(rows)
    last = count - 1
    close = f'IF(ABS([Difference])<penny,"{OK}","{DIFFERS}")'
    unchanged = f'IF(inputs_changed>0,"{CHANGED}",{close})'
    results: list[Cell] = [Formula(unchanged if engine else close) for *_, engine in rows]
    results[last] = Formula(f'IF(scenario_number<>1,"{OTHER}",{unchanged})')
    return Table(
        "Checks",
        "Checks",
        "Checks: sums, reconciliation, and formulas against the appraisal",
        (
            f"{OK}: both sides agree to half a penny. {DIFFERS}: they do not, and the workbook is "
            f"not to be relied on. {CHANGED} or {OTHER}: the appraisal did not work out this "
            "case, so there is nothing to compare.",
        ),
        (
            Column("Check", [what for what, *_ in rows], width=62),
            Column("Option", [option for _, option, *_ in rows], width=26),
            Column("One side", [Formula(left) for _, _, left, *_ in rows], "pounds"),
            Column(
                "Other side",
                [right for *_, right, _ in rows],
                "pounds",
                [ENGINE if engine else PLAIN for *_, engine in rows],
            ),
            Column("Difference", every("ROUND([One side]-[Other side],6)", count), "pounds"),
            Column("Result", results, width=20),
        ),
    )


def _sums(book: Context) -> list[tuple[str, str, str]]:
    """Checks that hold for any inputs: what, one side, other side."""
    crime = "+".join(f"Benefits[Crime, {kind} (£)]" for kind in VALUE_CLASSES)
    found = [
        (
            "Net value = benefit less cost, added up by year",
            f"{PVB}-{PVC}",
            "SUMPRODUCT((Yearly[Option]=[Option])*Yearly[Net value (£)]*Yearly[Discount factor])",
        ),
        (
            "Benefit over bearers = benefit in all (present value)",
            "SUMPRODUCT((Benefits[Option]=[Option])*Benefits[Present value (£)])",
            PVB,
        ),
        (
            "Crime avoided over bearers = offences avoided × value of one",
            f"SUMPRODUCT((Benefits[Option]=[Option])*({crime}))",
            "SUMPRODUCT((Avoided[Option]=[Option])*Avoided[Avoided (offences)])"
            "*SUM(Values[Value per proven offence (£)])",
        ),
        (
            "Net budget over bearers = cash saving less cash cost by year",
            "SUMPRODUCT((Benefits[Option]=[Option])*Benefits[Net budget (£ of the year)])",
            "SUMPRODUCT((Yearly[Option]=[Option])*Yearly[Net budget (£ of the year)])",
        ),
    ]
    if book.sum_of("Costs[Value (£)]", "Option") != "0":
        found += _cost_sums(book)
    if book.sum_of("Outcomes[Value (£)]", "Option") != "0":
        other = "+".join(f"Benefits[Other, {kind} (£)]" for kind in VALUE_CLASSES)
        found.append(
            (
                "Other outcomes over bearers and classes = outcomes in all",
                f"SUMPRODUCT((Benefits[Option]=[Option])*({other}))",
                "SUMPRODUCT((Outcomes[Option]=[Option])*Outcomes[Value (£)])",
            )
        )
    return found


def _cost_sums(book: Context) -> list[tuple[str, str, str]]:
    headings = "+".join(
        f'SUMPRODUCT((Costs[Option]=[Option])*(Costs[Heading]="{id}")*Costs[Present value (£)])'
        for id in book.case.headings
    )
    bearers = "SUMPRODUCT((Benefits[Option]=[Option])*Benefits[Cost (£)]*Benefits[Discount factor])"
    parts = "Bridge[Value (£)]+Bridge[Residual (£)]-Bridge[Opportunity (£)]-Bridge[Lender (£)]"
    steps = "Bridge[Paid (£)]+Bridge[Lost VAT (£)]+Bridge[Inflation (£ of the year)]"
    of_option = "SUMPRODUCT((Bridge[Option]=[Option])*({}))"
    return [
        ("Cost over bearers = cost in all (present value)", bearers, PVC),
        ("Cost over headings = cost in all (present value)", headings, PVC),
        (
            "Value to what is paid: residual, opportunity, lender, transfer",
            of_option.format(f"{parts}+Bridge[Transfer (£)]"),
            of_option.format("Bridge[Paid (£)]"),
        ),
        (
            "What is paid to cash: lost VAT, inflation",
            of_option.format(steps),
            of_option.format("Bridge[Cash (£ of the year)]"),
        ),
    ]
