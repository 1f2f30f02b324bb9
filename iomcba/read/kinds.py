"""Kinds of short texts in tables and YAML: ids, years, months; what to say of one that is none."""

from __future__ import annotations

from collections.abc import Callable

from iomcba.characters import beyond_ascii, clipped
from iomcba.read.days import parse_day, why_no_day
from iomcba.read.figures import number, why_no_number
from iomcba.terms.money import FinancialYear
from iomcba.terms.names import is_id, is_month

LONGEST = 600  # months of a follow-up
SHOWN = 80  # characters of a text in a message
NO_ID = "Use lower-case letters, digits and single hyphens, such as theft-of-vehicle."
NO_YEAR, NO_MONTH = "Write it as 2011-12.", "Write it as 2011-04."


def is_year(text: str) -> bool:
    """Whether a text is a financial year."""
    return not _fault_of_year(text)


def _fault_of_year(text: str) -> str:
    try:
        FinancialYear.parse(text)
    except ValueError as error:
        return str(error).removeprefix(f"{text!r} is ")
    return ""


def why_no_id(text: str) -> tuple[str, str]:
    """What is wrong with a text that is no id, and what to write.

    >>> why_no_id("t\u0435am")[1].partition(".")[0]
    'It holds U+0435 (Cyrillic small letter ie)'
    """
    return f"is {clipped(text, SHOWN)!r}, not an id", odd_first(text, NO_ID)


def odd_first(text: str, remedy: str) -> str:
    """A remedy after the names of the characters beyond ASCII that a text holds."""
    odd = beyond_ascii(text)
    return f"It holds {odd}. {remedy}" if odd else remedy


def why_no_year(text: str) -> tuple[str, str]:
    """The same of a financial year.

    >>> why_no_year("1850-51")[0]
    "is '1850-51', not a financial year of 1900 to 2199"
    """
    return f"is {clipped(text, SHOWN)!r}, {_fault_of_year(text)}", odd_first(text, NO_YEAR)


def why_no_month(text: str) -> tuple[str, str]:
    """The same of a month."""
    return f"is {clipped(text, SHOWN)!r}, not a month", odd_first(text, NO_MONTH)


def _is_duration(text: str) -> bool:
    return 0 < (number(text) or 0.0) <= LONGEST


def _why_no_duration(text: str) -> tuple[str, str]:
    if number(text) is None:
        return why_no_number(text)
    return f"is {text}, no length of time", f"Write months above 0 and at most {LONGEST}."


# Whether a text is of a kind, and what to say of one that is not.
KINDS: dict[str, tuple[Callable[[str], bool], Callable[[str], tuple[str, str]]]] = {
    "id": (is_id, why_no_id),
    "number": (lambda text: number(text) is not None, why_no_number),
    "duration": (_is_duration, _why_no_duration),
    "year": (is_year, why_no_year),
    "date": (lambda text: parse_day(text) is not None, why_no_day),
    "month": (is_month, why_no_month),
    "text": (lambda text: True, lambda text: ("", "")),
}
