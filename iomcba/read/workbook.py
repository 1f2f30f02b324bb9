"""An .xlsx file from outside → cells that know what they are: number, day, formula, error.

Such a file may be hostile. It is unpacked within limits, piece by piece, before anything else opens
it; no formula is calculated, no link followed.
"""

from __future__ import annotations

import io
import lzma
import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from iomcba.errors import InputError, Place, Problem, Problems
from iomcba.read.guard import BOOK
from iomcba.read.workspace import source
from iomcba.terms.spreadsheet import (
    BLANK,
    DAY,
    ERROR,
    FORMULA,
    NUMBER,
    PER_CENT,
    SWITCH,
    TEXT,
    Book,
    BookCell,
    BookSheet,
    cell_name,
)

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

MOST_BYTES, MOST_PARTS = 32 * 2**20, 2_000  # unpacked, of the whole file
MOST_ROWS, MOST_COLUMNS, MOST_CELLS = 20_000, 500, 2_000_000  # the last of all sheets together
MOST_DEPTH, MOST_HELD = 64, 70_000  # elements one in the other, and in one that is kept
MOST_ELEMENTS = 1_000_000  # of one part; our largest workbook has some 110,000 in all
PIECE = 2**16
RELATIONS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
PER_CENT_FORMATS = {9, 10}  # of those that every workbook has
CELL = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
# What zipfile raises for a broken or unusual file: it has no one kind of its own.
NO_ZIP = (
    *(zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, lzma.LZMAError, EOFError, OSError),
    *(RuntimeError, NotImplementedError, ValueError, IndexError, KeyError, struct.error),
)
SAVE_AS = "Save it in Excel or LibreOffice as .xlsx, without a password."


@dataclass(frozen=True, slots=True)
class _Mark:
    """What a cell is beside its value."""

    formula: str | None
    error: bool
    per_cent: bool


def read_workbook(path: Path) -> Book:
    """Read a workbook.

    Raises:
        InputError: if the file is no .xlsx workbook, or larger than any of ours can be.
    """
    at = Place(path.name)
    content = source(path, BOOK).read()
    parts = _unpacked(content, at)
    try:
        per_cent, area, marks = _per_cent_styles(parts), 0, {}
        for name, part in _sheet_parts(parts).items():
            marks[name], cells = _marks(parts[part], per_cent, at)
            area += cells
            if area > MOST_CELLS:
                what = f"has sheets of more than {MOST_CELLS:,} cells"
                raise InputError([Problem(at, what, "It is no workbook of iomcba.")])
        return Book(path.name, _sheets(content, marks, at))
    except (ElementTree.ParseError, KeyError, ValueError) as error:
        raise InputError([Problem(at, f"is no workbook: {error}", SAVE_AS)]) from error


def _unpacked(content: bytes, at: Place) -> dict[str, bytes]:
    """Every XML part; refused before it grows beyond what a workbook of ours can be."""
    parts, total = dict[str, bytes](), 0
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = [info.filename.replace("\\", "/").lower() for info in archive.infolist()]
            if len(names) > MOST_PARTS or len(set(names)) < len(names):
                what = f"holds more than {MOST_PARTS:,} parts, or one twice"
                raise InputError([Problem(at, what, SAVE_AS)])
            for info in archive.infolist():
                pieces = []
                with archive.open(name=info) as packed:
                    while piece := packed.read(PIECE):
                        total += len(piece)
                        if total > MOST_BYTES:
                            what = f"unpacks to more than {MOST_BYTES // 2**20} MB"
                            raise InputError([Problem(at, what, "It is no workbook of iomcba.")])
                        pieces.append(piece)
                if info.filename.endswith((".xml", ".rels")):
                    parts[info.filename] = b"".join(pieces)
    except NO_ZIP as error:
        raise InputError([Problem(at, "is no .xlsx workbook", SAVE_AS)]) from error
    for name, part in parts.items():
        if b"<!DOCTYPE" in part or b"<!ENTITY" in part or b"\0" in part[:64]:
            what = f"holds a document type, or XML that is not UTF-8 ({name})"
            raise InputError([Problem(at, what, SAVE_AS)])
    return parts


def _elements(part: bytes, whole: str) -> Iterator[ElementTree.Element]:
    """Elements as they end, each with its name without a namespace.

    One called `whole` still has what it holds; every other is let go, so that memory is bounded.
    """
    above, inside, held, seen = list[ElementTree.Element](), 0, 0, 0
    for event, element in ElementTree.iterparse(io.BytesIO(part), events=("start", "end")):
        if event == "start":
            element.tag = element.tag.rpartition("}")[2]
            above.append(element)
            inside += element.tag == whole
            held = held + 1 if inside else 0
            if len(above) > MOST_DEPTH or held > MOST_HELD:
                raise ValueError(f"<{element.tag}> is nested too deep or holds too much")
            seen += 1
            if seen > MOST_ELEMENTS:
                raise ValueError(f"a part of it holds more than {MOST_ELEMENTS:,} elements")
            continue
        above.pop()
        inside -= element.tag == whole
        yield element
        if above and not inside:
            above[-1].remove(element)


def _sheet_parts(parts: Mapping[str, bytes]) -> dict[str, str]:
    """The part that holds each sheet, by the sheet's name."""
    relations = {
        element.get("Id"): element.get("Target", "")
        for element in _elements(parts["xl/_rels/workbook.xml.rels"], "Relationship")
        if element.tag == "Relationship"
    }
    found = {}
    for element in _elements(parts["xl/workbook.xml"], "sheet"):
        if element.tag == "sheet":
            target = relations.get(element.get(RELATIONS) or _relation(element), "")
            name = posixpath.normpath(posixpath.join("xl", target)).removeprefix("/")
            name = name if not target.startswith("/") else target.removeprefix("/")
            if name in parts:
                found[element.get("name", "")] = name
    return found


def _relation(element: ElementTree.Element) -> str:
    return next((word for key, word in element.attrib.items() if key.endswith("}id")), "")


def _per_cent_styles(parts: Mapping[str, bytes]) -> set[int]:
    """Numbers of the cell styles that show a number as a per cent."""
    formats, styles = set(PER_CENT_FORMATS), list[int]()
    for element in _elements(parts.get("xl/styles.xml", b"<styleSheet/>"), "cellXfs"):
        if element.tag == "numFmt" and "%" in element.get("formatCode", ""):
            formats.add(int(element.get("numFmtId", "0")))
        elif element.tag == "cellXfs":
            styles = [int(style.get("numFmtId", "0")) for style in element]
    return {number for number, shown in enumerate(styles) if shown in formats}


def _marks(part: bytes, per_cent: set[int], at: Place) -> tuple[dict[tuple[int, int], _Mark], int]:
    """Formulas, errors and per cents of a sheet, and its area; no larger than ours can be."""
    marks, rows, columns = dict[tuple[int, int], _Mark](), 0, 0
    for element in _elements(part, "c"):
        if element.tag != "c":
            continue
        place = _place(element.get("r", ""))
        rows, columns = max(rows, place[0] + 1), max(columns, place[1] + 1)
        if place[0] >= MOST_ROWS or place[1] >= MOST_COLUMNS:
            what = f"has a cell {element.get('r')}, beyond {MOST_ROWS:,} rows or {MOST_COLUMNS:,}"
            raise InputError([Problem(at, f"{what} columns", "It is no workbook of iomcba.")])
        formula = next((child.text or "" for child in element if child.tag == "f"), None)
        shown = int(element.get("s", "0")) in per_cent
        mark = _Mark(formula, element.get("t") == "e", shown)
        if mark != _Mark(None, False, False):
            marks[place] = mark
    return marks, rows * columns


def _place(name: str) -> tuple[int, int]:
    """Row and column of a cell's name, from 0.

    >>> _place("H12")
    (11, 7)
    """
    found = CELL.fullmatch(name)
    if found is None:
        raise ValueError(f"a cell is called {name!r}")
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(found[2]) - 1, column - 1


def _sheets(
    content: bytes, marks: Mapping[str, Mapping[tuple[int, int], _Mark]], at: Place
) -> dict[str, BookSheet]:
    from python_calamine import CalamineError, load_workbook

    problems = Problems()
    try:
        book = load_workbook(io.BytesIO(content))
        sheets = {
            name: _sheet(book, name, own, at, problems)
            for name, own in marks.items()
            if name in book.sheet_names
        }
    except CalamineError as error:
        raise ValueError(str(error)) from error
    problems.raise_if_any()
    return sheets


def _sheet(
    book: CalamineWorkbook,
    name: str,
    marks: Mapping[tuple[int, int], _Mark],
    at: Place,
    problems: Problems,
) -> BookSheet:
    rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    cells = {}
    for row, values in enumerate(rows):
        for column, value in enumerate(values):
            mark = marks.get((row, column))
            if isinstance(value, float) and not isfinite(value) and not _told_apart(mark):
                where = Place(f"{at.file}!{name}!{cell_name(row, column)}")
                problems.add(where, "holds no finite number", "Type the number anew, in digits.")
                continue
            cell = _cell(value, mark)
            if cell.kind != BLANK:
                cells[row, column] = cell
    for place, mark in marks.items():
        if place not in cells and (mark.formula is not None or mark.error):
            cells[place] = _cell("", mark)
    width = max((len(values) for values in rows), default=0)
    return BookSheet(name, cells, len(rows), width)


def _told_apart(mark: _Mark | None) -> bool:
    """Whether a cell's value is not looked at: it is a formula or an error, and refused as such."""
    return mark is not None and (mark.formula is not None or mark.error)


def _cell(value: object, mark: _Mark | None) -> BookCell:
    """A value with what stands behind it."""
    if mark is not None and mark.formula is not None:
        return BookCell(FORMULA, f"={mark.formula}")
    if mark is not None and mark.error:
        return BookCell(ERROR, str(value))
    if isinstance(value, bool):
        return BookCell(SWITCH, str(value).upper())
    if isinstance(value, int | float):
        kind = PER_CENT if mark is not None and mark.per_cent else NUMBER
        return BookCell(kind, number_text(float(value)))
    if isinstance(value, date):
        return BookCell(DAY, value.isoformat().removesuffix("T00:00:00"))
    text = str(value)
    return BookCell(TEXT, text) if text.strip() else BookCell(BLANK, "")


def number_text(value: float) -> str:
    """A number as a table has it: digits and a point, nothing else where that can be.

    >>> number_text(39000.0), number_text(0.07), number_text(1e-07), number_text(-0.0)
    ('39000', '0.07', '1e-07', '0')
    """
    if value == int(value) and abs(value) < 2**53:
        return str(int(value))
    return repr(value)
