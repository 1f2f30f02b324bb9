"""Shares of the doubt: Sobol' indices of independent groups, as a table."""

from __future__ import annotations

from iomcba.report import formats
from iomcba.report.decision import names
from iomcba.report.grid import heading
from iomcba.report.lookup import Lookup
from iomcba.report.views import Cell, Column, Row, Table
from iomcba.terms.decision import Variance

_NINETEEN_IN_20 = 2.13  # standard errors, Student's t of 15 degrees: 16 replicates
_NOTHING = 0.0005  # a share that no printed digit shows


def shares(book: Lookup, found: Variance, option: str) -> Table:
    """A row for each group that accounts for anything, most first."""
    groups = {group.name: group for group in found.groups}
    rows = sorted(found.indices, key=lambda index: -index.total[option])
    kept = [index for index in rows if index.total[option] >= _NOTHING]
    columns = (
        Column(book.text("drivers.what"), numeric=False),
        Column(book.text("shares.alone")),
        Column(book.text("shares.range")),
        Column(book.text("shares.together")),
        Column(book.text("shares.range")),
    )
    made = [
        Row(
            heading(names.driver(book, groups[index.name], option)),
            (
                *_index(book, index.first[option], index.first_errors[option]),
                *_index(book, index.total[option], index.total_errors[option]),
            ),
        )
        for index in kept
    ]
    left = len(rows) - len(kept)
    label = book.case.option(option).label
    return Table(
        "drivers-shares",
        book.text("shares.caption", option=label),
        columns,
        tuple(made),
        notes=(book.text("shares.rest", count=left),) if left else (),
    )


def _index(book: Lookup, share: float, error: float) -> tuple[Cell, Cell]:
    ends = (share - _NINETEEN_IN_20 * error, share + _NINETEEN_IN_20 * error)
    low, high = (formats.per_cent(end) for end in ends)
    return (
        Cell(formats.per_cent(share)),
        Cell(book.text("chart.from-to", low=low, high=high)),
    )


def shares_note(book: Lookup, found: Variance, option: str) -> str:
    """How the shares are to be read."""
    alone = sum(index.first[option] for index in found.indices)
    joined = any("+" in group.name for group in found.groups)
    return book.text(
        "shares.note-joined" if joined else "shares.note",
        deviation=formats.pounds(found.deviations[option]),
        alone=formats.per_cent(alone),
    )
