"""Numbers and lists as a sentence writes them."""

from __future__ import annotations

from collections.abc import Sequence

_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def number_word(number: int) -> str:
    """Small whole numbers in words.

    >>> number_word(3), number_word(12)
    ('three', '12')
    """
    return _WORDS[number] if 0 <= number < len(_WORDS) else f"{number:,}"


def plural(number: int, one: str, many: str = "") -> str:
    """A count and its noun.

    >>> plural(1, "row"), plural(2, "row"), plural(2, "agency", "agencies")
    ('1 row', '2 rows', '2 agencies')
    """
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def listed(words: Sequence[str], joint: str = "and") -> str:
    """Join words as a sentence does.

    >>> listed(["police", "courts", "prisons"])
    'police, courts and prisons'
    """
    return f" {joint} ".join([*([", ".join(words[:-1])] if len(words) > 1 else []), *words[-1:]])
