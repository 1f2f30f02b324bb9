"""What is wrong with the user's input: where, what was found, what is allowed, what to do.

Readers gather `Problem`s and raise one `InputError`; nothing else ends a run with exit code 2.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

from iomcba.characters import beyond_ascii, clipped, likeness, shown

SHOWN = 600  # characters of a message, 200 of a place
LONGEST = 100  # characters of a word that is meant to be another
MOST = 10_000  # problems; then reading ends


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A place in an input file. Line and column count from 1; `column` is a field's name."""

    file: str
    line: int = 0
    column: str = ""

    def __str__(self) -> str:
        line = f":{self.line}" if self.line else ""
        column = f": {self.column}" if self.column else ""
        return f"{self.file}{line}{column}"


@dataclass(frozen=True, slots=True)
class Keys:
    """A YAML file by name, and the line of each of its keys and items by its path."""

    file: str
    lines: Mapping[tuple[int | str, ...], int] = field(default_factory=dict)

    def at(self, key: str, item: int | None = None) -> Place:
        """Where a key (`cohort.selection`), or an item of its list, stands.

        A key that is not there has the line of the nearest above it that is; none has no line.
        """
        path: tuple[int | str, ...] = (*key.split("."), *(() if item is None else (item,)))
        above = (path[:depth] for depth in range(len(path), 0, -1))
        line = next((self.lines[keys] for keys in above if keys in self.lines), 0)
        return Place(self.file, line, key)


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing wrong at one place. `remedy` says what is allowed or what to do.

    As text it holds no control character and no more than can be read.
    """

    place: Place
    what: str
    remedy: str = ""

    def __str__(self) -> str:
        what, remedy = shown(clipped(self.what, SHOWN)), shown(clipped(self.remedy, SHOWN))
        place = shown(clipped(str(self.place), SHOWN // 3))
        return f"{place}: {what}.{f' {remedy}' if remedy else ''}"


class InputError(Exception):
    """The input's fault: every problem found, sorted by place (exit code 2)."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(str(problem) for problem in self.problems))


class TemplateFault(Exception):
    """A template that fails: the name of its file (blank where unknown), its line, and why."""

    def __init__(self, file: str, line: int, why: str) -> None:
        super().__init__(file, line, why)
        self.file, self.line, self.why = file, line, why


@dataclass(slots=True)
class Problems:
    """Gathers problems while reading goes on; `raise_if_any` ends the reading with all of them."""

    found: list[Problem] = field(default_factory=list)

    def add(self, place: Place, what: str, remedy: str = "") -> None:
        """Record one problem; raise `InputError` when there are more than anyone would read."""
        self.found.append(Problem(place, what, remedy))
        if len(self.found) >= MOST:
            raise InputError(self.found)

    def __iter__(self) -> Iterator[Problem]:
        return iter(self.found)

    def __bool__(self) -> bool:
        return bool(self.found)

    def raise_if_any(self) -> None:
        """Raise `InputError` with all problems gathered so far, if there are any."""
        if self.found:
            raise InputError(self.found)


def one_of(words: Iterable[str]) -> str:
    """Say which words are allowed.

    >>> one_of(["fixed", "rolling"])
    'Allowed: fixed, rolling.'
    """
    return f"Allowed: {', '.join(words)}."


def nearest(word: str, words: Iterable[str]) -> str:
    """Suggest the nearest right word, or list what is allowed; name what only looks right.

    >>> nearest("retenton", ["retention", "places"])
    'Did you mean retention? Allowed: retention, places.'
    >>> nearest("pl\u0430ces", ["places"])
    'It holds U+0430 (Cyrillic small letter a). Did you mean places? Allowed: places.'
    """
    allowed = list(words)
    close = get_close_matches(likeness(word)[:LONGEST], allowed, n=1)
    odd = beyond_ascii(word, beside="".join(allowed))
    said = f"It holds {odd}. " if odd else ""
    if close:
        other = beyond_ascii(close[0], beside=word)
        said += f"Did you mean {close[0]}{f', which holds {other}' if other else ''}? "
    return said + one_of(allowed)
