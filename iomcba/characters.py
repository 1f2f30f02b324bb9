"""Characters that no document or message may hold as they are, and what is printed instead.

Control characters, and marks that turn the direction of a whole line, are printed as their code,
such as [U+202E]: a reader should see what a file holds.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

# What a spreadsheet takes for the beginning of a formula, also in full width.
RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_FIGURE = re.compile(r"[-+]£?(?:[0-9][0-9,]*(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?%?")
SPACES = {"\n": " ", "\r": " ", "\t": " ", "\u2028": " ", "\u2029": " "}
NAMED = 3  # characters that a message names
PATTERN = 30  # letters of a pattern that are shown
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


def pattern(text: str) -> str:
    """How a text is written, every digit a 9 and every letter an A: nothing personal.

    >>> pattern("31 Dec 2009")
    '99 AAA 9999'
    """
    return clipped(re.sub(r"[^\W\d_]", "A", re.sub(r"\d", "9", text)), PATTERN)


def shown(text: str) -> str:
    r"""The text with spaces for line ends and codes for what may not be set.

    >>> shown("a\nb\x07")
    'a b[U+0007]'
    """
    if text.isprintable():
        return text
    return "".join(SPACES.get(c) or (code(c) if is_forbidden(c) else c) for c in text)


_UNSHOWN = re.compile(
    "\x1b(?!\\[[0-9;]*m)|[\x00-\x08\x0b\x0c\x0e-\x1a\x1c-\x1f\x7f-\x9f"
    "\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]"
)
_COLOUR = re.compile("\x1b\\[[0-9;]*m")


def for_terminal(text: str, colour: bool) -> str:
    r"""A text whose controls are printed as codes; line ends stay, and colours if they are wanted.

    >>> for_terminal("\x1b[31mred\x1b]0;a\x07\n", colour=False)
    '[U+001B][31mred[U+001B]]0;a[U+0007]\n'
    """
    if text.isascii() and text.isprintable():
        return text
    text = _UNSHOWN.sub(lambda found: code(found[0]), text)
    return text if colour else _COLOUR.sub(lambda found: code("\x1b") + found[0][1:], text)


def neutral(value: object) -> object:
    """A cell of a CSV file as no spreadsheet takes it for a formula; figures stay what they are.

    >>> neutral("=1+1"), neutral(" @a"), neutral("-12.5"), neutral("-cmd"), neutral(-3)
    ("'=1+1", "' @a", '-12.5', "'-cmd", -3)
    """
    if not isinstance(value, str) or not value.lstrip(" \u00a0\u3000").startswith(RISKY):
        return value
    return value if _FIGURE.fullmatch(value) else f"'{value}"


# Letters of other scripts that look like one of ours, and ours.
_ALIKE = str.maketrans(
    "\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7"
    "\u03b1\u03b9\u03ba\u03bd\u03bf\u03c1\u03c5"
    "\u0410\u0412\u0415\u0405\u0406\u0408\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0425\u0423"
    "\u0430\u0435\u0456\u0458\u043e\u0440\u0441\u0443\u0445\u0455\u0501\u04bb\u051b\u051d"
    "\u043a\u0131\u0251\u0261\u2010\u2011\u2012\u2013\u2014\u2212",
    "ABEZHIKMNOPTYXaikvopuABESIJKMHOPCTXYaeijopcyxsdhqwkiag------",
)
_UNSEEN = set("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0") | {
    chr(code) for code in (*range(0x180B, 0x1810), *range(0xFE00, 0xFE10))
}


def likeness(text: str) -> str:
    """What a text looks like: nothing unseen, one width, one coding of accents, Latin lookalikes.

    >>> likeness("\uff34eam\u200b") == likeness("T\u0435\u0430m ") == "Team"
    True
    """
    if not text.isascii():
        seen = (c for c in text if unicodedata.category(c) != "Cf" and c not in _UNSEEN)
        text = unicodedata.normalize("NFKC", "".join(seen)).translate(_ALIKE)
    return text.strip()


def beyond_ascii(text: str, beside: str = "") -> str:
    """The characters beyond ASCII by which a text differs from others, by code and name.

    >>> beyond_ascii("te\u0430m\u200b", beside="team")
    'U+0430 (Cyrillic small letter a), U+200B (Zero width space)'
    """
    odd = dict.fromkeys(c for c in text if not c.isascii() and c not in beside)
    named = [f"U+{ord(c):04X} ({unicodedata.name(c, 'no name').capitalize()})" for c in odd]
    return ", ".join(named[:NAMED])


def digits(value: float, hundreds: int = 0) -> str:
    """A figure by all the digits that tell it from others, times a power of a hundred.

    >>> digits(1.0000001), digits(1100.0), digits(-1e-7), digits(3.5, hundreds=-1)
    ('1.0000001', '1100', '-0.0000001', '0.035')
    """
    text = format(Decimal(repr(float(value))).scaleb(2 * hundreds), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def clipped(text: str, most: int) -> str:
    """The text, cut in its middle where it is longer than `most` characters.

    >>> clipped("a" * 12 + "b" * 12, 12)
    'aaaaaa … (24 characters) … bbbbbb'
    """
    if len(text) <= most:
        return text
    half = most // 2
    return f"{text[:half]} … ({len(text):,} characters) … {text[-half:]}"
