"""What a disclosure policy leaves of a decision: nothing that gives a small count back.

How far NPSV moves with the unit cost of one offence type, divided by the move, is the number of
crimes avoided: what belongs to an offence type whose count is hidden is hidden too.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from iomcba.terms.decision import Decision, Driver, Variance


def without(decision: Decision, offences: Collection[str], why: str) -> Decision:
    """The decision without what belongs to some offence types.

    A group that holds such quantities of one offence type alone goes with them, lest the group less
    its other members gives them back.
    """
    drivers = tuple(_hidden(d, why) if _tells(d, offences) else d for d in decision.drivers)
    gone = {driver.name for driver in drivers if driver.hidden}
    grid = decision.two_way
    return replace(
        decision,
        drivers=drivers,
        one_way=tuple(row for row in decision.one_way if row.name not in gone),
        evppi=tuple(row for row in decision.evppi if row.name not in gone),
        switching=tuple(row for row in decision.switching if row.name not in gone),
        two_way=None if grid is None or {grid.first, grid.second} & gone else grid,
    )


def shares_without(found: Variance, offences: Collection[str], why: str) -> Variance:
    """Shares of variance without those of what belongs to some offence types."""
    groups = tuple(_hidden(g, why) if _tells(g, offences) else g for g in found.groups)
    gone = {group.name for group in groups if group.hidden}
    kept = tuple(index for index in found.indices if index.name not in gone)
    return replace(found, groups=groups, indices=kept)


def _tells(driver: Driver, offences: Collection[str]) -> bool:
    small = set(driver.offences) & set(offences)
    return bool(small) if not driver.is_group else len(small) == 1


def _hidden(driver: Driver, why: str) -> Driver:
    return Driver(driver.name, driver.members, driver.unit, offences=driver.offences, hidden=why)
