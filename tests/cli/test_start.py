"""What a command imports before it is needed, and what a run does beside itself, moves no byte."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.broken.small_case import write

HEAVY = ("pandas", "scipy", "typst", "docx", "xlsxwriter", "jinja2", "openpyxl", "SALib")
SMALL = ("appraise", "assumptions/small-case")
LISTED = """
import json, sys
from iomcba.cli.main import main
sys.argv = ["iomcba", *{arguments!r}]
try:
    main()
except SystemExit:
    pass
print(json.dumps(sorted({{name.partition(".")[0] for name in sys.modules}})), file=sys.stderr)
"""


def imported(root: Path, *arguments: str) -> set[str]:
    """Top-level modules that a command has imported when it is done."""
    words = [sys.executable, "-c", LISTED.format(arguments=arguments)]
    ran = subprocess.run(words, cwd=root, capture_output=True, text=True, check=True)
    return set(json.loads(ran.stderr.splitlines()[-1]))


@pytest.mark.parametrize("arguments", [("--help",), ("--version",), ("appraise", "--help")])
def test_help_imports_nothing_heavy(arguments: tuple[str, ...], tmp_path: Path) -> None:
    assert not imported(tmp_path, *arguments) & {*HEAVY, "numpy", "pydantic"}


def test_a_run_without_reports_imports_no_renderer(tmp_path: Path) -> None:
    write(tmp_path)
    renderers = {"typst", "docx", "xlsxwriter", "jinja2", "openpyxl", "SALib"}
    assert not imported(tmp_path, *SMALL, "--json") & renderers


@pytest.mark.slow
def test_workers_move_no_byte(tmp_path: Path) -> None:
    write(tmp_path)
    for workers in ("1", "2"):
        words = [sys.executable, "-m", "iomcba", *SMALL, "--workers", workers, "--out", workers]
        subprocess.run(words, cwd=tmp_path, capture_output=True, check=True)
    names = [path.relative_to(tmp_path / "1") for path in (tmp_path / "1").rglob("*")]
    files = [name for name in names if (tmp_path / "1" / name).is_file()]
    assert Path("business-case.pdf") in files
    differ = {
        str(name)
        for name in files
        if (tmp_path / "1" / name).read_bytes() != (tmp_path / "2" / name).read_bytes()
    }
    assert differ <= {"manifest.json"}
