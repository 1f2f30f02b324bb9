"""Work done beside gives what it gives here, and nothing waits for what cannot come."""

from __future__ import annotations

import os
import subprocess
import sys
import threading

import pytest

from iomcba.pipeline.beside import beside, shared_out, standing_by

HERE = os.getpid()
# A test's own process has threads and is never copied: what copies do is asked of a fresh one.
COPIED = """
import os
from iomcba.pipeline.beside import beside, shared_out, standing_by
here = os.getpid()

asked = beside(os.getpid, 2)
assert asked() == asked() != here, "another process, once"

there, below = beside(lambda: (os.getpid(), beside(os.getpid, 2)()), 2)()
assert there == below, "a copy makes no copy"

tell = standing_by(lambda: None, lambda task: (task, os.getpid()), 2)
task, there = tell("task")()
assert task == "task" and there != here

made = shared_out(lambda task: (task, os.getpid()), range(7), 3)
assert [task for task, _ in made] == list(range(7))
assert len({process for _, process in made}) == 3

def dies():
    if os.getpid() != here:
        os._exit(9)
    return "done here"

assert beside(dies, 2)() == "done here"

import threading
wait = threading.Event()
threading.Thread(target=wait.wait, daemon=True).start()
assert beside(os.getpid, 2)() == here, "one of several threads is not copied"
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux copies processes")
def test_copies_do_the_work_or_it_is_done_here() -> None:
    ran = subprocess.run(
        [sys.executable, "-c", COPIED], timeout=60, check=False, stderr=subprocess.PIPE
    )
    assert ran.returncode == 0, ran.stderr.decode()


def test_one_worker_or_several_threads_do_it_here() -> None:
    wait = threading.Event()
    threading.Thread(target=wait.wait, daemon=True).start()
    assert beside(os.getpid, 1)() == beside(os.getpid, 2)() == HERE
    assert standing_by(lambda: None, lambda task: task, 2)("task")() == "task"
    assert shared_out(str, range(3), 2) == ["0", "1", "2"]
    assert shared_out(str, [], 2) == []
    wait.set()


def test_what_fails_there_fails_here() -> None:
    def work() -> None:
        raise ValueError("of the work itself")

    with pytest.raises(ValueError, match="of the work itself"):
        beside(work, 2)()
