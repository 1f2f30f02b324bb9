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


UNMEANT = (
    (("appraise", "example-2026", "--formats", ","), "--formats: is ',', which names none"),
    (("appraise", "example-2026", "--formats", ""), "--formats: is '', which names none"),
    (("appraise", "example-2026", "--cluster", ""), "write an address such as tcp://host:8786"),
    (("appraise", "example-2026", "--cluster", " "), "write an address such as tcp://host:8786"),
    (
        ("appraise", "example-2026", "--draw", "16384"),
        "--draw: is 16,384, but the run has 16,384 draws, counted from 0. Give at most 16,383.",
    ),
    (
        ("appraise", "example-2026", "--draw", "40000", "--draws", "20000"),
        "the run has 32,768 draws",
    ),
    (("sensitivity", "example-2026", "--map", "--out", "map.png"), "Let it end in .svg."),
    (("log", "example-2026", "--out", "log.pdf"), "Let it end in .html or .htm."),
    (("freeze", "example-2026", "--out", "case.tar"), "Let it end in .zip."),
    (("assumptions", "export", "example-2026", "--xlsx", "b.csv"), "Let it end in .xlsx."),
    (("appraise", "example-2026", "--draws-file", "d.txt"), "Let it end in .npz or .csv or"),
)


@pytest.mark.parametrize(("words", "said"), UNMEANT)
def test_what_nobody_means_is_refused(words: tuple[str, ...], said: str, tmp_path: Path) -> None:
    """Not taken for the default, not written under the name of another kind of file."""
    ran = run(*words, inside=tmp_path)
    assert ran.code == 2
    assert said in ran.err
    assert list(tmp_path.iterdir()) == []
