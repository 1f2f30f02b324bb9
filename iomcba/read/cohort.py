"""Offence histories on disk → `CohortRead`: text first, checked as whole columns, nothing dropped.

Every row is used, mapped to "not costed", set aside with its reason, or refused with its line.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from iomcba.characters import beyond_ascii, likeness, pattern
from iomcba.errors import Keys, Place, Problems
from iomcba.read.days import ISO, parse_day, why_no_day_of
from iomcba.read.frames import (
    CONSIDERED,
    CUSTODY,
    OFFENCES,
    OFFENDERS,
    looks_like,
    read_frame,
    unknown_columns,
)
from iomcba.read.groups import hold_no_groups
from iomcba.read.strangers import by_likeness, how_unlike
from iomcba.read.workspace import fingerprint, source
from iomcba.read.yamls import read_keyed
from iomcba.terms.histories import Histories, Ints
from iomcba.terms.inputs import CohortRead
from iomcba.terms.reconciliation import Reconciliation
from iomcba.terms.said import worded
from iomcba.terms.words import CohortWords

if TYPE_CHECKING:
    import pandas as pd

EPOCH = date(1970, 1, 1)
CODE = re.compile(r"[0-9]{1,3}[A-Za-z]{0,2}(?:[/. -][0-9A-Za-z]{1,3})?")
WORD, FEW = re.compile(r"[a-z]+(?:-[a-z]+)*"), 10  # a category's name, told from so many rows up
YEAR = r"(1[89]|20)[0-9][0-9]"
Flags = NDArray[np.bool_]
NOT_COSTED = -1


def day_number(day: date) -> int:
    """Days since 1 January 1970."""
    return (day - EPOCH).days


def read_cohort(
    folder: Path, offences: tuple[str, ...], codes: Mapping[str, str], with_considered: bool
) -> CohortRead:
    """Read a cohort folder against the offence axis of the case's crime-cost set.

    `codes` maps a Home Office offence code to an offence id, or to "" where it is not costed.
    `with_considered` counts offences taken into consideration; else they are set aside (F2).

    Raises:
        InputError: with every problem in every file.
    """
    problems = Problems()
    words, keys = read_keyed(CohortWords, source(folder / "cohort.yaml"), problems)
    if words is not None:
        hold_observed(words, keys, problems)
        hold_label(words, keys, problems)
    offenders = read_frame(source(folder / "offenders.csv"), OFFENDERS, problems)
    committed = read_frame(source(folder / "offences.csv"), OFFENCES, problems)
    custody = read_custody(folder / "custody.csv", problems)
    if words is None or offenders is None or committed is None or custody is None:
        problems.raise_if_any()
        raise AssertionError("unreachable: a file that cannot be read has problems")
    people = _people(offenders, folder, problems)
    first, last, form = day_number(words.start), day_number(words.end) + 1, words.dates
    person = _persons(committed, people, folder / "offences.csv", problems)
    day = _days(committed, "offence_date", folder / "offences.csv", problems, form, blank=None)
    spell_person = _persons(custody, people, folder / "custody.csv", problems)
    starts = _days(custody, "start", folder / "custody.csv", problems, form, blank=None)
    ends = _days(custody, "end", folder / "custody.csv", problems, form, blank=last)
    wrong = custody.index[(ends < starts) & (custody["end"] != "").to_numpy()]
    _report_lines(wrong, folder / "custody.csv", "end", "lies before start", problems)
    birth = _birth_years(offenders, folder, problems)
    kind, unmapped = _types(committed, words, offences, codes, folder, problems)
    considered = _yes(committed, CONSIDERED, folder / "offences.csv", problems)
    hold_no_groups(offenders.columns, source(folder / "offenders.csv").name, problems)
    marks = [str(c) for c in offenders.columns if str(c).startswith("flag_")]
    flags = {m: _yes(offenders, m, folder / "offenders.csv", problems) for m in marks}
    problems.raise_if_any()
    observed = (day >= first) & (day < last)
    again = repeated(committed)
    left_out = considered & observed & ~again & (not with_considered)
    inside = observed & ~left_out & ~again
    histories = Histories(
        people=tuple(offenders["offender_id"]),
        offence_types=offences,
        start_day=first,
        end_day=last,
        lists_everyone=words.lists == "everyone-at-risk",
        offence_person=person[inside],
        offence_day=day[inside],
        offence_type=kind[inside],
        crime=_crimes(committed)[inside],
        spell_person=spell_person,
        spell_start=starts,
        spell_end=np.maximum(ends, starts),
        birth_year=birth,
    )
    reasons = (
        (worded("aside.repeats"), int(again.sum())),
        (worded("aside.outside"), int((~observed & ~again).sum())),
        (worded("aside.considered"), int(left_out.sum())),
    )
    aside = tuple((why, count) for why, count in reasons if count)
    used = int(inside.sum())
    names = [
        source(folder / name).name for name in ("offenders.csv", "offences.csv", "custody.csv")
    ]
    reconciliation = (
        Reconciliation(names[0], len(offenders), len(offenders)),
        Reconciliation(names[1], len(committed), used, aside),
        Reconciliation(names[2], len(custody), len(custody)),
    )
    files = ("cohort.yaml", "offenders.csv", "offences.csv", "custody.csv")
    hashes = tuple((source(folder / name).name, fingerprint(folder / name)) for name in files)
    named = tuple((m.removeprefix("flag_"), np.flatnonzero(yes)) for m, yes in flags.items())
    return CohortRead(words, histories, reconciliation, unmapped, hashes, named)


def repeated(committed: pd.DataFrame) -> Flags:
    """Rows that repeat an earlier one in every cell, the offence's id among them. Shape (n,)."""
    again = np.zeros(len(committed), dtype=np.bool_)
    if "offence_id" in committed:
        ids = committed["offence_id"]
        near = (ids.duplicated(keep=False) & (ids != "")).to_numpy()
        again[near] = committed[near].duplicated().to_numpy()
    return again


def _yes(frame: pd.DataFrame, column: str, path: Path, problems: Problems) -> Flags:
    """Whether each row says yes in a yes/no column; a blank and an absent column say no."""
    if column not in frame:
        return np.zeros(len(frame), dtype=np.bool_)
    written = frame[column]
    for line in frame.index[~written.isin(("yes", "no", ""))]:
        place = Place(source(path).name, int(line), column)
        problems.add(place, "is neither yes, no nor blank", "Write yes or no, or leave it blank.")
    return np.asarray(written == "yes", dtype=np.bool_)


def read_custody(path: Path, problems: Problems) -> pd.DataFrame | None:
    """Custody spells; a file of no bytes at all holds none."""
    import pandas as pd

    if path.is_file() and path.stat().st_size == 0:
        return pd.DataFrame(columns=list(CUSTODY), dtype=str)
    return read_frame(source(path), CUSTODY, problems)


def hold_label(words: CohortWords, keys: Keys, problems: Problems) -> None:
    """Results on real people do not go out under a banner that says there are none."""
    if not words.synthetic and "synthetic" in words.label.casefold():
        remedy = "Write synthetic: true if nobody is real; else another label, or none."
        problems.add(keys.at("label"), "says synthetic, but the cohort is not", remedy)


def hold_observed(words: CohortWords, keys: Keys, problems: Problems) -> None:
    """The days observed must be in order, and the extract no older than the last of them."""
    if words.end < words.start:
        problems.add(keys.at("end"), f"{words.end} lies before start {words.start}")
    if words.extract_date < words.end:
        what = f"{words.extract_date} lies before end {words.end}"
        problems.add(keys.at("extract_date"), what, "No day after the extraction was observed.")


def _people(offenders: pd.DataFrame, folder: Path, problems: Problems) -> pd.Index[str]:
    import pandas as pd

    known, ids = source(folder / "offenders.csv"), offenders["offender_id"]
    for line in ids.index[ids == ""]:
        problems.add(Place(known.name, int(line), "offender_id"), "is blank")
    for line in ids.index[ids.duplicated() & (ids != "")]:
        problems.add(
            Place(known.name, int(line), "offender_id"),
            "stands already on an earlier line",
            "A person has one row.",
        )
    people: pd.Index[str] = pd.Index(ids.to_list())
    return people


def _persons(frame: pd.DataFrame, people: pd.Index[str], path: Path, problems: Problems) -> Ints:
    import pandas as pd

    known = people[people != ""].unique()  # as listed, unless a person stands twice or has no id
    index = np.asarray(known.get_indexer(pd.Index(frame["offender_id"].to_list())), dtype=np.int64)
    strange = frame.loc[index < 0, "offender_id"]
    listed = by_likeness(known) if len(strange) else {}
    for line, id in strange.items():
        at = Place(source(path).name, int(str(line)), "offender_id")
        problems.add(at, "is not in offenders.csv", how_unlike(str(id), listed))
    return index


def _report_lines(
    lines: pd.Index[int], path: Path, column: str, what: str, problems: Problems
) -> None:
    """Report lines without printing a person's id (a message may travel further than the file)."""
    for line in lines:
        problems.add(Place(source(path).name, int(line), column), what)


def parse_days(written: pd.Series[str], form: str = ISO) -> pd.Series[pd.Timestamp]:
    """Days written in the declared form; not a time where the text is anything else.

    Each of the different texts is looked at once: a cohort has few days and many rows.
    """
    import pandas as pd

    codes, texts = pd.factorize(written)
    days = np.array([parse_day(text, form) for text in texts], dtype="datetime64[s]")
    none = np.array(["NaT"], dtype="datetime64[s]")
    return pd.Series(np.concatenate((days, none))[codes], index=written.index)


def _days(
    frame: pd.DataFrame,
    column: str,
    path: Path,
    problems: Problems,
    form: str,
    blank: int | None,
) -> Ints:
    """Days in the declared form → days since 1970; a blank is `blank`, or a problem if None."""
    import pandas as pd

    written = frame[column]
    parsed = parse_days(written, form)
    wrong = parsed.isna() & ((written != "") | (blank is None))
    for line in frame.index[wrong]:
        place = Place(source(path).name, int(line), column)
        problems.add(place, *why_no_day_of(str(written[line]), form))
    days = (parsed - pd.Timestamp(EPOCH)).dt.days
    filled = days.fillna(blank if blank is not None else 0)
    return np.asarray(filled.to_numpy(), dtype=np.int64)


def _birth_years(offenders: pd.DataFrame, folder: Path, problems: Problems) -> Ints:
    if "birth_year" not in offenders:
        return np.full(len(offenders), -1, dtype=np.int64)
    written = offenders["birth_year"]
    fits = written.str.fullmatch(YEAR) | (written == "")
    for line in offenders.index[~fits]:
        problems.add(
            Place(source(folder / "offenders.csv").name, int(line), "birth_year"),
            f"is not a year; written like {pattern(written[line])}",
            "Write it as 1980, or leave it blank.",
        )
    years = written.where(fits & (written != ""), "-1")
    return np.asarray(years.astype(int), dtype=np.int64)


def _types(
    committed: pd.DataFrame,
    words: CohortWords,
    offences: tuple[str, ...],
    codes: Mapping[str, str],
    folder: Path,
    problems: Problems,
) -> tuple[Ints, tuple[tuple[str, int], ...]]:
    """Offence type of each row (-1 not costed), and codes that no mapping knows with counts."""
    column = "offence_code" if words.codes == "home-office" else "category"
    if column not in committed:
        file = source(folder / "offences.csv")
        like = looks_like(column, unknown_columns(file))
        remedy = f"{like}cohort.yaml says codes: {words.codes}."
        problems.add(Place(file.name, 1, column), "the column is missing", remedy)
        return np.zeros(len(committed), dtype=np.int64), ()
    known = dict(codes) if words.codes == "home-office" else {o: o for o in offences}
    position = {offence: index for index, offence in enumerate(offences)}
    written = committed[column]
    kinds = written.map(lambda code: position.get(known.get(code, ""), NOT_COSTED))
    counts = written[~written.isin(known)].value_counts()
    return kinds.to_numpy(dtype=np.int64), tuple(sorted(named_codes(counts).items()))


def named_codes(counts: pd.Series[int]) -> dict[str, int]:
    """Rows of each code that no mapping knows.

    A text that is unlike a code, or a word in few rows, may be a name: told is how it is written.
    """
    found = dict[str, int]()
    for code, rows in counts.items():
        text = str(code)
        told = CODE.fullmatch(text) or (WORD.fullmatch(text) and rows >= FEW)
        name = text if told else f"(written like {_written(text)})" if text else "(blank)"
        found[name] = found.get(name, 0) + int(rows)
    return found


def _written(code: str) -> str:
    """How a code is written, with the characters that only look like those of a code."""
    odd = beyond_ascii(code) if CODE.fullmatch(likeness(code)) else ""
    return f"{pattern(code)}, with {odd}" if odd else pattern(code)


def _crimes(committed: pd.DataFrame) -> Ints:
    """Number distinct crimes; a row without crime_id is a crime of its own."""
    import pandas as pd

    rows = np.arange(len(committed), dtype=np.int64)
    if "crime_id" not in committed:
        return rows
    written = committed["crime_id"]
    numbers = pd.factorize(written)[0].astype(np.int64)
    return np.asarray(np.where(written == "", rows + len(rows), numbers), dtype=np.int64)
