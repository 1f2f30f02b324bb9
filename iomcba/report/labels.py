"""Ids in words a reader knows: assumptions, warnings, discounting, methods, classes."""

from __future__ import annotations

import re
from collections.abc import Mapping

from iomcba.report import formats
from iomcba.report.lookup import Lookup
from iomcba.terms.catalogue import Catalogue
from iomcba.terms.findings import BusinessCase

_YEAR = re.compile(r"\d{4}-\d{2}")
_ID = re.compile(r"\b[a-z][a-z0-9]*(?:[-.][a-z0-9]+)+\b")
CLASSES = ("fiscal", "cashable", "capacity-released", "cost-avoided", "economic", "social")


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


def class_label(book: Lookup, id: str) -> str:
    """A class of benefit in words."""
    return named(book, f"benefit-class.{id}", id)


def discounting(book: Lookup) -> str:
    """How later years are discounted, with the rate where the run lists it."""
    case = book.case
    key = f"discounting.{case.discounting}"
    if key not in book.catalogue.texts:
        return case.discounting
    rates = {row.name: row.central for row in case.assumptions}
    rate = rates.get("parameter.discount-rate")
    if rate is None:
        return book.text(key)
    return book.text(f"{key}-at-rate", rate=formats.per_cent(rate))


def method(book: Lookup) -> str:
    """How the counterfactual was made, in words."""
    said, fall = book.case.method, book.text("counterfactual.fall")
    key = f"counterfactual.method-{said}"
    if key in book.catalogue.texts:
        return book.text(key, fall=fall)
    return book.text("counterfactual.other-method", fall=fall, method=said)


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
    return tuple(dict.fromkeys(warning(book, book.retold(w.text)) for w in found))


def labels_of(case: BusinessCase) -> dict[str, str]:
    """Labels of options, bearers and offences by id."""
    options = {option.id: option.label for option in case.options}
    bearers = {bearer.id: bearer.label for bearer in case.bearers}
    return {**dict(case.offences), **bearers, **options}


def unit_name(unit: str, words: Catalogue) -> str:
    """A unit of figures in words; as it is where the catalogue has none.

    >>> unit_name("GBP real", Catalogue(texts={"unit.gbp-real": "pounds"}))
    'pounds'
    """
    return words.known(f"unit.{unit.lower().replace(' ', '-')}", unit)
