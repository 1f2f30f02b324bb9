"""EVPPI by regression against nested Monte Carlo, which fits nothing (F20).

Outer points are the run's own draws of a quantity or group; at each, the rest is drawn anew (other
seed) and averaged. Both estimates are of the same outer points, so that what is left between them
is the regression's bias and the inner draws' error, which is told from replicates.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from iomcba.appraise.decision.information import value_of_choice
from iomcba.appraise.decision.main_effects import main_effects
from iomcba.model.sampling import draw
from iomcba.pipeline.appraise import appraise
from iomcba.pipeline.compiled import headlines_of
from iomcba.pipeline.decision import Study, study, units
from iomcba.terms.plan import Array, Draws

INNER = 16  # blocks of draws of the rest, one of each replicate
BIASES = {  # most that the regression's value may differ, as a share of it
    "effect.iom-default": 0.02,
    "engagement.do-minimum.dose": 0.05,
    "engagement": 0.05,
}


@pytest.fixture(scope="module")
def made() -> Study:
    found = appraise("example-2026", None, None, lambda done, of: None, date(2026, 1, 1))
    return study(found.plan, units(found.full))


def nested(made: Study, names: tuple[str, ...], places: list[int]) -> Array:
    """Mean NPSV with the named columns as in some draws. Shape: (replicates, options, points)."""
    plan = replace(made.plan, seed=made.plan.seed + 77)
    rest = [draw(plan, block) for block in range(INNER)]
    found = np.empty((INNER, len(made.sample.options), len(places)))
    for point, place in enumerate(places):
        at = {name: float(made.sample.column(name)[place]) for name in names}
        for block, drawn in enumerate(rest):
            means = headlines_of(plan, Draws(drawn.size, {**drawn.columns, **at})).means
            found[block, :, point] = [means[f"{o}.npsv"].mean() for o in made.sample.options]
    return found


@pytest.mark.slow
@pytest.mark.parametrize("name", BIASES)
def test_the_regression_says_what_nested_draws_say(made: Study, name: str) -> None:
    driver = made.driver(name)
    (effect,) = main_effects(made.sample, (driver,))
    order = np.argsort(made.sample.column(driver.members[0]), kind="stable")
    places = order[:: len(order) // 256].tolist()
    inner = nested(made, driver.members, places)
    now = made.sample.npsv.mean(axis=1).argmax()
    told = effect.known[:, places]
    gain = {
        "regression": float((told.max(axis=0) - told[now]).mean()),
        "nested": float((inner.mean(axis=0).max(axis=0) - inner.mean(axis=0)[now]).mean()),
    }
    each = [float((m.max(axis=0) - m[now]).mean()) for m in inner]
    error = float(np.std(each, ddof=1) / np.sqrt(INNER))
    print(name, gain, error, value_of_choice(effect.known))
    assert abs(gain["regression"] - gain["nested"]) < BIASES[name] * gain["nested"] + 3 * error
