"""A YAML text → plain values, each with its line, by the plainest part of YAML alone.

Keys, lists and scalars. Anchors, aliases, tags, merge keys, a second document, deep nesting and the
same key twice are refused. A scalar is what it looks like in YAML 1.2 and nothing more: `no` is a
text, `012`, `0o7`, `1_000` and `1:30` are texts (and so no numbers), only true and false are
switches, only 2011-04-01 is a day.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, NoReturn

from iomcba.characters import clipped
from iomcba.read.days import parse_day
from iomcba.read.figures import number
from iomcba.read.guard import DELETE, REFUSED, why_refused

if TYPE_CHECKING:
    from ruamel.yaml.error import MarkedYAMLError
    from ruamel.yaml.events import Event, ScalarEvent

MOST_DEPTH, MOST_VALUES = 16, 20_000
MOST_DIGITS = 18  # of a whole number
WHOLE = re.compile(rf"-?(?:0|[1-9][0-9]{{0,{MOST_DIGITS - 1}}})")
SURROGATES = re.compile("[\ud800-\udfff]")
NOTHING = ("", "~", "null", "Null", "NULL")

# What to write by a piece of the parser's words.
INDENTS = "Indent what belongs together alike, and put a text with other signs in quotes."
REMEDIES = (
    ("never closed", "Close it, or delete it."),
    ("mapping values", 'Put a text that holds ": " in quotes; indent keys of one level alike.'),
    ("start any token", "Put the text in quotes; write spaces, not tabs."),
    ("expected ',' or", "Close the bracket, or put the text in quotes."),
    ("expected ':'", "Write a key, a colon and a space, then the value."),
)

Place = tuple[int | str, ...]


class YamlFault(Exception):
    """What is wrong with a text, on which line (0 if unknown), and what to do."""

    def __init__(self, line: int, what: str, remedy: str = "") -> None:
        self.line, self.what, self.remedy = line, what, remedy
        super().__init__(what)


@dataclass(slots=True)
class Read:
    """What a text holds, and of every key and item by its path its line, counted from 1.

    `written` holds each scalar as it stands, and whether it is in quotes or in a block.
    """

    value: object = None
    lines: dict[Place, int] = field(default_factory=dict)
    written: dict[Place, tuple[str, bool]] = field(default_factory=dict)

    def line(self, where: Place) -> int:
        """Line of the deepest key or item of a path that is there."""
        for depth in range(len(where), 0, -1):
            if where[:depth] in self.lines:
                return self.lines[where[:depth]]
        return 1


def read_nodes(text: str) -> Read:
    """The values of a YAML text; None where it holds nothing.

    Raises:
        YamlFault: at the first thing that is no YAML, or that is refused.
    """
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    found = Read()
    try:
        events = _Events(YAML(typ="safe", pure=True).parse(text))
        if type(events.peek()).__name__ != "StreamEndEvent":
            found.value = _value(events, (), found)
        events.end()
    except MarkedYAMLError as error:
        raise _no_yaml(error) from error
    except (YAMLError, ValueError, OverflowError) as error:
        what = (str(error) or "cannot be parsed").splitlines()[0]
        raise YamlFault(0, f"is not valid YAML: {what}") from error
    return found


def _no_yaml(error: MarkedYAMLError) -> YamlFault:
    """What the parser says, with what to write; of a quote without an end, where it opens."""
    what = (error.problem or error.context or "cannot be parsed").splitlines()[0]
    mark = error.problem_mark or error.context_mark
    if "quoted scalar" in (error.context or "") and "end of stream" in what and error.context_mark:
        mark, what = error.context_mark, "a quote opens and is never closed"
    remedy = next((write for sign, write in REMEDIES if sign in what), INDENTS)
    return YamlFault(int(mark.line) + 1 if mark else 0, f"is not valid YAML: {what}", remedy)


class _Events:
    """The events of one document, each held to what is allowed before it is handed on."""

    def __init__(self, events: Iterator[Event]) -> None:
        self._events = self._held(events)
        self._next = next(self._events)

    def peek(self) -> Event:
        return self._next

    def take(self) -> Event:
        taken, self._next = self._next, next(self._events, self._next)
        return taken

    def end(self) -> None:
        """Hear the rest, in which nothing may come but the end."""
        for _ in self._events:
            pass

    @staticmethod
    def _held(events: Iterator[Event]) -> Iterator[Event]:
        depth = documents = values = 0
        for event in events:
            kind, line = type(event).__name__, int(event.start_mark.line) + 1
            depth += kind.endswith("StartEvent") - kind.endswith("EndEvent")
            documents += kind == "DocumentStartEvent"
            values += 1
            if kind == "AliasEvent" or getattr(event, "anchor", None):
                raise YamlFault(line, "anchors and aliases are refused", "Repeat the text.")
            if getattr(event, "tag", None) and not _is_implied(event):
                raise YamlFault(line, "tags (!…) are refused", "Write the value alone.")
            if documents > 1:
                raise YamlFault(line, "a second document begins (---)", "Keep one to a file.")
            if depth > MOST_DEPTH:
                raise YamlFault(line, f"is nested more than {MOST_DEPTH} deep")
            if values > MOST_VALUES:
                raise YamlFault(line, f"holds more than {MOST_VALUES:,} values")
            if kind not in ("StreamStartEvent", "DocumentStartEvent", "DocumentEndEvent"):
                yield event


def _is_implied(event: Event) -> bool:
    """Whether a tag is not written but follows from the quotes."""
    implied = getattr(event, "implicit", False)
    return any(implied) if isinstance(implied, tuple) else bool(implied)


def _value(events: _Events, where: Place, found: Read) -> object:
    event = events.take()
    kind = type(event).__name__
    if kind == "MappingStartEvent":
        return _mapping(events, where, found)
    if kind == "SequenceStartEvent":
        items = list[object]()
        while type(events.peek()).__name__ != "SequenceEndEvent":
            place = (*where, len(items))
            found.lines[place] = int(events.peek().start_mark.line) + 1
            items.append(_value(events, place, found))
        events.take()
        return items
    text, quoted = _text(event), bool(event.style)  # type: ignore[arg-type, attr-defined]
    found.written[where] = (text, quoted)
    return text if quoted else _plain(text)


def _mapping(events: _Events, where: Place, found: Read) -> dict[str, object]:
    held, lines = dict[str, object](), found.lines
    while type(event := events.take()).__name__ != "MappingEndEvent":
        line = int(event.start_mark.line) + 1
        if type(event).__name__ != "ScalarEvent":
            raise YamlFault(line, "is not valid YAML: a key is a list or holds keys of its own")
        key = _text(event)  # type: ignore[arg-type]
        if key == "<<":
            raise YamlFault(line, "merge keys (<<) are refused", "Repeat the keys.")
        if key in held:
            first = lines[*where, key]
            what = f"duplicate key {clipped(key, 40)!r}, first on line {first}"
            raise YamlFault(line, what, "Keep one.")
        lines[*where, key] = line
        held[key] = _value(events, (*where, key), found)
    return held


def _text(event: ScalarEvent) -> str:
    text = str(event.value)
    refused = REFUSED.search(text) or SURROGATES.search(text)
    if refused:
        _refuse_character(event, refused[0])
    return text


def _refuse_character(event: ScalarEvent, character: str) -> NoReturn:
    line = int(event.start_mark.line) + 1
    raise YamlFault(line, why_refused(character), DELETE)


def _plain(text: str) -> str | int | float | bool | date | None:
    """A scalar without quotes as what it looks like."""
    if text in NOTHING:
        return None
    if text in ("true", "false"):
        return text == "true"
    if WHOLE.fullmatch(text):
        return int(text)
    figure = number(text)
    if figure is not None:
        return figure
    return parse_day(text) or text
