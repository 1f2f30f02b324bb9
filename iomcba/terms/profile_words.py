"""The sentences of a cohort's profile: titles, heads, rows, notes and its disclosure policy."""

from __future__ import annotations

from iomcba.terms.catalogue import Text

PROFILE_WORDS: dict[str, Text] = {
    "profiled.counts": "Counts",
    "profiled.people-listed": "People listed",
    "profiled.with-an-offence": "People with an offence in the window",
    "profiled.without": "People without",
    "profiled.on-all-days": "Offences on all days",
    "profiled.in-the-window": "Offences in the window",
    "profiled.crimes-in-window": "Crimes in the window (offenders of one crime counted once)",
    "profiled.people-picked": "People picked",
    "profiled.of-those-picked": "Offences in the window of those picked",
    "profiled.per-crime": "Mean offenders per crime in the window",
    "profiled.offences-or-crimes": "offences or crimes",
    "profiled.ratio": "ratio",
    "profiled.what": "what",
    "profiled.window": "{first} to {last}",
    "profiled.synthetic": "SYNTHETIC DATA",
    "profiled.part": "{year} (part)",
    "profiled.blank": "(blank)",
    "profiled.codes": "Codes that no mapping knows, all days",
    "profiled.codes-note": "They count towards offending and are costed at nothing.",
    "profiled.code": "code",
    "profiled.people": "people",
    "profiled.type": "type",
    "profiled.year": "year",
    "profiled.age": "age",
    "profiled.sex": "sex",
    "profiled.need": "need",
    "profiled.offences": "offences",
    "profiled.days": "days",
    "profiled.share": "share",
    "profiled.each": "each",
    "profiled.share-of-cost": "share of cost",
    "profiled.hold-of-cost": "all: hold of cost",
    "profiled.of-all": "of all",
    "profiled.all-hold": "all: hold",
    "profiled.of-active": "of active",
    "profiled.active-hold": "active: hold",
    "profiled.top": "top {share}",
    "profiled.holders": "Who holds the offences in the window",
    "profiled.holders-note": (
        "The same offences over two denominators. Of all: of everyone listed. Of active: only "
        "of people with an offence in the window. Cost: most costly first. A share of offences "
        "means nothing until its denominator is named."
    ),
    "profiled.mix": "Offences in the window by type",
    "profiled.mix-note": (
        "Each: value of one proven offence at central values, with the crimes behind it."
    ),
    "profiled.not-costed": "not costed",
    "profiled.trend": "By year, all days observed",
    "profiled.people-with-one": "people with one",
    "profiled.time-in-custody": "time in custody",
    "profiled.ages": "By age in the last year of the window (year less year of birth)",
    "profiled.under": "under {age}",
    "profiled.and-over": "{age} and over",
    "profiled.not-known": "not known",
    "profiled.sexes": "By sex",
    "profiled.window-offences": "offences in the window",
    "profiled.all-listed": "all listed",
    "profiled.picked": "picked",
    "profiled.with-a-day-inside": "people with a day inside",
    "profiled.share-of-time": "share of time",
    "profiled.custody": "Custody in the window ({years} years)",
    "profiled.custody-note": (
        "No day counts twice; a spell without an end lasts to the last day observed."
    ),
    "profiled.no-spell": "The file holds no spell: time in custody is an assumption of the case.",
    "profiled.needs": "Needs",
    "profiled.needs-note": "Shares are of the people of whom the file says yes or no.",
    "profiled.people-of": "{who}: people",
    "profiled.share-of": "{who}: share",
    "profiled.policy": (
        "Rows that rest on fewer than {threshold} people or offences are hidden; other counts "
        "are rounded to 5, each by itself."
    ),
    "profiled.shares-left-out": (
        "{policy} Shares of cost are left out: the cost of a hidden type is in each of them."
    ),
    "profiled.lowered": "{policy} Disclosure control is lowered: the usual threshold is {usual}.",
}
