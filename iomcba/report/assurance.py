"""Who has signed a case off, and what has changed since: for the first page, and as a table."""

from __future__ import annotations

from datetime import date
from itertools import groupby

from iomcba.report import labels
from iomcba.report.grid import heading
from iomcba.report.lookup import Lookup
from iomcba.report.views import Cell, Column, Row, Sentence, Table
from iomcba.terms.reviews import WHOLE, Assurance, Review

NAMED = 3  # changed assumptions that the first page names
_APPROVER, _ASSURER = "approver", "assurer"


def signed(book: Lookup) -> tuple[Sentence, ...]:
    """Signed off, by whom and when; or not, and what has changed since it was."""
    found = book.case.assurance
    if found is None:
        return (book.say("signed.no-record"),)
    checked = _checked(book, found)
    approver = found.role(_APPROVER)
    if approver.complete:
        name, on = approver.last
        return (book.say("signed.by", name=name, day=day(book, on)), *checked)
    if not approver.current and not approver.changed:
        return (book.say("signed.no-approver"), *checked)
    said = [book.say("signed.not")]
    if approver.changed:
        said.append(book.say("signed.changed", names=_names(book, approver.changed)))
    if approver.never:
        said.append(book.say("signed.never", count=len(approver.never)))
    return (*said, *checked)


def _checked(book: Lookup, found: Assurance) -> tuple[Sentence, ...]:
    assurer = found.role(_ASSURER)
    if not assurer.current:
        return ()
    told = {"current": assurer.current, "total": assurer.total}
    return (book.say("signed.checked", day=day(book, assurer.last[1]), **told),)


def _names(book: Lookup, names: tuple[str, ...]) -> str:
    shown = [
        book.text("signed.whole") if n == WHOLE else labels.assumption(book, n)
        for n in names[:NAMED]
    ]
    more = len(names) - len(shown)
    if more:
        shown.append(book.text("signed.more", count=more))
    return book.catalogue.listed(shown)


def day(book: Lookup, text: str) -> str:
    """A date as people write it: 5 November 2026 for 2026-11-05."""
    on = date.fromisoformat(text)
    month = book.text(f"month.{on.month}")
    return book.text("date", day=on.day, month=month, year=str(on.year))


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
        few = len(names) <= NAMED
        what = _names(book, tuple(names)) if few else book.text("reviews.rows", count=len(names))
        cells = (heading(role), heading(day(book, on)), heading(what), heading(comment))
        rows.append(Row(Cell(reviewer, numeric=False), cells))
    columns = ("who", "as", "on", "reviewed", "comment")
    heads = tuple(Column(book.text(f"reviews.{name}"), numeric=False) for name in columns)
    return (Table("reviews", book.text("reviews.caption"), heads, tuple(rows)),)
