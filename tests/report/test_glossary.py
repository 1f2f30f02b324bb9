"""The glossary of a report: the terms that it uses, in every clothing, from one source."""

from __future__ import annotations

import invented_cases
from pages import ENGLISH, TEMPLATES, Page

from iomcba.report import glossary, html
from iomcba.report.five_cases import lay_out_paper
from iomcba.report.layout import lay_out
from iomcba.report.views import Part, Row, Table
from iomcba.terms.catalogue import Catalogue, glossary_terms

TERMS = {
    "glossary.title": "Words",
    "glossary.caption": "Terms",
    "glossary.term": "Term",
    "glossary.means": "Means",
    "glossary.money.title": "Money",
    "glossary.money.npsv": "Net present social value (NPSV), net value. What it is worth.",
    "glossary.money.draw": "Draw. One sample.",
    "glossary.money.dose": "Dose. How strong it is.",
}


def rows_of(part: Part) -> tuple[Row, ...]:
    return part.tables[0].rows if part.tables else ()


def test_a_term_is_listed_where_the_report_has_one_of_its_names() -> None:
    for said, found in (
        ("The net value is £1m.", ["Net present social value (NPSV), net value"]),
        ("NPSV; 4,096 draws", ["Draw", "Net present social value (NPSV), net value"]),
        ("withdrawn, overdosed", []),
    ):
        part = glossary.said_in(said, Catalogue(texts=TERMS))
        assert [row.head.text for row in rows_of(part)] == found


def test_every_term_has_a_meaning_and_stands_once() -> None:
    terms = [pair for held in glossary_terms(ENGLISH).values() for pair in held]
    assert len({term.lower() for term, _ in terms}) == len(terms) > 40
    assert all(meaning.endswith(".") for _, meaning in terms)


def test_page_and_paper_hold_the_same_glossary() -> None:
    case = invented_cases.largest()
    report = lay_out(case, ENGLISH)
    terms = [row.head.text for row in rows_of(report.glossary)]
    assert "Cohort" in terms
    assert "Counterfactual" in terms
    page = Page(html.render(case, TEMPLATES, ENGLISH))
    assert "glossary-terms" in page.ids
    sections = {section.id: section for section in lay_out_paper(report, ENGLISH).sections}
    assert sections["glossary"].title.startswith("Appendix ")
    (table,) = (block for block in sections["glossary"].blocks if isinstance(block, Table))
    assert [row.head.text for row in table.rows] == terms


def test_a_report_without_any_of_the_terms_has_no_glossary() -> None:
    assert glossary.said_in("Nothing.", Catalogue(texts=TERMS)).tables == ()


def test_a_term_is_linked_where_the_page_says_it_first_and_nowhere_else() -> None:
    template = "{% for text in told %}<p>{{ text | explained }}</p>{% endfor %}"
    told = ["Withdrawn <b>.", "Two draws; NPSV −£1m.", "Every draw of the net value."]
    terms = glossary.targets(glossary.said_in(" ".join(told), Catalogue(texts=TERMS)))
    page = html.page("page", {"page": template}, ENGLISH, terms=terms, told=told).decode()
    npsv = "term-net-present-social-value-npsv-net-value"
    assert page == (
        "<p>Withdrawn &lt;b&gt;.</p>"
        '<p>Two <a class="term" href="#term-draw">draws</a>; '
        f'<a class="term" href="#{npsv}">NPSV</a> <span class="word">−£1m</span>.</p>'
        "<p>Every draw of the net value.</p>"
    )


def test_every_term_that_a_page_links_is_explained_there() -> None:
    page = Page(html.render(invented_cases.largest(), TEMPLATES, ENGLISH))
    asked = [given["href"][1:] for tag, given in page.tags if given.get("class") == "term"]
    assert {"term-cohort", "term-option"} <= set(asked)
    assert len(set(asked)) == len(asked)
    assert set(asked) <= set(page.ids)
    assert len(set(page.ids)) == len(page.ids)


def test_where_nothing_is_explained_nothing_is_linked() -> None:
    page = html.page("page", {"page": "{{ 'a draw' | explained }}"}, ENGLISH)
    assert page == b"a draw"
