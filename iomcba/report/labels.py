"""Ids in words a reader knows: assumptions, warnings, discounting, methods, classes."""

from __future__ import annotations

import re
from collections.abc import Mapping

from iomcba.report import formats
from iomcba.report.lookup import Lookup
from iomcba.terms.findings import BusinessCase

_YEAR = re.compile(r"\d{4}-\d{2}")
_ID = re.compile(r"\b[a-z][a-z0-9]*(?:[-.][a-z0-9]+)+\b")
_FIRST_YEAR = {
    "start-of-year": "the first year in full",
    "mid-year": "from the middle of each year",
    "end-of-year": "from the end of each year",
}
_FALL = (
    "People picked for a busy spell offend less afterwards even when nothing is done. "
    "That natural fall is taken out before any option is credited. "
)
_METHODS = {
    "population": _FALL
    + "It is fitted on everyone in the offence file, each person’s forecast resting on their own "
    "history.",
    "truncated": _FALL + "It is estimated from the people picked and the rule that picked them.",
    "assumed": _FALL + "Here it is a stated assumption with its range, not a fit.",
    "totals": _FALL + "Only yearly totals were given, so the fall is a stated assumption.",
    "naive": "The past yearly average is taken to go on. People picked for a busy spell offend "
    "less afterwards even when nothing is done, so this overstates every benefit.",
}
CLASSES = {
    "fiscal": "All public services",
    "cashable": "Cashable: budgets can fall",
    "capacity-released": "Capacity released: time and places freed, no cash",
    "cost-avoided": "Cost avoided: a bill that would have come",
    "economic": "Economic: losses, property, lost output",
    "social": "Social: harm to people",
}


def spelled(id: str) -> str:
    """An id as words; a financial year stays as it is.

    >>> spelled("police-officer"), spelled("2012-13")
    ('police officer', '2012-13')
    """
    return id if _YEAR.fullmatch(id) else id.replace("-", " ")


def named(book: Lookup, key: str, id: str) -> str:
    """What the catalogue calls an id by a key of it, else the id itself as words."""
    return book.known(key, spelled(id).capitalize())


def heading(book: Lookup, id: str) -> str:
    """A heading of cost in words."""
    return named(book, f"cost-heading.{id}", id)


def class_label(id: str) -> str:
    """A class of benefit in words."""
    return CLASSES.get(id, spelled(id).capitalize())


def discounting(case: BusinessCase) -> str:
    """How later years are discounted, with the rate where the run lists it."""
    timing = _FIRST_YEAR.get(case.discounting)
    if timing is None:
        return case.discounting
    rates = {row.name: row.central for row in case.assumptions}
    rate = rates.get("parameter.discount-rate")
    by = "" if rate is None else f" at {formats.per_cent(rate)} a year"
    return f"discounted{by}, {timing}"


def method(case: BusinessCase) -> str:
    """How the counterfactual was made, in words."""
    return _METHODS.get(case.method, _FALL + case.method)


def assumption(book: Lookup, name: str) -> str:
    """An assumption's name in words; the name itself stands beside it where it is listed.

    Options, offences and bearers in the name appear under their labels.
    """
    return row_name(labels_of(book.case), name)


def row_name(known: Mapping[str, str], name: str) -> str:
    """A row's name in words, its keys under their labels where they have one.

    >>> row_name({"gateway": "Rehabilitation gateway"}, "engagement.gateway.take-up")
    'Engagement, Rehabilitation gateway, take up'
    """
    table, *keys = name.split(".")
    return ", ".join([spelled(table).capitalize(), *(known.get(k, spelled(k)) for k in keys)])


def warning(book: Lookup, text: str) -> str:
    """A warning with labels in place of ids; an assumption's table is not said twice."""
    known = labels_of(book.case)
    tables = {row.name.partition(".")[0] for row in book.case.assumptions}

    def words(found: re.Match[str]) -> str:
        id = found[0]
        if id in known:
            return known[id]
        table, *keys = id.split(".")
        if not keys or table not in tables:
            return id
        said = [known.get(key, spelled(key)) for key in keys]
        told = spelled(table) in text[: found.start()].lower()
        return ", ".join(said if told else [spelled(table), *said])

    return _ID.sub(words, text)


def warnings(book: Lookup, front_page: bool) -> tuple[str, ...]:
    """Warnings for the first page, or the others; a text that comes again is said once."""
    found = (w for w in book.case.warnings if w.front_page == front_page)
    return tuple(dict.fromkeys(warning(book, w.text) for w in found))


def labels_of(case: BusinessCase) -> dict[str, str]:
    """Labels of options, bearers and offences by id."""
    options = {option.id: option.label for option in case.options}
    bearers = {bearer.id: bearer.label for bearer in case.bearers}
    return {**dict(case.offences), **bearers, **options}
