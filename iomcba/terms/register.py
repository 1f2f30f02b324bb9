"""The register: an assumption after precedence, what it replaced and what it feeds."""

from __future__ import annotations

from dataclasses import dataclass

from iomcba.terms.rows import Row

# What should be looked at first, in this order.
OVERDUE, WEAK, UNSOURCED = "overdue", "weak", "unsourced"
CONCERNS = (OVERDUE, WEAK, UNSOURCED)


@dataclass(frozen=True, slots=True)
class Feed:
    """A figure that an assumption enters, and the line or part through which it does.

    `figure` is blank where the assumption serves something that is no figure: `through` says what.
    """

    figure: str
    through: str = ""


@dataclass(frozen=True, slots=True)
class Worth:
    """Share of an option's variance of NPSV that an assumption explains, and EVPPI (pounds).

    `option` is the one on which it tells most. None where the run does not know.
    """

    option: str
    variance_share: float | None = None
    evppi: float | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One assumption of a case as it stands after precedence.

    `citation` is its source in words; `replaced` are the rows of the same name that it took the
    place of, earliest first; `scenarios` set it to something else; `feeds` is empty where it enters
    nothing; `concerns` are of CONCERNS.
    """

    row: Row
    citation: str = ""
    replaced: tuple[Row, ...] = ()
    scenarios: tuple[str, ...] = ()
    feeds: tuple[Feed, ...] = ()
    concerns: tuple[str, ...] = ()
    worth: Worth | None = None

    @property
    def name(self) -> str:
        """The assumption's name."""
        return self.row.name


@dataclass(frozen=True, slots=True)
class Register:
    """Every assumption of a case: what should be looked at first stands first."""

    case: str
    title: str
    price_base: str
    entries: tuple[Entry, ...]

    @property
    def used(self) -> tuple[Entry, ...]:
        """The entries that enter something."""
        return tuple(entry for entry in self.entries if entry.feeds)


@dataclass(frozen=True, slots=True)
class Uprated:
    """One row in the prices of another year: its figure before and after, and the two indices."""

    name: str
    was: float
    now: float
    of: str
    index_of: float
    index_to: float
