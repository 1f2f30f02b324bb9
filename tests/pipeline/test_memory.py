"""Memory of a whole appraisal, however many draws (issue of the engine: below 400 MiB)."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="asks Linux for the peak"),
]
MOST = 400  # MiB
GROWTH = 40  # MiB: finer bins


def peak(draws: int) -> float:
    """Peak of the process itself, workers apart, in MiB."""
    words = ["appraise", "bedfordshire-2011", "--json", "--draws", str(draws)]
    process = subprocess.Popen([sys.executable, "-m", "iomcba", *words], stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0
    return used.ru_maxrss / 1024


def test_peak_memory_is_bounded_whatever_the_draws() -> None:
    million, more = peak(1_000_000), peak(4_000_000)
    assert million < MOST
    assert more < million + GROWTH
