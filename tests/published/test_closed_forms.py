"""Published arithmetic of cost-benefit analysis, with the tool's own present value (F15)."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy.optimize import brentq

from iomcba.terms.money import discount_factors, present_value


@pytest.mark.parametrize(("timing", "annuity"), [(0.0, "2.8997"), (1.0, "2.8016")])
def test_annuity_of_three_years_at_the_green_book_rate(timing: float, annuity: str) -> None:
    """HM Treasury, The Green Book: 3.5%; three years of 1 pound, from the start or end of year."""
    found = present_value(np.ones((1, 3)), discount_factors(0.035, 3, timing))
    assert f"{found[0]:.4f}" == annuity


class TestAos2013:
    """Aos (2013), Washington State Institute for Public Policy: the illustration of its method.

    A cost of 3,000 in year 1 and benefits of 500 in each of years 1 to 20, at 3%, end of year.
    """

    COST = np.array([[3000.0, *[0.0] * 19]])
    BENEFIT = np.full((1, 20), 500.0)

    def value(self, stream: np.ndarray, rate: float) -> float:
        return float(present_value(stream, discount_factors(rate, 20, 1.0))[0])

    def test_present_values(self) -> None:
        cost, benefit = self.value(self.COST, 0.03), self.value(self.BENEFIT, 0.03)
        assert f"{benefit:,.2f}" == "7,438.74"
        assert f"{cost:,.2f}" == "2,912.62"
        assert f"{benefit - cost:,.2f}" == "4,526.12"
        assert f"{benefit / cost:.2f}" == "2.55"

    def test_internal_rate_of_return(self) -> None:
        net = self.BENEFIT - self.COST
        rate = brentq(lambda r: self.value(net, r), 0.01, 1.0, xtol=1e-12)
        assert f"{rate:.2%}" == "19.30%"

    def test_many_rates_at_once(self) -> None:
        """The draws' form: one rate a draw, each as if it stood alone."""
        rates = np.array([0.0, 0.03, 0.07])
        together = present_value(self.BENEFIT, discount_factors(rates, 20, 1.0))
        alone = [self.value(self.BENEFIT, rate) for rate in rates]
        assert_allclose(together, alone, rtol=1e-14)
        assert together[0] == 10_000
