"""Memory of a whole appraisal, however many draws (issue of the engine: below 400 MiB)."""

from __future__ import annotations

import subprocess
import sys

import pytest

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="asks Linux for the peak"),
]
MOST = 400  # MiB
GROWTH = 40  # MiB: finer bins


# A process that the tests started would count their memory as its own, up to its first instruction.
BETWEEN = """
import os, subprocess, sys
process = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL)
_, status, used = os.wait4(process.pid, 0)
assert status == 0
print(used.ru_maxrss)
"""


def peak(draws: int) -> float:
    """Peak of the process itself, workers apart, in MiB."""
    words = ["appraise", "bedfordshire-2011", "--json", "--draws", str(draws)]
    asked = [sys.executable, "-c", BETWEEN, sys.executable, "-m", "iomcba", *words]
    return int(subprocess.run(asked, capture_output=True, text=True, check=True).stdout) / 1024


def test_peak_memory_is_bounded_whatever_the_draws() -> None:
    million, more = peak(1_000_000), peak(4_000_000)
    assert million < MOST
    assert more < million + GROWTH
