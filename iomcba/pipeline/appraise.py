"""The main job: read → pick → forecast → plan → simulate → business case → run folder."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path

from iomcba.appraise.disclosure import disclose
from iomcba.appraise.recommendation import recommend
from iomcba.appraise.summary import Summary
from iomcba.keep.folders import refuse_existing, write_folder
from iomcba.keep.run import run_files
from iomcba.model.sampling import layout
from iomcba.pipeline.backtest import kept_backtest
from iomcba.pipeline.beside import beside
from iomcba.pipeline.case import business_case, units_of
from iomcba.pipeline.check import require_disclosure
from iomcba.pipeline.cohort import Picked, counterfactual, read_and_pick
from iomcba.pipeline.cohort_checks import cohort_warnings
from iomcba.pipeline.decision import decide, study
from iomcba.pipeline.desk.log import log_tables
from iomcba.pipeline.desk.review import digests, state_of
from iomcba.pipeline.executor import Pool
from iomcba.pipeline.filing import Naming, cohort_folder, filed, hashes_beside, naming
from iomcba.pipeline.plan import make_plan
from iomcba.pipeline.report import Clothes, render_reports
from iomcba.pipeline.scenarios import scenario_plans
from iomcba.pipeline.simulate import Engine, run
from iomcba.pipeline.two_way import by_default
from iomcba.pipeline.warnings import input_warnings
from iomcba.read.inputs import read_inputs
from iomcba.read.workspace import Workspace, find_case
from iomcba.terms.counterfactual import Counterfactual
from iomcba.terms.decision import Decision
from iomcba.terms.findings import BusinessCase, SharedCase
from iomcba.terms.inputs import Inputs
from iomcba.terms.manifest import AS_WRITTEN, Made, Variation
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


@dataclass(frozen=True, slots=True)
class Prepared:
    """A case read, its cohort picked and, once needed, its counterfactual fitted.

    Cases that differ in nothing that enters the fit share it.
    """

    workspace: Workspace
    inputs: Inputs
    picked: Picked
    fit: Callable[[], Counterfactual]
    variation: Variation = AS_WRITTEN

    def with_fit(self) -> Prepared:
        """The same with its fit made."""
        fitted = self.fit()
        return replace(self, fit=lambda: fitted)

    def changed(self, inputs: Inputs, enters_the_fit: bool) -> Prepared:
        """The case with other words or rows."""
        if not enters_the_fit:
            return replace(self, inputs=inputs)
        return replace(self, inputs=inputs, fit=lambda: counterfactual(inputs, self.picked))

    def files(self) -> tuple[tuple[str, str], ...]:
        """Every file read, with its hash."""
        cohort = self.picked.cohort
        return (*self.inputs.files, *(cohort.files if cohort is not None else ()))


def prepare(case: str, cohort: str = "") -> Prepared:
    """Read a case and pick its cohort, from another cohort's folder if one is named.

    Raises:
        InputError: with every problem in the case, its sets and its cohort.
    """
    return prepare_workspace(find_case(case), cohort)


def prepare_workspace(workspace: Workspace, cohort: str = "") -> Prepared:
    """The same for a case that is found, or one as it would be after a change.

    Raises:
        InputError: with every problem in the case, its sets and its cohort.
    """
    inputs = read_inputs(workspace)
    if cohort and inputs.words.cohort is not None:
        choice = inputs.words.cohort.model_copy(update={"folder": cohort})
        words = inputs.words.model_copy(update={"cohort": choice})
        inputs = replace(inputs, words=words)
    picked = read_and_pick(workspace, inputs)
    require_disclosure(inputs, picked.cohort)
    fit = cache(lambda: counterfactual(inputs, picked))
    return Prepared(workspace, inputs, picked, fit, Variation(cohort=cohort))


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
    # the analysis needs the plan alone, and how its draws are made: it is done while they are
    layout(plan)
    decided = beside(lambda: analysed(plan, units_of(inputs, plan)), engine.workers.count)
    warned = input_warnings(inputs, plan, lower_bounds, today)
    warned = (*warned, *cohort_warnings(inputs, picked, plan))
    summary, said = run(plan, wanted.draws, engine, progress, pool)
    kept, about = kept_backtest(case.workspace, inputs, picked.cohort)
    full = business_case(inputs, picked, fitted, plan, summary, (*warned, *about), kept, scenarios)
    full = replace(full, analysis=decided())
    signed = state_of(case.workspace, digests(inputs, picked))
    logged = log_tables(case.workspace, inputs, picked)
    full = replace(
        full,
        recommendation=recommended(inputs, full),
        assurance=signed,
        tables=(*full.tables, *logged),
    )
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
) -> None:
    """Write the run folder, whole or not at all, if wanted with its draws and its reports."""
    refuse_existing(folder, force)
    files = files_of(appraised, draws, reports, extra, clothes, str(folder.resolve()))
    write_folder(folder, files, force)


def files_of(
    appraised: Appraised,
    draws: bool = True,
    reports: bool = True,
    extra: Mapping[str, bytes] | None = None,
    clothes: Clothes | None = None,
    folder: str = "",
) -> dict[str, bytes]:
    """The files of a run by name, if wanted with its draws and its reports."""
    dressed = render_reports(appraised.shared, clothes) if reports else {}
    return run_files(
        appraised.shared,
        appraised.full,
        appraised.plan,
        appraised.summary.archive() if draws else {},
        {**dressed, **(extra or {})},
        appraised.made,
        folder,
    )
