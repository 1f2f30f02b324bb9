"""What a base document brings along: a page that text fits on, and nothing from outside itself.

Word opens whatever a document names outside itself (a template, a linked picture or object) as
soon as it is opened. A report is passed on, so none of that is carried over: what nothing uses
once the words are out is dropped, the template too, and the rest is refused by name.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from iomcba.characters import clipped, shown

if TYPE_CHECKING:
    from docx.document import Document
    from docx.opc.part import Part
    from docx.oxml.xmlchemy import BaseOxmlElement

A4 = {"w": 11906, "h": 16838}  # twentieths of a point
MARGINS = {
    "top": 1240,
    "right": 1020,
    "bottom": 1080,
    "left": 1020,
    "header": 560,
    "footer": 560,
    "gutter": 0,
}
_MOST, _LEAST = 31_680, 1_440  # Word's longest side; an inch of text
_LENGTH = re.compile(r"(-?[0-9]{1,6}(?:\.[0-9]{1,20})?)(mm|cm|in|pt|pc|pi|)")
_TWIPS = {"": 1, "pt": 20, "pc": 240, "pi": 240, "in": 1440, "mm": 1440 / 25.4, "cm": 1440 / 2.54}
_SIGNED = ("top", "bottom")  # below zero: the head may not push the text down
_OF_TEMPLATE = ("w:attachedTemplate", "w:linkStyles")
_FOLLOWED_BY_HAND = ("hyperlink", "hlinkClick", "hlinkHover")
_SHOWN = 120  # characters of an address


class BaseDocumentError(ValueError):
    """A base document that cannot be used; the message says why."""


def empty(document: Document) -> None:
    """Take the words out; the last section's page and heads stay.

    Raises:
        BaseDocumentError: if the document has no body.
    """
    body = document.element.body
    if body is None:
        raise BaseDocumentError("has no body (w:body); open it in Word and save it again")
    page = body.sectPr
    for element in list(body):
        if element is not page:
            body.remove(element)


def settle_page(document: Document) -> None:
    """A4 and our margins where the document says none; all lengths as whole twentieths of a point.

    Raises:
        BaseDocumentError: if a length is none, or no text fits between the margins.
    """
    section = document.element.body.get_or_add_sectPr()
    size = _settled(section.get_or_add_pgSz(), A4)
    margins = _settled(section.get_or_add_pgMar(), MARGINS)
    short = min(size.values())  # the report turns the page for wide tables
    across = margins["left"] + margins["right"] + margins["gutter"]
    down = abs(margins["top"]) + abs(margins["bottom"])
    if short - max(across, down) < _LEAST:
        raise BaseDocumentError(
            f"has a page of {_mm(size['w'])} × {_mm(size['h'])} mm, whose margins leave no room "
            "for text; set page size and margins in Word (Layout), also for the page turned"
        )


def _settled(element: BaseOxmlElement, usual: dict[str, int]) -> dict[str, int]:
    """Every length of a page size or of margins, also written into the document."""
    from docx.oxml.ns import qn

    settled = {}
    for name, length in usual.items():
        said = element.get(qn(f"w:{name}"))
        settled[name] = length if said is None else _length(name, said)
        element.set(qn(f"w:{name}"), str(settled[name]))
    return settled


def _length(name: str, said: str) -> int:
    """Twentieths of a point; some programs write decimals, and Word units."""
    held = _LENGTH.fullmatch(said.strip())
    length = round(float(held[1]) * _TWIPS[held[2]]) if held else None
    if length is None or not (-_MOST if name in _SIGNED else 0) <= length <= _MOST:
        raise BaseDocumentError(
            f"has a page that cannot be: w:{name} is {_shown(said)!r}, no length up to 22 inches; "
            "set page size and margins in Word (Layout)"
        )
    return length


def _mm(length: int) -> int:
    return round(length / _TWIPS["mm"])


def cut_off(document: Document) -> None:
    """Drop what nothing uses of all that the document names outside itself, and its template.

    Raises:
        BaseDocumentError: if a part that stays needs a file outside; links to follow by hand stay.
    """
    from docx.opc.constants import RELATIONSHIP_TYPE

    package = document.part.package
    for held in [name for name, relation in package.rels.items() if relation.is_external]:
        del package.rels[held]
    for part in list(package.iter_parts()):
        _forget_template(part)
        for name, relation in list(part.rels.items()):
            if not relation.is_external:
                continue
            users = _users(part, name)
            if users is not None and not users:
                del part.rels[name]
            elif relation.reltype != RELATIONSHIP_TYPE.HYPERLINK or not set(users or ()) <= set(
                _FOLLOWED_BY_HAND
            ):
                kind = _shown(relation.reltype.rsplit("/", 1)[-1])
                raise BaseDocumentError(
                    f"names another file outside it ({kind} {_shown(relation.target_ref)} in "
                    f"{_shown(part.partname.lstrip('/'))}), which Word would fetch for every "
                    "reader; embed it or take it out, and save the document again"
                )


def _forget_template(part: Part) -> None:
    """The styles stand in the document itself; the template would be fetched at each opening."""
    from docx.opc.part import XmlPart
    from docx.oxml.ns import qn

    if isinstance(part, XmlPart):
        for held in list(part.element.iter(*(qn(name) for name in _OF_TEMPLATE))):
            parent = held.getparent()
            if parent is not None:
                parent.remove(held)


def _users(part: Part, name: str) -> list[str] | None:
    """Elements of a part that use a relationship; None where its text is not at hand."""
    from docx.opc.part import XmlPart

    if not isinstance(part, XmlPart):
        return None
    return [
        str(element.tag).rsplit("}", 1)[-1]
        for element in part.element.iter()
        if name in element.attrib.values()
    ]


def _shown(text: str) -> str:
    """Words of a document in one line, without what could deceive a terminal."""
    return clipped(shown(text), _SHOWN)
