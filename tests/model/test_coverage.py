"""Simulation study (F6, F8): intervals hold as often as they say, on the model's own histories.

Seeds are fixed, and are changed at each release. A thousand replications put the standard error of
an 80% coverage at 1.3 points.
"""

import numpy as np
import pytest
from drawn_histories import Truth, draw_histories, settings_for

from iomcba.appraise.backtest import predicted_total, predictive_interval
from iomcba.model.offending.forecast import forecast
from iomcba.model.offending.selection import pick
from iomcba.terms.counterfactual import SelectionRule

SEED = 20261122
REPLICATIONS = 1000
SETTINGS = {
    "gamma": Truth(250, 3, 3, "gamma", 1.2, 1.3, 0.8, 0.0, 0.9, 0.1),
    "gamma, quick drift, falling": Truth(250, 4, 3, "gamma", 1.5, 1.0, 0.6, -0.12, 0.9, 0.1),
    "gamma, slow drift, wide": Truth(250, 3, 3, "gamma", 1.0, 1.7, 0.95, -0.05, 0.9, 0.15),
    "lognormal": Truth(300, 3, 3, "lognormal", 1.0, 1.3, 0.85, -0.05, 0.9, 0.1),
    "gamma, custody": Truth(200, 3, 3, "gamma", 1.5, 1.2, 0.8, -0.05, 0.9, 0.1, 0.15, 0.5),
    "lognormal, long custody": Truth(
        200, 3, 3, "lognormal", 1.5, 1.0, 0.8, -0.05, 0.9, 0.1, 0.1, 0.8
    ),
    "gamma, offenders only": Truth(
        400, 3, 3, "gamma", 0.9, 1.2, 0.8, 0.0, 0.9, 0.1, lists_everyone=False
    ),
}


def holds(truth, replication, level):
    rng = np.random.default_rng([SEED, replication])
    drawn, settings = draw_histories(truth, rng), settings_for(truth)
    window = settings.window_from, settings.window_to
    people = pick(drawn.histories, SelectionRule("count", None, 0.12, *window, None, None))
    predicted = predicted_total(forecast(drawn.histories, people, settings))
    low, high = predictive_interval(predicted, level)
    return low <= drawn.future[people].sum() <= high


@pytest.mark.slow
@pytest.mark.parametrize("name", SETTINGS)
def test_the_80_per_cent_interval_holds_76_to_84_per_cent(name):
    held = [holds(SETTINGS[name], replication, 0.8) for replication in range(REPLICATIONS)]
    assert 0.76 <= np.mean(held) <= 0.84
