"""Mutated files through every reader: the answer is a value or an `InputError`, never another.

`python -m tests.fuzz.fuzzing COUNT [SEED]` tries COUNT inputs and says how many of each sort, how
many were refused, and every failure with the seed that repeats it. Each input is a file of the
small case, of a shipped case or set, a batch, a workbook or a run, changed at random by bytes, by
cells and by lines; some go through the whole of `check`, and what passes through `appraise` too.
"""

from __future__ import annotations

import io
import random
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from iomcba.errors import InputError, Problem, Problems
from iomcba.pipeline.appraise import appraise
from iomcba.pipeline.check import check_workspace
from iomcba.pipeline.desk.export import export
from iomcba.read.batch import read_batch
from iomcba.read.catalogue import catalogue
from iomcba.read.cohort import read_cohort
from iomcba.read.located import Source
from iomcba.read.quality import check_cohort
from iomcba.read.reviews import read_reviews
from iomcba.read.rows import read_rows
from iomcba.read.run import read_shared
from iomcba.read.tables import FORM_OF
from iomcba.read.workbook import read_workbook
from iomcba.read.workspace import Workspace, shipped
from iomcba.read.yamls import read_yaml
from iomcba.terms.quality import REFUSED
from iomcba.terms.records import encode
from iomcba.terms.words import CaseWords, OptionWords, SetWords
from tests.broken.small_case import write

TODAY = date(2026, 11, 25)
SLOWEST = 10.0  # seconds of processor time for one input
LONGEST = 2_000  # characters of one message
NASTY = (
    *(
        "",
        " ",
        "0",
        "-0",
        "-1",
        "007",
        "0o7",
        "1e309",
        "1e-400",
        "nan",
        "inf",
        "1,234",
        "£5",
        "3.5%",
    ),
    *("9" * 400, "1_000", "1:30", "no", "true", "null", "~", "２", "²", "−5", "5-", "(5)", "=1+1"),
    *("2011-02-30", "0001-01-01", "9999-12-31", "03/04/2009", "40633", "31/12/09", "2011-12"),
    *("9999-00", "1899-00", "2011-4", "2011-04", "\t", "\x00", "\x1b[31m", "\u202e", "\ufeff", "é"),
    *("e\u0301", "😀", "ŵ", '"', '""', "'", ",", ",,", "\n", "\r", "\r\n", "|", ">", "&a ", "*a"),
    *(
        "!!x ",
        "<<: ",
        "---\n",
        "- ",
        "? ",
        ": ",
        "#",
        "{",
        "}",
        "[",
        "]",
        "%",
        "@",
        "`",
        "\\",
        "${x}",
    ),
    *("open", "point", "pert", "beta", "lognormal", "min-max", "95%", "share", "per year", "GBP"),
    *("people", "x", "red", "high", "made-up", "team", "as-now", "police", "yes", "central", "low"),
    *("[red]", "<script>", "{{1}}", "../../etc/passwd", "/dev/zero", "con", "a" * 30_000),
)


@dataclass
class Tried:
    """What became of the inputs: how many of each sort, how many refused, and the failures."""

    counts: Counter[str] = field(default_factory=Counter)
    refused: int = 0
    failures: list[str] = field(default_factory=list)

    @property
    def total(self) -> int:
        return sum(self.counts.values())


def mutated(content: bytes, chance: random.Random) -> bytes:
    """The file with one to four changes: of bytes, cells or lines."""
    for _ in range(chance.choice((1, 1, 1, 2, 4))):
        content = chance.choice((_bytes, _bytes, _cell, _cell, _cell, _line))(content, chance)
    return content


def _bytes(content: bytes, chance: random.Random) -> bytes:
    at, length = chance.randrange(len(content) + 1), chance.choice((0, 0, 1, 2, 8, 40))
    new = chance.choice(
        (
            b"",
            chance.randbytes(chance.choice((1, 2, 5))),
            chance.choice(NASTY).encode(),
            content[at : at + chance.randrange(60)],
        )
    )
    return content[:at] + new + content[at + length :]


def _cell(content: bytes, chance: random.Random) -> bytes:
    """A cell of a table or a value of a word, replaced by another or by a nasty one."""
    lines = content.split(b"\n")
    at = chance.randrange(len(lines))
    mark = b"," if b"," in lines[at] else b": "
    cells = lines[at].split(mark)
    place = chance.randrange(len(cells))
    other = chance.choice(lines).split(mark)
    cells[place] = chance.choice((chance.choice(NASTY).encode(), chance.choice(other)))
    lines[at] = mark.join(cells)
    return b"\n".join(lines)


def _line(content: bytes, chance: random.Random) -> bytes:
    """A line taken out, doubled or put elsewhere."""
    lines = content.split(b"\n")
    line = lines.pop(chance.randrange(len(lines)))
    for _ in range(chance.choice((0, 1, 1, 2))):
        lines.insert(chance.randrange(len(lines) + 1), line)
    return b"\n".join(lines)


class Fuzz:
    """The readers with the files they start from, below a folder of their own."""

    def __init__(self, root: Path) -> None:
        self.root, self.case = root, write(root)
        self.cohort = root / "cohorts" / "four-people"
        self.tried = Tried()
        own = [p for p in root.rglob("*") if p.is_file() and "cohorts" not in p.parts]
        ours = [p for p in (shipped() / "assumptions").rglob("*") if p.suffix in (".csv", ".yaml")]
        self.files = {path: path.read_bytes() for path in sorted([*own, *ours])}
        self.own = sorted(own)
        self.cohort_files = {path: path.read_bytes() for path in sorted(self.cohort.iterdir())}
        rows = "id,case,title,parameter.discount-rate\na,{0},T,0.03\nb,{0},,x1.2\n"
        listed = "- id: a\n  case: {0}\n  parameter.discount-rate: 0.03\n- id: b\n  case: {0}\n"
        self.batches = {
            "b.csv": rows.format("assumptions/small-case").encode(),
            "b.yaml": listed.format("assumptions/small-case").encode(),
        }
        self.ledger = (
            b"row,digest,reviewer,role,on,comment\n"
            b"parameter.discount-rate,0123456789abcdef,A. Shah,analyst,2026-11-20,read\n"
        )
        export(str(self.case), root / "book.xlsx", False, False, TODAY, catalogue())
        self.book = (root / "book.xlsx").read_bytes()
        found = appraise(str(self.case), None, None, lambda done, of: None, TODAY)
        self.results = encode(found.shared).encode()
        self.sorts: tuple[tuple[int, Callable[[random.Random], None]], ...] = (
            (52, self.one_file),
            (14, self.a_cohort),
            (10, self.a_batch),
            (6, self.reviews),
            (4, self.a_workbook),
            (2, self.a_run),
            (12, self.a_case),
        )

    def one_file(self, chance: random.Random) -> None:
        path = chance.choice(list(self.files))
        held = Source(path, path.name, mutated(self.files[path], chance))
        problems = Problems()
        if path.suffix == ".csv" and path.stem in FORM_OF:
            read_rows(FORM_OF[path.stem], held, problems)
        elif path.name == "case.yaml":
            read_yaml(CaseWords, held, problems)
        elif path.name == "set.yaml":
            read_yaml(SetWords, held, problems)
        elif path.suffix == ".yaml":
            read_yaml(OptionWords, held, problems)
        problems.raise_if_any()

    def a_cohort(self, chance: random.Random) -> None:
        """What the appraisal refuses, the check calls `must fix`, and nothing else."""
        path = chance.choice(list(self.cohort_files))
        path.write_bytes(mutated(self.cohort_files[path], chance))
        known = {c: frozenset({"28A", "45", "92D"}) for c in ("home-office", "category")}
        codes = {"28A": "burglary", "45": "theft", "92D": ""}
        try:
            report = check_cohort(self.cohort, known)
            try:
                read_cohort(self.cohort, ("burglary", "theft"), codes, with_considered=True)
            except InputError:
                assert report.of(REFUSED), "refused, but nothing must be fixed"
                raise
            assert not report.of(REFUSED), report.of(REFUSED)
        finally:
            path.write_bytes(self.cohort_files[path])

    def a_batch(self, chance: random.Random) -> None:
        name = chance.choice(list(self.batches))
        path = self.root / name
        path.write_bytes(mutated(self.batches[name], chance))
        read_batch(path)

    def reviews(self, chance: random.Random) -> None:
        path = self.case / "reviews.csv"
        path.write_bytes(mutated(self.ledger, chance))
        try:
            read_reviews(self.case)
        finally:
            path.unlink()

    def a_workbook(self, chance: random.Random) -> None:
        path = self.root / "mutated.xlsx"
        path.write_bytes(_bytes(self.book, chance))
        read_workbook(path)

    def a_run(self, chance: random.Random) -> None:
        folder = self.root / "run"
        folder.mkdir(exist_ok=True)
        (folder / "results.json").write_bytes(mutated(self.results, chance))
        read_shared(folder)

    def a_case(self, chance: random.Random) -> None:
        """A case through the whole of check; now and then what passes is appraised."""
        path = chance.choice(self.own)
        changed = mutated(self.files[path], chance)
        checked = check_workspace(Workspace(self.case, {path: changed}), "small-case", TODAY)
        if checked.problems:
            raise InputError(checked.problems)
        if chance.random() < 0.02:
            path.write_bytes(changed)
            try:
                appraise(str(self.case), 1024 * 8, None, lambda done, of: None, TODAY)
            finally:
                path.write_bytes(self.files[path])

    def try_one(self, seed: int) -> None:
        """One input; a failure is kept with its seed."""
        chance = random.Random(seed)
        (sort,) = chance.choices([s for _, s in self.sorts], [w for w, _ in self.sorts])
        self.tried.counts[sort.__name__] += 1
        began = time.process_time()
        try:
            sort(chance)
        except InputError as error:
            self.tried.refused += 1
            self._hold_messages(seed, error.problems)
        except Exception:
            self.tried.failures.append(f"seed {seed}: {sort.__name__}\n{traceback.format_exc()}")
        took = time.process_time() - began
        if took > SLOWEST:
            self.tried.failures.append(f"seed {seed}: {sort.__name__} took {took:.0f} s")

    def _hold_messages(self, seed: int, problems: tuple[Problem, ...]) -> None:
        for problem in problems[:50]:
            said = str(problem)
            if not said.isprintable() and any(ord(c) < 32 or ord(c) == 127 for c in said):
                self.tried.failures.append(f"seed {seed}: a message holds a control: {said!r}")
            if len(said) > LONGEST:
                self.tried.failures.append(f"seed {seed}: a message has {len(said):,} characters")


@contextmanager
def fuzzing() -> Iterator[Fuzz]:
    """The readers over a folder that goes when they are done."""
    with tempfile.TemporaryDirectory() as folder:
        yield Fuzz(Path(folder))


def main() -> int:
    count, first = int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 0
    out = io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8", errors="backslashreplace")
    with fuzzing() as fuzz:
        began = time.process_time()
        for seed in range(first, first + count):
            fuzz.try_one(seed)
        took = time.process_time() - began
        tried = fuzz.tried
    for failure in tried.failures:
        out.write(failure + "\n")
    sorts = ", ".join(f"{name} {n:,}" for name, n in tried.counts.most_common())
    out.write(
        f"{tried.total:,} inputs ({sorts}), {tried.refused:,} refused, "
        f"{len(tried.failures)} failures, {took:.0f} s of processor time\n"
    )
    out.flush()
    return 1 if tried.failures else 0


if __name__ == "__main__":
    sys.exit(main())
