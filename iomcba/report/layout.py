"""SharedCase → Report: all views of a report in page order, and its charts.

In: a case after disclosure control. Out: frozen nouns whose numbers are already words.
"""

from __future__ import annotations

from dataclasses import replace

from iomcba.report import (
    annex,
    assurance,
    benefits,
    front,
    glossary,
    labels,
    method_text,
    partners,
    summary_table,
    tables,
    trial,
)
from iomcba.report.charts.every import charts
from iomcba.report.decision import section
from iomcba.report.lookup import Lookup
from iomcba.report.views import Report
from iomcba.terms.catalogue import Catalogue
from iomcba.terms.findings import SharedCase

_LAST: list[tuple[SharedCase, Catalogue, str, Report]] = []


def lay_out(shared: SharedCase, words: Catalogue, stamp: str = "") -> Report:
    """The whole report in these words; `stamp` is the time to print, blank for none.

    Asked for again by the next renderer of the same case, it is not laid out again.
    """
    for case, said, printed, report in _LAST:
        if case is shared and said is words and printed == stamp:
            return report
    _LAST[:] = [(shared, words, stamp, _laid_out(shared, words, stamp))]
    return _LAST[0][-1]


def _laid_out(shared: SharedCase, words: Catalogue, stamp: str) -> Report:
    case = shared.case
    book = Lookup(case, words)
    report = Report(
        title=case.title,
        area=case.area,
        label=case.label or (book.text("page.synthetic") if case.synthetic else ""),
        warnings=labels.warnings(book, front_page=True),
        other_warnings=labels.warnings(book, front_page=False),
        front=front.front_page(book),
        charts=charts(book),
        trial=trial.trial(book),
        summary=summary_table.summary(book),
        partners=partners.parts(book),
        benefits=benefits.parts(book),
        counterfactual=tables.counterfactual(book, annex.own_tables(book, annex.CHECKS)),
        drivers=section.part(book),
        options=tables.option_parts(book),
        published=annex.published(book),
        extras=annex.other_tables(book),
        assumptions=annex.assumptions(book),
        sources=annex.sources(book),
        attributions=case.attributions,
        method=method_text.method(book),
        assurance=method_text.assurance(shared, book),
        provenance=annex.provenance(shared, book, stamp, assurance.reviews(book)),
        stamp=stamp,
    )
    return replace(report, glossary=glossary.part(report, words))
