"""A number of the command line is finite and within what a run can be; else exit code 2."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.broken.running import run

HUGE = "99999999999999999999"
WRONG = (
    ("appraise", "example-2026", "--precision", "nan"),
    ("breakeven", "example-2026", "--loss", "nan"),
    ("cohort", "profile", "example-2026", "--threshold", "nan"),
    ("cohort", "profile", "example-2026", "--threshold", "inf"),
    ("appraise", "example-2026", "--draws", HUGE),
    ("appraise", "example-2026", "--draw", HUGE),
    ("appraise", "example-2026", "--replicates", HUGE),
    ("appraise", "example-2026", "--workers", "10000"),
    ("compare", "example-2026", "example-2026", "--draws", HUGE),
)


@pytest.mark.parametrize("words", WRONG, ids=" ".join)
def test_what_no_run_can_be_asked_for_is_refused(words: tuple[str, ...], tmp_path: Path) -> None:
    ran = run(*words, inside=tmp_path)
    assert ran.code == 2
    assert words[-1] in ran.err
    assert words[-2] in ran.err
