"""A register entry in words: its figure, range, rating, place, what it replaced, what it feeds."""

from __future__ import annotations

from collections.abc import Iterator

from iomcba.report import formats
from iomcba.terms.catalogue import Catalogue
from iomcba.terms.register import Entry, Worth
from iomcba.terms.rows import Row


def money(row: Row) -> bool:
    """Whether the row's figure is pounds."""
    return row.unit.startswith("GBP")


def figure(row: Row, value: float | None, words: Catalogue) -> str:
    """A value of the row as its file has it, pounds with their sign."""
    if value is None:
        return words.text("register.open")
    text = formats.raw(value)
    if not money(row):
        return text
    negative = text.startswith(formats.MINUS)
    return f"{formats.MINUS}£{text[1:]}" if negative else f"£{text}"


def span(row: Row, words: Catalogue) -> str:
    """Family, low to high and what they mean; blank for a certain figure."""
    if row.low is None or row.high is None:
        return ""
    low, high = (figure(row, end, words) for end in (row.low, row.high))
    shape = {"family": row.family, "interval": row.interval}
    return words.text("register.range", low=low, high=high, **shape)


def unit(row: Row, words: Catalogue) -> str:
    """Unit and price base."""
    if not row.price_base:
        return row.unit
    return words.text("register.unit", unit=row.unit, year=row.price_base)


def replaced(row: Row, words: Catalogue) -> str:
    """A row that a later one took the place of, with its place and its figure."""
    said = {"figure": figure(row, row.central, words), "unit": unit(row, words)}
    stood = {"origin": row.origin, "place": row.place, **said}
    shape = span(row, words)
    if not shape:
        return words.text("register.replaced", **stood)
    return words.text("register.replaced-range", range=shape, **stood)


def feeds(entry: Entry) -> Iterator[str]:
    """What the entry feeds, options of one quantity together."""
    options: dict[str, list[str]] = {}
    for fed in entry.feeds:
        owner, _, quantity = fed.figure.partition(".")
        if not fed.figure or owner == "case":
            options.setdefault(quantity or fed.through, [])
        else:
            known = options.setdefault(quantity, [])
            if owner not in known:
                known.append(owner)
    for quantity, owners in options.items():
        yield f"{quantity} ({', '.join(owners)})" if owners else quantity


def worth(found: Worth | None, words: Catalogue) -> Iterator[str]:
    """Share of the variance of NPSV and EVPPI, where a run knows them."""
    if found is not None and found.variance_share is not None:
        share = formats.per_cent(found.variance_share)
        yield words.text("register.variance", share=share, option=found.option)
    if found is not None and found.evppi is not None:
        yield words.text("register.settling", worth=formats.pounds(found.evppi))


def rating(row: Row, words: Catalogue) -> str:
    """How good the evidence is, and how much hangs on it."""
    return words.text("register.rating", quality=row.quality, impact=row.impact)


def owner(row: Row, words: Catalogue) -> str:
    """Who answers for the figure, and when it is to be looked at again."""
    return words.text("register.owner", owner=row.owner, day=row.review_by)


def details(entry: Entry, words: Catalogue) -> Iterator[str]:
    """Everything beside name, figure and picture, in the order of the register's columns."""
    row = entry.row
    yield from (text for text in (span(row, words), unit(row, words)) if text)
    yield rating(row, words)
    yield words.text("register.evidence", status=row.status, source=row.source)
    yield owner(row, words)
    yield str(row.place)
    for earlier in entry.replaced:
        yield words.text("register.replaces", earlier=replaced(earlier, words))
    if entry.scenarios:
        scenarios = words.text("list.comma").join(entry.scenarios)
        yield words.text("register.set-otherwise", scenarios=scenarios)
    fed = words.text("list.apart").join(feeds(entry))
    if fed:
        yield words.text("register.feeds", figures=fed)
    else:
        yield words.text("register.enters-nothing")
    yield from worth(entry.worth, words)
