"""Laws of rounding: no digit is finer than the standard error, and rounding twice is once."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iomcba.report import formats, phrases
from iomcba.terms.findings import Interval

AMOUNTS = st.floats(-5e10, 5e10, allow_nan=False)
ERRORS = st.floats(1e-3, 5e9, allow_nan=False)
SCALES = {"k": Decimal("1e3"), "m": Decimal("1e6"), "n": Decimal("1e9")}


def read(text: str) -> tuple[Decimal, Decimal]:
    """A printed amount: its value, and the size of its last decimal (0 where it has none)."""
    digits = text.replace("£", "").replace(",", "").replace(formats.MINUS, "-").rstrip("%")
    scale = SCALES.get(digits[-1], Decimal(1))
    digits = digits.rstrip("kmbn")
    places = len(digits.partition(".")[2])
    return Decimal(digits) * scale, scale / 10**places if places else Decimal(0)


def grain(se: float) -> Decimal:
    """Smallest power of ten not below the error, found by counting."""
    power = Decimal("1e-6")
    while power < Decimal(repr(se)):
        power *= 10
    return power


@pytest.mark.parametrize(
    "show", [formats.pounds, formats.pounds_long, formats.count, formats.ratio]
)
@given(value=AMOUNTS, se=ERRORS)
def test_no_printed_digit_is_below_the_standard_error(show, value, se):
    amount, last = read(show(value, se))
    assert amount % grain(se) == 0
    assert last == 0 or last >= Decimal(repr(se))


@given(value=AMOUNTS, se=ERRORS)
def test_thousands_keep_the_standard_error(value, se):
    amount, _ = read(formats.thousands(value, se))
    assert amount * 1000 % max(grain(se), Decimal(1000)) == 0


@given(share=st.floats(-3, 3), se=st.floats(1e-5, 0.3))
def test_no_printed_per_cent_is_below_the_standard_error(share, se):
    amount, last = read(formats.per_cent(share, se))
    assert amount / 100 % grain(se) == 0
    assert last == 0 or last / 100 >= Decimal(repr(se))


@pytest.mark.parametrize(
    "show",
    [
        formats.pounds,
        formats.pounds_long,
        formats.count,
        formats.ratio,
        lambda value, se: formats.pounds_exact(value),
        lambda value, se: formats.count_exact(value),
    ],
)
@given(value=AMOUNTS, se=st.none() | ERRORS)
def test_rounding_twice_is_rounding_once(show, value, se):
    once = show(value, se)
    assert show(float(read(once)[0]), se) == once


@given(share=st.floats(-3, 3), se=st.none() | st.floats(1e-5, 0.3))
def test_rounding_per_cent_twice_is_rounding_once(share, se):
    once = formats.per_cent(share, se)
    assert formats.per_cent(float(read(once)[0] / 100), se) == once


@given(value=AMOUNTS)
def test_exact_pounds_are_within_half_a_penny(value):
    assert abs(read(formats.pounds_exact(value))[0] - Decimal(repr(value))) <= Decimal("0.005")


@given(value=AMOUNTS, se=ERRORS)
def test_rounding_moves_by_at_most_half_the_grain(value, se):
    unit = max(Decimal(1), grain(se))
    assert abs(read(formats.pounds_long(value, se))[0] - Decimal(repr(value))) <= unit / 2


@given(value=st.floats(1, 5e10))
def test_a_minus_is_a_real_minus_and_signs_mirror(value):
    assert formats.pounds_exact(-value) == "\u2212" + formats.pounds_exact(value)
    assert formats.pounds(-value) == "\u2212" + formats.pounds(value)


@given(low=AMOUNTS, width=st.floats(1, 1e9))
def test_ends_of_a_range_stay_in_order(low, width):
    text = phrases.pounds_range(low, low + width)
    first, second = (read(end)[0] for end in text.split(" to "))
    assert first <= second


@given(se=ERRORS)
def test_a_standard_error_is_never_flattered(se):
    assert read(formats.standard_error(se))[0] >= Decimal(repr(se))


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.0, "£0"), (-0.4, "£0"), (9_999.6, "£10k"), (999_499.0, "£999k"), (999_500.0, "£1.0m")],
)
def test_short_pounds_carry_into_the_next_scale(value, text):
    assert formats.pounds(value) == text


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
@pytest.mark.parametrize(
    "show",
    [
        formats.pounds,
        formats.pounds_exact,
        formats.pounds_long,
        formats.thousands,
        formats.count,
        formats.count_exact,
        formats.ratio,
        formats.per_cent,
        phrases.chance,
        formats.factor,
        formats.raw,
    ],
)
def test_what_is_no_number_says_so(show, value):
    assert show(value) == formats.UNDEFINED


@given(p=st.floats(0.0001, 0.9999), se=st.none() | st.floats(1e-6, 0.05))
def test_a_chance_is_never_none_or_all(p, se):
    assert phrases.chance(p, se) not in {"0%", "100%"}


def test_a_range_in_words():
    interval = Interval(-3.1e6, -2.0e6, 1.0e6, 4.0e6, 5.0e6)
    assert phrases.between(interval) == "between −£2.0m and £4.0m, 8 times in 10"
