"""Nothing that iomcba writes takes the place of what a case is made of, with --force either."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.broken.running import run
from tests.broken.small_case import write

CASE, COHORT = "assumptions/small-case", "cohorts/four-people"
COMMANDS = (
    ("appraise", CASE, "--draws", "1024", "--force", "--draws-file", f"{COHORT}/offences.csv"),
    ("appraise", CASE, "--draws", "1024", "--force", "--draws-file", f"{CASE}/cost.csv"),
    ("freeze", CASE, "--force", "--out", f"{CASE}/case.yaml"),
    ("log", CASE, "--force", "--out", f"{CASE}/salary.csv"),
    ("log", CASE, "--force", "--out", f"{CASE}/options/team.yaml"),
    ("sensitivity", CASE, "--map", "--force", "--out", f"{CASE}/cost.csv"),
)


def contents(root: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in root.rglob("*") if path.is_file()}


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_no_file_of_a_case_is_written_over(words: tuple[str, ...], tmp_path: Path) -> None:
    write(tmp_path)
    before = contents(tmp_path)
    assert str(tmp_path / words[-1]) in before
    ran = run(*words, inside=tmp_path)
    assert ran.code == 2
    assert f"{words[-1]}: is a file of a case, a set or a cohort" in ran.err
    assert contents(tmp_path) == before
