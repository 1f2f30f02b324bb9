"""Characters that no document or message may hold as they are, and what is printed instead.

Control characters, and marks that turn the direction of a whole line, are printed as their code,
such as [U+202E]: a reader should see what a file holds.
"""

from __future__ import annotations

import unicodedata

SPACES = {"\n": " ", "\r": " ", "\t": " ", "\u2028": " ", "\u2029": " "}
_TURNS = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_MARKS = {"\ufeff", "\ufffe", "\uffff"}


def code(character: str) -> str:
    """A character as its code.

    >>> code("\u202e")
    '[U+202E]'
    """
    return f"[U+{ord(character):04X}]"


def is_forbidden(character: str) -> bool:
    """Say whether a character is never set as it is: controls, surrogates, turns of direction."""
    kind = unicodedata.category(character)
    return kind in {"Cc", "Cs", "Cn"} or character in _TURNS or character in _MARKS


def shown(text: str) -> str:
    r"""The text with spaces for line ends and codes for what may not be set.

    >>> shown("a\nb\x07")
    'a b[U+0007]'
    """
    if text.isprintable():
        return text
    return "".join(SPACES.get(c) or (code(c) if is_forbidden(c) else c) for c in text)


def clipped(text: str, most: int) -> str:
    """The text, cut in its middle where it is longer than `most` characters.

    >>> clipped("a" * 12 + "b" * 12, 12)
    'aaaaaa … (24 characters) … bbbbbb'
    """
    if len(text) <= most:
        return text
    half = most // 2
    return f"{text[:half]} … ({len(text):,} characters) … {text[-half:]}"
