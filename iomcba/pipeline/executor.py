"""Where work is done: here, on threads, in processes or on a Dask cluster, with the same results.

`concurrent.futures.Executor` is the only seam. Tasks go out a few at a time and their results come
back in order, so that neither memory nor the last bit depends on the workers. A worker that dies
costs its tasks in hand, which are done again.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import connection
from multiprocessing.process import BaseProcess
from typing import TypeVar

from iomcba.errors import InputError, Place, Problem

Task = TypeVar("Task")
Result = TypeVar("Result")

KINDS = ("serial", "threads", "processes")
FEW = 64  # blocks that are done here sooner than workers could be started and told of them
AHEAD = 2  # tasks in hand for each worker, so that none waits for the next
PATIENCE = 1.0  # seconds after which the workers are looked after
TRIES = 3  # a task that kills its worker this often is at fault itself


@dataclass(frozen=True, slots=True)
class Workers:
    """How work is to be done: the kind of executor, how many workers, or a cluster's address.

    `unless_few` does work of few blocks here instead.
    """

    kind: str = "serial"
    count: int = 1
    cluster: str = ""
    unless_few: bool = False


def choose(kind: str | None, count: int | None, cluster: str = "") -> Workers:
    """Choose workers: a cluster if named, else processes where there is more than one processor.

    Threads are offered, but blocks are so small that threads wait for one another (measured: see
    the benchmarks), so that processes are what helps.
    """
    number = count or processors()
    if cluster:
        return Workers("cluster", number, cluster)
    chosen = kind or ("processes" if number > 1 else "serial")
    return Workers(
        chosen, 1 if chosen == "serial" else number, unless_few=kind is None and number > 1
    )


def processors() -> int:
    """Processors that this program may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Pool:
    """Workers that stand ready; a context manager. Serial work needs none."""

    def __init__(self, wanted: Workers) -> None:
        self.wanted = wanted
        self._executor: Executor | None = None
        self._close: Callable[[Executor], None] = _shut
        self._others: list[BaseProcess] = []
        self._workers: list[BaseProcess] = []

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, *_: object) -> None:
        self._drop()

    def in_order(
        self, work: Callable[[Task], Result], tasks: Iterable[Task], blocks: int
    ) -> Iterator[Result]:
        """Results of tasks in the order of the tasks, a bounded number of them in hand.

        `blocks` says how much work they are in all.
        """
        if self.wanted.kind == "serial" or (self.wanted.unless_few and blocks <= FEW):
            yield from map(work, tasks)
            return
        waiting, left, tried = deque[tuple[Task, Future[Result]]](), iter(tasks), 0
        try:
            while True:
                self._fill(work, waiting, left)
                if not waiting:
                    return
                try:
                    result = self._result(waiting[0][1])
                except BrokenProcessPool:
                    tried += 1
                    if tried == TRIES:
                        raise
                    self._drop()
                    again = [task for task, _ in waiting]
                    waiting.clear()
                    waiting.extend((task, self._submit(work, task)) for task in again)
                    continue
                waiting.popleft()
                tried = 0
                yield result
        except BaseException:
            for _, future in waiting:
                future.cancel()
            self._stop()
            raise

    def _result(self, future: Future[Result]) -> Result:
        """Wait for a result.

        A worker killed while it hands over a result leaves half a message, which the executor
        would await for ever: nobody else ends it. So we look after the workers ourselves.
        """
        while True:
            try:
                return future.result(PATIENCE if self._workers else None)
            except TimeoutError:
                if future.done():
                    return future.result()
                if not all(worker.is_alive() for worker in self._workers):
                    self._abandon()
                    raise BrokenProcessPool("a worker was killed") from None

    def _abandon(self) -> None:
        """End the workers that are left, and the waiting for a message that nobody will end."""
        for worker in self._workers:
            worker.kill()
        results = getattr(self._executor, "_result_queue", None)
        if results is not None:
            results._writer.close()

    def _fill(
        self,
        work: Callable[[Task], Result],
        waiting: deque[tuple[Task, Future[Result]]],
        left: Iterator[Task],
    ) -> None:
        while len(waiting) < AHEAD * self.wanted.count:
            try:
                task = next(left)
            except StopIteration:
                return
            waiting.append((task, self._submit(work, task)))

    def _submit(self, work: Callable[[Task], Result], task: Task) -> Future[Result]:
        executor = self._executor or self._begin()
        try:
            future = executor.submit(work, task)
        except BrokenProcessPool:
            self._drop()
            future = self._begin().submit(work, task)
        if self.wanted.kind == "processes":
            known = {*self._others, *self._workers}
            self._workers += [c for c in multiprocessing.active_children() if c not in known]
        return future

    def _begin(self) -> Executor:
        kind, count = self.wanted.kind, self.wanted.count
        if kind == "cluster":
            self._executor, self._close = _cluster(self.wanted.cluster)
        elif kind == "threads":
            self._executor = ThreadPoolExecutor(count)
        else:
            self._others = multiprocessing.active_children()
            initializer = follow_the_parent
            self._executor = ProcessPoolExecutor(count, initializer=initializer)
        return self._executor

    def _stop(self) -> None:
        """End worker processes at once: nobody waits for what they have in hand."""
        self._abandon()
        self._drop()

    def _drop(self) -> None:
        if self._executor is not None:
            self._close(self._executor)
            self._executor = None
            self._workers = []


def follow_the_parent() -> None:
    """Ctrl-C reaches the whole group and only the parent answers it; when it dies, so does this."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_DFL)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: BaseProcess) -> None:
    connection.wait([parent.sentinel])
    os._exit(1)


def _shut(executor: Executor) -> None:
    executor.shutdown(wait=False, cancel_futures=True)


def _cluster(address: str) -> tuple[Executor, Callable[[Executor], None]]:
    """A Dask cluster's executor (extra `cluster`), and how to take leave of it.

    Raises:
        InputError: if Dask is not installed or nothing answers at the address.
    """
    import asyncio

    try:
        from distributed import Client
    except ImportError as error:
        remedy = "Install it with: pip install 'iomcba[cluster]'."
        raise InputError([Problem(Place("--cluster"), "needs dask.distributed", remedy)]) from error
    try:
        asyncio.run(_knock(address))
        client = Client(address, timeout="5s", set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        raise InputError([Problem(Place("--cluster"), f"nothing answers at {address}")]) from error

    def leave(executor: Executor) -> None:
        executor.shutdown(wait=False)
        client.close()  # type: ignore[no-untyped-call]

    executor: Executor = client.get_executor()  # type: ignore[no-untyped-call]
    return executor, leave


async def _knock(address: str) -> None:
    """Fail if no scheduler answers: a client made in vain prints a traceback when it goes.

    A server of another kind may say nothing, or words that are taken for a length.
    """
    import asyncio

    from distributed.comm.core import connect
    from distributed.security import Security

    secured = Security().get_connection_args("client")  # type: ignore[no-untyped-call]
    meeting = connect(address, timeout=5, **secured)  # type: ignore[no-untyped-call]
    try:
        met = await asyncio.wait_for(meeting, 5)
    except MemoryError as error:
        raise ConnectionError(address) from error
    met.abort()


SERIAL = Pool(Workers())
