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
CENTRAL, APPRAISED = "central-live", "central-appraised"


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
    hidden, none = book.word("hidden"), book.word("none")
    live: list[Cell] = [
        hidden if figure.hidden else Formula(formula_of(book, name) or "0")
        for name, figure in zip(names, figures, strict=True)
    ]
    units = [quantity_of(name).unit for name in names]
    shows = [shown_as(unit) for unit in units]
    engine: list[Cell] = [
        hidden if f.hidden else none if f.central is None else f.central for f in figures
    ]
    difference = (
        f"IF([{CENTRAL}]=[{APPRAISED}],0,IF(OR([{CENTRAL}]=@none,[{APPRAISED}]=@none),1,"
        f"ROUND([{CENTRAL}]-[{APPRAISED}],6)))"
    )
    table = book.table(
        "Results",
        (
            Column("figure", list(names), width=56),
            Column("option", [owner for owner, *_ in told], width=26),
            Column("part", [part for *_, part, _ in told], width=22),
            Column("year", [year for *_, year in told]),
            Column("what-it-is", _what(book, names), width=64),
            Column("unit", _units(book, names), width=16),
            Column(CENTRAL, live, shows),
            Column(APPRAISED, engine, shows, ENGINE),
            Column("difference", every(difference, len(names)), shows),
        ),
    )
    headline = [
        Name(defined_name(name), "Results", CENTRAL, row)
        for row, (name, figure) in enumerate(zip(names, figures, strict=True))
        if name.count(".") == 1 and not figure.hidden
    ]
    return table, headline


def _what(book: Context, names: list[str]) -> list[Cell]:
    """What figures are, as the catalogue has it for their quantities."""
    found = [quantity_of(name) for name in names]
    said = {
        (q.of, q.name): book.catalogue.known(f"quantity.{q.of}-{q.name}", q.prose)
        for q in dict.fromkeys(found)
    }
    return [said[quantity.of, quantity.name] for quantity in found]


def _units(book: Context, names: list[str]) -> list[Cell]:
    """The units of figures, in words."""
    units = [quantity_of(name).unit for name in names]
    said = {unit: book.unit(unit) for unit in set(units)}
    return [said[unit] for unit in units]


def summary(book: Context) -> Table:
    """Each option on one row: the live central case beside the simulation."""
    options = book.works.options
    count = len(options)

    def simulated(id: str, quantity: str, get: str, show: str = "whole-pounds") -> Column:
        return Column(id, [_of(book, f"{o.id}.{quantity}", get) for o in options], show, ENGINE)

    def central(id: str, text: str, show: str = "pounds") -> Column:
        return Column(id, every(text, count), show)

    labels_of = {option.id: option.label for option in book.case.options}
    return book.table(
        "Summary",
        (
            Column("option", [o.id for o in options], width=24),
            Column("label", [labels_of.get(o.id, o.id) for o in options], width=26),
            Column("scenario-in-use", every("scenario", count), width=14),
            central("present-value-of-cost", PVC),
            central("present-value-of-benefit", PVB),
            central(
                "net-present-social-value",
                "[present-value-of-benefit]-[present-value-of-cost]",
            ),
            central("benefit-cost-ratio", _bcr(), "ratio"),
            central(
                "net-budget-all-years",
                "SUMPRODUCT((Yearly[option]=[option])*Yearly[net-budget])",
            ),
            central(
                "proven-offences-avoided",
                "SUMPRODUCT((Avoided[option]=[option])*Avoided[avoided])",
                "count",
            ),
            simulated("expected-net-value", "npsv", "mean"),
            simulated("its-standard-error", "npsv", "se"),
            simulated("range-from", "npsv", "low80"),
            simulated("range-to", "npsv", "high80"),
            simulated("chance-above-nothing", "p-npsv-positive", "mean", "share"),
            simulated("chance-best", "p-best", "mean", "share"),
            Column(
                "expected-less-central-value",
                [_residual(book.case.figures.get(f"{o.id}.npsv")) for o in options],
                "whole-pounds",
                ENGINE,
            ),
        ),
        why=book.say("workbook.why-different"),
        prices=book.case.price_base,
        discounting=labels.discounting(book.lookup),
    )


def _bcr() -> str:
    return "IF([present-value-of-cost]=0,@none,[present-value-of-benefit]/[present-value-of-cost])"


def _of(book: Context, name: str, get: str) -> Cell:
    """A value from the simulation, no digit below its standard error; hidden ones say so."""
    figure = book.case.figures.get(name)
    if figure is None:
        return None
    if figure.hidden:
        return book.word("hidden")
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

    def found(id: str, get: str) -> Column:
        return Column(id, [_of(book, name, get) for name in names], shows, ENGINE)

    return book.table(
        "Simulation",
        (
            Column("figure", list(names), width=56),
            Column("what-it-is", _what(book, names), width=64),
            Column("unit", _units(book, names), width=16),
            found("expected-value", "mean"),
            found("standard-error", "se"),
            found("percentile-low-most", "low95"),
            found("percentile-low", "low80"),
            found("median", "median"),
            found("percentile-high", "high80"),
            found("percentile-high-most", "high95"),
            found("central-appraised", "central"),
            Column(
                "expected-less-central",
                [_residual(book.case.figures[name]) for name in names],
                shows,
                ENGINE,
            ),
        ),
        draws=book.case.provenance.draws,
        seed=str(book.case.provenance.seed),
        why=book.say("workbook.why-different"),
    )


def by_scenario(book: Context) -> Table:
    """What the appraisal found for each option under each scenario: values."""
    ids = ["", *(id for id, _ in book.works.scenarios)]
    rows = [(o.id, number) for o in book.works.options for number in range(len(ids))]
    names = [
        f"{option}.npsv-under.{ids[number]}" if number else f"{option}.npsv"
        for option, number in rows
    ]

    def found(id: str, get: str) -> Column:
        return Column(id, [_of(book, name, get) for name in names], "pounds", ENGINE)

    return book.table(
        "Appraised",
        (
            Column("option", [option for option, _ in rows], width=26),
            Column("scenario-number", [float(number + 1) for _, number in rows], "whole"),
            Column("scenario", [book.scenarios[number] for _, number in rows], "words", width=60),
            found("central-net-value", "central"),
            found("expected-net-value", "mean"),
            found("its-standard-error", "se"),
            found("range-from", "low80"),
            found("range-to", "high80"),
        ),
        keys=2,
    )
