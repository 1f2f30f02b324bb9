"""A cohort under keyed pseudonyms: new ids, fewest columns, no order, key kept apart."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from iomcba import __version__
from iomcba.errors import InputError, Place, Problem, Problems
from iomcba.keep.folders import refuse_existing, write_new
from iomcba.keep.tables import write_tables
from iomcba.model.pseudonym import pseudonyms, shift_days
from iomcba.pipeline.cohort_commands import check_quality, words_text
from iomcba.read.days import ISO
from iomcba.read.extract import hold_apart, read_extract, shifted
from iomcba.read.guard import KEY, Unreadable, load
from iomcba.read.workspace import source
from iomcba.read.yamls import read_yaml
from iomcba.terms.histories import DAYS_PER_YEAR
from iomcba.terms.quality import REFUSED, QualityReport
from iomcba.terms.text_table import TextTable
from iomcba.terms.words import CohortWords

if TYPE_CHECKING:
    import pandas as pd

MARK = "pseudonymised.json"
KEY_BYTES = 32
IDS = (
    ("offender_id", "offender"),
    ("family_id", "family"),
    ("crime_id", "crime"),
    ("offence_id", "offence"),
)
SEX, NEED = "sex", "need_"


@dataclass(frozen=True, slots=True)
class Pseudonymised:
    """What was written. `rows` are (file, rows); `shift` is the days dates were moved by."""

    rows: tuple[tuple[str, int], ...]
    dropped: tuple[tuple[str, str], ...]
    shift: int
    new_key: bool


def pseudonymise(
    folder: Path, key_file: Path, out: Path, new_key: bool, shift: bool, force: bool
) -> Pseudonymised:
    """Write a cohort under pseudonyms.

    Raises:
        InputError: if the cohort has a fault, the key is too short or lies with the data, or `out`
            may not be written.
    """
    problems = Problems()
    refuse_existing(out, force, MARK)
    hold_apart(key_file, (folder, out), problems)
    _hold_clean(check_quality(folder), problems)
    problems.raise_if_any()
    words = read_yaml(CohortWords, source(folder / "cohort.yaml"), problems)
    assert words is not None, "the check has read it"
    extract = read_extract(folder, words)
    if new_key:
        write_new(key_file, f"{secrets.token_hex(KEY_BYTES)}\n".encode(), private=True)
    key = _read_key(key_file)
    days = shift_days(key) if shift else 0
    frames = {
        name: shifted(_renamed(frame, key), days, round(days / DAYS_PER_YEAR))
        for name, frame in extract.tables.items()
    }
    moved = words.model_copy(
        update={"dates": ISO}
        | {n: getattr(words, n) + timedelta(days=days) for n in ("start", "end", "extract_date")}
    )
    done = {
        "tool": f"iomcba {__version__}",
        "ids": "HMAC-SHA256 under a key that is not in this folder",
        "columns": {name: list(frame.columns) for name, frame in frames.items()},
        "columns_left_out": [f"{file}: {column}" for file, column in extract.dropped],
        "dates": "all moved by one constant offset" if shift else "as recorded",
    }
    others = {
        "cohort.yaml": words_text(moved, ("Under pseudonyms: see pseudonymised.json.",)).encode(),
        MARK: (json.dumps(done, indent=1, ensure_ascii=False) + "\n").encode(),
    }
    tables = [_table(name, frame) for name, frame in frames.items()]
    write_tables(out, tables, others, force, MARK)
    rows = tuple((name, len(frame)) for name, frame in frames.items())
    return Pseudonymised(rows, extract.dropped, days, new_key)


def _hold_clean(report: QualityReport, problems: Problems) -> None:
    """Every fault that hides free text or a stray id is refused: it could name a person."""
    for finding in report.findings:
        loose = finding.column == SEX or finding.column.startswith(NEED)
        free_text = loose and "neither" in finding.what
        if finding.severity == REFUSED or free_text:
            line = int(finding.lines[0]) if len(finding.lines) else 0
            rows = f" ({finding.count:,} rows)" if finding.count > 1 else ""
            problems.add(
                Place(finding.file, line, finding.column), finding.what + rows, finding.remedy
            )


def _read_key(path: Path) -> bytes:
    """The bytes of a key file.

    Raises:
        InputError: if there is none, or it is too short to be a key.
    """
    try:
        key = load(path, KEY).strip()
    except Unreadable as error:
        remedy = error.remedy or "Add --new-key to have one made."
        raise InputError([Problem(Place(str(path)), error.what, remedy)]) from error
    if len(key) < KEY_BYTES:
        what = f"holds {len(key)} bytes, too few for a key"
        remedy = f"A key has at least {KEY_BYTES} bytes by chance; add --new-key to have one made."
        raise InputError([Problem(Place(str(path)), what, remedy)])
    return key


def _renamed(frame: pd.DataFrame, key: bytes) -> pd.DataFrame:
    """New ids, and rows in the order of them: the order of the extract may tell something."""
    renamed = frame.copy()
    for column, kind in IDS:
        if column in renamed:
            made = pseudonyms(key, kind, renamed[column].unique().tolist())
            renamed[column] = renamed[column].map(made)
    if "offence_id" in renamed and renamed["offence_id"].is_unique:
        return renamed.sort_values("offence_id")
    first = [c for c in ("offender_id", *renamed.columns) if c in renamed]
    return renamed.sort_values(list(dict.fromkeys(first)))


def _table(name: str, frame: pd.DataFrame) -> TextTable:
    def rows() -> Iterator[tuple[str, ...]]:
        yield from frame.itertuples(index=False, name=None)

    return TextTable(name, tuple(str(c) for c in frame.columns), rows())
