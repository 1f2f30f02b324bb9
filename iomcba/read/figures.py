"""A figure as it may be written, and what to say of one that is written in another way.

Digits with a point, a minus or an exponent, in ASCII: nothing is guessed, nothing is rounded away.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from iomcba.characters import beyond_ascii, clipped, likeness

FIGURE = re.compile(r"-?(?:(?:0|[1-9][0-9]*)(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]{1,4})?")
LONGEST = 40  # characters: more than any figure has that is known so well
LARGEST, SMALLEST = 1e15, 1e-15  # beyond these sums of pounds and pence lose their pence
PLAIN = "Write digits and a point only, such as 1234.5; no £, comma or per cent sign."
SHOWN = 40
MINUSES = "\u2212\u2010\u2011\u2012\u2013\u2014\ufe63\uff0d"

# Texts that are no figures, the surest first: a pattern, the reason, and what to write.
OTHERS: tuple[tuple[str, str, Callable[[re.Match[str]], str]], ...] = (
    (
        r"[£$€]?\s*([-+]?[0-9]{1,15}(?:\.[0-9]{1,15})?)\s*(?:%|per ?cent|pc)",
        "it is a percentage",
        lambda found: f"Write {float(found[1]) / 100:.12g}.",
    ),
    (r".*[£$€].*", "it carries a currency sign", lambda _: PLAIN),
    (
        rf"[{MINUSES}]([0-9.]+)",
        "its minus is a dash",
        lambda found: f"Write -{found[1]}.",
    ),
    (
        r"(?=.*[^\x00-\x7f])[-+]?[\d.,²³¹]+",
        "its digits are not those of ASCII",
        lambda found: f"Write {''.join(str(unicodedata.digit(c, c)) for c in found[0])}.",
    ),
    (
        r"[-+]?0[xXoObB][0-9a-fA-F_]+",
        "it is written in another base",
        lambda _: "Write it in decimal digits.",
    ),
    (
        r"([-+]?)0[0_]*((?:[1-9]|0(?=\.|\Z))[0-9]*(?:\.[0-9]*)?)",
        "it begins with 0",
        lambda found: f"Write {found[1]}{found[2]}.",
    ),
    (
        r"[-+]?[0-9][0-9_]*(?:\.[0-9_]*)?",
        "it holds underscores",
        lambda found: f"Write {found[0].replace('_', '')}.",
    ),
    (
        r"[-+]?[0-9]{1,3}(?:[,\s'’][0-9]{3})+(?:\.[0-9]+)?",
        "it holds thousands separators",
        lambda found: f"Write {re.sub('[^-+0-9.]', '', found[0])}.",
    ),
    (
        r"[-+]?[0-9]+,[0-9]+",
        "it holds a comma",
        lambda _: "Write a point before decimals, nothing between thousands.",
    ),
    (
        r"\(\s*([0-9][0-9,.]*)\s*\)|([0-9][0-9,.]*)\s*[-+]",
        "its sign does not stand before it",
        lambda found: f"Write -{(found[1] or found[2]).replace(',', '')} if it is negative.",
    ),
    (r"[0-9]+:[0-9:.]+", "it reads as a time", lambda _: PLAIN),
    (r"[0-9]+\s*/\s*[0-9]+", "it is a fraction", lambda _: PLAIN),
    (
        r"(?i:[-+]?(?:nan|inf|infinity|null|none|n/?a|tb[ca]|unknown|[?]+|-+)|#.*)",
        "it is a word",
        lambda _: "Write digits, or leave it blank and set status to open.",
    ),
)


def number(text: str) -> float | None:
    """The figure that a text is; None if it is none, or lies beyond what can be counted with.

    >>> number("1234.5"), number("-2e-3"), number("+0.5"), number("1,234"), number("1e309")
    (1234.5, -0.002, None, None, None)
    """
    if len(text) > LONGEST or FIGURE.fullmatch(text) is None:
        return None
    value = float(text)
    if value == 0:
        return None if re.search("[1-9]", re.split("[eE]", text)[0]) else 0.0
    return value if SMALLEST <= abs(value) <= LARGEST else None


def why_no_number(text: str) -> tuple[str, str]:
    """What is wrong with a text that is no figure, and what to write.

    >>> why_no_number("3.5%")
    ("is '3.5%', not a number: it is a percentage", 'Write 0.035.')
    """
    said = f"is {clipped(text, SHOWN)!r}, not a number"
    reason, remedy = _reason(text)
    return (f"{said}: {reason}" if reason else said), remedy


def _reason(text: str) -> tuple[str, str]:
    """Why a text is no figure; blank where nothing is known but that it is none."""
    if len(text) > LONGEST:
        return f"it has {len(text):,} characters", f"Write at most {LONGEST}."
    if text.startswith("+"):
        bare = text[1:]
        plus = ("it begins with a plus", f"Write {bare}.")
        return plus if number(bare) is not None else _reason(bare)
    if FIGURE.fullmatch(text):
        what = "too large" if abs(float(text)) > 1 else "too small"
        return f"it is {what}", f"Figures lie between {SMALLEST:g} and {LARGEST:g}."
    for pattern, reason, remedy in OTHERS:
        if found := re.fullmatch(pattern, text):
            return reason, remedy(found)
    meant = likeness(text)
    odd = beyond_ascii(text) if number(meant) is not None else ""
    return (f"it holds {odd}", f"Write {meant}.") if odd else ("", PLAIN)
