"""Histories → `CohortProfile`: counts, concentration, mix, trend, age, custody, needs.

Everything is an observed count or derived from one; only the value of an offence is modelled.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from iomcba.appraise.observed import Observed, least
from iomcba.appraise.profile_people import ages, custody, needs, sexes
from iomcba.terms.histories import Floats, Ints
from iomcba.terms.profile import CohortProfile, ProfileRow, ProfileTable
from iomcba.terms.said import worded

TOPS = (0.01, 0.02, 0.05, 0.10, 0.20)  # of the people, most prolific first
CURVE = (*TOPS, 0.30, 0.40, 0.50, 0.60, 0.70, 0.80, 0.90, 1.0)
NOT_COSTED = worded("profiled.not-costed")
SHARE_OF_COST, HOLD_OF_COST = worded("profiled.share-of-cost"), worded("profiled.hold-of-cost")


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
        note = worded("profiled.codes-note")
        columns = ((worded("profiled.offences"), "offences"),)
        yield ProfileTable(
            "unmapped", worded("profiled.codes"), worded("profiled.code"), columns, rows, True, note
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
        (worded("profiled.people-listed"), people, "people", people),
        (worded("profiled.with-an-offence"), active, "people", parts),
        (worded("profiled.without"), people - active, "people", parts),
        (worded("profiled.on-all-days"), len(inside), "offences", len(inside)),
        (worded("profiled.in-the-window"), offences, "offences", offences),
        (worded("profiled.crimes-in-window"), crimes, "crimes", crimes),
    ]
    if seen.picked is not None:
        held = int(count[seen.picked].sum())
        rows.append(
            (worded("profiled.people-picked"), len(seen.picked), "people", len(seen.picked))
        )
        rows.append((worded("profiled.of-those-picked"), held, "offences", held))
    ratio = offences / crimes if crimes else None
    table = [
        ProfileRow(words, _only(unit, float(n)), None if b is None else float(b))
        for words, n, unit, b in rows
    ]
    table.append(
        ProfileRow(worded("profiled.per-crime"), (None, None, ratio), least(crimes, active))
    )
    columns = (
        (worded("profiled.people"), "people"),
        (worded("profiled.offences-or-crimes"), "offences"),
        (worded("profiled.ratio"), "ratio"),
    )
    return ProfileTable(
        "counts", worded("profiled.counts"), worded("profiled.what"), columns, tuple(table)
    )


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
        (worded("profiled.of-all"), "people"),
        (worded("profiled.all-hold"), "share"),
        (worded("profiled.of-active"), "people"),
        (worded("profiled.active-hold"), "share"),
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
        rows.append(ProfileRow(worded("profiled.top", share=f"{share:.0%}"), tuple(values), basis))
    return ProfileTable(
        "concentration",
        worded("profiled.holders"),
        worded("profiled.people"),
        tuple(columns),
        tuple(rows),
        note=worded("profiled.holders-note"),
    )


def _mix(seen: Observed) -> ProfileTable:
    kinds = len(seen.labels)
    inside = seen.in_window()
    kind = seen.histories.offence_type[inside]
    kind = np.where(kind < 0, kinds, kind)
    count = np.bincount(kind, minlength=kinds + 1)
    who = np.unique(seen.histories.offence_person[inside] * (kinds + 1) + kind)
    people = np.bincount(who % (kinds + 1), minlength=kinds + 1)
    columns: list[tuple[str, str]] = [
        (worded("profiled.offences"), "offences"),
        (worded("profiled.share"), "share"),
    ]
    cost = None if seen.pounds is None else count * seen.pounds
    if cost is not None:
        columns += [(worded("profiled.each"), "GBP"), (SHARE_OF_COST, "share")]
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
    note = "" if cost is None else worded("profiled.mix-note")
    return ProfileTable(
        "mix",
        worded("profiled.mix"),
        worded("profiled.type"),
        tuple(columns),
        tuple(rows),
        True,
        note,
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
        (worded("profiled.offences"), "offences"),
        (worded("profiled.people-with-one"), "people"),
        (worded("profiled.time-in-custody"), "share"),
    )
    return ProfileTable(
        "trend", worded("profiled.trend"), worded("profiled.year"), columns, tuple(rows), True
    )
