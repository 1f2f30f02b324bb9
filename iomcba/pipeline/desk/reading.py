"""A workbook that came back → the rows that were changed in it, held against the case as it is.

Each row is known by its name, each column by its header, whatever their order. What a cell was when
the workbook was written stands in the sheet `As exported`: what differs from it was changed by the
reviewer, and what differs from it in the case was changed by somebody else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from iomcba.errors import InputError, Place, Problem, Problems
from iomcba.pipeline.desk.kinds import wrong_kind
from iomcba.pipeline.desk.recognise import Facts
from iomcba.read.csv_faults import LONGEST_CELL
from iomcba.read.guard import odd_character
from iomcba.terms.desk import (
    ABOUT,
    AS_EXPORTED,
    BEFORE,
    HEADER,
    KEY,
    REASON,
    DeskBook,
    DeskColumn,
    DeskRow,
    DeskSheet,
    Edit,
    RowEdit,
    cells_fingerprint,
    normal,
)
from iomcba.terms.spreadsheet import BLANK, ERROR, FORMULA, Book, BookSheet, cell_name

ANEW = "Export the case anew."
ADD = "Add a new row to the case's own table; the workbook changes those that there are."


@dataclass(slots=True)
class Reading:
    """A workbook being read against a case: where each row stands, what is wrong, what changed.

    `where` maps a table and a name to sheet and row; `already` counts rows whose change the case
    holds by now.
    """

    book: Book
    desk: DeskBook
    facts: Facts
    problems: Problems = field(default_factory=Problems)
    edits: list[RowEdit] = field(default_factory=list)
    where: dict[tuple[str, str], tuple[str, int]] = field(default_factory=dict)
    columns: dict[str, dict[str, int]] = field(default_factory=dict)
    already: int = 0

    def at(self, sheet: str, row: int, column: int) -> Place:
        """A cell's place for messages."""
        return Place(f"{self.book.file}!{sheet}!{cell_name(row, column)}")

    @property
    def of_another_version(self) -> bool:
        """Whether the case or a set of it has changed since the workbook was written."""
        return self.facts.fingerprint != self.desk.fingerprint


def read_edits(book: Book, desk: DeskBook, facts: Facts) -> Reading:
    """Every changed row, and every problem of a cell.

    Raises:
        InputError: if the workbook is of another case, or its record of what was exported is not
            whole.
    """
    reading = Reading(book, desk, facts)
    if facts.case != desk.case:
        what = f"was exported from {facts.case!r}, not from {desk.case!r}"
        raise InputError([Problem(Place(book.file), what, "Name the case that it belongs to.")])
    sheets = {sheet.table: sheet for sheet in desk.sheets}
    was = _as_exported(reading, sheets)
    for title, table in facts.tables.items():
        if title not in book.sheets:
            reading.problems.add(Place(f"{book.file}!{title}"), "the sheet is missing", ANEW)
        elif table in sheets:
            _read_sheet(reading, book.sheets[title], sheets[table], was.get(title, {}))
        elif was.get(title):
            at = Place(f"{book.file}!{title}")
            reading.problems.add(at, f"the case has no table {table} any more", ANEW)
    return reading


def _as_exported(
    reading: Reading, sheets: Mapping[str, DeskSheet]
) -> dict[str, dict[str, tuple[str, ...]]]:
    """What each row was, by sheet and name: its keys and inputs from left to right."""
    copy = reading.book.sheets[AS_EXPORTED]
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    rows = []
    for at in range(1, copy.rows):
        title, name = copy.cell(at, 0).text, copy.cell(at, 1).text
        sheet = sheets.get(reading.facts.tables.get(title, ""))
        width = len(sheet.copied) if sheet else copy.columns - BEFORE
        texts = [copy.cell(at, BEFORE + place).text for place in range(width)]
        if sheet is not None:
            own = {row.name: row for row in sheet.rows}.get(name)
            texts = [
                normal(sheet.kind(own, column) if own else column.kind, text)
                for column, text in zip(sheet.copied, texts, strict=True)
            ]
        found.setdefault(title, {})[name] = tuple(texts)
        rows.append((title, name, *texts))
    whole = all(reading.facts.tables.get(title) in sheets for title in found)
    if whole and cells_fingerprint(rows) != reading.facts.cells:
        at_sheet = Place(f"{reading.book.file}!{AS_EXPORTED}")
        what = "was changed, so that nobody can tell what the cells were"
        raise InputError([Problem(at_sheet, what, ANEW)])
    return found


def _read_sheet(
    reading: Reading, sheet: BookSheet, desk: DeskSheet, was: Mapping[str, tuple[str, ...]]
) -> None:
    columns = _columns(reading, sheet, desk)
    if columns is None:
        return
    reading.columns[sheet.name] = columns
    rows = {row.name: row for row in desk.rows}
    seen: dict[str, int] = {}
    place = columns["name"]
    for at in range(HEADER + 1, sheet.rows):
        name = sheet.cell(at, place).text
        if not name:
            left = [c for c in range(place) if sheet.cell(at, c).kind != BLANK]
            if left:
                what, remedy = "stands in a row that was not exported", ADD
                reading.problems.add(reading.at(sheet.name, at, left[0]), what, remedy)
        elif name in seen or name not in was:
            what = (
                f"is {name!r}, which stands in row {seen[name] + 1} already"
                if name in seen
                else f"is {name!r}, which is no row of this sheet"
            )
            reading.problems.add(reading.at(sheet.name, at, place), what, "Names are locked.")
        else:
            seen[name] = at
            reading.where[desk.table, name] = (sheet.name, at)
            _read_row(reading, sheet, desk, at, name, rows.get(name), was[name])
    for name in was:
        if name not in seen:
            at_sheet = Place(f"{reading.book.file}!{sheet.name}")
            remedy = "Rows are not deleted here: delete it from the case's table, or set it to 0."
            reading.problems.add(at_sheet, f"the row of {name} is missing", remedy)


def _columns(reading: Reading, sheet: BookSheet, desk: DeskSheet) -> dict[str, int] | None:
    """The place of each column by its header; None after reporting which is missing."""
    titles = [sheet.cell(HEADER, place).text for place in range(sheet.columns)]
    found, missing = {}, []
    for column in desk.columns:
        if titles.count(column.title) == 1:
            found[column.name] = titles.index(column.title)
        elif column.role != ABOUT or column.name == "name":
            missing.append(column.title)
    for title in missing:
        what = f"has no column {title!r}, or two of them"
        at = Place(f"{reading.book.file}!{sheet.name}")
        reading.problems.add(at, what, "Headers are locked: put it back, or export anew.")
    return None if missing else found


def _read_row(
    reading: Reading,
    sheet: BookSheet,
    desk: DeskSheet,
    at: int,
    name: str,
    row: DeskRow | None,
    was: tuple[str, ...],
) -> None:
    """Compare one row with what it was; keep what was changed, report what cannot be."""
    columns, edits, fine = reading.columns[sheet.name], list[Edit](), True
    for column, before in zip(desk.copied, was, strict=True):
        cell = sheet.cell(at, columns[column.name])
        kind = desk.kind(row, column) if row is not None else column.kind
        if cell.kind not in (FORMULA, ERROR) and normal(kind, cell.text) == before:
            continue
        place = reading.at(sheet.name, at, columns[column.name])
        problem = _locked(column, row, before) or wrong_kind(cell, kind) or _unfit(cell.text)
        if problem:
            reading.problems.add(place, *problem)
            fine = False
            continue
        found = cell_name(at, columns[column.name])
        edits.append(Edit(sheet.name, found, column.name, before, cell.text.strip()))
    reason = sheet.cell(at, columns[_reason(desk)]).text.strip()
    if not edits or not fine:
        return
    if row is None:
        what = f"{name} is no row of the case any more, and was changed here"
        reading.problems.add(reading.at(sheet.name, at, columns["name"]), what, ANEW)
        return
    edits = _against_case(reading, desk, row, was, edits)
    if not edits:
        return
    at_reason = reading.at(sheet.name, at, columns[_reason(desk)])
    if not reason:
        what = f"is blank, but {name} was changed"
        reading.problems.add(at_reason, what, "Say why; it goes into the case's record.")
    elif problem := _unfit(reason):
        reading.problems.add(at_reason, *problem)
    else:
        reading.edits.append(RowEdit(desk.table, row, tuple(edits), reason))


def _unfit(text: str) -> tuple[str, str] | None:
    """What keeps a text out of a table of the case; None if nothing does."""
    if len(text) > LONGEST_CELL:
        what = f"holds {len(text):,} characters, more than a table's cell can"
        return what, f"Shorten it to {LONGEST_CELL:,}."
    return odd_character(text)


def _reason(desk: DeskSheet) -> str:
    return next(column.name for column in desk.columns if column.role == REASON)


def _locked(column: DeskColumn, row: DeskRow | None, before: str) -> tuple[str, str] | None:
    if column.role == KEY:
        return f"was changed, but it is a key and locked; it was {before!r}", "Put it back."
    if row is not None and column.name not in row.texts:
        file = row.place.file.rpartition("/")[2]
        return f"was filled in, but {file} has no column {column.name}", "Add the column by hand."
    return None


def _against_case(
    reading: Reading,
    desk: DeskSheet,
    row: DeskRow,
    was: tuple[str, ...],
    edits: list[Edit],
) -> list[Edit]:
    """The edits of a row that nobody else has touched; a conflict in each cell otherwise."""
    now = {c.name: normal(desk.kind(row, c), row.texts.get(c.name, "")) for c in desk.copied}
    kinds = {column.name: desk.kind(row, column) for column in desk.copied}
    moved = [c.name for c, before in zip(desk.copied, was, strict=True) if now[c.name] != before]
    if not moved:
        return edits
    open_ = [e for e in edits if normal(kinds[e.column], e.now) != now[e.column]]
    if not open_:
        reading.already += 1
        return []
    for edit in open_:
        what = (
            f"was {edit.was!r} when exported, is {now[edit.column]!r} in {row.place} now"
            f" and {edit.now!r} here"
            if edit.column in moved
            else f"is {edit.now!r} here, but its row was changed in {row.place} since: "
            f"{moved[0]} is {now[moved[0]]!r} now"
        )
        at = Place(f"{reading.book.file}!{edit.sheet}!{edit.cell}")
        reading.problems.add(at, what, "Settle it, then export anew or put the old text back.")
    return []
