"""Drivers in words a reader knows, and their values and evidence beside one another."""

from __future__ import annotations

from decimal import Decimal

from iomcba.report import formats, labels, phrases
from iomcba.report.lookup import Lookup
from iomcba.terms.decision import Driver
from iomcba.terms.findings import AssumptionRow

_ALL_BUT = 0.99  # a share above it keeps a decimal, lest it read as all
RATE, MIX, EFFECT = "counterfactual.rate", "counterfactual.mix", "effect"
_WHOLE = frozenset(
    {
        RATE,
        MIX,
        "parameter.multiplier-uncertainty",
        "parameter.unit-cost-uncertainty",
        "parameter.recorded-crimes-per-proven-offence",
        "parameter.detection-factor",
        "parameter.response-marginal-share",
        "parameter.crime-benefit-optimism",
        "parameter.on-cost-rate",
        "parameter.real-pay-growth",
        "parameter.vacancy-rate",
        "parameter.discount-rate",
    }
)


def driver(book: Lookup, found: Driver, within: str = "") -> str:
    """A driver in words, options, offences and bearers under their labels.

    `within` is the option that is spoken of already: its own figures go without its label.
    """
    if found.name in _WHOLE:
        return book.text(f"driver.{found.name.partition('.')[2]}")
    if "+" in found.name:
        parts = (Driver(name, (), low=None) for name in found.name.split("+"))
        first, *rest = (driver(book, part, within) for part in parts)
        return "; ".join((first, *(f"{words[:1].lower()}{words[1:]}" for words in rest)))
    table, *keys = found.name.split(".")
    if not keys:
        all_of = labels.spelled(table)
        return _named(book, f"drivers.{table}") or book.text("drivers.all-of", table=all_of)
    named = labels.labels_of(book.case)
    options = [named[key] for key in keys if key in _options(book)]
    rest = [
        _named(book, f"driver-part.{key}") or named.get(key) or labels.spelled(key)
        for key in keys
        if key not in _options(book)
    ]
    if options:
        said = ", ".join(rest)
        if table in ("cost", "risk", "staff"):
            said = book.text(f"driver-part.of-{table}", what=said)
        own = within in keys
        return f"{said[:1].upper()}{said[1:]}" if own else f"{options[0]}: {said}"
    if table == EFFECT and len(_effects(book)) < 2:
        return book.text("driver-of.effect")
    of = _named(book, f"driver-of.{table}") or labels.spelled(table).capitalize()
    return ": ".join([of, *rest[-1:]])


def _named(book: Lookup, key: str) -> str:
    """A text of the catalogue, blank where it has none of that key."""
    return book.text(key) if key in book.catalogue.texts else ""


def _options(book: Lookup) -> set[str]:
    return {option.id for option in book.case.options}


def _effects(book: Lookup) -> list[str]:
    return [row.name for row in book.case.assumptions if row.name.startswith(f"{EFFECT}.")]


def value(book: Lookup, found: Driver, amount: float) -> str:
    """A value of a driver in its own unit; the effect as a change in offending.

    Counts go without their unit.
    """
    if found.name.startswith(f"{EFFECT}."):
        return phrases.less_crime(1.0 - amount, words=book.catalogue)
    unit = found.unit.lower()
    if "gbp" in unit:
        return formats.pounds_long(_three_digits(amount))
    if unit == "share" and _ALL_BUT < amount < 1:
        return f"{formats.rounded(100 * amount, Decimal('0.1'))}%"
    if unit in ("share", "per year"):
        return formats.per_cent(amount)
    return formats.ratio(amount) if unit in ("", "ratio") else formats.count(amount)


def _three_digits(amount: float) -> float:
    if not amount:
        return amount
    exact = Decimal(repr(float(amount)))
    return float(formats.rounded(amount, Decimal(1).scaleb(exact.adjusted() - 2)))


def evidence(book: Lookup, found: Driver) -> str:
    """What the evidence says: the row's central value and its range, or the forecast's."""
    row = next((row for row in book.case.assumptions if row.name == found.name), None)
    if row is not None and row.central is not None and row.low is not None:
        return _of_row(book, found, row)
    if found.mean is None or found.low is None or found.high is None:
        return ""
    low, mean, high = (value(book, found, amount) for amount in (found.low, found.mean, found.high))
    return book.text("evidence.p10-p90", central=mean, low=low, high=high)


_INTERVALS = ("min-max", "p5-p95", "p10-p90", "p2-p97")


def _of_row(book: Lookup, found: Driver, row: AssumptionRow) -> str:
    central, low, high = (
        value(book, found, (amount or 0.0) * row.factor)
        for amount in (row.central, row.low, row.high)
    )
    interval = "p2-p97" if row.interval == "95%" else row.interval
    key = f"evidence.{interval}" if interval in _INTERVALS else "evidence.between"
    return book.text(key, central=central, low=low, high=high)
