"""Sheets of results: summary, every figure live beside the engine's, simulation, checks."""

from __future__ import annotations

from decimal import ROUND_UP, Decimal

from iomcba.report import formats, labels
from iomcba.report.workbook.context import Context
from iomcba.report.workbook.grid import ENGINE, Cell, Column, Formula, Name, Table, every
from iomcba.report.workbook.measures import PVB, PVC, formula_of, told_by
from iomcba.report.workbook.naming import defined_name
from iomcba.terms.findings import Figure
from iomcba.terms.registry import QUANTITY_OF, quantity_of

MAY_BE_NONE = ("payback-year", "payback-year-cash", "bcr", "bcr-savings-as-negative-cost")
CENTRAL, APPRAISED = "Central case, live", "Central case, as appraised"
WHY = "expected less central: the mean of products and limits is not that of the means (F18)"


def result_names(book: Context) -> list[str]:
    """Figures on the sheet of results: with a formula, and hidden ones as hidden."""
    return [
        name
        for name, figure in in_order(book)
        if formula_of(book, name) is not None and _kept(name, figure)
    ]


def in_order(book: Context) -> list[tuple[str, Figure]]:
    """Figures of the case, then of each option, business as usual last; the registry's order."""
    options = [option.id for option in book.case.options]
    owners = ["case", *options[1:], *options[:1]]
    quantities = list(QUANTITY_OF)

    def place(item: tuple[str, Figure]) -> tuple[int, int, str, str]:
        owner, quantity, part, year = told_by(book.works.years, item[0])
        of = "case" if owner == "case" else "option"
        return owners.index(owner), quantities.index((of, quantity)), part, year

    return sorted(book.case.figures.items(), key=place)


def _kept(name: str, figure: Figure) -> bool:
    return figure.central is not None or bool(figure.hidden) or name.split(".")[1] in MAY_BE_NONE


def results(book: Context) -> tuple[Table, list[Name]]:
    """Every figure of the central case, live, beside what the engine found."""
    names = result_names(book)
    figures = [book.case.figures[name] for name in names]
    told = [told_by(book.works.years, name) for name in names]
    live: list[Cell] = [
        "hidden" if figure.hidden else Formula(formula_of(book, name) or "0")
        for name, figure in zip(names, figures, strict=True)
    ]
    units = [quantity_of(name).unit for name in names]
    shows = [shown_as(unit) for unit in units]
    engine: list[Cell] = [
        "hidden" if f.hidden else "none" if f.central is None else f.central for f in figures
    ]
    difference = (
        f'IF([{CENTRAL}]=[{APPRAISED}],0,IF(OR([{CENTRAL}]="none",[{APPRAISED}]="none"),1,'
        f"ROUND([{CENTRAL}]-[{APPRAISED}],6)))"
    )
    table = Table(
        "Results",
        "Results",
        "Every figure of the central case: live, and as appraised",
        (
            "Live figures are formulas of this workbook. Appraised figures are what iomcba found "
            "with every assumption at its mean. They differ once an input or the scenario changes.",
            "Figures carry the name that iomcba explain takes. A blank part or year: all of them. "
            "'none': no such figure, for example no payback within the years. 'hidden': a small "
            "count, by the disclosure rule.",
        ),
        (
            Column("Figure", list(names), width=56),
            Column("Option", [owner for owner, *_ in told], width=26),
            Column("Part", [part for *_, part, _ in told], width=22),
            Column("Year", [year for *_, year in told]),
            Column("What it is", [quantity_of(name).prose for name in names], width=64),
            Column("Unit", list(units), width=16),
            Column(CENTRAL, live, shows),
            Column(APPRAISED, engine, shows, ENGINE),
            Column("Difference", every(difference, len(names)), shows),
        ),
    )
    headline = [
        Name(defined_name(name), "Results", CENTRAL, row)
        for row, (name, figure) in enumerate(zip(names, figures, strict=True))
        if name.count(".") == 1 and not figure.hidden
    ]
    return table, headline


def summary(book: Context) -> Table:
    """Each option on one row: the live central case beside the simulation."""
    options = book.works.options
    count = len(options)

    def simulated(head: str, quantity: str, get: str, show: str = "whole pounds") -> Column:
        return Column(head, [_of(book, f"{o.id}.{quantity}", get) for o in options], show, ENGINE)

    def central(head: str, text: str, show: str = "pounds") -> Column:
        return Column(head, every(text, count), show)

    labels_of = {option.id: option.label for option in book.case.options}
    return Table(
        "Summary",
        "Summary",
        "Each option: the central case, live, beside the simulation",
        (
            "Central case: every assumption at its mean; live, and of the scenario in use. From "
            "the simulation: values that do not follow changed inputs; they are of the base case.",
            f"Difference = {WHY}. Value in {book.case.price_base} prices, "
            f"{labels.discounting(book.lookup)}.",
        ),
        (
            Column("Option", [o.id for o in options], width=24),
            Column("Label", [labels_of.get(o.id, o.id) for o in options], width=26),
            Column("Scenario in use", every("scenario", count), width=14),
            central("Present value of cost (£)", PVC),
            central("Present value of benefit (£)", PVB),
            central(
                "Net present social value (£)",
                "[Present value of benefit (£)]-[Present value of cost (£)]",
            ),
            central("Benefit-cost ratio", _bcr(), "ratio"),
            central(
                "Net budget, all years (£ of the year)",
                "SUMPRODUCT((Yearly[Option]=[Option])*Yearly[Net budget (£ of the year)])",
            ),
            central(
                "Proven offences avoided",
                "SUMPRODUCT((Avoided[Option]=[Option])*Avoided[Avoided (offences)])",
                "count",
            ),
            simulated("Expected net value, from the simulation (£)", "npsv", "mean"),
            simulated("Its standard error (£)", "npsv", "se"),
            simulated("80% range from (£)", "npsv", "low80"),
            simulated("80% range to (£)", "npsv", "high80"),
            simulated("Chance of net value above 0 (share)", "p-npsv-positive", "mean", "share"),
            simulated("Chance to be the best option (share)", "p-best", "mean", "share"),
            Column(
                "Expected less central, as appraised (£)",
                [_residual(book.case.figures.get(f"{o.id}.npsv")) for o in options],
                "whole pounds",
                ENGINE,
            ),
        ),
    )


def _bcr() -> str:
    return (
        'IF([Present value of cost (£)]=0,"none",'
        "[Present value of benefit (£)]/[Present value of cost (£)])"
    )


def _of(book: Context, name: str, get: str) -> Cell:
    """A value from the simulation, no digit below its standard error; hidden ones say so."""
    figure = book.case.figures.get(name)
    if figure is None:
        return None
    if figure.hidden:
        return "hidden"
    value: float | None = (
        getattr(figure, get)
        if get in ("mean", "se", "central")
        else None
        if figure.interval is None
        else getattr(figure.interval, get)
    )
    if value is None or get == "central":
        return value
    return _error(value) if get == "se" else _rounded(value, figure.se)


def _residual(figure: Figure | None) -> Cell:
    """Expected less central value, no digit below the standard error."""
    if figure is None or figure.mean is None or figure.central is None:
        return None
    return _rounded(figure.mean - figure.central, figure.se)


def _error(value: float) -> float:
    """A standard error to two digits, never smaller than it is."""
    unit = formats.unit_for(value) / 100 if value else Decimal(0)
    return (
        float((Decimal(repr(value)) / unit).to_integral_value(ROUND_UP) * unit) if unit else value
    )


def _rounded(value: float, error: float | None) -> float:
    unit = formats.unit_for(error)
    return float(formats.rounded(value, unit)) if unit else value


def shown_as(unit: str) -> str:
    """How figures of a unit are shown."""
    if unit.startswith("GBP"):
        return "pounds"
    return "ratio" if unit in ("share", "ratio", "probability") else "count"


def simulation(book: Context) -> Table:
    """What the simulation found for figures of all years, beside the central case."""
    names = [
        name
        for name, figure in in_order(book)
        if figure.mean is not None
        and name.count(".") == 1 + (name.split(".")[1] == "npsv-under")
        and not figure.hidden
    ]
    shows = [shown_as(quantity_of(name).unit) for name in names]

    def found(head: str, get: str) -> Column:
        return Column(head, [_of(book, name, get) for name in names], shows, ENGINE)

    return Table(
        "Simulation",
        "Simulation",
        "From the simulation: expected values and ranges (values, not formulas)",
        (
            f"Found from {book.case.provenance.draws:,} draws of all uncertain assumptions, seed "
            f"{book.case.provenance.seed}. They do not follow changed inputs or the scenario.",
            f"Difference = {WHY}; within twice the standard error it is no difference. A blank: "
            "the simulation gives no such figure.",
        ),
        (
            Column("Figure", list(names), width=56),
            Column("What it is", [quantity_of(name).prose for name in names], width=64),
            Column("Unit", [quantity_of(name).unit for name in names], width=16),
            found("Expected value", "mean"),
            found("Standard error", "se"),
            found("2.5th percentile", "low95"),
            found("10th percentile", "low80"),
            found("Median", "median"),
            found("90th percentile", "high80"),
            found("97.5th percentile", "high95"),
            found("Central case, as appraised", "central"),
            Column(
                "Expected less central",
                [_residual(book.case.figures[name]) for name in names],
                shows,
                ENGINE,
            ),
        ),
    )


def by_scenario(book: Context) -> Table:
    """What the appraisal found for each option under each scenario: values."""
    ids = ["", *(id for id, _ in book.works.scenarios)]
    rows = [(o.id, number) for o in book.works.options for number in range(len(ids))]
    names = [
        f"{option}.npsv-under.{ids[number]}" if number else f"{option}.npsv"
        for option, number in rows
    ]

    def found(head: str, get: str) -> Column:
        return Column(head, [_of(book, name, get) for name in names], "pounds", ENGINE)

    return Table(
        "Appraised",
        "Scenario results",
        "Net value of each option under each scenario, as appraised (values)",
        (
            "Central: every assumption at its mean under the scenario; the formulas must come to "
            "the same when the scenario is chosen. Expected value and range are from the "
            "simulation, on the same draws as the base case.",
        ),
        (
            Column("Option", [option for option, _ in rows], width=26),
            Column("Scenario number", [float(number + 1) for _, number in rows], "whole"),
            Column("Scenario", [book.scenarios[number] for _, number in rows], "words", width=60),
            found("Central net value, as appraised (£)", "central"),
            found("Expected net value, from the simulation (£)", "mean"),
            found("Its standard error (£)", "se"),
            found("80% range from (£)", "low80"),
            found("80% range to (£)", "high80"),
        ),
        keys=2,
    )
