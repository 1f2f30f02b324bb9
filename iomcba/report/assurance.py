"""Who has signed a case off, and what has changed since: for the first page, and as a table."""

from __future__ import annotations

from datetime import date
from itertools import groupby

from iomcba.report import labels
from iomcba.report.grid import heading
from iomcba.report.lookup import Lookup
from iomcba.report.views import Cell, Column, Row, Sentence, Table, say
from iomcba.report.words import listed, plural
from iomcba.terms.reviews import WHOLE, Assurance, Review

NAMED = 3  # changed assumptions that the first page names
_APPROVER, _ASSURER = "approver", "assurer"


def signed(book: Lookup) -> tuple[Sentence, ...]:
    """Signed off, by whom and when; or not, and what has changed since it was."""
    found = book.case.assurance
    if found is None:
        return (say("Not signed off: this run holds no record of reviews."),)
    checked = _checked(found)
    approver = found.role(_APPROVER)
    if approver.complete:
        name, on = approver.last
        return (say(f"Signed off by {name} on {day(on)}."), *checked)
    if not approver.current and not approver.changed:
        return (say("Not signed off: no approver has reviewed it."), *checked)
    said = [say("Not signed off.")]
    if approver.changed:
        said.append(say(f"Changed since the last sign-off: {_names(book, approver.changed)}."))
    if approver.never:
        count = plural(len(approver.never), "row has", "rows have")
        said.append(say(f"{count} not been reviewed by an approver."))
    return (*said, *checked)


def _checked(found: Assurance) -> tuple[Sentence, ...]:
    assurer = found.role(_ASSURER)
    if not assurer.current:
        return ()
    return (
        say(
            f"An assurer has checked {assurer.current:,} of {assurer.total:,} rows as they stand, "
            f"last on {day(assurer.last[1])}."
        ),
    )


def _names(book: Lookup, names: tuple[str, ...]) -> str:
    shown = [
        "the case’s own words, options or cohort" if n == WHOLE else labels.assumption(book, n)
        for n in names[:NAMED]
    ]
    more = len(names) - len(shown)
    return listed([*shown, *([f"{more:,} more"] if more else [])])


def day(text: str) -> str:
    """A date as people write it.

    >>> day("2026-11-05")
    '5 November 2026'
    """
    on = date.fromisoformat(text)
    months = "January February March April May June July August September October November December"
    return f"{on.day} {months.split()[on.month - 1]} {on.year}"


def reviews(book: Lookup) -> tuple[Table, ...]:
    """Every review that holds: by whom, as what, of how many rows, when, with what comment."""
    found = book.case.assurance
    if found is None or not found.reviews:
        return ()

    def key(review: Review) -> tuple[str, str, str, str]:
        return review.on, review.role, review.reviewer, review.comment

    rows = []
    for (on, role, reviewer, comment), group in groupby(sorted(found.reviews, key=key), key):
        names = [review.row for review in group]
        what = _names(book, tuple(names)) if len(names) <= NAMED else plural(len(names), "row")
        cells = (heading(role), heading(day(on)), heading(what), heading(comment))
        rows.append(Row(Cell(reviewer, numeric=False), cells))
    columns = ("Who", "As", "On", "Reviewed", "Comment")
    heads = tuple(Column(label, numeric=False) for label in columns)
    return (Table("reviews", "Reviews that hold for the rows as they stand", heads, tuple(rows)),)
