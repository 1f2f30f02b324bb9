"""Which cells of observed tables are hidden: the small ones, their company, what the audit asks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil, inf

from iomcba.appraise.cell_audit import Known, audit
from iomcba.terms.protection import OBSERVED_TABLES, CellBounds


@dataclass(frozen=True, slots=True)
class Suppressed:
    """Names of hidden counts: small, hidden beside them, and in tables dropped; with the audit.

    `audited` are the ranges of the counts hidden in the tables that are left.
    """

    small: frozenset[str]
    company: frozenset[str]
    dropped: frozenset[str]
    audited: tuple[CellBounds, ...]

    @property
    def hidden(self) -> frozenset[str]:
        """Every name hidden."""
        return self.small | self.company | self.dropped


def suppress(counts: Mapping[str, float], threshold: float) -> Suppressed:
    """Hide small counts of every observed table, then company until the audit holds.

    A table in which it never holds is dropped whole, its total too. `counts` are by figure name.
    """
    small = frozenset(name for name, count in counts.items() if 0 < count < threshold)
    hidden, dropped = set(small), set[str]()
    for rule in OBSERVED_TABLES:
        cells = {n: counts[n] for n in rule.cells(tuple(counts)) if counts[n] > 0}
        total = counts.get(rule.margin)
        if total is None or rule.margin in small:
            hidden |= set(cells) if rule.margin in small else set()
            continue
        found = protect(cells, small & set(cells), threshold)
        if found is None:
            dropped |= {rule.margin, *cells}
        else:
            hidden |= found
    company = frozenset(hidden - small - dropped)
    left = (hidden - dropped) if hidden else set()
    return Suppressed(small, company, frozenset(dropped), ranges(counts, left, small, threshold))


def protect(
    cells: Mapping[str, float], small: frozenset[str], threshold: float
) -> frozenset[str] | None:
    """Small cells of a table of known total with the company they need; None if none is enough."""
    hidden = set(small)
    if not hidden:
        return frozenset()
    rest = sorted((count, name) for name, count in cells.items() if name not in small)
    if len(hidden) == 1 and rest:
        hidden.add(rest.pop(0)[1])
    while not holds(cells, hidden, small, threshold):
        if not rest:
            return None
        hidden.add(rest.pop(0)[1])
    return frozenset(hidden)


def holds(
    cells: Mapping[str, float], hidden: set[str], small: frozenset[str], threshold: float
) -> bool:
    """Whether no hidden cell of a table of known total can be told too closely."""
    known = known_of(cells, hidden, small, threshold)
    return all(each.protected(threshold) for each in audit(known))


def known_of(
    cells: Mapping[str, float], hidden: set[str], small: frozenset[str], threshold: float
) -> Known:
    """What the attacker knows of the hidden cells of one table: their sum, and what each is."""
    most = ceil(threshold) - 1.0
    bounds = {
        name: (1.0, max(most, cells[name])) if name in small else (threshold, inf)
        for name in sorted(hidden)
    }
    whole = sum(cells[name] for name in hidden)
    return Known(bounds, (({name: 1.0 for name in hidden}, whole, whole),))


def ranges(
    counts: Mapping[str, float], hidden: set[str], small: frozenset[str], threshold: float
) -> tuple[CellBounds, ...]:
    """The audit over all tables that are left, at once."""
    bounds = dict[str, tuple[float, float]]()
    sums = list[tuple[Mapping[str, float], float, float]]()
    for rule in OBSERVED_TABLES:
        cells = {n: counts[n] for n in rule.cells(tuple(counts)) if n in hidden}
        if rule.margin in hidden or not cells:
            continue
        known = known_of(cells, set(cells), small, threshold)
        bounds |= known.bounds
        sums += known.sums
    return audit(Known(bounds, sums))
