"""Benefit after the horizon (F10): apart from the headline, by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from iomcba.appraise.summary import central_values
from iomcba.model.evaluate import evaluate
from iomcba.model.sampling import central
from iomcba.terms.plan import Plan
from iomcba.terms.uncertainty import point
from tests.strategies import small_plan

KEPT = "parameter.effect-kept-after-a-year"


def with_later(plan: Plan, kept: float, years: tuple[int, ...]) -> dict[str, float]:
    quantities = {**plan.quantities, KEPT: point(kept)}
    plan = replace(plan, quantities=quantities, kept_after=KEPT, later_years=years)
    return central_values(plan, evaluate(plan, central(plan)))


def test_later_benefit_by_hand() -> None:
    """The last year's benefit, times (kept x natural fall / 1.r)^k for k = 1, 2, discounted."""
    plan = small_plan()
    found, at_means = with_later(plan, 0.5, (2,)), central(plan)
    last, rate = plan.years[-1], float(np.asarray(at_means["parameter.discount-rate"]))
    before, after = (
        float(np.asarray(at_means[f"counterfactual.rate.{year}"])) for year in plan.years[-2:]
    )
    step = 0.5 * (after / before) / (1 + rate)
    factor = (1 + rate) ** -(len(plan.years) - 1 + plan.discount_timing)
    benefit = found[f"team.benefit.{last}"] * factor
    expected = found["team.npsv"] + benefit * (step + step**2)
    assert found["team.npsv-with-later-benefit.2"] == pytest.approx(expected, rel=1e-9)


def test_nothing_kept_adds_nothing_and_more_years_never_less() -> None:
    none = with_later(small_plan(), 0.0, (3,))
    assert none["team.npsv-with-later-benefit.3"] == pytest.approx(none["team.npsv"])
    some = with_later(small_plan(), 0.6, (3, 10))
    gained = [some[f"team.npsv-with-later-benefit.{n}"] - some["team.npsv"] for n in (3, 10)]
    assert 0 < gained[0] < gained[1]
