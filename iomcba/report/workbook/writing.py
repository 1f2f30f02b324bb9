"""Tables → an .xlsx file: cells, formulas with their values, names, colours, print set-up.

Words of users are written as texts, whatever they begin with. No time, no random id: the same
tables give the same bytes.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from math import ceil, isfinite
from textwrap import wrap
from typing import Any

from iomcba.characters import RISKY
from iomcba.report.workbook.grid import (
    ENGINE,
    FIT,
    INPUT,
    MOST_TEXT,
    Column,
    Formula,
    Model,
    Table,
)
from iomcba.report.workbook.reading import Values, letters, spreadsheet_text
from iomcba.report.workbook.style import (
    A3,
    A4,
    A4_IN_A3,
    COVER_WIDTH,
    DARK,
    FILLS,
    FONT,
    LINE,
    LINE_HEIGHT,
    NARROWEST,
    OF_FIGURES,
    PAGE_WIDTH,
    SHOWN,
    WIDEST,
    lines_of_head,
    lines_of_words,
)
from iomcba.terms.catalogue import Catalogue
from iomcba.terms.findings import BusinessCase


def written(
    model: Model,
    cover: list[tuple[str, str]],
    case: BusinessCase,
    words: Catalogue,
    stamp: str,
) -> bytes:
    """The file's bytes."""
    import xlsxwriter

    buffer = io.BytesIO()
    file = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_urls": False})
    file.worksheet_class = _worksheet_class()
    day = datetime.fromisoformat(stamp) if stamp else datetime(1980, 1, 1)
    file.set_properties(
        {
            "title": case.title,
            "subject": words.text("workbook.subject"),
            "author": "iomcba",
            "comments": words.text("workbook.comments"),
            "created": day.replace(tzinfo=UTC),
        }
    )
    file.set_calc_mode("auto")
    page = _Page(file, model, words)
    page.cover(cover)
    sheets = {table.name: page.add(table) for table in model.tables}
    for table in model.tables:
        page.fill(sheets[table.name], table)
    for name in model.names:
        table = model.table(name.table)
        row, column = table.head_row + 2 + name.row, table.place(name.head)
        file.define_name(name.name, f"='{table.sheet}'!${letters(column)}${row}")
    page.mark(sheets)
    file.close()
    return buffer.getvalue()


def _worksheet_class() -> Any:
    """Worksheets that look at a formula's text once: a column holds the same one in every row."""
    from xlsxwriter.worksheet import Worksheet

    class Remembering(Worksheet):  # type: ignore[misc]
        _prepare_formula = lru_cache(maxsize=None)(Worksheet._prepare_formula)

    return Remembering


class _Page:
    """Writes sheets of one file; formats are made once."""

    def __init__(self, file: Any, model: Model, words: Catalogue) -> None:
        self.file, self.model, self.values = file, model, Values(model)
        self.words = words
        self._formats: dict[tuple[tuple[str, Any], ...], Any] = {}
        self._bodies: dict[tuple[str, str, bool, bool], Any] = {}

    def format(self, **looks: Any) -> Any:
        """A format, made once for the same looks."""
        key = tuple(sorted(looks.items()))
        if key not in self._formats:
            self._formats[key] = self.file.add_format({**FONT, **looks})
        return self._formats[key]

    def cover(self, lines: list[tuple[str, str]]) -> None:
        """The first sheet: words alone."""
        sheet = self.file.add_worksheet(self.words.text("workbook-sheet.cover"))
        sheet.set_column(0, 0, COVER_WIDTH)
        sheet.hide_gridlines(2)
        looks: Mapping[str, dict[str, Any]] = {
            "title": {"bold": True, "font_size": 16, "font_color": DARK},
            "head": {
                "bold": True,
                "font_size": 12,
                "font_color": DARK,
                "top": 1,
                "top_color": LINE,
            },
            INPUT: {"bg_color": FILLS[INPUT]},
            FIT: {"bg_color": FILLS[FIT]},
            ENGINE: {"bg_color": FILLS[ENGINE]},
        }
        for row, (kind, text) in enumerate(lines):
            own = looks.get(kind, {})
            self._text(sheet, row, 0, text, {**own, "text_wrap": True, "valign": "top"})
            height = 1.4 * own.get("font_size", FONT["font_size"])
            sheet.set_row(row, height * len(wrap(text, COVER_WIDTH + 10) or [""]))
        self._print(sheet, COVER_WIDTH)

    def _print(self, sheet: Any, width: float) -> None:
        """Landscape; as many pages wide as can be read, on larger paper where two are too few."""
        pages = ceil(width / PAGE_WIDTH)
        sheet.set_landscape()
        sheet.set_paper(A4 if pages == 1 else A3)
        sheet.fit_to_pages(1 if pages == 1 else ceil(pages / A4_IN_A3), 0)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)

    def add(self, table: Table) -> Any:
        """An empty sheet for a table."""
        return self.file.add_worksheet(table.sheet)

    def fill(self, sheet: Any, table: Table) -> None:
        """Title, notes, way back, heads and body of a table, with its print set-up."""
        head = table.head_row
        self._text(sheet, 0, 0, table.title, {"bold": True, "font_size": 14, "font_color": DARK})
        for row, line in enumerate(table.lines, start=1):
            self._text(sheet, row, 0, line, {})
        back = self.format(font_color="#0B57A4", underline=1)
        if table.name == "Contents":
            self._text(sheet, head - 1, 0, self.words.text("workbook.one-table"), {})
        else:
            to = _to(self.words.text("workbook-sheet.contents"))
            sheet.write_url(head - 1, 0, to, back, self.words.text("workbook.back"))
        looks = self.format(
            bold=True,
            font_color="#FFFFFF",
            bg_color=DARK,
            text_wrap=True,
            valign="top",
            border=1,
            border_color=LINE,
        )
        sheet.add_table(
            head,
            0,
            head + table.size,
            len(table.columns) - 1,
            {
                "name": table.name,
                "style": None,
                "columns": [{"header": c.head, "header_format": looks} for c in table.columns],
            },
        )
        widths = [self._width(table, column) for column in table.columns]
        for place, width in enumerate(widths):
            sheet.set_column(place, place, width)
            for row in range(table.size):
                self._cell(sheet, table, head + 1 + row, row, place)
        for row, words in enumerate(lines_of_words(table), start=head + 1):
            sheet.set_row(row, LINE_HEIGHT * words)
        lines = max(lines_of_head(c.head, w) for c, w in zip(table.columns, widths, strict=True))
        sheet.set_row(head, LINE_HEIGHT * lines + 4)
        sheet.freeze_panes(head + 1, table.keys)
        self._print(sheet, sum(widths))
        sheet.repeat_rows(head)
        sheet.repeat_columns(0, table.keys - 1)
        page = self.words.text("workbook.page", page="&P", pages="&N")
        sheet.set_footer(f"&L&A&R{page}")

    def _width(self, table: Table, column: Column) -> float:
        """A column's width: as stated, or as its words or its largest figure need."""
        if column.width:
            return column.width
        cells = [self.values.cell(table.name, column.head, row) for row in range(table.size)]
        words = max((len(cell) for cell in cells if isinstance(cell, str)), default=0)
        figures = [abs(c) for c in cells if isinstance(c, float | int) and isfinite(c)]
        if figures:
            return max(OF_FIGURES, len(f"-{max(figures):,.2f}") + 2.0)
        return float(min(max(words + 2, NARROWEST), WIDEST))

    def _cell(self, sheet: Any, table: Table, at: int, row: int, place: int) -> None:
        column = table.columns[place]
        content = column.cells[row]
        show, shade = column.show(row), column.shade(row)
        if show == "link":
            looks = self.format(font_color="#0B57A4", underline=1)
            sheet.write_url(at, place, _to(str(content)), looks, str(content))
            return
        if isinstance(content, Formula):
            found = self.values.cell(table.name, column.head, row)
            text = spreadsheet_text(content, table, at)
            sheet.write_formula(at, place, text, self._body(show, shade, live=True), _kept(found))
        elif isinstance(content, str) and content:
            risky = content.startswith(RISKY)
            looks = self._body(show, shade, risky=risky)
            sheet.write_string(at, place, content[:MOST_TEXT], looks)
        elif isinstance(content, float | int) and isfinite(content):
            sheet.write_number(at, place, content, self._body(show, shade))
        else:
            sheet.write_blank(at, place, None, self._body(show, shade))

    def _body(self, show: str, shade: str, live: bool = False, risky: bool = False) -> Any:
        """The format of a cell of a table; a text that looks like a formula stays a text."""
        key = (show, shade, live, risky)
        if key not in self._bodies:
            shown = "General" if live and show == "text" else SHOWN[show]
            looks: dict[str, Any] = {"num_format": shown, "bottom": 1, "bottom_color": LINE}
            if show == "words":
                looks["text_wrap"] = True
            elif show != "text":
                looks |= {"align": "right", "indent": 1}
            if shade:
                looks |= {"bg_color": FILLS[shade], "border": 1, "border_color": LINE}
            self._bodies[key] = self.format(**looks, valign="top", quote_prefix=risky)
        return self._bodies[key]

    def _text(self, sheet: Any, row: int, column: int, text: str, looks: dict[str, Any]) -> None:
        """A text, never a formula: also not after an edit where it begins like one."""
        if text.startswith(RISKY):
            looks = {**looks, "quote_prefix": True}
        sheet.write_string(row, column, text[:MOST_TEXT], self.format(**looks))

    def mark(self, sheets: Mapping[str, Any]) -> None:
        """The list behind the switch, and the colours of the checks."""
        control, scenarios = (self.model.table(name) for name in ("Control", "Scenarios"))
        first = scenarios.head_row + 2
        source = f"='{scenarios.sheet}'!$A${first}:$A${first + scenarios.size - 1}"
        sheets["Control"].data_validation(
            control.head_row + 1,
            1,
            control.head_row + 1,
            1,
            {
                "validate": "list",
                "source": source,
                "input_title": self.words.text("workbook.scenario"),
            },
        )
        checks = self.model.table("Checks")
        where = (checks.head_row + 1, checks.place_of("result"))
        for word, fill in (
            ("ok", "#C6EFCE"),
            ("differs", "#FFC7CE"),
            ("changed", "#FFEB9C"),
            ("other", "#FFEB9C"),
        ):
            sheets["Checks"].conditional_format(
                *where,
                where[0] + checks.size - 1,
                where[1],
                {
                    "type": "cell",
                    "criteria": "==",
                    "value": f'"{self.words.text(f"workbook-word.{word}")}"',
                    "format": self.file.add_format({"bg_color": fill}),
                },
            )
        self._alarm(sheets, "Assumptions", "changed")
        self._alarm(sheets, "Control", "setting", 2)
        self._alarm(sheets, "Control", "setting", 4)

    def _alarm(self, sheets: Mapping[str, Any], name: str, id: str, row: int = -1) -> None:
        """Colour a count, or a column of them, where it is above 0."""
        table = self.model.table(name)
        first = table.head_row + 1
        top, bottom = (first, first + table.size - 1) if row < 0 else (first + row, first + row)
        amber = self.file.add_format({"bg_color": "#FFEB9C", "bold": True})
        place = table.place_of(id)
        rule = {"type": "cell", "criteria": ">", "value": 0, "format": amber}
        sheets[name].conditional_format(top, place, bottom, place, rule)


def _to(sheet: str) -> str:
    """Where a link to a sheet leads."""
    return f"internal:'{sheet}'!A1"


def _kept(found: float | str) -> float | str:
    """The value kept with a formula."""
    return found if isinstance(found, str) or isfinite(found) else "#NUM!"
