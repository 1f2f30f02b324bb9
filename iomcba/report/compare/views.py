"""The nouns of a laid-out comparison: what screens, pages and sheets show, numbers beside words."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Step:
    """A row of a bridge: start, a change, or end. `value` is in pounds or a share."""

    title: str
    detail: str
    value: float
    words: str
    se: float
    total: bool = False


@dataclass(frozen=True, slots=True)
class Span:
    """The bridge of one measure of one option, its largest steps first, and what does not move."""

    option: str
    label: str
    measure: str
    title: str
    said: str
    steps: tuple[Step, ...]
    still: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """A change in words: what, where on either side, what it was and is, from which source."""

    number: int
    what: str
    name: str
    kind: str
    where: tuple[str, str]
    cells: tuple[tuple[str, str, str], ...]
    sources: tuple[str, str]
    player: str
    effect: str
    moves: bool


@dataclass(frozen=True, slots=True)
class Ends:
    """Both ends of an option's headline figures: (measure, A, B, difference) in words."""

    option: str
    label: str
    figures: tuple[tuple[str, str, str, str], ...]


@dataclass(frozen=True, slots=True)
class View:
    """Everything about a comparison, in words."""

    title: str
    label: str
    sides: tuple[tuple[str, str], ...]
    verdict: tuple[str, ...]
    unbridged: tuple[str, ...]
    spans: tuple[Span, ...]
    ends: tuple[Ends, ...]
    changes: tuple[ChangeLine, ...]
    basis: str
    policy: str

    def of(self, option: str) -> tuple[Span, ...]:
        """The bridges of one option."""
        return tuple(span for span in self.spans if span.option == option)
