"""Where the reviews of a case stand, for a terminal and as JSON."""

from __future__ import annotations

from iomcba.report.words import plural
from iomcba.terms.records import encode
from iomcba.terms.reviews import Assurance, Review, RoleState

SHOWN = 20  # names of rows shown before only their number is


def text(case: str, recorded: tuple[Review, ...], state: Assurance) -> str:
    """What was recorded, then a line a role and what has changed since it was reviewed."""
    out = []
    if recorded:
        first = recorded[0]
        rows = plural(len(recorded), "row")
        out += [f"Recorded: {rows} reviewed by {first.reviewer} ({first.role}) on {first.on}.", ""]
    signed = state.roles[-1].complete
    out.append(f"{case}: {'signed off' if signed else 'not signed off'}")
    for role in state.roles:
        out += _role(role)
    return "\n".join(out) + "\n"


def _role(state: RoleState) -> list[str]:
    name, on = state.last
    last = f", last by {name} on {on}" if name else ""
    out = [f"  {state.role:9} {state.current:,} of {state.total:,} rows as they stand{last}"]
    if state.changed:
        out.append("            changed since they were reviewed:")
        out += [f"              {row}" for row in state.changed[:SHOWN]]
        more = len(state.changed) - SHOWN
        if more > 0:
            out.append(f"              … and {more:,} more")
    return out


def as_json(state: Assurance) -> str:
    """Every role's rows, reviewed, changed and never reviewed."""
    return encode(state)
