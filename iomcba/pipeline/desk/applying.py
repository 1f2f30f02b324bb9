"""Changed rows → the case's files as they would be: its own cells edited, sets overridden.

A row of an evidence set is never edited: the case gets a row of the same name. A figure that was
changed does not keep the evidence of the one before it, and its reason stands in its note.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from iomcba.errors import Place, Problems
from iomcba.keep.cells import CellEdit, edit_cells, line_end_of, new_table
from iomcba.keep.scalars import Path as Keys
from iomcba.keep.scalars import Value, edit_values
from iomcba.pipeline.desk.layout import FIGURE
from iomcba.read.located import Lines, read_lines
from iomcba.read.tables import FORM_OF
from iomcba.read.workspace import Workspace
from iomcba.terms.desk import CASE_WORDS, CHOICE, DATE, NUMBER, OPTION_WORDS, RowEdit
from iomcba.terms.inputs import Inputs

REVIEW, SOURCE = "review", "source"
REVIEW_TITLE = "Changed at review; the reason stands in the row's note"
JUDGEMENT = "judgement"
# Statuses that a changed figure of the case's own may keep: they claim no evidence.
KEPT = ("judgement", "illustrative")
EDGE = ".;:,!?"


@dataclass(frozen=True, slots=True)
class Applied:
    """The case's changed files by path, and the row edits with what follows from each."""

    files: Mapping[Path, bytes]
    edits: tuple[RowEdit, ...]


def apply(
    workspace: Workspace, inputs: Inputs, edits: Sequence[RowEdit], problems: Problems
) -> Applied:
    """The case's files with every edit made; nothing is written."""
    files, done = dict[Path, bytes](), list[RowEdit]()
    sources = _Sources(workspace, inputs)
    for table in dict.fromkeys(edit.table for edit in edits):
        own = [edit for edit in edits if edit.table == table]
        if table in (CASE_WORDS, OPTION_WORDS):
            for name in dict.fromkeys(_words_file(edit) for edit in own):
                words = [replace(e, file=name) for e in own if _words_file(e) == name]
                files[workspace.case / name] = _words(workspace, name, words)
                done += words
        else:
            settled = [_with_evidence(edit, sources) for edit in own]
            done += settled
            files[workspace.case / f"{table}.csv"] = _table(workspace, table, settled, problems)
    if sources.added:
        path = workspace.case / "source.csv"
        content = files.get(path, workspace.source(path).read())
        files[path] = edit_cells(content, [], sources.added)
    return Applied(files, tuple(done))


def _words_file(edit: RowEdit) -> str:
    """The YAML file of a word, from the case's folder on."""
    if edit.table == CASE_WORDS:
        return "case.yaml"
    return f"options/{edit.name.split('.')[1]}.yaml"


def _words(workspace: Workspace, name: str, edits: Sequence[RowEdit]) -> bytes:
    values: dict[Keys, Value] = {}
    for edit in edits:
        keys = tuple(int(k) if k.isdigit() else k for k in edit.row.place.column.split("."))
        values[keys] = _typed(edit.edits[0].now, edit.row.kind, edit.row.choices)
    return edit_values(workspace.source(workspace.case / name).read(), values)


def _typed(text: str, kind: str, choices: tuple[str, ...]) -> Value:
    """A text as the value that a YAML file holds; as it is where it is no such value."""
    try:
        if kind == NUMBER:
            return int(text) if text.lstrip("-").isdigit() else float(text)
        if kind == DATE:
            return date.fromisoformat(text)
    except ValueError:
        return text
    if kind == CHOICE and choices == ("true", "false") and text.lower() in choices:
        return text.lower() == "true"
    return text


class _Sources:
    """The case's sources, and the rows that changed figures add to them."""

    def __init__(self, workspace: Workspace, inputs: Inputs) -> None:
        rows = inputs.table(SOURCE)
        self.own = {row.keys[0]: row for row in rows if row.origin == inputs.words.id}
        self._of_sets = {(row.origin, row.keys[0]): row for row in rows}
        self.added: list[dict[str, str]] = []

    def review(self) -> str:
        """The source of a figure changed at review."""
        self._add({SOURCE: REVIEW, "title": REVIEW_TITLE})
        return REVIEW

    def brought(self, origin: str, id: str) -> str:
        """The id under which the case cites a set's source; its row is copied where it is new."""
        row = self._of_sets[origin, id]
        mine = self.own.get(id)
        name = id if mine is None or mine.words == row.words else f"{origin}-{id}"
        self._add({SOURCE: name, **dict(row.words)})
        return name

    def _add(self, cells: dict[str, str]) -> None:
        known = {*self.own, *(row[SOURCE] for row in self.added)}
        if cells[SOURCE] not in known:
            self.added.append(cells)


def _with_evidence(edit: RowEdit, sources: _Sources) -> RowEdit:
    """The edit with what follows: status, source and note of the changed row."""
    form, row = FORM_OF[edit.table], edit.row
    changed = {e.column: e.now for e in edit.edits}
    follows: dict[str, str] = {}
    if form.carries_figure:
        moved = any(column in FIGURE for column in changed)
        claims = edit.overrides or row.texts["status"] not in KEPT
        if moved and claims:
            if "source" not in changed:
                follows["source"] = sources.review()
            if "status" not in changed and row.texts["status"] not in KEPT:
                follows["status"] = JUDGEMENT
        elif edit.overrides and "source" not in changed:
            follows["source"] = sources.brought(row.origin, row.texts["source"])
    if "note" in row.texts:
        follows["note"] = _noted(changed.get("note", row.texts["note"]), edit)
    return replace(
        edit,
        file=f"{edit.table}.csv",
        follows=tuple(
            (column, row.texts.get(column, ""), now)
            for column, now in follows.items()
            if now != row.texts.get(column, "")
        ),
    )


def _noted(note: str, edit: RowEdit) -> str:
    """The row's note with what was changed, from what, and why."""
    was = ", ".join(
        f"{e.column.replace('_', ' ')} was {e.was or 'blank'}"
        for e in edit.edits
        if e.column != "note"
    )
    said = f"Changed at review: {was}. {edit.reason}" if was else f"Noted at review: {edit.reason}"
    if not note:
        return said
    return f"{note}{' ' if note[-1] in EDGE else '. '}{said}"


def _table(workspace: Workspace, table: str, edits: Sequence[RowEdit], problems: Problems) -> bytes:
    """A table of the case with cells edited and overriding rows below its last."""
    path = workspace.case / f"{table}.csv"
    own = [edit for edit in edits if not edit.overrides]
    cells = [
        CellEdit(edit.row.place.line, column, text)
        for edit in own
        for column, text in _after(edit).items()
    ]
    added = [{**edit.row.texts, **_after(edit)} for edit in edits if edit.overrides]
    if workspace.holds(path):
        source = workspace.source(path)
        lines = read_lines(source, Problems())
        assert lines is not None, "the table was read before"
        rows = [_fitting(row, lines, source.name, problems) for row in added]
        return edit_cells(source.read(), cells, rows)
    form = FORM_OF[table]
    header = [
        column.name
        for column in form.columns
        if not column.may_be_absent or any(row.get(column.name) for row in added)
    ]
    end = line_end_of(workspace.source(workspace.case / "source.csv").read())
    return new_table(header, [{c: row.get(c, "") for c in header} for row in added], end)


def _after(edit: RowEdit) -> dict[str, str]:
    """Every cell of the row that changes, and its new text."""
    return {
        **{e.column: e.now for e in edit.edits},
        **{column: now for column, _, now in edit.follows},
    }


def _fitting(row: Mapping[str, str], lines: Lines, file: str, problems: Problems) -> dict[str, str]:
    """An overriding row in the columns of the case's own table."""
    names = {column.name for column in FORM_OF[file.rpartition("/")[2][:-4]].columns}
    for column in names - set(lines.header):
        if row.get(column):
            what = f"the column is missing, and {row['name']} needs it"
            problems.add(Place(file, 1, column), what, "Add it to the header and to every row.")
    return {column: row.get(column, "") for column in lines.header}
