"""The detailed tables: every option's value, cost and benefit by year, heading, bearer and class.

Central figures are exact to the penny; simulated means stand beside them, rounded by their standard
error. Rows without a figure in this run are left out, and a table without rows is left out too.
"""

from __future__ import annotations

from collections.abc import Sequence

from iomcba.report import formats, labels, lookup, verdict
from iomcba.report.grid import folded, heading, kept, something, table_of
from iomcba.report.lookup import Lookup, Words, central_as, expected_as, mean_as
from iomcba.report.option_tables import one_option
from iomcba.report.views import Part, Row, Table, say
from iomcba.terms.catalogue import Catalogue
from iomcba.terms.findings import Figure

_PENNY = central_as(formats.pounds_exact)
_EXPECTED = mean_as(formats.pounds_long)
_POUNDS = expected_as(formats.pounds)
_COUNT = expected_as(formats.count)
_SHARE = expected_as(formats.per_cent)
_RATIO = expected_as(formats.ratio)
_CHANCE = lookup.expected_chance
_RANGES = {"counterfactual-offences": lookup.range80_count}
_BY_YEAR: tuple[tuple[str, Words], ...] = (
    ("counterfactual-offences", _COUNT),
    ("natural-fall", _SHARE),
    ("counterfactual-value", _POUNDS),
)
_COUNTS = ("observed-offences", "counterfactual-crimes")
_MEASURES = ("npsv", "pvc", "pvb")
_OF_A_MEASURE: tuple[tuple[str, Words], ...] = (
    ("central", _PENNY),
    ("expected", _EXPECTED),
    ("standard-error", lookup.error_in_pounds),
    ("residual", lookup.residual),
    ("range80", lookup.range80),
    ("range95", lookup.range95),
    ("range80-expected", lookup.range80_expected),
)
_ROBUST = (
    "npsv",
    "npsv-without-severe",
    "npsv-without-optimism-bias",
    "npsv-without-confidence-grades",
)
Of = tuple[str, str, Words]  # a column: the figure, its heading, the words


def option_parts(book: Lookup) -> tuple[Part, ...]:
    """The section of tables: all options side by side, then one by one."""
    return (_side_by_side(book), *(one_option(book, option) for option in book.proposals))


def counterfactual(book: Lookup, checks: tuple[Table, ...]) -> Part:
    """What would happen anyway; `checks` are the case's own tables on how well that is known."""
    return Part(
        "counterfactual",
        book.text("counterfactual.title"),
        (say(labels.method(book)),),
        (*_anyway_by_year(book), *checks, *folded(_anyway_by_offence(book))),
    )


def _anyway_by_year(book: Lookup) -> tuple[Table, ...]:
    rows = (
        Row(
            heading(book.text(f"counterfactual.{quantity}")),
            tuple(
                book.cell(f"case.{quantity}.{year}", words, note=_RANGES.get(quantity))
                for year in book.case.years
            ),
        )
        for quantity, words in _BY_YEAR
    )
    return table_of(
        "counterfactual-years",
        book.text("counterfactual.years-caption"),
        (book.text("counterfactual.quantity"), *book.case.years),
        rows,
        book.text("counterfactual.years-units"),
        stack=True,
    )


def _anyway_by_offence(book: Lookup) -> tuple[Table, ...]:
    rows = kept(
        Row(
            heading(label),
            tuple(book.cell(f"case.{name}.{id}", _COUNT, absent="–") for name in _COUNTS),
        )
        for id, label in book.case.offences
    )
    return table_of(
        "counterfactual-crimes",
        book.text("counterfactual.crimes-caption", horizon=book.horizon),
        [book.text(f"counterfactual.{name}") for name in ("offence", "proven", "crimes")],
        something(book, rows),
        book.text("counterfactual.crimes-units"),
    )


def _side_by_side(book: Lookup) -> Part:
    tables = [table for measure in _MEASURES for table in _measure(book, measure)]
    return Part(
        "side-by-side",
        book.text("options.title"),
        (book.say("options.why-they-differ"),),
        folded((*tables, *_ratios(book), *_robust(book), *_crimes(book))),
    )


def _measure(book: Lookup, measure: str) -> tuple[Table, ...]:
    columns = [(measure, book.text(f"options.{head}"), words) for head, words in _OF_A_MEASURE]
    return _by_option(book, f"options-{measure}", book.text(f"options.{measure}"), columns)


def _by_option(
    book: Lookup, id: str, caption: str, columns: Sequence[Of], units: str = ""
) -> tuple[Table, ...]:
    """A table with a row an option."""
    rows = (
        Row(
            heading(option.label),
            tuple(
                book.cell(f"{option.id}.{figure}", words, absent="–")
                for figure, _, words in columns
            ),
        )
        for option in book.proposals
    )
    heads = (book.text("options.option"), *(head for _, head, _ in columns))
    case = book.case
    discounted = labels.discounting(book)
    usual = book.text("options.units", prices=case.price_base, discounting=discounted)
    return table_of(id, caption, heads, rows, units or usual)


def _ratios(book: Lookup) -> tuple[Table, ...]:
    def year(figure: Figure, _: Catalogue) -> str:
        if figure.central is None:
            return book.text("options.not-within", horizon=book.horizon)
        return verdict.year_at(book, figure.central)

    columns: tuple[tuple[str, Words], ...] = (
        ("bcr", _RATIO),
        ("bcr-savings-as-negative-cost", _RATIO),
        ("p-npsv-positive", _CHANCE),
        ("p-best", _CHANCE),
        ("payback-year", year),
        ("payback-year-cash", year),
        ("crimes-avoided", _COUNT),
        ("proven-offences-avoided", _COUNT),
        ("cost-per-crime-avoided", _POUNDS),
    )
    return _by_option(
        book,
        "options-ratios",
        book.text("options.ratios-caption"),
        [(figure, book.text(f"options.{figure}"), words) for figure, words in columns],
        book.text("options.ratios-units"),
    )


def _robust(book: Lookup) -> tuple[Table, ...]:
    columns = [(figure, book.text(f"options.robust-{figure}"), _POUNDS) for figure in _ROBUST]
    return _by_option(book, "options-robust", book.text("options.robust-caption"), columns)


def _crimes(book: Lookup) -> tuple[Table, ...]:
    rows = kept(
        Row(
            heading(label),
            tuple(book.cell(f"{o.id}.crimes-avoided.{id}", _COUNT) for o in book.proposals),
        )
        for id, label in book.case.offences
    )
    return table_of(
        "options-crimes",
        book.text("options.crimes-caption", horizon=book.horizon),
        (book.text("options.offence"), *(option.label for option in book.proposals)),
        something(book, rows),
        book.text("options.crimes-units"),
    )
