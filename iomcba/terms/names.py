"""One grammar of names: assumptions `table.key[.key…]`, figures `option.quantity[.part][.year]`.

The same name is stream, override, `explain` argument, review key and `data-figure` attribute.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

MONTH = re.compile(r"(19|2[01])[0-9]{2}-(0[1-9]|1[0-2])")
ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def is_id(text: str) -> bool:
    """Say whether `text` is an id: lower-case letters, digits, single hyphens between them.

    >>> is_id("theft-of-vehicle"), is_id("2011-12"), is_id("Theft of vehicle")
    (True, True, False)
    """
    return ID.fullmatch(text) is not None


def is_month(text: str) -> bool:
    """Say whether `text` is a month.

    >>> is_month("2011-04"), is_month("2011-4")
    (True, False)
    """
    return MONTH.fullmatch(text) is not None


def name_of(table: str, *keys: str) -> str:
    """Join a table and its non-blank keys to a name.

    >>> name_of("engagement", "gateway", "places", "")
    'engagement.gateway.places'
    """
    return ".".join([table, *(key for key in keys if key)])


def members(prefix: str, names: Iterable[str]) -> list[str]:
    """List the names that a prefix stands for: itself and everything below it.

    >>> members("ramp", ["ramp.2011-12", "ramp.2012-13", "ramps"])
    ['ramp.2011-12', 'ramp.2012-13']
    """
    return [name for name in names if name == prefix or name.startswith(prefix + ".")]
