"""Work done beside gives what it gives here, and ends with its parent or without a result."""

from __future__ import annotations

import os
import sys

import pytest

from iomcba.pipeline.beside import beside, shared_out

HERE = os.getpid()
copies = pytest.mark.skipif(sys.platform != "linux", reason="only Linux copies processes")


@copies
def test_it_is_done_in_another_process_once() -> None:
    asked = beside(os.getpid, 2)
    assert asked() == asked() != HERE


def test_one_worker_does_it_here() -> None:
    assert beside(os.getpid, 1)() == HERE


def test_what_a_copy_asks_for_beside_is_done_there() -> None:
    there, below = beside(lambda: (os.getpid(), beside(os.getpid, 2)()), 2)()
    assert there == below


@copies
def test_a_copy_that_dies_costs_nothing() -> None:
    def work() -> str:
        if os.getpid() != HERE:
            os._exit(9)
        return "done here"

    assert beside(work, 2)() == "done here"


def test_what_fails_there_fails_here() -> None:
    def work() -> None:
        raise ValueError("of the work itself")

    with pytest.raises(ValueError, match="of the work itself"):
        beside(work, 2)()


def test_tasks_shared_out_come_back_in_order() -> None:
    made = shared_out(lambda task: (task, os.getpid()), range(7), 3)
    assert [task for task, _ in made] == list(range(7))
    assert len({process for _, process in made}) == (3 if sys.platform == "linux" else 1)
    assert shared_out(str, [], 2) == []
