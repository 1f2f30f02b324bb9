"""Real signals to real processes: out at once, nothing said but one line, nobody left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.broken.small_case import write

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="reads the processes from /proc"),
]
SOON = 5.0  # seconds, as promised
STOPS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
SMALL = ("appraise", "assumptions/small-case", "--out", "out/run")
LONG = (*SMALL, "--draws", "8000000", "--executor", "processes", "--workers", "2")


def start(root: Path, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "iomcba", *arguments],
        cwd=root,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def children(pid: int) -> list[int]:
    found = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        found += (task / "children").read_text().split()
    return [int(child) for child in found]


def lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def ends(pid: int) -> bool:
    """Whether a process ends soon."""
    until = time.monotonic() + SOON
    while lives(pid) and time.monotonic() < until:
        time.sleep(0.01)
    return not lives(pid)


def stop(process: subprocess.Popen[str], number: signal.Signals) -> str:
    """Send a signal and hear what is said; the process must end soon and say one line."""
    process.send_signal(number)
    _, said = process.communicate(timeout=SOON)
    assert process.returncode == (128 + number if number in STOPS else -number)
    assert said == ("Stopped; nothing is left half-written.\n" if number in STOPS else "")
    return said


def handling(process: subprocess.Popen[str]) -> None:
    """Wait until the interpreter has started and our answer to signals stands."""
    for _ in range(1000):
        status = Path(f"/proc/{process.pid}/status").read_text()
        caught = int(next(x for x in status.splitlines() if x.startswith("SigCgt")).split()[1], 16)
        if caught >> (signal.SIGTERM - 1) & 1:
            return
        time.sleep(0.002)
    raise AssertionError("the answer to signals never stood")


@pytest.mark.parametrize("number", STOPS)
@pytest.mark.parametrize("after", [0.0, 0.1, 0.3, 0.6])
def test_a_stop_at_any_moment(after: float, number: signal.Signals, tmp_path: Path) -> None:
    """While libraries are imported, while the case is read, while draws are made."""
    write(tmp_path)
    process = start(tmp_path, *SMALL, "--draws", "4000000", "--executor", "serial")
    handling(process)
    time.sleep(after)
    stop(process, number)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("number", [*STOPS, signal.SIGKILL])
def test_workers_end_with_their_parent(number: signal.Signals, tmp_path: Path) -> None:
    write(tmp_path)
    process = start(tmp_path, *LONG)
    workers: list[int] = []
    while process.poll() is None and len(workers) < 3:  # two of the draws, one of their analysis
        time.sleep(0.02)
        workers = children(process.pid)
    assert len(workers) == 3
    stop(process, number)
    assert all(ends(worker) for worker in workers)
    assert not (tmp_path / "out").exists()


def test_a_hang_up_that_is_to_be_ignored_is_ignored(tmp_path: Path) -> None:
    write(tmp_path)
    process = subprocess.Popen(
        ["nohup", sys.executable, "-m", "iomcba", *SMALL],
        cwd=tmp_path,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    handling(process)  # type: ignore[arg-type]
    os.kill(process.pid, signal.SIGHUP)
    process.communicate(timeout=120)
    assert process.returncode == 0
    assert (tmp_path / "out" / "run" / "results.json").is_file()
