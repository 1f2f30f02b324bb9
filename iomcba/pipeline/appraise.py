"""The main job: read → pick → forecast → plan → simulate → business case → run folder."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from iomcba.appraise.disclosure import disclose
from iomcba.appraise.recommendation import recommend
from iomcba.appraise.summary import Summary
from iomcba.keep.folders import refuse_existing, write_folder
from iomcba.keep.run import run_files
from iomcba.keep.runlog import log_of, log_run
from iomcba.model.sampling import layout
from iomcba.pipeline.backtest import kept_backtest
from iomcba.pipeline.beside import beside
from iomcba.pipeline.case import business_case, units_of
from iomcba.pipeline.clothes import Clothes
from iomcba.pipeline.cohort_checks import cohort_warnings
from iomcba.pipeline.decision import decide, study
from iomcba.pipeline.desk.log_tables import log_tables
from iomcba.pipeline.desk.review import digests, state_of
from iomcba.pipeline.executor import Pool
from iomcba.pipeline.filing import Naming, cohort_folder, filed, hashes_beside, naming
from iomcba.pipeline.plan import make_plan
from iomcba.pipeline.prepare import Prepared, prepare
from iomcba.pipeline.scenarios import scenario_figures, scenario_plans
from iomcba.pipeline.simulate import Engine, run
from iomcba.pipeline.two_way import by_default
from iomcba.pipeline.warnings import input_warnings
from iomcba.terms.decision import Decision
from iomcba.terms.findings import BusinessCase, SharedCase
from iomcba.terms.inputs import Inputs
from iomcba.terms.manifest import Made
from iomcba.terms.plan import Plan
from iomcba.terms.recommendation import Levels, Recommendation

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Appraised:
    """A finished appraisal: what may be shared, everything, the plan and the kept draws."""

    shared: SharedCase
    full: BusinessCase
    plan: Plan
    summary: Summary
    made: Made
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
    return appraise_prepared(prepare(case), progress, today, engine or Engine(draws, seed))


def appraise_prepared(
    case: Prepared, progress: Progress, today: date, engine: Engine, pool: Pool | None = None
) -> Appraised:
    """Appraise a case that is read: forecast, plan, simulate, put the business case together."""
    inputs, picked, fitted = case.inputs, case.picked, case.fit()
    wanted = inputs.words.simulation
    plan, lower_bounds = make_plan(inputs, fitted, picked.yearly, wanted.seed)
    plan = engine.plan(plan)
    scenarios = scenario_plans(inputs, plan)
    layout(plan)  # how draws are made, which both of the following need
    # neither needs a draw of the simulation
    studied = beside(
        lambda: (
            analysed(plan, units_of(inputs, plan)),
            {figure.name: figure for figure in scenario_figures(plan, scenarios)},
        ),
        engine.workers.count,
    )
    warned = input_warnings(inputs, plan, lower_bounds, today)
    warned = (*warned, *cohort_warnings(inputs, picked, plan))
    summary, said = run(plan, wanted.draws, engine, progress, pool)
    kept, about = kept_backtest(case.workspace, inputs, picked.cohort)
    warned = (*warned, *about)
    full = business_case(inputs, picked, fitted, plan, summary, warned, kept, scenarios)
    signed = state_of(case.workspace, digests(inputs, picked))
    logged = log_tables(case.workspace, inputs, picked)
    analysis, of_scenarios = studied()
    full = replace(
        full,
        figures={**full.figures, **of_scenarios},
        analysis=analysis,
        assurance=signed,
        tables=(*full.tables, *logged),
    )
    full = replace(full, recommendation=recommended(inputs, full))
    named = naming(case.workspace, inputs)
    full = filed(full, named)
    return Appraised(
        share(inputs, full), full, plan, summary, _made(case, today, full, named), said
    )


def _made(case: Prepared, today: date, full: BusinessCase, named: Naming) -> Made:
    """How the run is made, so that it can be made again."""
    folder = cohort_folder(case.workspace, case.inputs)
    return Made(
        on=today.isoformat(),
        case_folder=str(case.workspace.case),
        cohort_folder="" if folder is None else str(folder.resolve()),
        variation=case.variation,
        inputs=(*full.provenance.inputs, *hashes_beside(case.workspace, named)),
    )


def analysed(plan: Plan, units: Mapping[str, str]) -> Decision | None:
    """What drives the answer, with its map; None where there is nothing to choose between.

    `units` are those of the assumptions' rows, by name.
    """
    made = study(plan, units)
    found = decide(made)
    return None if found is None else replace(found, two_way=by_default(made, found))


def recommended(inputs: Inputs, full: BusinessCase) -> Recommendation | None:
    """What the rules recommend; None where the case does not say where they draw their lines."""
    rows = [
        inputs.rows.by_name.get(f"parameter.recommendation-{of}-level") for of in ("loss", "best")
    ]
    loss, best = (None if row is None else row.central for row in rows)
    return None if loss is None or best is None else recommend(full, Levels(loss, best))


def share(inputs: Inputs, full: BusinessCase) -> SharedCase:
    """The case after the disclosure policy that it names."""
    threshold = inputs.rows["parameter.disclosure-threshold"].central or 0.0
    return disclose(full, inputs.words.disclosure, threshold)


def keep(
    appraised: Appraised,
    folder: Path,
    force: bool,
    draws: bool = True,
    reports: bool = True,
    extra: Mapping[str, bytes] | None = None,
    clothes: Clothes | None = None,
    workers: int = 1,
    purpose: str = "",
) -> None:
    """Write the run folder, whole or not at all, if wanted with its draws and its reports.

    A run on real histories, or one with a purpose, is added to the run log beside it before it
    appears: none stands there unlogged, whatever ends the process.
    """
    refuse_existing(folder, force)
    files = files_of(appraised, draws, reports, extra, clothes, str(folder.resolve()), workers)
    logged = bool(purpose) or not appraised.full.synthetic
    if logged:
        log_of(folder)
        write_folder(folder, files, force, first=lambda: log_run(folder, files, purpose))
    else:
        write_folder(folder, files, force)


def files_of(
    appraised: Appraised,
    draws: bool = True,
    reports: bool = True,
    extra: Mapping[str, bytes] | None = None,
    clothes: Clothes | None = None,
    folder: str = "",
    workers: int = 1,
) -> dict[str, bytes]:
    """The files of a run by name, if wanted with its draws and its reports."""
    dressed = {}
    if reports:
        from iomcba.pipeline.report import render_reports

        dressed = render_reports(appraised.shared, clothes, workers)
    return run_files(
        appraised.shared,
        appraised.full,
        appraised.plan,
        appraised.summary.archive() if draws else {},
        {**dressed, **(extra or {})},
        appraised.made,
        folder,
    )
