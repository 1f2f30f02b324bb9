"""Work that another processor can do meanwhile, in a copy of this process."""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Callable, Sequence
from functools import cache, partial
from multiprocessing.connection import Connection
from typing import TypeVar, cast

from iomcba.pipeline.executor import follow_the_parent

Task = TypeVar("Task")
Result = TypeVar("Result")


def beside(work: Callable[[], Result], workers: int) -> Callable[[], Result]:
    """Begin work at once in a copy of this process; calling what is returned waits for its result.

    The copy holds all that this process holds, so that nothing but the result is handed over. With
    one worker, or where no copy may be made, the work is done when its result is asked for. So it
    is when the copy ends without one: what fails there fails here.
    """
    return standing_by(_nothing, lambda _: work(), workers)(None)


def standing_by(
    warm: Callable[[], None], work: Callable[[Task], Result], workers: int
) -> Callable[[Task], Callable[[], Result]]:
    """Start a copy that gets ready (`warm`) and will do work, once told on what; else as `beside`.

    Calling what is returned tells it its task, which is copied there.
    """
    if workers < 2 or not _may_be_copied():
        return lambda task: cache(partial(work, task))
    context = multiprocessing.get_context("fork")
    here, there = context.Pipe()
    process = context.Process(target=_there, args=(warm, work, here, there), daemon=True)
    process.start()
    there.close()

    def tell(task: Task) -> Callable[[], Result]:
        try:
            here.send(task)
        except BrokenPipeError:
            return cache(partial(work, task))

        @cache
        def result() -> Result:
            try:
                found: Result = here.recv()
            except (EOFError, ConnectionResetError):
                return work(task)
            finally:
                here.close()
                process.join()
            return found

        return result

    return tell


def _may_be_copied() -> bool:
    """Only Linux copies processes, and one thread alone, which could wait for others for ever.

    What is itself a copy makes none.
    """
    if sys.platform != "linux" or multiprocessing.parent_process() is not None:
        return False
    return len(os.listdir("/proc/self/task")) == 1


def _nothing() -> None:
    """Be ready as it is."""


def shared_out(work: Callable[[Task], Result], tasks: Sequence[Task], workers: int) -> list[Result]:
    """Results of tasks in their order, every so many of them done beside the others."""
    count = max(1, min(workers, len(tasks)))

    def every(first: int) -> list[Result]:
        return [work(task) for task in tasks[first::count]]

    others = [beside(partial(every, first), workers) for first in range(1, count)]
    results: list[Result | None] = [None] * len(tasks)
    results[::count] = every(0)
    for first, other in enumerate(others, start=1):
        results[first::count] = other()
    return cast(list[Result], results)


def _there(
    warm: Callable[[], None], work: Callable[[Task], Result], here: Connection, there: Connection
) -> None:
    follow_the_parent()
    here.close()  # else nobody would be told when the parent goes
    try:
        warm()
        found = work(there.recv())
    except BaseException:
        return  # the parent does it again, and hears what is wrong
    there.send(found)
