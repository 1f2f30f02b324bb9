"""What drives the answer, in words: sides, chances, what the evidence says, and no false digits."""

from __future__ import annotations

import re

import invented_cases
import pytest

from iomcba.report.decision import names, section
from iomcba.report.decision.flips import flips
from iomcba.report.layout import lay_out
from iomcba.report.lookup import Lookup
from iomcba.report.views import plain
from iomcba.terms.decision import Driver


@pytest.fixture(scope="module")
def book() -> Lookup:
    return Lookup(invented_cases.no_option_pays().case)


def test_flips_say_side_evidence_and_chance(book: Lookup) -> None:
    said = [plain(sentence) for sentence in flips(book)]
    assert said[0] == (
        "Effect on offending: invented: if better than 12% less, Rehabilitation gateway would be "
        "the best choice. The evidence says 7% less (8 times in 10 between 20% less and 5% more); "
        "the chance of such a value is 31%."
    )
    assert "no value between £0 and £10" in said[1]
    assert "would put another option ahead of Business as usual" in said[1]


def test_the_front_page_answers_from_the_analysis(book: Lookup) -> None:
    report = lay_out(invented_cases.no_option_pays())
    (answer,) = [a for a in report.front.answers if a.id == "flip"]
    assert answer.sentences == flips(book)
    assert lay_out(invented_cases.smallest()).drivers.statements == ()


def test_a_value_the_draws_cannot_tell_from_nothing_says_so() -> None:
    assert section.worth_words(900.0, 500.0) == "nothing measurable"
    assert section.worth_words(23_412.0, 480.0) == "£23,000"


def test_the_tornado_is_longest_first_and_has_its_table(book: Lookup) -> None:
    chart = section.chart(book)
    assert chart is not None
    widths = [float(w) for w in re.findall(r'<rect [^>]*width="([\d.]+)" height="18"', chart.wide)]
    whole = [a + b for a, b in zip(widths[::2], widths[1::2], strict=True)]
    assert whole == sorted(whole, reverse=True)
    assert next(row.head.text for row in chart.table.rows) in chart.description
    assert "robbery" not in chart.description.lower()


def test_a_hidden_driver_is_nowhere(book: Lookup) -> None:
    told = section.part(book)
    cells = [row.head.text for table in told.tables for row in table.rows]
    assert not any("obbery" in text for text in cells)


@pytest.mark.parametrize(
    ("unit", "amount", "words"),
    [
        ("GBP per year", 34_567.0, "£34,600"),
        ("share", 0.123, "12%"),
        ("ratio", 1.239, "1.24"),
        ("per year", 0.005, "0.5%"),
        ("months", 9.2, "9.2"),
    ],
)
def test_values_in_their_units(unit: str, amount: float, words: str) -> None:
    assert names.value(Driver("cost.a.b", ("cost.a.b",), unit), amount) == words
