"""Many appraisals into one tidy table and a run folder each; what is finished is not done again."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from iomcba import __version__
from iomcba.errors import InputError, Place, Problem, Problems, nearest
from iomcba.keep.folders import write_files
from iomcba.keep.run import SHARED
from iomcba.pipeline.appraise import Prepared, appraise_prepared, keep, prepare
from iomcba.pipeline.executor import Pool
from iomcba.pipeline.simulate import Engine
from iomcba.read.batch import BatchRow, Change
from iomcba.report.batch_table import table
from iomcba.terms.findings import SharedCase
from iomcba.terms.records import decode, encode
from iomcba.terms.rows import Row, Rows
from iomcba.terms.uncertainty import DistributionError, point

MARK = "analyst/batch.json"
TABLE = "batch.csv"
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
) -> Path:
    """Appraise every row; the path of the tidy table.

    Raises:
        InputError: with every problem of every row, before any is appraised.
    """
    ready, made = _Ready(), list[tuple[str, SharedCase]]()
    prepared = _prepared(rows, ready)
    with Pool(engine.workers) as pool:
        for number, (row, case) in enumerate(zip(rows, prepared, strict=True), start=1):
            run, mark = folder / row.id, Mark(_fingerprint(row, case, engine, kept))
            shared = _finished(run, mark)
            if shared is None:
                told(f"{row.id} ({number} of {len(rows)})")
                appraised = appraise_prepared(
                    case.with_fit(), lambda done, of: None, today, engine, pool
                )
                extra = {MARK: encode(mark).encode()}
                keep(appraised, run, _ours(run), kept.draws, kept.reports, extra)
                shared = appraised.shared
            else:
                told(f"{row.id} ({number} of {len(rows)}): finished before")
            made.append((row.id, shared))
    write_files(folder, {TABLE: table(made)})
    return folder / TABLE


class _Ready:
    """Cases read, by case and cohort, so that many rows of one case read and fit it once."""

    __slots__ = ("known",)

    def __init__(self) -> None:
        self.known: dict[tuple[str, str], Prepared] = {}

    def case(self, row: BatchRow) -> Prepared:
        key = (row.case, row.cohort)
        if key not in self.known:
            self.known[key] = prepare(row.case, row.cohort)
        return self.known[key]


def _prepared(rows: tuple[BatchRow, ...], ready: _Ready) -> list[Prepared]:
    problems, found = Problems(), []
    for row in rows:
        try:
            found.append(_changed(row, ready.case(row), problems))
        except InputError as error:
            problems.found.extend(error.problems)
    problems.raise_if_any()
    return found


def _changed(row: BatchRow, case: Prepared, problems: Problems) -> Prepared:
    """The case with the row's words and changes; the fit is shared unless one of them enters it."""
    inputs, by_name = case.inputs, dict(case.inputs.rows.by_name)
    for change in row.changes:
        at = Place(row.place.file, row.place.line, change.name)
        if change.name not in by_name:
            problems.add(
                at, "is no row of the case", nearest(change.name, by_name).split(" All")[0]
            )
            continue
        try:
            by_name[change.name] = _set(by_name[change.name], change)
        except DistributionError as error:
            problems.add(at, str(error))
    words = inputs.words.model_copy(
        update={k: v for k, v in (("title", row.title), ("area", row.area)) if v}
    )
    changed = replace(inputs, words=words, rows=Rows(by_name))
    enters_the_fit = any(change.name.startswith("counterfactual.") for change in row.changes)
    return case.changed(changed, enters_the_fit)


def _set(row: Row, change: Change) -> Row:
    """The row with another figure; the row's note says what it was."""
    if row.distribution is None:
        raise DistributionError(f"{row.name} holds no figure")
    note = f"Set by the batch; the case says {row.central:g}. {row.note}".strip()
    if change.scales:
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
    """The results of a folder that was made from the very same, else None."""
    try:
        same = (run / MARK).read_text(encoding="utf-8") == encode(mark)
        return decode(SharedCase, (run / SHARED).read_text(encoding="utf-8")) if same else None
    except (OSError, ValueError):
        return None


def _ours(run: Path) -> bool:
    """Whether a folder is there that an earlier batch made from something else.

    Raises InputError if a folder is there that no batch made.
    """
    if not run.exists() or (run.is_dir() and not any(run.iterdir())):
        return False
    if (run / MARK).is_file():
        return True
    remedy = "Give another --out: a batch replaces only folders of a batch."
    raise InputError([Problem(Place(str(run)), "is no folder that a batch wrote", remedy)])
