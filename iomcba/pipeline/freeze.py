"""`freeze`: a case, its inputs, its results and its surroundings in one archive for the file."""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from importlib import metadata
from pathlib import Path

from iomcba import __version__
from iomcba.errors import InputError, Place, Problem, Problems
from iomcba.keep.archive import packed
from iomcba.keep.folders import refuse_file, write_one
from iomcba.keep.run import processor
from iomcba.pipeline.appraise import appraise, files_of
from iomcba.pipeline.cohort_profile import describe
from iomcba.read.again import case_again, input_hash, input_paths, output_hash, read_again
from iomcba.read.run import MANIFEST, read_manifest
from iomcba.read.workspace import find_case
from iomcba.report import profile_text
from iomcba.terms.manifest import FROZEN, Frozen, Hashes, Manifest
from iomcba.terms.records import decode, encode

ANALYST = "run/analyst/"
WORDS = "cohort.yaml"
README = """\
{case}, frozen. Files of assumptions/ and cohorts/ are the inputs, run/ holds the results,
environment.txt says with what they were made, frozen.json what is left out and by which hash.

Unpacked, `iomcba verify run` in this folder says whether every file is as it was{again}.
"""
WHOLE = ", makes the run again,\nand says whether the same comes out"
PART = """.
The offence histories are left out. Who holds them puts their files into cohorts/{cohort}/ and asks
for the analyst's part of the run to make it again; profile.json says what they are like"""

Progress = Callable[[int, int], None]


def freeze(
    case: str, out: Path, run: Path | None, with_cohort: bool, force: bool, progress: Progress
) -> Frozen:
    """Write the archive: of a run, or of one that is made now.

    Raises:
        InputError: with every problem of the case, if the run is of other inputs than are there
            now, or if the archive cannot be written.
    """
    refuse_file(out, force, (".zip",))
    made = _made_now(case, progress) if run is None else _kept(run)
    manifest = decode(Manifest, made[MANIFEST].decode())
    found = find_case(case)
    workspace = case_again(run, manifest, found.case) if run is not None else found
    _hold_case(case, found.case.name, manifest)
    files = {f"run/{name}": content for name, content in made.items()}
    problems = Problems()
    for name, hash, path in input_paths(workspace, manifest):
        if input_hash(path) != hash:
            what = "is not as it was when the run was made"
            problems.add(Place(str(path)), what, "Appraise the case again, or leave --run out.")
        else:
            files[name] = read_again(path)
    problems.raise_if_any()
    has_cohort = any(name.startswith("cohorts/") for name in files)
    left_out = _left_out(files) if has_cohort and not with_cohort else ()
    for name, _ in left_out:
        del files[name]
    files[f"run/{MANIFEST}"] = encode(_elsewhere(manifest)).encode()
    others = _others(case, manifest, bool(left_out), has_cohort)
    frozen = Frozen(_hashes(others), left_out)
    files |= {**others, FROZEN: encode(frozen).encode()}
    write_one(out, packed(files, f"{manifest.case}-frozen"), force)
    return frozen


def _made_now(case: str, progress: Progress) -> dict[str, bytes]:
    return files_of(appraise(case, None, None, progress, date.today()))


def _kept(run: Path) -> dict[str, bytes]:
    """The files of a run, if they are as they were written."""
    manifest = read_manifest(run)
    problems, files = Problems(), {MANIFEST: read_again(run / MANIFEST)}
    for name, hash in manifest.outputs:
        if output_hash(run / name) != hash:
            what = "is not as the run wrote it"
            problems.add(Place(str(run / name)), what, "Appraise the case again.")
        else:
            files[name] = read_again(run / name)
    problems.raise_if_any()
    return files


def _hold_case(case: str, folder: str, manifest: Manifest) -> None:
    was = Path(manifest.made.case_folder).name
    if folder != was:
        what = f"the run is of {was}, not of {folder}"
        raise InputError([Problem(Place("--run"), what, "Name the case of the run.")])


def _left_out(files: dict[str, bytes]) -> Hashes:
    """Histories and what only their holders should see; the cohort's own words stay."""
    return _hashes(
        {
            name: content
            for name, content in files.items()
            if name.startswith(ANALYST)
            or (name.startswith("cohorts/") and not name.endswith(WORDS))
        }
    )


def _hashes(files: dict[str, bytes]) -> Hashes:
    return tuple((name, hashlib.sha256(files[name]).hexdigest()) for name in sorted(files))


def _elsewhere(manifest: Manifest) -> Manifest:
    """The manifest without the place and the host of whoever made the run."""
    made = manifest.made
    made = replace(
        made,
        case_folder=Path(made.case_folder).name,
        cohort_folder=Path(made.cohort_folder).name,
    )
    return replace(manifest, folder="", host="", made=made)


def _others(case: str, manifest: Manifest, in_part: bool, has_cohort: bool) -> dict[str, bytes]:
    """What goes with inputs and results: how to use them, with what they were made, the profile."""
    cohort = Path(manifest.made.cohort_folder).name
    again = PART.format(cohort=cohort) if in_part else WHOLE
    others = {
        "README.txt": README.format(case=manifest.case, again=again).encode(),
        "environment.txt": environment().encode(),
    }
    if has_cohort:
        others["profile.json"] = profile_text.as_json(describe(case, None)).encode()
    return others


def environment() -> str:
    """Everything installed, with the hash of what its installer recorded of its files."""
    lines = [
        f"# iomcba {__version__}",
        f"# python {platform.python_version()}",
        f"# {platform.system()} {platform.machine()}",
        f"# {processor()}",
    ]
    installed = {d.metadata["Name"]: d for d in metadata.distributions() if d.metadata["Name"]}
    for name in sorted(installed, key=str.lower):
        held = sorted(f"{f} {f.hash.value if f.hash else ''}" for f in installed[name].files or ())
        digest = hashlib.sha256("\n".join(held).encode()).hexdigest()
        lines.append(f"{name}=={installed[name].version}  # files sha256:{digest}")
    return "\n".join(lines) + "\n"
