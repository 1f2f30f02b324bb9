"""The tables of one option: by year, heading, payer, gainer, class of value, and cash by agency.

Central figures are exact to the penny; simulated means stand beside them, rounded by their standard
error. Rows without a figure in this run are left out, and a table without rows is left out too.
"""

from __future__ import annotations

from dataclasses import replace

from iomcba.report import formats, labels, lookup, reconcile
from iomcba.report.grid import folded, heading, kept, something, table_of
from iomcba.report.lookup import Lookup, Words, central_as, mean_as
from iomcba.report.views import Cell, Part, Row, Table, say
from iomcba.terms.findings import OptionLabel

_PENNY = central_as(formats.pounds_exact)
_EXPECTED = mean_as(formats.pounds_long)
_COUNT_EXACT = central_as(formats.count_exact)
_COUNT_EXPECTED = mean_as(formats.count)
Named = tuple[str, str]


def one_option(book: Lookup, option: OptionLabel) -> Part:
    """Everything the run found about one option."""
    bearers = tuple((bearer.id, bearer.label) for bearer in book.case.bearers)
    headings = tuple((heading, heading.capitalize()) for heading in book.case.headings)
    real = f"£, {book.case.price_base} prices, not discounted"
    words = tuple(say(text) for text in (option.description or option.summary,) if text)
    tables = (
        *_money_by_year(book, option, real),
        *_crime_by_year(book, option),
        *_split(book, option, "cost", "Cost by heading", "Heading", headings, real),
        *_split(book, option, "cost", "Cost by payer", "Payer", bearers, real),
        *_split(book, option, "benefit", "Benefit by who gains", "Who gains", bearers, real),
        *_split(book, option, "benefit", "Benefit by class", "Class", _classes(book), real),
        *_present_values(book, option, (*bearers, *headings)),
        *_cash(book, option),
        *reconcile.table(book, option),
    )
    # A caption is often read alone, from a list of tables: it says whose table it is.
    named = (
        replace(table, caption=f"{option.label} – {_lower(table.caption)}") for table in tables
    )
    return Part(f"option-{option.id}", option.label, words, folded(named))


def _classes(book: Lookup) -> tuple[Named, ...]:
    ids = dict.fromkeys((*book.case.value_classes, *labels.CLASSES))
    return tuple((id, labels.class_label(id)) for id in ids)


def _lower(caption: str) -> str:
    return caption[:1].lower() + caption[1:]


def _pair(book: Lookup, name: str, central: Words, simulated: Words) -> tuple[Cell, Cell]:
    """Central and expected, side by side."""
    return book.cell(name, central, absent="–"), book.cell(name, simulated, absent="–")


def _year_columns(book: Lookup, first: str) -> tuple[str, ...]:
    return (first, *(f"{y} {kind}" for y in book.case.years for kind in ("central", "expected")))


def _by_year(
    book: Lookup, stem: str, label: str, central: Words = _PENNY, simulated: Words = _EXPECTED
) -> Row:
    pairs = (_pair(book, f"{stem}.{year}", central, simulated) for year in book.case.years)
    return Row(heading(label), tuple(cell for pair in pairs for cell in pair))


def _money_by_year(book: Lookup, option: OptionLabel, units: str) -> tuple[Table, ...]:
    def ranges(stem: str, label: str) -> Row:
        names = (f"{stem}.{year}" for year in book.case.years)
        pairs = ((Cell(""), book.cell(name, lookup.range80, absent="–")) for name in names)
        return Row(heading(label), tuple(cell for pair in pairs for cell in pair))

    rows = (
        _by_year(book, f"{option.id}.cost", "Cost"),
        _by_year(book, f"{option.id}.benefit", "Benefit"),
        _by_year(book, f"{option.id}.net", "Net"),
        ranges(f"{option.id}.net", "Net: 80% range"),
        _by_year(book, f"{option.id}.cumulative-net", "Net so far, discounted"),
        ranges(f"{option.id}.cumulative-net", "Net so far: 80% range"),
    )
    caption = "Cost, benefit and net value by year"
    return table_of(
        f"option-{option.id}--years", caption, _year_columns(book, "Money"), rows, units
    )


def _crime_by_year(book: Lookup, option: OptionLabel) -> tuple[Table, ...]:
    quantities: tuple[Named, ...] = (
        ("engaged", "People engaged"),
        ("reached", "Share of the cohort’s offending that is reached"),
        ("proven-offences-avoided", "Proven offences avoided"),
        ("crimes-avoided", "Crimes avoided"),
    )
    rows = (
        _by_year(book, f"{option.id}.{id}", label, _COUNT_EXACT, _COUNT_EXPECTED)
        for id, label in quantities
    )
    caption = "Engagement and crime avoided by year"
    columns = _year_columns(book, "Quantity")
    return table_of(
        f"option-{option.id}--crime", caption, columns, rows, "people, offences, crimes"
    )


def _split(
    book: Lookup,
    option: OptionLabel,
    quantity: str,
    caption: str,
    first: str,
    keys: tuple[Named, ...],
    units: str,
) -> tuple[Table, ...]:
    """A quantity by heading or bearer and year, with its total."""
    lines = kept(_by_year(book, f"{option.id}.{quantity}.{id}", label) for id, label in keys)
    rows = something(book, lines)
    total = _by_year(book, f"{option.id}.{quantity}", "All")
    closed = (*rows, Row(total.head, total.cells, total=True)) if rows else ()
    id = f"option-{option.id}--{quantity}-{first.lower().replace(' ', '-')}"
    return table_of(id, caption, _year_columns(book, first), closed, units)


def _present_values(
    book: Lookup, option: OptionLabel, bearers: tuple[Named, ...]
) -> tuple[Table, ...]:
    classes = _classes(book)

    def cells(part: str) -> tuple[Cell, ...]:
        pairs = (_pair(book, f"{option.id}.{m}{part}", _PENNY, _EXPECTED) for m in ("pvc", "pvb"))
        return tuple(cell for pair in pairs for cell in pair)

    lines = kept(Row(heading(label), cells(f".{id}")) for id, label in (*bearers, *classes))
    by_part = something(book, lines)
    rows = (*by_part, Row(heading("All"), cells(""), total=True)) if by_part else ()
    return table_of(
        f"option-{option.id}--present-values",
        "Present value by who pays and who gains, and by class of value",
        ("Part", "Cost, central", "Cost, expected", "Benefit, central", "Benefit, expected"),
        rows,
        f"£, {book.case.price_base} prices, {labels.discounting(book.case)}; "
        "payers and headings are two splits of one cost, gainers and classes of one benefit",
    )


def _cash(book: Lookup, option: OptionLabel) -> tuple[Table, ...]:
    kinds: tuple[Named, ...] = (
        ("cash-cost", "spends"),
        ("cash-saving", "saves"),
        ("net-budget", "effect on budget"),
    )
    rows = [
        _by_year(book, f"{option.id}.{id}.{bearer.id}", f"{bearer.label}: {verb}")
        for bearer in book.case.bearers
        if bearer.cash_budget
        for id, verb in kinds
    ]
    total = _by_year(book, f"{option.id}.net-budget", "All: effect on budget")
    return table_of(
        f"option-{option.id}--cash",
        "Cash by agency",
        _year_columns(book, "Agency"),
        (*something(book, rows), Row(total.head, total.cells, total=True)),
        "£, nominal cash; never added to public value",
    )
