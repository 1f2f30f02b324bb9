"""In what a business case can be dressed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

FORMATS = HTML, PDF, DOCX, XLSX = "html", "pdf", "docx", "xlsx"


@dataclass(frozen=True, slots=True)
class Clothes:
    """In what a case is to be dressed: formats (all where none is named), and what is one’s own.

    `templates` is a folder whose files take the place of shipped ones of the same name, and whose
    words.yaml takes the place of shipped words;
    `base_document` the Word document whose styles, heads and page are used.
    """

    formats: tuple[str, ...] = ()
    templates: Path | None = None
    base_document: Path | None = None
