"""How well the method foresaw the cohort's own past: ranges foreseen, and what happened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from iomcba.report import formats
from iomcba.report.charts.shared import at_both_widths
from iomcba.report.drawing import Drawing, scale, ticks
from iomcba.report.lookup import Lookup
from iomcba.report.svg import INK, NAVY, PLUM
from iomcba.report.views import Cell, Chart, Column, Row, Table
from iomcba.terms.backtest import BacktestRow

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

    @property
    def said(self) -> str:
        """The window in words."""
        span = f"{formats.count(self.low80)} to {formats.count(self.high80)}"
        naive = "" if self.naive is None else f"; as if nothing changed {formats.count(self.naive)}"
        return (
            f"Picked from {self.label}: {formats.count(self.seen)} happened; foreseen "
            f"{formats.count(self.foreseen)}, 8 times in 10 {span}{naive}"
        )


def windows(id: str, title: str, text: str, found: Sequence[Window], width: float) -> str:
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
    for words, mark in (("foreseen", "range"), ("happened", "dot"), ("as if nothing changed", "x")):
        _mark(sheet, mark, x + 8, 12)
        sheet.text((x + 22, 16), words, size=13)
        x += 22 + 7.2 * len(words) + 16
    for place, window in enumerate(found):
        top = 26 + step * place
        middle = top + 32
        with sheet.point(window.said):
            sheet.field((0, top), (width, top + step))
            sheet.text((0, top + 17), f"picked from {window.label}", size=13)
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
    title = "What the method foresaw in this cohort’s own past, and what happened"
    text = "; ".join(window.said for window in found) + "."
    columns = (
        Column("Picked from", numeric=False),
        Column("Happened"),
        Column("Foreseen"),
        Column("80% range"),
        Column("As if nothing changed"),
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
                    Cell(f"{formats.count(w.low80)} to {formats.count(w.high80)}"),
                    Cell("" if w.naive is None else formats.count(w.naive)),
                ),
            )
            for w in found
        ),
        "proven offences in the years after",
    )
    wide, narrow = at_both_widths(windows, "chart-past", title, text, found)
    note = (
        "People were picked from an earlier window, and their later offences predicted from it "
        "alone. The cross is what a case would say that takes the past average to go on."
    )
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
