"""Verdicts, fall-backs, the terminal and the JSON: the same story in each."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import invented_cases
import pytest
from pages import ENGLISH
from rich.cells import cell_len

from iomcba.report import front, screen, summary_json, verdict
from iomcba.report.layout import lay_out
from iomcba.report.lookup import Lookup
from iomcba.report.views import plain
from iomcba.terms.findings import Figure, SharedCase

CASES = ("smallest", "bare_option", "largest", "no_option_pays", "with_hidden")
ESCAPE = re.compile(r"\x1b\[[0-9;]*m")


def said(shared: SharedCase) -> str:
    return " ".join(plain(sentence) for sentence in verdict.verdict(Lookup(shared.case, ENGLISH)))


def with_figures(shared: SharedCase, *figures: Figure) -> SharedCase:
    changed = {**shared.case.figures, **{figure.name: figure for figure in figures}}
    return SharedCase(replace(shared.case, figures=changed), shared.policy)


def test_verdict_when_no_option_pays():
    # Break-even by hand: 3,912,345.55 / 12,000,000 = 32.6%.
    text = said(invented_cases.no_option_pays())
    assert text.startswith("On this evidence no option pays for itself within three years")
    assert "£2.3m less than it costs" in text
    assert "cut the cohort’s crime by 33%" in text
    assert "7% less crime (its range: from 11% more to 22% less)" in text


def test_verdict_of_a_preferred_option_gives_range_and_chance_of_loss():
    text = said(invented_cases.largest())
    assert "£1.2m more than it costs over three years: between −£2.4m and £4.8m" in text
    assert "loses money is 38%" in text


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (1.43, "even if the cohort’s crime stopped: it would need a cut of 143%"),
        (-0.02, "needs no cut in crime to pay for itself"),
        (0.084, "by 8.4% (78% among the people it reaches) to pay for itself"),
    ],
)
def test_break_even_beyond_all_and_below_nothing(share, words):
    figure = Figure("rehabilitation-gateway.break-even-cohort", share)
    assert words in said(with_figures(invented_cases.largest(), figure))


def test_payback_within_the_horizon_names_the_year():
    shared = with_figures(
        invented_cases.largest(), Figure("rehabilitation-gateway.payback-year-cash", 2.0)
    )
    book = Lookup(shared.case, ENGLISH)
    text = plain(verdict.payback(book, (book.focus,))[0])
    assert "pays back in cash in 2013-14" in text
    assert "pays back in public value in 2012-13" in text


def test_payback_beyond_the_horizon_is_said_once_for_all():
    book = Lookup(invented_cases.no_option_pays().case, ENGLISH)
    (sentence,) = verdict.payback(book, book.proposals)
    assert plain(sentence).startswith("No payback within three years, in cash or in public value")
    assert all(option.label in plain(sentence) for option in book.proposals)


@pytest.mark.parametrize(("mean", "likely"), [(40.0, 0.61), (9e4, 0.43)])
def test_an_option_that_is_barely_best_is_not_called_worth_it(mean, likely):
    """Worth nothing as printed, or likelier to lose than not: neither clearly pays."""
    shared = invented_cases.no_option_pays()
    case = with_figures(
        shared,
        Figure("do-minimum.npsv", mean, mean, 900.0),
        Figure("do-minimum.p-npsv-positive", None, likely, 0.004),
    ).case
    case = replace(case, preferred="do-minimum")
    book = Lookup(case, ENGLISH)
    text = said(SharedCase(case, "none"))
    assert text.startswith("On this evidence no option clearly pays for itself")
    assert "Do the minimum comes nearest" in text
    assert "Rehabilitation gateway would need to cut the cohort’s crime by 33%" in text
    assert book.focus.id == "rehabilitation-gateway"
    tags = {card.id: card.tag for card in front.front_page(book).cards}
    assert tags["do-minimum"] == "comes nearest, but does not clearly pay"


def test_a_clear_winner_says_that_the_others_lose():
    text = said(invented_cases.largest())
    assert "Every other option is expected to cost more than it brings." in text
    better = with_figures(invented_cases.largest(), Figure("do-minimum.npsv", 3e4, 3e4, 10.0))
    assert "Every other option" not in said(better)


def test_absent_figures_fall_back():
    text = said(invented_cases.bare_option())
    assert ENGLISH.text("figure.not-in-run") in text
    assert "Empty option" in text


def test_a_transcribed_row_is_found_by_note_or_source():
    shared = invented_cases.largest()
    book = Lookup(shared.case, ENGLISH)
    # Each third row cites the source read through a transcription: 54 / 3.
    assert sum(front.transcribed(book, row) for row in shared.case.assumptions) == 18
    row = replace(shared.case.assumptions[1], note="Transcribed by hand.")
    assert front.transcribed(book, row)


def test_front_page_never_adds_cash_to_value():
    page = front.front_page(Lookup(invented_cases.largest().case, ENGLISH))
    quantities = [
        {cell.figure.split(".")[1] for cell in column if cell.figure}
        for column in zip(*(row.cells for row in page.bearers.rows), strict=True)
    ]
    assert quantities == [{"pvc"}, {"pvb"}, {"cash-cost"}, {"cash-saving"}, {"net-budget"}]


def test_front_page_says_each_thing_once():
    for case in (invented_cases.largest(), invented_cases.no_option_pays()):
        page = front.front_page(Lookup(case.case, ENGLISH))
        answers = (sentence for answer in page.answers for sentence in answer.sentences)
        sentences = [plain(sentence) for sentence in (*page.verdict, *answers)]
        assert len(sentences) == len(set(sentences))


def test_front_page_lists_no_payer_of_nothing():
    page = front.front_page(Lookup(invented_cases.largest().case, ENGLISH))
    payers = [row.head.text for row in page.cost.rows]
    assert "Victims and wider society" not in payers
    assert payers[-1] == "All payers"


def test_every_assumption_is_listed_with_its_place():
    shared = invented_cases.largest()
    tables = lay_out(shared, ENGLISH).assumptions
    listed = {(row.head.text, row.head.note) for table in tables for row in table.rows}
    assert listed == {(row.name, f"{row.file}:{row.line}") for row in shared.case.assumptions}


def test_only_web_addresses_become_links():
    links = {
        source.id: source.link for source in lay_out(invented_cases.largest(), ENGLISH).sources
    }
    assert links == {"home-office-2011": "https://www.example.org/costs", "pilot-case-study": ""}


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("width", [40, 80, 132])
def test_screen_is_never_wider_than_asked(name, width):
    text = screen.summary(getattr(invented_cases, name)(), ENGLISH, width, colour=False)
    assert max(cell_len(line) for line in text.splitlines()) <= width
    assert "\x1b" not in text


def test_colour_changes_no_word(monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    shared = invented_cases.largest()
    coloured = screen.summary(shared, ENGLISH, 80, colour=True)
    assert "\x1b[" in coloured
    lines = [line.rstrip() for line in ESCAPE.sub("", coloured).splitlines()]
    assert lines == screen.summary(shared, ENGLISH, 80, colour=False).splitlines()


def test_screen_names_every_option_and_says_what_is_hidden():
    shared = invented_cases.with_hidden()
    text = " ".join(screen.summary(shared, ENGLISH, 80, colour=False).split())
    assert "fewer than 10" in text
    assert not any(form in text for form in invented_cases.SECRET_FORMS)


@pytest.mark.parametrize("name", CASES)
def test_json_is_stable_and_sorted(name):
    shared = getattr(invented_cases, name)()
    text = summary_json.summary(shared)
    document = json.loads(text)
    assert text == summary_json.summary(shared)
    assert text == json.dumps(document, sort_keys=True, indent=2, ensure_ascii=False) + "\n"
    assert [option["id"] for option in document["options"]] == [o.id for o in shared.case.options]


def test_json_keeps_every_bit_and_hides_what_is_hidden():
    shared = invented_cases.with_hidden()
    document = json.loads(summary_json.summary(shared))
    figures = {option["id"]: option["figures"] for option in document["options"]}
    assert figures["do-minimum"]["pvc"]["central"] == 212_345.67
    assert figures["virtual-team"]["npsv"] == {"hidden": "fewer than 10"}
    assert document["case"]["cohort-size"] == {"hidden": "fewer than 10"}
    assert "98765" not in summary_json.summary(shared)


def test_json_writes_no_infinity():
    shared = with_figures(invented_cases.largest(), Figure("do-minimum.bcr", float("inf")))
    figures = json.loads(summary_json.summary(shared))["options"][1]["figures"]
    assert figures["bcr"]["central"] is None
