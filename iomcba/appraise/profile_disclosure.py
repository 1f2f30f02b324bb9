"""Disclosure control of a cohort's profile: the only way from it to what is printed."""

from __future__ import annotations

from dataclasses import replace

from iomcba.appraise.profile import HOLD_OF_COST, SHARE_OF_COST
from iomcba.appraise.suppression import protect
from iomcba.terms.profile import CohortProfile, ProfileRow, ProfileTable, SharedProfile
from iomcba.terms.protection import USUAL_THRESHOLD, per_cent, rounded
from iomcba.terms.said import worded

COUNTS = ("people", "offences", "crimes", "days")
OF_COST = (SHARE_OF_COST, HOLD_OF_COST)  # what the offences of every type enter, hidden ones too
MIX = "mix"


def disclose_profile(found: CohortProfile, threshold: float) -> SharedProfile:
    """Hide rows that give away a count above 0 and below `threshold`; of synthetic data none.

    Where a hidden row of a table that adds up could be told from the rest, more are hidden; a table
    in which none is enough shows nothing. Counts that are shown are rounded, shares are in whole
    per cent.
    """
    if found.synthetic:
        return SharedProfile(found, worded("disclosure.synthetic"))
    tables = tuple(_hide(table, threshold) for table in found.tables)
    few = any(row.hidden for table in tables if table.id == MIX for row in table.rows)
    if few:
        tables = tuple(_without(table, OF_COST) for table in tables)
    policy = worded("profiled.policy", threshold=f"{threshold:g}")
    if few:
        policy = worded("profiled.shares-left-out", policy=policy)
    if threshold < USUAL_THRESHOLD:
        policy = worded("profiled.lowered", policy=policy, usual=f"{USUAL_THRESHOLD:g}")
    return SharedProfile(replace(found, tables=tables), policy)


def _hide(table: ProfileTable, threshold: float) -> ProfileTable:
    def is_small(row: ProfileRow) -> bool:
        return row.basis is not None and 0 < row.basis < threshold

    small = {index for index, row in enumerate(table.rows) if is_small(row)}
    if table.adds_up:
        small |= _company(table, small, threshold)
    why = worded("disclosure.small", threshold=f"{threshold:g}")
    blank = tuple(None for _ in table.columns)
    rows = tuple(
        replace(row, values=blank, hidden=why) if index in small else _rounded(row, table)
        for index, row in enumerate(table.rows)
    )
    return replace(table, rows=rows)


def _without(table: ProfileTable, names: tuple[str, ...]) -> ProfileTable:
    """A table without some columns."""
    left = [n for n, (name, _) in enumerate(table.columns) if name not in names]
    rows = tuple(replace(row, values=tuple(row.values[n] for n in left)) for row in table.rows)
    return replace(table, columns=tuple(table.columns[n] for n in left), rows=rows)


def _company(table: ProfileTable, small: set[int], threshold: float) -> set[int]:
    """Rows to hide beside small ones, lest the total of their basis gives one back."""
    cells = {f"{i:06d}": row.basis for i, row in enumerate(table.rows) if row.basis}
    hidden = protect(cells, frozenset(f"{i:06d}" for i in small), threshold)
    return set(range(len(table.rows))) if hidden is None else {int(name) for name in hidden}


def _rounded(row: ProfileRow, table: ProfileTable) -> ProfileRow:
    """A row that is shown: counts to the base, shares and ratios of counts in hundredths."""

    def shown(value: float | None, unit: str) -> float | None:
        if value is None or unit == "GBP":
            return value
        return rounded(value) if unit in COUNTS else per_cent(value)

    pairs = zip(row.values, table.columns, strict=True)
    return replace(row, values=tuple(shown(value, unit) for value, (_, unit) in pairs))
