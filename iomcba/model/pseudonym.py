"""Keyed pseudonyms: whoever lacks the key can neither make them nor undo them, even by trying ids.

Same key, same pseudonyms, so that a second extract joins the first.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable

CHARACTERS = 24  # of hexadecimal: 96 bits, so that a million ids do not meet by chance
DAYS_PER_WEEK = 7
MOST_WEEKS = 104  # a shift is at most so many weeks either way


def pseudonym(key: bytes, kind: str, id: str) -> str:
    """First characters of HMAC-SHA256 of kind and id (FIPS 198-1; RFC 2104); blank stays blank.

    `kind` (offender, family, crime, offence) keeps equal ids of different kinds apart.
    """
    if not id:
        return ""
    return hmac.digest(key, f"{kind}\0{id}".encode(), "sha256").hex()[:CHARACTERS]


def pseudonyms(key: bytes, kind: str, ids: Iterable[str]) -> dict[str, str]:
    """Pseudonym of each distinct id.

    Raises:
        ValueError: if two ids met in one pseudonym (never seen; the odds are below 1 in 10^16).
    """
    made = {id: pseudonym(key, kind, id) for id in ids}
    if len(set(made.values())) != len(made):
        raise ValueError("two ids share a pseudonym: take another key")
    return made


def shift_days(key: bytes) -> int:
    """One offset for all dates, from the key: whole weeks (the day of the week stays), never 0."""
    number = int.from_bytes(hmac.digest(key, b"date-shift", "sha256"))
    weeks = number % MOST_WEEKS + 1
    return DAYS_PER_WEEK * (weeks if number // MOST_WEEKS % 2 else -weeks)
