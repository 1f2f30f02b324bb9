"""What the readers hand to the pipeline: a case's words, its evidence sets, options and rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from iomcba.errors import Keys, Place
from iomcba.terms.histories import Histories, Ints
from iomcba.terms.money import Deflator
from iomcba.terms.reconciliation import Reconciliation
from iomcba.terms.rows import Row, Rows
from iomcba.terms.words import CaseWords, CohortWords, OptionWords, SetWords


@dataclass(frozen=True, slots=True)
class Inputs:
    """A case as read: every row by name, rebased to the case's price base.

    `crime_costs` is the one set that defines the offence axis; `files` are (name, sha256) of
    everything read. `replaced` holds by name the rows that a later row took the place of, earliest
    first, in the prices in which they were written. `keys` and `option_keys` hold where the keys of
    case.yaml and of each option's file stand.
    """

    keys: Keys
    words: CaseWords
    sets: tuple[SetWords, ...]
    crime_costs: str
    options: tuple[OptionWords, ...]
    rows: Rows
    deflator: Deflator
    files: tuple[tuple[str, str], ...]
    replaced: Mapping[str, tuple[Row, ...]] = field(default_factory=dict)
    option_keys: Mapping[str, Keys] = field(default_factory=dict)

    @property
    def place(self) -> Place:
        """The case's own file."""
        return Place(self.keys.file)

    def table(self, name: str) -> list[Row]:
        """Rows of a table, in the order in which they were read."""
        return [row for row in self.rows if row.table == name]


@dataclass(frozen=True, slots=True)
class CohortRead:
    """A cohort as read: its words, histories, what was set aside, and which flags people carry."""

    words: CohortWords
    histories: Histories
    reconciliation: tuple[Reconciliation, ...]
    unmapped: tuple[tuple[str, int], ...]
    files: tuple[tuple[str, str], ...]
    flags: tuple[tuple[str, Ints], ...] = ()

    def flagged(self, name: str) -> Ints | None:
        """Indices of the people whose column `flag_<name>` says yes; None without such a column."""
        return dict(self.flags).get(name)
