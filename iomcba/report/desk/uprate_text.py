"""What uprating did to a set: each row before and after, under the indices that it was moved by."""

from __future__ import annotations

from itertools import groupby

from iomcba.report import formats
from iomcba.terms.catalogue import Catalogue
from iomcba.terms.register import Uprated


def text(rows: tuple[Uprated, ...], to: str, left: int, words: Catalogue) -> str:
    """Rows by the year that they were in."""
    lines = [words.text("uprated.done", count=len(rows), year=to)]
    if left:
        lines.append(words.text("uprated.already", count=left, year=to))
    width = max((len(row.name) for row in rows), default=0)
    for (of, index_of, index_to), each in groupby(
        sorted(rows, key=lambda row: row.of), lambda row: (row.of, row.index_of, row.index_to)
    ):
        factor = formats.factor(index_to / index_of)
        indices = {"index_to": f"{index_to:g}", "index_of": f"{index_of:g}"}
        lines += ["", words.text("uprated.from", year=of, factor=factor, **indices)]
        lines += [
            f"  {row.name.ljust(width)}  £{formats.raw(row.was)} → £{formats.raw(row.now)}"
            for row in each
        ]
    return "\n".join(lines) + "\n"
