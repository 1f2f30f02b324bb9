"""Progress: nothing in the first second, then how far and how long, judged by the draws alone."""

from __future__ import annotations

import sys
import time

import pytest

from iomcba.cli.talk import Progress


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [100.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    return now


@pytest.mark.parametrize("terminal", [True, False])
def test_time_left_is_that_of_the_draws(
    clock: list[float],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    terminal: bool,
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: terminal, raising=False)
    progress = Progress()
    clock[0] += 0.5
    progress(1, 101)
    progress(2, 101)
    assert capsys.readouterr().err == ""
    clock[0] += 10  # ten seconds for ten blocks: ninety more
    progress(11, 101)
    clock[0] += 0.1
    progress(12, 101)  # too soon to be told again
    progress(101, 101)  # but the end is
    said = capsys.readouterr().err.split("\r")
    wanted = ["", "   11% of the draws, 90 s left ", "  100% of the draws, 0 s left \n"]
    assert said == (wanted if terminal else [""])


def test_a_run_begun_again_is_judged_anew(
    clock: list[float], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """As --precision does, which doubles the draws."""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    progress = Progress()
    progress(1, 16)
    clock[0] += 60
    progress(1, 32)
    clock[0] += 2
    progress(3, 32)
    assert "29 s left" in capsys.readouterr().err
