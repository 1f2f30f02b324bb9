"""Write what `make mutants` measured into docs/mutation.md; fails where a group stays below 80%.

A mutant is killed when a test fails on it, and also when the tests no longer end on it. One that no
test reaches counts as one that survived. One that was not tried, because the run was ended before,
counts for nothing and is told.
"""

from __future__ import annotations

import json
import platform
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from generate import between_markers
from mutmut.stats import status_by_exit_code

PAGE = Path(__file__).parent / "mutation.md"
TRIED = Path("mutants")
ASKED = 0.80
HEAD = "tried | killed | of these by not ending | survived | reached by no test | not tried | score"
KILLED, NOT_TRIED = ("killed", "timeout", "segfault"), "not checked"
GROUPS = {"Money": "iomcba/terms/", "Kernels": "iomcba/model/", "Appraisal": "iomcba/appraise/"}


def counted() -> dict[str, Counter[str]]:
    """What became of the mutants of each module."""
    found = {}
    for path in sorted(TRIED.rglob("*.py.meta")):
        codes = json.loads(path.read_text(encoding="utf-8"))["exit_code_by_key"]
        if codes:
            module = path.relative_to(TRIED).as_posix().removesuffix(".meta")
            found[module] = Counter(status_by_exit_code[code] for code in codes.values())
    return found


def score(counts: Counter[str]) -> float:
    """Killed ones as a share of those tried; 0 where none was."""
    return sum(counts[status] for status in KILLED) / max(1, tried(counts))


def tried(counts: Counter[str]) -> int:
    """Mutants that were tried, those that no test reaches among them."""
    return counts.total() - counts[NOT_TRIED]


def scores(found: Mapping[str, Counter[str]]) -> dict[str, Counter[str]]:
    """The counts of each group."""
    return {
        group: sum((c for name, c in found.items() if name.startswith(prefix)), Counter[str]())
        for group, prefix in GROUPS.items()
    }


def report(found: Mapping[str, Counter[str]]) -> Iterator[str]:
    """The tables, with the day and the machine."""
    yield ""
    total = sum(counts.total() for counts in found.values())
    where = f"{_processor()}, Python {platform.python_version()}"
    done = sum(map(tried, found.values()))
    yield f"Measured on {date.today().isoformat()}: {done:,} of {total:,} mutants tried, {where}."
    yield ""
    yield f"| group | {HEAD} |"
    yield "|---|--:|--:|--:|--:|--:|--:|--:|"
    for group, counts in scores(found).items():
        yield _row(f"**{group}**", counts)
    yield ""
    yield f"| module | {HEAD} |"
    yield "|---|--:|--:|--:|--:|--:|--:|--:|"
    for name, counts in found.items():
        yield _row(f"`{name.removeprefix('iomcba/')}`", counts)
    yield ""


def _row(name: str, counts: Counter[str]) -> str:
    killed = sum(counts[status] for status in KILLED)
    none = counts["no tests"]
    survived = tried(counts) - killed - none
    figures = (tried(counts), killed, counts["timeout"], survived, none, counts[NOT_TRIED])
    told = " | ".join(f"{figure:,}" for figure in figures)
    return f"| {name} | {told} | {score(counts):.0%} |"


def _processor() -> str:
    """The processor's name where the system tells it."""
    told = Path("/proc/cpuinfo")
    lines = told.read_text(encoding="utf-8").splitlines() if told.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return f"{names[0]}, {len(names)} processors" if names else platform.machine()


def main() -> int:
    """Write the page; 1 where a group is below what is asked."""
    found = counted()
    text = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(
        between_markers(text, "measured", report(found), by="docs/mutation.py"), "utf-8"
    )
    low = [f"{group}: {score(c):.1%}" for group, c in scores(found).items() if score(c) < ASKED]
    print("\n".join(low) if low else f"{PAGE}: every group at {ASKED:.0%} or above")
    return 1 if low else 0


if __name__ == "__main__":
    sys.exit(main())
