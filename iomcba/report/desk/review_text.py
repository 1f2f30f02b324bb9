"""Where the reviews of a case stand, for a terminal and as JSON."""

from __future__ import annotations

from iomcba.terms.catalogue import Catalogue
from iomcba.terms.records import encode
from iomcba.terms.reviews import Assurance, Review, RoleState

SHOWN = 20  # names of rows shown before only their number is


def text(case: str, recorded: tuple[Review, ...], state: Assurance, words: Catalogue) -> str:
    """What was recorded, then a line a role and what has changed since it was reviewed."""
    out = []
    if recorded:
        first = recorded[0]
        by = {"reviewer": first.reviewer, "role": first.role, "day": first.on}
        out += [words.text("standing.recorded", count=len(recorded), **by), ""]
    key = "signed" if state.roles[-1].complete else "not-signed"
    out.append(words.text(f"standing.{key}", case=case))
    for role in state.roles:
        out += _role(role, words)
    return "\n".join(out) + "\n"


def _role(state: RoleState, words: Catalogue) -> list[str]:
    name, on = state.last
    rows = words.text("standing.rows", current=state.current, total=state.total)
    last = words.text("standing.last", rows=rows, name=name, day=on) if name else rows
    out = [f"  {state.role:9} {last}"]
    if state.changed:
        out.append(f"            {words.text('standing.changed')}")
        out += [f"              {row}" for row in state.changed[:SHOWN]]
        more = len(state.changed) - SHOWN
        if more > 0:
            out.append(f"              {words.text('standing.more', number=more)}")
    return out


def as_json(state: Assurance) -> str:
    """Every role's rows, reviewed, changed and never reviewed."""
    return encode(state)
