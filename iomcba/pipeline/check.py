"""Everything about a case without fitting or simulating: problems of every stage, then warnings.

The stages are those of `appraise` up to the plan. A stage runs even when an earlier one found
problems, as far as it can; what it then misses only because of them is not reported.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TypeVar

from iomcba.appraise.shared_words import lowered
from iomcba.errors import InputError, Problem, Problems
from iomcba.model.offending.mix import mean_offenders_per_crime
from iomcba.pipeline.cohort import Picked, read_and_pick
from iomcba.pipeline.cohort_checks import cohort_warnings
from iomcba.pipeline.forecast_settings import forecast_settings
from iomcba.pipeline.plan import make_plan
from iomcba.pipeline.policy import hold_disclosure, threshold_of
from iomcba.pipeline.scenarios import scenario_plans
from iomcba.pipeline.stand_in import stand_in
from iomcba.pipeline.warnings import input_warnings
from iomcba.read.frames import KNOWN, unknown_columns
from iomcba.read.inputs import gather_inputs
from iomcba.read.met_rules import met_rules
from iomcba.read.workspace import Workspace, find_case, source
from iomcba.terms.check import CheckedCase
from iomcba.terms.findings import Warning
from iomcba.terms.inputs import Inputs
from iomcba.terms.plan import Plan

Found = TypeVar("Found")
# Where a row's reference leads: with a problem in that file, the reference proves nothing.
REFERS = {
    "bearer": "bearer.csv",
    "employer": "bearer.csv",
    "option": ".yaml",
    "optimism": "optimism-bias.csv",
}


def check(case: str, today: date) -> CheckedCase:
    """Check a case with its sets, options and cohort.

    Raises:
        InputError: if there is no such case.
    """
    return check_workspace(find_case(case), case, today)


def check_workspace(workspace: Workspace, name: str, today: date) -> CheckedCase:
    """Check a case that is found, or one as it would be after a change."""
    problems = Problems()
    inputs = gather_inputs(workspace, problems)
    if inputs is None:
        return CheckedCase(name, problems=InputError(problems).problems)
    whole = not problems
    picked = gathered(lambda: read_and_pick(workspace, inputs), problems)
    cohort = picked.cohort if picked else None
    hold_disclosure(inputs, cohort, problems, len(picked.people) if picked else None)
    if picked is not None and whole:
        gathered(lambda: forecast_settings(inputs, picked.cohort), problems)
    planned = _plan(inputs, picked, whole, problems)
    if planned is not None and not problems:
        gathered(lambda: scenario_plans(inputs, planned[0]), problems)
    warned = _warned(inputs, planned, today, problems) if planned is not None else ()
    if planned is not None and picked is not None and whole and not problems:
        plan = planned[0]
        found = gathered(lambda: cohort_warnings(inputs, picked, plan), problems)
        warned = (*warned, *(found or ()))
    if inputs.words.disclosure == "standard":
        warned = (*lowered(threshold_of(inputs)), *warned)
    return CheckedCase(
        case=inputs.words.id,
        title=inputs.words.title,
        label=cohort.words.label if cohort else "",
        problems=InputError(problems).problems,
        warnings=warned,
        reconciliation=cohort.reconciliation if cohort else (),
        unmapped=cohort.unmapped if cohort else (),
        met=met_rules(cohort.histories) if cohort else (),
        unknown_columns=_unknown_columns(workspace, inputs) if cohort else (),
    )


def gathered(stage: Callable[[], Found], problems: Problems) -> Found | None:
    """Run a stage; None where it found problems, which are gathered."""
    try:
        return stage()
    except InputError as error:
        problems.found += error.problems
        return None


def _warned(
    inputs: Inputs, planned: tuple[Plan, tuple[str, ...]], today: date, problems: Problems
) -> tuple[Warning, ...]:
    """Warnings; where there are problems, those that stand on what was read."""
    plan, lower_bounds = planned
    whole = not problems
    try:
        found = gathered(
            lambda: input_warnings(inputs, plan, lower_bounds, today),
            problems if whole else Problems(),
        )
    except (KeyError, IndexError, ValueError):
        if whole:
            raise
        return ()  # a warning leaned on what was not read
    return found or ()


def _size(inputs: Inputs, picked: Picked | None) -> int:
    """People in the cohort: those picked, or as many as stand behind totals."""
    if picked is None or picked.cohort is not None:
        return len(picked.people) if picked else 1
    row = inputs.rows.by_name.get("counterfactual.cohort-size")
    return round(row.central) if row is not None and row.central else 1


def _plan(
    inputs: Inputs, picked: Picked | None, whole: bool, problems: Problems
) -> tuple[Plan, tuple[str, ...]] | None:
    """The plan on a stand-in; of incomplete inputs only what stands on rows that were read."""
    histories = None if picked is None or picked.cohort is None else picked.cohort.histories
    shared = 1.0 if histories is None else mean_offenders_per_crime(histories)
    fitted = stand_in(inputs, _size(inputs, picked), shared)
    seed = inputs.words.simulation.seed
    if whole:
        return gathered(lambda: make_plan(inputs, fitted, 0.0, seed), problems)
    broken, later = tuple(problem.place.file for problem in problems), Problems()
    try:
        planned = gathered(lambda: make_plan(inputs, fitted, 0.0, seed), later)
    except (KeyError, IndexError, ValueError):
        return None  # the plan may lean on what was not read; the problems found come first
    problems.found += [p for p in later if not _follows(p, broken)]
    return planned


def _follows(problem: Problem, broken: tuple[str, ...]) -> bool:
    """Whether a problem may follow from files that could not be read whole."""
    if not problem.place.line:
        return True
    led_to = REFERS.get(problem.place.column)
    return led_to is not None and any(name.endswith(led_to) for name in broken)


def _unknown_columns(workspace: Workspace, inputs: Inputs) -> tuple[tuple[str, str], ...]:
    choice = inputs.words.cohort
    folder = workspace.cohort(choice.folder) if choice else None
    assert folder is not None, "the cohort was read"
    return tuple(
        (file.name, column)
        for file in (source(folder / name) for name in KNOWN)
        for column in unknown_columns(file)
    )
