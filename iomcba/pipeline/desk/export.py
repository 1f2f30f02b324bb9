"""A case → the workbook in which its reviewer works."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from iomcba.errors import Place, Problems
from iomcba.keep.folders import refuse_file, write_one
from iomcba.pipeline.desk.layout import lay_out
from iomcba.read.inputs import read_inputs
from iomcba.read.workspace import find_case
from iomcba.report.desk.sheet import LONGEST
from iomcba.report.desk.workbook import workbook
from iomcba.terms.catalogue import Catalogue
from iomcba.terms.desk import DeskBook


def export(
    case: str, path: Path, everything: bool, force: bool, today: date, words: Catalogue
) -> DeskBook:
    """Write the workbook of a case.

    Raises:
        InputError: with every problem in the case, if a text is too long for a cell, or if the file
            may not be written.
    """
    refuse(path, force)
    workspace = find_case(case)
    desk = lay_out(workspace, read_inputs(workspace), everything, today, words)
    hold_lengths(desk)
    write_one(path, workbook(desk, words), force)
    return desk


def refuse(path: Path, force: bool) -> None:
    """Raise InputError if a workbook may not be written there."""
    refuse_file(path, force, (".xlsx",))


def hold_lengths(desk: DeskBook) -> None:
    """Raise InputError where a text would not fit into a cell and be cut short."""
    problems = Problems()
    for sheet in desk.sheets:
        for row in sheet.rows:
            for column, text in row.texts.items():
                if len(text) > LONGEST:
                    at = Place(row.place.file, row.place.line, column)
                    what = f"holds {len(text):,} characters, more than a workbook's cell can"
                    problems.add(at, what, f"Shorten it to {LONGEST:,}.")
    problems.raise_if_any()
