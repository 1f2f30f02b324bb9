"""What a signal does: workers are ended, unfinished writing is cleared, one line is said, and out.

Installed before anything heavy is imported. Nothing is raised, so that no library can swallow it
on the way; what may not be cut (the moving of a finished folder into its place) holds it up.
"""

from __future__ import annotations

import os
import signal
import sys
from contextlib import suppress
from types import FrameType

NAMES = ("SIGINT", "SIGTERM", "SIGHUP")
SAID = b"Stopped; nothing is left half-written.\n"


def answer_signals() -> None:
    """Answer Ctrl-C, a termination and a closed terminal from now on; exit code 128 + number.

    A hang-up that whoever started this wants ignored (nohup) stays ignored.
    """
    owner = os.getpid()
    numbers = [getattr(signal, name) for name in NAMES if hasattr(signal, name)]

    def stop(number: int, frame: FrameType | None) -> None:
        if os.getpid() != owner:
            os._exit(128 + number)  # a worker that has not yet settled what a signal does to it
        for each in numbers:
            signal.signal(each, signal.SIG_IGN)
        with suppress(BaseException):
            _end_workers()
        with suppress(BaseException):
            _clear_benches()
        with suppress(OSError):
            os.write(2, SAID)
        os._exit(128 + number)

    for number in numbers:
        if number == signal.SIGINT or signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, stop)


def _end_workers() -> None:
    """Kill worker processes: they hold nothing that would be lost."""
    multiprocessing = sys.modules.get("multiprocessing")
    if multiprocessing is not None:
        children = multiprocessing.active_children()
        for child in children:
            child.kill()
        for child in children:
            child.join(1)


def _clear_benches() -> None:
    bench = sys.modules.get("iomcba.keep.bench")
    if bench is not None:
        bench.clear_standing()
