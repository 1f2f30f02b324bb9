"""Drivers in words a reader knows, and their values and evidence beside one another."""

from __future__ import annotations

from decimal import Decimal

from iomcba.report import formats, labels
from iomcba.report.lookup import Lookup
from iomcba.terms.decision import Driver
from iomcba.terms.findings import AssumptionRow

_ALL_BUT = 0.99  # a share above it keeps a decimal, lest it read as all
RATE, MIX, EFFECT = "counterfactual.rate", "counterfactual.mix", "effect"
_WHOLE = {
    RATE: "Offences the cohort would commit anyway",
    MIX: "Which offences they would be",
    "parameter.multiplier-uncertainty": "Crimes behind each recorded crime",
    "parameter.unit-cost-uncertainty": "Cost of a crime",
    "parameter.recorded-crimes-per-proven-offence": "Recorded crimes behind each proven offence",
    "parameter.detection-factor": "How much likelier known offenders are caught",
    "parameter.response-marginal-share": "Share of the response cost that avoided crime saves",
    "parameter.crime-benefit-optimism": "Confidence grade on the value of crime avoided",
    "parameter.on-cost-rate": "Employer’s costs on top of pay",
    "parameter.real-pay-growth": "Growth of pay above prices",
    "parameter.vacancy-rate": "Posts left vacant",
    "parameter.discount-rate": "Discount rate",
}
_TABLES = {
    "effect": "Effect on offending",
    "effect-context": "Studies of the effect",
    "unit-cost": "Cost of a crime",
    "multiplier": "Crimes behind a recorded one",
    "agency-share": "Share of response costs",
    "salary": "Salary",
    "optimism-bias": "Optimism bias",
}
_GROUPS = {
    "agency-share": "Who bears the response to crime",
    "cost": "All costs other than pay",
    "effect": "All effects on offending",
    "effect-context": "What is known of the studies",
    "engagement": "Engagement: who takes part, how strongly, for how long",
    "multiplier": "All multipliers of recorded crime",
    "outcome": "All outcomes other than crime",
    "parameter": "All general parameters",
    "pathway": "All pathways",
    "risk": "All costed risks",
    "salary": "All salaries",
    "staff": "All staff numbers",
    "unit-cost": "All unit costs of crime",
}
_KEYS = {
    "dose": "strength compared with the schemes studied",
    "take-up": "share who agree to take part",
    "retention": "share who stay engaged",
    "displacement": "share of the crime that others commit instead",
    "study-engagement": "share of their people they engaged",
    "persistence": "share of the effect that lasts after leaving",
    "custody-ratio": "time in custody compared with now",
    "months-to-full": "months until all places are filled",
    "deadweight": "share that would have happened anyway",
}


def driver(book: Lookup, found: Driver, within: str = "") -> str:
    """A driver in words, options, offences and bearers under their labels.

    `within` is the option that is spoken of already: its own figures go without its label.
    """
    if found.name in _WHOLE:
        return _WHOLE[found.name]
    if "+" in found.name:
        parts = (Driver(name, (), low=None) for name in found.name.split("+"))
        first, *rest = (driver(book, part, within) for part in parts)
        return "; ".join((first, *(f"{words[:1].lower()}{words[1:]}" for words in rest)))
    table, *keys = found.name.split(".")
    if not keys:
        return _GROUPS.get(table, f"All of {labels.spelled(table)}")
    named = labels.labels_of(book.case)
    options = [named[key] for key in keys if key in _options(book)]
    rest = [
        _KEYS.get(key) or named.get(key) or labels.spelled(key)
        for key in keys
        if key not in _options(book)
    ]
    if options:
        kind = {"cost": "cost of ", "risk": "risk of ", "staff": "number of "}.get(table, "")
        said = f"{kind}{', '.join(rest)}"
        own = within in keys
        return f"{said[:1].upper()}{said[1:]}" if own else f"{options[0]}: {said}"
    if table == EFFECT and len(_effects(book)) < 2:
        return _TABLES[EFFECT]
    return ": ".join([_TABLES.get(table, labels.spelled(table).capitalize()), *rest[-1:]])


def _options(book: Lookup) -> set[str]:
    return {option.id for option in book.case.options}


def _effects(book: Lookup) -> list[str]:
    return [row.name for row in book.case.assumptions if row.name.startswith(f"{EFFECT}.")]


def value(found: Driver, amount: float) -> str:
    """A value of a driver in its own unit; the effect as a change in offending.

    Counts go without their unit.
    """
    if found.name.startswith(f"{EFFECT}."):
        return formats.less_crime(1.0 - amount)
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
        return _of_row(found, row)
    if found.mean is None or found.low is None or found.high is None:
        return ""
    low, mean, high = (value(found, amount) for amount in (found.low, found.mean, found.high))
    return f"{mean} (8 times in 10 between {low} and {high})"


_INTERVALS = {
    "min-max": "at least {low}, at most {high}",
    "p5-p95": "9 times in 10 between {low} and {high}",
    "p10-p90": "8 times in 10 between {low} and {high}",
    "95%": "19 times in 20 between {low} and {high}",
}


def _of_row(found: Driver, row: AssumptionRow) -> str:
    central, low, high = (
        value(found, (amount or 0.0) * row.factor) for amount in (row.central, row.low, row.high)
    )
    said = _INTERVALS.get(row.interval, "between {low} and {high}").format(low=low, high=high)
    return f"{central} ({said})"
