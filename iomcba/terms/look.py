"""A partnership's own look: two colours and a logo for its reports (`look.yaml`)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated

from pydantic import AfterValidator

from iomcba.terms.words import Words

LEAST_CONTRAST = 4.5  # of small text on white: WCAG 2.2, success criterion 1.4.3 (level AA)
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


def contrast_on_white(colour: str) -> float:
    """Contrast of a colour such as #12436d with white (WCAG 2.2, relative luminance).

    >>> contrast_on_white("#000000"), round(contrast_on_white("#767676"), 2)
    (21.0, 4.54)
    """
    shares = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    linear = [s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return 1.05 / (luminance + 0.05)


def _colour(text: str) -> str:
    if not _COLOUR.fullmatch(text):
        raise ValueError("not a colour: write six hexadecimal digits in quotes, such as '#12436d'")
    found = contrast_on_white(text)
    if found < LEAST_CONTRAST:
        raise ValueError(
            f"too pale to be read on white: its contrast is {found:.1f}, at least "
            f"{LEAST_CONTRAST} is needed"
        )
    return text.lower()


Colour = Annotated[str, AfterValidator(_colour)]


class LookWords(Words):
    """`look.yaml` in a folder of templates: colours of headings and of marks, a logo, its words."""

    main: Colour = "#12436d"
    accent: Colour = "#801650"
    logo: str = ""
    logo_text: str = ""


@dataclass(frozen=True, slots=True)
class Look:
    """Colours, and the logo with its media type and its words; no logo where the type is blank."""

    main: str
    accent: str
    logo: bytes = b""
    media_type: str = ""
    logo_text: str = ""
