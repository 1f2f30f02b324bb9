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
        Column("What", numeric=False),
        Column("By itself"),
        Column("19 times in 20"),
        Column("With others"),
        Column("19 times in 20"),
    )
    made = [
        Row(
            heading(names.driver(book, groups[index.name], option)),
            (
                *_index(index.first[option], index.first_errors[option]),
                *_index(index.total[option], index.total_errors[option]),
            ),
        )
        for index in kept
    ]
    left = len(rows) - len(kept)
    label = book.case.option(option).label
    return Table(
        "drivers-shares",
        f"Where the doubt about the net value of {label} comes from",
        columns,
        tuple(made),
        notes=(f"Nothing to speak of: {left} others.",) if left else (),
    )


def _index(share: float, error: float) -> tuple[Cell, Cell]:
    ends = (share - _NINETEEN_IN_20 * error, share + _NINETEEN_IN_20 * error)
    return (
        Cell(formats.per_cent(share)),
        Cell(" to ".join(formats.per_cent(end) for end in ends)),
    )


def shares_note(book: Lookup, found: Variance, option: str) -> str:
    """How the shares are to be read."""
    alone = sum(index.first[option] for index in found.indices)
    return (
        "Shares of the variance of expected net value (Sobol’ indices); its standard deviation is "
        f"{formats.pounds(found.deviations[option])}. By itself: what knowing the group would take "
        f"away. With others: that and what it does only together with others. By themselves they "
        f"come to {formats.per_cent(alone)}; the rest is done by several together. Groups are "
        f"independent of one another{_joined(found)}."
    )


def _joined(found: Variance) -> str:
    joined = any("+" in group.name for group in found.groups)
    return "; figures that are correlated are in one" if joined else ""
