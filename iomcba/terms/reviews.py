"""Who reviewed which assumption, in which role, and what that amounts to (HM Treasury, AQuA Book).

A review holds for a row as it stood: its digest. A changed row has another and loses its review.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass

from iomcba.terms.rows import Row

ROLES = ("analyst", "assurer", "approver")
WHOLE = "case"  # everything of a case that is no row: its words, options and cohort
LEDGER = "reviews.csv"  # beside case.yaml
CHANGES = "changes.csv"  # the record of changes, beside it too
COLUMNS = ("row", "digest", "reviewer", "role", "on", "comment")
DIGITS = 32  # hexadecimal digits of a digest: no two rows will ever share one by chance


@dataclass(frozen=True, slots=True)
class Review:
    """One row reviewed: the row's name and digest, by whom in which role, when, and the comment.

    `on` is a date such as 2026-11-25.
    """

    row: str
    digest: str
    reviewer: str
    role: str
    on: str
    comment: str = ""

    def __post_init__(self) -> None:
        if self.role not in ROLES:
            raise ValueError(f"{self.role=} must be one of {', '.join(ROLES)}")


@dataclass(frozen=True, slots=True)
class RoleState:
    """How far one role has come: rows reviewed as they stand, changed since, never reviewed.

    `last` is the reviewer and the day of the latest review that holds; blank where none does.
    """

    role: str
    current: int
    changed: tuple[str, ...]
    never: tuple[str, ...]
    last: tuple[str, str] = ("", "")

    @property
    def total(self) -> int:
        """Rows there are to review."""
        return self.current + len(self.changed) + len(self.never)

    @property
    def complete(self) -> bool:
        """Whether every row has a review that holds."""
        return self.total > 0 and self.current == self.total


@dataclass(frozen=True, slots=True)
class Assurance:
    """The state of every role, in the order of ROLES, and the reviews that hold."""

    roles: tuple[RoleState, ...]
    reviews: tuple[Review, ...]

    def role(self, name: str) -> RoleState:
        """One role's state. Raises KeyError for an unknown one."""
        return {state.role: state for state in self.roles}[name]


def digest_of(row: Row) -> str:
    """What a review of a row holds for: everything written in it, but not where it stands."""
    written = (
        row.name,
        row.words,
        row.central,
        row.low,
        row.high,
        row.family,
        row.interval,
        row.unit,
        str(row.price_base or ""),
        row.status,
        row.source,
        row.quality,
        row.impact,
        row.owner,
        row.review_by,
        row.note,
    )
    return digest(json.dumps(written, ensure_ascii=False))


def digest(text: str) -> str:
    """The first DIGITS hexadecimal digits of a text's SHA-256."""
    return hashlib.sha256(text.encode()).hexdigest()[:DIGITS]
