"""What a run says: English text that knows which sentence of the catalogue it is, and its fillings.

A run keeps its words in English, and beside them their keys (`Saying`), so that a report in other
words says them in those. Runs without keys, and words of users, stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from typing import Self

from iomcba.terms.catalogue import Catalogue
from iomcba.terms.run_words import RUN

Named = str | int | tuple[str, ...]  # words, a number that may pick a plural form, or a list


class Worded(str):
    """Words made of a sentence: a text like any other, which also knows its key and fillings."""

    key: str
    named: Mapping[str, Named]

    def __new__(cls, text: str, key: str, named: Mapping[str, Named]) -> Self:
        """The text with its key and what fills its places."""
        self = super().__new__(cls, text)
        self.key, self.named = key, named
        return self

    def __reduce__(self) -> tuple[type[Worded], tuple[str, str, Mapping[str, Named]]]:
        """As another process gets it."""
        return Worded, (str(self), self.key, dict(self.named))


@dataclass(frozen=True, slots=True)
class Saying:
    """A text of a run with its key in the catalogue and what fills its places."""

    text: str
    key: str
    named: tuple[tuple[str, Named], ...] = ()


def worded(key: str, **named: Named) -> Worded:
    """A sentence of a run, in English.

    >>> worded("warning.certain-costs").key
    'warning.certain-costs'
    """
    said = {place: RUN.listed([*f]) if isinstance(f, tuple) else f for place, f in named.items()}
    return Worded(RUN.text(key, **said), key, named)


def sayings(*nouns: object) -> tuple[Saying, ...]:
    """The keys of all words in some nouns, those within others among them; each text once."""
    found = {str(each): each for each in _in(nouns)}
    return tuple(Saying(text, e.key, tuple(e.named.items())) for text, e in found.items())


def _in(noun: object) -> Iterator[Worded]:
    if isinstance(noun, Worded):
        yield from _in(tuple(noun.named.values()))
        yield noun
    elif isinstance(noun, tuple):
        for each in noun:
            yield from _in(each)
    elif is_dataclass(noun):
        for field in fields(noun):
            yield from _in(getattr(noun, field.name))


def retold(text: str, words: Catalogue, known: Sequence[Saying]) -> str:
    """A text of a run in the words of a catalogue; as it is where nothing is known of it."""

    def anew(text: str) -> str:
        kept = (saying for saying in known if saying.text == text)
        found = text if isinstance(text, Worded) else next(kept, None)
        if found is None or found.key not in words.texts:
            return text
        return words.text(found.key, **{place: filled(f) for place, f in dict(found.named).items()})

    def filled(value: Named) -> str | int:
        if isinstance(value, tuple):
            return words.listed([anew(each) for each in value])
        return anew(value) if isinstance(value, str) else value

    return anew(text)
