"""Figures of the wrong size: a rate in per cent where a share of 1 is meant (3.5 for 0.035)."""

from __future__ import annotations

from iomcba.characters import digits

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
NO_PER_CENT = 1.1  # a share so little above 1 is no percentage
BETWEEN = "It must lie between 0 and 1 everywhere; check low, central, high."


def slip(name: str, unit: str, values: tuple[float, ...]) -> tuple[str, str] | None:
    """What is wrong with figures that are no such rate or share, and what to write; None if right.

    >>> slip("parameter.discount-rate", "per year", (3.5,))
    ('is 3.5 a year, which is 350%', 'Write 0.035 for 3.5%.')
    """
    worst = max(values, key=abs)
    write = f"Write {digits(worst, hundreds=-1)} for {digits(worst)}%."
    if unit.casefold().startswith(PER_CENT):
        return f"has the unit {unit!r}", f"Figures are shares of 1. {write}"
    if unit in SHARES and not all(0 <= value <= 1 for value in values):
        outside = next(value for value in values if not 0 <= value <= 1)
        beyond = "exceeds 1" if outside > 1 else "is below 0"
        remedy = f"{BETWEEN} {write}" if NO_PER_CENT < worst <= 100 else BETWEEN
        return f"a {unit} reaches {told(outside, 0, 1, 12)}, which {beyond}", remedy
    if name.startswith(DISCOUNT) and min(values) < 0:
        remedy = "A discount rate is not below 0; 3.5% a year is 0.035."
        return f"is {digits(min(values))} a year, which is below 0", remedy
    highest = _highest(name, unit)
    if highest is not None and abs(worst) > highest:
        every = " a year" if highest <= HIGHEST_RATE else ""
        return f"is {digits(worst)}{every}, which is {digits(worst, hundreds=1)}%", write
    return None


def told(outside: float, least: float, most: float, figures: int) -> str:
    """A figure beyond its bounds in a few figures, in all of them if else it would seem inside.

    >>> told(1.1000000000000003, 0, 1, 12), told(1.00000000000001, 0, 1, 12)
    ('1.1', '1.00000000000001')
    """
    short = float(f"{outside:.{figures}g}")
    return digits(outside if least <= short <= most else short)


def _highest(name: str, unit: str) -> float | None:
    """The largest figure that anyone means by a rate of this name and unit; None if it is none."""
    if name.startswith(GROWTH):
        return HIGHEST_GROWTH
    if name.startswith(ON_TOP):
        return HIGHEST_ON_TOP
    return HIGHEST_RATE if unit == "per year" else None
