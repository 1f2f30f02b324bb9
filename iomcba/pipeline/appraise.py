"""The main job: read → pick → forecast → plan → simulate → business case → run folder."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from iomcba.appraise.disclosure import disclose
from iomcba.appraise.summary import Summary
from iomcba.keep.folders import refuse_existing
from iomcba.keep.run import keep_run
from iomcba.pipeline.backtest import kept_backtest
from iomcba.pipeline.case import business_case
from iomcba.pipeline.cohort import counterfactual, read_and_pick
from iomcba.pipeline.plan import make_plan
from iomcba.pipeline.report import render_reports
from iomcba.pipeline.scenarios import scenario_plans
from iomcba.pipeline.simulate import Engine, run
from iomcba.pipeline.warnings import input_warnings
from iomcba.read.inputs import read_inputs
from iomcba.read.workspace import find_case
from iomcba.terms.findings import BusinessCase, SharedCase
from iomcba.terms.inputs import Inputs
from iomcba.terms.plan import Plan

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Appraised:
    """A finished appraisal: what may be shared, everything, the plan and the kept draws."""

    shared: SharedCase
    full: BusinessCase
    plan: Plan
    summary: Summary
    said: str = ""


def appraise(
    case: str,
    draws: int | None,
    seed: int | None,
    progress: Progress,
    today: date,
    engine: Engine | None = None,
) -> Appraised:
    """Appraise a case. `engine` says more than draws and seed where it is given.

    Raises:
        InputError: with every problem in the case, its sets and its cohort.
    """
    workspace = find_case(case)
    inputs = read_inputs(workspace)
    picked = read_and_pick(workspace, inputs)
    fitted = counterfactual(inputs, picked)
    engine, wanted = engine or Engine(draws, seed), inputs.words.simulation
    plan, lower_bounds = make_plan(inputs, fitted, picked.yearly, wanted.seed)
    plan = engine.plan(plan)
    scenarios = scenario_plans(inputs, plan)
    warned = input_warnings(inputs, plan, lower_bounds, today)
    summary, said = run(plan, wanted.draws, engine, progress)
    kept, about = kept_backtest(workspace, inputs, picked.cohort)
    full = business_case(inputs, picked, fitted, plan, summary, (*warned, *about), kept, scenarios)
    return Appraised(share(inputs, full), full, plan, summary, said)


def share(inputs: Inputs, full: BusinessCase) -> SharedCase:
    """The case after the disclosure policy that it names."""
    threshold = inputs.rows["parameter.disclosure-threshold"].central or 0.0
    return disclose(full, inputs.words.disclosure, threshold)


def keep(appraised: Appraised, folder: Path, force: bool) -> None:
    """Write the run folder with its reports, whole or not at all."""
    refuse_existing(folder, force)
    drawn, reports = appraised.summary.archive(), render_reports(appraised.shared)
    keep_run(folder, appraised.shared, appraised.full, appraised.plan, drawn, reports, force)
