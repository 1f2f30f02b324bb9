"""The gatherer of data-quality findings, and the small steps that the checks of each file share."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from iomcba.characters import pattern
from iomcba.read.days import EXAMPLE, how_to_declare, sort_of_fault
from iomcba.read.frames import CONSIDERED, MARKS
from iomcba.read.strangers import by_likeness, how_unlike
from iomcba.terms.histories import Flags, Ints
from iomcba.terms.quality import LOOK, REFUSED, Finding

if TYPE_CHECKING:
    import pandas as pd

NO_LINES = np.zeros(0, dtype=np.int64)
YES_NO = ("yes", "no", "")
PATTERNS = 3  # ways of writing that a message shows


@dataclass(slots=True)
class Findings:
    """Gathers the findings of one file."""

    file: str
    found: list[Finding] = field(default_factory=list)

    def rows(
        self,
        severity: str,
        column: str,
        what: str,
        frame: pd.DataFrame,
        which: Flags,
        remedy: str = "",
    ) -> None:
        """Rows of a table that have a fault; nothing if none has."""
        lines = np.asarray(frame.index[np.asarray(which, dtype=bool)], dtype=np.int64)
        if len(lines):
            self.found.append(Finding(self.file, column, severity, what, len(lines), lines, remedy))

    def whole(
        self, severity: str, column: str, what: str, remedy: str = "", count: int = 0
    ) -> None:
        """Something about the file or a column as a whole."""
        self.found.append(Finding(self.file, column, severity, what, count, NO_LINES, remedy))


@dataclass(frozen=True, slots=True)
class Known:
    """Who is listed: `ids` in order of first appearance, year of birth (i,) or -1."""

    ids: pd.Index[str]
    birth_year: Ints

    def persons(self, frame: pd.DataFrame) -> Ints:
        """Number of each row's person, -1 where nobody of that id is listed. Shape (n,)."""
        import pandas as pd

        written = pd.Index(frame["offender_id"].to_list())
        return np.asarray(self.ids.get_indexer(written), dtype=np.int64)

    def born(self, person: Ints) -> Ints:
        """Year of birth of each row's person, -1 where unknown. Shape (n,)."""
        if not len(self.birth_year):
            return np.full(len(person), -1, dtype=np.int64)
        return np.where(person < 0, -1, self.birth_year[person])


def hold_person(found: Findings, frame: pd.DataFrame, person: Ints, people: Known) -> None:
    """A row's person must be listed; a space before or after an id often explains a stranger."""
    strange = frame.loc[person < 0, "offender_id"]
    spaced = (strange.str.strip() != strange).reindex(frame.index, fill_value=False)
    remedy = "Add the person to offenders.csv, or correct the id."
    found.rows(REFUSED, "offender_id", "is not in offenders.csv", frame, person < 0, remedy)
    found.rows(LOOK, "offender_id", "begins or ends with a space", frame, spaced.to_numpy())
    listed = by_likeness(people.ids) if len(strange) else {}
    how = strange.map(lambda id: how_unlike(id, listed)).reindex(frame.index, fill_value="")
    for why in sorted(set(how) - {""}):
        what = "looks like an id of offenders.csv"
        found.rows(LOOK, "offender_id", what, frame, (how == why).to_numpy(), why)


def hold_marks(found: Findings, frame: pd.DataFrame) -> None:
    """Columns of needs, flags and offences taken into consideration say yes, no or nothing."""
    for name in frame.columns:
        column = str(name)
        if column == CONSIDERED or column.startswith(MARKS):
            other = ~frame[name].isin(YES_NO).to_numpy()
            severity = LOOK if column.startswith("need_") else REFUSED
            remedy = "Write yes or no, or leave it blank."
            found.rows(severity, column, "is neither yes, no nor blank", frame, other, remedy)


def hold_days(
    found: Findings,
    frame: pd.DataFrame,
    column: str,
    days: pd.Series[pd.Timestamp],
    form: str,
    blank: bool,
) -> None:
    """A day must be a date of the declared form; `blank` says whether it may be left out.

    Faults of one sort are told together.
    """
    written, remedy = frame[column], f"Write it as {EXAMPLE[form]}."
    wrong = days.isna().to_numpy()
    is_blank = (written == "").to_numpy()
    if not blank:
        found.rows(REFUSED, column, "is blank", frame, is_blank, remedy)
    bad = wrong & ~is_blank
    if not bad.any():
        return
    numbers, ways = written[bad].factorize()
    sorts = [sort_of_fault(text, form) for text in ways]
    for sort in sorted(set(sorts)):
        alike = bad.copy()
        alike[bad] = np.array([one == sort for one in sorts])[numbers]
        shown = ", ".join(patterns(written[alike]))
        what = f"is not a date{f' ({sort})' if sort else ''}; written like {shown}"
        found.rows(REFUSED, column, what, frame, alike, remedy + how_to_declare(sort))


def patterns(written: pd.Series[str]) -> list[str]:
    """The commonest ways of writing, every digit a 9 and every letter an A: nothing personal.

    >>> import pandas as pd
    >>> patterns(pd.Series(["31/12/2009", "30/11/2009", "31 Dec 2009"]))
    ['99/99/9999', '99 AAA 9999']
    """
    times = Counter[str]()
    for text, count in written.value_counts(sort=False).items():
        times[pattern(str(text))] += count
    return [name for name, _ in times.most_common(PATTERNS)]


def number_of_day(days: pd.Series[pd.Timestamp], missing: int) -> Ints:
    """Days since 1 January 1970; `missing` where there is none. Shape (n,)."""
    import pandas as pd

    whole = (days - pd.Timestamp("1970-01-01")).dt.days.fillna(missing)
    return np.asarray(whole.to_numpy(), dtype=np.int64)
