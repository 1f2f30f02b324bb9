"""Figures of the wrong size: a rate in per cent where a share of 1 is meant (3.5 for 0.035)."""

from __future__ import annotations

# Above these nobody means a yearly rate of discount or growth, another yearly rate, or what is put
# on top of a cost: the Green Book's largest mark-up is 200% (guidance on optimism bias).
HIGHEST_GROWTH, HIGHEST_RATE, HIGHEST_ON_TOP = 0.5, 1.0, 3.0
DISCOUNT = "parameter.discount-rate"
GROWTH = (DISCOUNT, "parameter.real-pay-growth")
ON_TOP = (
    "parameter.on-cost-rate",
    "parameter.vat-rate",
    "parameter.optimism-bias",
    "optimism-bias.",
)
PER_CENT = ("%", "per cent", "percent", "percentage", "pct")
SHARES = ("share", "probability")
BETWEEN = "It must lie between 0 and 1 everywhere; check low, central, high."


def slip(name: str, unit: str, values: tuple[float, ...]) -> tuple[str, str] | None:
    """What is wrong with figures that are no such rate or share, and what to write; None if right.

    >>> slip("parameter.discount-rate", "per year", (3.5,))
    ('is 3.5 a year, which is 350%', 'Write 0.035 for 3.5%.')
    """
    worst = max(values, key=abs)
    write = f"Write {worst / 100:.12g} for {worst:.12g}%."
    if unit.casefold().startswith(PER_CENT):
        return f"has the unit {unit!r}", f"Figures are shares of 1. {write}"
    if unit in SHARES and not all(0 <= value <= 1 for value in values):
        outside = next(value for value in values if not 0 <= value <= 1)
        return f"a {unit} reaches {outside:g}", f"{BETWEEN} {write}" if worst > 1 else BETWEEN
    highest = _highest(name, unit)
    if highest is not None and abs(worst) > highest:
        every = " a year" if highest <= HIGHEST_RATE else ""
        return f"is {worst:.12g}{every}, which is {worst * 100:.12g}%", write
    if name.startswith(DISCOUNT) and min(values) < 0:
        return f"is {min(values):.12g} a year", "A discount rate is not below 0."
    return None


def _highest(name: str, unit: str) -> float | None:
    """The largest figure that anyone means by a rate of this name and unit; None if it is none."""
    if name.startswith(GROWTH):
        return HIGHEST_GROWTH
    if name.startswith(ON_TOP):
        return HIGHEST_ON_TOP
    return HIGHEST_RATE if unit == "per year" else None
