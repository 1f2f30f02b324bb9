"""One-way: conditional means at the 10th and 90th percentile, with errors that hold (F19)."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import norm

from iomcba.appraise.decision.main_effects import main_effects
from iomcba.appraise.decision.one_way import one_way
from iomcba.terms.decision import DIFFERENCE
from tests.appraise.decision.made_up import gaussians, group, sample, single

Z = float(norm.ppf(0.9))


def test_known_conditional_means() -> None:
    """E[NB | x1] = x1 + x1^2 and its difference to a second option, noise taken off."""
    found = sample(
        gaussians(3, 11),
        lambda x: (
            x["x1"] + x["x1"] ** 2 + 3 * x["x2"] + x["x2"] * x["x3"],
            -2 * x["x1"] + 3 * x["x2"] - 1,
        ),
    )
    (effect,) = main_effects(found, (single(found, "x1"),))
    row = one_way(effect, found, "option-1", "option-2")
    assert row.at_low["option-1"] == pytest.approx(Z**2 - Z, abs=0.1)
    assert row.at_high["option-1"] == pytest.approx(Z**2 + Z, abs=0.1)
    swing = row.at_high["option-2"] - row.at_low["option-2"]
    assert swing == pytest.approx(-4 * Z, abs=4 * row.errors["option-2"] + 0.02)
    gap = row.at_high[DIFFERENCE] - row.at_low[DIFFERENCE]
    assert gap == pytest.approx(6 * Z, abs=4 * row.errors[DIFFERENCE] + 0.02)


def test_correlated_quantities_move_together() -> None:
    """Given x1, x2 is rho x1: the swing is that of both, not of x1 alone."""
    found = sample(gaussians(2, 13, 0.5), lambda x: (x["x1"] + x["x2"],), (("x1", "x2"),))
    (effect,) = main_effects(found, (single(found, "x1"),))
    row = one_way(effect, found, "as-now", "option-1")
    assert row.swing("option-1") == pytest.approx(
        2 * Z * 1.5, abs=4 * row.errors["option-1"] + 0.02
    )


def test_what_an_option_is_not_made_of_moves_it_only_by_correlation() -> None:
    """NB = 10 x2 + x3: x1 is in it by its correlation with x2 alone, x4 not at all."""
    found = sample(gaussians(4, 19, 0.5), lambda x: (10 * x["x2"] + x["x3"],), (("x1", "x2"),))
    found = replace(found, heard=(frozenset(), frozenset({"x2", "x3"})))
    drivers = (single(found, "x1"), single(found, "x4"))
    by_company, idle = (
        one_way(effect, found, "as-now", "option-1") for effect in main_effects(found, drivers)
    )
    assert by_company.swing("option-1") == pytest.approx(
        2 * Z * 5, abs=4 * by_company.errors["option-1"] + 0.02
    )
    assert idle.swing("option-1") == idle.errors["option-1"] == 0.0
    assert idle.swing(DIFFERENCE) == 0.0


def test_a_group_goes_by_what_it_leads_one_to_expect() -> None:
    found = sample(gaussians(3, 17), lambda x: (3 * x["x1"] + 4 * x["x2"] + x["x3"],))
    (effect,) = main_effects(found, (group("x1", "x2"),))
    row = one_way(effect, found, "as-now", "option-1")
    assert row.swing("option-1") == pytest.approx(2 * Z * 5, rel=0.02)


def test_the_stated_error_is_the_spread_over_seeds() -> None:
    rows = []
    for seed in range(30):
        found = sample(gaussians(2, seed), lambda x: (x["x1"] + x["x1"] * np.sin(3 * x["x2"]),))
        (effect,) = main_effects(found, (single(found, "x1"),))
        rows.append(one_way(effect, found, "as-now", "option-1"))
    swings = [row.at_high["option-1"] - row.at_low["option-1"] for row in rows]
    stated = np.mean([row.errors["option-1"] for row in rows])
    assert 0.6 < stated / np.std(swings, ddof=1) < 1.6
