"""A batch whose workers, or which itself, is killed half way ends with the same bytes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.broken.small_case import write

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="reads the processes from /proc"),
]
DRAWS = "2097152"
ROWS = """\
id,case,parameter.detection-factor
one,assumptions/small-case,
two,assumptions/small-case,0.9
three,assumptions/small-case,0.8
"""


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("batch")
    write(folder)
    (folder / "rows.csv").write_text(ROWS, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def whole(root: Path) -> dict[str, bytes]:
    """What comes out when nobody is killed."""
    process = batch(root, "whole", "--executor", "serial")
    assert process.wait() == 0
    return results(root / "whole")


def begins(process: subprocess.Popen[str], row: str) -> None:
    """Wait until a row is at work."""
    assert process.stderr is not None
    for line in process.stderr:
        if line.startswith(row):
            break
    time.sleep(0.5)


def batch(root: Path, out: str, *more: str) -> subprocess.Popen[str]:
    words = ["batch", "rows.csv", "--out", out, "--draws", DRAWS, "--no-reports", *more]
    return subprocess.Popen(
        [sys.executable, "-m", "iomcba", *words],
        cwd=root,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def results(out: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(out)): path.read_bytes()
        for path in sorted(out.rglob("*"))
        if path.is_file() and path.name != "manifest.json"
    }


def workers(pid: int) -> list[int]:
    found = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        found += (task / "children").read_text().split()
    return [int(child) for child in found]


def used(pid: int) -> float:
    """Processor seconds of a process."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def at_work(process: subprocess.Popen[str]) -> int:
    """A worker that has worked for a while: it holds tasks."""
    while process.poll() is None:
        for worker in workers(process.pid):
            try:
                if used(worker) > 0.2:
                    return worker
            except (OSError, ValueError):
                continue
        time.sleep(0.02)
    raise AssertionError("the batch ended before a worker had worked")


def test_a_worker_is_killed(root: Path, whole: dict[str, bytes]) -> None:
    process = batch(root, "worker", "--executor", "processes", "--workers", "2")
    os.kill(at_work(process), signal.SIGKILL)
    assert process.wait() == 0
    assert results(root / "worker") == whole


def test_the_batch_is_killed_and_begun_again(root: Path, whole: dict[str, bytes]) -> None:
    process = batch(root, "parent", "--executor", "threads", "--workers", "2")
    begins(process, "two")
    process.kill()
    process.wait()
    assert not (root / "parent" / "batch.csv").exists()
    again = batch(root, "parent", "--executor", "threads", "--workers", "2")
    _, said = again.communicate()
    assert again.returncode == 0
    assert said.count("finished before") == 1
    assert results(root / "parent") == whole


@contextmanager
def cluster(workers: int) -> Iterator[object]:
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(
        n_workers=workers, threads_per_worker=1, processes=True, dashboard_address=None
    ) as local:
        yield local


def test_a_worker_of_a_cluster_is_killed(root: Path, whole: dict[str, bytes]) -> None:
    with cluster(2) as local:
        process = batch(root, "cluster", "--cluster", local.scheduler_address)  # type: ignore[attr-defined]
        begins(process, "two")
        worker = next(iter(local.workers.values()))  # type: ignore[attr-defined]
        os.kill(worker.process.process.pid, signal.SIGKILL)
        _, said = process.communicate()
        assert process.returncode == 0, said
    assert results(root / "cluster") == whole
