"""Out to a workbook and back: nothing changes unasked, everything asked for, and only that."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from iomcba.characters import neutral
from iomcba.errors import InputError
from iomcba.keep.scalars import scalars
from iomcba.pipeline.desk.export import export
from iomcba.pipeline.desk.import_ import Proposal, propose, write
from iomcba.pipeline.desk.layout import lay_out
from iomcba.read.catalogue import catalogue
from iomcba.read.guard import REFUSED
from iomcba.read.inputs import read_inputs
from iomcba.read.slips import slip
from iomcba.read.workbook import read_workbook
from iomcba.read.workspace import find_case
from iomcba.terms.desk import ABOUT_SHEET, INPUT, DeskBook, DeskColumn, DeskRow, DeskSheet
from iomcba.terms.spreadsheet import Book
from tests.broken.small_case import write as write_small
from tests.pipeline.desk.books import (
    Written,
    edited,
    error,
    find,
    formula,
    per_cent,
)
from tests.report.marks import pseudo

TODAY = date(2026, 11, 25)
NO_SHRINKING = (Phase.explicit, Phase.generate)  # a failing example reads well as it is
SHIPPED = ("bedfordshire-2011", "example-2026")
HOSTILE = (
    "=1+1",
    "+44 20",
    "-x",
    "@SUM(A1)",
    '=HYPERLINK("http://a")',
    'a "quoted", text',
    "two\nlines",
    "_x000D_ literal",
    "'apostrophe",
    "1e5",
    "2011-12",
    "£5 – é 😀",
    "#N/A",
    "TRUE",
)


def book_of(case: str, folder: Path) -> Path:
    path = folder / "book.xlsx"
    export(case, path, False, False, TODAY, catalogue())
    return path


@pytest.mark.parametrize("case", SHIPPED)
@pytest.mark.parametrize(
    "everything", [False, pytest.param(True, marks=pytest.mark.slow)], ids=["used", "all"]
)
def test_a_shipped_case_comes_back_without_a_change(
    case: str, everything: bool, tmp_path: Path
) -> None:
    path = tmp_path / "book.xlsx"
    export(case, path, everything, False, TODAY, catalogue())
    found = propose(path, case, TODAY)
    assert (found.edits, found.files, found.merged, found.already) == ((), {}, False, 0)


def test_a_book_in_other_words_comes_back_and_says_the_same(tmp_path: Path) -> None:
    """Heads, which are read back, and what files are declared to hold stay as they are."""
    folder = write_small(tmp_path)
    books = []
    for name, words in (("ours.xlsx", catalogue()), ("marked.xlsx", pseudo())):
        export(str(folder), tmp_path / name, False, False, TODAY, words)
        books.append(read_workbook(tmp_path / name))
    ours, theirs = books
    assert [title.strip("«»") for title in theirs.sheets] == [*ours.sheets]
    for mine, other in zip(ours.sheets.values(), theirs.sheets.values(), strict=True):
        if mine.name == ABOUT_SHEET:
            continue  # a hash of all cells stands there
        # a full stop is set after what a sheet is for
        said = {at: re.sub(r"[«»]|\.(?=»\.)", "", c.text) for at, c in other.cells.items()}
        assert said == {at: cell.text for at, cell in mine.cells.items()}
    room = find(theirs.sheets["«Costs»"], "cost.team.room", "Central")
    reason = find(theirs.sheets["«Costs»"], "cost.team.room", "Reason for change")
    cells = {("«Costs»", room): 1010.0, ("«Costs»", reason): "because"}
    (edit,) = propose(edited(tmp_path / "marked.xlsx", cells, tmp_path / "e.xlsx"), "", TODAY).edits
    assert (edit.name, edit.reason) == ("cost.team.room", "because")


@pytest.mark.slow
def test_the_same_case_gives_the_same_bytes(tmp_path: Path) -> None:
    (tmp_path / "again").mkdir()
    one, two = (book_of("example-2026", folder) for folder in (tmp_path, tmp_path / "again"))
    assert one.read_bytes() == two.read_bytes()


def with_hostile_texts(root: Path) -> Path:
    """The small case with hostile notes, byte-order marks, quotes and two-byte line ends."""
    folder = write_small(root)
    for number, path in enumerate(sorted(folder.glob("*.csv"))):
        rows = list(csv.DictReader(io.StringIO(path.read_text(), newline="")))
        for place, row in enumerate(rows):
            if "note" in row:
                row["note"] = HOSTILE[(place + number) % len(HOSTILE)]
        out = io.StringIO(newline="")
        quoting = csv.QUOTE_ALL if number % 2 else csv.QUOTE_MINIMAL
        writer = csv.DictWriter(out, rows[0].keys(), quoting=quoting, lineterminator="\r\n")
        writer.writeheader()
        writer.writerows(rows)
        path.write_bytes(("\ufeff" if number % 3 else "").encode() + out.getvalue().encode())
    return folder


def test_hostile_texts_come_back_as_they_were(tmp_path: Path) -> None:
    folder = with_hostile_texts(tmp_path)
    path = book_of(str(folder), tmp_path)
    found = propose(path, str(folder), TODAY)
    assert (found.edits, found.files) == ((), {})
    sheets = read_workbook(path).sheets.values()
    assert set(HOSTILE) <= {cell.text for sheet in sheets for cell in sheet.cells.values()}


# --- random edits of the small case ---


@cache
def small() -> tuple[Path, Path, DeskBook, Book]:
    """A small case in a folder of its own, its workbook, the workbook as laid out and as read."""
    root = Path(mkdtemp())
    folder = with_hostile_texts(root)
    path = book_of(str(folder), root)
    workspace = find_case(str(folder))
    desk = lay_out(workspace, read_inputs(workspace), False, TODAY, catalogue())
    return folder, path, desk, read_workbook(path)


def places() -> Iterator[tuple[DeskSheet, DeskRow, DeskColumn]]:
    """Every cell that may be changed."""
    _, _, desk, _ = small()
    for sheet in desk.sheets:
        for row in sheet.rows:
            for column in sheet.columns:
                if column.role == INPUT and column.name in row.texts:
                    yield sheet, row, column


FREE = ("note", "owner", "unit_value", "label", "title", "authors", "summary", "decision")
words = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Zl", "Zp")), min_size=1),
).map(str.strip)
words = words.filter(lambda text: neutral(text) == text and not REFUSED.search(text))


def valid(
    sheet: DeskSheet, row: DeskRow, column: DeskColumn
) -> st.SearchStrategy[str | float] | None:
    """New values that leave the case in order; None where the cell is better left alone."""
    if column.name in FREE or row.name.endswith((".title", ".decision", ".summary")):
        return words.filter(lambda text: bool(text) and text != row.texts[column.name])
    if column.name in ("quality", "impact"):
        return st.sampled_from([c for c in column.choices if c != row.texts[column.name]])
    if column.name == "review_by":
        return st.dates(date(2026, 1, 1), date(2060, 1, 1)).map(str)
    if column.name == "central" and not row.texts["distribution"] and row.texts["unit"] != "index":
        unit, old = row.texts["unit"], float(row.texts["central"])
        return st.floats(0.001, 0.999).filter(
            lambda x: x != old and slip(row.name, unit, (x,)) is None
        )
    return None


def cells_of(folder: Path, files: Mapping[Path, bytes]) -> dict[tuple[str, int, str], str]:
    """Every cell of the case's own tables, by file, row from 0 and column, as they would be."""
    return {
        (name, number, column): text
        for (name, number, _), cells in rows_of(folder, files).items()
        for column, text in cells.items()
    }


def rows_of(
    folder: Path, files: Mapping[Path, bytes]
) -> dict[tuple[str, int, int], dict[str, str]]:
    """Every row of the case's own tables, by file, number from 0 and line.

    A text of several lines that becomes one line moves the rows below it up: their numbers stay.
    """
    rows = {}
    for path in sorted({*folder.glob("*.csv"), *files}):
        if path.suffix != ".csv":
            continue
        content = files.get(path) or path.read_bytes()
        reader = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True)
        header, line = next(reader), reader.line_num + 1
        for number, row in enumerate(reader):
            rows[path.name, number, line] = dict(zip(header, row, strict=True))
            line = reader.line_num + 1
    return rows


@settings(max_examples=4, deadline=None, derandomize=True, phases=NO_SHRINKING)
@given(st.data())
def test_random_edits_survive_exactly_and_nothing_else_moves(data: st.DataObject) -> None:
    hold_edits(data)


@pytest.mark.slow
@settings(max_examples=60, deadline=None, derandomize=True, phases=NO_SHRINKING)
@given(st.data())
def test_many_random_edits_survive_exactly_and_nothing_else_moves(data: st.DataObject) -> None:
    hold_edits(data)


def hold_edits(data: st.DataObject) -> None:
    folder, path, _, book = small()
    able = [(where, made) for where in places() if (made := valid(*where)) is not None]
    chosen = data.draw(st.lists(st.integers(0, len(able) - 1), min_size=1, max_size=4, unique=True))
    cells: dict[tuple[str, str], Written] = {}
    asked: dict[tuple[str, str], str] = {}
    for number in chosen:
        (sheet, row, column), made = able[number]
        new = data.draw(made)
        read = book.sheets[sheet.title]
        cells[sheet.title, find(read, row.name, column.title)] = new
        cells[sheet.title, find(read, row.name, "Reason for change")] = "because"
        asked[row.name, column.name] = repr(new) if isinstance(new, float) else new
    found = propose(edited(path, cells, path.parent / "edited.xlsx"), str(folder), TODAY)
    got = {(e.name, each.column): each.now for e in found.edits for each in e.edits}
    assert got == asked
    _hold_tables(folder, found)
    _hold_words(folder, found)


def _hold_tables(folder: Path, found: Proposal) -> None:
    """In the case's own tables the cells asked for changed, and what follows, and no other."""
    before, after = cells_of(folder, {}), cells_of(folder, found.files)
    wanted = {}
    numbers = {(name, line): number for name, number, line in rows_of(folder, {})}
    for edit in found.edits:
        if edit.file.endswith(".csv") and not edit.overrides:
            number = numbers[edit.file, edit.row.place.line]
            wanted |= {(edit.file, number, e.column): e.now for e in edit.edits}
            wanted |= {(edit.file, number, column): now for column, _, now in edit.follows}
    moved = {place: text for place, text in after.items() if before.get(place, text) != text}
    assert moved == {place: text for place, text in wanted.items() if before[place] != text}
    new = {place[:2] for place in after if place not in before}
    overriding = [e for e in found.edits if e.overrides]
    rows = [
        {c: t for (f, n, c), t in after.items() if (f, n) == row}
        for row in new
        if row[0] != "source.csv"
    ]
    assert len(rows) == len(overriding)
    for edit in overriding:
        cells = {**edit.row.texts, **{e.column: e.now for e in edit.edits}}
        cells |= {column: now for column, _, now in edit.follows}
        assert any({c: cells.get(c, "") for c in row} == row for row in rows)
    for path, content in found.files.items():
        if path.is_file() and path.suffix == ".csv":
            old = path.read_bytes()
            assert content.startswith(b"\xef\xbb\xbf") == old.startswith(b"\xef\xbb\xbf")
            touched = {
                e.row.place.line for e in found.edits if e.file == path.name and not e.overrides
            }
            _hold_lines(old, content, touched)


def _hold_lines(old: bytes, new: bytes, touched: set[int]) -> None:
    """Whole rows that nobody touched keep every byte, quotes and line ends included."""
    lines = old.decode("utf-8-sig").split("\r\n")
    starts, line = [], 1
    for text in lines:
        starts.append(line)
        line += 1 + text.count("\n")
    kept = [text for start, text in zip(starts, lines, strict=True) if start not in touched]
    fresh = new.decode("utf-8-sig").split("\r\n")
    assert [text for text in fresh if text in kept][: len(kept)] == kept


def _hold_words(folder: Path, found: Proposal) -> None:
    for path, content in found.files.items():
        if path.suffix == ".yaml":
            before, after = scalars(path.read_bytes()), scalars(content)
            moved = {keys for keys in before if before[keys] != after[keys]}
            name = path.relative_to(folder).as_posix()
            assert moved <= {(e.row.place.column,) for e in found.edits if e.file == name}


BAD_NUMBERS: tuple[Written, ...] = (
    "abc",
    "39,000",
    "£5",
    "7%",
    "nan",
    formula("A1*2"),
    error(),
    date(2026, 1, 5),
    per_cent(0.5),
)


def invalid(sheet: DeskSheet, row: DeskRow, column: DeskColumn) -> Iterator[Written]:
    """New values that cannot stand in a cell, whatever else the case says."""
    kind, choices = sheet.kind(row, column), sheet.choices(row, column)
    if kind == "number":
        yield from BAD_NUMBERS
        if row.texts.get("unit") == "share":
            yield from (1.3, -0.2)
        if column.name == "central":
            yield None
    elif choices and column.name not in ("distribution", "interval"):
        yield from ("no-such-word", formula("B2"))
    elif kind == "date":
        yield from ("soon", "2027-13-01", error("#REF!"))
    elif kind in ("year", "month"):
        yield from ("2011", date(2011, 12, 1))
    elif column.name in ("unit", "owner", "review_by", "label"):
        yield None
    elif column.name in ("bearer", "employer", "optimism", "source"):
        yield "nobody-knows-it"
    elif column.name == "note":
        yield formula("1+1")


@settings(max_examples=20, deadline=None, derandomize=True, phases=NO_SHRINKING)
@given(st.data())
def test_random_wrong_edits_are_refused_with_their_cell(data: st.DataObject) -> None:
    hold_refused(data)


@pytest.mark.slow
@settings(max_examples=120, deadline=None, derandomize=True, phases=NO_SHRINKING)
@given(st.data())
def test_many_random_wrong_edits_are_refused_with_their_cell(data: st.DataObject) -> None:
    hold_refused(data)


def hold_refused(data: st.DataObject) -> None:
    folder, path, _, book = small()
    able = [(where, list(invalid(*where))) for where in places()]
    able = [(where, values) for where, values in able if values]
    (sheet, row, column), values = able[data.draw(st.integers(0, len(able) - 1))]
    new = values[data.draw(st.integers(0, len(values) - 1))]
    if normal_equal(row.texts[column.name], new):
        return
    read = book.sheets[sheet.title]
    cell = find(read, row.name, column.title)
    cells: dict[tuple[str, str], Written] = {
        (sheet.title, cell): new,
        (sheet.title, find(read, row.name, "Reason for change")): "because",
    }
    copy = edited(path, cells, path.parent / "wrong.xlsx")
    with pytest.raises(InputError) as refused:
        propose(copy, str(folder), TODAY)
    said = [str(problem.place) for problem in refused.value.problems]
    assert f"wrong.xlsx!{sheet.title}!{cell}" in said
    assert all(place.startswith(f"wrong.xlsx!{sheet.title}!") for place in said)


def normal_equal(text: str, new: Written) -> bool:
    """Whether an edit is none: the cell was blank and stays so."""
    return (new is None and not text) or new == text


def test_what_is_written_is_what_was_proposed(tmp_path: Path) -> None:
    folder = write_small(tmp_path)
    path = book_of(str(folder), tmp_path)
    read = read_workbook(path).sheets["Costs"]
    name = "cost.team.room"
    cells: dict[tuple[str, str], Written] = {
        ("Costs", find(read, name, "Central")): 1100.5,
        ("Costs", find(read, name, "Reason for change")): "A new lease, =A1",
        ("Read me", "B4"): "R. Eviewer",
    }
    copy = edited(path, cells, tmp_path / "edited.xlsx")
    before = {p: p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    found = propose(copy, str(folder), TODAY)
    assert {p: p.read_bytes() for p in folder.rglob("*") if p.is_file()} == before
    write(found, "", "2026-11-25")
    after = {p: p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    ledger = folder / "changes.csv"
    assert {p: after[p] for p in before if after[p] != before[p]} == dict(found.files)
    assert after.keys() - before.keys() == {ledger}
    rows = list(csv.DictReader(io.StringIO(ledger.read_text(), newline="")))
    assert [(r["name"], r["column"], r["was"], r["now"]) for r in rows[:1]] == [
        (name, "central", "1000", "1100.5")
    ]
    assert {(r["day"], r["by"], r["reason"]) for r in rows} == {
        ("2026-11-25", "R. Eviewer", "A new lease, =A1")
    }
    again = propose(copy, str(folder), TODAY)
    assert (again.edits, again.already) == ((), 1)
