"""Offence histories of everyone at risk, as arrays: what the readers hand to the counterfactual.

Days are whole numbers counted from 1 January 1970, so that kernels need neither dates nor tables.
Spans are half open: a custody spell holds the days `start <= day < end`.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Annotated, Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class FromLists:
    """How the codec reads an array field back: nested lists → an array of this type."""

    dtype: str

    def __get_pydantic_core_schema__(self, source: object, handler: object) -> object:
        """Asked by pydantic, which is imported only when something is decoded."""
        from pydantic_core import core_schema

        return core_schema.no_info_plain_validator_function(self.array)

    def array(self, lists: object) -> NDArray[Any]:
        """The array. Raises ValueError if the lists are no such array."""
        try:
            return np.array(lists, dtype=self.dtype)
        except TypeError as error:
            raise ValueError(str(error)) from error


Flags = NDArray[np.bool_]
Ints = Annotated[NDArray[np.int64], FromLists("int64")]
Floats = Annotated[NDArray[np.float64], FromLists("float64")]

DAYS_PER_YEAR = 365.25


def freeze_arrays(noun: Any) -> None:
    """Make every array field of a frozen noun read-only."""
    for field in fields(noun):
        value = getattr(noun, field.name)
        if isinstance(value, np.ndarray):
            value.setflags(write=False)


@dataclass(frozen=True, slots=True)
class Histories:
    """Offence and custody histories of the people at risk.

    `offence_*` arrays have one entry per proven person-offence, `spell_*` one per custody spell;
    `offence_person` and `spell_person` index `people`. `offence_type` indexes `offence_types`,
    -1 where the offence is not costed. `crime` numbers distinct crimes, shared by co-offenders.
    `birth_year` is -1 where unknown. `lists_everyone` is false when the file lists only people
    with an offence (the likelihood is then zero-truncated, F3).
    """

    people: tuple[str, ...]
    offence_types: tuple[str, ...]
    start_day: int
    end_day: int
    lists_everyone: bool
    offence_person: Ints
    offence_day: Ints
    offence_type: Ints
    crime: Ints
    spell_person: Ints
    spell_start: Ints
    spell_end: Ints
    birth_year: Ints

    def __post_init__(self) -> None:
        if self.end_day <= self.start_day:
            raise ValueError(f"end_day {self.end_day} must be after start_day {self.start_day}")
        freeze_arrays(self)

    def known_by(self, day: int) -> Histories:
        """The histories as they stood on a day: nothing later is in them (F8)."""
        before, begun = self.offence_day < day, self.spell_start < day
        return replace(
            self,
            end_day=day,
            offence_person=self.offence_person[before],
            offence_day=self.offence_day[before],
            offence_type=self.offence_type[before],
            crime=self.crime[before],
            spell_person=self.spell_person[begun],
            spell_start=self.spell_start[begun],
            spell_end=np.minimum(self.spell_end[begun], day),
        )


@dataclass(frozen=True, slots=True)
class Panel:
    """Counts and exposure by person and sub-period (F1, F2).

    Shapes: counts (i, t) proven offences; exposure (i, t) free years; edges (t + 1,) days.
    """

    counts: Ints
    exposure: Floats
    edges: Ints

    def __post_init__(self) -> None:
        if self.counts.shape != self.exposure.shape or self.counts.shape[1] + 1 != len(self.edges):
            raise ValueError(f"{self.counts.shape=}, {self.exposure.shape=}, {len(self.edges)=}")
        freeze_arrays(self)
