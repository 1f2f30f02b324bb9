"""SharedCase → business-case.xlsx: bytes of the finance workbook, the same for the same case."""

from __future__ import annotations

from iomcba.report.workbook import (
    assumptions,
    benefits,
    checks,
    costs,
    effect,
    engagement,
    fit,
    results,
    value,
    words,
)
from iomcba.report.workbook.context import Context, context
from iomcba.report.workbook.grid import Model, Table
from iomcba.report.workbook.reading import names_read
from iomcba.report.workbook.saying import said
from iomcba.report.workbook.writing import written
from iomcba.terms.catalogue import Catalogue
from iomcba.terms.findings import SharedCase


def render(shared: SharedCase, catalogue: Catalogue, stamp: str = "") -> bytes | None:
    """Render the finance workbook; None where too little may be shared for live formulas.

    Args:
        shared: the case after disclosure control.
        catalogue: the words of the report.
        stamp: the date to print and to put into the file's properties; blank prints none.
    """
    works = shared.case.workings
    if works is None:
        return None
    book = context(shared, works, catalogue)
    return written(model(book), words.cover(book, stamp), shared.case, catalogue, stamp)


def model(book: Context) -> Model:
    """Every table in the order of its sheet, and the defined names."""
    control, controls = checks.control(book)
    people, facts = fit.cohort(book)
    figures, headlines = results.results(book)
    steps = _there(
        people,
        fit.without(book),
        fit.concentration(book),
        fit.years(book),
        fit.later(book),
        engagement.engagement(book),
        engagement.months(book),
        effect.pathways(book),
        effect.effect(book),
        effect.avoided(book),
        value.unit_values(book),
        value.outcomes(book),
        costs.costs(book),
        costs.value_to_cash(book),
        benefits.benefits(book),
        benefits.yearly(book),
        benefits.pooled(book),
        figures,
    )
    listed, inputs = assumptions.assumptions(book, names_read(steps))
    changing = any(values for _, values in book.works.scenarios)
    tables = [
        *(control, results.summary(book), checks.checks(book), listed),
        *_there(
            assumptions.scenarios(book),
            assumptions.changes(book) if changing else None,
            results.by_scenario(book),
        ),
        *steps,
        *_there(results.simulation(book), words.who(book), words.sources(book)),
    ]
    tables += _there(words.glossary(book, tables))
    listing = words.contents(book, [(table.sheet, table.title) for table in tables])
    made = Model((listing, *tables), (*controls, *facts, *inputs, *headlines))
    return said(made, book.word)


def _there(*tables: Table | None) -> list[Table]:
    """Those tables that the case has."""
    return [table for table in tables if table is not None]
