"""What every sheet is made from: the shared case, its workings and the names of its assumptions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from iomcba.report.labels import unit_name
from iomcba.report.lookup import Lookup
from iomcba.report.workbook.grid import Cell, Column, Formula, Table, sum_where
from iomcba.report.workbook.naming import defined_names
from iomcba.terms.catalogue import Catalogue
from iomcba.terms.findings import BusinessCase, SharedCase
from iomcba.terms.plan import OptionPlan
from iomcba.terms.workings import POOLED, Workings

RESERVED = (
    "scenario_number",
    "inputs_changed",
    "penny",
    "fit_cohort_size",
    "fit_offenders_per_crime",
    "fit_past_yearly_offences",
    "discount_timing",
    "days_in_a_year",
)


@dataclass(frozen=True, slots=True)
class Context:
    """A case with its workings, the defined name of each assumption, and the words."""

    shared: SharedCase
    works: Workings
    names: Mapping[str, str]
    catalogue: Catalogue

    @property
    def lookup(self) -> Lookup:
        """The case's figures, and the words to say them in."""
        return Lookup(self.case, self.catalogue)

    @property
    def case(self) -> BusinessCase:
        """What may be shared of the case."""
        return self.shared.case

    def say(self, key: str, **named: object) -> str:
        """Words of the catalogue, their places filled."""
        return self.catalogue.text(key, **named)

    def word(self, id: str) -> str:
        """A word that cells hold and formulas compare."""
        return self.catalogue.text(f"workbook-word.{id}")

    @property
    def yes_no(self) -> tuple[str, str]:
        """The words for no and yes, by truth."""
        return self.word("no"), self.word("yes")

    def unit(self, unit: str) -> str:
        """A unit of figures."""
        return unit_name(unit, self.catalogue)

    def table(
        self, name: str, columns: tuple[Column, ...], keys: int = 1, **named: object
    ) -> Table:
        """A table with its sheet, title and notes and the heads of its columns, in words."""
        of = name.lower()
        sheet = self.catalogue.text(f"workbook-sheet.{of}")
        title = self.catalogue.text(f"workbook-title.{of}", **named)
        notes = tuple(self.catalogue.text(f"workbook-note.{of}", **named).split("\n"))
        return Table(name, sheet, title, notes, tuple(map(self._headed, columns)), keys)

    def _headed(self, column: Column) -> Column:
        head = column.head or self.catalogue.text(f"workbook-head.{column.id}")
        return replace(column, head=head)

    def link(self, name: str, absent: Cell) -> Cell:
        """A formula that takes an assumption's value in use; `absent` where there is no name."""
        return Formula(self.names[name]) if name else absent

    @property
    def counted(self) -> str:
        """Share of the value of crime avoided that benefits count: 1 - confidence grade (F14)."""
        grade = self.works.benefit_grade
        return f"(1-{self.names[grade]})" if grade else "1"

    @property
    def option_years(self) -> list[tuple[OptionPlan, int]]:
        """Every option in every year, the years of an option together."""
        return [(o, y) for o in self.works.options for y in range(len(self.works.years))]

    def sum_of(self, value: str, *same: str) -> str:
        """Sum over rows with the same keys as this row; 0 where the case has no such table."""
        table = value.partition("[")[0]
        lines, outcomes = (
            any(getattr(option, get) for option in self.works.options)
            for get in ("lines", "outcomes")
        )
        absent = (table == "Costs" and not lines) or (table == "Outcomes" and not outcomes)
        return "0" if absent else sum_where(value, *same)

    def offence(self, id: str) -> str:
        """An offence's label."""
        pooled = "workbook.offences-pooled"
        return self.say(pooled) if id == POOLED else dict(self.case.offences).get(id, id)

    @property
    def scenarios(self) -> tuple[str, ...]:
        """What the switch offers: the base case and every scenario, each with its number."""
        labels = {scenario.id: scenario.label for scenario in self.case.scenarios}
        said = (
            self.say("workbook.base-case"),
            *(labels.get(id, id) for id, _ in self.works.scenarios),
        )
        return tuple(f"{number}. {label}" for number, label in enumerate(said, start=1))


def context(shared: SharedCase, works: Workings, words: Catalogue) -> Context:
    """The context of a shared case."""
    names = defined_names((*RESERVED, *works.values))
    return Context(shared, works, {name: names[name] for name in works.values}, words)
