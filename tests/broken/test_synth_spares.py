"""Making invented people writes over nobody real, not over the recipe, and loses no other file."""

from __future__ import annotations

import shutil
from pathlib import Path

from iomcba.read.workspace import shipped
from tests.broken.running import run


def held(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def refused(folder: Path, out: str, what: str) -> None:
    before = held(folder / out)
    ran = run("cohort", "synth", "recipe", "--out", out, "--force", inside=folder)
    assert ran.code == 2
    assert what in ran.err
    assert held(folder / out) == before


def test_what_is_not_ours_stays(tmp_path: Path) -> None:
    for name in ("recipe", "real", "mixed"):
        shutil.copytree(shipped() / "cohorts" / "example", tmp_path / name)
    words = tmp_path / "real" / "cohort.yaml"
    text = words.read_text(encoding="utf-8")
    words.write_text(text.replace("synthetic: true", "synthetic: false"), encoding="utf-8")
    (tmp_path / "mixed" / "notes.txt").write_text("mine", encoding="utf-8")
    refused(tmp_path, "real", "holds a cohort that is not said to be synthetic")
    refused(tmp_path, "recipe", "is the folder of the recipe itself")
    refused(tmp_path, "mixed", "holds what is not written here: notes.txt")
    (tmp_path / "mixed" / "notes.txt").unlink()
    assert run("cohort", "synth", "recipe", "--out", "mixed", "--force", inside=tmp_path).code == 0
