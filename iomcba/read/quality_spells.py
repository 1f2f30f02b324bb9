"""Data quality of custody.csv: spells that end before they start, overlap, nest or never end."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from iomcba.read.cohort import day_number, parse_days
from iomcba.read.days import ISO
from iomcba.read.findings import Findings, Known, hold_days, hold_person, number_of_day
from iomcba.terms.histories import Flags, Ints
from iomcba.terms.quality import LOOK, NOTE, REFUSED
from iomcba.terms.words import CohortWords

if TYPE_CHECKING:
    import pandas as pd

EVER = np.iinfo(np.int32).max  # a spell without an end goes on


class Spells(NamedTuple):
    """Spells that can be used: person, first day, first day free again (half open), each (c,)."""

    person: Ints
    start: Ints
    end: Ints


def spell_findings(
    found: Findings, frame: pd.DataFrame, people: Known | None, words: CohortWords | None
) -> Spells:
    """Report what is wrong with the spells; return those that can be used."""
    form = ISO if words is None else words.dates
    starts, ends = parse_days(frame["start"], form), parse_days(frame["end"], form)
    hold_days(found, frame, "start", starts, form, blank=False)
    hold_days(found, frame, "end", ends, form, blank=True)
    person = np.full(len(frame), -1, dtype=np.int64)
    if people is not None:
        person = people.persons(frame)
        hold_person(found, frame, person, people)
    start, end = number_of_day(starts, -EVER), number_of_day(ends, EVER)
    is_open = (frame["end"] == "").to_numpy()
    dated = starts.notna().to_numpy() & (ends.notna().to_numpy() | is_open)
    backward = dated & ~is_open & (end < start)
    found.rows(REFUSED, "end", "lies before start", frame, backward, "Correct one of the two.")
    found.rows(NOTE, "end", "equals start: no day in custody", frame, dated & (end == start))
    found.rows(NOTE, "end", "is blank: taken as still inside on the last day", frame, is_open)
    whole = frame.duplicated().to_numpy()
    found.rows(LOOK, "", "the whole row repeats an earlier one", frame, whole, "Counted once.")
    if words is not None:
        _window(found, frame, start, end, dated & ~backward, is_open, words)
    if people is not None:
        born, year = people.born(person), np.asarray(starts.dt.year.fillna(0), dtype=np.int64)
        unborn = (born >= 0) & (year > 0) & (year < born)
        found.rows(LOOK, "start", "lies before the person's year of birth", frame, unborn)
    usable = dated & ~backward & (person >= 0) & ~whole
    _overlaps(found, frame, person, start, end, usable)
    return Spells(person[usable], start[usable], end[usable])


def _window(
    found: Findings,
    frame: pd.DataFrame,
    start: Ints,
    end: Ints,
    usable: Flags,
    is_open: Flags,
    words: CohortWords,
) -> None:
    first, last = day_number(words.start), day_number(words.end) + 1
    extracted = day_number(words.extract_date)
    late = usable & (start > extracted)
    found.rows(LOOK, "start", "lies after the extract was taken", frame, late)
    planned = usable & ~is_open & ~late & (end > extracted + 1)
    found.rows(
        LOOK,
        "end",
        "lies after the extract was taken",
        frame,
        planned,
        "A planned release is no release; leave it blank.",
    )
    outside = usable & ~late & ((end <= first) | (start >= last))
    found.rows(
        NOTE, "start", "the spell lies outside the days observed", frame, outside, "It is not used."
    )


def _overlaps(
    found: Findings, frame: pd.DataFrame, person: Ints, start: Ints, end: Ints, usable: Flags
) -> None:
    """Spells that begin before an earlier one of the same person ends; nested if they end in it."""
    row = np.flatnonzero(usable)
    order = row[np.lexsort((-end[row], start[row], person[row]))]
    reach = running_reach(person[order], end[order])
    same = np.concatenate(([False], person[order][1:] == person[order][:-1]))[: len(order)]
    before = np.concatenate(([0], reach[:-1]))[: len(order)]
    touches = same & (start[order] < before)
    inside = touches & (end[order] <= before)
    nested, overlapping = np.zeros(len(frame), dtype=bool), np.zeros(len(frame), dtype=bool)
    nested[order[inside]] = True
    overlapping[order[touches & ~inside]] = True
    joined = "No day is counted twice."
    found.rows(
        LOOK, "start", "the spell lies inside another of the same person", frame, nested, joined
    )
    found.rows(
        LOOK, "start", "the spell overlaps another of the same person", frame, overlapping, joined
    )


def running_reach(person: Ints, end: Ints) -> Ints:
    """Latest end so far among each person's spells; spells by person. Shapes (c,) -> (c,)."""
    if not len(end):
        return end
    low = end.min()
    stretch = int(end.max() - low) + 1
    reach: Ints = np.maximum.accumulate(person * stretch + (end - low)) % stretch + low
    return reach


def inside_spells(person: Ints, day: Ints, spells: Spells) -> Flags:
    """Whether each offence's day lies strictly inside a spell: after its first day. Shape (n,).

    An offence of the day of arrest is common and no fault.
    """
    if not len(spells.person):
        return np.zeros(len(person), dtype=bool)
    order = np.lexsort((spells.start, spells.person))
    who, start, end = (part[order] for part in spells)
    reach = running_reach(who, end)
    low, high = min(start.min(), day.min()), max(start.max(), day.max())
    stretch = int(high - low) + 1
    at = np.searchsorted(who * stretch + (start - low), person * stretch + (day - low)) - 1
    known = (at >= 0) & (person >= 0)
    at = np.maximum(at, 0)
    held: Flags = known & (who[at] == person) & (day < reach[at])
    return held
