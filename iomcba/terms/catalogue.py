"""The words of a report in one language: a text for each key, with {named} places to be filled.

Which sentence is said when is the code's rule; how it is worded stands in the catalogue.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

PLACE = re.compile(r"\{([a-z_]+)\}")
COUNT = "count"  # the place whose number picks the plural form
FORMS = ("zero", "one", "two", "few", "many", "other")
LANGUAGES = ("en-GB", "cy")
_WELSH = {0: "zero", 1: "one", 2: "two", 3: "few", 6: "many"}

Text = str | Mapping[str, str]  # one text, or one by plural form


def places(text: Text) -> frozenset[str]:
    """The names of the places in a text, in any of its forms.

    >>> sorted(places("{option} costs {cost}"))
    ['cost', 'option']
    """
    forms = [text] if isinstance(text, str) else text.values()
    return frozenset(name for form in forms for name in PLACE.findall(form))


def plural_form(language: str, number: int) -> str:
    """The plural form of a number (rules of the Unicode CLDR for English and Welsh).

    >>> plural_form("en-GB", 1), plural_form("en-GB", 0), plural_form("cy", 2), plural_form("cy", 4)
    ('one', 'other', 'two', 'other')
    """
    if language == "cy":
        return _WELSH.get(number, "other")
    return "one" if number == 1 else "other"


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Texts by key (`section.sentence`) in one language."""

    language: str = LANGUAGES[0]
    texts: Mapping[str, Text] = field(default_factory=dict)

    def parts(self, key: str, **named: object) -> Iterator[object]:
        """The words of a text and what fills its places, in order; blank words are left out.

        Raises:
            KeyError: if there is no such key, or a place that nothing fills.
        """
        found = self.texts[key]
        if not isinstance(found, str):
            number = named[COUNT]
            assert isinstance(number, int)
            found = found.get(plural_form(self.language, number), found["other"])
        for index, part in enumerate(PLACE.split(found)):
            if index % 2:
                yield named[part]
            elif part:
                yield part

    def text(self, key: str, **named: object) -> str:
        """A text with its places filled by words; whole numbers get their thousands' commas.

        >>> Catalogue(texts={"rows": {"one": "{count} row", "other": "{count} rows"}}).text(
        ...     "rows", count=1200)
        '1,200 rows'
        """
        return "".join(written(part) for part in self.parts(key, **named))

    def known(self, key: str, usual: str) -> str:
        """A text that fills no place, or the usual words where there is no such key.

        >>> Catalogue(texts={"role.analyst": "Analyst"}).known("role.clerk", "clerk")
        'clerk'
        """
        return self.text(key) if key in self.texts else usual

    def number_word(self, number: int) -> str:
        """A small whole number in words, where the catalogue has one."""
        word = f"number.{number}"
        return self.text(word) if word in self.texts else written(number)

    def listed(self, words: list[str], last: str = "list.last") -> str:
        """Words joined as a sentence joins them; `last` is how the last one is.

        >>> texts = {"list.comma": ", ", "list.last": "{first} and {last}"}
        >>> Catalogue(texts=texts).listed(["police", "courts", "prisons"])
        'police, courts and prisons'
        """
        if len(words) < 2:
            return "".join(words)
        first = self.text("list.comma").join(words[:-1])
        return self.text(last, first=first, last=words[-1])


def glossary_terms(words: Catalogue) -> dict[str, list[tuple[str, str]]]:
    """The terms of the glossary with what they mean, by the title of their section.

    >>> glossary_terms(Catalogue(texts={
    ...     "glossary.money.title": "Money", "glossary.money.bearer": "Bearer. Who pays."}))
    {'Money': [('Bearer', 'Who pays.')]}
    """
    found = dict[str, list[tuple[str, str]]]()
    for key, text in words.texts.items():
        section, _, id = key.removeprefix("glossary.").partition(".")
        if key.startswith("glossary.") and id not in ("", "title") and isinstance(text, str):
            term, _, meaning = text.partition(". ")
            title = words.text(f"glossary.{section}.title")
            found.setdefault(title, []).append((term, meaning))
    return found


def written(part: object) -> str:
    """What fills a place, as words."""
    return f"{part:,}" if isinstance(part, int) else str(part)
