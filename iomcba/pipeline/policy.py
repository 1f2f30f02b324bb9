"""Whether a case can keep its disclosure policy: with its threshold, and with people enough."""

from __future__ import annotations

from iomcba.errors import Problems
from iomcba.pipeline.cohort import Picked, read_and_pick
from iomcba.read.workspace import Workspace
from iomcba.terms.inputs import CohortRead, Inputs

THRESHOLD = "parameter.disclosure-threshold"


def hold_disclosure(
    inputs: Inputs, cohort: CohortRead | None, problems: Problems, people: int | None = None
) -> None:
    """A case needs its threshold, may only hide nothing where nobody is real, and needs people.

    `people` is the number picked, where that is known.
    """
    at = inputs.keys.at("disclosure")
    row = inputs.rows.by_name.get(THRESHOLD)
    if row is None and not problems:
        problems.add(at, f"no row {THRESHOLD}", "Counts below it are hidden; add the row.")
    elif row is not None and row.central is None:
        problems.add(row.place, f"{THRESHOLD} is open (no figure is known)")
    if cohort is not None and inputs.words.disclosure == "synthetic" and not cohort.words.synthetic:
        remedy = "Write standard: small counts of real people are hidden."
        problems.add(at, "is 'synthetic', but the cohort is not", remedy)
    if cohort is not None and people is not None and not cohort.words.synthetic:
        hold_size(inputs, people, problems)


def hold_size(inputs: Inputs, people: int, problems: Problems) -> None:
    """A cohort of real people needs as many as the threshold: fewer are no cohort but persons."""
    row = inputs.rows.by_name.get(THRESHOLD)
    least = row.central or 0.0 if row is not None else 0.0
    if people < least:
        at = inputs.keys.at("cohort.selection")
        what = f"picks fewer than {least:g} people"
        problems.add(at, what, "Results on so few would be about persons: pick more people.")


def threshold_of(inputs: Inputs) -> float:
    """Observed counts below it are hidden; 0 where the case hides nothing."""
    row = inputs.rows.by_name.get(THRESHOLD)
    hides = inputs.words.disclosure == "standard" and row is not None
    return row.central or 0.0 if hides and row is not None else 0.0


def require_disclosure(inputs: Inputs, picked: Picked) -> None:
    """Raise InputError where the case's disclosure policy cannot be kept."""
    problems = Problems()
    hold_disclosure(inputs, picked.cohort, problems, len(picked.people))
    problems.raise_if_any()


def picked_of(workspace: Workspace, inputs: Inputs) -> Picked:
    """The people picked from the cohort of a case, whose disclosure policy can be kept.

    Raises:
        InputError: with every problem in the cohort.
    """
    picked = read_and_pick(workspace, inputs)
    require_disclosure(inputs, picked)
    return picked
