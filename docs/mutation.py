"""Write what `make mutants` measured into docs/mutation.md; fails where a group stays below 80%.

A mutant is killed when a test fails on it, and also when the tests no longer end on it. One that no
test reaches counts as one that survived. One that was not tried, because the run was ended before,
counts for nothing and is told. A module of which this run tried none keeps its row and its day.
"""

from __future__ import annotations

import json
import platform
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from generate import between_markers
from mutmut.stats import status_by_exit_code

PAGE = Path(__file__).parent / "mutation.md"
TRIED = Path("mutants")
ASKED = 0.80
HEAD = "tried | killed | of these by not ending | survived | reached by no test | not tried | score"
RULE = "|---|--:|--:|--:|--:|--:|--:|--:|"
KILLED, NOT_TRIED = ("killed", "timeout", "segfault"), "not checked"
GROUPS = {"Money": "iomcba/terms/", "Kernels": "iomcba/model/", "Appraisal": "iomcba/appraise/"}


@dataclass(frozen=True, slots=True)
class Measured:
    """What became of the mutants of a module, and on which day."""

    counts: Counter[str]
    day: str


def counted() -> dict[str, Measured]:
    """What became of the mutants of each module that was tried."""
    found, today = {}, date.today().isoformat()
    for path in sorted(TRIED.rglob("*.py.meta")):
        codes = json.loads(path.read_text(encoding="utf-8"))["exit_code_by_key"]
        counts = Counter(status_by_exit_code[code] for code in codes.values())
        if tried(counts):
            module = path.relative_to(TRIED).as_posix().removesuffix(".meta")
            found[module] = Measured(counts, today)
    return found


def kept(page: str) -> dict[str, Measured]:
    """What the page says of each module."""
    found = {}
    for line in page.splitlines():
        if line.startswith("| `"):
            name, *figures, _, day = (cell.strip() for cell in line.strip("|").split("|"))
            _, killed, endless, survived, none, left = (int(f.replace(",", "")) for f in figures)
            counts = {"killed": killed - endless, "timeout": endless, "survived": survived}
            counts |= {"no tests": none, NOT_TRIED: left}
            found[f"iomcba/{name.strip('`')}"] = Measured(Counter(counts), day)
    return found


def score(counts: Counter[str]) -> float:
    """Killed ones as a share of those tried; 0 where none was."""
    return sum(counts[status] for status in KILLED) / max(1, tried(counts))


def tried(counts: Counter[str]) -> int:
    """Mutants that were tried, those that no test reaches among them."""
    return counts.total() - counts[NOT_TRIED]


def scores(found: Mapping[str, Measured]) -> dict[str, Counter[str]]:
    """The counts of each group."""
    of = {group: [m for n, m in found.items() if n.startswith(p)] for group, p in GROUPS.items()}
    return {group: sum((m.counts for m in some), Counter[str]()) for group, some in of.items()}


def report(found: Mapping[str, Measured]) -> Iterator[str]:
    """The tables, with the day and the machine."""
    yield ""
    total = sum(each.counts.total() for each in found.values())
    where = f"{_processor()}, Python {platform.python_version()}"
    done = sum(tried(each.counts) for each in found.values())
    yield f"{done:,} of {total:,} mutants tried; the rows of the last day on {where}."
    yield ""
    yield f"| group | {HEAD} |"
    yield RULE
    for group, counts in scores(found).items():
        yield _row(f"**{group}**", counts)
    yield ""
    yield f"| module | {HEAD} | measured |"
    yield f"{RULE}---|"
    for name, each in sorted(found.items()):
        module = name.removeprefix("iomcba/")
        yield f"{_row(f'`{module}`', each.counts)} {each.day} |"
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
    text = PAGE.read_text(encoding="utf-8")
    found = kept(text) | counted()
    PAGE.write_text(
        between_markers(text, "measured", report(found), by="docs/mutation.py"), "utf-8"
    )
    low = [f"{group}: {score(c):.1%}" for group, c in scores(found).items() if score(c) < ASKED]
    print("\n".join(low) if low else f"{PAGE}: every group at {ASKED:.0%} or above")
    return 1 if low else 0


if __name__ == "__main__":
    sys.exit(main())
