"""The words of the reports: the shipped catalogue, and texts of one's own that take their place."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import cast

from iomcba.errors import Place, Problems, nearest, one_of
from iomcba.read.located import Source
from iomcba.read.workspace import shipped, source
from iomcba.read.yaml_faults import no_text
from iomcba.read.yaml_nodes import Place as Where
from iomcba.read.yaml_nodes import Read
from iomcba.read.yamls import load_yaml
from iomcba.terms.catalogue import COUNT, FORMS, LANGUAGES, Catalogue, Text, places
from iomcba.terms.desk import ABOUT_SHEET, AS_EXPORTED, LISTS, READ_ME

WORDS = "words.yaml"
LANGUAGE = "language"
# What a spreadsheet takes: characters it refuses there, and the most it holds.
_SHEET, _HEAD = ("[]:*?/\\'\n", 31), ("[]#'@\\\n", 200)
LIMITS = {
    "workbook-sheet.": _SHEET,
    "workbook-head.": _HEAD,
    "compared-sheet.": _SHEET,
    "compared-head.": _HEAD,
    "workbook-word.": ('"\\\n', 200),
    "desk-sheet.": _SHEET,
    "desk-word.": ('"\\\n', 200),
    "desk-message": ("", 255),
    "desk.page": ("&", 200),
    "workbook.scenario": ("", 32),
    "workbook.page": ("&", 200),
}
# formulas tell them by their words, and a file holds no two of a name
APART = tuple(section for section in LIMITS if section.endswith("."))
TAKEN = {"desk-sheet.": (READ_ME, ABOUT_SHEET, AS_EXPORTED, LISTS)}  # by sheets of fixed names


def catalogue(own: Path | None = None) -> Catalogue:
    """The words of the reports; those in `words.yaml` of one's own folder take the place of ours.

    Raises:
        InputError: naming every text that cannot be taken, with its line.
    """
    if own is None or not (own / WORDS).is_file():
        return _shipped()
    problems = Problems()
    ours = _shipped()
    language, texts = _read(source(own / WORDS), problems, ours)
    problems.raise_if_any()
    return Catalogue(language or ours.language, {**ours.texts, **texts})


@cache
def _shipped() -> Catalogue:
    """Our own words, in JSON: each run reads them, and it is read in a hundredth of the time."""
    held = json.loads(source(shipped() / "templates" / "words" / "en.json").text())
    language = held.pop(LANGUAGE)
    texts = {".".join(map(str, where)): cast(Text, text) for where, text in _leaves(held, ())}
    return Catalogue(language, texts)


def _read(
    found: Source, problems: Problems, ours: Catalogue | None = None
) -> tuple[str, dict[str, Text]]:
    """The language and the texts of a file, each held against the shipped text of its key."""
    read = load_yaml(found, problems)
    if read is None:
        return "", {}
    if not isinstance(read.value, dict):
        problems.add(Place(found.name, 1), "holds no keys", "It needs texts by key.")
        return "", {}
    language = read.value.pop(LANGUAGE, "")
    if language and language not in LANGUAGES:
        place = Place(found.name, read.line((LANGUAGE,)), LANGUAGE)
        problems.add(place, f"is {language!r}", one_of(LANGUAGES))
    texts = dict[str, Text]()
    for where, text in _leaves(read.value, ()):
        key, place = ".".join(map(str, where)), Place(found.name, read.line(where))
        fault = _no_text(where, text, read) or _fault(key, text, ours)
        if fault is not None:
            problems.add(Place(place.file, place.line, key), *fault)
        else:
            texts[key] = text  # type: ignore[assignment]
    for key, what in _alike({**ours.texts, **texts} if ours else texts):
        if key in texts:
            line = read.line(tuple(key.split(".", 1)))
            problems.add(Place(found.name, line, key), what, "A formula could not tell them apart.")
    return str(language), texts


def _leaves(value: object, where: Where) -> Iterator[tuple[Where, object]]:
    """Each text with its path; a mapping of plural forms is one text."""
    if isinstance(value, dict) and not _is_plural(value):
        for key, below in value.items():
            yield from _leaves(below, (*where, key))
    else:
        yield where, value


def _is_plural(value: dict[str, object]) -> bool:
    return bool(value) and set(value) <= set(FORMS)


def _no_text(where: Where, text: object, read: Read) -> tuple[str, str] | None:
    """What to say of a text, or of one of its plural forms, that is none."""
    forms = {(*where, form): said for form, said in text.items()} if isinstance(text, dict) else {}
    for place, form in (forms or {where: text}).items():
        if form is None:
            return "is blank", "Give a text."
        if not isinstance(form, str):
            return no_text(form, place, read)
    return None


def _fault(key: str, text: object, ours: Catalogue | None) -> tuple[str, str] | None:
    """What is wrong with a text, and what to write."""
    if isinstance(text, dict):
        if "other" not in text:
            return "lacks the form 'other'", one_of(FORMS)
        forms = list(text.values())
    else:
        forms = [text]
    return None if ours is None else _against(key, text, forms, ours)


def _against(key: str, text: object, forms: list[str], ours: Catalogue) -> tuple[str, str] | None:
    """What is wrong with a text of one's own beside the shipped one."""
    if key not in ours.texts:
        return "unknown key", nearest(key, ours.texts)
    if isinstance(text, dict) and isinstance(ours.texts[key], str):
        return "has plural forms, but no number picks among them", "Give one text."
    wanted = places(ours.texts[key])
    for form in forms:
        beyond = _beyond(key, form)
        if beyond:
            return beyond
        unknown, left_out = places(form) - wanted, wanted - places(form) - {COUNT}
        if unknown:
            return f"unknown place {{{min(unknown)}}}", one_of(sorted(wanted))
        if left_out:
            return f"leaves out {{{min(left_out)}}}", "Each name and figure has to be said."
    return None


def _beyond(key: str, text: str) -> tuple[str, str] | None:
    """What of a text a spreadsheet would not take."""
    refused, most = next((LIMITS[of] for of in LIMITS if key.startswith(of)), ("", len(text)))
    sign = next((sign for sign in text if sign in refused), "")
    if sign:
        return f"holds {sign!r}, which a spreadsheet does not take there", "An apostrophe can be ’."
    if len(text) > most:
        return f"is {len(text)} characters long", f"A spreadsheet takes at most {most} there."
    return None


def _alike(texts: Mapping[str, Text]) -> Iterator[tuple[str, str]]:
    """Texts that have to differ and do not, with the key that says the same."""
    for section in APART:
        first = {name.casefold(): f"the sheet {name}" for name in TAKEN.get(section, ())}
        for key in (key for key in texts if key.startswith(section)):
            other = first.setdefault(str(texts[key]).casefold(), key)
            if other != key:
                yield key, f"says the same as {other}"
                yield other, f"says the same as {key}"
