"""Ids of people that look like a listed one and are another; no id is repeated in a message."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping

from iomcba.characters import beyond_ascii, likeness


def by_likeness(ids: Iterable[str]) -> dict[str, str]:
    """Ids by what they look like."""
    return {likeness(id): id for id in ids}


def how_unlike(id: str, listed: Mapping[str, str]) -> str:
    """By what an id differs from a listed one that looks alike; blank if there is none.

    Neither is repeated: it may name a person.
    """
    other = listed.get(likeness(id))
    if other is None or other == id:
        return ""
    if unicodedata.normalize("NFC", id) == unicodedata.normalize("NFC", other):
        return "Its accents are coded otherwise there (NFC, NFD): export both alike."
    if id.strip() == other.strip():
        return "It is listed there but for a space before or after it: export both alike."
    odd = beyond_ascii(id, beside=other) or beyond_ascii(other, beside=id)
    return f"One there looks the same, but one of the two holds {odd}: export both alike."
