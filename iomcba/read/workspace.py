"""Where cases, evidence sets, cohorts and templates are: the one module that knows paths."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from importlib import resources
from pathlib import Path

from iomcba.errors import InputError, Place, Problem, nearest
from iomcba.read.guard import COHORT, TABLE, plain_bytes
from iomcba.read.located import Source
from iomcba.terms.reviews import CHANGES, LEDGER

RECORDS = (LEDGER, CHANGES)


def shipped() -> Path:
    """The folder that holds the shipped `assumptions/`, `cohorts/` and `templates/`."""
    package = Path(str(resources.files("iomcba")))
    carried = package / "data"
    return carried if carried.is_dir() else package.parent


def resolved(path: Path) -> Path:
    """The path without links and dots; a link that leads to itself stays as it is."""
    return Path(os.path.realpath(path))


def source(path: Path, most: int = TABLE) -> Source:
    """Name a file for messages: relative to what is shipped, or to where the user stands."""
    path = resolved(path)
    for base in (shipped().resolve(), Path.cwd().resolve()):
        if path.is_relative_to(base):
            return Source(path, path.relative_to(base).as_posix(), most=most)
    return Source(path, Path(os.path.relpath(path)).as_posix(), most=most)


def fingerprint(path: Path) -> str:
    """SHA-256 of a file of a cohort; neither a byte-order mark nor the sort of line end changes it.

    Raises:
        InputError: if it cannot be read.
    """
    return hashlib.sha256(plain_bytes(source(path, COHORT).read())).hexdigest()


@dataclass(frozen=True, slots=True)
class Workspace:
    """Finds what a case names: beside the case first, then among what is shipped.

    `changed` are files of the case or of a set beside it as they would be after a change that is
    tried first.
    """

    case: Path
    changed: Mapping[Path, bytes] = field(default_factory=dict)

    def source(self, path: Path) -> Source:
        """A file by path, as it stands or as it would be."""
        return replace(source(path), content=self.changed.get(path))

    def tables(self, folder: Path) -> list[Path]:
        """The tables of a folder in the order of their names; the records of a case are none."""
        new = {path for path in self.changed if path.parent == folder and path.suffix == ".csv"}
        return sorted(p for p in {*folder.glob("*.csv"), *new} if p.name not in RECORDS)

    def holds(self, path: Path) -> bool:
        """Whether there is such a file."""
        return path in self.changed or os.path.lexists(path)

    def fingerprint(self, path: Path) -> str:
        """SHA-256 of a file as it stands or would be, whatever its mark and line ends."""
        return hashlib.sha256(plain_bytes(self.source(path).read())).hexdigest()

    def evidence(self, id: str) -> Path | None:
        """Folder of an evidence set, or None."""
        own = self.case.parent / id
        if self.holds(own / "set.yaml"):
            return own
        return _first(shipped() / "assumptions" / id, holding="set.yaml")

    def cohort(self, name: str) -> Path | None:
        """Folder of a cohort: a path from the case, or a name among `cohorts/`; None if neither.

        A frozen case has its cohort there, wherever it was before.
        """
        return _first(
            self.case / name,
            self.case.parent.parent / "cohorts" / name,
            self.case.parent.parent / "cohorts" / Path(name).name,
            shipped() / "cohorts" / name,
            holding="cohort.yaml",
        )

    def known_sets(self) -> list[str]:
        """Ids of the evidence sets that could be meant."""
        folders = (self.case.parent, shipped() / "assumptions")
        return sorted(
            {path.parent.name for folder in folders for path in folder.glob("*/set.yaml")}
        )


def _first(*folders: Path, holding: str) -> Path | None:
    return next((folder for folder in folders if os.path.lexists(folder / holding)), None)


def find_case(case: str) -> Workspace:
    """Find a case: a folder, or the name of a shipped case; the folder wins.

    Raises:
        InputError: if there is neither.
    """
    folder = _first(Path(case), shipped() / "assumptions" / case, holding="case.yaml")
    if folder is None:
        names = sorted(path.parent.name for path in (shipped() / "assumptions").glob("*/case.yaml"))
        what = (
            "is a folder without case.yaml"
            if Path(case).is_dir()
            else "is neither a folder nor a shipped case"
        )
        raise InputError([Problem(Place(case), what, nearest(case, names))])
    return Workspace(resolved(folder))


def find_set(name: str) -> Path:
    """Find an evidence set: a folder, or the name of a shipped set; the folder wins.

    Raises:
        InputError: if there is neither.
    """
    folder = _first(Path(name), shipped() / "assumptions" / name, holding="set.yaml")
    if folder is None:
        names = sorted(path.parent.name for path in (shipped() / "assumptions").glob("*/set.yaml"))
        what = "is neither a folder with set.yaml nor a shipped evidence set"
        raise InputError([Problem(Place(name), what, nearest(name, names))])
    return resolved(folder)


def refuse_shipped(workspace: Workspace, named: str) -> None:
    """A case that came with the program, named by its name alone, is not changed and not signed.

    Raises:
        InputError: saying how to make a case of one's own from it.
    """
    if named == workspace.case.name and workspace.case.is_relative_to(shipped().resolve()):
        remedy = f"Copy it first: iomcba init my-case --from {named}"
        raise InputError([Problem(Place(named), "is a shipped case", remedy)])


def tables_of_totals() -> dict[str, bytes]:
    """The tables by which a new case of yearly totals differs from the example, by file name."""
    folder = shipped() / "templates" / "from-totals"
    return {path.name: source(path).read() for path in sorted(folder.glob("*.csv"))}
