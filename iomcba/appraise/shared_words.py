"""What a shared case says of disclosure control, and its tables of rows and people made coarse."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import floor

from iomcba.appraise.suppression import Suppressed
from iomcba.terms.findings import Reconciliation, TableWords, Warning
from iomcba.terms.protection import (
    BASE,
    LOWERED,
    OBSERVED_TABLES,
    USUAL_THRESHOLD,
    TableRule,
    rounded,
    width,
)

NOTE = (
    f"Counts that are shown are rounded to {BASE}, each by itself, so that parts need not add up "
    "to their total. The audit is a linear program over all these tables at once: it takes the "
    "side of somebody who knows the rule, every total and shown count before rounding, and which "
    "counts were hidden for being small. Each hidden count must be able to lie anywhere in a range "
    "at least {width:g} wide; where none is left to hide, the table is dropped."
)


def lowered(threshold: float) -> tuple[Warning, ...]:
    """A word on the first page where the case hides less than is usual."""
    if threshold >= USUAL_THRESHOLD:
        return ()
    text = (
        f"Disclosure control is lowered: counts below {threshold:g} are hidden, not below "
        f"{USUAL_THRESHOLD:g} as is usual. Ask who decided that before you pass this on."
    )
    return (Warning(LOWERED, text, front_page=True),)


def told(counts: Mapping[str, float], found: Suppressed, threshold: float) -> TableWords:
    """The observed tables, how much of each is shown, and what the audit says of it."""
    rows = [_row(rule, counts, found) for rule in OBSERVED_TABLES if rule.margin in counts]
    header = ("Table", "Counts shown", "Counts hidden", "Audit")
    return TableWords(
        "disclosure",
        f"Disclosure control: observed tables, counts below {threshold:g} hidden",
        header,
        tuple(rows),
        NOTE.format(width=width(threshold)),
    )


def _row(rule: TableRule, counts: Mapping[str, float], found: Suppressed) -> tuple[str, ...]:
    names = {rule.margin, *rule.cells(tuple(counts))}
    hidden = names & found.hidden
    if names & found.dropped:
        audit = "failed: dropped"
    elif hidden == names:
        audit = "nothing is shown"
    else:
        audit = "passed" if hidden else "nothing to protect"
    return rule.title, str(len(names - hidden)), str(len(hidden)), audit


def reconciled(file: Reconciliation, threshold: float) -> Reconciliation:
    """Rows of a file rounded; reasons that concern few rows are named without a number."""
    aside = tuple(
        (why, int(rounded(n))) if n >= threshold else (f"fewer than {threshold:g} rows: {why}", 0)
        for why, n in file.set_aside
    )
    return Reconciliation(file.file, int(rounded(file.read)), int(rounded(file.used)), aside)


def spread(shares: Sequence[float], people: float | None, threshold: float) -> tuple[float, ...]:
    """The concentration at even steps of at least so many people each."""
    if not shares or people is None:
        return tuple(shares)
    steps = max(1, min(len(shares) - 1, floor(people / max(threshold, 1.0))))
    return tuple(_at(shares, step / steps) for step in range(steps + 1))


def _at(shares: Sequence[float], place: float) -> float:
    """The curve between its even points."""
    where = place * (len(shares) - 1)
    below = min(int(where), len(shares) - 2)
    return shares[below] + (where - below) * (shares[below + 1] - shares[below])
