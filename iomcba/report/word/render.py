"""Paper → Word document on a base document, with pictures of the charts made by the caller."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import TYPE_CHECKING

from iomcba.report.five_cases import lay_out_paper, printed
from iomcba.report.layout import lay_out
from iomcba.report.paper import Paper, Sources
from iomcba.report.views import Chart
from iomcba.report.word import archive, xml
from iomcba.report.word.base import Base, open_base
from iomcba.report.word.blocks import Writer
from iomcba.report.word.styles import LABEL, NOTE
from iomcba.terms.catalogue import Catalogue
from iomcba.terms.findings import SharedCase

if TYPE_CHECKING:
    from docx.oxml.section import CT_SectPr

_LISTED = 3  # headings above this level stand in the contents
_NEW_PAGE = "<w:pageBreakBefore/>"
_THIN = '<w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>'
Pictures = Callable[[Sequence[str]], list[bytes]]


@dataclass(frozen=True, slots=True)
class Written:
    """A Word document, and the styles that its base document lacked."""

    content: bytes
    added: tuple[str, ...]


def render(
    shared: SharedCase,
    pictures: Pictures,
    words: Catalogue,
    base: bytes | None = None,
    stamp: str = "",
    epoch: int | None = None,
) -> Written:
    """The business case as a Word document.

    Args:
        shared: the case after disclosure control.
        pictures: turns SVG drawings into PNG files.
        words: the catalogue of what is said.
        base: the base document (.docx or .dotx); None for our own.
        stamp: the date to print; blank prints none.
        epoch: the time that the file states (seconds since 1970); None states none.

    Raises:
        BaseDocumentError: if the base is no Word document.
    """
    from docx.oxml import parse_xml

    paper = lay_out_paper(lay_out(shared, words, stamp), words)
    held = open_base(base)
    if held.own:
        _heads(held, paper, words)
    writer, pages = _writer(paper, held, pictures, words), _pages(held)
    body = held.document.element.body
    text = "".join(_body(paper, writer, pages))
    for element in list(parse_xml(f"<w:body {xml.DECLARED}>{text}</w:body>")):
        body.insert(len(body) - 1, element)
    body.remove(body[-1])
    body.append(pages.last)
    _language(held, words.language)
    archive.describe(held.document, paper.title, paper.area, words.language, epoch)
    return Written(archive.saved(held.document), held.added)


@dataclass(slots=True)
class _Pages:
    """The page of the base document, upright and across; `last` is that of the last section."""

    upright: CT_SectPr
    across: CT_SectPr
    last: CT_SectPr

    def width(self, landscape: bool) -> int:
        """Width of the text in twentieths of a point."""
        page = self.across if landscape else self.upright
        room = int(page.page_width or 0) - int(page.left_margin or 0) - int(page.right_margin or 0)
        return round(room / xml.EMU)

    def turn(self, landscape: bool) -> str:
        """A paragraph that ends a section with this page."""
        from lxml import etree

        page = etree.tostring(self.across if landscape else self.upright, encoding="unicode")
        return xml.paragraph("", "", _THIN + page)

    def begun(self) -> None:
        """Later sections have no first page of their own."""
        from docx.oxml.ns import qn

        for page in (self.upright, self.across):
            for held in page.findall(qn("w:titlePg")):
                page.remove(held)


def _pages(base: Base) -> _Pages:
    from docx.enum.section import WD_ORIENT, WD_SECTION

    upright = deepcopy(base.document.sections[-1]._sectPr)
    upright.start_type = WD_SECTION.NEW_PAGE
    long, short = upright.page_height, upright.page_width
    if long is not None and short is not None and long < short:
        long, short = short, long
        upright.page_height, upright.page_width = long, short
        upright.orientation = WD_ORIENT.PORTRAIT
    across = deepcopy(upright)
    across.page_width, across.page_height, across.orientation = long, short, WD_ORIENT.LANDSCAPE
    return _Pages(upright, across, upright)


def _writer(paper: Paper, base: Base, pictures: Pictures, words: Catalogue) -> Writer:
    part = base.document.part
    blocks = [block for section in paper.sections for block in section.blocks]
    charts = [block for block in blocks if isinstance(block, Chart)]
    lines = [line for block in blocks if isinstance(block, Sources) for line in block.lines]
    held: dict[str, tuple[str, tuple[int, int]]] = {}
    for chart, png in zip(charts, pictures([chart.wide for chart in charts]), strict=True):
        relation, image = part.get_or_add_image(io.BytesIO(png))
        held[chart.id] = relation, (image.px_width, image.px_height)
    addresses = dict.fromkeys(line.link for line in lines if line.link)
    from docx.opc.constants import RELATIONSHIP_TYPE

    return Writer(
        words=words,
        styles=base.ids,
        pictures=held,
        links={
            address: part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
            for address in addresses
        },
        sources={f"source-{line.id}": f"source_{n}" for n, line in enumerate(lines, start=1)},
        named={name for name, _ in printed(paper.front)},
    )


def _body(paper: Paper, writer: Writer, pages: _Pages) -> Iterator[str]:
    writer.width = pages.width(landscape=False)
    front = list(_front(paper, writer))
    sections = list(_sections(paper, writer, pages))
    listed = [entry for entry in writer.headings if entry[0] < _LISTED]
    yield from front
    yield xml.paragraph(
        xml.run(writer.words.text("page.contents"), bold=True, size=17), "", _NEW_PAGE
    )
    yield xml.contents(listed, [writer.styles[f"toc {level}"] for level in range(1, _LISTED)])
    yield from sections


def _sections(paper: Paper, writer: Writer, pages: _Pages) -> Iterator[str]:
    landscape = False
    for section in paper.sections:
        turned = section.level == 1 and section.landscape != landscape
        if turned:
            yield pages.turn(landscape)
            pages.begun()
            landscape = section.landscape
            writer.width = pages.width(landscape)
        starts = section.level == 1 and not turned
        yield writer.heading(section.title, section.level, _NEW_PAGE if starts else "")
        for block in section.blocks:
            yield from writer.block(block)
    pages.last = pages.across if landscape else pages.upright


def _front(paper: Paper, writer: Writer) -> Iterator[str]:
    front, styles, text = paper.front, writer.styles, writer.words.text
    if paper.label:
        yield xml.paragraph(xml.run(paper.label), styles[LABEL])
    yield xml.paragraph(xml.run(paper.title), styles["Title"])
    area = " · ".join(text for text in (paper.area, paper.stamp) if text)
    if area:
        yield xml.paragraph(xml.run(area), styles[NOTE])
    yield writer.heading(text("page.one-page"), 1)
    yield writer.heading(text("page.decision"), 2)
    yield xml.paragraph(xml.run(front.decision))
    if front.cohort:
        yield xml.paragraph(
            "".join(
                (xml.run(" · ") if place else "") + writer.sentence(fact)
                for place, fact in enumerate(front.cohort)
            ),
            styles[NOTE],
        )
    yield writer.heading(text("page.answer"), 2)
    for place, said in enumerate(front.verdict):
        yield xml.paragraph(writer.sentence(said)) if place else writer.lead(said)
    for warning in paper.warnings:
        yield xml.paragraph(xml.run(f"{text('page.warning')} ", bold=True) + xml.run(warning))
    yield writer.heading(text("page.at-a-glance"), 2)
    for card in front.cards:
        tag = f" ({card.tag})" if card.tag else ""
        opening = xml.run(card.label, bold=True) + xml.run(f"{tag}: ")
        lines = [writer.sentence(card.headline), *(writer.sentence(line) for line in card.lines)]
        yield xml.paragraph(opening + xml.run("; ").join(lines) + xml.run("."))
    for table in (front.cost, front.bearers):
        if table.rows:
            yield from writer.table(table)
    for answer in front.answers:
        if answer.sentences:
            yield writer.heading(answer.question, 2)
            yield from (xml.paragraph(writer.sentence(said)) for said in answer.sentences)
    yield xml.paragraph(xml.run(front.basis), styles[NOTE])


def _heads(base: Base, paper: Paper, words: Catalogue) -> None:
    """Running head and foot of our own document: title and label; area and page."""
    from docx.oxml import parse_xml

    section, style = base.document.sections[0], base.ids[NOTE]
    margins = int(section.left_margin or 0) + int(section.right_margin or 0)
    right = round((int(section.page_width or 0) - margins) / xml.EMU)
    marks = f'<w:tabs><w:tab w:val="right" w:pos="{right}"/></w:tabs>'
    tab = "<w:r><w:tab/></w:r>"
    head = xml.run(paper.title) + tab + xml.run(paper.label, bold=True)
    fields = {"page": ("PAGE",), "pages": ("NUMPAGES",)}
    page = "".join(
        xml.field(part[0], "1") if isinstance(part, tuple) else xml.run(str(part))
        for part in words.parts("paper.page", **fields)
    )
    foot = xml.run(paper.area) + tab + page
    for part, content in ((section.header, head), (section.footer, foot)):
        part.is_linked_to_previous = False
        (old,) = part.paragraphs
        text = xml.paragraph(content, style, marks).replace("<w:p>", f"<w:p {xml.DECLARED}>", 1)
        old._p.getparent().replace(old._p, parse_xml(text))


def _language(base: Base, language: str) -> None:
    """The language of the words, unless a style says otherwise."""
    from docx.oxml.ns import qn

    for held in base.document.styles.element.iterfind(f".//{qn('w:docDefaults')}//{qn('w:lang')}"):
        held.set(qn("w:val"), "cy-GB" if language == "cy" else language)
