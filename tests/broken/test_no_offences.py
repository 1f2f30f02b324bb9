"""A cohort without an offence in the window is refused by every command that would forecast it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from iomcba.read.workspace import shipped
from tests.broken.running import run
from tests.broken.small_case import write

CASE, OFFENCES = "assumptions/small-case", "cohorts/four-people/offences.csv"
HEAD = "offence_id,crime_id,offender_id,offence_date,offence_code\n"


@pytest.mark.parametrize("command", ["check", "appraise", "sensitivity"])
@pytest.mark.parametrize("rows", ["", "P1,C1,0012,2007-05-01,28A\n"], ids=["none", "before it"])
def test_no_offence_in_the_window_is_refused(rows: str, command: str, tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / OFFENCES).write_text(HEAD + rows, encoding="utf-8")
    ran = run(command, CASE, inside=tmp_path)
    assert ran.code == 2, ran.err
    assert "finds no offence in the window, 2008-04-01 to 2010-03-31" in ran.err + ran.out
    assert f"{CASE}/case.yaml:17: cohort.selection" in ran.err + ran.out


def thinned(folder: Path, keep: int) -> str:
    """The example with a copy of its cohort of which only the first offences of 2025 are left."""
    shutil.copytree(shipped() / "assumptions" / "example-2026", folder / "thin")
    shutil.copytree(shipped() / "cohorts" / "example", folder / "thin" / "few")
    words = folder / "thin" / "case.yaml"
    words.write_text(
        words.read_text(encoding="utf-8").replace("folder: example", "folder: few"), "utf-8"
    )
    offences = folder / "thin" / "few" / "offences.csv"
    head, *rows = offences.read_text(encoding="utf-8").splitlines(keepends=True)
    dated = [row for row in rows if ",2025-" in row]
    offences.write_text("".join((head, *dated[:keep])), encoding="utf-8")
    return "thin"


def test_a_backtest_without_a_past_is_refused(tmp_path: Path) -> None:
    """Every window is named, and no figure is made of nothing."""
    ran = run("cohort", "backtest", thinned(tmp_path, 3), inside=tmp_path)
    assert ran.code == 2
    assert "thin/case.yaml:30: cohort: no window holds 10 offences by the people it" in ran.err
    assert "window from 2016-04-01: left out, fewer than 10 offences in it" in ran.err
    assert "nan" not in ran.out + ran.err
    assert "Warning" not in ran.err


@pytest.mark.parametrize("command", ["check", "appraise", "sensitivity"])
def test_a_share_that_picks_nobody_is_refused(command: str, tmp_path: Path) -> None:
    write(tmp_path)
    words = tmp_path / CASE / "case.yaml"
    text = words.read_text(encoding="utf-8")
    assert "    top: 2\n" in text
    words.write_text(text.replace("    top: 2\n", "    share: 0.04\n"), encoding="utf-8")
    ran = run(command, CASE, inside=tmp_path)
    assert ran.code == 2
    assert "cohort.selection: picks nobody of the 4 people listed" in ran.out + ran.err
    assert "RuntimeWarning" not in ran.err
