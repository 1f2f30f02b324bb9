"""Changed rows checked: each cell by its table's rules, then the case as it would be, as a whole.

A problem is told of the workbook's cell in which its reader can mend it, wherever there is one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

from iomcba.characters import clipped, neutral
from iomcba.errors import Place, Problem, Problems
from iomcba.pipeline.check import check_workspace
from iomcba.pipeline.desk.layout import FIGURE
from iomcba.pipeline.desk.reading import Reading
from iomcba.read.columns import Column
from iomcba.read.located import read_lines
from iomcba.read.rows import check_cell, read_row
from iomcba.read.tables import FORM_OF
from iomcba.read.workspace import Workspace
from iomcba.terms.desk import CASE_WORDS, OPTION_WORDS, VALUE, RowEdit
from iomcba.terms.names import name_of

SHOWN = 60  # characters of a cell in a message


def check_rows(reading: Reading, edits: Iterable[RowEdit]) -> None:
    """Check every cell of the changed rows, and that each row still makes sense."""
    for edit in edits:
        _hold_plain(reading, edit)
        form = FORM_OF.get(edit.table)
        if form is None:
            word, row = edit.edits[0], edit.row
            column = Column(word.column, row.kind, row.choices, required=row.kind != "text")
            check_cell(column, word.now, _cell(reading, edit, word.column), reading.problems)
            continue
        cells = {column.name: edit.row.texts.get(column.name, "") for column in form.columns}
        cells |= {e.column: e.now for e in edit.edits}
        cells |= {column: now for column, _, now in edit.follows}
        read_row(form, cells, partial(_cell, reading, edit), reading.problems)


def _hold_plain(reading: Reading, edit: RowEdit) -> None:
    """No text that a spreadsheet would run enters a table of the case."""
    for each in edit.edits:
        if neutral(each.now) != each.now:
            what = f"begins like a formula: {clipped(each.now, SHOWN)!r}"
            remedy = "Begin it with a letter or a digit."
            reading.problems.add(_cell(reading, edit, each.column), what, remedy)


def _cell(reading: Reading, edit: RowEdit, column: str) -> Place:
    """Where a problem of an edited row is told: in its column, if that is what was edited."""
    edited = {e.column: e.cell for e in edit.edits}
    figures = [c for c in edited if c in FIGURE]
    told = column if column in edited else next(iter((*figures, *edited)))
    return Place(f"{reading.book.file}!{edit.edits[0].sheet}!{edited[told]}")


def check_case(
    reading: Reading,
    workspace: Workspace,
    files: Mapping[Path, bytes],
    edits: Iterable[RowEdit],
    today: date,
) -> None:
    """Check the case as it would be, as far as that adds to what is told of its cells already.

    Where a cell is wrong, what the case then lacks is not told: it may follow from it.
    """
    after = replace(workspace, changed={**workspace.changed, **files})
    found = check_workspace(after, reading.desk.case, today).problems
    if not found:
        return
    edited = {(edit.table, edit.name): edit for edit in edits}
    names, told = dict(_names(after)), {problem.place for problem in reading.problems}
    placed = [(_told(reading, problem.place, names, edited), problem) for problem in found]
    in_cells = bool(told) or any(place != problem.place for place, problem in placed)
    for place, problem in placed:
        follows = in_cells and place == problem.place
        if place not in told and not follows:
            reading.problems.found.append(Problem(place, problem.what, problem.remedy))


def _names(workspace: Workspace) -> Iterator[tuple[tuple[str, int], tuple[str, str]]]:
    """Table and name of the row that starts on each line of the case's own tables."""
    for path in workspace.tables(workspace.case):
        form, source = FORM_OF.get(path.stem), workspace.source(path)
        lines = read_lines(source, Problems())
        if form is None or lines is None:
            continue
        for line, cells in lines.rows:
            row = dict(zip(lines.header, cells, strict=True))
            keys = (row.get(key.name, "").replace("/", "-") for key in form.keys)
            yield (source.name, line), (form.name, name_of(form.name, *keys))


def _told(
    reading: Reading,
    place: Place,
    names: Mapping[tuple[str, int], tuple[str, str]],
    edited: Mapping[tuple[str, str], RowEdit],
) -> Place:
    """The workbook's cell of a place in the case's files; the place itself where there is none."""
    known, column = names.get((place.file, place.line)), place.column
    if known is None:
        known, column = _word(place, edited), VALUE
    if known is None or known not in reading.where:
        return place
    if known in edited:
        return _cell(reading, edited[known], column)
    sheet, row = reading.where[known]
    columns = reading.columns[sheet]
    return reading.at(sheet, row, columns.get(column, columns["name"]))


def _word(place: Place, edited: Mapping[tuple[str, str], RowEdit]) -> tuple[str, str] | None:
    """The word of a YAML file that a problem is about: itself, or an edited one below it."""
    folder, _, file = place.file.rpartition("/")
    if file == "case.yaml":
        table, prefix = CASE_WORDS, "case"
    elif folder.rpartition("/")[2] == "options" or folder == "options":
        table, prefix = OPTION_WORDS, f"options.{file.removesuffix('.yaml')}"
    else:
        return None
    name = f"{prefix}.{place.column}" if place.column else prefix
    below = [n for t, n in edited if t == table and (n == name or n.startswith(f"{name}."))]
    above = [n for t, n in edited if t == table and name.startswith(f"{n}.")]
    return (table, next(iter((*below, *above)), name))
