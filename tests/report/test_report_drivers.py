"""What drives the answer, in words: sides, chances, what the evidence says, and no false digits."""

from __future__ import annotations

import re
from dataclasses import replace

import invented_cases
import pytest
from pages import ENGLISH

from iomcba.report import charts
from iomcba.report.decision import names, section, switches, tornado, two_way
from iomcba.report.decision.flips import flips
from iomcba.report.layout import lay_out
from iomcba.report.lookup import Lookup
from iomcba.report.views import plain
from iomcba.terms.decision import (
    BREAKS_EVEN,
    COST_MULTIPLES,
    LOSS_CHANCE,
    OVERTAKES,
    Driver,
    SwitchingValue,
    TwoWay,
    cost_of,
)


@pytest.fixture(scope="module")
def book() -> Lookup:
    return Lookup(invented_cases.no_option_pays().case, ENGLISH)


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
    report = lay_out(invented_cases.no_option_pays(), ENGLISH)
    (answer,) = [a for a in report.front.answers if a.id == "flip"]
    assert answer.sentences == flips(book)
    assert lay_out(invented_cases.smallest(), ENGLISH).drivers.statements == ()


def test_a_value_the_draws_cannot_tell_from_nothing_says_so(book: Lookup) -> None:
    assert section.worth_words(book, 900.0, 500.0) == "nothing measurable"
    assert section.worth_words(book, 23_412.0, 480.0) == "£23,000"


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
def test_values_in_their_units(book: Lookup, unit: str, amount: float, words: str) -> None:
    assert names.value(book, Driver("cost.a.b", ("cost.a.b",), unit), amount) == words


def test_a_long_label_stands_whole_on_a_phone() -> None:
    words = "Studies of the effect: share of their people they engaged, and for how long"
    bars = [tornado.Bar(words, -2.0, 3.0, "48%", "64%"), tornado.Bar("Short", -1.0, 1.0, "1", "2")]
    svg = tornado.tornado("t", "t", "d", bars, 0.0, charts.NARROW, ENGLISH)
    lines = re.findall(r'<text x="0" [^>]*>([^<]+)</text>', svg)
    assert " ".join(lines) == f"{words} Short"
    assert max(map(len, lines)) * 7.4 <= charts.NARROW
    tops = [float(y) for y in re.findall(r'<rect [^>]*y="([\d.]+)"[^>]*height="18"', svg)]
    labels = [float(y) for y in re.findall(r'<text x="0" y="([\d.]+)"', svg)]
    assert labels[1] < tops[0] < labels[2] < tops[-1]


def grid(npsv: tuple[tuple[float, ...], ...], option: str) -> TwoWay:
    rows = (0.8, 0.85, 0.9, 0.95, 1.05)
    return TwoWay(option, "effect.invented", cost_of(option), rows, COST_MULTIPLES, npsv)


def test_the_map_marks_where_it_turns_and_says_every_cell(book: Lookup) -> None:
    """Two cells of the first row pay: a line right of the second, and one below each of them."""
    option = book.proposals[-1].id
    worth = ((9e4, 4e4, -1e4, -6e4, -9e4), *((-5e4,) * 5,) * 4)
    chart = two_way.chart_of(book, grid(worth, option))
    for svg in (chart.wide, chart.narrow):
        assert svg.count('stroke-width="3"') == 3
        assert svg.count('class="point"') == 25
        assert svg.count("20% less, 60%: £90k") == 2  # read out, and shown on a hover
    assert "2 of 25 cells pay" in chart.description
    assert "20% less: £90k at 60%, £40k at 80%, −£10k at 100%" in chart.description
    assert [cell.text for cell in chart.table.rows[0].cells] == [
        "£90k",
        "£40k",
        "−£10k",
        "−£60k",
        "−£90k",
    ]
    never = two_way.chart_of(book, grid(((-1e4,) * 5,) * 5, option))
    assert "No cell of it pays" in never.description
    assert 'stroke-width="3"' not in never.wide


def turn(question: str, value: float | None, level: float = 0.0) -> SwitchingValue:
    gone = None if value is None else 0.25
    return SwitchingValue(
        "effect.invented", "", question, "", level, (0.0, 2.0), value, gone, gone, True
    )


def test_a_driver_says_its_evidence_once_and_alike_values_together(book: Lookup) -> None:
    found, option = book.case.analysis, book.proposals[-1].id
    assert found is not None
    turns = (
        replace(turn(BREAKS_EVEN, 0.7), option=option),
        replace(turn(OVERTAKES, 0.7), option=found.best, against=option),
        replace(turn(LOSS_CHANCE, None, 0.2), option=option),
    )
    (block,), idle = switches.by_driver(book, replace(found, switching=turns), option)
    assert idle == ""
    assert block.title == "Effect on offending: invented"
    evidence, together, never = block.lines
    assert evidence.startswith("Evidence: 7% less")
    assert together == (
        "Better than 30% less: it would repay its cost and be the best choice (the chance of that "
        "is 25%)."
    )
    assert never == (
        "No value between 100% less and 100% more would bring its chance of losing money to 20%."
    )


def test_drivers_that_turn_nothing_are_named_together(book: Lookup) -> None:
    found, option = book.case.analysis, book.proposals[-1].id
    assert found is not None
    turns = (replace(turn(BREAKS_EVEN, None), option=option),)
    blocks, idle = switches.by_driver(book, replace(found, switching=turns), option)
    assert blocks == ()
    assert "Effect on offending: invented" in idle


def test_the_right_choice_and_losing_money_are_two_tables(book: Lookup) -> None:
    found = book.case.analysis
    assert found is not None
    right, loses = section.two_questions(book, found)
    assert "Chance it loses money" not in [column.label for column in right.columns]
    assert [column.label for column in loses.columns][1:] == ["Chance it loses money"]
    for row, standing in zip(right.rows, found.standings, strict=True):
        said = [float(cell.text.removesuffix("%")) for cell in row.cells[:2]]
        assert sum(said) == 100
        assert said[0] == pytest.approx(100 * standing.p_best)
    ids = [table.id for table in section.part(book).tables]
    assert {"drivers-standings", "drivers-losses"} <= set(ids)


def test_a_share_that_is_nearly_all_is_not_all(book: Lookup) -> None:
    shown = names.value(book, Driver("engagement.a.take-up", (), "share"), 0.9968)
    assert shown == "99.7%"


def test_joined_tables_are_named_both(book: Lookup) -> None:
    said = names.driver(book, Driver("parameter+unit-cost", ("a", "b")))
    assert said == "All general parameters; all unit costs of crime"


def test_groups_that_move_nothing_are_named_and_have_no_row(book: Lookup) -> None:
    found = book.case.analysis
    assert found is not None
    group = next(row for row in found.one_way if row.name == "unit-cost")
    level = dict.fromkeys(group.at_low, -7749.0)
    still = replace(group, at_low=level, at_high=level)
    rows = tuple(still if row is group else row for row in found.one_way)
    table = section.groups(book, replace(found, one_way=rows))
    assert table.rows == ()
    assert table.notes == ("Move it by nothing that the draws can tell: All unit costs of crime.",)
    assert "Evidence" not in [column.label for column in table.columns]
    assert section.groups(book, found).notes == ()
