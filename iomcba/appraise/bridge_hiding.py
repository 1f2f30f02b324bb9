"""What a disclosure policy leaves of a comparison: nothing that gives a small count back.

How far net value moves with what belongs to one offence type, divided by the move, is the number of
crimes avoided. Parts of a bridge add up, so that one part left out alone would still be told.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from iomcba.terms.bridge import (
    HIDDEN,
    UNITS,
    Bridge,
    CellChange,
    Change,
    Comparison,
    Part,
)
from iomcba.terms.said import worded

COUNTS = ("past-total.", "cohort-stock.")  # rows that hold counts of the cohort itself
FIGURES = ("central", "low", "high")
NOT_SHOWN = worded("unbridged.not-shown")


def without(found: Comparison, few: Collection[str], threshold: float) -> Comparison:
    """The comparison without small counts, and without what moves with them alone.

    Players of offence types in `few` become one; where that is one alone, the player that moves
    least goes with it. Where nothing else moves, no bridge is left.
    """
    changes = tuple(_few_hidden(change, threshold) for change in found.changes)
    telling = {p for p in found.players if not set(p.split(".")).isdisjoint(few)}
    moving = telling & _movers(found)
    if not moving:
        return replace(found, changes=changes)
    others = sorted(_movers(found) - telling, key=lambda player: (_size(found, player), player))
    if len(moving) == 1:
        if not others:
            nothing = replace(found, changes=_unmoved(changes), players=(), bridges=(), ends=())
            return replace(nothing, unbridged=(*found.unbridged, NOT_SHOWN))
        telling.add(others[0])
    return replace(
        found,
        changes=tuple(
            replace(change, player=HIDDEN) if change.player in telling else change
            for change in changes
        ),
        players=(*(player for player in found.players if player not in telling), HIDDEN),
        bridges=tuple(_as_one(each, telling) for each in found.bridges),
    )


def _movers(found: Comparison) -> set[str]:
    return {part.player for each in found.bridges for part in each.parts if part.value}


def _size(found: Comparison, player: str) -> float:
    parts = (p for each in found.bridges if each.measure == "npsv" for p in each.parts)
    return sum(abs(part.value) for part in parts if part.player == player)


def _as_one(each: Bridge, telling: Collection[str]) -> Bridge:
    """A bridge in which some players are one part; errors add up at most."""
    kept = tuple(part for part in each.parts if part.player not in telling)
    gone = [part for part in each.parts if part.player in telling]
    units = UNITS[each.measure]
    value = sum(round(part.value * units) for part in gone) / units
    se, sampling = (sum(getattr(part, kind) for part in gone) for kind in ("se", "sampling"))
    return replace(each, parts=(*kept, Part(HIDDEN, value, se, sampling)))


def _unmoved(changes: tuple[Change, ...]) -> tuple[Change, ...]:
    return tuple(
        replace(change, player="", why=worded("unmoved.hidden")) if change.player else change
        for change in changes
    )


def _few_hidden(change: Change, threshold: float) -> Change:
    """A change of a count of the cohort, hidden on both sides where it is small on one."""
    if not change.name.startswith(COUNTS):
        return change
    cells, figure = (
        tuple(_kept(cell, threshold) for cell in found) for found in (change.cells, change.figure)
    )
    return replace(change, cells=cells, figure=figure)


def _kept(cell: CellChange, threshold: float) -> CellChange:
    if cell.column not in FIGURES:
        return cell
    small = any(word and 0 < float(word) < threshold for word in (cell.old, cell.new))
    why = worded("unbridged.few", threshold=f"{threshold:g}")
    return CellChange(cell.column, why, why) if small else cell
