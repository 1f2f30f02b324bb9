"""Reports from a finished case: rendered from what may be shared, never from more."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

from iomcba.errors import InputError, Place, Problem
from iomcba.keep.folders import write_files
from iomcba.read.run import read_shared
from iomcba.read.workspace import read_templates
from iomcba.report import html
from iomcba.report.workbook import render as workbook
from iomcba.terms.findings import SharedCase


def stamp() -> str:
    """The date printed in a report: that of SOURCE_DATE_EPOCH, or none."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    return datetime.fromtimestamp(int(epoch), UTC).date().isoformat() if epoch.isdigit() else ""


def render_reports(shared: SharedCase, templates: Path | None = None) -> dict[str, bytes]:
    """Every report of a case by file name; no workbook where too little of it may be shared."""
    try:
        reports = {"business-case.html": html.render(shared, read_templates(templates), stamp())}
    except Exception as error:
        if templates is None or not type(error).__module__.startswith("jinja2"):
            raise
        place = Place(str(templates), getattr(error, "lineno", 0) or 0)
        raise InputError([Problem(place, f"the template fails: {error}")]) from error
    finance = workbook.render(shared, stamp())
    return reports if finance is None else {**reports, "business-case.xlsx": finance}


def report(run: Path, templates: Path | None = None) -> list[Path]:
    """Render the reports of a run folder again, from its results alone.

    Raises:
        InputError: if the folder is no run.
    """
    shared = read_shared(run)
    return write_files(run, render_reports(shared, templates))
