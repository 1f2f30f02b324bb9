"""`review`: who reviewed which rows of a case, kept beside it; what has changed since."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from iomcba.appraise.assurance import assurance
from iomcba.errors import InputError, Place, Problem, nearest
from iomcba.keep.folders import write_files
from iomcba.keep.tables import csv_bytes
from iomcba.pipeline.cohort import Picked, read_and_pick
from iomcba.read.inputs import read_inputs
from iomcba.read.reviews import read_reviews, refuse_two_roles
from iomcba.read.workspace import Workspace, find_case, refuse_shipped
from iomcba.terms.inputs import Inputs
from iomcba.terms.names import members
from iomcba.terms.reviews import COLUMNS, LEDGER, WHOLE, Assurance, Review, digest, digest_of
from iomcba.terms.text_table import TextTable


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What was recorded, and where the case stands after it."""

    case: str
    recorded: tuple[Review, ...]
    state: Assurance


def digests(inputs: Inputs, picked: Picked) -> dict[str, str]:
    """Digest of every figure of a case, and of all else that enters it under one name.

    Rows of words alone (labels of offences, sources, the benefits map) count with the rest.
    """
    cohort_files = picked.cohort.files if picked.cohort is not None else ()
    found = {row.name: digest_of(row) for row in inputs.rows if row.table != "source"}
    others = sorted(pair for pair in (*inputs.files, *cohort_files) if not pair[0].endswith(".csv"))
    others += sorted(pair for pair in cohort_files if pair[0].endswith(".csv"))
    found[WHOLE] = digest("\n".join(f"{name.rsplit('/', 1)[-1]} {hash}" for name, hash in others))
    return found


def state_of(workspace: Workspace, by_name: Mapping[str, str]) -> Assurance:
    """Where the reviews of a case stand."""
    return assurance(by_name, read_reviews(workspace.case))


def review(
    case: str, rows: tuple[str, ...], reviewer: str, role: str, comment: str, on: str
) -> Reviewed:
    """Record a review of rows by name or prefix (all of them where none is named).

    With a blank reviewer nothing is recorded: the state alone is told.

    Raises:
        InputError: if the case has problems, a name leads nowhere, the reviewer has another role
            in the case, or the case is a shipped one.
    """
    workspace = find_case(case)
    inputs = read_inputs(workspace)
    by_name = digests(inputs, read_and_pick(workspace, inputs))
    known = read_reviews(workspace.case)
    if not reviewer:
        return Reviewed(inputs.words.id, (), assurance(by_name, known))
    refuse_shipped(workspace, case)
    refuse_two_roles(known, reviewer, role)
    new = tuple(
        Review(name, by_name[name], reviewer, role, on, comment) for name in _chosen(by_name, rows)
    )
    lines = ((r.row, r.digest, r.reviewer, r.role, r.on, r.comment) for r in (*known, *new))
    write_files(workspace.case, {LEDGER: csv_bytes(TextTable(LEDGER, COLUMNS, lines))})
    return Reviewed(inputs.words.id, new, assurance(by_name, (*known, *new)))


def _chosen(by_name: Mapping[str, str], rows: tuple[str, ...]) -> list[str]:
    """Names that the prefixes stand for, in the order of the case."""
    problems = [
        Problem(Place("--rows"), f"{prefix!r} is no assumption of the case", _near(prefix, by_name))
        for prefix in rows
        if not members(prefix, by_name)
    ]
    if problems:
        raise InputError(problems)
    wanted = {name for prefix in rows for name in members(prefix, by_name)}
    return [name for name in by_name if name in wanted or not rows]


def _near(name: str, by_name: Mapping[str, str]) -> str:
    return nearest(name, by_name).split(" Allowed:")[0].removeprefix("Allowed:")[:200]
