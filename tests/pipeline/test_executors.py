"""The same bits wherever the work is done, however it is cut, and when a worker dies."""

from __future__ import annotations

import gc
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from numpy.testing import assert_array_equal

from iomcba.appraise.summary import Summary, simulated_figures
from iomcba.errors import InputError
from iomcba.pipeline import simulate as engine
from iomcba.pipeline.executor import AHEAD, FEW, Pool, Workers, choose
from iomcba.pipeline.simulate import simulate
from iomcba.terms.records import encode
from tests.strategies import small_plan

DRAWS = 131_072
PLAN = small_plan(sampler="sobol")


def quiet(done: int, of: int) -> None:
    """Hear nothing."""


def bits(summary: Summary) -> str:
    return encode(simulated_figures(summary, {}))


@pytest.fixture(scope="module")
def serial() -> str:
    return bits(simulate(PLAN, DRAWS, quiet))


@pytest.mark.parametrize("chunk", [7, 128])
def test_the_chunk_does_not_matter(serial: str, chunk: int) -> None:
    assert bits(simulate(PLAN, DRAWS, quiet, chunk=chunk)) == serial


@pytest.mark.parametrize("kind", ["threads", "processes"])
def test_two_workers(serial: str, kind: str) -> None:
    with Pool(Workers(kind, 2)) as pool:
        assert bits(simulate(PLAN, DRAWS, quiet, pool, chunk=32)) == serial


@pytest.mark.slow
def test_a_dask_cluster(serial: str) -> None:
    distributed = pytest.importorskip("distributed")
    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
        ) as cluster,
        Pool(Workers("cluster", 2, cluster.scheduler_address)) as pool,
    ):
        assert bits(simulate(PLAN, DRAWS, quiet, pool, chunk=32)) == serial


def die_once(folder: Path, task: int) -> int:
    """Kill this worker at task 3 the first time it is met."""
    mark = folder / "died"
    if task == 3 and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return task * task


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no such signal here")
def test_a_worker_that_dies_costs_nothing_but_time(tmp_path: Path) -> None:
    with Pool(Workers("processes", 2)) as pool:
        assert list(pool.in_order(partial(die_once, tmp_path), range(12), 12)) == [
            n * n for n in range(12)
        ]
    assert (tmp_path / "died").exists()


def die_while_handing_over(folder: Path, task: int) -> bytes:
    """Be killed with half a result in the pipe: the process that reads is held up meanwhile."""
    mark = folder / "died"
    if task or mark.exists():
        return b"%d" % task
    mark.touch()
    os.kill(os.getppid(), signal.SIGSTOP)
    me, reader = os.getpid(), os.getppid()
    subprocess.Popen(["sh", "-c", f"sleep 1; kill -KILL {me}; kill -CONT {reader}"])
    return bytes(32 << 20)


HAND_OVER = """
import sys
from functools import partial
from pathlib import Path
from tests.pipeline.test_executors import Pool, Workers, die_while_handing_over
with Pool(Workers("processes", 2)) as pool:
    work = partial(die_while_handing_over, Path(sys.argv[1]))
    assert list(pool.in_order(work, range(6), 6)) == [b"%d" % task for task in range(6)]
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no such signal here")
def test_a_worker_that_dies_while_it_hands_over_is_not_awaited(tmp_path: Path) -> None:
    """In a process of its own, which is stopped so that the pipe fills."""
    words = [sys.executable, "-c", HAND_OVER, str(tmp_path)]
    subprocess.run(words, cwd=Path(__file__).parents[2], timeout=60, check=True)
    assert (tmp_path / "died").exists()


def test_few_tasks_are_in_hand() -> None:
    """Memory is bounded: tasks are made as results are taken."""
    made = 0

    def tasks() -> Iterator[int]:
        nonlocal made
        for number in range(1000):
            made += 1
            yield number

    with Pool(Workers("threads", 2)) as pool:
        results = pool.in_order(abs, tasks(), 1000)
        for taken in range(10):
            assert next(results) == taken
            assert made <= taken + 1 + AHEAD * 2
        results.close()  # type: ignore[attr-defined]


def test_an_interrupt_leaves_at_once() -> None:
    def interrupted(done: int, of: int) -> None:
        raise KeyboardInterrupt

    with Pool(Workers("threads", 2)) as pool, pytest.raises(KeyboardInterrupt):
        simulate(PLAN, DRAWS, interrupted, pool)


@pytest.mark.slow
@pytest.mark.parametrize("says", [None, b"", b"HTTP/1.1 400 Bad Request\r\n\r\n"])
def test_no_scheduler_at_the_address(says: bytes | None, capfd: pytest.CaptureFixture[str]) -> None:
    """Nothing there, a silent server or another: one line, nor does a client made in vain speak."""
    pytest.importorskip("distributed")
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]

        def answer() -> None:
            met.append(server.accept()[0])
            met[0].sendall(says or b"")

        met: list[socket.socket] = []
        if says is None:
            server.close()
        else:
            threading.Thread(target=answer, daemon=True).start()
        with (
            Pool(Workers("cluster", 1, f"tcp://127.0.0.1:{port}")) as pool,
            pytest.raises(InputError, match="nothing answers"),
        ):
            simulate(PLAN, DRAWS, quiet, pool)
        for each in met:
            each.close()
    gc.collect()
    assert "Traceback" not in capfd.readouterr().err


def test_choice_of_workers() -> None:
    assert choose("threads", 3) == Workers("threads", 3)
    assert choose("serial", 3) == Workers("serial", 1)
    assert choose(None, 1) == Workers("serial", 1)
    assert choose(None, 2, "tcp://host:1").cluster == "tcp://host:1"
    assert choose(None, 2) == Workers("processes", 2, unless_few=True)


def test_few_blocks_start_no_worker() -> None:
    with Pool(Workers("processes", 2, unless_few=True)) as pool:
        assert list(pool.in_order(_here, [0], FEW)) == [os.getpid()]
        assert list(pool.in_order(_here, [0], FEW + 1)) != [os.getpid()]


def _here(_: int) -> int:
    return os.getpid()


def test_progress_counts_every_block() -> None:
    heard: list[tuple[int, int]] = []
    simulate(PLAN, DRAWS, lambda done, of: heard.append((done, of)))
    done = [d for d, _ in heard]
    assert done == sorted(done)
    assert heard[-1] == (128, 128)
    assert_array_equal([of for _, of in heard], 128)
    assert engine.CHUNK <= 64
