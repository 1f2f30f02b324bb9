"""The workbook of the reviewer's desk as nouns: its sheets, and what was changed in them.

A sheet holds one table; a row is known by its assumption's name, a cell by that and its column.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from iomcba.errors import Place

KEY, INPUT, REASON, ABOUT = "key", "input", "reason", "about"
CHANGE_COLUMNS = ("day", "by", "workbook", "name", "column", "was", "now", "reason", "file")
CASE_WORDS, OPTION_WORDS = "case.yaml", "options"  # sheets of words that stand in no table
VALUE = "value"
NUMBER, DATE, YEAR, MONTH, CHOICE = "number", "date", "year", "month", "choice"
# What writer and reader of the workbook both know.
READ_ME, ABOUT_SHEET, AS_EXPORTED, LISTS = "Read me", "About this workbook", "As exported", "Lists"
FORMAT = "iomcba assumptions 1"
LABELS = {
    "format": "Format",
    "case": "Case",
    "folder": "Folder",
    "version": "Version of iomcba",
    "fingerprint": "Fingerprint of the case",
    "cells": "Fingerprint of the cells",
}
SHEET_OF, TABLE_OF, REVIEWER = "Sheet", "Table", "Your name"
HEADER = 3  # row of a sheet's header, from 0; its rows follow
BEFORE = 2  # columns of AS_EXPORTED before the first of a sheet's own: sheet and name
TOLD_APART = 15  # significant digits that spreadsheets keep and show


@dataclass(frozen=True, slots=True)
class Changed:
    """A line of the record of changes: a cell, what it was and is, by whom, when and why."""

    day: str
    by: str
    workbook: str
    name: str
    column: str
    was: str
    now: str
    reason: str
    file: str


def normal(kind: str, text: str) -> str:
    """A cell's text as a spreadsheet can tell it from another.

    >>> normal("number", "0.930"), normal("number", "1e3"), normal("text", "a word ")
    ('0.93', '1000', 'a word')
    """
    if kind == NUMBER:
        try:
            return f"{float(text):.{TOLD_APART}g}"
        except ValueError:
            return text.strip()
    return text.replace("\r\n", "\n").strip()


def cells_fingerprint(rows: Iterable[tuple[str, ...]]) -> str:
    """One hash of the cells of AS_EXPORTED, as a spreadsheet tells them apart."""
    said = "\n".join("\t".join(repr(text) for text in row) for row in rows)
    return sha256(said.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class DeskColumn:
    """A column of a sheet: `role` is KEY, INPUT, REASON or ABOUT; the last is never read back.

    `listed` names the list of ids that a cell should take, blank where there is none.
    """

    name: str
    title: str
    role: str
    kind: str = "text"
    choices: tuple[str, ...] = ()
    prose: str = ""
    listed: str = ""


@dataclass(frozen=True, slots=True)
class DeskRow:
    """A row: its name, where it stands, and its texts by column as they were written.

    `own` says that the case itself holds it; a row of a set is changed by overriding it. `kind` and
    `choices` are those of its one value on a sheet of words.
    """

    name: str
    place: Place
    origin: str
    own: bool
    texts: Mapping[str, str]
    kind: str = ""
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DeskSheet:
    """A sheet: one table, its columns from left to right, its rows from top to bottom."""

    title: str
    table: str
    prose: str
    columns: tuple[DeskColumn, ...]
    rows: tuple[DeskRow, ...]

    @property
    def copied(self) -> tuple[DeskColumn, ...]:
        """Keys and inputs, which stand to the left of the reason: what is read back."""
        return tuple(column for column in self.columns if column.role in (KEY, INPUT))

    def kind(self, row: DeskRow, column: DeskColumn) -> str:
        """What sort of text a cell holds."""
        return row.kind if row.kind and column.name == VALUE else column.kind

    def choices(self, row: DeskRow, column: DeskColumn) -> tuple[str, ...]:
        """The words that a cell allows; none where it takes any."""
        return row.choices if row.kind and column.name == VALUE else column.choices


@dataclass(frozen=True, slots=True)
class DeskBook:
    """A case as a workbook. `files` are (name, sha256) of what the case was read from.

    `lists` are the ids that cells may name: bearers, classes of optimism bias, sources.
    """

    case: str
    title: str
    folder: str
    version: str
    files: tuple[tuple[str, str], ...]
    sheets: tuple[DeskSheet, ...]
    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def fingerprint(self) -> str:
        """What the case was when the workbook was written: one hash of every file's name and hash.

        Another fingerprint is another version of the case, of its sets or of both.
        """
        said = "".join(f"{name}\n{sha}\n" for name, sha in sorted(self.files))
        return sha256(said.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Edit:
    """One changed cell: where it stands in the workbook, what it was and what it is now."""

    sheet: str
    cell: str
    column: str
    was: str
    now: str


@dataclass(frozen=True, slots=True)
class RowEdit:
    """One changed row and the reason given for it.

    `follows` are cells that change with it, because a figure may not keep the evidence of another:
    (column, was, now). `file` is the file of the case that takes the change, blank until that is
    known.
    """

    table: str
    row: DeskRow
    edits: tuple[Edit, ...]
    reason: str
    follows: tuple[tuple[str, str, str], ...] = ()
    file: str = ""

    @property
    def name(self) -> str:
        """The assumption's name."""
        return self.row.name

    @property
    def overrides(self) -> bool:
        """Whether a row of a set is overridden in the case."""
        return not self.row.own
