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

PENNY = 0.005
_APPRAISED = (
    "SUMPRODUCT((Appraised[option]=[option])*(Appraised[scenario-number]=scenario_number)"
    "*Appraised[central-net-value])"
)


def control(book: Context) -> tuple[Table, list[Name]]:
    """The switch of the scenario, and the state of the workbook."""
    changed = "SUM(Assumptions[changed])" + (
        "+SUM(Changes[changed])" if any(values for _, values in book.works.scenarios) else ""
    )
    number = Formula('VALUE(LEFT([^setting],FIND(".",[^setting])-1))')
    failed = Formula("COUNTIFS(Checks[result],@differs)")
    rows: list[tuple[str, Cell, str, str]] = [
        ("scenario", book.scenarios[0], "text", INPUT),
        ("scenario_number", number, "whole", PLAIN),
        ("inputs_changed", Formula(changed), "whole", PLAIN),
        ("penny", PENNY, "figure", PLAIN),
        ("checks_failed", failed, "whole", PLAIN),
    ]
    said = [name.replace("_", "-") for name, *_ in rows]
    table = book.table(
        "Control",
        (
            Column("what", [book.say(f"workbook-control.{id}") for id in said], width=48),
            Column(
                "setting",
                [row[1] for row in rows],
                [row[2] for row in rows],
                [row[3] for row in rows],
                86,
            ),
            Column("note", [book.say(f"workbook-control-note.{id}") for id in said], width=44),
            Column("name-in-formulas", [name for name, *_ in rows], width=22),
        ),
    )
    return table, [Name(name, "Control", "setting", row) for row, (name, *_) in enumerate(rows)]


def checks(book: Context) -> Table:
    """Every check with both sides, their difference and the result."""
    rows: list[tuple[str, str, str, Cell, bool]] = []
    for option in book.works.options:
        rows += [
            (what, option.id, left, Formula(right), False) for what, left, right in _sums(book)
        ]
        rows.append(
            (
                book.say("workbook-check.appraised"),
                option.id,
                f"{PVB}-{PVC}",
                Formula(_APPRAISED),
                True,
            )
        )
    rows.append(
        (
            book.say("workbook-check.shares"),
            "",
            "SUM(Without[share-of-offences])",
            Formula("1"),
            False,
        )
    )
    whole = "SUMPRODUCT((Results[difference]<>0)*(ABS(Results[difference])>=penny))"
    rows.append((book.say("workbook-check.figures"), "", whole, 0.0, True))
    count = len(rows)
    last = count - 1
    close = "IF(ABS([difference])<penny,@ok,@differs)"
    unchanged = f"IF(inputs_changed>0,@changed,{close})"
    results: list[Cell] = [Formula(unchanged if engine else close) for *_, engine in rows]
    results[last] = Formula(f"IF(scenario_number<>1,@other,{unchanged})")
    return book.table(
        "Checks",
        (
            Column("check", [what for what, *_ in rows], width=62),
            Column("option", [option for _, option, *_ in rows], width=26),
            Column("one-side", [Formula(left) for _, _, left, *_ in rows], "pounds"),
            Column(
                "other-side",
                [right for *_, right, _ in rows],
                "pounds",
                [ENGINE if engine else PLAIN for *_, engine in rows],
            ),
            Column("difference", every("ROUND([one-side]-[other-side],6)", count), "pounds"),
            Column("result", results, width=20),
        ),
        ok=book.word("ok"),
        differs=book.word("differs"),
        changed=book.word("changed"),
        other=book.word("other"),
    )


def _sums(book: Context) -> list[tuple[str, str, str]]:
    """Checks that hold for any inputs: what, one side, other side."""
    crime = "+".join(f"Benefits[crime-{kind}]" for kind in VALUE_CLASSES)
    found = [
        (
            book.say("workbook-check.net"),
            f"{PVB}-{PVC}",
            "SUMPRODUCT((Yearly[option]=[option])*Yearly[net-value]*Yearly[discount-factor])",
        ),
        (
            book.say("workbook-check.benefit"),
            "SUMPRODUCT((Benefits[option]=[option])*Benefits[present-value])",
            PVB,
        ),
        (
            book.say("workbook-check.crime"),
            f"SUMPRODUCT((Benefits[option]=[option])*({crime}))",
            "SUMPRODUCT((Avoided[option]=[option])*Avoided[avoided])"
            "*SUM(Values[value-per-proven-offence])",
        ),
        (
            book.say("workbook-check.budget"),
            "SUMPRODUCT((Benefits[option]=[option])*Benefits[net-budget])",
            "SUMPRODUCT((Yearly[option]=[option])*Yearly[net-budget])",
        ),
    ]
    if book.sum_of("Costs[value]", "option") != "0":
        found += _cost_sums(book)
    if book.sum_of("Outcomes[value]", "option") != "0":
        other = "+".join(f"Benefits[other-{kind}]" for kind in VALUE_CLASSES)
        found.append(
            (
                book.say("workbook-check.outcomes"),
                f"SUMPRODUCT((Benefits[option]=[option])*({other}))",
                "SUMPRODUCT((Outcomes[option]=[option])*Outcomes[value])",
            )
        )
    return found


def _cost_sums(book: Context) -> list[tuple[str, str, str]]:
    headings = "+".join(
        f'SUMPRODUCT((Costs[option]=[option])*(Costs[heading]="{id}")*Costs[present-value])'
        for id in book.case.headings
    )
    bearers = "SUMPRODUCT((Benefits[option]=[option])*Benefits[cost]*Benefits[discount-factor])"
    parts = "Bridge[value]+Bridge[residual]-Bridge[opportunity]-Bridge[lender]"
    steps = "Bridge[paid]+Bridge[lost-vat]+Bridge[inflation-in-pounds]"
    of_option = "SUMPRODUCT((Bridge[option]=[option])*({}))"
    return [
        (book.say("workbook-check.cost-bearers"), bearers, PVC),
        (book.say("workbook-check.cost-headings"), headings, PVC),
        (
            book.say("workbook-check.paid"),
            of_option.format(f"{parts}+Bridge[transfer]"),
            of_option.format("Bridge[paid]"),
        ),
        (
            book.say("workbook-check.cash"),
            of_option.format(steps),
            of_option.format("Bridge[cash]"),
        ),
    ]
