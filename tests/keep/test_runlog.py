"""The run log says who, when and why, by hash from what to what, and only ever grows."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import Any

import pytest

from iomcba.keep.runlog import LOG, append_line
from tests.broken.running import run
from tests.broken.small_case import write
from tests.broken.test_nobody_leaves import real

CASE = "assumptions/small-case"
ASKED = ("appraise", CASE, "--formats", "html", "--out")


def entries(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / LOG).read_text(encoding="utf-8").splitlines()]


def test_a_run_is_logged_with_its_hashes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path)
    monkeypatch.setenv("LOGNAME", "analyst")
    ran = run(*ASKED, "out/run", "--purpose", "The board’s\nmeeting", inside=tmp_path)
    assert ran.code == 0, ran.err
    (line,) = entries(tmp_path / "out")
    assert (line["who"], line["why"]) == ("analyst", "The board’s\nmeeting")
    assert (line["case"], line["folder"]) == ("small-case", "run")
    for name, told in line["outputs"].items():
        content = (tmp_path / "out" / "run" / name).read_bytes()
        assert hashlib.sha256(content).hexdigest() == told, name
    assert {"manifest.json", "results.json", "business-case.html"} <= set(line["outputs"])
    own = {name: told for name, told in line["inputs"].items() if (tmp_path / name).is_file()}
    assert {f"{CASE}/case.yaml", "cohorts/four-people/offences.csv"} <= set(own)
    for name, told in own.items():
        assert hashlib.sha256((tmp_path / name).read_bytes()).hexdigest() == told, name
    if os.name == "posix":
        assert (tmp_path / "out" / LOG).stat().st_mode & 0o777 == 0o600


def test_the_log_grows_and_nothing_in_it_moves(tmp_path: Path) -> None:
    path = tmp_path / LOG
    for number in range(3):
        before = path.read_bytes() if path.exists() else b""
        append_line(path, f"line {number}")
        assert path.read_bytes() == before + f"line {number}\n".encode()


def test_a_line_cut_short_stays_alone(tmp_path: Path) -> None:
    """As where power failed: what follows is a line of its own."""
    path = tmp_path / LOG
    path.write_text('{"when": "2026', encoding="utf-8")
    append_line(path, "whole")
    append_line(path, "more")
    assert path.read_text(encoding="utf-8") == '{"when": "2026\nwhole\nmore\n'


@pytest.mark.parametrize("sort", ["link", "folder"])
def test_where_no_log_can_be_no_run_is_written(sort: str, tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / "out").mkdir()
    (tmp_path / "elsewhere").write_text("kept", encoding="utf-8")
    if sort == "link":
        (tmp_path / "out" / LOG).symlink_to(tmp_path / "elsewhere")
    else:
        (tmp_path / "out" / LOG).mkdir()
    ran = run(*ASKED, "out/run", "--purpose", "none", inside=tmp_path)
    assert ran.code == 2
    assert LOG in ran.err
    assert ("symbolic link" if sort == "link" else "is no ordinary file") in ran.err
    assert not (tmp_path / "out" / "run").exists()
    assert (tmp_path / "elsewhere").read_text(encoding="utf-8") == "kept"


def test_a_run_on_real_histories_is_logged_unasked(tmp_path: Path) -> None:
    real(tmp_path)
    ran = run(*ASKED, "out/run", inside=tmp_path)
    assert ran.code == 0, ran.err
    assert [line["why"] for line in entries(tmp_path / "out")] == [""]


@pytest.mark.slow
def test_a_synthetic_run_is_logged_when_a_purpose_is_given(tmp_path: Path) -> None:
    for words in ((), ("--purpose", "Training")):
        ran = run(
            "appraise", "example-2026", "--formats", "html", "--out", "run", "--force", *words,
            inside=tmp_path,
        )  # fmt: skip
        assert ran.code == 0, ran.err
        assert (tmp_path / LOG).exists() == bool(words)
    assert [line["why"] for line in entries(tmp_path)] == ["Training"]
