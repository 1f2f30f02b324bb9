"""Text made fit to be set: what the embedded fonts cannot draw is named, long words may break.

A PDF for everyone may hold no character without a glyph. Only typst's own fonts are used, so that
bytes do not depend on the machine; a character that none of them has is printed as its code, such
as [U+1F600].
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from iomcba.characters import SPACES, code, is_forbidden

FAMILIES = (
    "Libertinus Serif",
    "New Computer Modern",
    "DejaVu Sans Mono",
    "New Computer Modern Math",
)
_LONGEST = 22  # characters of a word that any column has room for
_LONG_WORD = re.compile(rf"\S{{{_LONGEST},}}")
_JOINT = re.compile(r"(?<=[._/:,;|=])(?=[^\s\u200b])")
_BREAK = "\u200b"
# Printed for sure: Latin with its accents, Welsh among them, and the signs that reports use.
KNOWN = frozenset(
    [chr(code) for code in (*range(0x20, 0x7F), *range(0xA0, 0x180))]
    + list("ẀẁẂẃẄẅỲỳ‐‑–—‘’“”…†‡•‰′″€−≤≥≈×÷→←√∞ΔΛΣαβγδθκλμνπρσ\u2009\u200b\u200e\u200f")
) - {"\u00ad", "\u0149"}


def breakable(text: str) -> str:
    """Let a long word break after its joints, and anywhere if it has none.

    >>> breakable("effect.rehabilitation-gateway").split("\u200b")
    ['effect.', 'rehabilitation-gateway']
    """

    def broken(found: re.Match[str]) -> str:
        parts = _JOINT.sub(_BREAK, found[0]).split(_BREAK)
        pieces = [p[i : i + _LONGEST] for p in parts for i in range(0, len(p), _LONGEST)]
        return _BREAK.join(pieces)

    return _LONG_WORD.sub(broken, text) if len(text) >= _LONGEST else text


@dataclass(frozen=True, slots=True)
class Fitting:
    """How characters that cannot be set are replaced."""

    table: dict[int, str]

    def plain(self, text: str) -> str:
        """The text with such characters replaced."""
        return text.translate(self.table)

    def text(self, text: str) -> str:
        """The same, and long words may break."""
        return breakable(text.translate(self.table))


def fitting(texts: Iterable[str], drawn: Callable[[str], set[str]]) -> Fitting:
    """What makes the texts fit to be set.

    `drawn` says which of some characters the fonts have; it is asked once, and only if there are
    characters that are not known.
    """
    met = set().union(*texts) - KNOWN - set(SPACES)
    forbidden = {character for character in met if is_forbidden(character)}
    others = met - forbidden
    missing = others - drawn("".join(sorted(others))) if others else set()
    codes = {character: code(character) for character in sorted(forbidden | missing)}
    return Fitting(str.maketrans({**SPACES, **codes}))


PROBE = """
#set text(font: json(bytes(sys.inputs.families)), fallback: false,
  top-edge: "bounds", bottom-edge: "bounds")
#context [#metadata(json(bytes(sys.inputs.characters)).map(c => {
  let size = measure(text(c))
  (repr(size.width), repr(size.height))
})) <sizes>]
"""
_NO_GLYPH = "\U0010fffd"  # a private character: no font draws it


def probe_inputs(characters: str) -> dict[str, str]:
    """What the probe is asked: the characters, and last one that no font has."""
    return {
        "families": json.dumps(FAMILIES),
        "characters": json.dumps([*characters, _NO_GLYPH]),
    }


def with_glyph(characters: str, sizes: str) -> set[str]:
    """The characters whose size is not that of the box for a missing one, from the probe."""
    *found, empty = json.loads(sizes)
    return {character for character, size in zip(characters, found, strict=True) if size != empty}
