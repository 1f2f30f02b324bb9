"""Reports from a finished case: rendered from what may be shared, never from more."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from iomcba.errors import InputError, Place, Problem, TemplateFault
from iomcba.keep.folders import write_files
from iomcba.pipeline.beside import beside
from iomcba.pipeline.clothes import DOCX, HTML, PDF, XLSX, Clothes
from iomcba.pipeline.confined import confined
from iomcba.pipeline.executor import processors
from iomcba.read.catalogue import catalogue
from iomcba.read.guard import BOOK
from iomcba.read.run import read_shared
from iomcba.read.templates import own_look, page_templates, paper_templates
from iomcba.read.workspace import source
from iomcba.terms.findings import SharedCase


def _html(shared: SharedCase, wanted: Clothes) -> bytes | None:
    from iomcba.report import html

    own = wanted.templates
    given = (shared, page_templates(own), catalogue(own), stamp(), own_look(own))
    return _by_templates(wanted, html.render, *given)


def _pdf(shared: SharedCase, wanted: Clothes) -> bytes | None:
    from iomcba.report.pdf import render

    own = wanted.templates
    templates, words = paper_templates(own), catalogue(own)
    given = (shared, templates, words, stamp(), epoch(), own_look(own))
    return _by_templates(wanted, render.render, *given)


def _by_templates(wanted: Clothes, render: Callable[..., bytes], *given: object) -> bytes:
    """Render by templates; those of one's own are code of others, and held to limits."""
    if wanted.templates is None:
        return render(*given)
    try:
        return confined(render, *given)
    except TemplateFault as fault:
        where = wanted.templates / fault.file
        remedy = (
            "It is a shipped template, which asks for what yours do not give."
            if fault.file and not where.is_file()
            else ""
        )
        problem = Problem(Place(str(where), fault.line), f"the template fails: {fault.why}", remedy)
        raise InputError([problem]) from fault


def _docx(shared: SharedCase, wanted: Clothes) -> bytes | None:
    from iomcba.report.pdf.render import pictures
    from iomcba.report.word import render
    from iomcba.report.word.given import BaseDocumentError

    base = wanted.base_document
    try:
        content = None if base is None else source(base, BOOK).read()
        words = catalogue(wanted.templates)
        return render.render(shared, pictures, words, content, stamp(), epoch()).content
    except BaseDocumentError as error:
        raise InputError([Problem(Place(str(base)), str(error))]) from error


def _xlsx(shared: SharedCase, wanted: Clothes) -> bytes | None:
    """None where too little may be shared for live formulas."""
    from iomcba.report.workbook import render

    return render.render(shared, catalogue(wanted.templates), stamp())


RENDERERS: dict[str, Callable[[SharedCase, Clothes], bytes | None]] = {
    HTML: _html,
    PDF: _pdf,
    DOCX: _docx,
    XLSX: _xlsx,
}


def stamp() -> str:
    """The date printed in a report: that of SOURCE_DATE_EPOCH, or none."""
    seconds = epoch()
    return "" if seconds is None else datetime.fromtimestamp(seconds, UTC).date().isoformat()


def epoch() -> int | None:
    """The time that a report states, in seconds since 1970: SOURCE_DATE_EPOCH, or none."""
    said = os.environ.get("SOURCE_DATE_EPOCH", "")
    return int(said) if said.isdigit() else None


def _lay_out(shared: SharedCase, wanted: Clothes) -> None:
    from iomcba.report.layout import lay_out

    lay_out(shared, catalogue(wanted.templates), stamp())


def render_reports(
    shared: SharedCase, wanted: Clothes | None = None, workers: int = 1
) -> dict[str, bytes]:
    """Every report of a case by file name, in the formats wanted."""
    wanted = wanted or Clothes()
    formats = [each for each in RENDERERS if each in wanted.formats or not wanted.formats]

    def dressed(chosen: list[str]) -> dict[str, bytes | None]:
        return {each: RENDERERS[each](shared, wanted) for each in chosen}

    # the PDF takes as long as all others together; own templates have a process of their own
    alone = [PDF] if PDF in formats and len(formats) > 1 and wanted.templates is None else []
    if alone:
        _lay_out(shared, wanted)  # once, for both processes
    meanwhile = beside(lambda: dressed(alone), workers if alone else 1)
    made = dressed([each for each in formats if each not in alone]) | meanwhile()
    return {
        f"business-case.{each}": content for each in formats if (content := made[each]) is not None
    }


def report(run: Path, wanted: Clothes | None = None) -> list[Path]:
    """Render the reports of a run folder again, from its results alone.

    Raises:
        InputError: if the folder is no run.
    """
    shared = read_shared(run)
    return write_files(run, render_reports(shared, wanted, processors()))
