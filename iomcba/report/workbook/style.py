"""How the workbook looks: number formats, colours, widths, paper."""

from __future__ import annotations

from collections.abc import Mapping
from textwrap import wrap
from typing import Any

from iomcba.report.workbook.grid import ENGINE, FIT, INPUT, Table

SHOWN = {
    "pounds": "#,##0.00",
    "whole-pounds": "#,##0",
    "count": "#,##0.00",
    "ratio": "0.0000",
    "share": "0.0000",
    "whole": "0",
    "figure": "#,##0.00####",
    "text": "@",
    "words": "@",
    "link": "@",
}
FILLS = {INPUT: "#FFF2A8", FIT: "#E4E4E4", ENGINE: "#DCE9F5"}
FONT: Mapping[str, Any] = {"font_name": "Arial", "font_size": 10}
DARK, LINE = "#1F3B4D", "#C8C8C8"
WIDEST, NARROWEST, OF_FIGURES = 60.0, 10.0, 14.0
COVER_WIDTH = 110
PAGE_WIDTH = 250.0  # characters that can be read across a page
LINE_HEIGHT = 14.0  # points
A4, A3 = 9, 8  # as the file format numbers them
A4_IN_A3 = 1.4


def lines_of_words(table: Table) -> list[int]:
    """Lines that each row needs for its longest words; none where the table has no such column."""
    columns = [column for column in table.columns if column.shows == "words"]
    if not columns:
        return []
    return [
        max(len(wrap(str(c.cells[row] or ""), int(c.width))) or 1 for c in columns)
        for row in range(table.size)
    ]


def lines_of_head(head: str, width: float) -> int:
    """Lines that a head needs in its column."""
    return len(wrap(head, int(1.05 * width)))  # bold letters, but few capitals
