"""Outputs that are closed, full or left by their reader: one clear line and a telling code."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="/dev/full is Linux's")
PYTHON = f"'{sys.executable}' -m iomcba"
UNWRITTEN = "The standard output cannot be written: "


@pytest.mark.parametrize(
    ("call", "code", "said"),
    [
        ("--help >&-", 2, f"{UNWRITTEN}Bad file descriptor.\n"),
        ("--help >/dev/full", 2, f"{UNWRITTEN}No space left on device.\n"),
        ("nosuch 2>/dev/full", 2, ""),
        ("nosuch 2>&-", 2, ""),
        ("--help >&- 2>&- <&-", 2, ""),
        ("--help <&- >/dev/null", 0, ""),
    ],
)
def test_an_output_that_cannot_be_written(call: str, code: int, said: str, tmp_path: Path) -> None:
    ran = subprocess.run(
        ["bash", "-c", f"{PYTHON} {call}"],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        check=False,
    )
    assert (ran.returncode, ran.stderr) == (code, said)
    assert ran.stdout == ""


def test_a_reader_that_leaves() -> None:
    script = f"{PYTHON} --help | true; exit ${{PIPESTATUS[0]}}"
    ran = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=False)
    assert ran.returncode in (0, 141)  # 0 if the pipe took everything before it was closed
    assert ran.stderr == (
        "The reader of the output left before its end.\n" if ran.returncode else ""
    )


@pytest.mark.slow
def test_results_of_commands_that_cannot_be_printed(tmp_path: Path) -> None:
    """What stands in the folder is whole, whatever becomes of the printed summary."""
    from tests.broken.small_case import write

    write(tmp_path)
    for call in (
        "check assumptions/small-case",
        "check assumptions/small-case --json",
        "cohort check cohorts/four-people",
        "appraise assumptions/small-case --out run",
    ):
        for way, code in (("| true", 141), (">/dev/full", 2), (">&-", 2)):
            forced = " --force" if "--out" in call else ""
            script = f"{PYTHON} {call}{forced} {way}; exit ${{PIPESTATUS[0]}}"
            ran = subprocess.run(
                ["bash", "-c", script], capture_output=True, text=True, cwd=tmp_path, check=False
            )
            assert ran.returncode == code, (call, way, ran.stderr)
            assert len(ran.stderr.splitlines()) == 1, ran.stderr
            assert "Traceback" not in ran.stderr
    assert (tmp_path / "run" / "results.json").is_file()
