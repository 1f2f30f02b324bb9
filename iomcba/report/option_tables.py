"""The tables of one option: by year, heading, payer, gainer, class of value, and cash by agency.

Central figures are exact to the penny; simulated means stand beside them, rounded by their standard
error. Rows without a figure in this run are left out, and a table without rows is left out too.
"""

from __future__ import annotations

from iomcba.report import formats, labels, lookup, reconcile
from iomcba.report.grid import folded, heading, kept, something, table_of
from iomcba.report.lookup import Lookup, Words, central_as, mean_as
from iomcba.report.views import Cell, Part, Row, Table, say
from iomcba.terms.findings import OptionLabel

_PENNY = central_as(formats.pounds_exact)
_EXPECTED = mean_as(formats.pounds_long)
_COUNT_EXACT = central_as(formats.count_exact)
_COUNT_EXPECTED = mean_as(formats.count)
_CRIME = ("engaged", "reached", "proven-offences-avoided", "crimes-avoided")
_CASH = ("cash-cost", "cash-saving", "net-budget")
_PRESENT = ("part", "cost-central", "cost-expected", "benefit-central", "benefit-expected")
Named = tuple[str, str]


def one_option(book: Lookup, option: OptionLabel) -> Part:
    """Everything the run found about one option."""
    bearers = tuple((bearer.id, bearer.label) for bearer in book.case.bearers)
    headings = tuple((id, labels.heading(book, id)) for id in book.case.headings)
    words = tuple(say(text) for text in (option.description or option.summary,) if text)
    tables = (
        *_money_by_year(book, option),
        *_crime_by_year(book, option),
        *_split(book, option, "cost-heading", headings),
        *_split(book, option, "cost-payer", bearers),
        *_split(book, option, "benefit-who-gains", bearers),
        *_split(book, option, "benefit-class", _classes(book)),
        *_present_values(book, option, (*bearers, *headings)),
        *_cash(book, option),
        *reconcile.table(book, option),
    )
    return Part(f"option-{option.id}", option.label, words, folded(tables))


def _classes(book: Lookup) -> tuple[Named, ...]:
    ids = dict.fromkeys((*book.case.value_classes, *labels.CLASSES))
    return tuple((id, labels.class_label(book, id)) for id in ids)


def _caption(book: Lookup, option: OptionLabel, id: str) -> str:
    """A caption is often read alone, from a list of tables: it says whose table it is."""
    return book.text(f"option.{id}-caption", option=option.label)


def _real(book: Lookup) -> str:
    return book.text("option.units", prices=book.case.price_base)


def _pair(book: Lookup, name: str, central: Words, simulated: Words) -> tuple[Cell, Cell]:
    """Central and expected, side by side."""
    return book.cell(name, central, absent="–"), book.cell(name, simulated, absent="–")


def _year_columns(book: Lookup, first: str) -> tuple[str, ...]:
    kinds = ("central", "expected")
    years = book.case.years
    heads = (book.text(f"option.year-{kind}", year=year) for year in years for kind in kinds)
    return (book.text(f"option.{first}"), *heads)


def _by_year(
    book: Lookup, stem: str, label: str, central: Words = _PENNY, simulated: Words = _EXPECTED
) -> Row:
    pairs = (_pair(book, f"{stem}.{year}", central, simulated) for year in book.case.years)
    return Row(heading(label), tuple(cell for pair in pairs for cell in pair))


def _money_by_year(book: Lookup, option: OptionLabel) -> tuple[Table, ...]:
    def money(quantity: str) -> Row:
        return _by_year(book, f"{option.id}.{quantity}", book.text(f"option.{quantity}"))

    def ranges(quantity: str) -> Row:
        names = (f"{option.id}.{quantity}.{year}" for year in book.case.years)
        pairs = ((Cell(""), book.cell(name, lookup.range80, absent="–")) for name in names)
        label = book.text(f"option.{quantity}-range")
        return Row(heading(label), tuple(cell for pair in pairs for cell in pair))

    rows = (
        money("cost"),
        money("benefit"),
        money("net"),
        ranges("net"),
        money("cumulative-net"),
        ranges("cumulative-net"),
    )
    columns = _year_columns(book, "money")
    caption = _caption(book, option, "years")
    return table_of(f"option-{option.id}--years", caption, columns, rows, _real(book))


def _crime_by_year(book: Lookup, option: OptionLabel) -> tuple[Table, ...]:
    rows = (
        _by_year(
            book,
            f"{option.id}.{quantity}",
            book.text(f"option.{quantity}"),
            _COUNT_EXACT,
            _COUNT_EXPECTED,
        )
        for quantity in _CRIME
    )
    return table_of(
        f"option-{option.id}--crime",
        _caption(book, option, "crime"),
        _year_columns(book, "quantity"),
        rows,
        book.text("option.crime-units"),
    )


def _split(
    book: Lookup, option: OptionLabel, id: str, keys: tuple[Named, ...]
) -> tuple[Table, ...]:
    """A quantity (cost or benefit) by heading, bearer or class, and year, with its total."""
    quantity, _, first = id.partition("-")
    lines = kept(_by_year(book, f"{option.id}.{quantity}.{key}", label) for key, label in keys)
    rows = something(book, lines)
    total = _by_year(book, f"{option.id}.{quantity}", book.text("option.all"))
    closed = (*rows, Row(total.head, total.cells, total=True)) if rows else ()
    columns = _year_columns(book, first)
    name = f"option-{option.id}--{id}"
    return table_of(name, _caption(book, option, id), columns, closed, _real(book))


def _present_values(
    book: Lookup, option: OptionLabel, bearers: tuple[Named, ...]
) -> tuple[Table, ...]:
    classes, case = _classes(book), book.case

    def cells(part: str) -> tuple[Cell, ...]:
        pairs = (_pair(book, f"{option.id}.{m}{part}", _PENNY, _EXPECTED) for m in ("pvc", "pvb"))
        return tuple(cell for pair in pairs for cell in pair)

    lines = kept(Row(heading(label), cells(f".{id}")) for id, label in (*bearers, *classes))
    by_part = something(book, lines)
    total = Row(heading(book.text("option.all")), cells(""), total=True)
    discounted = labels.discounting(book)
    return table_of(
        f"option-{option.id}--present-values",
        _caption(book, option, "present-values"),
        [book.text(f"option.{column}") for column in _PRESENT],
        (*by_part, total) if by_part else (),
        book.text("option.present-values-units", prices=case.price_base, discounting=discounted),
    )


def _cash(book: Lookup, option: OptionLabel) -> tuple[Table, ...]:
    rows = [
        _by_year(
            book,
            f"{option.id}.{id}.{bearer.id}",
            book.text(f"option.{id}", who=bearer.label),
        )
        for bearer in book.case.bearers
        if bearer.cash_budget
        for id in _CASH
    ]
    total = _by_year(book, f"{option.id}.net-budget", book.text("option.net-budget-all"))
    return table_of(
        f"option-{option.id}--cash",
        _caption(book, option, "cash"),
        _year_columns(book, "agency"),
        (*something(book, rows), Row(total.head, total.cells, total=True)),
        book.text("option.cash-units"),
    )
