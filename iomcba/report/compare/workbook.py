"""A shared comparison → an Excel workbook whose bridge adds itself up, with a waterfall chart.

One table a sheet. Same comparison, same bytes.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from textwrap import wrap
from typing import TYPE_CHECKING

from iomcba.report.compare.layout import lay_out
from iomcba.report.compare.views import ChangeLine, Span, View
from iomcba.report.compare.wording import kind_name
from iomcba.terms.bridge import PENNIES, UNITS, SharedComparison
from iomcba.terms.catalogue import Catalogue

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

POUNDS = "£#,##0.00;[Red]-£#,##0.00"
PERCENT = "0.00%;[Red]-0.00%"
NAVY, TEAL, PLUM = "#12436D", "#28A197", "#801650"
WIDTHS = (9, 44, 10, 14, 44, 44, 18, 18, 34, 34, 26, 26)  # letters of a column of Changes
LINE = 15.0  # points that a line of a cell takes
FIRST = 3  # rows above a table: title, what it is, a blank
BRIDGE = ("change", "what", "moves-by", "level-after", "standard-error", "up", "down")
ALL = ("option", "measure", "step", "change", "what", "value", "standard-error")
ENDS = ("option", "measure", "a", "b", "less")
CHANGES = (
    *("number", "change", "kind", "what-differs", "in-a", "in-b", "source-a", "source-b"),
    *("place-a", "place-b", "part-of", "what-it-did"),
)


@dataclass(frozen=True, slots=True)
class Formats:
    """Formats of one workbook, and its words."""

    words: Catalogue
    title: Format
    wrap: Format
    pounds: Format
    percent: Format
    bold: Format
    head: Format


def workbook(shared: SharedComparison, words: Catalogue) -> bytes:
    """The comparison as a workbook: cover, the bridge in focus, all bridges, ends, changes."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False})
    view = lay_out(shared, words)
    # A fixed day, so that the same comparison gives the same bytes.
    book.set_properties({"title": view.title, "created": datetime(2000, 1, 1)})
    formats = Formats(
        words,
        book.add_format({"bold": True, "font_size": 14, "font_color": NAVY}),
        book.add_format({"text_wrap": True, "valign": "top"}),
        book.add_format({"num_format": POUNDS}),
        book.add_format({"num_format": PERCENT}),
        book.add_format({"bold": True}),
        book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}),
    )
    _cover(book, view, formats)
    focus = next((s for s in view.spans if s.measure == "npsv" and len(s.steps) > 2), None)
    if focus is not None:
        _bridge(book, focus, formats)
    if view.spans:
        _all(book, view, formats)
    if shared.found.ends:
        _ends(book, shared, formats)
    if view.changes:
        _changes(book, view.changes, formats)
    book.close()
    return out.getvalue()


def _cover(book: Workbook, view: View, formats: Formats) -> None:
    sheet = book.add_worksheet(formats.words.text("compared-sheet.cover"))
    sheet.set_column(0, 0, 110, formats.wrap)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    said = formats.words
    lines = (
        view.title,
        *([view.label] if view.label else []),
        *(f"{letter}: {words}" for letter, words in view.sides),
        *view.verdict,
        *view.unbridged,
        view.basis,
        said.text("compared.disclosure", policy=view.policy),
        said.text("compared-cover.bridge"),
        said.text("compared-cover.all"),
        said.text("compared-cover.changes"),
    )
    for row, words in enumerate(lines):
        sheet.write_string(row, 0, words, formats.title if row == 0 else formats.wrap)


def _sheet(book: Workbook, id: str, title: str, words: str, formats: Formats) -> Worksheet:
    """A sheet with its title and what it holds; its table begins below."""
    sheet = book.add_worksheet(formats.words.text(f"compared-sheet.{id}"))
    sheet.write_string(0, 0, title, formats.title)
    sheet.write_string(1, 0, words)
    sheet.freeze_panes(FIRST + 1, 1)
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_paper(9)
    return sheet


def _table(sheet: Worksheet, name: str, heads: Sequence[str], rows: int, formats: Formats) -> None:
    options = {
        "name": name,
        "columns": [
            {"header": formats.words.text(f"compared-head.{head}"), "header_format": formats.head}
            for head in heads
        ],
        "style": "Table Style Light 1",
    }
    sheet.add_table(FIRST, 0, FIRST + rows, len(heads) - 1, options)


def _bridge(book: Workbook, span: Span, formats: Formats) -> None:
    """The bridge in focus, its levels as formulas, a check and a chart."""
    said = formats.words
    title = said.text(f"compared-long.{span.measure}", option=span.label)
    sheet = _sheet(book, "bridge", title, span.note, formats)
    _table(sheet, "bridge", BRIDGE, len(span.steps), formats)
    level = span.steps[0].value
    for place, step in enumerate(span.steps):
        row, line = FIRST + 1 + place, FIRST + 2 + place
        moved = 0.0 if step.total else step.value
        level += moved
        sheet.write_string(
            row, 0, said.text("compared.level-of", letter=step.title) if step.total else step.title
        )
        sheet.write_string(row, 1, step.detail)
        sheet.write_number(row, 2, moved, formats.pounds)
        if place == 0:
            sheet.write_number(row, 3, step.value, formats.pounds)
        else:
            sheet.write_formula(row, 3, f"=D{line - 1}+C{line}", formats.pounds, round(level, 2))
        sheet.write_number(row, 4, step.se, formats.pounds)
        sheet.write_formula(row, 5, f"=MAX(C{line},0)", formats.pounds, max(moved, 0.0))
        sheet.write_formula(row, 6, f"=MIN(C{line},0)", formats.pounds, min(moved, 0.0))
    last = FIRST + 1 + len(span.steps)
    sheet.write_string(last + 1, 0, said.text("compared.as-evaluated"), formats.bold)
    sheet.write_number(last + 1, 3, span.steps[-1].value, formats.pounds)
    sheet.write_string(last + 2, 0, said.text("compared.left-over"), formats.bold)
    sheet.write_formula(last + 2, 3, f"=ROUND(D{last}-D{last + 2},2)", formats.pounds, 0.0)
    for column, width in enumerate((58, 34, 18, 18, 16, 16, 16)):
        sheet.set_column(column, column, width)
    _chart(book, sheet, span, last + 4, said)


def _chart(book: Workbook, sheet: Worksheet, span: Span, row: int, said: Catalogue) -> None:
    """How far each change moves the answer; rises and falls in colours of their own."""
    chart = book.add_chart({"type": "bar", "subtype": "stacked"})
    first, last = FIRST + 3, FIRST + len(span.steps)  # lines of the changes, from 1
    name = said.text("compared-sheet.bridge")
    for column, up, colour in ((5, "up", TEAL), (6, "down", PLUM)):
        series = {
            "name": said.text(f"compared-head.{up}"),
            "categories": [name, first - 1, 0, last - 1, 0],
            "values": [name, first - 1, column, last - 1, column],
            "fill": {"color": colour},
            "gap": 40,
        }
        chart.add_series(series)
    chart.set_title({"name": said.text("compared.how-far")})
    chart.set_x_axis({"num_format": "£#,##0"})
    chart.set_y_axis({"reverse": True, "label_position": "low"})
    chart.set_legend({"position": "bottom"})
    chart.set_size({"width": 1000, "height": 140 + 34 * len(span.steps)})
    words = "; ".join(f"{step.title} {step.words}" for step in span.steps)
    sheet.insert_chart(row, 0, chart, {"description": words})


def _all(book: Workbook, view: View, formats: Formats) -> None:
    said = formats.words
    rows = [
        (span.label, said.text(f"compared-measure.{span.measure}"), step, span.measure)
        for span in view.spans
        for step in span.steps
    ]
    title, words = said.text("compared.all-title"), said.text("compared.all-note")
    sheet = _sheet(book, "all", title, words, formats)
    level, moved = said.text("compared.level"), said.text("compared.step")
    _table(sheet, "all_bridges", ALL, len(rows), formats)
    for row, (option, label, step, measure) in enumerate(rows, start=FIRST + 1):
        shown = formats.pounds if UNITS[measure] == PENNIES else formats.percent
        kind = level if step.total else moved
        for column, text in enumerate((option, label, kind, step.title, step.detail)):
            sheet.write_string(row, column, text)
        sheet.write_number(row, 5, step.value, shown)
        sheet.write_number(row, 6, step.se, shown)
    for column, width in enumerate((30, 24, 10, 60, 34, 20, 18)):
        sheet.set_column(column, column, width)


def _ends(book: Workbook, shared: SharedComparison, formats: Formats) -> None:
    known = dict(shared.found.labels)
    rows = [
        (known.get(option, option), measure, a, b)
        for name, a, b in shared.found.ends
        for option, _, measure in [name.partition(".")]
    ]
    said = formats.words
    title, words = said.text("compared.ends-title"), said.text("compared.ends-note")
    sheet = _sheet(book, "ends", title, words, formats)
    _table(sheet, "before_and_after", ENDS, len(rows), formats)
    for row, (option, measure, a, b) in enumerate(rows, start=FIRST + 1):
        shown = formats.pounds if UNITS[measure] == PENNIES else formats.percent
        sheet.write_string(row, 0, option)
        sheet.write_string(row, 1, said.text(f"compared-measure.{measure}"))
        for column, value in ((2, a), (3, b)):
            if value is not None:
                sheet.write_number(row, column, value, shown)
        if a is not None and b is not None:
            sheet.write_formula(row, 4, f"=D{row + 1}-C{row + 1}", shown, b - a)
    for column, width in enumerate((34, 26, 20, 20, 20)):
        sheet.set_column(column, column, width)


def _changes(book: Workbook, changes: tuple[ChangeLine, ...], formats: Formats) -> None:
    rows = [cells for line in changes for cells in _lines(line, formats.words)]
    words = formats.words.text("compared.changes-note")
    title = formats.words.text("compared.every-change")
    sheet = _sheet(book, "changes", title, words, formats)
    _table(sheet, "changes", CHANGES, len(rows), formats)
    for row, (number, *cells) in enumerate(rows, start=FIRST + 1):
        sheet.write_number(row, 0, int(number), formats.wrap)
        for column, text in enumerate(cells, start=1):
            sheet.write_string(row, column, text, formats.wrap)
        lines = (len(wrap(str(text), width)) for text, width in zip(cells, WIDTHS[1:], strict=True))
        sheet.set_row(row, LINE * max(1, *lines))
    for column, width in enumerate(WIDTHS):
        sheet.set_column(column, column, width)


def _lines(line: ChangeLine, words: Catalogue) -> Iterator[tuple[str, ...]]:
    for column, old, new in line.cells or (("", "", ""),):
        yield (
            *(str(line.number), line.what, kind_name(line.kind, words), column, old, new),
            *(*line.sources, *line.where, line.player, line.effect),
        )
