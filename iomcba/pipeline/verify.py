"""`verify`: a run made again from what its manifest says, and whether the same came out."""

from __future__ import annotations

import json
import platform
from collections.abc import Callable, Iterator
from datetime import date
from importlib import metadata
from pathlib import Path

from iomcba import __version__
from iomcba.appraise.sameness import apart, nearly, numbers
from iomcba.errors import Place, Problems
from iomcba.keep.run import processor
from iomcba.pipeline.appraise import Appraised, appraise_prepared
from iomcba.pipeline.batch import changed
from iomcba.pipeline.filing import hashes_beside, naming
from iomcba.pipeline.prepare import Prepared, prepare_workspace
from iomcba.pipeline.simulate import Engine
from iomcba.read.again import (
    case_again,
    changed_files,
    cohort_again,
    input_hash,
    input_paths,
    read_again,
)
from iomcba.read.batch import BatchRow, Change
from iomcba.read.run import FULL, read_manifest, read_run
from iomcba.read.workspace import Workspace
from iomcba.terms.findings import Provenance
from iomcba.terms.manifest import FROZEN, Frozen, Manifest
from iomcba.terms.records import decode, encode
from iomcba.terms.said import worded
from iomcba.terms.verification import DIFFERENT, EQUAL, NEARLY, Departure, Verification

FEW = 20  # differing results that are named

Progress = Callable[[int, int], None]


def verify(run: Path, case: Path | None, inputs_only: bool, progress: Progress) -> Verification:
    """Make a run again and compare; with `inputs_only` look at its files alone.

    Raises:
        InputError: if the folder is no run, or its case is found nowhere.
    """
    root, frozen = _frozen(run)
    manifest = read_manifest(root)
    workspace = case_again(root, manifest, case)
    left_out = dict(frozen.left_out)
    departures = list(_files(root, manifest, workspace, left_out))
    departures += _archive(run, frozen)
    missing = tuple(name for name, _, path in _gone(workspace, manifest, left_out))
    counted = len(manifest.made.inputs), len(manifest.outputs)
    if departures or inputs_only or missing:
        outcome = DIFFERENT if departures else ""
        return Verification(
            str(run), manifest.case, outcome, *counted, 0, tuple(departures), missing
        )
    return _again(run, root, manifest, workspace, counted, progress)


def _frozen(run: Path) -> tuple[Path, Frozen]:
    """The run in a folder, and what a frozen one has left out."""
    for root, beside in ((run / "run", run), (run, run.parent)):
        if (beside / FROZEN).is_file() and (root / "manifest.json").is_file():
            return root, decode(Frozen, read_again(beside / FROZEN).decode())
    return run, Frozen((), ())


def _gone(
    workspace: Workspace, manifest: Manifest, left_out: dict[str, str]
) -> Iterator[tuple[str, str, Path]]:
    """Inputs that a frozen folder has left out, and that are not found elsewhere."""
    for name, hash, path in input_paths(workspace, manifest):
        if name in left_out and not path.is_file():
            yield name, hash, path


def _files(
    root: Path, manifest: Manifest, workspace: Workspace, left_out: dict[str, str]
) -> Iterator[Departure]:
    """Inputs and outputs that are not as they were."""
    for name, hash, path in input_paths(workspace, manifest):
        now = input_hash(path)
        if now != hash and not (not now and name in left_out):
            key = "departed.changed-since" if now else "departed.gone-since"
            yield Departure("input", name, worded(key, path=str(path)))
    for name, there in changed_files(root, dict(manifest.outputs)):
        if there or f"run/{name}" not in left_out:
            yield Departure(
                "output", name, worded("departed.changed-after" if there else "departed.gone")
            )


def _archive(run: Path, frozen: Frozen) -> Iterator[Departure]:
    """Other files of a frozen folder that are not as they were frozen."""
    folder = run if (run / FROZEN).is_file() else run.parent
    for name, there in changed_files(folder, dict(frozen.others)):
        how = worded("departed.changed-frozen" if there else "departed.gone-frozen")
        yield Departure("output", name, how)


def _again(
    run: Path,
    root: Path,
    manifest: Manifest,
    workspace: Workspace,
    counted: tuple[int, int],
    progress: Progress,
) -> Verification:
    provenance = read_run(root).full.provenance
    prepared = _prepared(workspace, manifest)
    new = _new_inputs(prepared, manifest)
    made = _made(prepared, manifest, provenance, progress)
    before = json.loads(read_again(root / FULL))
    now = json.loads(encode(made.full))
    found = dict(apart(before, now))
    outcome = EQUAL if not found else NEARLY if nearly(found) else DIFFERENT
    departures = (*new, *_surroundings(manifest, provenance), *_results(found, outcome))
    return Verification(
        str(run), manifest.case, outcome, *counted, numbers(before["figures"]), departures
    )


def _prepared(workspace: Workspace, manifest: Manifest) -> Prepared:
    """The case as the run read it, with its departures from the files if it had any."""
    made = manifest.made
    varied = made.variation
    another = cohort_again(workspace, Path(made.cohort_folder)) if varied.cohort else ""
    prepared = prepare_workspace(workspace, str(another))
    if not (varied.changes or varied.title or varied.area):
        return prepared
    changes = tuple(Change(*change) for change in varied.changes)
    row = BatchRow("", "", varied.title, varied.area, varied.cohort, changes, Place("manifest"))
    problems = Problems()
    varied_case = changed(row, prepared, problems)
    problems.raise_if_any()
    return varied_case.with_fit()


def _made(
    prepared: Prepared, manifest: Manifest, provenance: Provenance, progress: Progress
) -> Appraised:
    engine = Engine(
        provenance.draws, provenance.seed, provenance.sampler, provenance.replicates or None
    )
    day = date.fromisoformat(manifest.made.on)
    return appraise_prepared(prepared, progress, day, engine)


def _new_inputs(prepared: Prepared, manifest: Manifest) -> Iterator[Departure]:
    """Files that would be read today and were not read then."""
    named = naming(prepared.workspace, prepared.inputs)
    now = [named(name) for name, _ in prepared.files()]
    now += [name for name, _ in hashes_beside(prepared.workspace, named)]
    then = dict(manifest.made.inputs)
    for name in now:
        if name not in then:
            yield Departure("input", name, worded("departed.new"))


def _surroundings(manifest: Manifest, provenance: Provenance) -> Iterator[Departure]:
    """Versions and the machine, where they are others now."""
    versions = {
        "iomcba": (manifest.version, __version__),
        "python": (manifest.python, platform.python_version()),
        **{name: (then, metadata.version(name)) for name, then in provenance.libraries},
    }
    for name, (then, now) in versions.items():
        if then != now:
            yield Departure("version", name, worded("departed.then-now", then=then, now=now))
    if manifest.processor != processor():
        how = worded("departed.then-now", then=manifest.processor, now=processor())
        yield Departure("machine", worded("departed.processor"), how)


def _results(found: dict[str, float], outcome: str) -> Iterator[Departure]:
    """The results that differ most, by their places in results-full.json."""
    worst = sorted(found, key=lambda place: -found[place])
    for place in worst[:FEW] if outcome == DIFFERENT else ():
        by = found[place]
        another = by == float("inf")
        share = {} if another else {"share": f"{by:.1e}"}
        key = "departed.another" if another else "departed.differs-by"
        yield Departure("result", place, worded(key, **share))
    if outcome == DIFFERENT and len(worst) > FEW:
        more = worded("departed.more", number=len(worst) - FEW)
        yield Departure("result", more, worded("departed.differ"))
