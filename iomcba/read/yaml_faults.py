"""What is wrong with a value of a YAML file, in the file's own words, and what to write."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from iomcba.characters import clipped, digits
from iomcba.errors import nearest, one_of
from iomcba.read.days import parse_day, why_no_day
from iomcba.read.figures import number, why_no_number
from iomcba.read.kinds import KINDS, NO_ID, NO_MONTH, NO_YEAR, SHOWN, odd_first
from iomcba.read.slips import NO_PER_CENT
from iomcba.read.yaml_nodes import MOST_DIGITS, Place, Read

WANTED = {  # by the validator's sort of fault: what belongs there, and what to write
    "string_type": ("a text", "Write one text, in quotes if it begins with [ or {."),
    "int_type": ("a whole number", "Write digits only, such as 12."),
    "float_type": ("a number", "Write digits and a point only, such as 0.5."),
    "date_type": ("a date", "Write it as 2009-03-31."),
    "bool_type": ("a switch", "Write true or false."),
    "list_type": ("a list", "Write each item on a line of its own, after a hyphen and a space."),
    "id": ("an id", NO_ID),
    "year": ("a financial year", NO_YEAR),
    "month": ("a month", NO_MONTH),
}
BOUNDS = {
    "less_than_equal": ("le", "more than", "Write {} or less."),
    "greater_than_equal": ("ge", "less than", "Write {} or more."),
    "greater_than": ("gt", "not more than", "Write a figure above {}."),
}
BLANK = "Give a value, or leave the key out if it is not needed."
HASH = "What begins with # is a comment unless it is in quotes."


def fault(schema: type[BaseModel], error: ErrorDetails, found: Read) -> tuple[str, str]:
    """What is wrong with a value, and what to write."""
    kind, where, given = error["type"], error["loc"], error["input"]
    if kind == "extra_forbidden":
        return "unknown key", nearest(str(where[-1]), keys_at(schema, where[:-1]))
    if kind == "missing":
        return "is missing", ""
    if given is None:
        return "is blank", f"{BLANK} {HASH}"
    if kind in WANTED:
        return _of_another_sort(kind, given, where, found)
    return _not_allowed(schema, error, found)


def _not_allowed(schema: type[BaseModel], error: ErrorDetails, found: Read) -> tuple[str, str]:
    """What to say of a value that is none of those allowed."""
    kind, where, given, bounds = error["type"], error["loc"], error["input"], error.get("ctx", {})
    if kind == "model_type":
        keys = ", ".join(keys_at(schema, where))
        return f"{said(given, where, found)}, where keys belong", f"Its keys: {keys}."
    if isinstance(given, list | dict):
        return _of_many(kind, said(given, where, found), bounds)
    return _out_of_bounds(kind, found.written[where][0], given, bounds, error["msg"])


def said(given: object, where: Place, found: Read) -> str:
    """What a value is, by its own words in the file."""
    if isinstance(given, list):
        return "is a list"
    if isinstance(given, dict):
        return "holds keys of its own"
    text, quoted = found.written[where]
    shown = clipped(text, SHOWN)
    if isinstance(given, str):
        return f"is {shown!r}{' in quotes, a text' if quoted else ''}"
    sort = {bool: "a switch", date: "a date"}.get(type(given), "a number")
    return f"is {shown}, {sort}"


def no_text(given: object, where: Place, found: Read) -> tuple[str, str]:
    """What to say of a value that is no text, where a text belongs."""
    wanted, write = WANTED["string_type"]
    if not isinstance(given, list | dict):
        write = f'Put it in quotes: "{clipped(found.written[where][0], SHOWN)}".'
    return f"{said(given, where, found)}, not {wanted}", write


def _of_another_sort(kind: str, given: object, where: Place, found: Read) -> tuple[str, str]:
    """What to say of a value that is of another sort than belongs there."""
    wanted, write = WANTED[kind]
    what = f"{said(given, where, found)}, not {wanted}"
    if kind == "string_type":
        return no_text(given, where, found)
    if isinstance(given, list | dict):
        return what, write
    text, _ = found.written[where]
    if kind in KINDS:
        fits, why_not = KINDS[kind]
        return no_text(given, where, found) if fits(text) else why_not(text)
    if isinstance(given, bool) or kind not in SORTS:
        return what, odd_first(text, write)
    return SORTS[kind](text, given, what, write)


def _no_date(text: str, given: object, what: str, write: str) -> tuple[str, str]:
    """What to say of a value where a date belongs."""
    if isinstance(given, str) and parse_day(text) is not None:
        return what, f"Write {text} without quotes."
    return why_no_day(text)


def _no_number(text: str, given: object, what: str, write: str) -> tuple[str, str]:
    """What to say of a value where a number belongs."""
    whole = write == WANTED["int_type"][1]
    if isinstance(given, float):
        return what, f"Write {digits(given)}." if given.is_integer() else write
    if not isinstance(given, str):
        return what, write
    value = number(text)
    if whole and text.isascii() and text.isdigit() and len(text) > MOST_DIGITS:
        return f"is {clipped(text, SHOWN)}, too large", f"Write at most {MOST_DIGITS} digits."
    if value is None:
        why, remedy = why_no_number(text)
        return why, write if whole and "." in remedy[:-1] else remedy
    fits = value.is_integer() or not whole
    return what, f"Write {digits(value)} without quotes." if fits else write


SORTS = {"date_type": _no_date, "int_type": _no_number, "float_type": _no_number}


def _out_of_bounds(
    kind: str, text: str, given: object, bounds: Mapping[str, object], message: str
) -> tuple[str, str]:
    """What to say of a value of the right sort that is none of those allowed."""
    shown = clipped(text, SHOWN)
    if kind == "literal_error":
        choices = _choices(bounds)
        return f"is {shown!r}", nearest(text, choices)
    if kind in BOUNDS:
        return _beyond(kind, shown, given, bounds)
    if kind == "string_too_short":
        return "is an empty text", "Write something between the quotes."
    why = str(bounds.get("error", message[0].lower() + message[1:]))
    return f"is {shown!r}, {why}", ""


def _choices(bounds: Mapping[str, object]) -> list[str]:
    """The words that are allowed, from the validator's own list of them."""
    return re.findall("'([^']*)'", str(bounds["expected"]))


def _of_many(kind: str, what: str, bounds: Mapping[str, object]) -> tuple[str, str]:
    """What to say of a list that is too short, and of many values where one word belongs."""
    if kind == "too_short":
        has, least = bounds["actual_length"], bounds["min_length"]
        return f"holds {has}, but needs {least} or more", "Add what is missing."
    return f"{what}, not one word", one_of(_choices(bounds))


def _beyond(kind: str, shown: str, given: object, bounds: Mapping[str, object]) -> tuple[str, str]:
    """What to say of a figure beyond its bound."""
    key, beyond, write = BOUNDS[kind]
    bound, value = float(str(bounds[key])), float(str(given))
    remedy = write.format(digits(bound))
    if kind == "less_than_equal" and bound == 1 and NO_PER_CENT < value <= 100:
        remedy += f" {digits(value)}% is {digits(value, hundreds=-1)}."
    return f"is {shown}, {beyond} {digits(bound)}", remedy


def keys_at(schema: type[BaseModel], where: Place) -> list[str]:
    """The keys that the schema allows at a place."""
    level: type[BaseModel] = schema
    for step in where:
        field = level.model_fields.get(str(step))
        inner = field.annotation if field else None
        candidates = [inner, *getattr(inner, "__args__", ())]
        below = [c for c in candidates if isinstance(c, type) and issubclass(c, BaseModel)]
        if below:
            level = below[0]
    return list(level.model_fields)
