"""Disclosure control of a cohort's profile: the only way from it to what is printed."""

from __future__ import annotations

from dataclasses import replace

from iomcba.terms.profile import CohortProfile, ProfileRow, ProfileTable, SharedProfile


def disclose_profile(found: CohortProfile, threshold: float) -> SharedProfile:
    """Hide rows that give away a count above 0 and below `threshold`; of synthetic data none.

    Where one row of a table that adds up is hidden alone, the next smallest is hidden with it.
    """
    if found.synthetic:
        return SharedProfile(found, "Synthetic data: nothing is hidden.")
    tables = tuple(_hide(table, threshold) for table in found.tables)
    policy = f"Rows that rest on fewer than {threshold:g} people or offences are hidden."
    return SharedProfile(replace(found, tables=tables), policy)


def _hide(table: ProfileTable, threshold: float) -> ProfileTable:
    def is_small(row: ProfileRow) -> bool:
        return row.basis is not None and 0 < row.basis < threshold

    small = {index for index, row in enumerate(table.rows) if is_small(row)}
    if table.adds_up and len(small) == 1:
        others = [
            (row.basis, index)
            for index, row in enumerate(table.rows)
            if row.basis and index not in small
        ]
        small |= {index for _, index in sorted(others)[:1]}
    why = f"fewer than {threshold:g}, or the next smallest beside one"
    blank = tuple(None for _ in table.columns)
    rows = tuple(
        replace(row, values=blank, hidden=why) if index in small else row
        for index, row in enumerate(table.rows)
    )
    return replace(table, rows=rows)
