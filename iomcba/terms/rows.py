"""A row of an assumption table: its name, its value or distribution, its evidence and its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from iomcba.errors import Place
from iomcba.terms.money import FinancialYear
from iomcba.terms.names import members
from iomcba.terms.uncertainty import Distribution

STATUSES = (
    "verified",
    "verified-secondary",
    "derived",
    "published",
    "judgement",
    "illustrative",
    "calibrated",
    "open",
)
QUALITIES = ("green", "amber", "red")
IMPACTS = ("high", "medium", "low")


@dataclass(frozen=True, slots=True)
class Row:
    """One row. `distribution` is None where the figure is open (missing) or the table holds words.

    `words` are the attribute columns. `factor` is what rebasing multiplied the figure by.
    `origin` is the id of the set or case whose table holds it; `overrides` is the place of the row
    of the same name that it replaced.
    """

    name: str
    table: str
    keys: tuple[str, ...]
    place: Place
    words: tuple[tuple[str, str], ...] = ()
    distribution: Distribution | None = None
    central: float | None = None
    low: float | None = None
    high: float | None = None
    family: str = "point"
    interval: str = ""
    unit: str = ""
    price_base: FinancialYear | None = None
    status: str = ""
    source: str = ""
    quality: str = ""
    impact: str = ""
    owner: str = ""
    review_by: str = ""
    note: str = ""
    factor: float = 1.0
    overrides: str = ""
    origin: str = ""

    def word(self, column: str) -> str:
        """The text of an attribute column. Raises KeyError for a column the table has not."""
        return dict(self.words)[column]

    def rebased(self, factor: float) -> Row:
        """The row in another price base: every pound times `factor`."""
        scaled = self.distribution.scaled(factor) if self.distribution else None
        return replace(self, distribution=scaled, factor=factor)


@dataclass(frozen=True, slots=True)
class Rows:
    """All rows of a case by name, later sets having overridden earlier ones."""

    by_name: Mapping[str, Row] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Row:
        return self.by_name[name]

    def __contains__(self, name: str) -> bool:
        return name in self.by_name

    def __iter__(self) -> Iterator[Row]:
        return iter(self.by_name.values())

    def below(self, prefix: str) -> list[Row]:
        """Rows a prefix stands for."""
        return [self.by_name[name] for name in members(prefix, self.by_name)]
