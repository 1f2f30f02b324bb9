"""Blocks of a paper → WordprocessingML: words, tables, charts, benefits maps, sources.

A `Writer` numbers captions, bookmarks and pictures as the document grows; each figure of the first
page and of the table of options carries a bookmark, which the table of names leads to.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from iomcba.report.columns import is_short, shares
from iomcba.report.five_cases import NAMES
from iomcba.report.paper import Block, Flow, Sources, Words, edition_of, licence_of
from iomcba.report.views import Cell, Chart, Row, Sentence, SourceLine, Table
from iomcba.report.word import xml
from iomcba.report.word.styles import LEAD, NAVY, NOTE, SOFT, TEXT
from iomcba.terms.catalogue import Catalogue

_NAME = 40  # characters of a bookmark's name that Word takes
_KEPT = "<w:keepNext/>"
_RIGHT = '<w:jc w:val="right"/>'
_CHARACTER = 92.0  # twentieths of a point that a character of a table takes, more or less
_SMALL, _SMALLEST = 7.0, 6.5
_MANY, _VERY_MANY = 8, 10  # columns from which type is smaller
_COLOURS = {"green": "1B6E3C", "amber": "8A5A00", "red": "A3161F"}
_CAPTIONS = {"Table": "paper.table", "Figure": "paper.figure"}  # by the name Word counts them by
_SIGNS = {"green": "●", "amber": "▲", "red": "■"}


@dataclass(slots=True)
class Writer:
    """What a growing document counts, and what its base offers.

    `words` are the catalogue; `styles` ids by name; `pictures` relation ids and pixel sizes by
    chart; `links` relation ids by web address; `sources` the bookmarks of the sources by their
    anchor in the report; `headings` are (level, bookmark, title) so far.
    """

    words: Catalogue
    styles: Mapping[str, str]
    pictures: Mapping[str, tuple[str, tuple[int, int]]]
    links: Mapping[str, str]
    sources: Mapping[str, str]
    named: set[str]
    width: int = 0
    counted: dict[str, int] = field(default_factory=dict)
    bookmarks: dict[str, str] = field(default_factory=dict)
    headings: list[tuple[int, str, str]] = field(default_factory=list)

    def count(self, what: str) -> int:
        """The next number of its kind."""
        self.counted[what] = self.counted.get(what, 0) + 1
        return self.counted[what]

    def anchored(self, figure: str, content: str) -> str:
        """Content under the figure's bookmark, where the figure is listed and has none yet."""
        if figure not in self.named or figure in self.bookmarks:
            return content
        name = bookmark_name(figure, self.bookmarks.values())
        self.bookmarks[figure] = name
        return xml.bookmark(self.count("bookmark"), name, content)

    def heading(self, title: str, level: int, marks: str = "") -> str:
        """A heading under its bookmark, remembered for the contents."""
        anchor = f"_Toc{len(self.headings) + 1:06d}"
        self.headings.append((level, anchor, title))
        content = xml.bookmark(self.count("bookmark"), anchor, xml.run(title))
        return xml.paragraph(content, self.styles[f"Heading {level}"], marks)

    def block(self, block: Block) -> Iterator[str]:
        """The paragraphs and tables of a block."""
        match block:
            case Words():
                yield from self.said(block)
            case Table():
                yield from self.table(block)
            case Chart():
                yield from self.chart(block)
            case Flow():
                yield from self._flow(block)
            case Sources():
                yield from (self._source(line) for line in block.lines)

    def said(self, block: Words) -> Iterator[str]:
        """Sentences as paragraphs, or as items of a list."""
        for said in block.sentences:
            content = self.sentence(said)
            if not block.bulleted:
                yield xml.paragraph(content, self.styles[NOTE] if block.small else "")
            elif "List Bullet" in self.styles:
                yield xml.paragraph(content, self.styles["List Bullet"])
            else:
                yield xml.paragraph(xml.run("• ") + content, "", '<w:ind w:left="280"/>')

    def sentence(self, pieces: Sentence) -> str:
        """A sentence as runs."""
        return "".join(
            self.anchored(piece.figure, xml.run(piece.text, italic=piece.missing))
            for piece in pieces
        )

    def lead(self, pieces: Sentence) -> str:
        """The sentence that comes first."""
        return xml.paragraph(self.sentence(pieces), self.styles[LEAD])

    def table(self, table: Table) -> Iterator[str]:
        """A table with its caption and notes."""
        units = xml.run(f" ({table.units})", colour=SOFT) if table.units else ""
        content = xml.run(table.caption, bold=True) + units
        yield self._caption("Table", content)
        yield self._grid(table)
        yield from self._notes(table.notes)

    def chart(self, chart: Chart) -> Iterator[str]:
        """A chart with its caption and, below, the table of its figures."""
        relation, (across, down) = self.pictures[chart.id]
        size = self.width, round(self.width * down / across)
        note = xml.run(f" {chart.note}", colour=SOFT) if chart.note else ""
        yield self._caption("Figure", xml.run(f"{chart.title}.", bold=True) + note)
        number = self.count("picture")
        alt = chart.description
        name = f"{self.words.text(_CAPTIONS['Figure'])} {number}"
        yield xml.paragraph(xml.picture(relation, number, name, alt, size))
        yield from self.table(chart.table)

    def _caption(self, kind: str, content: str) -> str:
        number = xml.field(f"SEQ {kind} \\* ARABIC", str(self.count(kind)))
        opening = xml.run(f"{self.words.text(_CAPTIONS[kind])} ") + number + xml.run(": ")
        return xml.paragraph(opening + content, self.styles["Caption"])

    def _notes(self, notes: Iterable[str]) -> Iterator[str]:
        """Notes, or a thin line: two tables that touch would become one."""
        found = [xml.paragraph(xml.run(note), self.styles[NOTE]) for note in notes]
        yield from found or ['<w:p><w:pPr><w:spacing w:before="0" w:after="0"/></w:pPr></w:p>']

    def _grid(self, table: Table) -> str:
        many = len(table.columns)
        size = _SMALLEST if many >= _VERY_MANY else _SMALL if many >= _MANY else 0.0
        parts = shares(table, self.width / _CHARACTER)
        widths = [round(self.width * part / sum(parts)) for part in parts]
        kept = is_short(table)
        head = [
            self._cell(Cell(column.label, numeric=column.numeric), width, size, True, True)
            for column, width in zip(table.columns, widths, strict=True)
        ]
        last = len(table.rows) - 1
        rows = (
            self._row(row, widths, size, kept and place < last, table.id == NAMES)
            for place, row in enumerate(table.rows)
        )
        style = self.styles["Business case table"]
        return xml.table(style, table.caption, widths, head, rows)

    def _row(self, row: Row, widths: list[int], size: float, kept: bool, names: bool) -> str:
        cells = [
            self._cell(cell, width, size, kept, row.total)
            for cell, width in zip((row.head, *row.cells), widths, strict=True)
        ]
        if names:
            target = self.bookmarks.get(row.head.text)
            shown = xml.run(row.head.text, colour=NAVY)
            content = xml.link(target, shown) if target else shown
            cells[0] = xml.cell(xml.paragraph(content, self.styles[TEXT]), widths[0])
        return xml.row(cells)

    def _cell(self, cell: Cell, width: int, size: float, kept: bool, bold: bool) -> str:
        marks = (_KEPT if kept else "") + (_RIGHT if cell.numeric else "")
        colour = SOFT if cell.missing else _COLOURS.get(cell.mark, "")
        sign = f"{_SIGNS[cell.mark]} " if cell.mark in _SIGNS else ""
        shown = xml.run(sign + cell.text, bold, cell.missing, colour, size)
        target = self.sources.get(cell.link.removeprefix("#"), "")
        if target:
            shown = xml.link(target, xml.run(cell.text, bold, colour=NAVY, size=size))
        content = self.anchored(cell.figure, shown)
        if cell.note:
            content += xml.LINE_BREAK + xml.run(cell.note, colour=SOFT, size=(size or 8) - 0.5)
        return xml.cell(xml.paragraph(content, self.styles[TEXT], marks), width)

    def _flow(self, block: Flow) -> Iterator[str]:
        for path in block.paths:
            steps = [xml.run(f"{kind}: ", bold=True) + xml.run(step) for kind, step in path.steps]
            arrow = xml.run("  →  ", colour=NAVY)
            key = "page.cashable" if path.cashable else "page.not-cashable"
            owner = xml.run(f"  {self.words.text(key, owner=path.note)}", colour=SOFT)
            yield xml.paragraph(arrow.join(steps) + owner)

    def _source(self, line: SourceLine) -> str:
        anchor = self.sources.get(f"source-{line.id}", "")
        name = xml.run(line.id, bold=True)
        content = xml.bookmark(self.count("bookmark"), anchor, name) if anchor else name
        content += xml.LINE_BREAK + xml.run(f"{line.citation} ")
        if line.link in self.links:
            content += xml.link_out(self.links[line.link], xml.run(line.link, colour=NAVY))
        for note in (licence_of(line, self.words), edition_of(line, self.words)):
            if note:
                content += xml.LINE_BREAK + xml.run(note, colour=SOFT)
        return xml.paragraph(content)


def bookmark_name(figure: str, taken: Iterable[str]) -> str:
    """A figure's name as Word takes it: letters, digits and underscores, not too long, once.

    >>> bookmark_name("gateway.net-budget.police", ["gateway_net_budget_police"])
    'gateway_net_budget_police_2'
    """
    plain = re.sub(r"\W", "_", figure, flags=re.ASCII)
    name = plain if plain[:1].isalpha() else f"f_{plain}"
    used, ending, number = set(taken), "", 1
    while (found := name[: _NAME - len(ending)] + ending) in used:
        number += 1
        ending = f"_{number}"
    return found
