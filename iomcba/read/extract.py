"""A cohort's three tables as text with the columns that the tool uses, to be copied."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from iomcba.errors import Place, Problems
from iomcba.read.cohort import parse_days, read_custody
from iomcba.read.days import ISO
from iomcba.read.frames import (
    CUSTODY,
    KNOWN,
    OFFENCES,
    OFFENDERS,
    read_frame,
    unknown_columns,
)
from iomcba.read.workspace import resolved, source
from iomcba.terms.words import CohortWords

if TYPE_CHECKING:
    import pandas as pd

DATES = ("offence_date", "start", "end")


@dataclass(frozen=True, slots=True)
class Extract:
    """Tables by file name with known columns only, and (file, column) of those left out."""

    tables: dict[str, pd.DataFrame]
    dropped: tuple[tuple[str, str], ...]


def read_extract(folder: Path, words: CohortWords) -> Extract:
    """Read the tables of a cohort, keeping only what an appraisal uses.

    Raises:
        InputError: if a file cannot be read.
    """
    problems = Problems()
    tables: dict[str, pd.DataFrame] = {}
    dropped: list[tuple[str, str]] = []
    unused = "category" if words.codes == "home-office" else "offence_code"
    for name, required in zip(KNOWN, (OFFENDERS, OFFENCES, CUSTODY), strict=True):
        path = folder / name
        frame = (
            read_custody(path, problems)
            if name == "custody.csv"
            else read_frame(source(path), required, problems)
        )
        if frame is None:
            continue
        out = [*unknown_columns(source(path)), *(c for c in frame.columns if c == unused)]
        dropped += [(source(path).name, column or "(no name)") for column in out]
        frame = frame.drop(columns=unused, errors="ignore")
        tables[name] = _in_iso(frame, words.dates)
    problems.raise_if_any()
    return Extract(tables, tuple(dropped))


def _in_iso(frame: pd.DataFrame, form: str) -> pd.DataFrame:
    """The same rows with every day written as 2009-03-31."""
    if form == ISO:
        return frame
    for column in DATES:
        if column in frame:
            days = parse_days(frame[column], form).dt.strftime("%Y-%m-%d")
            frame[column] = days.where(days.notna(), frame[column])
    return frame


def shifted(frame: pd.DataFrame, days: int, years: int) -> pd.DataFrame:
    """The same rows with every date moved by `days` and every year of birth by `years`."""
    import pandas as pd

    moved = frame.copy()
    for column in DATES:
        if column in moved:
            given = moved[column] != ""
            dates = parse_days(moved.loc[given, column]) + pd.Timedelta(days=days)
            moved.loc[given, column] = dates.dt.strftime("%Y-%m-%d")
    if "birth_year" in moved:
        given = moved["birth_year"] != ""
        moved.loc[given, "birth_year"] = (
            moved.loc[given, "birth_year"].astype(int) + years
        ).astype(str)
    return moved


def hold_apart(path: Path, folders: tuple[Path, ...], problems: Problems) -> None:
    """A key must not lie in a folder that travels."""
    for folder in folders:
        if resolved(path).is_relative_to(resolved(folder)):
            remedy = "Keep it where the data do not go: whoever has both can undo the pseudonyms."
            problems.add(Place(str(path)), f"the key lies inside {folder}", remedy)
