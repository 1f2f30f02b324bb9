"""Many appraisals into one tidy table and a run folder each; what is finished is not done again."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from iomcba import __version__
from iomcba.errors import InputError, Place, Problem, Problems, nearest
from iomcba.keep.folders import refuse_existing, write_files
from iomcba.pipeline.appraise import appraise_prepared, keep
from iomcba.pipeline.executor import Pool
from iomcba.pipeline.policy import THRESHOLD
from iomcba.pipeline.prepare import Prepared, prepare
from iomcba.pipeline.simulate import Engine
from iomcba.read.batch import BatchRow, Change
from iomcba.read.guard import RESULT
from iomcba.read.ranges import wrong_figure
from iomcba.read.run import read_shared
from iomcba.read.workspace import source
from iomcba.report.batch_table import HEADER, table
from iomcba.terms.catalogue import Catalogue
from iomcba.terms.findings import SharedCase
from iomcba.terms.manifest import Variation
from iomcba.terms.records import encode
from iomcba.terms.rows import Row, Rows
from iomcba.terms.uncertainty import DistributionError, point

MARK = "analyst/batch.json"
TABLE = "batch.csv"
REMEMBERED = 4  # cases that are kept read
Told = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Kept:
    """What a batch keeps in each folder besides the results."""

    draws: bool
    reports: bool


@dataclass(frozen=True, slots=True)
class Mark:
    """What a finished folder was made from: equal marks have equal results."""

    fingerprint: str


def batch(
    rows: tuple[BatchRow, ...],
    folder: Path,
    engine: Engine,
    kept: Kept,
    today: date,
    told: Told,
    words: Catalogue,
    force: bool = False,
    purpose: str = "",
) -> Path:
    """Appraise every row; the path of the tidy table.

    What was made from something else is replaced only with `force`.

    Raises:
        InputError: with every problem of every row and folder, before any is appraised; later only
            where a case is changed meanwhile.
    """
    ready = _Ready()
    marks = _marks(rows, ready, engine, kept)
    _hold_folders(rows, marks, folder, force)
    with Pool(engine.workers) as pool:
        for number, (row, mark) in enumerate(zip(rows, marks, strict=True), start=1):
            run = folder / row.id
            place = words.text("batch.row", id=row.id, number=number, all=len(rows))
            if _finished(run, mark) is not None:
                told(words.text("batch.finished", row=place))
                continue
            told(place)
            case = _case(row, ready, mark, engine, kept)
            appraised = appraise_prepared(
                case.with_fit(), lambda done, of: None, today, engine, pool
            )
            keep(
                appraised,
                run,
                True,
                kept.draws,
                kept.reports,
                {MARK: encode(mark).encode()},
                purpose=purpose,
            )
            del appraised  # before the next is made
    write_files(folder, {TABLE: table(_results(rows, marks, folder), words)})
    return folder / TABLE


class _Ready:
    """The last few cases read, by case and cohort.

    Many rows of one case read and fit it once; many cases are never all in memory.
    """

    __slots__ = ("known",)

    def __init__(self) -> None:
        self.known: dict[tuple[str, str], Prepared] = {}

    def case(self, row: BatchRow) -> Prepared:
        key = (row.case, row.cohort)
        if key not in self.known:
            while len(self.known) >= REMEMBERED:
                del self.known[next(iter(self.known))]
            self.known[key] = prepare(row.case, row.cohort)
        return self.known[key]


def _marks(rows: tuple[BatchRow, ...], ready: _Ready, engine: Engine, kept: Kept) -> list[Mark]:
    """What each row is made from, read once to find all problems before any work."""
    problems, found = Problems(), []
    for row in rows:
        try:
            case = changed(row, ready.case(row), problems)
            found.append(Mark(_fingerprint(row, case, engine, kept)))
        except InputError as error:
            problems.found.extend(error.problems)
    problems.raise_if_any()
    return found


def _case(row: BatchRow, ready: _Ready, mark: Mark, engine: Engine, kept: Kept) -> Prepared:
    """A row's case, read again if it was let go; InputError unless it is still the same."""
    problems = Problems()
    case = changed(row, ready.case(row), problems)
    problems.raise_if_any()
    if Mark(_fingerprint(row, case, engine, kept)) != mark:
        raise InputError([Problem(row.place, f"{row.case} was changed meanwhile")])
    return case


def _results(
    rows: tuple[BatchRow, ...], marks: list[Mark], folder: Path
) -> Iterator[tuple[str, SharedCase]]:
    """What was found for each row, read from its folder, one after the other."""
    for row, mark in zip(rows, marks, strict=True):
        shared = _finished(folder / row.id, mark)
        if shared is None:
            raise InputError([Problem(Place(str(folder / row.id)), "was changed meanwhile")])
        yield row.id, shared


def changed(row: BatchRow, case: Prepared, problems: Problems) -> Prepared:
    """The case with the row's words and changes; the fit is shared unless one of them enters it."""
    inputs, by_name = case.inputs, dict(case.inputs.rows.by_name)
    for change in row.changes:
        at = Place(row.place.file, change.line or row.place.line, change.name)
        if change.name not in by_name:
            problems.add(
                at, "is no row of the case", nearest(change.name, by_name).split(" All")[0]
            )
            continue
        try:
            by_name[change.name] = row_set = _set(by_name[change.name], change)
        except DistributionError as error:
            problems.add(at, str(error))
            continue
        ends = (row_set.central, row_set.low, row_set.high)
        stated = tuple(v for v in ends if v is not None)
        assert row_set.distribution is not None, "a row that is changed holds a figure"
        wrong = wrong_figure(change.name, row_set.unit, stated, row_set.distribution)
        if wrong is not None:
            problems.add(at, *wrong)
    words = inputs.words.model_copy(
        update={k: v for k, v in (("title", row.title), ("area", row.area)) if v}
    )
    inputs = replace(inputs, words=words, rows=Rows(by_name))
    enters_the_fit = any(
        change.name.startswith(("counterfactual.", THRESHOLD)) for change in row.changes
    )
    made = tuple((change.name, change.figure, change.scales) for change in row.changes)
    return replace(
        case.changed(inputs, enters_the_fit),
        variation=Variation(row.cohort, row.title, row.area, made),
    )


def _set(row: Row, change: Change) -> Row:
    """The row with another figure; the row's note says what it was."""
    if row.distribution is None:
        raise DistributionError(f"{row.name} holds no figure")
    note = f"Set by the batch; the case says {row.central:g}. {row.note}".strip()
    if change.scales:
        if row.distribution.family == "beta":
            raise DistributionError("is a beta, which cannot be scaled: give a figure, without x")
        scaled = row.distribution.scaled(change.figure)
        ends = [None if v is None else v * change.figure for v in (row.central, row.low, row.high)]
        return replace(
            row, distribution=scaled, central=ends[0], low=ends[1], high=ends[2], note=note
        )
    return replace(
        row,
        distribution=point(change.figure * row.factor),
        central=change.figure,
        low=None,
        high=None,
        family="point",
        interval="",
        note=note,
    )


def _fingerprint(row: BatchRow, case: Prepared, engine: Engine, kept: Kept) -> str:
    """Everything that the bytes of a run depend on; where it is computed is not among it."""
    asked = (engine.draws, engine.seed, engine.sampler, engine.replicates, engine.precision)
    words = (row.id, row.case, row.title, row.area, row.cohort)
    files = case.files()
    text = repr((__version__, words, row.changes, asked, files, kept))
    return hashlib.sha256(text.encode()).hexdigest()


def _finished(run: Path, mark: Mark) -> SharedCase | None:
    """The results of a folder made from the very same and not changed since, else None."""
    try:
        return read_shared(run) if _same(run, mark) else None
    except InputError:
        return None


def _same(run: Path, mark: Mark) -> bool:
    """Whether a folder was made from what this mark says."""
    try:
        return source(run / MARK).text() == encode(mark)
    except InputError:
        return False


def _hold_folders(rows: tuple[BatchRow, ...], marks: list[Mark], folder: Path, force: bool) -> None:
    """Raise InputError unless every folder and the table are free, the same, or to be replaced."""
    problems = Problems()
    for row, mark in zip(rows, marks, strict=True):
        run = folder / row.id
        try:
            refuse_existing(run, force or _same(run, mark), MARK)
        except InputError as error:
            problems.found.extend(error.problems)
    written = folder / TABLE
    if written.is_file() and not source(written, RESULT).read().startswith(HEADER):
        problems.add(Place(str(written)), "is no table that a batch wrote", "Give another --out.")
    problems.raise_if_any()
