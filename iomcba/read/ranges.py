"""What a figure may be: what no draw of it can be, and what nobody means (a rate ratio of 93)."""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase
from math import inf

from iomcba.characters import digits
from iomcba.read.slips import HIGHEST_ON_TOP, NO_PER_CENT, SHARES, slip, told
from iomcba.terms.uncertainty import BOUNDED, Distribution

COUNTED = ("people", "FTE", "years", "months", "days", "offences")
PAID = ("salary", "cost", "unit-cost", "unit-value")


@dataclass(frozen=True, slots=True)
class Range:
    """Least and most of a quantity; `above`: not the least itself; `hard`: no draw above the most.

    A most that is not hard is what nobody states: tails of a family may pass it.
    """

    least: float = -inf
    most: float = inf
    above: bool = False
    hard: bool = False

    def is_under(self, value: float) -> bool:
        """Whether a value lies below the least."""
        return value < self.least or (self.above and value == self.least)

    @property
    def low_end(self) -> str:
        """The lower end in words."""
        return f"{'above' if self.above else 'at least'} {self.least:g}"

    @property
    def said(self) -> str:
        """Both ends in words."""
        return self.low_end if self.most == inf else f"{self.low_end} and at most {self.most:g}"


SHARE = Range(0.0, 1.0, hard=True)
SOME_SHARE = Range(0.0, 1.0, above=True, hard=True)
RATIO = Range(0.0, 10.0, above=True)
FACTOR = Range(0.0, 100.0, above=True)
CRIMES = Range(0.0, 1000.0, above=True)
ON_TOP = Range(0.0, HIGHEST_ON_TOP)

# By table, the keys of a row and what its figure may be; of a row that fits several, the first.
RANGES: dict[str, tuple[tuple[str, Range], ...]] = {
    "parameter": (
        ("recorded-crimes-per-proven-offence", CRIMES),
        ("population-recorded-crimes-per-proven-offence", CRIMES),
        ("detection-factor", FACTOR),
        ("*-uncertainty", FACTOR),
        ("on-cost-rate", ON_TOP),
        ("vat-rate", ON_TOP),
        ("optimism-bias*", ON_TOP),
        ("*-share", SHARE),
        ("vacancy-rate", SHARE),
        ("crime-benefit-optimism", SHARE),
        ("effect-kept-after-a-year", SHARE),
    ),
    "multiplier": (("*", CRIMES),),
    "optimism-bias": (("*", ON_TOP),),
    "contingency": (("*", ON_TOP),),
    "effect": (("*", RATIO),),
    "effect-context": (
        ("*.study-engagement", SOME_SHARE),
        ("*.control-prevalence", SOME_SHARE),
        ("*.dispersion", Range(0.0, 1000.0, above=True)),
        ("*.natural-ratio", RATIO),
    ),
    "engagement": (
        ("*.dose", Range(0.0, 10.0)),
        ("*.relative-rate", Range(0.0, 100.0)),
        ("*.custody-ratio", Range(0.0, 10.0)),
        ("*.months-to-full", Range(0.0, 120.0)),
        ("*.stay-months", Range(0.0, 1200.0, above=True)),
        *((f"*.{part}*", SHARE) for part in ("take-up", "retention", "displacement", "ramp")),
        ("*.persistence", SHARE),
    ),
    "pathway": (("*.reduction", Range(-1.0, 1.0)), ("*", SHARE)),
    "tier": (("*", SHARE),),
    "agency-share": (("*", SHARE),),
    "asset-life": (("*", Range(0.0, 1000.0, above=True)),),
    "caseload": (("*", Range(0.0, above=True)),),
    "cash-release": (("*.step", Range(0.0, above=True)), ("*.lag", Range(0.0, 100.0))),
    "contribution": (("*", Range(0.0)),),
    "harm-weight": (("*", Range(0.0)),),
    "recorded-crime": (("*", Range(0.0)),),
    "past-total": (("*", Range(0.0)),),
    "risk": (("*.probability", SHARE),),
    "outcome": (
        *((f"*.{part}", SHARE) for part in ("deadweight", "drop-off", "transfer-share")),
        *(
            (f"*.{part}", SHARE)
            for part in ("cashable", "affected", "engaged", "retained", "optimism")
        ),
        ("*.lag", Range(0.0, 100.0)),
    ),
    "correlation": (("*", Range(-1.0, 1.0, hard=True)),),
    "counterfactual": (
        ("*-log-sd", Range(0.0, 3.0)),
        ("*-damping", SHARE),
        ("custody-share", SHARE),
        ("persistence", SHARE),
        ("spread", FACTOR),
        ("fall.*", RATIO),
        ("history-years", Range(0.0, 100.0)),
        ("maturity-months", Range(0.0, 120.0)),
        ("*", Range(0.0)),
    ),
}


def range_of(name: str, unit: str) -> Range | None:
    """What the figure of this name may be; of a name that is not known, its unit decides."""
    table, _, keys = name.partition(".")
    for pattern, held in RANGES.get(table, ()):
        if fnmatchcase(keys, pattern):
            return held
    return SHARE if unit in SHARES else None


def out_of_range(
    name: str, unit: str, stated: tuple[float, ...], fitted: Distribution
) -> tuple[str, str] | None:
    """What is wrong with a figure that lies beyond its range, in what is stated or in a draw.

    >>> from iomcba.terms.uncertainty import point
    >>> out_of_range("effect.some", "ratio", (93,), point(93))
    ('is 93, and must be above 0 and at most 10', 'Write 0.93 for 93%.')
    """
    held = range_of(name, unit)
    if held is None:
        return None
    lowest, highest = min(stated), max(stated)
    check = "Check low, central, high." if len(stated) > 1 else "Check the figure."
    if held.is_under(lowest):
        return f"is {digits(lowest)}, and must be {held.said}", check
    if highest > held.most:
        cent = NO_PER_CENT < highest <= 100 and held.most <= RATIO.most
        write = f"Write {digits(highest, hundreds=-1)} for {digits(highest)}%."
        return f"is {digits(highest)}, and must be {held.said}", (write if cent else check)
    low, high = fitted.reach
    under = held.is_under(low)
    if under or (held.hard and high > held.most):
        said = told(low if under else high, held.least, held.most, 3)
        remedy = "Take a family that stays inside, such as pert, or a narrower interval."
        return f"a {fitted.family} reaches {said}, and must be {held.said}", remedy
    return None


def negative(name: str, unit: str, ends: tuple[float, ...]) -> tuple[str, str] | None:
    """What is counted or paid cannot be negative; None if it is not."""
    if (unit in COUNTED or name.partition(".")[0] in PAID) and min(ends) < 0:
        remedy = "It cannot be negative; check low, central, high."
        return f"a number of {unit} reaches {digits(min(ends))}", remedy
    return None


def wrong_figure(
    name: str, unit: str, stated: tuple[float, ...], fitted: Distribution
) -> tuple[str, str] | None:
    """What is wrong with the figure of a row, and what to write; None if nothing."""
    ends = (*stated, *(fitted.reach if fitted.family in BOUNDED else ()))
    return (
        slip(name, unit, ends)
        or negative(name, unit, ends)
        or out_of_range(name, unit, stated, fitted)
    )
