"""What a profile counts: histories, marks, a window, and what one offence is worth."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from iomcba.terms.histories import Flags, Floats, Histories, Ints, freeze_arrays
from iomcba.terms.profile import PeopleMarks


@dataclass(frozen=True, slots=True)
class Observed:
    """What a profile counts.

    The window is `from_day <= day < to_day`; `labels` (o,) are the words of the offence types;
    `picked` (p,) are the people the case picks, or None; `pounds` (o + 1,) is the value of one
    proven offence by type, the last not costed, or None; `years` (y,) are the words of the
    stretches between `edges` (y + 1,) days, and `inside` (i, y) days in custody in them;
    `inside_window` (i,) days in custody in the window.
    """

    histories: Histories
    marks: PeopleMarks
    from_day: int
    to_day: int
    labels: tuple[str, ...]
    unmapped: tuple[tuple[str, int], ...]
    picked: Ints | None
    pounds: Floats | None
    years: tuple[str, ...]
    edges: Ints
    inside: Ints
    inside_window: Ints

    def __post_init__(self) -> None:
        freeze_arrays(self)

    def in_window(self) -> Flags:
        """Offences in the window. Shape (n,)."""
        day = self.histories.offence_day
        return (day >= self.from_day) & (day < self.to_day)

    def offences_of_each(self) -> Ints:
        """Proven person-offences in the window by person. Shape (i,)."""
        person = self.histories.offence_person[self.in_window()]
        return np.bincount(person, minlength=len(self.histories.people)).astype(np.int64)

    def pounds_of_each(self) -> Floats | None:
        """Value of the offences in the window by person. Shape (i,)."""
        if self.pounds is None:
            return None
        inside = self.in_window()
        person, kind = self.histories.offence_person[inside], self.histories.offence_type[inside]
        each = np.bincount(person, self.pounds[kind], minlength=len(self.histories.people))
        return each.astype(np.float64)


def least(*counts: float) -> float | None:
    """The smallest count above 0 that figures give away; None where all are 0.

    >>> least(12.0, 0.0, 3.0)
    3.0
    """
    return min((float(count) for count in counts if count), default=None)
