"""Histories → `CohortProfile`: counts, concentration, mix, trend, age, custody, needs.

Everything is an observed count or derived from one; nothing is modelled but the cost of an offence.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from iomcba.terms.histories import DAYS_PER_YEAR, Floats, Histories, Ints, freeze_arrays
from iomcba.terms.profile import (
    CohortProfile,
    PeopleMarks,
    ProfileRow,
    ProfileTable,
    SharedProfile,
)
from iomcba.terms.synthetic import Flags

TOPS = (0.01, 0.02, 0.05, 0.10, 0.20)  # of the people, most prolific first
CURVE = (*TOPS, 0.30, 0.40, 0.50, 0.60, 0.70, 0.80, 0.90, 1.0)
AGES = (0, 18, 21, 25, 30, 40, 50)  # first age of each band; the youngest three as in youth justice
NOT_COSTED = "not costed"


@dataclass(frozen=True, slots=True)
class Observed:
    """What a profile counts.

    The window is `from_day <= day < to_day`; `labels` (o,) are the words of the offence types;
    `picked` (p,) are the people the case picks, or None; `pounds` (o + 1,) is the value of one
    proven offence by type, the last not costed, or None; `years` (y,) are the words of the
    stretches between `edges` (y + 1,) days, and `inside` (i, y) days in custody in them;
    `inside_window` (i,) days in custody in the window.
    """

    histories: Histories
    marks: PeopleMarks
    from_day: int
    to_day: int
    labels: tuple[str, ...]
    unmapped: tuple[tuple[str, int], ...]
    picked: Ints | None
    pounds: Floats | None
    years: tuple[str, ...]
    edges: Ints
    inside: Ints
    inside_window: Ints

    def __post_init__(self) -> None:
        freeze_arrays(self)

    def in_window(self) -> Flags:
        """Offences in the window. Shape (n,)."""
        day = self.histories.offence_day
        return (day >= self.from_day) & (day < self.to_day)

    def offences_of_each(self) -> Ints:
        """Proven person-offences in the window by person. Shape (i,)."""
        person = self.histories.offence_person[self.in_window()]
        return np.bincount(person, minlength=len(self.histories.people)).astype(np.int64)

    def pounds_of_each(self) -> Floats | None:
        """Value of the offences in the window by person. Shape (i,)."""
        if self.pounds is None:
            return None
        inside = self.in_window()
        person, kind = self.histories.offence_person[inside], self.histories.offence_type[inside]
        each = np.bincount(person, self.pounds[kind], minlength=len(self.histories.people))
        return each.astype(np.float64)


def profile(
    seen: Observed, cohort: str, title: str, label: str, synthetic: bool, window: str
) -> CohortProfile:
    """Describe a cohort."""
    return CohortProfile(cohort, title, label, synthetic, window, tuple(_tables(seen)))


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
    yield _ages(seen, count)
    if seen.marks.sexes:
        yield _sexes(seen, count)
    yield _custody(seen)
    if seen.marks.needs:
        yield _needs(seen)


def _counts(seen: Observed, count: Ints) -> ProfileTable:
    inside = seen.in_window()
    people, active = len(count), int((count > 0).sum())
    offences, crimes = int(inside.sum()), len(np.unique(seen.histories.crime[inside]))
    least = min(active, people - active) or None
    rows = [
        ("People listed", people, "people", people),
        ("People with an offence in the window", active, "people", least),
        ("People without", people - active, "people", least),
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
    table.append(ProfileRow("Mean offenders per crime in the window", (None, None, ratio), None))
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
        ("people, of all listed", "people"),
        ("share of offences", "share"),
        ("people, of those with an offence", "people"),
        ("their share of offences", "share"),
    ]
    if pounds is not None:
        columns.append(("share of cost, of all listed by cost", "share"))
    rows = []
    for share in CURVE if len(active) else ():
        of_all, of_active = heads_of(share, len(count)), heads_of(share, len(active))
        values: list[float | None] = [float(of_all), top_share(count, of_all)]
        values += [float(of_active), top_share(active, of_active)]
        if pounds is not None:
            values.append(top_share(pounds, of_all))
        rows.append(ProfileRow(f"top {share:.0%}", tuple(values), float(min(of_all, of_active))))
    note = (
        "The same offences over two denominators: everyone listed, and only people with an offence "
        "in the window. A share of offences means nothing until its denominator is named."
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
    kind = seen.histories.offence_type[seen.in_window()]
    count = np.bincount(np.where(kind < 0, kinds, kind), minlength=kinds + 1)
    columns = [("offences", "offences"), ("share", "share")]
    cost = None if seen.pounds is None else count * seen.pounds
    if cost is not None:
        columns += [("each", "GBP"), ("share of cost", "share")]
    rows = []
    for o in np.argsort(-count, kind="stable"):
        if not count[o]:
            continue
        values: list[float | None] = [float(count[o]), float(count[o] / count.sum())]
        if cost is not None and seen.pounds is not None:
            share = float(cost[o] / cost.sum()) if cost.sum() else None
            values += [float(seen.pounds[o]), share]
        words = (*seen.labels, NOT_COSTED)[o]
        rows.append(ProfileRow(words, tuple(values), float(count[o])))
    note = (
        ""
        if cost is None
        else (
            "Each: value of one proven offence avoided at central values, with the crimes behind it."
        )
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
                words, (float(len(person)), float(active), share), float(min(len(person), active))
            )
        )
    columns = (
        ("offences", "offences"),
        ("people with one", "people"),
        ("time in custody", "share"),
    )
    return ProfileTable("trend", "By year, all days observed", "year", columns, tuple(rows), True)


def _ages(seen: Observed, count: Ints) -> ProfileTable:
    born = seen.histories.birth_year
    last = (
        int(np.datetime64(int(seen.to_day) - 1, "D").astype("datetime64[Y]").astype(np.int64))
        + 1970
    )
    band = np.searchsorted(AGES, last - born, side="right") - 1
    band = np.where(born < 0, len(AGES), np.clip(band, 0, len(AGES) - 1))
    words = [f"{a}-{b - 1}" for a, b in zip(AGES, AGES[1:], strict=False)]
    words = [f"under {AGES[1]}", *words[1:], f"{AGES[-1]} and over", "not known"]
    return _groups(
        "age",
        "By age in the last year of the window (year less year of birth)",
        "age",
        words,
        band,
        count,
    )


def _sexes(seen: Observed, count: Ints) -> ProfileTable:
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
            least = min(float(n) for n in (people[g], offences[g]) if n)
            rows.append(ProfileRow(label, (float(people[g]), float(offences[g])), least))
    columns = (("people", "people"), ("offences in the window", "offences"))
    return ProfileTable(id, title, first, columns, tuple(rows), True)


def _custody(seen: Observed) -> ProfileTable:
    span = seen.to_day - seen.from_day
    groups = [("all listed", np.arange(len(seen.inside_window)))]
    if seen.picked is not None:
        groups.append(("picked", seen.picked))
    rows = []
    for words, who in groups:
        days = seen.inside_window[who]
        people = float((days > 0).sum())
        share = float(days.sum()) / (span * len(who)) if len(who) else None
        least = min(people, len(who) - people) or None
        rows.append(ProfileRow(words, (people, float(days.sum()), share), least))
    columns = (("people with a day inside", "people"), ("days", "days"), ("share of time", "share"))
    note = "No day counts twice; a spell without an end lasts to the last day observed."
    if not len(seen.histories.spell_person):
        note = "The file holds no spell: time in custody is an assumption of the case."
    years = f" ({span / DAYS_PER_YEAR:.1f} years)"
    return ProfileTable(
        "custody", f"Custody in the window{years}", "people", columns, tuple(rows), note=note
    )


def _needs(seen: Observed) -> ProfileTable:
    groups = [("all listed", np.arange(len(seen.marks.need)))]
    if seen.picked is not None:
        groups.append(("picked", seen.picked))
    columns = []
    for words, _ in groups:
        columns += [(f"{words}: people", "people"), (f"{words}: share", "share")]
    rows = []
    for n, need in enumerate(seen.marks.needs):
        values: list[float | None] = []
        least: list[float] = []
        for _, who in groups:
            said = seen.marks.need[who, n]
            yes, known = float((said == 1).sum()), float((said >= 0).sum())
            values += [yes, yes / known if known else None]
            least += [part for part in (yes, known - yes) if part]
        rows.append(ProfileRow(need, tuple(values), min(least, default=None)))
    note = "Shares are of the people of whom the file says yes or no."
    return ProfileTable("needs", "Needs", "need", tuple(columns), tuple(rows), note=note)
