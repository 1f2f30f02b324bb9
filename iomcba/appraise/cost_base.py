"""The cohort's share of cost beside its share of offences, on the same cost base (METHOD E).

People who offend most seldom commit the gravest crimes, so that their share of the cost of crime
lies near their share of offences, or below. A share of cost well above it says that the two totals
were counted by different rules: a multiplier on one side only, estimated beside recorded crime.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from iomcba.terms.findings import Warning
from iomcba.terms.histories import Floats
from iomcba.terms.said import worded
from iomcba.terms.uncertainty import TOLERANCE


@dataclass(frozen=True, slots=True)
class CostBase:
    """The cohort's shares of the offences and the cost of some whole, such as everyone listed."""

    whole: str
    offences: float
    cost: float


def shares_of(whole: str, cohort: Floats, everyone: Floats, each: Floats) -> CostBase | None:
    """Shares of a whole whose offences are known by type, at one cost an offence; None of nothing.

    Shapes: cohort, everyone (o,) offences by type in the same time, each (o,) pounds of one.
    """
    offences, cost = float(everyone.sum()), float(everyone @ each)
    if not offences or not cost:
        return None
    return CostBase(whole, float(cohort.sum()) / offences, float(cohort @ each) / cost)


def cost_base_warnings(bases: Iterable[CostBase]) -> Iterator[Warning]:
    """A share of cost more than a tenth above the share of offences."""
    for base in bases:
        if base.cost > base.offences * (1 + TOLERANCE):
            yield Warning(
                "cost-share-above-offence-share",
                worded(
                    "warning.cost-share-above-offence-share",
                    offences=f"{base.offences:.1%}",
                    whole=base.whole,
                    cost=f"{base.cost:.1%}",
                ),
            )
