"""How a table is declared: its columns, their kinds and the words they allow."""

from __future__ import annotations

from dataclasses import dataclass

from iomcba.terms.rows import IMPACTS, QUALITIES, STATUSES
from iomcba.terms.uncertainty import FAMILIES, INTERVALS


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, kind and allowed words.

    Kinds: id, text, year, date, month, number, duration, choice.
    """

    name: str
    kind: str = "text"
    choices: tuple[str, ...] = ()
    required: bool = False
    prose: str = ""
    may_be_absent: bool = False


@dataclass(frozen=True, slots=True)
class TableForm:
    """A table: its key columns (they make the name), its attributes, if rows carry a figure."""

    name: str
    keys: tuple[Column, ...]
    attributes: tuple[Column, ...] = ()
    carries_figure: bool = True
    prose: str = ""

    @property
    def columns(self) -> tuple[Column, ...]:
        """All columns in file order."""
        return (*self.keys, *self.attributes, *(COMMON if self.carries_figure else ()))


COMMON = (
    Column(
        "central",
        "number",
        prose="the figure; of a distribution its median, mean or mode (METHOD F18)",
    ),
    Column("distribution", "choice", FAMILIES, prose="blank for a certain figure"),
    Column("low", "number"),
    Column("high", "number"),
    Column("interval", "choice", tuple(INTERVALS), prose="what low and high mean"),
    Column("unit", required=True, prose="`GBP per crime`, `share`, `ratio`, `people` …"),
    Column("price_base", "year", prose="financial year of the pounds; blank where it is not money"),
    Column("status", "choice", STATUSES, required=True, prose="how the figure is known"),
    Column("source", "id", required=True, prose="a source id of source.csv"),
    Column("quality", "choice", QUALITIES, required=True, prose="rating of the evidence"),
    Column("impact", "choice", IMPACTS, required=True, prose="how much hangs on it"),
    Column("owner", required=True, prose="who answers for it"),
    Column("review_by", "date", required=True),
    Column("note"),
)

YES_NO = ("yes", "no")


def key(name: str, kind: str = "id", required: bool = True, may_be_absent: bool = False) -> Column:
    """A key column."""
    return Column(name, kind, required=required, may_be_absent=may_be_absent)


def choice(name: str, *choices: str, required: bool = True) -> Column:
    """A column that allows only stated words."""
    return Column(name, "choice", choices, required)
