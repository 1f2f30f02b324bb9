"""Histories → `CohortProfile`: counts, concentration, mix, trend, age, custody, needs.

Everything is an observed count or derived from one; only the value of an offence is modelled.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from iomcba.appraise.observed import Observed, least
from iomcba.appraise.profile_people import ages, custody, needs, sexes
from iomcba.terms.histories import Floats, Ints
from iomcba.terms.profile import (
    HOLD_OF_COST,
    SHARE_OF_COST,
    CohortProfile,
    ProfileRow,
    ProfileTable,
)

TOPS = (0.01, 0.02, 0.05, 0.10, 0.20)  # of the people, most prolific first
CURVE = (*TOPS, 0.30, 0.40, 0.50, 0.60, 0.70, 0.80, 0.90, 1.0)
NOT_COSTED = "not costed"


def profile(
    seen: Observed, cohort: str, title: str, label: str, synthetic: bool, window: str
) -> CohortProfile:
    """Describe a cohort."""
    return CohortProfile(cohort, title, label, synthetic, window, tuple(_tables(seen)))


def _tables(seen: Observed) -> Iterator[ProfileTable]:
    count = seen.offences_of_each()
    yield _counts(seen, count)
    yield _concentration(seen, count)
    yield _mix(seen)
    if seen.unmapped:
        rows = tuple(ProfileRow(code, (float(n),), float(n)) for code, n in seen.unmapped)
        note = "They count towards offending and are costed at nothing."
        columns = (("offences", "offences"),)
        yield ProfileTable(
            "unmapped", "Codes that no mapping knows, all days", "code", columns, rows, True, note
        )
    yield _trend(seen)
    yield ages(seen, count)
    if seen.marks.sexes:
        yield sexes(seen, count)
    yield custody(seen)
    if seen.marks.needs:
        yield needs(seen)


def _counts(seen: Observed, count: Ints) -> ProfileTable:
    inside = seen.in_window()
    people, active = len(count), int((count > 0).sum())
    offences, crimes = int(inside.sum()), len(np.unique(seen.histories.crime[inside]))
    parts = least(active, people - active)
    rows = [
        ("People listed", people, "people", people),
        ("People with an offence in the window", active, "people", parts),
        ("People without", people - active, "people", parts),
        ("Offences on all days", len(inside), "offences", len(inside)),
        ("Offences in the window", offences, "offences", offences),
        ("Crimes in the window (offenders of one crime counted once)", crimes, "crimes", crimes),
    ]
    if seen.picked is not None:
        held = int(count[seen.picked].sum())
        rows.append(("People picked", len(seen.picked), "people", len(seen.picked)))
        rows.append(("Offences in the window of those picked", held, "offences", held))
    ratio = offences / crimes if crimes else None
    table = [
        ProfileRow(words, _only(unit, float(n)), None if b is None else float(b))
        for words, n, unit, b in rows
    ]
    table.append(
        ProfileRow(
            "Mean offenders per crime in the window", (None, None, ratio), least(crimes, active)
        )
    )
    columns = (("people", "people"), ("offences or crimes", "offences"), ("ratio", "ratio"))
    return ProfileTable("counts", "Counts", "what", columns, tuple(table))


def _only(unit: str, value: float) -> tuple[float | None, float | None, float | None]:
    return (value, None, None) if unit == "people" else (None, value, None)


def heads_of(share: float, people: int) -> int:
    """Heads in the top share of so many people: rounded half up, at least one.

    >>> heads_of(0.05, 5000), heads_of(0.01, 30), heads_of(0.05, 50)
    (250, 1, 3)
    """
    return max(1, int(share * people + 0.5 + 1e-9))


def top_share(amount: Floats | Ints, heads: int) -> float | None:
    """Share of a total held by the `heads` people with most of it; None of nothing. amount (i,)."""
    total = float(amount.sum())
    return float(np.sort(amount)[::-1][:heads].sum()) / total if total else None


def _concentration(seen: Observed, count: Ints) -> ProfileTable:
    active, pounds = count[count > 0], seen.pounds_of_each()
    columns = [
        ("of all", "people"),
        ("all: hold", "share"),
        ("of active", "people"),
        ("active: hold", "share"),
    ]
    if pounds is not None:
        columns.append((HOLD_OF_COST, "share"))
    rows = []
    for share in CURVE if len(active) else ():
        of_all, of_active = heads_of(share, len(count)), heads_of(share, len(active))
        values: list[float | None] = [float(of_all), top_share(count, of_all)]
        values += [float(of_active), top_share(active, of_active)]
        if pounds is not None:
            values.append(top_share(pounds, of_all))
        rest = (len(count) - of_all, len(active) - of_active)
        basis = least(of_all, of_active, *rest)
        rows.append(ProfileRow(f"top {share:.0%}", tuple(values), basis))
    note = (
        "The same offences over two denominators. Of all: of everyone listed. Of active: only of "
        "people with an offence in the window. Cost: most costly first. A share of offences means "
        "nothing until its denominator is named."
    )
    return ProfileTable(
        "concentration",
        "Who holds the offences in the window",
        "people",
        tuple(columns),
        tuple(rows),
        note=note,
    )


def _mix(seen: Observed) -> ProfileTable:
    kinds = len(seen.labels)
    inside = seen.in_window()
    kind = seen.histories.offence_type[inside]
    kind = np.where(kind < 0, kinds, kind)
    count = np.bincount(kind, minlength=kinds + 1)
    who = np.unique(seen.histories.offence_person[inside] * (kinds + 1) + kind)
    people = np.bincount(who % (kinds + 1), minlength=kinds + 1)
    columns = [("offences", "offences"), ("share", "share")]
    cost = None if seen.pounds is None else count * seen.pounds
    if cost is not None:
        columns += [("each", "GBP"), (SHARE_OF_COST, "share")]
    rows = []
    for o in np.argsort(-count, kind="stable"):
        if not count[o]:
            continue
        values: list[float | None] = [float(count[o]), float(count[o] / count.sum())]
        if cost is not None and seen.pounds is not None:
            share = float(cost[o] / cost.sum()) if cost.sum() else None
            values += [float(seen.pounds[o]), share]
        words = (*seen.labels, NOT_COSTED)[o]
        rows.append(ProfileRow(words, tuple(values), least(count[o], people[o])))
    note = (
        ""
        if cost is None
        else ("Each: value of one proven offence at central values, with the crimes behind it.")
    )
    return ProfileTable(
        "mix", "Offences in the window by type", "type", tuple(columns), tuple(rows), True, note
    )


def _trend(seen: Observed) -> ProfileTable:
    period = np.searchsorted(seen.edges, seen.histories.offence_day, side="right") - 1
    rows = []
    for y, words in enumerate(seen.years):
        person = seen.histories.offence_person[period == y]
        active = len(np.unique(person))
        span = float(seen.edges[y + 1] - seen.edges[y]) * len(seen.histories.people)
        share = float(seen.inside[:, y].sum()) / span if span else None
        rows.append(
            ProfileRow(
                words, (float(len(person)), float(active), share), least(len(person), active)
            )
        )
    columns = (
        ("offences", "offences"),
        ("people with one", "people"),
        ("time in custody", "share"),
    )
    return ProfileTable("trend", "By year, all days observed", "year", columns, tuple(rows), True)
