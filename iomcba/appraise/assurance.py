"""Reviews against the rows as they stand → who has signed what, and what has changed since."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from iomcba.terms.reviews import ROLES, Assurance, Review, RoleState


def assurance(digests: Mapping[str, str], reviews: Iterable[Review]) -> Assurance:
    """How far each role has come; `digests` are those of the rows as they stand, by name.

    Of several reviews of a row in a role the latest in the order given is the one that counts.
    """
    latest = {(review.role, review.row): review for review in reviews}
    holding = tuple(r for r in latest.values() if digests.get(r.row) == r.digest)
    return Assurance(tuple(_state(role, digests, latest) for role in ROLES), holding)


def _state(
    role: str, digests: Mapping[str, str], latest: Mapping[tuple[str, str], Review]
) -> RoleState:
    current, changed, never = list[Review](), list[str](), list[str]()
    for name, digest in digests.items():
        review = latest.get((role, name))
        if review is None:
            never.append(name)
        elif review.digest == digest:
            current.append(review)
        else:
            changed.append(name)
    last = max(current, key=lambda review: review.on, default=None)
    return RoleState(
        role,
        len(current),
        tuple(changed),
        tuple(never),
        ("", "") if last is None else (last.reviewer, last.on),
    )
