"""How well the method foresaw the cohort's own past: ranges foreseen, and what happened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from iomcba.report import formats
from iomcba.report.charts.shared import at_both_widths
from iomcba.report.drawing import Drawing, scale, ticks
from iomcba.report.lookup import Lookup
from iomcba.report.svg import INK, NAVY, PLUM
from iomcba.report.views import Cell, Chart, Column, Row, Table
from iomcba.terms.backtest import BacktestRow
from iomcba.terms.catalogue import Catalogue

NAIVE = "naive"


@dataclass(frozen=True, slots=True)
class Window:
    """One pick date: what was foreseen with its 80% range, what happened, the naive figure."""

    label: str
    seen: float
    foreseen: float
    low80: float
    high80: float
    naive: float | None

    def said(self, words: Catalogue) -> str:
        """The window in words."""
        told = {
            "window": self.label,
            "happened": formats.count(self.seen),
            "foreseen": formats.count(self.foreseen),
            "range": self.span(words),
        }
        if self.naive is None:
            return words.text("past.picked-from", **told)
        return words.text("past.picked-from-naive", naive=formats.count(self.naive), **told)

    def span(self, words: Catalogue) -> str:
        """The range foreseen."""
        low, high = formats.count(self.low80), formats.count(self.high80)
        return words.text("chart.from-to", low=low, high=high)


def windows(
    id: str, title: str, text: str, found: Sequence[Window], width: float, words: Catalogue
) -> str:
    """A row for each window: a bar for the range, a dot for what happened, a cross for naive."""
    step, foot = 50.0, 50.0 * len(found) + 30
    sheet = Drawing(width, foot + 24)
    reach = [0.0, *(w.high80 for w in found), *(w.seen for w in found)]
    reach += [w.naive for w in found if w.naive is not None]
    slope, zero = scale(0.0, max(reach), 2.0, width - 30)
    for value in ticks(0.0, max(reach), 4):
        x = slope * value + zero
        sheet.line((x, 26), (x, foot))
        sheet.text((x, foot + 18), f"{value:,.0f}", "start" if x < 20 else "middle", size=12)
    x = 0.0
    for key, mark in (("foreseen", "range"), ("happened", "dot"), ("naive", "x")):
        label = words.text(f"past.{key}")
        _mark(sheet, mark, x + 8, 12)
        sheet.text((x + 22, 16), label, size=13)
        x += 22 + 7.2 * len(label) + 16
    for place, window in enumerate(found):
        top = 26 + step * place
        middle = top + 32
        with sheet.point(window.said(words)):
            sheet.field((0, top), (width, top + step))
            sheet.text((0, top + 17), words.text("past.from", window=window.label), size=13)
            low, high = (slope * end + zero for end in (window.low80, window.high80))
            sheet.line((low, middle), (high, middle), NAVY, 9, 0.4)
            sheet.line(
                (slope * window.foreseen + zero, middle - 7),
                (slope * window.foreseen + zero, middle + 7),
                NAVY,
                2.5,
            )
            if window.naive is not None:
                _mark(sheet, "x", slope * window.naive + zero, middle)
            _mark(sheet, "dot", slope * window.seen + zero, middle)
    return sheet.svg(id, title, text)


def _mark(sheet: Drawing, kind: str, x: float, y: float) -> None:
    if kind == "dot":
        sheet.dot((x, y), INK, hollow=True)
    elif kind == "range":
        sheet.line((x - 8, y), (x + 8, y), NAVY, 9, 0.4)
        sheet.line((x, y - 7), (x, y + 7), NAVY, 2.5)
    else:
        sheet.line((x - 5, y - 5), (x + 5, y + 5), PLUM, 2.5)
        sheet.line((x - 5, y + 5), (x + 5, y - 5), PLUM, 2.5)


def chart(book: Lookup) -> Chart | None:
    """The chart with its words and its table; None without a backtest."""
    rows = book.case.backtest
    found = windows_of(rows, book.case.method)
    if not found:
        return None
    title, words = book.text("past.title"), book.catalogue
    text = "; ".join(window.said(words) for window in found) + "."
    columns = (
        Column(book.text("past.head-window"), numeric=False),
        Column(book.text("past.head-happened")),
        Column(book.text("past.head-foreseen")),
        Column(book.text("chart.range80")),
        Column(book.text("past.head-naive")),
    )
    table = Table(
        "chart-past-table",
        title,
        columns,
        tuple(
            Row(
                Cell(w.label, numeric=False),
                (
                    Cell(formats.count(w.seen)),
                    Cell(formats.count(w.foreseen)),
                    Cell(w.span(words)),
                    Cell("" if w.naive is None else formats.count(w.naive)),
                ),
            )
            for w in found
        ),
        book.text("past.units"),
    )
    wide, narrow = at_both_widths(partial(windows, words=words), "chart-past", title, text, found)
    note = book.text("past.note")
    return Chart("chart-past", title, text, wide, narrow, table, note)


def windows_of(rows: Sequence[BacktestRow], method: str) -> list[Window]:
    """A method's windows, each with what the naive reading would have said."""
    naive = {row.window.label: row for row in rows if row.method == NAIVE}
    return [_window(row, naive.get(row.window.label)) for row in rows if row.method == method]


def _window(row: BacktestRow, naive: BacktestRow | None) -> Window:
    return Window(
        row.window.label,
        float(row.observed),
        row.predicted,
        row.low80,
        row.high80,
        None if naive is None else naive.predicted,
    )
