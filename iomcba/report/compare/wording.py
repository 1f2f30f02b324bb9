"""Players and changes of a comparison in a few words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from iomcba.report import formats
from iomcba.report.labels import row_name, spelled
from iomcba.report.words import plural
from iomcba.terms.bridge import (
    CORRELATION,
    COUNTERFACTUAL,
    CRIME_COSTS,
    DEFLATOR,
    HIDDEN,
    CellChange,
    Change,
    Comparison,
)

NAMED = {
    COUNTERFACTUAL: "Cohort, selection and method",
    CRIME_COSTS: "Set of crime costs, with cohort and method",
    CORRELATION: "Correlations between rows",
    DEFLATOR: "Deflator: the price level of other years",
    HIDDEN: "Offence types whose counts are hidden, and what moved least beside them",
}
FEW = 3
AS_FIGURES = ("central", "low", "high")
IN_FIGURE = (*AS_FIGURES, "distribution", "interval")
YAML = ".yaml"


def player_name(player: str, known: Mapping[str, str]) -> str:
    """A player in words."""
    if player in NAMED:
        return NAMED[player]
    if player.startswith("options/"):
        id = player.removeprefix("options/").removesuffix(YAML)
        return f"Option {known.get(id, id)}: what it is"
    if player.startswith("case.yaml: "):
        return f"Case: {spelled(player.partition(': ')[2].replace('_', ' '))}"
    return row_name(known, player)


def change_name(change: Change, known: Mapping[str, str]) -> str:
    """A change in words: a row by its labels, a word of a file by file and key."""
    file = change.name.partition(":")[0]
    named = file.endswith(YAML) or file == "cohort" or " (" in change.name
    return change.name if named else row_name(known, change.name)


def detail(found: Comparison, player: str) -> str:
    """What a player changes, in a few words."""
    own = [change for change in found.changes if change.player == player]
    own.sort(key=lambda change: change.name != player)
    if not own:
        return ""
    if len(own) > 1 and own[0].name != player:
        return plural(len(own), "change")
    more = f"; {len(own) - 1} more" if len(own) > 1 else ""
    return _brief(own[0]) + more


def _brief(change: Change) -> str:
    """A change in a few words: 45 → 55, or what was added."""
    central = next((cell for cell in change.figure if cell.column == "central"), None)
    if change.kind != "changed":
        amount = cell_words(central.column, central.new or central.old) if central else ""
        return " ".join(word for word in (change.kind, amount, change.unit) if word)
    if central is not None and central.old != central.new:
        old, new = (cell_words(central.column, word) for word in (central.old, central.new))
        return f"{old or 'unknown'} → {new or 'unknown'}"
    if change.figure:
        return "its range"
    shown = [f"{column} {old} → {new}" for column, old, new in lines(change)]
    return "; ".join(shown[:1]) + (f"; {len(shown) - 1} more" if len(shown) > 1 else "")


def lines(change: Change) -> Iterator[tuple[str, str, str]]:
    """What differs, line by line: the figure with its range as one, then the other columns."""
    if change.figure:
        yield "figure", figure(change.figure, new=False), figure(change.figure, new=True)
    inside = IN_FIGURE if change.figure else ()
    others = [cell for cell in change.cells if cell.column not in inside]
    if change.kind == "changed":
        yield from ((cell.column.replace("_", " "), cell.old, cell.new) for cell in others)
    elif others:
        old, new = (
            "; ".join(f"{cell.column.replace('_', ' ')}: {word}" for cell, word in side if word)
            for side in ([(c, c.old) for c in others], [(c, c.new) for c in others])
        )
        yield "row", old, new


def figure(cells: tuple[CellChange, ...], new: bool) -> str:
    """A row's figure with its range, as written; blank where a side has none."""
    said = {cell.column: cell.new if new else cell.old for cell in cells}
    central, low, high = (cell_words(column, said.get(column, "")) for column in AS_FIGURES)
    unit = said.get("unit", "")
    if not central:
        return f"open {unit}" if unit else ""
    if not low or not high:
        return f"{central} {unit}"
    return f"{central} {unit} ({said['distribution']} {low} to {high}, {said['interval']})"


def cell_words(column: str, word: str) -> str:
    """A cell, a number among them as a report writes it."""
    if column not in AS_FIGURES:
        return word
    try:
        return formats.raw(float(f"{float(word):.12g}"))
    except ValueError:
        return word


def place(where: tuple[str, str]) -> str:
    """Where a change stands on either side; the file once where it is the same one of the case.

    >>> place(("a/case/cost.csv:7", "b/case/cost.csv:9")), place(("", "b/case/cost.csv:9"))
    ('case/cost.csv:7 in A, line 9 in B', 'b/case/cost.csv:9 in B')
    """
    sides = [(words, letter) for words, letter in zip(where, "AB", strict=True) if words]
    if len(sides) < 2 or where[0] == where[1]:
        return f"{sides[0][0]}{f' in {sides[0][1]}' if len(sides) < 2 else ''}" if sides else ""
    (first, _, line), (second, _, other) = (words.partition(":") for words in where)
    tails = ["/".join(path.split("/")[-2:]) for path in (first, second)]
    if not line or tails[0] != tails[1]:
        return f"{where[0]} in A, {where[1]} in B"
    return f"{tails[0]}:{line}" + (f" in A, line {other} in B" if line != other else "")


def also(still: tuple[str, ...]) -> str:
    """Names of what does not move a bridge, in a sentence; blank for none."""
    if not still:
        return ""
    more = f"; and {len(still) - FEW} more" if len(still) > FEW else ""
    return f"No effect here: {'; '.join(still[:FEW])}{more}."
