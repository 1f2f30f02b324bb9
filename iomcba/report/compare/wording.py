"""Players and changes of a comparison in a few words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from iomcba.report import formats
from iomcba.report.labels import row_name, spelled
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
from iomcba.terms.catalogue import Catalogue
from iomcba.terms.said import retold

NAMED = {
    COUNTERFACTUAL: "counterfactual",
    CRIME_COSTS: "crime-costs",
    CORRELATION: "correlation",
    DEFLATOR: "deflator",
    HIDDEN: "hidden",
}
FEW = 3
AS_FIGURES = ("central", "low", "high")
IN_FIGURE = (*AS_FIGURES, "distribution", "interval")
YAML = ".yaml"


def player_name(player: str, known: Mapping[str, str], words: Catalogue) -> str:
    """A player in words."""
    if player in NAMED:
        return words.text(f"compared-player.{NAMED[player]}")
    if player.startswith("options/"):
        id = player.removeprefix("options/").removesuffix(YAML)
        return words.text("compared.option-is", option=known.get(id, id))
    if player.startswith("case.yaml: "):
        what = spelled(player.partition(": ")[2].replace("_", " "))
        return words.text("compared.case", what=what)
    return row_name(known, player)


def change_name(change: Change, known: Mapping[str, str]) -> str:
    """A change in words: a row by its labels, a word of a file by file and key."""
    file = change.name.partition(":")[0]
    named = file.endswith(YAML) or file == "cohort" or " (" in change.name
    return change.name if named else row_name(known, change.name)


def detail(found: Comparison, player: str, words: Catalogue) -> str:
    """What a player changes, in a few words."""
    own = [change for change in found.changes if change.player == player]
    own.sort(key=lambda change: change.name != player)
    if not own:
        return ""
    if len(own) > 1 and own[0].name != player:
        return words.text("compared.changes", count=len(own))
    return _and_more(_brief(own[0], words), len(own) - 1, words)


def _and_more(brief: str, number: int, words: Catalogue) -> str:
    if not number:
        return brief
    return words.text("compared.brief-more", brief=brief, number=str(number))


def column_name(column: str, words: Catalogue) -> str:
    """What differs: a figure or a row in words, a column of a file by its name."""
    return words.known(f"compared-column.{column}", column)


def kind_name(kind: str, words: Catalogue) -> str:
    """What became of a row or word."""
    return words.text(f"compared-kind.{kind}")


def _brief(change: Change, words: Catalogue) -> str:
    """A change in a few words: 45 → 55, or what was added."""
    central = next((cell for cell in change.figure if cell.column == "central"), None)
    if change.kind != "changed":
        amount = cell_words(central.column, central.new or central.old, words) if central else ""
        kind = kind_name(change.kind, words)
        return " ".join(word for word in (kind, amount, change.unit) if word)
    if central is not None and central.old != central.new:
        old, new = (cell_words(central.column, word, words) for word in (central.old, central.new))
        unknown = words.text("compared.unknown")
        return f"{old or unknown} → {new or unknown}"
    if change.figure:
        return words.text("compared.its-range")
    shown = [
        f"{column_name(column, words)} {old} → {new}" for column, old, new in lines(change, words)
    ]
    return _and_more("".join(shown[:1]), max(len(shown) - 1, 0), words)


def lines(change: Change, words: Catalogue) -> Iterator[tuple[str, str, str]]:
    """What differs, line by line: the figure with its range as one, then the other columns."""
    if change.figure:
        old, new = (figure(change.figure, side, words) for side in (False, True))
        yield "figure", old, new
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


def figure(cells: tuple[CellChange, ...], new: bool, words: Catalogue) -> str:
    """A row's figure with its range, as written; blank where a side has none."""
    said = {cell.column: cell.new if new else cell.old for cell in cells}
    central, low, high = (cell_words(column, said.get(column, ""), words) for column in AS_FIGURES)
    unit = said.get("unit", "")
    if not central:
        return words.text("compared.open", unit=unit) if unit else ""
    if not low or not high:
        return words.text("compared.figure", central=central, unit=unit)
    shape = {"distribution": said["distribution"], "interval": said["interval"]}
    named = {"central": central, "unit": unit, "low": low, "high": high, **shape}
    return words.text("compared.figure-range", **named)


def cell_words(column: str, word: str, words: Catalogue) -> str:
    """A cell, a number among them as a report writes it."""
    if column not in AS_FIGURES:
        return retold(word, words, ())
    try:
        return formats.raw(float(f"{float(word):.12g}"))
    except ValueError:
        return retold(word, words, ())


def place(where: tuple[str, str], words: Catalogue) -> str:
    """Where a change stands on either side; the file once where it is the same one of the case.

    Such as `case/cost.csv:7 in A, line 9 in B`, or `b/case/cost.csv:9 in B`.
    """
    sides = [(at, letter) for at, letter in zip(where, "AB", strict=True) if at]
    if not sides or (len(sides) == 2 and where[0] == where[1]):
        return sides[0][0] if sides else ""
    if len(sides) < 2:
        return words.text("compared.place-in", place=sides[0][0], letter=sides[0][1])
    (first, _, line), (second, _, other) = (at.partition(":") for at in where)
    tails = ["/".join(path.split("/")[-2:]) for path in (first, second)]
    if not line or tails[0] != tails[1]:
        return words.text("compared.places-in", first=where[0], second=where[1])
    if line == other:
        return f"{tails[0]}:{line}"
    return words.text("compared.lines-in", place=f"{tails[0]}:{line}", other=other)


def also(still: tuple[str, ...], words: Catalogue) -> str:
    """Names of what does not move a bridge, in a sentence; blank for none."""
    if not still:
        return ""
    names = words.text("list.apart").join(still[:FEW])
    if len(still) > FEW:
        return words.text("compared.also-more", names=names, number=str(len(still) - FEW))
    return words.text("compared.also", names=names)
