"""Sheets of what can be changed: scenarios, what they change, and every assumption."""

from __future__ import annotations

from collections.abc import Collection

from iomcba.report import labels
from iomcba.report.workbook.context import Context
from iomcba.report.workbook.grid import (
    FIT,
    INPUT,
    PLAIN,
    Cell,
    Column,
    Formula,
    Name,
    Table,
    every,
)
from iomcba.terms.findings import AssumptionRow

BASE_CASE, IN_USE = "Base case (input)", "In use"


def scenarios(book: Context) -> Table:
    """The scenarios by number, and which one is in use."""
    said = book.scenarios
    numbers: list[Cell] = [float(number) for number in range(1, len(said) + 1)]
    ids: list[Cell] = ["", *(id for id, _ in book.works.scenarios)]
    return Table(
        "Scenarios",
        "Scenarios",
        "Scenarios: choose one, and the whole workbook follows",
        (
            "The yellow cell on the sheet Control chooses. Results, checks and every step between "
            "are of that scenario.",
            "What each scenario changes stands on the sheet Scenario changes.",
        ),
        (
            Column("Scenario", list(said), "words", width=60),
            Column("Number", numbers, "whole"),
            Column("Id", ids),
            Column(
                "In use (1 = yes)", every("IF([Number]=scenario_number,1,0)", len(said)), "whole"
            ),
        ),
    )


def changes(book: Context) -> Table:
    """What each scenario changes; the values are inputs."""
    rows = [
        (number, name, value)
        for number, (_, values) in enumerate(book.works.scenarios, start=2)
        for name, value in sorted(values.items())
    ]
    places = {
        (scenario.id, name): place
        for scenario in book.case.scenarios
        for name, _, place in scenario.changes
    }
    said, known = book.scenarios, _rows(book)
    shades = [FIT if name in book.works.derived else INPUT for _, name, _ in rows]
    shows = [shown_as(known[name].unit if name in known else "") for _, name, _ in rows]
    changed = "IF([Value (input)]=[As appraised],0,1)*IF([Scenario number]=scenario_number,1,0)"
    ids = {number: id for number, (id, _) in enumerate(book.works.scenarios, start=2)}
    return Table(
        "Changes",
        "Scenario changes",
        "What each scenario changes",
        (
            "A yellow value takes the place of the assumption's base value when its scenario is "
            "chosen. Money is in the case's price base.",
            "Values are expected values (means) of the rows of scenario.csv.",
        ),
        (
            Column("Assumption", [name for _, name, _ in rows], width=44),
            Column("Scenario", [said[number - 1] for number, _, _ in rows], "words", width=44),
            Column("Scenario number", [float(number) for number, _, _ in rows], "whole"),
            Column("Unit", [known[n].unit if n in known else "" for _, n, _ in rows]),
            Column("Value (input)", [value for _, _, value in rows], shows, shades),
            Column("As appraised", [value for _, _, value in rows], shows, FIT),
            Column("Changed (1 = yes)", every(changed, len(rows)), "whole"),
            Column("Row", [places.get((ids[number], name), "") for number, name, _ in rows]),
        ),
    )


def assumptions(book: Context, read: Collection[str]) -> tuple[Table, list[Name]]:
    """Every assumption with its base value, its value in each scenario and the one in use.

    `read` are the defined names that formulas of other sheets read: nothing else is an input.
    """
    known, called = _rows(book), labels.labels_of(book.case)
    listed = [row.name for row in book.case.assumptions if row.name in book.works.values]
    names = [*listed, *(name for name in sorted(book.works.values) if name not in set(listed))]
    rows, inert = [known.get(name) for name in names], _inert(book)
    shades = [
        FIT
        if name in book.works.derived
        else INPUT
        if name not in inert and book.names[name] in read
        else PLAIN
        for name in names
    ]
    shows = [shown_as(row.unit if row else "") for row in rows]
    values: list[Cell] = [book.works.values[name] for name in names]
    under = [
        Column(f"Scenario {number}", [_under(name, changed, number) for name in names], shows)
        for number, (_, changed) in enumerate(book.works.scenarios, start=2)
    ]
    choice = ",".join(f"[{column.head}]" for column in under)
    in_use = f"CHOOSE(scenario_number,[{BASE_CASE}],{choice})" if under else f"[{BASE_CASE}]"
    table = Table(
        "Assumptions",
        "Assumptions",
        "Every assumption, with its evidence",
        (
            "Yellow cells are inputs: change one and the workbook follows. Other cells are "
            "formulas or come from the appraisal. The value is the expected value (mean) of the "
            "row; low and high are as written in its file.",
            f"Money is in {book.case.price_base} prices, brought there from the row's own. In "
            "use is what the formulas read, by the name in the column Name in formulas.",
        ),
        (
            Column("Assumption", list(names), width=46),
            Column("What it is", [labels.row_name(called, name) for name in names], width=50),
            Column("Unit", [row.unit if row else "" for row in rows], width=26),
            Column(BASE_CASE, values, shows, shades),
            *under,
            Column(IN_USE, every(in_use, len(names)), shows),
            Column("As appraised", values, shows, FIT),
            Column(
                "Changed (1 = yes)",
                every(f"IF([{BASE_CASE}]=[As appraised],0,1)", len(names)),
                "whole",
            ),
            Column("Name in formulas", [book.names[name] for name in names], width=46),
            *_evidence(rows, shows),
        ),
    )
    place = [Name(book.names[name], "Assumptions", IN_USE, row) for row, name in enumerate(names)]
    return table, place


def shown_as(unit: str) -> str:
    """How an assumption of a unit is shown: pounds to the penny, the rest in its own digits."""
    return "pounds" if unit.startswith("GBP") else "figure"


def _under(name: str, changed: object, number: int) -> Formula:
    """The base value, or what the scenario puts in its place."""
    if isinstance(changed, dict) and name in changed:
        return Formula(
            f"SUMPRODUCT((Changes[Assumption]=[Assumption])*(Changes[Scenario number]={number})"
            "*Changes[Value (input)])"
        )
    return Formula(f"[{BASE_CASE}]")


def _evidence(rows: list[AssumptionRow | None], shows: list[str]) -> list[Column]:
    def words(get: str, width: float = 0.0, head: str = "") -> Column:
        cells: list[Cell] = [str(getattr(row, get)) if row else "" for row in rows]
        return Column(head or get.replace("_", " ").capitalize(), cells, width=width)

    def figures(get: str, head: str) -> Column:
        return Column(head, [getattr(row, get) if row else None for row in rows], shows)

    return [
        figures("central", "Central as written"),
        figures("low", "Low as written"),
        figures("high", "High as written"),
        words("distribution"),
        words("interval", head="Low to high means"),
        words("price_base", head="Price base as written"),
        Column("Brought to price base by", [r.factor if r else None for r in rows], "ratio"),
        words("source", 24),
        words("status"),
        words("quality", head="Quality (green, amber, red)"),
        words("impact"),
        words("owner", 22),
        words("review_by"),
        Column(
            "File and line",
            [f"{row.file}:{row.line}" if row else "derived from the fit" for row in rows],
            width=40,
        ),
        words("note", 80),
    ]


def _rows(book: Context) -> dict[str, AssumptionRow]:
    return {row.name: row for row in book.case.assumptions}


def _inert(book: Context) -> set[str]:
    """Amounts of lines that enter neither value nor cash: already spent."""
    lines = [line for option in book.works.options for line in option.lines]
    return {line.amount for line in lines if line.funding == "sunk"}
