"""Two implementations of the Bedfordshire case agree: the engine and the one written by hand."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import numpy as np
import pytest

from iomcba.appraise.summary import simulated_figures
from iomcba.pipeline.plan import make_plan
from iomcba.pipeline.prepare import prepare
from iomcba.pipeline.simulate import simulate

FOLDER = Path(__file__).parents[2] / "benchmarks"
DRAWS = 65_536


@pytest.mark.slow
def test_engine_and_twin_agree() -> None:
    """Every headline within 4.5 standard errors of the difference, some forty of them."""
    spec = importlib.util.spec_from_file_location("twin", FOLDER / "twin.py")
    assert spec is not None
    assert spec.loader is not None
    twin = importlib.util.module_from_spec(spec)
    sys.modules["twin"] = twin
    spec.loader.exec_module(twin)
    case = prepare("bedfordshire-2011")
    plan, _ = make_plan(case.inputs, case.fit(), case.picked.yearly, 2011)
    f = plan.counterfactual
    by_hand = twin.Twin(
        twin.Fit(f.cohort_size, f.mean, f.covariance, f.shock_log_sd, f.mix, f.offenders_per_crime)
    )
    batches = [twin.headlines(by_hand.run(DRAWS // 16, seed)) for seed in range(16)]
    ours = simulated_figures(simulate(plan, DRAWS, lambda done, of: None), {})
    ends = ("low95", "low80", "median", "high80", "high95")
    for name in batches[0]:
        hand = np.array([batch[name] for batch in batches])
        option, quantity, *end = name.split(".")
        figure = ours[f"{option}.{quantity}"]
        if end:
            assert figure.interval is not None
            value = getattr(figure.interval, end[0])
            error = figure.interval.errors[ends.index(end[0])]
        else:
            value, error = figure.mean or 0.0, figure.se or 0.0
        both = np.hypot(error, hand.std(ddof=1) / 4)
        # a percentile of a sixteenth of the draws is biased by far less than its own error
        assert abs(hand.mean() - value) <= 4.5 * both + 1e-4, name
