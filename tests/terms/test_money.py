"""Financial years, deflation and discounting (F15) against closed forms."""

from __future__ import annotations

from datetime import date
from math import isclose

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from iomcba.terms.money import Deflator, FinancialYear, discount_factors, present_value

rates = st.floats(0.0, 0.2)
timings = st.sampled_from([0.0, 0.5, 1.0])
starts = st.integers(1900, 2150)


@given(starts)
def test_a_year_is_read_as_it_is_written(start: int) -> None:
    year = FinancialYear(start)
    assert FinancialYear.parse(str(year)) == year
    assert FinancialYear.parse(str(year).replace("-", "/")) == year
    assert year.first_day == date(start, 4, 1)
    assert year + 3 == FinancialYear(start + 3)


@pytest.mark.parametrize("text", ["2011", "2011-13", "2011-2012", "11-12", "2011-12 ", "2099-01"])
def test_what_is_no_year_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a financial year"):
        FinancialYear.parse(text)


@given(st.floats(1, 500), st.floats(1, 500), st.floats(1, 500))
def test_rebasing_twice_is_rebasing_once(a: float, b: float, c: float) -> None:
    first, second, third = (FinancialYear(y) for y in (2009, 2010, 2011))
    deflator = Deflator({first: a, second: b, third: c})
    assert deflator.factor(first, second) == b / a
    assert deflator.factor(first, first) == 1
    through = deflator.factor(first, second) * deflator.factor(second, third)
    assert isclose(through, deflator.factor(first, third), rel_tol=1e-14)


def test_a_year_without_a_deflator_is_refused() -> None:
    with pytest.raises(KeyError):
        Deflator({FinancialYear(2009): 90.0}).factor(FinancialYear(2009), FinancialYear(2010))


@given(rates, st.integers(1, 40), timings)
def test_the_sum_of_factors_is_the_annuity(rate: float, years: int, timing: float) -> None:
    """Sum of (1+r)^-(y+t) over y < n is (1+r)^(1-t) * (1 - (1+r)^-n) / r."""
    found = float(discount_factors(rate, years, timing).sum())
    closed = (
        (1 + rate) ** (1 - timing) * -np.expm1(-years * np.log1p(rate)) / rate if rate else years
    )
    assert isclose(found, float(closed), rel_tol=1e-12)


@given(rates, timings)
def test_factors_fall_by_the_rate_each_year(rate: float, timing: float) -> None:
    factors = discount_factors(rate, 5, timing)
    assert factors.shape == (1, 5)
    assert_allclose(factors[0, :-1] / factors[0, 1:], 1 + rate, rtol=1e-14)
    assert isclose(float(factors[0, 0]), (1 + rate) ** -timing, rel_tol=1e-14)


@given(st.lists(st.floats(-1e6, 1e6), min_size=3, max_size=3), st.floats(-10, 10), rates)
def test_present_value_is_linear(stream: list[float], scale: float, rate: float) -> None:
    factors, pounds = discount_factors(rate, 3, 0.5), np.array([stream])
    assert_allclose(
        present_value(scale * pounds + 1.0, factors),
        scale * present_value(pounds, factors) + present_value(np.ones((1, 3)), factors),
        rtol=1e-12,
        atol=1e-6,
    )


def test_an_uncertain_rate_discounts_a_certain_stream() -> None:
    rate = np.array([0.0, 0.25])
    value = present_value(np.array([[100.0, 100.0]]), discount_factors(rate, 2, 0.0))
    assert_allclose(value, [200.0, 180.0], rtol=1e-15)


def test_a_certain_rate_discounts_an_uncertain_stream() -> None:
    pounds = np.array([[100.0, 100.0], [0.0, 50.0]])
    assert_allclose(
        present_value(pounds, discount_factors(0.25, 2, 0.0)), [180.0, 40.0], rtol=1e-15
    )
