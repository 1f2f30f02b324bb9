"""Small pieces of WordprocessingML as text: runs, paragraphs, fields, bookmarks, tables, pictures.

Written as text because a document of many thousand cells is built far faster this way than cell by
cell. Every word of a user goes through `escaped`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape

from iomcba.characters import shown

EMU = 635  # to a twentieth of a point
_NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
}
DECLARED = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in _NAMESPACES.items())


def escaped(text: str) -> str:
    """Text made safe for an element or an attribute."""
    return escape(shown(text), {'"': "&quot;"})


def run(
    text: str,
    bold: bool = False,
    italic: bool = False,
    colour: str = "",
    size: float = 0,
    style: str = "",
) -> str:
    """A stretch of text; `size` in points, 0 for that of the paragraph."""
    if not text:
        return ""
    marks = "".join(
        (
            f'<w:rStyle w:val="{style}"/>' if style else "",
            "<w:b/>" if bold else "",
            "<w:i/>" if italic else "",
            f'<w:color w:val="{colour}"/>' if colour else "",
            f'<w:sz w:val="{round(2 * size)}"/><w:szCs w:val="{round(2 * size)}"/>' if size else "",
        )
    )
    held = f"<w:rPr>{marks}</w:rPr>" if marks else ""
    return f'<w:r>{held}<w:t xml:space="preserve">{escaped(text)}</w:t></w:r>'


LINE_BREAK = "<w:r><w:br/></w:r>"


def paragraph(content: str, style: str = "", marks: str = "") -> str:
    """A paragraph of a style (its id); `marks` are further properties, in the schema's order."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    held = f"<w:pPr>{named}{marks}</w:pPr>" if named or marks else ""
    return f"<w:p>{held}{content}</w:p>"


def field(instruction: str, result: str) -> str:
    """A field with its result."""
    return f'<w:fldSimple w:instr=" {escaped(instruction)} ">{run(result)}</w:fldSimple>'


def bookmark(number: int, name: str, content: str) -> str:
    """Content under a bookmark."""
    return (
        f'<w:bookmarkStart w:id="{number}" w:name="{escaped(name)}"/>{content}'
        f'<w:bookmarkEnd w:id="{number}"/>'
    )


def link(target: str, content: str) -> str:
    """Content that leads to a bookmark."""
    return f'<w:hyperlink w:anchor="{escaped(target)}" w:history="1">{content}</w:hyperlink>'


def link_out(relation: str, content: str) -> str:
    """Content that leads out of the document, by the id of a relationship."""
    return f'<w:hyperlink r:id="{relation}" w:history="1">{content}</w:hyperlink>'


def contents(entries: Sequence[tuple[int, str, str]], styles: Sequence[str]) -> str:
    """A contents field of (level, bookmark, title), its entries there before it is updated."""
    begin = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        '<w:r><w:instrText xml:space="preserve"> TOC \\o "1-2" \\h \\z \\u </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )
    lines = [
        paragraph(("" if place else begin) + link(target, run(title)), styles[level - 1])
        for place, (level, target, title) in enumerate(entries)
    ]
    end = paragraph('<w:r><w:fldChar w:fldCharType="end"/></w:r>')
    gallery = '<w:docPartGallery w:val="Table of Contents"/><w:docPartUnique/>'
    return (
        f"<w:sdt><w:sdtPr><w:docPartObj>{gallery}</w:docPartObj></w:sdtPr>"
        f"<w:sdtContent>{''.join(lines)}{end}</w:sdtContent></w:sdt>"
    )


def table(
    style: str, caption: str, widths: Sequence[int], head: Iterable[str], rows: Iterable[str]
) -> str:
    """A table; widths in twentieths of a point; head cells and whole rows as text.

    The head repeats on each page; no row breaks over two.
    """
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{style}"/>'
        f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        '<w:tblLook w:val="00A0" w:firstRow="1" w:lastRow="0" w:firstColumn="1" w:lastColumn="0" '
        f'w:noHBand="1" w:noVBand="1"/><w:tblCaption w:val="{escaped(caption)}"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{row(head, header=True)}{''.join(rows)}</w:tbl>"
    )


def row(cells: Iterable[str], header: bool = False) -> str:
    """A row of cells."""
    repeats = "<w:tblHeader/>" if header else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{repeats}</w:trPr>{''.join(cells)}</w:tr>"


def cell(content: str, width: int) -> str:
    """A cell of paragraphs."""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{content}</w:tc>'


def picture(relation: str, number: int, name: str, alt: str, size: tuple[int, int]) -> str:
    """An inline picture with its description; size in twentieths of a point."""
    across, down = (EMU * length for length in size)
    return (
        '<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{across}" cy="{down}"/>'
        f'<wp:docPr id="{number}" name="{escaped(name)}" descr="{escaped(alt)}"/>'
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">'
        f'<pic:pic><pic:nvPicPr><pic:cNvPr id="{number}" name="{escaped(name)}" '
        f'descr="{escaped(alt)}"/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch>'
        '</pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/>'
        f'<a:ext cx="{across}" cy="{down}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )
