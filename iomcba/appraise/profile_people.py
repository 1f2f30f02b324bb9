"""The people of a cohort in small tables: age, sex, custody, needs."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from iomcba.appraise.observed import Observed, least
from iomcba.terms.histories import DAYS_PER_YEAR, Ints
from iomcba.terms.profile import ProfileRow, ProfileTable

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
    words = [f"under {AGES[1]}", *words[1:], f"{AGES[-1]} and over", "not known"]
    return _groups(
        "age",
        "By age in the last year of the window (year less year of birth)",
        "age",
        words,
        band,
        count,
    )


def sexes(seen: Observed, count: Ints) -> ProfileTable:
    """People and their offences by sex; count (i,) offences in the window."""
    words = [word or "not known" for word in seen.marks.sexes]
    return _groups("sex", "By sex", "sex", words, seen.marks.sex, count)


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
    columns = (("people", "people"), ("offences in the window", "offences"))
    return ProfileTable(id, title, first, columns, tuple(rows), True)


def custody(seen: Observed) -> ProfileTable:
    """People with a day inside, days, share of time: of all listed and of those picked."""
    span = seen.to_day - seen.from_day
    groups = [("all listed", np.arange(len(seen.inside_window)))]
    if seen.picked is not None:
        groups.append(("picked", seen.picked))
    rows = []
    for words, who in groups:
        days = seen.inside_window[who]
        people = float((days > 0).sum())
        share = float(days.sum()) / (span * len(who)) if len(who) else None
        rows.append(
            ProfileRow(words, (people, float(days.sum()), share), least(people, len(who) - people))
        )
    columns = (("people with a day inside", "people"), ("days", "days"), ("share of time", "share"))
    note = "No day counts twice; a spell without an end lasts to the last day observed."
    if not len(seen.histories.spell_person):
        note = "The file holds no spell: time in custody is an assumption of the case."
    years = f" ({span / DAYS_PER_YEAR:.1f} years)"
    return ProfileTable(
        "custody", f"Custody in the window{years}", "people", columns, tuple(rows), note=note
    )


def needs(seen: Observed) -> ProfileTable:
    """People with each need: of all listed and of those picked."""
    groups = [("all listed", np.arange(len(seen.marks.need)))]
    if seen.picked is not None:
        groups.append(("picked", seen.picked))
    columns = []
    for words, _ in groups:
        columns += [(f"{words}: people", "people"), (f"{words}: share", "share")]
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
    note = "Shares are of the people of whom the file says yes or no."
    return ProfileTable("needs", "Needs", "need", tuple(columns), tuple(rows), note=note)


def _others(parts: list[float]) -> list[float]:
    """People with and without a need among those not picked: the difference of both groups."""
    return [parts[0] - parts[2], parts[1] - parts[3]] if len(parts) == 4 else []
