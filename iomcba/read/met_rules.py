"""Rows of a cohort that look odd and are used by a stated rule: how many there are of each.

`cohort check` names their lines; here they are counted among the rows that an appraisal uses.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from iomcba.read.quality_spells import Spells, inside_spells, running_reach
from iomcba.terms.check import MetRule
from iomcba.terms.histories import Flags, Histories, Ints

OFFENCES, CUSTODY = "offences.csv", "custody.csv"


def met_rules(histories: Histories) -> tuple[MetRule, ...]:
    """Each rule that rows of a cohort met, with their number."""
    found = (*_of_offences(histories), *_of_spells(histories))
    return tuple(MetRule(*words, count) for words, count in found if count)


def _of_offences(histories: Histories) -> Iterator[tuple[tuple[str, str, str], int]]:
    person, day = histories.offence_person, histories.offence_day
    alike = _repeats(person, day, histories.offence_type)
    what = "same person, day and kind as another"
    yield (OFFENCES, what, "each is counted"), int(alike.sum())
    spells = Spells(histories.spell_person, histories.spell_start, histories.spell_end)
    held = inside_spells(person, day, spells)
    yield (OFFENCES, "during custody", "counted, against free days only"), int(held.sum())
    born = histories.birth_year[person]
    year = day.astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64) + 1970
    unborn = (born >= 0) & (year < born)
    yield (OFFENCES, "before the person's year of birth", "counted"), int(unborn.sum())


def _of_spells(histories: Histories) -> Iterator[tuple[tuple[str, str, str], int]]:
    person, start, end = histories.spell_person, histories.spell_start, histories.spell_end
    order = np.lexsort((-end, start, person))
    reach = running_reach(person[order], end[order])
    again = person[order][1:] == person[order][:-1]
    overlapping = again & (start[order][1:] < reach[:-1])
    rule = "joined: no day is counted twice"
    yield (CUSTODY, "overlapping another spell", rule), int(overlapping.sum())
    outside = (end <= histories.start_day) | (start >= histories.end_day)
    yield (CUSTODY, "outside the days observed", "not used"), int(outside.sum())


def _repeats(*columns: Ints) -> Flags:
    """Rows that repeat an earlier one in every column. Shapes (n,) each -> (n,)."""
    order = np.lexsort(columns)
    same = np.ones(max(len(order) - 1, 0), dtype=np.bool_)
    for column in columns:
        same &= column[order][1:] == column[order][:-1]
    repeats = np.zeros(len(order), dtype=np.bool_)
    repeats[order[1:]] = same
    return repeats
