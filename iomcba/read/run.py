"""A run folder read back: everything that later commands need, without the case or the cohort."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from iomcba.errors import InputError, Place, Problem
from iomcba.read.guard import RESULT
from iomcba.read.workspace import source
from iomcba.terms.findings import BusinessCase, SharedCase
from iomcba.terms.manifest import Manifest
from iomcba.terms.plan import Plan
from iomcba.terms.records import decode

# Controls and turns of direction as JSON writes them: an even number of backslashes is none.
ESCAPED = re.compile(
    r"(?<!\\)(?:\\\\)*\\(?:[bf]|u(?:00(?:0[0-8bcef]|1[0-9a-f]|7f|[89][0-9a-f])"
    r"|202[a-e]|206[6-9]|feff))",
    re.IGNORECASE,
)
SHARED, FULL, PLAN = "results.json", "analyst/results-full.json", "analyst/plan.json"
MANIFEST = "manifest.json"

Noun = TypeVar("Noun")


@dataclass(frozen=True, slots=True)
class Run:
    """A finished run: what may be shared, everything found, and the plan that made it."""

    folder: Path
    shared: SharedCase
    full: BusinessCase
    plan: Plan


def is_run(folder: Path) -> bool:
    """Whether a folder holds the results of a run."""
    return (folder / SHARED).is_file()


def read_shared(folder: Path) -> SharedCase:
    """What may be shared of a run.

    Raises:
        InputError: if the folder is no run of this version, or was changed after the run.
    """
    return _read(folder, SHARED, SharedCase, _hashes(folder))


def read_run(folder: Path) -> Run:
    """A whole run, its analyst's part included.

    Raises:
        InputError: if the folder is no whole run of this version, or was changed after the run.
    """
    hashes = _hashes(folder)
    return Run(
        folder,
        _read(folder, SHARED, SharedCase, hashes),
        _read(folder, FULL, BusinessCase, hashes),
        _read(folder, PLAN, Plan, hashes),
    )


def read_manifest(folder: Path) -> Manifest:
    """What made a run.

    Raises:
        InputError: if the folder is no run of this version.
    """
    return _read(folder, MANIFEST, Manifest, {})


def _hashes(folder: Path) -> Mapping[str, str]:
    """What each file of a run was written as; nothing where no manifest says so."""
    if not os.path.lexists(folder / MANIFEST):
        return {}
    return dict(read_manifest(folder).outputs)


def _read(folder: Path, name: str, kind: type[Noun], hashes: Mapping[str, str]) -> Noun:
    path = folder / name
    if not os.path.lexists(path):
        remedy = "Give the whole folder that iomcba appraise wrote, analyst/ included."
        raise InputError([Problem(Place(str(folder)), f"holds no {name}", remedy)])
    file = source(path, RESULT)
    content = file.read()
    # What fits the form may still contradict itself: a figure or an option taken out by hand.
    if hashes.get(name) not in (None, hashlib.sha256(content).hexdigest()):
        remedy = "Run iomcba appraise again; iomcba verify says what else is not as it was."
        raise InputError([Problem(Place(str(path)), "was changed after the run", remedy)])
    text = replace(file, content=content).text()
    if ESCAPED.search(text):
        what = "holds a control character, which no result of this program does"
        raise InputError([Problem(Place(str(path)), what, "Run iomcba appraise again.")])
    try:
        return decode(kind, text)
    except ValueError as error:
        first = str(error).splitlines()[0]
        at = Place(str(path))
        raise InputError([Problem(at, f"is no result of this version: {first}")]) from error
