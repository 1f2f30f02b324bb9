"""A register entry in words: its figure, range, rating, place, what it replaced, what it feeds."""

from __future__ import annotations

from collections.abc import Iterator

from iomcba.report import formats
from iomcba.terms.register import Entry, Worth
from iomcba.terms.rows import Row

OPEN = "open"


def money(row: Row) -> bool:
    """Whether the row's figure is pounds."""
    return row.unit.startswith("GBP")


def figure(row: Row, value: float | None) -> str:
    """A value of the row as its file has it, pounds with their sign."""
    if value is None:
        return OPEN
    text = formats.raw(value)
    if not money(row):
        return text
    negative = text.startswith(formats.MINUS)
    return f"{formats.MINUS}£{text[1:]}" if negative else f"£{text}"


def span(row: Row) -> str:
    """Family, low to high and what they mean; blank for a certain figure."""
    if row.low is None or row.high is None:
        return ""
    return f"{row.family} {figure(row, row.low)} to {figure(row, row.high)} ({row.interval})"


def unit(row: Row) -> str:
    """Unit and price base."""
    return f"{row.unit}, {row.price_base} prices" if row.price_base else row.unit


def replaced(row: Row) -> str:
    """A row that a later one took the place of, with its place and its figure."""
    shape = f", {span(row)}" if span(row) else ""
    return f"{row.origin}, {row.place}: {figure(row, row.central)}{shape} ({unit(row)})"


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


def worth(found: Worth | None) -> Iterator[str]:
    """Share of the variance of NPSV and EVPPI, where a run knows them."""
    if found is not None and found.variance_share is not None:
        yield f"{formats.per_cent(found.variance_share)} of the variance of {found.option}'s NPSV"
    if found is not None and found.evppi is not None:
        yield f"settling it is worth at most {formats.pounds(found.evppi)}"


def details(entry: Entry) -> Iterator[str]:
    """Everything beside name, figure and picture, in the order of the register's columns."""
    row = entry.row
    yield from (text for text in (span(row), unit(row)) if text)
    yield f"{row.quality} quality, {row.impact} impact"
    yield f"{row.status}, source {row.source}"
    yield f"{row.owner}, review by {row.review_by}"
    yield str(row.place)
    yield from (f"replaces {replaced(earlier)}" for earlier in entry.replaced)
    if entry.scenarios:
        yield f"set otherwise by scenario {', '.join(entry.scenarios)}"
    fed = "; ".join(feeds(entry))
    yield f"feeds {fed}" if fed else "enters nothing"
    yield from worth(entry.worth)
