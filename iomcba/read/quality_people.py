"""Data quality of offenders.csv: one row a person, an id each, years of birth that can be."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from iomcba.characters import likeness
from iomcba.read.cohort import YEAR
from iomcba.read.findings import Findings, Known, hold_marks
from iomcba.terms.histories import Ints
from iomcba.terms.quality import LOOK, NOTE, REFUSED
from iomcba.terms.words import CohortWords

if TYPE_CHECKING:
    import pandas as pd

OLDEST_AGE = 110  # nobody convicted was older
SEXES = ("male", "female", "m", "f", "other", "unknown", "u")


def people_findings(found: Findings, frame: pd.DataFrame, words: CohortWords | None) -> Known:
    """Report what is wrong with the people; return those who are listed."""
    import pandas as pd

    ids = frame["offender_id"]
    blank = (ids == "").to_numpy()
    found.rows(REFUSED, "offender_id", "is blank", frame, blank, "Every person needs an id.")
    again = ids.duplicated().to_numpy() & ~blank
    same = frame.duplicated().to_numpy() & again
    found.rows(
        REFUSED,
        "offender_id",
        "stands already on an earlier line",
        frame,
        again,
        "A person has one row.",
    )
    found.rows(NOTE, "offender_id", "the whole row repeats an earlier one", frame, same)
    spaced = (ids.str.strip() != ids).to_numpy()
    found.rows(LOOK, "offender_id", "begins or ends with a space", frame, spaced)
    _alike(found, frame)
    _sexes(found, frame)
    born = _birth_years(found, frame, words)
    hold_marks(found, frame)
    first = ~(again | blank)
    return Known(pd.Index(ids[first].to_list()), born[first])


def _alike(found: Findings, frame: pd.DataFrame) -> None:
    """Two ids that look the same and are not may be one person written in two ways."""
    ids = frame["offender_id"]
    odd = ~ids.map(str.isascii) | (ids.str.strip() != ids)
    if odd.any():
        looks = ids.map(likeness)
        same = (looks.duplicated(keep=False) & ~ids.duplicated(keep=False)).to_numpy()
        remedy = "Spaces, unseen characters or letters of another script: one person or two?"
        found.rows(LOOK, "offender_id", "looks like the id of another row", frame, same, remedy)


def _sexes(found: Findings, frame: pd.DataFrame) -> None:
    if "sex" not in frame:
        found.whole(NOTE, "sex", "there is no such column", "Nothing depends on it.")
        return
    blank = (frame["sex"] == "").to_numpy()
    other = ~frame["sex"].str.lower().isin(SEXES).to_numpy() & ~blank
    found.rows(NOTE, "sex", "is blank", frame, blank)
    found.rows(LOOK, "sex", "is neither male, female, other nor unknown", frame, other)


def _birth_years(found: Findings, frame: pd.DataFrame, words: CohortWords | None) -> Ints:
    """Year of birth of each row, -1 where it is not known."""
    if "birth_year" not in frame:
        found.whole(NOTE, "birth_year", "there is no such column", "Ages cannot be checked.")
        return np.full(len(frame), -1, dtype=np.int64)
    written = frame["birth_year"]
    blank = (written == "").to_numpy()
    fits = written.str.fullmatch(YEAR).to_numpy(dtype=bool)
    found.rows(NOTE, "birth_year", "is blank", frame, blank)
    remedy = "Write it as 1980, or leave it blank."
    found.rows(REFUSED, "birth_year", "is not a year", frame, ~fits & ~blank, remedy)
    born = np.asarray(written.where(fits, "-1").astype(int).to_numpy(), dtype=np.int64)
    if words is not None:
        late = fits & (born > words.extract_date.year)
        early = fits & (born < words.end.year - OLDEST_AGE)
        found.rows(LOOK, "birth_year", "lies after the extract was taken", frame, late)
        what = f"makes the person more than {OLDEST_AGE} years old"
        found.rows(LOOK, "birth_year", what, frame, early)
    return born
