"""The nouns of a laid-out report: what templates and screens see, with every number already words.

A printed figure keeps the name it has in the case, so that a page can carry it as `data-figure`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text; `figure` names the figure it prints, blank for plain words.

    `missing` marks a reason printed in place of a figure.
    """

    text: str
    figure: str = ""
    missing: bool = False


Sentence = tuple[Piece, ...]


def say(*pieces: Piece | str) -> Sentence:
    """Make a sentence of words and printed figures; words that follow words become one piece.

    >>> say("It costs ", "about ", Piece("£1.2m", "gateway.pvc"))[0].text
    'It costs about '
    """
    said = list[Piece]()
    for each in pieces:
        piece = Piece(each) if isinstance(each, str) else each
        if said and piece == Piece(piece.text) and said[-1] == Piece(said[-1].text):
            said[-1] = Piece(said[-1].text + piece.text)
        else:
            said.append(piece)
    return tuple(said)


def joined(between: str, parts: Iterable[Piece | Sentence]) -> Sentence:
    """Pieces or sentences as one, with words between each two.

    >>> plain(joined("; ", [Piece("one"), Piece("two")]))
    'one; two'
    """
    said = list[Piece | str]()
    for part in parts:
        said += [*([between] if said else []), *((part,) if isinstance(part, Piece) else part)]
    return say(*said)


def plain(sentence: Sentence) -> str:
    """A sentence as plain text.

    >>> plain(say("It costs ", Piece("£1.2m", "gateway.pvc"), "."))
    'It costs £1.2m.'
    """
    return "".join(piece.text for piece in sentence)


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell.

    `missing` marks a figure that is hidden or not in the run; `note` is a second, smaller line;
    `link` an anchor in the page; `mark` the word of a rating, which gets a shape and a colour.
    """

    text: str
    figure: str = ""
    numeric: bool = True
    missing: bool = False
    note: str = ""
    link: str = ""
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column's heading and whether it holds numbers."""

    label: str
    numeric: bool = True


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its heading and its cells. A `total` row is set off; to an `id` links may lead."""

    head: Cell
    cells: tuple[Cell, ...]
    total: bool = False
    id: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its caption, units and notes. The first column holds the rows' headings.

    `wide` needs more room than a column of text; `stack` becomes a list of cards on a phone;
    `folded` is closed until a reader opens it.
    """

    id: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    units: str = ""
    notes: tuple[str, ...] = ()
    wide: bool = False
    stack: bool = False
    folded: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart drawn twice, for a page and for a phone, with its description and its table."""

    id: str
    title: str
    description: str
    wide: str
    narrow: str
    table: Table
    note: str = ""


@dataclass(frozen=True, slots=True)
class Path:
    """A path of the benefits map: (what the step is, its words) from activity to benefit."""

    steps: tuple[tuple[str, str], ...]
    note: str
    cashable: bool


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a section: a title, statements, charts, paths of a benefits map, and tables."""

    id: str
    title: str
    statements: tuple[Sentence, ...] = ()
    tables: tuple[Table, ...] = ()
    paths: tuple[Path, ...] = ()
    charts: tuple[Chart, ...] = ()


@dataclass(frozen=True, slots=True)
class Card:
    """An option at a glance, for the strip of options on the first page."""

    id: str
    label: str
    tag: str
    summary: str
    headline: Sentence
    lines: tuple[Sentence, ...]
    preferred: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """A question a chief executive asks, and its answer in sentences."""

    id: str
    question: str
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class FrontPage:
    """The one page for chief executives."""

    decision: str
    verdict: tuple[Sentence, ...]
    cohort: tuple[Sentence, ...]
    cards: tuple[Card, ...]
    cost: Table
    bearers: Table
    answers: tuple[Answer, ...]
    basis: str


@dataclass(frozen=True, slots=True)
class Trial:
    """What a reader may try on the page: options by (id, label), and the streams as JSON."""

    options: tuple[tuple[str, str], ...]
    data: str


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A source in the list of sources; `link` is a web address or blank."""

    id: str
    citation: str
    licence: str
    link: str
    read_through: str


@dataclass(frozen=True, slots=True)
class Report:
    """The whole report, in page order."""

    title: str
    area: str
    label: str
    warnings: tuple[str, ...]
    other_warnings: tuple[str, ...]
    front: FrontPage
    charts: tuple[Chart, ...]
    trial: Trial | None
    summary: Part
    partners: tuple[Part, ...]
    benefits: tuple[Part, ...]
    counterfactual: Part
    drivers: Part
    options: tuple[Part, ...]
    published: Part
    extras: tuple[Table, ...]
    assumptions: tuple[Table, ...]
    sources: tuple[SourceLine, ...]
    attributions: tuple[str, ...]
    method: Part
    assurance: Part
    provenance: Part
    glossary: Part = Part("glossary", "")
    stamp: str = field(default="")
