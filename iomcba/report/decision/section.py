"""The section "What drives the answer": tornado, value of information, what would flip it."""

from __future__ import annotations

from iomcba.report import formats, lookup
from iomcba.report.charts import NARROW, WIDE
from iomcba.report.decision import names, tornado
from iomcba.report.decision.flips import flips
from iomcba.report.grid import heading
from iomcba.report.lookup import Lookup
from iomcba.report.views import Cell, Chart, Column, Part, Row, Sentence, Table
from iomcba.terms.decision import DIFFERENCE, TOLD, Decision, OneWay

DRAWN, LISTED = 8, 20  # drivers in the chart, and in the table


def part(book: Lookup) -> Part:
    """The whole section; empty where the run holds no such analysis."""
    found = book.case.analysis
    title = book.text("drivers.title")
    if found is None:
        return Part("drivers", title)
    return Part(
        "drivers",
        title,
        (*opening(book, found), *flips(book)),
        (moves(book, found), groups(book, found), *two_questions(book, found)),
    )


def chart(book: Lookup) -> Chart | None:
    """The tornado of the option nearest to paying."""
    found = book.case.analysis
    if found is None:
        return None
    option = book.case.option(found.nearest)
    rows = [
        row
        for row in ranked(found, found.nearest)
        if not found.driver(row.name).is_group and matters(found, row)
    ]
    if not rows:
        return None
    bars = [_bar(book, found, row) for row in rows[:DRAWN]]
    title = book.text("tornado.title", option=option.label)
    said = "; ".join(
        book.text(
            "tornado.at",
            driver=bar.label,
            at_low=formats.pounds(bar.at_low),
            low=bar.low,
            at_high=formats.pounds(bar.at_high),
            high=bar.high,
        )
        for bar in bars
    )
    text = book.text("tornado.text", drivers=said)
    centre = next(s.npsv for s in found.standings if s.option == found.nearest)
    wide, narrow = (
        tornado.tornado(f"chart-drivers-{name}", title, text, bars, centre, width, book.catalogue)
        for name, width in (("wide", WIDE), ("narrow", NARROW))
    )
    columns = (
        Column(book.text("drivers.what"), numeric=False),
        Column(book.text("tornado.low"), numeric=False),
        Column(book.text("tornado.at-low")),
        Column(book.text("tornado.high"), numeric=False),
        Column(book.text("tornado.at-high")),
    )
    table = Table(
        "chart-drivers-table",
        title,
        columns,
        tuple(
            Row(
                heading(bar.label),
                (
                    heading(bar.low),
                    Cell(formats.pounds(bar.at_low)),
                    heading(bar.high),
                    Cell(formats.pounds(bar.at_high)),
                ),
            )
            for bar in bars
        ),
        book.text("chart.pounds", prices=book.case.price_base),
    )
    note = book.text("tornado.note")
    return Chart("chart-drivers", title, text, wide, narrow, table, note)


def ranked(found: Decision, target: str) -> list[OneWay]:
    """Rows by how far they move a target, most first."""
    return sorted(found.one_way, key=lambda row: -row.swing(target))


def matters(found: Decision, row: OneWay) -> bool:
    """Whether the draws can tell what a driver moves from nothing."""
    targets = (found.nearest, DIFFERENCE)
    return any(row.swing(target) > TOLD * row.errors[target] for target in targets)


def _bar(book: Lookup, found: Decision, row: OneWay) -> tornado.Bar:
    driver, target = found.driver(row.name), found.nearest
    low, high = (
        "" if end is None else names.value(book, driver, end) for end in (driver.low, driver.high)
    )
    return tornado.Bar(
        names.driver(book, driver, target), row.at_low[target], row.at_high[target], low, high
    )


def opening(book: Lookup, found: Decision) -> tuple[Sentence, ...]:
    """What not knowing costs, and what is most worth settling."""
    best = book.case.option(found.best).label
    standing = next(s for s in found.standings if s.option == found.best)
    wrong = book.chance(1.0 - standing.p_best, standing.p_best_error)
    certain = formats.pounds(found.evpi, found.evpi_error)
    first = book.say("drivers.wrong", option=best, wrong=wrong, certain=certain)
    single = [e for e in found.evppi if not found.driver(e.name).is_group]
    most = max(single, key=lambda e: e.value, default=None)
    if most is None or not is_worth(most.value, most.error):
        return (first, book.say("drivers.none-worth"))
    label = names.driver(book, found.driver(most.name))
    worth = formats.pounds(most.value, most.error)
    second = book.say("drivers.worth", driver=label, worth=worth)
    return (first, second)


def moves(book: Lookup, found: Decision) -> Table:
    """Single figures by how far they move the gap between the best two."""
    rows = [
        row
        for row in ranked(found, DIFFERENCE)
        if not found.driver(row.name).is_group and matters(found, row)
    ]
    title, notes = book.text("drivers.single"), (book.text("drivers.ranks"), worth_note(book))
    return _table(book, found, rows[:LISTED], "drivers-single", title, notes)


def worth_note(book: Lookup) -> str:
    """How the worth of settling a figure is found."""
    return book.text("drivers.worth-note")


def groups(book: Lookup, found: Decision) -> Table:
    """Groups of figures, likewise."""
    rows = [row for row in ranked(found, DIFFERENCE) if found.driver(row.name).is_group]
    told = [row for row in rows if matters(found, row)]
    left = [names.driver(book, found.driver(row.name)) for row in rows if row not in told]
    rest = (book.text("drivers.unmoved", drivers="; ".join(left)),) if left else ()
    title = book.text("drivers.groups")
    return _table(book, found, told, "drivers-groups", title, rest, groups=True)


def _table(
    book: Lookup,
    found: Decision,
    rows: list[OneWay],
    id: str,
    caption: str,
    notes: tuple[str, ...],
    groups: bool = False,
) -> Table:
    """Tornado and value of information side by side, since they rank differently."""
    nearest = book.case.option(found.nearest).label
    two = [book.case.option(option).label for option in (found.best, found.second)]
    worth = {row.name: row for row in found.evppi}
    columns = (
        Column(book.text("drivers.what"), numeric=False),
        *(() if groups else (Column(book.text("drivers.evidence"), numeric=False),)),
        Column(book.text("drivers.low", option=nearest)),
        Column(book.text("drivers.high")),
        Column(book.text("drivers.moves", best=two[0], second=two[1])),
        Column(book.text("drivers.settling")),
    )

    def cells(row: OneWay) -> tuple[Cell, ...]:
        told, error = worth[row.name], row.errors[found.nearest] or None
        return (
            *(() if groups else (heading(names.evidence(book, found.driver(row.name))),)),
            Cell(formats.pounds_long(row.at_low[found.nearest], error)),
            Cell(formats.pounds_long(row.at_high[found.nearest], error)),
            Cell(formats.pounds_long(row.swing(DIFFERENCE), row.errors[DIFFERENCE] or None)),
            Cell(worth_words(book, told.value, told.error)),
        )

    return Table(
        id,
        caption,
        columns,
        tuple(Row(heading(names.driver(book, found.driver(row.name))), cells(row)) for row in rows),
        book.text("drivers.units", prices=book.case.price_base),
        notes,
        wide=True,
        stack=True,
    )


def worth_words(book: Lookup, value: float, error: float) -> str:
    """A value of information; one that the draws cannot tell from nothing says so."""
    if not is_worth(value, error):
        return book.text("drivers.nothing")
    unit = float(formats.unit_for(error))
    if value < unit:
        return book.text("drivers.less-than", worth=formats.pounds_long(unit))
    return formats.pounds_long(value, error)


def is_worth(value: float, error: float) -> bool:
    """Whether the draws tell a value of information from nothing."""
    return value > 2 * error and value >= 0.5


def moves_words(row: OneWay) -> str:
    """How far a driver moves the gap between the best two."""
    if row.swing(DIFFERENCE) <= TOLD * row.errors[DIFFERENCE]:
        return "–"
    return formats.pounds_long(row.swing(DIFFERENCE), row.errors[DIFFERENCE] or None)


def two_questions(book: Lookup, found: Decision) -> tuple[Table, Table]:
    """How each option stands if it is chosen now; and, apart from that, whether it loses money."""
    return standings(book, found), losses(book, found)


def standings(book: Lookup, found: Decision) -> Table:
    """Whether each option is the right choice, and what it gives away where it is not."""
    columns = (
        Column(book.text("chart.option"), numeric=False),
        Column(book.text("standings.right")),
        Column(book.text("standings.wrong")),
        Column(book.text("standings.gives-away")),
        Column(book.text("standings.when-wrong")),
    )
    rows = tuple(
        Row(
            heading(book.case.option(standing.option).label),
            (
                Cell(book.chance(standing.p_best, standing.p_best_error)),
                Cell(book.chance(1.0 - standing.p_best, standing.p_best_error)),
                Cell(formats.pounds(standing.expected_loss, standing.loss_error)),
                Cell(formats.pounds(standing.loss_when_wrong, standing.loss_error)),
            ),
        )
        for standing in found.standings
    )
    return Table(
        "drivers-standings",
        book.text("standings.caption"),
        columns,
        rows,
        book.text("chart.pounds", prices=book.case.price_base),
        (book.text("standings.note"),),
        stack=True,
    )


def losses(book: Lookup, found: Decision) -> Table:
    """Whether each option loses money: another question than whether it is the right choice."""
    rows = tuple(
        Row(
            heading(book.case.option(standing.option).label),
            (book.cell(f"{standing.option}.p-npsv-positive", lookup.chance_of_loss),),
        )
        for standing in found.standings
        if f"{standing.option}.p-npsv-positive" in book.case.figures
    )
    return Table(
        "drivers-losses",
        book.text("standings.losing"),
        (Column(book.text("chart.option"), numeric=False), Column(book.text("chart.loss"))),
        rows,
        notes=(book.text("standings.losing-note"),),
    )
