"""A description of a cohort in small tables, before and after disclosure control.

`CohortProfile` holds every count; only a `SharedProfile` made by
`appraise.profile_disclosure.disclose_profile` may be printed or written.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from iomcba.terms.histories import Ints, freeze_arrays

UNITS = ("people", "offences", "crimes", "days", "share", "GBP", "ratio")


@dataclass(frozen=True, slots=True)
class PeopleMarks:
    """What a file says of people besides their histories. Nothing in the forecast uses it.

    `sexes` are the words found, `sex` (i,) indexes them; `need` (i, n) is 1 yes, 0 no, -1 not said.
    """

    sexes: tuple[str, ...]
    sex: Ints
    needs: tuple[str, ...]
    need: NDArray[np.int8]

    def __post_init__(self) -> None:
        freeze_arrays(self)


@dataclass(frozen=True, slots=True)
class ProfileRow:
    """A row of figures. `basis` is the smallest count that the row gives away (None: no count)."""

    label: str
    values: tuple[float | None, ...]
    basis: float | None
    hidden: str = ""


@dataclass(frozen=True, slots=True)
class ProfileTable:
    """A table: columns are (name, unit), a unit being one of UNITS.

    `adds_up` says that the rows are parts of a total that stands elsewhere, so that one row hidden
    alone could be found by subtraction.
    """

    id: str
    title: str
    first: str
    columns: tuple[tuple[str, str], ...]
    rows: tuple[ProfileRow, ...]
    adds_up: bool = False
    note: str = ""

    def __post_init__(self) -> None:
        if any(unit not in UNITS for _, unit in self.columns):
            raise ValueError(f"a unit of {self.columns} is not one of {UNITS}")
        if any(len(row.values) != len(self.columns) for row in self.rows):
            raise ValueError(f"a row of {self.id} has not {len(self.columns)} values")


@dataclass(frozen=True, slots=True)
class CohortProfile:
    """Everything counted about a cohort. `window` are the words for the days of the counts."""

    cohort: str
    title: str
    label: str
    synthetic: bool
    window: str
    tables: tuple[ProfileTable, ...]


@dataclass(frozen=True, slots=True)
class SharedProfile:
    """A profile after disclosure control: the only thing that is printed or written."""

    profile: CohortProfile
    policy: str
