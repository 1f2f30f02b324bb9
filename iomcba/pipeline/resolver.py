"""Names → quantities: what a case must hold, what is missing, what stands at a lower bound."""

from __future__ import annotations

from dataclasses import dataclass, field

from iomcba.characters import beyond_ascii
from iomcba.errors import Place, Problems
from iomcba.terms.inputs import Inputs
from iomcba.terms.money import FinancialYear
from iomcba.terms.uncertainty import Distribution, point


@dataclass(slots=True)
class Resolver:
    """Looks names up, remembers which are used, and gathers what is missing."""

    inputs: Inputs
    problems: Problems = field(default_factory=Problems)
    used: dict[str, Distribution] = field(default_factory=dict)
    lower_bounds: list[str] = field(default_factory=list)

    def need(self, name: str, why: str) -> str:
        """Use a quantity; report it if the case has no such row or its figure is open."""
        rows = self.inputs.rows
        at = Place(self.inputs.place.file)
        if name not in rows:
            odd = beyond_ascii(name)
            said = f"Its name holds {odd}. " if odd else ""
            remedy = f"{said}{why} needs it; add the row to a table of the case."
            self.problems.add(at, f"no row {name}", remedy)
        elif rows[name].distribution is None:
            place = rows[name].place
            self.problems.add(place, f"{name} is open (no figure is known)", f"{why} needs it.")
        else:
            distribution = rows[name].distribution
            assert distribution is not None
            self.used[name] = distribution
        return name

    def maybe(self, name: str, why: str) -> str:
        """Use a quantity if the case has its row; blank if not."""
        return self.need(name, why) if name in self.inputs.rows else ""

    def yearly(self, prefix: str, years: tuple[FinancialYear, ...], why: str) -> tuple[str, ...]:
        """Names of a quantity by year: its own row for the year, else the row for all years."""
        rows = self.inputs.rows
        return tuple(
            self.need(f"{prefix}.{y}" if f"{prefix}.{y}" in rows else prefix, why) for y in years
        )

    def multiplier(self, offence: str) -> None:
        """Use a multiplier; an open one is 1 as a stated lower bound, or refused: the case says."""
        name = f"multiplier.{offence}"
        row = self.inputs.rows.by_name.get(name)
        if row is not None and row.distribution is not None:
            self.used[name] = row.distribution
        elif self.inputs.words.missing_multipliers == "lower-bound":
            self.used[name] = point(1.0)
            self.lower_bounds.append(name)
        else:
            place = row.place if row is not None else self.inputs.place
            remedy = (
                "Find it, or set missing_multipliers: lower-bound in case.yaml to take 1, named."
            )
            self.problems.add(place, f"{name} is open (no figure is known)", remedy)
