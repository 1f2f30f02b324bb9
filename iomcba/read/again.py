"""Where the inputs of a run are now: beside it in a frozen folder, else where they were."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from iomcba.errors import InputError, Place, Problem
from iomcba.read.guard import RESULT, Unreadable, load, plain_bytes
from iomcba.read.workspace import Workspace, shipped, source
from iomcba.terms.manifest import Manifest


def case_again(run: Path, manifest: Manifest, named: Path | None = None) -> Workspace:
    """The case of a run: the folder named, else one beside the run, where it was, or shipped.

    Raises:
        InputError: if there is none.
    """
    was = Path(manifest.made.case_folder)
    tried = (
        [named]
        if named is not None
        else [
            run.resolve().parent / "assumptions" / was.name,
            was,
            shipped() / "assumptions" / was.name,
        ]
    )
    for folder in tried:
        if (folder / "case.yaml").is_file():
            return Workspace(folder.resolve())
    what = f"the case {was.name!r} of this run is found nowhere"
    places = ", ".join(str(folder) for folder in tried)
    remedy = f"Looked for case.yaml in {places}. Say where it is with --case."
    raise InputError([Problem(Place(str(run)), what, remedy)])


def input_paths(workspace: Workspace, manifest: Manifest) -> Iterator[tuple[str, str, Path]]:
    """Each input of a run: its kept name, the hash that it had, and where it should be now."""
    made = manifest.made
    case, cohort = Path(made.case_folder).name, Path(made.cohort_folder)
    for name, hash in made.inputs:
        kind, folder, rest = name.split("/", 2)
        if kind == "cohorts":
            yield name, hash, cohort_again(workspace, cohort) / rest
        elif folder == case:
            yield name, hash, workspace.case / rest
        else:
            yield name, hash, set_again(workspace, folder) / rest


def set_again(workspace: Workspace, id: str) -> Path:
    """The folder of an evidence set, also where its set.yaml can no longer be read."""
    beside = workspace.case.parent / id
    return beside if beside.is_dir() else shipped() / "assumptions" / id


def cohort_again(workspace: Workspace, was: Path) -> Path:
    """The folder of the cohort: beside the case, where it was, or shipped."""
    tried = (
        workspace.case.parent.parent / "cohorts" / was.name,
        was,
        shipped() / "cohorts" / was.name,
    )
    return next((folder for folder in tried if folder.is_dir()), tried[0])


def read_again(path: Path) -> bytes:
    """The bytes of a file of a run or of its inputs.

    Raises:
        InputError: if it cannot be read.
    """
    return source(path, RESULT).read()


def input_hash(path: Path) -> str:
    """SHA-256 of an input as a run takes it (marks and line ends aside); blank if none."""
    return _hash_of(path, plain_bytes)


def output_hash(path: Path) -> str:
    """SHA-256 of a file of a run; blank where there is none."""
    return _hash_of(path, bytes)


def _hash_of(path: Path, taken: Callable[[bytes], bytes]) -> str:
    try:
        return hashlib.sha256(taken(load(path, RESULT))).hexdigest()
    except Unreadable:
        return "unreadable" if os.path.lexists(path) else ""


def changed_files(folder: Path, known: Mapping[str, str]) -> Iterator[tuple[str, bool]]:
    """Files of a folder that are not as they were: name, and whether they are there at all."""
    for name, hash in known.items():
        now = output_hash(folder / name)
        if now != hash:
            yield name, bool(now)
