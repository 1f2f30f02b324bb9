"""Data quality of offences.csv: who, when, what, and whether a row stands twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from iomcba.read.cohort import day_number, named_codes, parse_days
from iomcba.read.days import ISO
from iomcba.read.findings import Findings, Known, hold_days, hold_marks, hold_person, number_of_day
from iomcba.terms.histories import Flags, Ints
from iomcba.terms.quality import LOOK, NOTE, REFUSED
from iomcba.terms.words import CohortWords

if TYPE_CHECKING:
    import pandas as pd

RESPONSIBLE_AGE = 10  # England and Wales: Children and Young Persons Act 1963, section 16
SHOWN_CODES = 20
BUSY = 5  # offences a month on average: then a month has none once in 150 months by chance
UNDATED = np.iinfo(np.int64).min // 4


def offence_findings(
    found: Findings,
    frame: pd.DataFrame,
    people: Known | None,
    words: CohortWords | None,
    known: frozenset[str],
) -> tuple[Ints, Ints]:
    """Report what is wrong with the offences; return person (-1 unknown) and day of each row.

    `known` are the codes or categories that some mapping knows.
    """
    form = ISO if words is None else words.dates
    days = parse_days(frame["offence_date"], form)
    hold_days(found, frame, "offence_date", days, form, blank=False)
    day = number_of_day(days, UNDATED)
    dated = day != UNDATED
    person = np.full(len(frame), -1, dtype=np.int64)
    if people is not None:
        person = people.persons(frame)
        hold_person(found, frame, person, people)
        _ages(found, frame, np.asarray(days.dt.year.fillna(0), dtype=np.int64), people.born(person))
    if words is not None:
        _window(found, frame, day, dated, words)
    column = _codes(found, frame, words, known)
    hold_marks(found, frame)
    _twice(found, frame, person, day, column)
    _crimes(found, frame, person, day, column)
    return person, day


def _ages(found: Findings, frame: pd.DataFrame, year: Ints, born: Ints) -> None:
    both = (born >= 0) & (year > 0)
    unborn = both & (year < born)
    young = both & ~unborn & (year - born < RESPONSIBLE_AGE)
    found.rows(LOOK, "offence_date", "lies before the person's year of birth", frame, unborn)
    what = f"the person was under {RESPONSIBLE_AGE}, the age of criminal responsibility"
    found.rows(LOOK, "offence_date", what, frame, young)


def _window(
    found: Findings, frame: pd.DataFrame, day: Ints, dated: Flags, words: CohortWords
) -> None:
    first, last = day_number(words.start), day_number(words.end)
    extracted = day_number(words.extract_date)
    aside = "Such rows are set aside and counted; correct start or end if they belong."
    late = dated & (day > extracted)
    found.rows(LOOK, "offence_date", "lies after the extract was taken", frame, late)
    after = dated & (day > last) & ~late
    found.rows(NOTE, "offence_date", "lies after the days observed", frame, after, aside)
    found.rows(
        NOTE, "offence_date", "lies before the days observed", frame, dated & (day < first), aside
    )
    inside = day[dated & (day >= first) & (day <= last)]
    month = inside.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    span = np.arange(
        np.datetime64(words.start, "M").astype(np.int64),
        np.datetime64(words.end, "M").astype(np.int64) + 1,
    )
    empty = np.setdiff1d(span, month)
    if len(empty) and len(inside) >= BUSY * len(span):
        some = ", ".join(str(np.datetime64(int(m), "M")) for m in empty[:3])
        what = f"{len(empty)} of the {len(span)} months observed hold no offence, such as {some}"
        found.whole(LOOK, "offence_date", what, "Correct start and end, or ask for the gap.")


def _codes(
    found: Findings, frame: pd.DataFrame, words: CohortWords | None, known: frozenset[str]
) -> str:
    """Check the codes; return the column that holds them, or nothing if there is none."""
    wanted = "" if words is None else "offence_code" if words.codes == "home-office" else "category"
    column = wanted or next((c for c in ("offence_code", "category") if c in frame), "")
    if column not in frame:
        found.whole(
            REFUSED,
            wanted or "offence_code",
            "the column is missing",
            "Give Home Office codes in offence_code, or offence types in category.",
        )
        return ""
    written = frame[column]
    blank = (written == "").to_numpy()
    found.rows(LOOK, column, "is blank", frame, blank, "Counted as an offence, costed at nothing.")
    strange = ~written.isin(known).to_numpy() & ~blank
    counts = written[strange].value_counts()
    if len(counts):
        codes = named_codes(counts)
        named = ", ".join(f"{code} ({n})" for code, n in list(codes.items())[:SHOWN_CODES])
        more = f" and {len(codes) - SHOWN_CODES} more" if len(codes) > SHOWN_CODES else ""
        remedy = "Counted as offences, costed at nothing; map them in a table offence-code."
        found.rows(LOOK, column, f"no mapping knows {named}{more}", frame, strange, remedy)
    kinds = written[~blank].nunique()
    if kinds == 1 and len(frame) > 1:
        found.whole(
            LOOK,
            column,
            "all offences are of one kind",
            "The mix of offences, and so their cost, cannot be told.",
            len(frame),
        )
    return column


def _twice(found: Findings, frame: pd.DataFrame, person: Ints, day: Ints, column: str) -> None:
    """Rows that stand twice: by their own id, cell for cell, or by person, day and code."""
    import pandas as pd

    code = pd.factorize(frame[column])[0] if column else np.zeros(len(frame), dtype=np.int64)
    keys = pd.DataFrame({"person": person, "day": day, "code": code})
    alike = keys.duplicated().to_numpy() & (person >= 0)
    whole = np.zeros(len(frame), dtype=bool)
    near = keys.duplicated(keep=False).to_numpy()
    whole[near] = frame[near].duplicated().to_numpy()
    found.rows(
        LOOK,
        "",
        "the whole row repeats an earlier one",
        frame,
        whole,
        "With an offence_id it is set aside; without one it counts as another offence.",
    )
    if "offence_id" in frame:
        ids = frame["offence_id"]
        again = ids.duplicated().to_numpy() & (ids != "").to_numpy() & ~whole
        found.rows(LOOK, "offence_id", "stands already on an earlier line", frame, again)
    alike &= ~whole
    found.rows(
        NOTE,
        "",
        "same person, day and kind as an earlier row",
        frame,
        alike,
        "Several offences of one day, or one entered twice.",
    )


def _crimes(found: Findings, frame: pd.DataFrame, person: Ints, day: Ints, column: str) -> None:
    """People convicted of one crime share its date and kind, and each stands in it once."""
    import pandas as pd

    if "crime_id" not in frame:
        found.whole(
            NOTE, "crime_id", "there is no such column", "Each row counts as a crime of its own."
        )
        return
    written = frame["crime_id"]
    given = (written != "").to_numpy()
    found.rows(
        NOTE, "crime_id", "is blank", frame, ~given, "Such a row counts as a crime of its own."
    )
    crime = pd.factorize(written)[0]
    code = pd.factorize(frame[column])[0] if column else np.zeros(len(frame), dtype=np.int64)
    keys = pd.DataFrame({"crime": crime, "person": person, "day": day, "code": code})
    shared = given & keys["crime"].duplicated(keep=False).to_numpy()
    part = keys[shared]
    by_crime = part.groupby("crime")
    for name, what in (("day", "crimes have one date"), ("code", "crimes are of one kind")):
        differs = by_crime[name].transform("min") != by_crime[name].transform("max")
        wrong = np.zeros(len(frame), dtype=bool)
        wrong[shared] = differs.to_numpy()
        field = "offence_date" if name == "day" else column
        found.rows(LOOK, field, f"differs within one crime_id, but {what}", frame, wrong)
    doubled = np.zeros(len(frame), dtype=bool)
    doubled[shared] = part[["crime", "person"]].duplicated().to_numpy()
    found.rows(
        LOOK, "crime_id", "the person stands in this crime already", frame, doubled & (person >= 0)
    )
