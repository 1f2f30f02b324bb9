"""A case as a workbook that a reviewer can work in: instructions, one table a sheet, what it was.

Same case, same bytes. `Read me` says how to use it; `About this workbook` holds the hashes by which
the case's version is known again; the hidden `As exported` holds every cell as it was written, so
that what was changed shows itself, here and on reading the workbook back.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from iomcba.report.desk.sheet import (
    LINE,
    Placed,
    lines_in,
    quoted,
    write_cell,
    write_sheet,
)
from iomcba.report.desk.styles import Styles
from iomcba.terms.catalogue import Catalogue
from iomcba.terms.desk import (
    ABOUT_SHEET,
    AS_EXPORTED,
    BEFORE,
    FORMAT,
    HEADER,
    LABELS,
    LISTS,
    READ_ME,
    REVIEWER,
    SHEET_OF,
    TABLE_OF,
    DeskBook,
    cells_fingerprint,
    normal,
)
from iomcba.terms.spreadsheet import cell_name

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

WIDE = 92


def workbook(desk: DeskBook, words: Catalogue) -> bytes:
    """The workbook's bytes."""
    import xlsxwriter

    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(out, {**options, "strings_to_urls": False})
    # A fixed day, so that the same case gives the same bytes.
    title = words.text("desk.title", case=desk.title)
    book.set_properties({"title": title, "created": datetime(2000, 1, 1)})
    styles = Styles(book)
    placed = tuple(_placed(desk))
    start = book.add_worksheet(READ_ME)
    sheets = [book.add_worksheet(each.sheet.title) for each in placed]
    about = book.add_worksheet(ABOUT_SHEET)
    lists = _lists(book, desk)
    _as_exported(book, placed, words)
    _read_me(start, desk, placed, styles, words)
    for sheet, each in zip(sheets, placed, strict=True):
        write_sheet(sheet, each, styles, lists, READ_ME, words)
    _about(about, desk, placed, styles, words)
    start.activate()
    book.close()
    return out.getvalue()


def _placed(desk: DeskBook) -> Iterator[Placed]:
    copied = 1
    for sheet in desk.sheets:
        yield Placed(sheet, copied)
        copied += len(sheet.rows)


def exported_rows(desk: DeskBook) -> list[tuple[str, ...]]:
    """The rows of AS_EXPORTED: sheet, name, then keys and inputs from left to right."""
    return [
        (
            sheet.title,
            row.name,
            *(
                normal(sheet.kind(row, column), row.texts.get(column.name, ""))
                for column in sheet.copied
            ),
        )
        for sheet in desk.sheets
        for row in sheet.rows
    ]


def _as_exported(book: Workbook, placed: tuple[Placed, ...], words: Catalogue) -> None:
    sheet = book.add_worksheet(AS_EXPORTED)
    heads = (words.text("desk-head.sheet"), words.text("desk-head.name"))
    for place, word in enumerate((*heads, words.text("desk.as-exported"))):
        sheet.write_string(0, place, word)
    days = book.add_format({"num_format": "yyyy-mm-dd"})
    for each in placed:
        for number, row in enumerate(each.sheet.rows):
            at = each.copied_from + number
            sheet.write_string(at, 0, each.sheet.title)
            sheet.write_string(at, 1, row.name)
            for place, column in enumerate(each.sheet.copied):
                kind = each.sheet.kind(row, column)
                text = row.texts.get(column.name, "")
                write_cell(sheet, at, BEFORE + place, kind, text, days if kind == "date" else None)
    sheet.protect("")
    sheet.hide()


def _lists(book: Workbook, desk: DeskBook) -> dict[str, str]:
    """A hidden sheet of the ids that cells may name; the range of each list."""
    sheet, ranges = book.add_worksheet(LISTS), {}
    for column, (name, ids) in enumerate(desk.lists.items()):
        sheet.write_string(0, column, name)
        for row, id in enumerate(ids, start=1):
            sheet.write_string(row, column, id)
        if ids:
            first = cell_name(1, column).replace("2", "$2")
            last = f"{first.split('$')[0]}${len(ids) + 1}"
            ranges[name] = f"{LISTS}!${first}:${last}"
    sheet.protect("")
    sheet.hide()
    return ranges


STEPS, COLOURS = 7, ("yellow", "grey", "orange", "red")


def _read_me(
    sheet: Worksheet, desk: DeskBook, placed: tuple[Placed, ...], styles: Styles, words: Catalogue
) -> None:
    sheet.set_column(0, 0, 22, styles.prose)
    sheet.set_column(1, 1, WIDE, styles.wrapped)
    sheet.set_column(2, 3, 12, styles.prose)
    sheet.write_string(0, 0, words.text("desk.title", case=desk.case), styles.title)
    sheet.write_string(1, 0, desk.title, styles.prose)
    sheet.write_string(3, 0, REVIEWER, styles.strong)
    sheet.write_blank(3, 1, None, styles.input)
    row = 5
    sheet.write_string(row, 0, words.text("desk.use"), styles.strong)
    for number in range(1, STEPS + 1):
        row, step = row + 1, words.text(f"desk-step.{number}")
        sheet.write_string(row, 0, str(number), styles.prose)
        sheet.write_string(row, 1, step, styles.wrapped)
        sheet.set_row(row, LINE * lines_in(step, WIDE))
    row += 1
    command = f"iomcba assumptions import FILE.xlsx {desk.folder}"
    sheet.write_string(row, 0, words.text("desk.command"), styles.prose)
    sheet.write_string(row, 1, command, styles.wrapped)
    row += 2
    sheet.write_string(row, 0, words.text("desk.colours"), styles.strong)
    fills = (styles.input, styles.of("text", False), styles.changed, styles.missing)
    for colour, fill in zip(COLOURS, fills, strict=True):
        row += 1
        sheet.write_string(row, 0, words.text(f"desk-colour.{colour}"), fill)
        sheet.write_string(row, 1, words.text(f"desk-meaning.{colour}"), styles.wrapped)
    row += 2
    for place, head in enumerate(("sheet", "holds", "rows", "changed")):
        sheet.write_string(row, place, words.text(f"desk-head.{head}"), styles.header)
    changed = words.text("desk-word.changed")
    for each in placed:
        row += 1
        title, rows = each.sheet.title, len(each.sheet.rows)
        sheet.write_url(row, 0, f"internal:{quoted(title)}!A1", styles.link, title)
        sheet.write_string(row, 1, each.sheet.prose, styles.wrapped)
        sheet.set_row(row, LINE * lines_in(each.sheet.prose, WIDE))
        sheet.write_number(row, 2, rows, styles.prose)
        first, last = (cell_name(HEADER + n, each.changed) for n in (1, rows))
        counted = f'=COUNTIF({quoted(title)}!{first}:{last},"{changed}")'
        sheet.write_formula(row, 3, counted, styles.prose, 0)
    sheet.protect("", {"format_columns": True, "format_rows": True})
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _about(
    sheet: Worksheet, desk: DeskBook, placed: tuple[Placed, ...], styles: Styles, words: Catalogue
) -> None:
    """What the workbook was made from; `import` reads it to know the case's version again."""
    sheet.set_column(0, 0, 46, styles.prose)
    sheet.set_column(1, 1, 70, styles.prose)
    sheet.set_column(2, 2, 10, styles.prose)
    sheet.write_string(0, 0, ABOUT_SHEET, styles.title)
    facts = {
        "format": FORMAT,
        "case": desk.case,
        "folder": desk.folder,
        "version": desk.version,
        "fingerprint": desk.fingerprint,
        "cells": cells_fingerprint(exported_rows(desk)),
    }
    row = 1
    for key, label in LABELS.items():
        row += 1
        sheet.write_string(row, 0, label, styles.strong)
        sheet.write_string(row, 1, facts[key], styles.prose)
    row += 2
    sheet.write_string(row, 0, SHEET_OF, styles.header)
    sheet.write_string(row, 1, TABLE_OF, styles.header)
    for each in placed:
        row += 1
        sheet.write_string(row, 0, each.sheet.title, styles.prose)
        sheet.write_string(row, 1, each.sheet.table, styles.prose)
    row += 2
    sheet.write_string(row, 0, words.text("desk.file"), styles.header)
    sheet.write_string(row, 1, "SHA-256", styles.header)
    for name, sha in desk.files:
        row += 1
        sheet.write_string(row, 0, name, styles.prose)
        sheet.write_string(row, 1, sha, styles.prose)
    sheet.protect("")
