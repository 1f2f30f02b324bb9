"""The people of a cohort in small tables: age, sex, custody, needs."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from iomcba.appraise.observed import Observed, least
from iomcba.terms.histories import DAYS_PER_YEAR, Ints
from iomcba.terms.profile import ProfileRow, ProfileTable
from iomcba.terms.said import worded

AGES = (0, 18, 21, 25, 30, 40, 50)  # first age of each band; 18 and 21 as in youth justice


def ages(seen: Observed, count: Ints) -> ProfileTable:
    """People and their offences by band of age; count (i,) offences in the window."""
    born = seen.histories.birth_year
    last = (
        int(np.datetime64(int(seen.to_day) - 1, "D").astype("datetime64[Y]").astype(np.int64))
        + 1970
    )
    band = np.searchsorted(AGES, last - born, side="right") - 1
    band = np.where(born < 0, len(AGES), np.clip(band, 0, len(AGES) - 1))
    words = [f"{a}-{b - 1}" for a, b in pairwise(AGES)]
    words = [
        worded("profiled.under", age=f"{AGES[1]}"),
        *words[1:],
        worded("profiled.and-over", age=f"{AGES[-1]}"),
        worded("profiled.not-known"),
    ]
    return _groups(
        "age",
        worded("profiled.ages"),
        worded("profiled.age"),
        words,
        band,
        count,
    )


def sexes(seen: Observed, count: Ints) -> ProfileTable:
    """People and their offences by sex; count (i,) offences in the window."""
    words = [word or worded("profiled.not-known") for word in seen.marks.sexes]
    return _groups(
        "sex", worded("profiled.sexes"), worded("profiled.sex"), words, seen.marks.sex, count
    )


def _groups(
    id: str, title: str, first: str, words: list[str], group: Ints, count: Ints
) -> ProfileTable:
    people = np.bincount(group, minlength=len(words))
    offences = np.bincount(group, count, minlength=len(words))
    rows = []
    for g, label in enumerate(words):
        if people[g]:
            rows.append(
                ProfileRow(
                    label, (float(people[g]), float(offences[g])), least(people[g], offences[g])
                )
            )
    columns = (
        (worded("profiled.people"), "people"),
        (worded("profiled.window-offences"), "offences"),
    )
    return ProfileTable(id, title, first, columns, tuple(rows), True)


def custody(seen: Observed) -> ProfileTable:
    """People with a day inside, days, share of time: of all listed and of those picked."""
    span = seen.to_day - seen.from_day
    groups = [(worded("profiled.all-listed"), np.arange(len(seen.inside_window)))]
    if seen.picked is not None:
        groups.append((worded("profiled.picked"), seen.picked))
    rows = []
    for words, who in groups:
        days = seen.inside_window[who]
        people = float((days > 0).sum())
        share = float(days.sum()) / (span * len(who)) if len(who) else None
        rows.append(
            ProfileRow(words, (people, float(days.sum()), share), least(people, len(who) - people))
        )
    columns = (
        (worded("profiled.with-a-day-inside"), "people"),
        (worded("profiled.days"), "days"),
        (worded("profiled.share-of-time"), "share"),
    )
    note = worded("profiled.custody-note")
    if not len(seen.histories.spell_person):
        note = worded("profiled.no-spell")
    title = worded("profiled.custody", years=f"{span / DAYS_PER_YEAR:.1f}")
    return ProfileTable(
        "custody", title, worded("profiled.people"), columns, tuple(rows), note=note
    )


def needs(seen: Observed) -> ProfileTable:
    """People with each need: of all listed and of those picked."""
    groups = [(worded("profiled.all-listed"), np.arange(len(seen.marks.need)))]
    if seen.picked is not None:
        groups.append((worded("profiled.picked"), seen.picked))
    columns = []
    for words, _ in groups:
        columns += [
            (worded("profiled.people-of", who=words), "people"),
            (worded("profiled.share-of", who=words), "share"),
        ]
    rows = []
    for n, need in enumerate(seen.marks.needs):
        values: list[float | None] = []
        parts: list[float] = []
        for _, who in groups:
            said = seen.marks.need[who, n]
            yes, known = float((said == 1).sum()), float((said >= 0).sum())
            values += [yes, yes / known if known else None]
            parts += [yes, known - yes]
        rows.append(ProfileRow(need, tuple(values), least(*parts, *_others(parts))))
    note = worded("profiled.needs-note")
    return ProfileTable(
        "needs",
        worded("profiled.needs"),
        worded("profiled.need"),
        tuple(columns),
        tuple(rows),
        note=note,
    )


def _others(parts: list[float]) -> list[float]:
    """People with and without a need among those not picked: the difference of both groups."""
    return [parts[0] - parts[2], parts[1] - parts[3]] if len(parts) == 4 else []
