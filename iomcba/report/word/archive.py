"""A finished document → the same bytes each time: parts in order, no clock."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docx.document import Document

_FIRST = "[Content_Types].xml"  # a reader may ask for it first
_CLOCK = ("dcterms:created", "dcterms:modified", "cp:lastPrinted")


def describe(
    document: Document, title: str, subject: str, language: str, epoch: int | None
) -> None:
    """Core properties; the times are those of `epoch` (seconds since 1970), or none."""
    from docx.oxml.ns import qn

    about = document.core_properties
    about.title, about.subject, about.language = title[:255], subject[:255], language
    about.author = about.comments = about.last_modified_by = about.keywords = ""
    about.revision = 1
    element = about._element  # python-docx can set a time, but not leave it out
    for name in _CLOCK:
        for held in element.findall(qn(name)):
            element.remove(held)
    if epoch is not None:
        about.created = about.modified = datetime.fromtimestamp(epoch, UTC).replace(tzinfo=None)


def saved(document: Document) -> bytes:
    """The document as bytes that do not depend on when or where it is saved."""
    held, out = io.BytesIO(), io.BytesIO()
    document.save(held)
    with zipfile.ZipFile(held) as parts, zipfile.ZipFile(out, "w") as archive:
        for name in sorted(parts.namelist(), key=lambda name: (name != _FIRST, name)):
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system, entry.external_attr = 0, 0
            archive.writestr(entry, parts.read(name), compresslevel=6)
    return out.getvalue()
