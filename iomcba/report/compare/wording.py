"""Players and changes of a comparison in a few words."""

from __future__ import annotations

from collections.abc import Mapping

from iomcba.report import formats
from iomcba.report.labels import row_name, spelled
from iomcba.report.words import listed
from iomcba.terms.bridge import (
    CORRELATION,
    COUNTERFACTUAL,
    CRIME_COSTS,
    DEFLATOR,
    Change,
    Comparison,
)

NAMED = {
    COUNTERFACTUAL: "Cohort, selection and method",
    CRIME_COSTS: "Set of crime costs, with cohort and method",
    CORRELATION: "Correlations between rows",
    DEFLATOR: "Deflator: the price level of other years",
}
FEW_CELLS = 3
AS_FIGURES = ("central", "low", "high")


def player_name(player: str, known: Mapping[str, str]) -> str:
    """A player in words."""
    if player in NAMED:
        return NAMED[player]
    if player.startswith("options/"):
        id = player.removeprefix("options/").removesuffix(".yaml")
        return f"Option {known.get(id, id)}: what it is"
    if player.startswith("case.yaml: "):
        return f"Case: {spelled(player.partition(': ')[2].replace('_', ' '))}"
    return row_name(known, player)


def detail(found: Comparison, player: str) -> str:
    """What a player changes, in a few words."""
    own = [change for change in found.changes if change.player == player]
    own.sort(key=lambda change: change.name != player)
    if not own:
        return ""
    more = f"; {len(own) - 1} more" if len(own) > 1 else ""
    return _brief(own[0]) + more


def _brief(change: Change) -> str:
    """A change in a few words: 45 → 55, or what was added."""
    figures = {cell.column: cell for cell in change.cells}
    if change.kind != "changed":
        central = figures.get("central")
        amount = cell_words("central", central.new or central.old) if central else ""
        return " ".join(word for word in (change.kind, amount, change.unit) if word)
    if "central" in figures:
        old, new = (
            cell_words("central", w) for w in (figures["central"].old, figures["central"].new)
        )
        return f"{old or 'unknown'} → {new or 'unknown'}"
    shown = [
        f"{c.column} {cell_words(c.column, c.old)} → {cell_words(c.column, c.new)}"
        for c in change.cells
    ]
    return "; ".join(shown[:1]) + (f"; {len(shown) - 1} more" if len(shown) > 1 else "")


def cell_words(column: str, word: str) -> str:
    """A cell, a number among them as a report writes it."""
    if column not in AS_FIGURES:
        return word
    try:
        return formats.raw(float(f"{float(word):.12g}"))
    except ValueError:
        return word


def also(still: tuple[str, ...]) -> str:
    """Names of what does not move a bridge, in a sentence; blank for none."""
    if not still:
        return ""
    few = [
        *still[:FEW_CELLS],
        *([f"{len(still) - FEW_CELLS} more"] if len(still) > FEW_CELLS else []),
    ]
    return f"No effect here: {listed(few)}."
