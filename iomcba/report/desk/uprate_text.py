"""What uprating did to a set: each row before and after, under the indices that it was moved by."""

from __future__ import annotations

from itertools import groupby

from iomcba.report import formats
from iomcba.report.words import plural
from iomcba.terms.register import Uprated


def text(rows: tuple[Uprated, ...], to: str, left: int) -> str:
    """Rows by the year that they were in."""
    lines = [f"{plural(len(rows), 'row')} of money uprated to {to} prices."]
    if left:
        lines.append(f"{plural(left, 'row')} of money stood in {to} prices already.")
    width = max((len(row.name) for row in rows), default=0)
    for (of, index_of, index_to), each in groupby(
        sorted(rows, key=lambda row: row.of), lambda row: (row.of, row.index_of, row.index_to)
    ):
        factor = formats.factor(index_to / index_of)
        lines += ["", f"From {of} {factor} ({index_to:g} / {index_of:g})"]
        lines += [
            f"  {row.name.ljust(width)}  £{formats.raw(row.was)} → £{formats.raw(row.now)}"
            for row in each
        ]
    return "\n".join(lines) + "\n"
