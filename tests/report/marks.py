"""Words of one's own for tests: every text of the catalogue between marks, or a file of them."""

from __future__ import annotations

import re
from pathlib import Path

from iomcba.read.catalogue import catalogue
from iomcba.terms.catalogue import PLACE, Catalogue, Text

ENGLISH = catalogue()


def marked(text: Text) -> Text:
    """A text in the marked form: «…» around all words between its places."""
    if not isinstance(text, str):
        return {form: str(marked(words)) for form, words in text.items()}
    parts = PLACE.split(text)
    return "".join(
        f"{{{part}}}" if index % 2 else f"«{part}»" if part.strip(" .,:;()%") else part
        for index, part in enumerate(parts)
    )


def pseudo() -> Catalogue:
    """The catalogue in the marked form; a term of the glossary has to stay one to be found."""
    return Catalogue(
        texts={
            key: text if key.startswith("glossary.") else marked(text)
            for key, text in ENGLISH.texts.items()
        }
    )


def unmarked(text: str) -> str:
    """What of a text stands outside the marks, innermost marks first."""
    while (rest := re.sub(r"«[^«»]*»", " ", text)) != text:
        text = rest
    return text.strip()


def own(folder: Path, words: str) -> Path:
    (folder / "words.yaml").write_text(words, encoding="utf-8")
    return folder
