"""One case, many surroundings: every byte written is the same; nothing goes to a network."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from iomcba.terms.manifest import Manifest
from iomcba.terms.records import decode
from tests.broken.small_case import write
from tests.packaging.skips import SEE

pytestmark = pytest.mark.slow

CASE, PLACE = "assumptions/small-case", "work"
CLOCK = "clock, host and place"
# Around the run: what the system, the shell and the user may have set; the last word is the folder
# stood in and the paths given from there.
AROUND: dict[str, tuple[dict[str, str], tuple[str, ...], str]] = {
    "hash seed 1": ({"PYTHONHASHSEED": "1"}, (), "."),
    "hash seed at random": ({"PYTHONHASHSEED": "random"}, (), "."),
    "one BLAS thread": ({"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}, (), "."),
    "two BLAS threads": ({"OPENBLAS_NUM_THREADS": "2", "OMP_NUM_THREADS": "2"}, (), "."),
    "one worker": ({}, ("--workers", "1"), "."),
    "two processes": ({}, ("--executor", "processes", "--workers", "2"), "."),
    "two threads": ({}, ("--executor", "threads", "--workers", "2"), "."),
    "Auckland": ({"TZ": "Pacific/Auckland"}, (), "."),
    "Apia, the day before": ({"TZ": "Pacific/Pago_Pago"}, (), "."),
    "C locale": ({"LC_ALL": "C", "LANG": "C"}, (), "."),
    "Turkish": ({"LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8"}, (), "."),
    "German": ({"LC_ALL": "de_DE.UTF-8", "LC_NUMERIC": "de_DE.UTF-8"}, (), "."),
    "no home": ({"HOME": "/nonexistent"}, (), "."),
    "another folder, absolute paths": ({}, (), "elsewhere"),
    "from within the case": ({}, (), CASE),
}


def surroundings(more: dict[str, str]) -> dict[str, str]:
    plain = {k: v for k, v in os.environ.items() if not k.startswith(("LC_", "PYTHON", "TZ"))}
    plain |= {"SOURCE_DATE_EPOCH": "1700000000"}
    return plain | more


def appraise(root: Path, out: Path, more: dict[str, str], words: tuple[str, ...], at: str) -> None:
    """Appraise in a fresh process, standing in a folder, paths given as seen from there."""
    where = root / at
    where.mkdir(exist_ok=True)
    absolute = at == "elsewhere"
    case = root / CASE if absolute else os.path.relpath(root / CASE, where)
    target = out if absolute else os.path.relpath(out, where)
    asked = [sys.executable, "-m", "iomcba", "appraise", str(case), "--out", str(target), *words]
    around = surroundings(more)
    ran = subprocess.run(asked, cwd=where, env=around, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of a run; of the manifest what is not clock, host or place."""
    found = {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }
    manifest = decode(Manifest, found.pop("manifest.json").decode())
    kept = (manifest.case, manifest.policy, manifest.made.inputs, manifest.outputs)
    return {**found, f"manifest.json less {CLOCK}": repr(kept).encode()}


def test_every_byte_is_the_same_in_any_surroundings(tmp_path: Path) -> None:
    root = tmp_path / PLACE
    write(root)
    appraise(root, tmp_path / "first", {"PYTHONHASHSEED": "0"}, (), ".")
    first = contents(tmp_path / "first")
    assert len(first) >= 8
    for name, (more, words, at) in AROUND.items():
        out = tmp_path / re.sub(r"\W+", "-", name)
        appraise(root, out, more, words, at)
        again = contents(out)
        differ = {
            file for file in first.keys() | again.keys() if first.get(file) != again.get(file)
        }
        assert differ == set(), name
        shutil.rmtree(out)


@pytest.mark.skipif(shutil.which("strace") is None, reason=f"strace is not installed: {SEE}")
def test_no_command_opens_a_socket_of_the_internet(tmp_path: Path) -> None:
    write(tmp_path)
    trace = tmp_path / "trace"
    for words in (
        ("appraise", CASE, "--out", "run"),
        ("check", CASE),
        ("cohort", "check", "cohorts/four-people"),
        ("compare", CASE, CASE),
        ("explain", "team.npsv", "run"),
        ("sensitivity", "run"),
        ("report", "run"),
        ("verify", "run"),
        ("log", CASE),
        ("assumptions", "list", CASE),
    ):
        asked = ["strace", "-f", "-qq", "-e", "trace=socket,connect", "-o", str(trace)]
        asked += [sys.executable, "-m", "iomcba", *words]
        ran = subprocess.run(asked, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert ran.returncode == 0, (words, ran.stderr)
        calls = [line for line in trace.read_text().splitlines() if "AF_INET" in line]
        assert calls == [], words
