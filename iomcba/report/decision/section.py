"""The section "What drives the answer": tornado, value of information, what would flip it."""

from __future__ import annotations

from iomcba.report import formats, lookup
from iomcba.report.charts import NARROW, WIDE
from iomcba.report.decision import names, tornado
from iomcba.report.decision.flips import flips
from iomcba.report.grid import heading
from iomcba.report.lookup import Lookup
from iomcba.report.views import Cell, Chart, Column, Part, Row, Sentence, Table, say
from iomcba.terms.decision import DIFFERENCE, TOLD, Decision, OneWay

WORTH_NOTE = (
    "What settling is worth is found by a regression on the draws; draws within draws, which fit "
    "nothing, came within 1% of it on the example case (docs/decision-analysis.md)."
)
RANKS = (
    "A figure can move the net value of an option much and yet not be worth settling, when no "
    "value of it changes which option is best."
)
DRAWN, LISTED = 8, 20  # drivers in the chart, and in the table


def part(book: Lookup) -> Part:
    """The whole section; empty where the run holds no such analysis."""
    found = book.case.analysis
    title = "What drives the answer"
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
    title = f"What moves the net value of {option.label} most"
    said = "; ".join(
        f"{bar.label}: {formats.pounds(bar.at_low)} at {bar.low}, {formats.pounds(bar.at_high)} at "
        f"{bar.high}"
        for bar in bars
    )
    text = f"Expected net value where each figure alone is low or high. {said}."
    centre = next(s.npsv for s in found.standings if s.option == found.nearest)
    wide, narrow = (
        tornado.tornado(f"chart-drivers-{name}", title, text, bars, centre, width)
        for name, width in (("wide", WIDE), ("narrow", NARROW))
    )
    columns = (
        Column("What", numeric=False),
        Column("Low", numeric=False),
        Column("Net value at low"),
        Column("High", numeric=False),
        Column("Net value at high"),
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
        f"£, {book.case.price_base} prices",
    )
    note = (
        "Orange: the low value of a figure, 1 time in 10 lower still. Blue: its high value, 1 time "
        "in 10 higher still. The line is the expected net value."
    )
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
        "" if end is None else names.value(driver, end) for end in (driver.low, driver.high)
    )
    return tornado.Bar(
        names.driver(book, driver, target), row.at_low[target], row.at_high[target], low, high
    )


def opening(book: Lookup, found: Decision) -> tuple[Sentence, ...]:
    """What not knowing costs, and what is most worth settling."""
    best = book.case.option(found.best).label
    standing = next(s for s in found.standings if s.option == found.best)
    wrong = formats.chance(1.0 - standing.p_best, standing.p_best_error)
    certain = formats.pounds(found.evpi, found.evpi_error)
    first = say(
        f"Choosing {best} now would turn out wrong {wrong} of the time, when all that is uncertain "
        f"here is known. Knowing it all before deciding would be worth {certain} on average: no "
        "study of it is worth more than that."
    )
    single = [e for e in found.evppi if not found.driver(e.name).is_group]
    most = max(single, key=lambda e: e.value, default=None)
    if most is None or not is_worth(most.value, most.error):
        return (first, say("No single figure is worth settling by itself before deciding."))
    label = names.driver(book, found.driver(most.name))
    worth = formats.pounds(most.value, most.error)
    second = say(f"{label}: settling this before deciding is worth at most {worth}.")
    return (first, second)


def moves(book: Lookup, found: Decision) -> Table:
    """Single figures by how far they move the gap between the best two."""
    rows = [
        row
        for row in ranked(found, DIFFERENCE)
        if not found.driver(row.name).is_group and matters(found, row)
    ]
    title = "What moves the answer, figure by figure"
    return _table(book, found, rows[:LISTED], "drivers-single", title, (RANKS, WORTH_NOTE))


def groups(book: Lookup, found: Decision) -> Table:
    """Groups of figures, likewise."""
    rows = [row for row in ranked(found, DIFFERENCE) if found.driver(row.name).is_group]
    told = [row for row in rows if matters(found, row)]
    left = [names.driver(book, found.driver(row.name)) for row in rows if row not in told]
    rest = (f"Move it by nothing that the draws can tell: {'; '.join(left)}.",) if left else ()
    title = "What moves the answer, by group of figures"
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
        Column("What", numeric=False),
        *(() if groups else (Column("Evidence", numeric=False),)),
        Column(f"Net value of {nearest}, low"),
        Column("… high"),
        Column(f"Moves {two[0]} against {two[1]} by"),
        Column("Worth settling, at most"),
    )

    def cells(row: OneWay) -> tuple[Cell, ...]:
        told, error = worth[row.name], row.errors[found.nearest] or None
        return (
            *(() if groups else (heading(names.evidence(book, found.driver(row.name))),)),
            Cell(formats.pounds_long(row.at_low[found.nearest], error)),
            Cell(formats.pounds_long(row.at_high[found.nearest], error)),
            Cell(formats.pounds_long(row.swing(DIFFERENCE), row.errors[DIFFERENCE] or None)),
            Cell(worth_words(told.value, told.error)),
        )

    return Table(
        id,
        caption,
        columns,
        tuple(Row(heading(names.driver(book, found.driver(row.name))), cells(row)) for row in rows),
        f"£, {book.case.price_base} prices; expected net value where the figure is at its 10th and "
        "at its 90th percentile",
        notes,
        wide=True,
        stack=True,
    )


def worth_words(value: float, error: float) -> str:
    """A value of information; one that the draws cannot tell from nothing says so."""
    if not is_worth(value, error):
        return "nothing measurable"
    unit = float(formats.unit_for(error))
    if value < unit:
        return f"less than {formats.pounds_long(unit)}"
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
        Column("Option", numeric=False),
        Column("Chance it is the right choice"),
        Column("Would turn out wrong"),
        Column("Gives away on average"),
        Column("… when it is wrong"),
    )
    rows = tuple(
        Row(
            heading(book.case.option(standing.option).label),
            (
                Cell(formats.chance(standing.p_best, standing.p_best_error)),
                Cell(formats.chance(1.0 - standing.p_best, standing.p_best_error)),
                Cell(formats.pounds(standing.expected_loss, standing.loss_error)),
                Cell(formats.pounds(standing.loss_when_wrong, standing.loss_error)),
            ),
        )
        for standing in found.standings
    )
    return Table(
        "drivers-standings",
        "Is it the right choice?",
        columns,
        rows,
        f"£, {book.case.price_base} prices",
        (
            "The right choice is the option of highest net value once all that is uncertain here "
            "is known, business as usual among them; chance from year to year is averaged.",
        ),
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
        "Another question: does it lose money?",
        (Column("Option", numeric=False), Column("Chance it loses money")),
        rows,
        notes=(
            "Losing money is a net value below £0, chance from year to year included. The right "
            "choice can lose money, and a wrong one can pay.",
        ),
    )
