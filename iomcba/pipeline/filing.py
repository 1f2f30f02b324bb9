"""Files by the name that a run keeps: the same wherever a case stands and whoever reads it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from iomcba.read.backtest import KEPT
from iomcba.read.workspace import Workspace, source
from iomcba.terms.findings import BusinessCase
from iomcba.terms.inputs import Inputs
from iomcba.terms.manifest import Hashes
from iomcba.terms.reviews import CHANGES, LEDGER

Naming = Callable[[str], str]
BESIDE = (KEPT, LEDGER, CHANGES)  # read beside the tables of a case where they are there


def cohort_folder(workspace: Workspace, inputs: Inputs) -> Path | None:
    """Where the cohort of a case is; None where it has none."""
    choice = inputs.words.cohort
    return None if choice is None else workspace.cohort(choice.folder)


def naming(workspace: Workspace, inputs: Inputs) -> Naming:
    """From a file's name in messages, which depends on where one stands, to the one that is kept.

    What follows the file's name (a line, a column) stays.
    """
    cohort = cohort_folder(workspace, inputs)
    folders = {
        **{workspace.evidence(found.id): f"assumptions/{found.id}" for found in inputs.sets},
        **({cohort: f"cohorts/{cohort.resolve().name}"} if cohort is not None else {}),
        workspace.case: f"assumptions/{workspace.case.name}",
    }
    # the folder one stands in has no name: its files are those that no other folder's name begins
    known = [
        (f"{source(path).name}/".removeprefix("./"), f"{kept}/")
        for path, kept in folders.items()
        if path
    ]
    known.sort(key=lambda pair: -len(pair[0]))

    def kept_name(name: str) -> str:
        for said, kept in known:
            if name and name.startswith(said):
                return kept + name.removeprefix(said)
        return name

    return kept_name


def filed(full: BusinessCase, named: Naming) -> BusinessCase:
    """A business case whose files are named as a run keeps them."""
    return replace(
        full,
        assumptions=tuple(
            replace(row, file=named(row.file), overrides=named(row.overrides))
            for row in full.assumptions
        ),
        reconciliation=tuple(replace(row, file=named(row.file)) for row in full.reconciliation),
        scenarios=tuple(
            replace(
                scenario,
                changes=tuple((name, value, named(at)) for name, value, at in scenario.changes),
            )
            for scenario in full.scenarios
        ),
        provenance=replace(
            full.provenance,
            inputs=tuple((named(name), hash) for name, hash in full.provenance.inputs),
        ),
    )


def hashes_beside(workspace: Workspace, named: Naming) -> Hashes:
    """What else of a case enters a run: its kept backtest and its records, where they are there."""
    paths = [workspace.case / name for name in BESIDE]
    return tuple(
        (named(source(path).name), workspace.fingerprint(path))
        for path in paths
        if workspace.holds(path)
    )
