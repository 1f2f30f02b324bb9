"""Work that another processor can do meanwhile, in a copy of this process."""

from __future__ import annotations

import multiprocessing
import sys
from collections.abc import Callable, Sequence
from functools import cache, partial
from multiprocessing.connection import Connection
from typing import TypeVar, cast

from iomcba.pipeline.executor import follow_the_parent

Task = TypeVar("Task")
Result = TypeVar("Result")


def beside(work: Callable[[], Result], workers: int) -> Callable[[], Result]:
    """Begin work at once; calling what is returned waits for its result.

    The copy holds all that this process holds, so that nothing but the result is handed over. With
    one worker, where the system does not copy processes (all but Linux), or in what is itself a
    copy, the work is done when its result is asked for. So it is when the copy ends without one:
    what fails there fails here.
    """
    if workers < 2 or sys.platform != "linux" or multiprocessing.parent_process() is not None:
        return cache(work)
    context = multiprocessing.get_context("fork")
    receiving, sending = context.Pipe(duplex=False)
    process = context.Process(target=_there, args=(work, sending), daemon=True)
    process.start()
    sending.close()

    @cache
    def result() -> Result:
        try:
            found: Result = receiving.recv()
        except EOFError:
            return work()
        finally:
            receiving.close()
            process.join()
        return found

    return result


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


def _there(work: Callable[[], Result], sending: Connection) -> None:
    follow_the_parent()
    try:
        found = work()
    except BaseException:
        return  # the parent does it again, and hears what is wrong
    sending.send(found)
