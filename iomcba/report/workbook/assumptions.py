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

BASE_CASE, IN_USE = "base-case", "in-use"


def scenarios(book: Context) -> Table:
    """The scenarios by number, and which one is in use."""
    said = book.scenarios
    numbers: list[Cell] = [float(number) for number in range(1, len(said) + 1)]
    ids: list[Cell] = ["", *(id for id, _ in book.works.scenarios)]
    return book.table(
        "Scenarios",
        (
            Column("scenario", list(said), "words", width=60),
            Column("number", numbers, "whole"),
            Column("id", ids),
            Column("is-in-use", every("IF([number]=scenario_number,1,0)", len(said)), "whole"),
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
    changed = "IF([value-input]=[as-appraised],0,1)*IF([scenario-number]=scenario_number,1,0)"
    ids = {number: id for number, (id, _) in enumerate(book.works.scenarios, start=2)}
    return book.table(
        "Changes",
        (
            Column("assumption", [name for _, name, _ in rows], width=44),
            Column("scenario", [said[number - 1] for number, _, _ in rows], "words", width=44),
            Column("scenario-number", [float(number) for number, _, _ in rows], "whole"),
            Column("unit", [known[n].unit if n in known else "" for _, n, _ in rows]),
            Column("value-input", [value for _, _, value in rows], shows, shades),
            Column("as-appraised", [value for _, _, value in rows], shows, FIT),
            Column("changed", every(changed, len(rows)), "whole"),
            Column("row", [places.get((ids[number], name), "") for number, name, _ in rows]),
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
        Column(
            f"scenario-{number}",
            [_under(name, changed, number) for name in names],
            shows,
            head=book.say("workbook-head.scenario-of", number=number),
        )
        for number, (_, changed) in enumerate(book.works.scenarios, start=2)
    ]
    choice = ",".join(f"[{column.id}]" for column in under)
    in_use = f"CHOOSE(scenario_number,[{BASE_CASE}],{choice})" if under else f"[{BASE_CASE}]"
    table = book.table(
        "Assumptions",
        (
            Column("assumption", list(names), width=46),
            Column("what-it-is", [labels.row_name(called, name) for name in names], width=50),
            Column("unit", [row.unit if row else "" for row in rows], width=26),
            Column(BASE_CASE, values, shows, shades),
            *under,
            Column(IN_USE, every(in_use, len(names)), shows),
            Column("as-appraised", values, shows, FIT),
            Column(
                "changed",
                every(f"IF([{BASE_CASE}]=[as-appraised],0,1)", len(names)),
                "whole",
            ),
            Column("name-in-formulas", [book.names[name] for name in names], width=46),
            *_evidence(book, rows, shows),
        ),
        prices=book.case.price_base,
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
            f"SUMPRODUCT((Changes[assumption]=[assumption])*(Changes[scenario-number]={number})"
            "*Changes[value-input])"
        )
    return Formula(f"[{BASE_CASE}]")


def _evidence(book: Context, rows: list[AssumptionRow | None], shows: list[str]) -> list[Column]:
    def words(get: str, width: float = 0.0, id: str = "") -> Column:
        cells: list[Cell] = [str(getattr(row, get)) if row else "" for row in rows]
        return Column(id or get.replace("_", "-"), cells, width=width)

    def figures(get: str, id: str) -> Column:
        return Column(id, [getattr(row, get) if row else None for row in rows], shows)

    derived = book.say("workbook.derived-from-fit")
    return [
        figures("central", "central-as-written"),
        figures("low", "low-as-written"),
        figures("high", "high-as-written"),
        words("distribution"),
        words("interval", id="low-to-high-means"),
        words("price_base", id="price-base-as-written"),
        Column("brought-to-price-base-by", [r.factor if r else None for r in rows], "ratio"),
        words("source", 24),
        words("status"),
        words("quality"),
        words("impact"),
        words("owner", 22),
        words("review_by"),
        Column(
            "file-and-line",
            [f"{row.file}:{row.line}" if row else derived for row in rows],
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
