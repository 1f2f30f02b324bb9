"""What it came to when a run was made again."""

from __future__ import annotations

from dataclasses import dataclass

EQUAL, NEARLY, DIFFERENT = "equal", "equal-within-1e-9", "different"
NEAR = 1e-9  # relative to the larger of two figures, and to one where both are smaller


@dataclass(frozen=True, slots=True)
class Departure:
    """Something that is not as it was: of which kind, what, and how.

    `kind` is `input`, `output`, `version`, `machine` or `result`.
    """

    kind: str
    name: str
    how: str


@dataclass(frozen=True, slots=True)
class Verification:
    """Whether a run can be made again.

    `outcome` is one of the words above; blank where only the inputs were looked at and are the
    same. `compared` counts figures; `missing` names inputs that are not there to be read.
    """

    run: str
    case: str
    outcome: str
    inputs: int
    outputs: int
    compared: int
    departures: tuple[Departure, ...]
    missing: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether all that could be looked at is as it was."""
        return self.outcome != DIFFERENT and not self.missing
