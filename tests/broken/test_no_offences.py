"""A cohort without an offence in the window is refused by every command that would forecast it."""

from __future__ import annotations

from pathlib import Path

import pytest

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
    assert f"{CASE}/case.yaml: cohort.selection" in ran.err + ran.out
