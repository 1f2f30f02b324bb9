"""Pounds, per cent, counts, years and ranges in words: the only rounding in the house.

A simulated mean never shows a digit smaller than its standard error (F18); a central figure is
exact to the penny where a table asks for it. Rounding is in decimal, half away from zero.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from decimal import ROUND_HALF_UP, ROUND_UP, Decimal

MINUS = "\u2212"
UNDEFINED = "not defined"

# (limit below which the scale is used, pounds in one unit of it, last digit shown, suffix)
_SCALES = (
    (Decimal("1e4"), Decimal(1), Decimal(1), ""),
    (Decimal("1e6"), Decimal("1e3"), Decimal("1e3"), "k"),
    (Decimal("1e9"), Decimal("1e6"), Decimal("1e5"), "m"),
    (Decimal("Infinity"), Decimal("1e9"), Decimal("1e8"), "bn"),
)


def unit_for(se: float | None) -> Decimal:
    """Smallest power of ten not below the standard error; 0 where there is none.

    >>> unit_for(3400.0), unit_for(None)
    (Decimal('1E+4'), Decimal('0'))
    """
    if se is None or not math.isfinite(se) or se <= 0:
        return Decimal(0)
    exact = Decimal(repr(se))
    power = Decimal(1).scaleb(exact.adjusted())
    return power if power >= exact else Decimal(1).scaleb(exact.adjusted() + 1)


def rounded(value: float, unit: Decimal) -> Decimal:
    """Round to a multiple of `unit` (above 0), half away from zero.

    >>> rounded(-1250.0, Decimal(100))
    Decimal('-1300')
    """
    return (Decimal(repr(float(value))) / unit).to_integral_value(ROUND_HALF_UP) * unit


def _signed(amount: Decimal, text: str) -> str:
    return f"{MINUS}{text}" if amount < 0 else text


def _places(unit: Decimal) -> int:
    """Decimal places that a last digit of size `unit` needs."""
    return max(0, -unit.adjusted())


def pounds(value: float, se: float | None = None) -> str:
    """Short pounds for sentences.

    >>> pounds(1_234_567.0), pounds(-340_210.0), pounds(999_700.0), pounds(1.2e6, se=150_000.0)
    ('£1.2m', '−£340k', '£1.0m', '£1m')
    """
    if not math.isfinite(value):
        return UNDEFINED
    for limit, scale, smallest, suffix in _SCALES:
        unit = max(smallest, unit_for(se))
        amount = rounded(value, unit)
        if abs(amount) < limit:
            shown = abs(amount) / scale
            return _signed(amount, f"£{shown:,.{_places(unit / scale)}f}{suffix if amount else ''}")
    raise AssertionError("the last scale has no limit")


def pounds_about(value: float) -> str:
    """Pounds to two digits, for a price quoted in passing.

    >>> pounds_about(1866.9), pounds_about(15_723.7), pounds_about(-94.0)
    ('£1,900', '£16k', '−£94')
    """
    if not math.isfinite(value) or not value:
        return pounds(value)
    power = Decimal(repr(float(value))).adjusted()
    return pounds(float(rounded(value, Decimal(1).scaleb(power - 1))))


def pounds_exact(value: float) -> str:
    """Pounds to the penny.

    >>> pounds_exact(-1234567.891)
    '−£1,234,567.89'
    """
    if not math.isfinite(value):
        return UNDEFINED
    amount = rounded(value, Decimal("0.01"))
    return _signed(amount, f"£{abs(amount):,.2f}")


def moved(value: float, show: Callable[[float], str]) -> str:
    """A change with its sign, whatever it is; exactly nothing has none.

    >>> moved(1234.5, pounds_exact), moved(-0.5, pounds_exact), moved(0.0, pounds)
    ('+£1,234.50', '−£0.50', '£0')
    """
    said = show(value)
    return f"+{said}" if value > 0 and said != show(0.0) else said


def points(share: float) -> str:
    """A share in hundredths of a percentage point, for parts that add up.

    >>> points(0.12345), points(-0.0016)
    ('12.35', '−0.16')
    """
    return count_exact(share * 100)


def pounds_long(value: float, se: float | None = None) -> str:
    """Whole pounds for a table, no digit below the standard error.

    >>> pounds_long(1_234_567.8, se=3400.0)
    '£1,230,000'
    """
    if not math.isfinite(value):
        return UNDEFINED
    amount = rounded(value, max(Decimal(1), unit_for(se)))
    return _signed(amount, f"£{abs(amount):,.0f}")


def thousands(value: float, se: float | None = None) -> str:
    """Thousands of pounds without sign or suffix, for a column headed '£ thousand'.

    >>> thousands(1_043_499.0), thousands(-80.0)
    ('1,043', '0')
    """
    if not math.isfinite(value):
        return UNDEFINED
    amount = rounded(value, max(Decimal("1e3"), unit_for(se)))
    return _signed(amount, f"{abs(amount) / 1000:,.0f}")


def standard_error(se: float) -> str:
    """A standard error in pounds: two digits, rounded up so that it never looks better than it is.

    >>> standard_error(3412.0), standard_error(0.0)
    ('£3,500', '£0')
    """
    if not math.isfinite(se):
        return UNDEFINED
    if se <= 0:
        return "£0"
    exact = Decimal(repr(se))
    unit = max(Decimal("0.01"), Decimal(1).scaleb(exact.adjusted() - 1))
    amount = (exact / unit).to_integral_value(ROUND_UP) * unit
    return f"£{amount:,.{min(2, _places(unit))}f}"


def count(value: float, se: float | None = None) -> str:
    """A number of offences, crimes or people: whole from ten up, one decimal below.

    >>> count(1234.4), count(3.21), count(-12.6)
    ('1,234', '3.2', '−13')
    """
    if not math.isfinite(value):
        return UNDEFINED
    unit = max(Decimal("0.1"), unit_for(se))
    amount = rounded(value, unit)
    if abs(amount) >= 10:
        unit = max(Decimal(1), unit)
        amount = rounded(value, unit)
    return _signed(amount, _trimmed(f"{abs(amount):,.{_places(unit)}f}"))


def count_exact(value: float) -> str:
    """A central count to two decimals.

    >>> count_exact(1234.5)
    '1,234.50'
    """
    if not math.isfinite(value):
        return UNDEFINED
    amount = rounded(value, Decimal("0.01"))
    return _signed(amount, f"{abs(amount):,.2f}")


def ratio(value: float, se: float | None = None) -> str:
    """A ratio such as the benefit-cost ratio, to two decimals at most.

    >>> ratio(1.3456), ratio(1.3456, se=0.04)
    ('1.35', '1.3')
    """
    if not math.isfinite(value):
        return UNDEFINED
    unit = max(Decimal("0.01"), unit_for(se))
    amount = rounded(value, unit)
    return _signed(amount, f"{abs(amount):,.{_places(unit)}f}")


def per_cent(share: float, se: float | None = None) -> str:
    """A share: whole per cent from 10% up, one decimal below.

    >>> per_cent(0.2345), per_cent(0.07), per_cent(-0.084)
    ('23%', '7%', '−8.4%')
    """
    if not math.isfinite(share):
        return UNDEFINED
    unit = max(Decimal("0.001"), unit_for(se))
    amount = rounded(share, unit)
    if abs(amount) >= Decimal("0.1"):
        unit = max(Decimal("0.01"), unit)
        amount = rounded(share, unit)
    return _signed(amount, f"{_trimmed(f'{abs(amount) * 100:,.{_places(unit * 100)}f}')}%")


def ends(low: float, high: float, se: float | None) -> tuple[str, str]:
    """Both ends of a range of pounds on one scale: the larger end's."""
    if not (math.isfinite(low) and math.isfinite(high)):
        return UNDEFINED, UNDEFINED
    width = Decimal(repr(high)) - Decimal(repr(low))
    unit = max(unit_for(se), Decimal(1).scaleb(width.adjusted() - 1) if width > 0 else Decimal(0))
    unit = max(unit, Decimal(1))
    largest = max(abs(rounded(low, unit)), abs(rounded(high, unit)))
    _, scale, smallest, suffix = next(row for row in _SCALES if largest < row[0])
    unit = max(unit, smallest)
    return _end(low, unit, scale, suffix), _end(high, unit, scale, suffix)


def _end(value: float, unit: Decimal, scale: Decimal, suffix: str) -> str:
    amount = rounded(value, unit)
    if not amount:
        return "£0"
    return _signed(amount, f"£{abs(amount) / scale:,.{_places(unit / scale)}f}{suffix}")


def raw(value: float | None) -> str:
    """An assumption's value as it was written: no rounding that its file does not have.

    >>> raw(0.93), raw(12345.0), raw(None)
    ('0.93', '12,345', '')
    """
    if value is None:
        return ""
    if not math.isfinite(value):
        return UNDEFINED
    return _signed(Decimal(repr(value)), _trimmed(f"{abs(Decimal(repr(value))):,f}"))


def amount(value: float, unit: str, se: float | None = None) -> str:
    """A figure in the format that its unit asks for: pounds, a share, or a count.

    >>> amount(64e6, "GBP"), amount(0.25, "share"), amount(4000.0, "offences")
    ('£64.0m', '25%', '4,000')
    """
    word = unit.lower()
    if "£" in word or "gbp" in word or "pound" in word:
        return pounds(value, se)
    if "share" in word or "%" in word or "per cent" in word or "probability" in word:
        return per_cent(value, se)
    return ratio(value, se) if "ratio" in word else count(value, se)


def factor(value: float) -> str:
    """A rebasing factor, to four decimals.

    >>> factor(1.04321), factor(1.0)
    ('× 1.0432', '× 1')
    """
    if not math.isfinite(value):
        return UNDEFINED
    return "× " + _trimmed(f"{rounded(value, Decimal('0.0001')):,f}")


def _trimmed(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text else text
