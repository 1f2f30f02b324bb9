"""Figures: plain digits or a message that says what to write."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iomcba.read.figures import LARGEST, SMALLEST, number, why_no_number
from iomcba.read.slips import slip


@given(st.floats(-LARGEST, LARGEST).filter(lambda v: v == 0 or abs(v) >= SMALLEST))
def test_what_python_writes_is_read_back(value: float) -> None:
    assert number(repr(value)) == value


@given(st.integers(-(10**15), 10**15))
def test_whole_figures_are_read(value: int) -> None:
    assert number(str(value)) == value


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("1,234", "thousands separators. Write 1234."),
        ("1,234,567.8", "thousands separators. Write 1234567.8."),
        ("1 234", "thousands separators. Write 1234."),
        ("1\u00a0234", "thousands separators. Write 1234."),
        ("1'234", "thousands separators. Write 1234."),
        ("3,5", "holds a comma"),
        ("£30000", "currency sign"),
        ("30000 €", "currency sign"),
        ("3.5%", "a percentage. Write 0.035."),
        ("3.5 %", "a percentage. Write 0.035."),
        ("3.5 per cent", "a percentage. Write 0.035."),
        ("007", "begins with 0. Write 7."),
        ("-012", "begins with 0. Write -12."),
        ("00.5", "begins with 0. Write 0.5."),
        ("0o7", "another base"),
        ("0x1F", "another base"),
        ("0b11", "another base"),
        ("1e309", "too large"),
        ("1e16", "too large"),
        ("1e-400", "too small"),
        ("9" * 100_000, "has 100,000 characters"),
        ("0." + "0" * 100_000 + "1", "characters"),
        ("nan", "a word"),
        ("NaN", "a word"),
        ("-inf", "a word"),
        ("Infinity", "a word"),
        ("N/A", "a word"),
        ("TBC", "a word"),
        ("#DIV/0!", "a word"),
        ("１２３", "not those of ASCII. Write 123."),
        ("٣٤", "not those of ASCII. Write 34."),
        ("²", "not those of ASCII"),
        ("1_000", "underscores. Write 1000."),
        ("5-", "sign does not stand before it. Write -5"),
        ("(500)", "sign does not stand before it. Write -500"),
        ("\u22125", "minus is a dash. Write -5."),
        ("–5", "minus is a dash. Write -5."),
        ("1:30", "reads as a time"),
        ("1/2", "fraction"),
        ("=1+1", "not a number"),
        ("--5", "not a number"),
        ("1.2.3", "not a number"),
        ("1e", "not a number"),
        ("five", "not a number"),
        ("5 ", "not a number"),
        ("+0.5", "begins with a plus. Write 0.5."),
        ("+2", "begins with a plus. Write 2."),
        ("+007", "begins with 0. Write 7."),
        ("+1,234", "thousands separators. Write 1234."),
        ("+1e99", "too large"),
        ("+", "not a number"),
        ("True", "not a number"),
        ("1j", "not a number"),
    ],
)
def test_what_is_no_figure_is_refused_with_what_to_write(text: str, words: str) -> None:
    assert number(text) is None
    what, remedy = why_no_number(text)
    assert words in f"{what}. {remedy}"
    assert len(what) < 200


@given(st.text(max_size=60))
def test_a_figure_is_finite_or_none_and_every_other_text_has_an_answer(text: str) -> None:
    value = number(text)
    if value is None:
        what, remedy = why_no_number(text)
        assert what
        assert remedy
    else:
        assert math.isfinite(value)
        assert text.isascii()


@pytest.mark.parametrize(
    ("name", "unit", "value", "words"),
    [
        ("parameter.discount-rate", "per year", 3.5, "Write 0.035 for 3.5%."),
        ("parameter.discount-rate", "ratio", 3.5, "Write 0.035 for 3.5%."),
        ("parameter.discount-rate", "per year", -0.035, "is -0.035 a year, which is below 0. A"),
        ("parameter.discount-rate", "per year", -1, "is -1 a year, which is below 0. A discount"),
        ("parameter.real-pay-growth", "per year", 0.5000001, "is 0.5000001 a year, which is 50.0"),
        ("any", "share", 1.0000001, "a share reaches 1.0000001, which exceeds 1"),
        ("any", "share", 1.00000000000001, "reaches 1.00000000000001, which exceeds 1"),
        ("any", "share", 1.1000000000000003, "reaches 1.1, which exceeds 1"),
        ("any", "probability", -1e-7, "a probability reaches -0.0000001, which is below 0"),
        ("parameter.discount-rate-health", "per year", 1.5, "Write 0.015 for 1.5%."),
        ("parameter.real-pay-growth", "per year", 2, "Write 0.02 for 2%."),
        ("parameter.on-cost-rate", "ratio", 27, "Write 0.27 for 27%."),
        ("parameter.vat-rate", "ratio", 20, "Write 0.2 for 20%."),
        ("optimism-bias.plain", "ratio", 40, "Write 0.4 for 40%."),
        ("engagement.team.take-up", "share", 80, "Write 0.8 for 80%."),
        ("anything", "%", 3.5, "has the unit '%'"),
        ("anything", "per cent", 3.5, "has the unit 'per cent'"),
    ],
)
def test_per_cents_for_shares_are_slips(name: str, unit: str, value: float, words: str) -> None:
    found = slip(name, unit, (value,))
    assert found is not None
    assert words in ". ".join(found)


@pytest.mark.parametrize(
    ("name", "unit", "value"),
    [
        ("parameter.discount-rate", "per year", -1),
        ("any", "share", 1.0000001),
        ("any", "share", 100.5),
        ("any", "share", -1),
    ],
)
def test_what_is_no_percentage_is_not_answered_as_one(name: str, unit: str, value: float) -> None:
    found = slip(name, unit, (value,))
    assert found is not None
    assert "Write" not in found[1]


@pytest.mark.parametrize(
    ("name", "unit", "value"),
    [
        ("parameter.discount-rate", "per year", 0.035),
        ("parameter.discount-rate", "per year", 0),
        ("parameter.real-pay-growth", "per year", -0.01),
        ("optimism-bias.equipment", "ratio", 2.0),
        ("multiplier.theft", "ratio", 33.42),
        ("engagement.team.take-up", "share", 1),
    ],
)
def test_right_rates_are_no_slips(name: str, unit: str, value: float) -> None:
    assert slip(name, unit, (value,)) is None
