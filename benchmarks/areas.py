"""Many areas through `iomcba batch`: cohorts of their own, four options and as now each.

    python benchmarks/areas.py               43 areas, a million draws, two processes
    python benchmarks/areas.py --areas 4 --draws 131072 --cluster --kill

Areas differ in people, seed and yearly rate; the case is the shipped one. `--cluster` does the same
once more on a local Dask cluster of two workers, `--kill` with one of the workers killed half way;
every byte is compared but those of manifests, which hold clock and host.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parent.parent
RECIPE = ROOT / "cohorts" / "bedfordshire-synthetic"
CASE = "bedfordshire-2011"
PEOPLE, RATE = (2_500, 9_000), (1.0, 1.5)  # from the smallest area to the largest


def make_areas(folder: Path, count: int) -> Path:
    """Synthetic cohorts, made by the tool's own command, and the rows of a batch."""
    rows = []
    for number in range(count):
        name, share = f"area-{number + 1:02d}", number / max(count - 1, 1)
        recipe = folder / "recipes" / name
        recipe.mkdir(parents=True)
        for file in ("recipe-mix.csv", "recipe-need.csv", "source.csv", "cohort.yaml"):
            shutil.copy(RECIPE / file, recipe / file)
        people = round(PEOPLE[0] + share * (PEOPLE[1] - PEOPLE[0]))
        rate = RATE[0] + (number * 7 % count) / count * (RATE[1] - RATE[0])
        write_recipe(recipe / "recipe.csv", {"people": f"{people}", "yearly-rate": f"{rate:.3f}"})
        cohort = folder / "cohorts" / name
        iomcba("cohort", "synth", str(recipe), "--out", str(cohort), "--seed", str(100 + number))
        rows.append((name, CASE, f"Area {number + 1}", str(cohort)))
    path = folder / "areas.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("id", "case", "area", "cohort"), *rows])
    return path


def write_recipe(path: Path, changes: dict[str, str]) -> None:
    """The shipped recipe with other figures in some rows."""
    with (RECIPE / "recipe.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    place = rows[0].index("central")
    for row in rows[1:]:
        row[place] = changes.get(row[0], row[place])
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)


def iomcba(*words: str) -> None:
    """Run a command of the tool."""
    subprocess.run([sys.executable, "-m", "iomcba", *words], check=True, capture_output=True)


def batch(rows: Path, out: Path, draws: int, *more: str, kill: bool = False) -> dict[str, float]:
    """Run a batch; what it took. With `kill`, one of its workers is killed half way."""
    words = ["batch", str(rows), "--out", str(out), "--draws", str(draws), "--no-reports", *more]
    begun, used = time.perf_counter(), os.times()
    process = subprocess.Popen(
        [sys.executable, "-m", "iomcba", *words], stderr=subprocess.PIPE, text=True
    )
    peak = Peak(process.pid)
    areas, seen, killed = sum(1 for _ in rows.open(encoding="utf-8")) - 1, 0, not kill
    assert process.stderr is not None
    for line in process.stderr:
        seen += line.startswith("area-")
        if not killed and seen > areas // 2:
            killed = kill_a_worker(process.pid)
    if process.wait() or not killed:
        raise SystemExit("the batch failed" if killed else "no worker was there to be killed")
    after = os.times()
    return {
        "areas": areas,
        "draws": draws,
        "minutes": (time.perf_counter() - begun) / 60,
        "cpu minutes": (
            (after.children_user + after.children_system)
            - (used.children_user + used.children_system)
        )
        / 60,
        "peak": peak.of_parent,
        "peak together": peak.together,
    }


class Peak:
    """Largest memory of a process, and of it and its children together, in MiB (Linux)."""

    def __init__(self, pid: int) -> None:
        self.of_parent = self.together = 0.0
        threading.Thread(target=self._watch, args=(pid,), daemon=True).start()

    def _watch(self, pid: int) -> None:
        while own := proportional(pid):
            self.of_parent = max(self.of_parent, resident(pid))
            self.together = max(self.together, own + sum(map(proportional, children(pid))))
            time.sleep(0.25)


def resident(pid: int) -> float:
    try:
        lines = Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
    except OSError:
        return 0.0
    return next((float(x.split()[1]) / 1024 for x in lines if x.startswith("VmHWM")), 0.0)


def proportional(pid: int) -> float:
    """Memory of a process, what it shares with others divided among them."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="utf-8").splitlines()
    except OSError:
        return 0.0
    return next((float(x.split()[1]) / 1024 for x in lines if x.startswith("Pss:")), 0.0)


def children(pid: int) -> list[int]:
    try:
        tasks = list(Path(f"/proc/{pid}/task").iterdir())
        return [int(c) for task in tasks for c in (task / "children").read_text().split()]
    except OSError:
        return []


def kill_a_worker(pid: int) -> bool:
    """Kill a worker once there is one."""
    for _ in range(500):
        if workers := children(pid):
            os.kill(workers[-1], signal.SIGKILL)
            return True
        time.sleep(0.02)
    return False


@contextmanager
def cluster() -> Iterator[object]:
    from distributed import LocalCluster

    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
    ) as local:
        yield local


def digests(out: Path) -> dict[str, str]:
    """Every file of a batch with its hash, manifests apart."""
    return {
        str(path.relative_to(out)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(out.rglob("*"))
        if path.is_file() and path.name != "manifest.json"
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--areas", type=int, default=43)
    parser.add_argument("--draws", type=int, default=1_000_000)
    parser.add_argument("--cluster", action="store_true")
    parser.add_argument("--kill", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        rows = make_areas(folder, asked.areas)
        two = ("--executor", "processes", "--workers", "2")
        found: dict[str, object] = {"batch": batch(rows, folder / "one", asked.draws, *two)}
        expected = digests(folder / "one")
        found["files"] = len(expected)
        if asked.cluster:
            with cluster() as local:
                address = local.scheduler_address  # type: ignore[attr-defined]
                if asked.kill:
                    threading.Timer(20, kill_of_cluster, (local,)).start()
                found["cluster"] = batch(rows, folder / "two", asked.draws, "--cluster", address)
            found["cluster has the same bytes"] = digests(folder / "two") == expected
        if asked.kill:
            batch(rows, folder / "three", asked.draws, *two, kill=True)
            found["killed has the same bytes"] = digests(folder / "three") == expected
    print(json.dumps(found))


def kill_of_cluster(local: object) -> None:
    worker = next(iter(local.workers.values()))  # type: ignore[attr-defined]
    os.kill(worker.process.process.pid, signal.SIGKILL)


if __name__ == "__main__":
    main()
