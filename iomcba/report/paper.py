"""The nouns of a paper: what the PDF and the Word document both print, section after section.

A paper is made of blocks that a renderer knows how to print; it never asks what a section is about.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from iomcba.report.views import Chart, FrontPage, Path, Sentence, SourceLine, Table
from iomcba.terms.catalogue import Catalogue


@dataclass(frozen=True, slots=True)
class Words:
    """Sentences, each a paragraph, or each an item of a list. `small` is for notes."""

    sentences: tuple[Sentence, ...]
    bulleted: bool = False
    small: bool = False


@dataclass(frozen=True, slots=True)
class Flow:
    """Paths of a benefits map, from activity to benefit."""

    paths: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Sources:
    """The list of sources."""

    lines: tuple[SourceLine, ...]


Block = Words | Table | Chart | Flow | Sources


def licence_of(line: SourceLine, words: Catalogue) -> str:
    """The licence of a source, said; blank where none is known."""
    return words.text("page.licence", licence=line.licence) if line.licence else ""


def edition_of(line: SourceLine, words: Catalogue) -> str:
    """The edition through which a source was read, said; blank where it was read itself."""
    return words.text("page.read-through", edition=line.read_through) if line.read_through else ""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading of a level (1 to 3) and what stands under it.

    `landscape` holds for a section of level 1 and all below it: its tables are too wide for a
    portrait page.
    """

    id: str
    title: str
    level: int
    blocks: tuple[Block, ...] = ()
    landscape: bool = False


@dataclass(frozen=True, slots=True)
class Paper:
    """A business case as a paper: the one page, then sections in order."""

    title: str
    area: str
    label: str
    warnings: tuple[str, ...]
    front: FrontPage
    sections: tuple[Section, ...]
    stamp: str = field(default="")

    @property
    def links(self) -> frozenset[str]:
        """Ids that a link inside the paper may go to: each source in the list of sources."""
        return frozenset(
            f"source-{line.id}"
            for section in self.sections
            for block in section.blocks
            if isinstance(block, Sources)
            for line in block.lines
        )
