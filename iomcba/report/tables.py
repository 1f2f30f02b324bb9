"""The detailed tables: every option's value, cost and benefit by year, heading, bearer and class.

Central figures are exact to the penny; simulated means stand beside them, rounded by their standard
error. Rows without a figure in this run are left out, and a table without rows is left out too.
"""

from __future__ import annotations

from collections.abc import Callable

from iomcba.report import formats, labels, lookup, verdict
from iomcba.report.grid import folded, heading, kept, something, table_of
from iomcba.report.lookup import Lookup, Words, central_as, expected_as, mean_as
from iomcba.report.option_tables import one_option
from iomcba.report.views import Part, Row, Table, say

WHY_THEY_DIFFER = (
    "The central case is one evaluation with every quantity at its mean; the expected value is the "
    "mean over all draws. They differ because quantities are multiplied and some move together, "
    "so the value at the means is not the mean of the values; the residual is that difference."
)

_PENNY = central_as(formats.pounds_exact)
_EXPECTED = mean_as(formats.pounds_long)
_POUNDS = expected_as(formats.pounds)
_COUNT_EXACT = central_as(formats.count_exact)
_COUNT_EXPECTED = mean_as(formats.count)
_COUNT = expected_as(formats.count)
_SHARE = expected_as(formats.per_cent)
_RATIO = expected_as(formats.ratio)
_CHANCE = expected_as(formats.chance)
_RANGES = {"counterfactual-offences": lookup.range80_count}
_COUNTS = ("observed-offences", "counterfactual-crimes")
Named = tuple[str, str]


def option_parts(book: Lookup) -> tuple[Part, ...]:
    """The section of tables: all options side by side, then one by one."""
    return (_side_by_side(book), *(one_option(book, option) for option in book.proposals))


def counterfactual(book: Lookup, checks: tuple[Table, ...]) -> Part:
    """What would happen anyway; `checks` are the case's own tables on how well that is known."""
    quantities: tuple[tuple[str, str, Words], ...] = (
        ("Proven offences", "counterfactual-offences", _COUNT),
        ("Share of the yearly average before", "natural-fall", _SHARE),
        ("Value of the cohort’s crime", "counterfactual-value", _POUNDS),
    )
    rows = (
        Row(
            heading(label),
            tuple(
                book.cell(f"case.{quantity}.{year}", words, note=_RANGES.get(quantity))
                for year in book.case.years
            ),
        )
        for label, quantity, words in quantities
    )
    by_offence = something(
        book,
        kept(
            Row(
                heading(label),
                tuple(book.cell(f"case.{name}.{id}", _COUNT, absent="–") for name in _COUNTS),
            )
            for id, label in book.case.offences
        ),
    )
    return Part(
        "counterfactual",
        "What the cohort would do anyway",
        (say(labels.method(book.case)),),
        (
            *table_of(
                "counterfactual-years",
                "Offending expected without a new option, by year",
                ("Quantity", *book.case.years),
                rows,
                "expected values; small print: range, 8 times in 10",
                stack=True,
            ),
            *checks,
            *folded(
                table_of(
                    "counterfactual-crimes",
                    f"By offence: proven before, and crimes expected in {book.horizon}",
                    ("Offence", "Proven, selection window", "Crimes expected"),
                    by_offence,
                    "crimes are estimates, more than what is proven",
                )
            ),
        ),
    )


def _side_by_side(book: Lookup) -> Part:
    measures: tuple[Named, ...] = (
        ("npsv", "Net present social value"),
        ("pvc", "Present value of costs"),
        ("pvb", "Present value of benefits"),
    )
    tables = [table for id, label in measures for table in _measure(book, id, label)]
    return Part(
        "side-by-side",
        "All options, with the error of each figure",
        (say(WHY_THEY_DIFFER),),
        folded((*tables, *_ratios(book), *_robust(book), *_crimes(book))),
    )


def _measure(book: Lookup, measure: str, label: str) -> tuple[Table, ...]:
    columns: tuple[tuple[str, Words], ...] = (
        ("Central", _PENNY),
        ("Expected", _EXPECTED),
        ("Standard error", lookup.error_in_pounds),
        ("Residual", lookup.residual),
        ("80% range", lookup.range80),
        ("95% range", lookup.range95),
        ("80% range of the expected value", lookup.range80_expected),
    )
    return _by_option(book, f"options-{measure}", label, columns, lambda _: measure)


def _by_option(
    book: Lookup,
    id: str,
    caption: str,
    columns: tuple[tuple[str, Words], ...],
    quantity: Callable[[str], str],
    units: str = "",
) -> tuple[Table, ...]:
    """A table with a row an option; `quantity` names the figure of a column."""
    rows = (
        Row(
            heading(option.label),
            tuple(
                book.cell(f"{option.id}.{quantity(label)}", words, absent="–")
                for label, words in columns
            ),
        )
        for option in book.proposals
    )
    heads = ("Option", *(label for label, _ in columns))
    units = units or f"£, {book.case.price_base} prices, {labels.discounting(book.case)}"
    return table_of(id, caption, heads, rows, units)


def _ratios(book: Lookup) -> tuple[Table, ...]:
    def year(figure_words: str) -> Words:
        return lambda figure: (
            figure_words if figure.central is None else verdict.year_at(book, figure.central)
        )

    columns: dict[str, tuple[str, Words]] = {
        "Benefit-cost ratio": ("bcr", _RATIO),
        "Ratio, savings as negative cost": ("bcr-savings-as-negative-cost", _RATIO),
        "Chance that net value is above 0": ("p-npsv-positive", _CHANCE),
        "Chance of being best": ("p-best", _CHANCE),
        "Payback in value": ("payback-year", year(f"not within {book.horizon}")),
        "Payback in cash": ("payback-year-cash", year(f"not within {book.horizon}")),
        "Crimes avoided": ("crimes-avoided", _COUNT),
        "Proven offences avoided": ("proven-offences-avoided", _COUNT),
        "Cost per crime avoided": ("cost-per-crime-avoided", _POUNDS),
    }
    return _by_option(
        book,
        "options-ratios",
        "Ratios, chances, payback and crime avoided",
        tuple((label, words) for label, (_, words) in columns.items()),
        lambda label: columns[label][0],
        "expected values; the ratio is of expected present values, not a mean of ratios",
    )


def _robust(book: Lookup) -> tuple[Table, ...]:
    columns = {
        "Net value": "npsv",
        "Without homicide and rape": "npsv-without-severe",
        "Without optimism bias on costs": "npsv-without-optimism-bias",
        "Without grades on benefits": "npsv-without-confidence-grades",
    }
    return _by_option(
        book,
        "options-robust",
        "Net value with and without the severest crimes and corrections for optimism",
        tuple((label, _POUNDS) for label in columns),
        columns.__getitem__,
    )


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
        f"Crimes avoided over {book.horizon}, by offence",
        ("Offence", *(option.label for option in book.proposals)),
        something(book, rows),
        "expected crimes",
    )
