"""The document that a report is written onto: our own, or a council's with its styles and heads.

Of a council's document its styles, headers, footers, page size and margins are used; its words are
not. A style that the report needs and the document lacks is added as we would have it, and its name
is told, because Word keeps even its own headings only in documents that use them.
"""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING

from iomcba.report.word.given import A4, MARGINS, BaseDocumentError, cut_off, empty, settle_page
from iomcba.report.word.styles import STYLES, TABLE_STYLE

if TYPE_CHECKING:
    from docx.document import Document

_DOCUMENT = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_TEMPLATE = b"application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml"
_CONTENT_TYPES = "[Content_Types].xml"
_MOST = 50_000_000  # bytes of a base document unpacked; a head with pictures is far below


@dataclass(frozen=True, slots=True)
class Base:
    """A document to write onto, the ids of its styles by name, and which of them were added."""

    document: Document
    ids: dict[str, str]
    added: tuple[str, ...]
    own: bool


def open_base(content: bytes | None) -> Base:
    """Open a base document, or make our own for None.

    Raises:
        BaseDocumentError: if the content is no Word document, has no page that text fits on, or
            needs files outside it.
    """
    from docx import Document

    if content is None:
        document = Document()
        empty(document)
        _our_page(document)
        return _with_styles(document, own=True)
    try:
        document = Document(io.BytesIO(_as_document(content)))
    except BaseDocumentError:
        raise
    except Exception as error:  # python-docx and lxml raise many kinds for a broken package
        raise BaseDocumentError("is no Word document (.docx or .dotx) that can be read") from error
    empty(document)
    settle_page(document)
    cut_off(document)
    return _with_styles(document, own=False)


def _as_document(content: bytes) -> bytes:
    """A template (.dotx) as a document: its main part is named otherwise, no more."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > _MOST:
                raise BaseDocumentError(f"unpacks to more than {_MOST:,} bytes")
            parts = {name: archive.read(name) for name in archive.namelist()}
    except (zipfile.BadZipFile, EOFError, OSError, RuntimeError) as error:
        raise BaseDocumentError("is no Word document (.docx or .dotx) that can be read") from error
    if any(b"<!DOCTYPE" in part or b"\0" in part[:64] for part in _xml(parts)):
        raise BaseDocumentError("holds a document type, or XML that is not UTF-8")
    types = parts.get(_CONTENT_TYPES, b"")
    if b"macroEnabled" in types:
        raise BaseDocumentError("holds macros; save it as .docx or .dotx without them")
    if _TEMPLATE not in types:
        return content
    parts[_CONTENT_TYPES] = types.replace(_TEMPLATE, _DOCUMENT)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return out.getvalue()


def _xml(parts: dict[str, bytes]) -> list[bytes]:
    return [part for name, part in parts.items() if name.endswith((".xml", ".rels"))]


def _our_page(document: Document) -> None:
    from docx.oxml.ns import qn

    section = document.element.body.sectPr
    for held, lengths in ((section.get_or_add_pgSz(), A4), (section.get_or_add_pgMar(), MARGINS)):
        for name, length in lengths.items():
            held.set(qn(f"w:{name}"), str(length))


def _with_styles(document: Document, own: bool) -> Base:
    """Add the styles that are not there; our own document gets them all as we want them."""
    from docx.oxml import parse_xml

    element = document.styles.element
    names = {style.name: style for style in document.styles}
    added = []
    for name, text in {**STYLES, TABLE_STYLE[0]: TABLE_STYLE[1]}.items():
        held = names.get(name)
        if held is not None and not own:
            continue
        if held is not None:
            element.remove(held.element)
        elif not own:
            added.append(name)
        element.append(parse_xml(text))
    ids = {style.name or "": style.style_id for style in document.styles}
    return Base(document, ids, tuple(added), own)
