"""What a shared case says of disclosure control, and its tables of rows and people made coarse."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import floor

from iomcba.appraise.suppression import Suppressed
from iomcba.terms.findings import TableWords, Warning
from iomcba.terms.protection import (
    BASE,
    LOWERED,
    OBSERVED_TABLES,
    USUAL_THRESHOLD,
    TableRule,
    rounded,
    width,
)
from iomcba.terms.reconciliation import Reconciliation
from iomcba.terms.said import worded


def lowered(threshold: float) -> tuple[Warning, ...]:
    """A word on the first page where the case hides less than is usual."""
    if threshold >= USUAL_THRESHOLD:
        return ()
    named = {"threshold": f"{threshold:g}", "usual": f"{USUAL_THRESHOLD:g}"}
    text = worded("warning.disclosure-lowered", **named)
    return (Warning(LOWERED, text, front_page=True),)


def told(counts: Mapping[str, float], found: Suppressed, threshold: float) -> TableWords:
    """The observed tables, how much of each is shown, and what the audit says of it."""
    rows = [_row(rule, counts, found) for rule in OBSERVED_TABLES if rule.margin in counts]
    heads = ("table", "shown", "hidden", "audit")
    return TableWords(
        "disclosure",
        worded("disclosure.title", threshold=f"{threshold:g}"),
        tuple(worded(f"disclosure.{head}") for head in heads),
        tuple(rows),
        worded("disclosure.note", base=BASE, width=f"{width(threshold):g}"),
    )


def _row(rule: TableRule, counts: Mapping[str, float], found: Suppressed) -> tuple[str, ...]:
    names = {rule.margin, *rule.cells(tuple(counts))}
    hidden = names & found.hidden
    if names & found.dropped:
        audit = "dropped"
    elif hidden == names:
        audit = "nothing-shown"
    else:
        audit = "passed" if hidden else "nothing"
    title, said = worded(f"disclosure.{rule.id}"), worded(f"disclosure.{audit}")
    return title, str(len(names - hidden)), str(len(hidden)), said


def reconciled(file: Reconciliation, threshold: float) -> Reconciliation:
    """Rows of a file rounded; reasons that concern few rows are named without a number."""
    aside = tuple(
        (why, int(rounded(n)))
        if n >= threshold
        else (worded("aside.few", threshold=f"{threshold:g}", why=why), 0)
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
