"""One sheet of the workbook: title, header, rows; yellow where it may be changed, locked elsewhere.

A number stays a number, a year stays text (a spreadsheet would make a date of 2011-12), and text
that begins with = + - or @ stays text.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from iomcba.report.desk.styles import Styles
from iomcba.terms.catalogue import Catalogue
from iomcba.terms.desk import (
    ABOUT,
    AS_EXPORTED,
    BEFORE,
    DATE,
    HEADER,
    INPUT,
    KEY,
    NUMBER,
    REASON,
    DeskColumn,
    DeskRow,
    DeskSheet,
)
from iomcba.terms.spreadsheet import cell_name

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

CHANGED = "Changed"
LONGEST = 32_767  # characters a cell can hold
SHARES = ("share", "probability")
WIDTHS = {"note": 60, "value": 70, "feeds": 40, "stands": 50, "name": 50, "key": 30, "words": 50}
LEAST, WIDE = 8, 26
LINE = 15  # points


@dataclass(frozen=True, slots=True)
class Placed:
    """A sheet and the row of AS_EXPORTED, from 0, on which the copy of its rows begins."""

    sheet: DeskSheet
    copied_from: int

    @property
    def width(self) -> int:
        """How many columns are copied."""
        return len(self.sheet.copied)

    @property
    def changed(self) -> int:
        """The column that says whether a row was changed; it stands after all others."""
        return len(self.sheet.columns)


def quoted(title: str) -> str:
    """A sheet's name as formulas and links write it."""
    return "'" + title.replace("'", "''") + "'"


def lines_in(text: str, width: float) -> int:
    """Lines that a text takes in a column so many characters wide, a little generously."""
    return sum(max(1, -(-len(part) // max(1, round(width * 0.95)))) for part in text.split("\n"))


def write_sheet(
    sheet: Worksheet,
    placed: Placed,
    styles: Styles,
    lists: dict[str, str],
    start: str,
    words: Catalogue,
) -> None:
    """Write one sheet; `lists` are ranges of ids by name, `start` the sheet to go back to."""
    desk, back = placed.sheet, words.text("desk.back", sheet=start)
    sheet.write_string(0, 0, desk.title, styles.title)
    sheet.write_string(1, 0, _prose(desk), styles.prose)
    sheet.write_url(2, 0, f"internal:{quoted(start)}!A1", styles.link, back)
    sheet.write_string(2, 1, words.text("desk.hint"), styles.prose)
    for place, column in enumerate(desk.columns):
        sheet.write_string(HEADER, place, column.title, styles.header)
        sheet.set_column(place, place, _width(desk, column), styles.locked)
    sheet.set_row(HEADER, 2 * LINE)
    sheet.write_string(HEADER, placed.changed, CHANGED, styles.header)
    sheet.set_column(placed.changed, placed.changed, 10, styles.locked)
    for number, row in enumerate(desk.rows):
        _write_row(sheet, placed, number, row, styles, lists, words)
    _colour(sheet, placed, styles, words)
    _finish(sheet, placed, words)


def _prose(desk: DeskSheet) -> str:
    return f"{desk.prose[0].upper()}{desk.prose[1:].rstrip('.')}."


def _width(desk: DeskSheet, column: DeskColumn) -> int:
    """As wide as the longest text of the column, within reason."""
    longest = max((len(row.texts.get(column.name, "")) for row in desk.rows), default=0)
    most = WIDTHS.get(column.name, WIDE)
    least = 40 if column.role == REASON else max(LEAST, min(len(column.title) + 3, 16))
    return max(least, min(longest + 2, most))


def _height(desk: DeskSheet, row: DeskRow) -> float:
    """Points that a row needs to show all its text, wrapped."""
    texts = ((row.texts.get(c.name, ""), _width(desk, c)) for c in desk.columns)
    return LINE * max(lines_in(text, width) for text, width in texts)


def _write_row(
    sheet: Worksheet,
    placed: Placed,
    number: int,
    row: DeskRow,
    styles: Styles,
    lists: dict[str, str],
    words: Catalogue,
) -> None:
    desk, at = placed.sheet, HEADER + 1 + number
    sheet.set_row(at, _height(desk, row))
    for place, column in enumerate(desk.columns):
        kind, text = desk.kind(row, column), row.texts.get(column.name, "")
        there = column.name in row.texts
        changeable = column.role == REASON or (column.role == INPUT and there)
        write_cell(sheet, at, place, kind, text, styles.of(kind, changeable))
        if changeable:
            _validate(sheet, at, place, desk, row, column, lists, words)
    left, right = cell_name(at, 0), cell_name(at, placed.width - 1)
    copy = placed.copied_from + number
    was = f"{cell_name(copy, BEFORE)}:{cell_name(copy, BEFORE + placed.width - 1)}"
    same = f'EXACT({left}:{right}&"",{quoted(AS_EXPORTED)}!{was}&"")'
    differs, changed = f"SUMPRODUCT(--NOT({same}))", words.text("desk-word.changed")
    sheet.write_formula(at, placed.changed, f'=IF({differs}>0,"{changed}","")', styles.about, "")


def write_cell(
    sheet: Worksheet, row: int, column: int, kind: str, text: str, style: object
) -> None:
    """Write a text as what it is: a number, a day, or the text itself."""
    if not text:
        sheet.write_blank(row, column, None, style)
    elif kind == NUMBER and _is_number(text):
        sheet.write_number(row, column, float(text), style)
    elif kind == DATE and _is_day(text):
        day = date.fromisoformat(text)
        sheet.write_datetime(row, column, datetime(day.year, day.month, day.day), style)
    else:
        sheet.write_string(row, column, text[:LONGEST], style)


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).year >= 1900
    except ValueError:
        return False


def _validate(
    sheet: Worksheet,
    at: int,
    place: int,
    desk: DeskSheet,
    row: DeskRow,
    column: DeskColumn,
    lists: dict[str, str],
    words: Catalogue,
) -> None:
    """What a cell takes: a number (a share between 0 and 1), a day, or a word of a list."""
    kind, choices = desk.kind(row, column), desk.choices(row, column)
    prose = words.text("desk-message.reason") if column.role == REASON else column.prose
    rule: dict[str, object] = {
        "input_title": column.title[:32],
        "input_message": prose[:255],
        "error_title": column.title[:32],
        "ignore_blank": True,
    }
    if choices:
        rule |= {"validate": "list", "source": list(choices)}
        rule["error_message"] = words.text("desk-message.choose")
    elif column.listed and lists.get(column.listed):
        rule |= {"validate": "list", "source": f"={lists[column.listed]}"}
        rule |= {"error_type": "warning", "error_message": words.text("desk-message.no-id")}
    elif kind == NUMBER and row.texts.get("unit") in SHARES:
        rule |= {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 1}
        rule["error_message"] = words.text("desk-message.share")
    elif kind == NUMBER:
        limits = {"minimum": -1e300, "maximum": 1e300}
        rule |= {"validate": "decimal", "criteria": "between", **limits}
        rule["error_message"] = words.text("desk-message.number")
    elif kind == DATE:
        rule |= {"validate": "date", "criteria": ">", "value": date(1900, 1, 1)}
        rule["error_message"] = words.text("desk-message.day")
    elif prose:
        rule["validate"] = "any"
    else:
        return
    sheet.data_validation(at, place, at, place, rule)


def _colour(sheet: Worksheet, placed: Placed, styles: Styles, words: Catalogue) -> None:
    """Changed cells and missing reasons show themselves."""
    rows = len(placed.sheet.rows)
    first, last = HEADER + 1, HEADER + rows
    was = cell_name(placed.copied_from, BEFORE)
    differs = f'=NOT(EXACT({cell_name(first, 0)}&"",{quoted(AS_EXPORTED)}!{was}&""))'
    sheet.conditional_format(
        first,
        0,
        last,
        placed.width - 1,
        {"type": "formula", "criteria": differs, "format": styles.changed},
    )
    for place, column in enumerate(placed.sheet.columns):
        if column.kind == NUMBER:
            top = cell_name(first, place)
            whole = f"=AND(ISNUMBER({top}),ABS(N({top}))>=1000,N({top})=INT(N({top})))"
            rule = {"type": "formula", "criteria": whole, "format": styles.thousands}
            sheet.conditional_format(first, place, last, place, rule)
    reason, changed = cell_name(first, placed.width), cell_name(first, placed.changed)
    word = words.text("desk-word.changed")
    missing = f'=AND(${changed}="{word}",LEN(TRIM(${reason}))=0)'
    rule = {"type": "formula", "criteria": missing, "format": styles.missing}
    sheet.conditional_format(first, placed.width, last, placed.width, rule)


def _finish(sheet: Worksheet, placed: Placed, words: Catalogue) -> None:
    desk, rows = placed.sheet, len(placed.sheet.rows)
    keys = sum(column.role == KEY for column in desk.columns)
    sheet.freeze_panes(HEADER + 1, keys)
    sheet.autofilter(HEADER, 0, HEADER + rows, placed.changed)
    allowed = ("format_columns", "format_rows", "autofilter", "sort")
    sheet.protect("", dict.fromkeys(allowed, True))
    sheet.set_landscape()
    sheet.set_paper(8)  # A3
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(HEADER)
    sheet.print_area(0, 0, HEADER + rows, placed.width)
    page = words.text("desk.page", page="&P", pages="&N")
    sheet.set_footer(f"&L&A&R{page}")
    about = [n for n, column in enumerate(desk.columns) if column.role == ABOUT]
    assert about == list(range(placed.width + 1, len(desk.columns))), (
        "what is read back stands left"
    )
