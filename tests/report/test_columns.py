"""How wide the columns of a printed table are."""

from __future__ import annotations

from iomcba.report.columns import shares
from iomcba.report.grid import heading
from iomcba.report.views import Cell, Column, Row, Table

LONG = "Moves Business as usual against the joint list by"


def table(cells: int) -> Table:
    columns = (Column("What", numeric=False), *(Column(LONG) for _ in range(cells)))
    row = Row(heading("Effect on offending"), tuple(Cell("£204,000") for _ in range(cells)))
    return Table("t", "t", columns, (row,))


def test_a_long_head_stands_in_three_lines_where_there_is_room() -> None:
    for width in shares(table(2), 100.0)[1:]:
        assert width >= len(LONG) / 3


def test_where_there_is_none_the_figures_keep_theirs() -> None:
    widths = shares(table(8), 100.0)
    assert sum(widths) == 100.0 or abs(sum(widths) - 100.0) < 0.1
    assert min(widths[1:]) >= len("£204,000")
