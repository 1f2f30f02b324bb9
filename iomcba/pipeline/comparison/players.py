"""Changes and pieces of structure → players: what moves as one, and what each of them switches."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from iomcba.pipeline.comparison.changes import FIT_TABLES, WORDS
from iomcba.pipeline.comparison.sides import EVIDENCE, FIGURE, Side
from iomcba.pipeline.comparison.structure import Piece, pieces
from iomcba.terms.bridge import (
    CORRELATION,
    COUNTERFACTUAL,
    CRIME_COSTS,
    DEFLATOR,
    CellChange,
    Change,
)
from iomcba.terms.said import worded

ROW = re.compile(r"[a-z-]+\.[a-z0-9.-]+")  # a row's name, and no file's or word's
CRIME_TABLES = ("unit-cost", "multiplier", "agency-share", "cost-component", "offence")
ELSEWHERE = worded("unmoved.elsewhere")


@dataclass(frozen=True, slots=True)
class Players:
    """Players by name, in the order of their bits.

    `columns` names the quantities that a player switches, `pieces` whose a piece of structure is;
    `rebased` are quantities that only another deflator moves, or moves besides: the factor by name.
    """

    names: tuple[str, ...]
    columns: Mapping[str, frozenset[str]]
    pieces: Mapping[str, str]
    found: tuple[Piece, ...]
    rebased: Mapping[str, float]


class _Together:
    """Names that move as one (disjoint sets); a set is known by its first name."""

    __slots__ = ("_above",)

    def __init__(self) -> None:
        self._above: dict[str, str] = {}

    def first(self, name: str) -> str:
        while (above := self._above.get(name, name)) != name:
            name = above
        return name

    def join(self, first: str, other: str) -> None:
        if self.first(first) != self.first(other):
            self._above[self.first(other)] = self.first(first)


def players(
    a: Side, b: Side, found: Iterable[Change], by_table: bool = False
) -> tuple[Players, tuple[Change, ...]]:
    """Who plays, and the changes with their players; `by_table` rows of a table play as one."""
    ours, theirs = a.plan.quantities, b.plan.quantities
    rows = {change.name: change for change in found}
    one_sided = frozenset(ours).symmetric_difference(theirs) & frozenset(rows)
    differing = pieces(a.plan, b.plan)
    together, owner = _Together(), dict[str, str]()
    for piece in differing:
        own = sorted(piece.names & one_sided) if piece.by_rows else []
        prefix = f"{piece.owner}."
        inside = sorted(n for n in piece.names & one_sided if n.startswith(prefix))
        own = own or [piece.owner, *inside]
        for name in own[1:]:
            together.join(own[0], name)
        owner[piece.key] = own[0]
    if by_table:
        differ = {name for name in set(ours) & set(theirs) if ours[name] != theirs[name]}
        for name in sorted(differ | {*owner.values()}):
            if ROW.fullmatch(name):
                together.join(name.partition(".")[0], name)
    rebased = _rebased(a, b)
    columns: dict[str, set[str]] = {}
    joined = a.plan.offences != b.plan.offences
    if joined:
        together.join(CRIME_COSTS, COUNTERFACTUAL)
    for name in sorted(set(ours) & set(theirs)):
        if ours[name] == theirs[name]:
            continue
        if joined and name.partition(".")[0] in CRIME_TABLES:
            together.join(CRIME_COSTS, name)
        by = DEFLATOR if name in rebased and not _figures_differ(rows.get(name)) else name
        columns.setdefault(together.first(by), set()).add(name)
    if rebased:
        columns.setdefault(DEFLATOR, set())
    if a.plan.correlations != b.plan.correlations:
        columns.setdefault(CORRELATION, set())
    whose = {key: together.first(name) for key, name in owner.items()}
    names = tuple(dict.fromkeys((*columns, *whose.values())))
    made = Players(
        names,
        {name: frozenset(columns.get(name, ())) for name in names},
        whose,
        tuple(differing),
        rebased,
    )
    settled = [_settle(change, made, together) for change in rows.values()]
    if not (a.whole and b.whole):
        settled = [_with_words(change, made) for change in settled]
    return made, (*settled, *_unsaid(made, settled, a, b))


def _with_words(change: Change, made: Players) -> Change:
    """A change of a row with what its plan's structure says of its words, which a run keeps not."""
    found = (piece.cells for piece in made.found if piece.owner == change.name)
    return replace(change, cells=(*change.cells, *(cell for cells in found for cell in cells)))


def _unsaid(made: Players, settled: Iterable[Change], a: Side, b: Side) -> Iterator[Change]:
    """Changes that no row of the sides says, read off their plans: a run keeps no words of rows."""
    said = {change.player for change in settled}
    cells: dict[str, list[CellChange]] = {}
    for piece in made.found:
        player = made.pieces[piece.key]
        if player not in said:
            cells.setdefault(player, []).extend(piece.cells)
    for player in made.names:
        if player in said:
            continue
        rows = [side.rows.get(player) for side in (a, b)]
        places = tuple(f"{row.file}:{row.line}" if row else "" for row in rows)
        sources = tuple(row.cell("source") if row else "" for row in rows)
        yield Change(
            player,
            "changed",
            (places[0], places[1]),
            tuple(cells.get(player, ())),
            sources=(sources[0], sources[1]),
            player=player,
        )


def _figures_differ(change: Change | None) -> bool:
    return change is not None and any(cell.column in FIGURE for cell in change.cells)


def _rebased(a: Side, b: Side) -> dict[str, float]:
    """By how much another deflator moves each quantity whose own prices are of the same year."""
    factors = {}
    for name, row in a.rows.items():
        other = b.rows.get(name)
        if other is None or name not in a.plan.quantities or name not in b.plan.quantities:
            continue
        same = row.cell("price_base") == other.cell("price_base") != ""
        if same and row.factor != other.factor:
            factors[name] = other.factor / row.factor
    return factors


def _settle(change: Change, made: Players, together: _Together) -> Change:
    """A change with the player that it is part of, or with why it is part of none."""
    player = together.first(change.player or change.name)
    if player in made.names:
        return replace(change, player=player, why="")
    columns = {cell.column for cell in change.cells}
    evidence = change.kind == "changed" and columns <= {*EVIDENCE, "unit"}
    with_others = "" if evidence else _goes_with(change.name, made, together)
    if with_others:
        return replace(change, player=with_others, why="")
    if not change.figure and not change.why:
        return replace(change, player="", why=WORDS)
    return replace(change, player="", why=change.why or ELSEWHERE)


def _goes_with(name: str, made: Players, together: _Together) -> str:
    """The player that takes a row along: its table's, or one in whose structure it is named."""
    table = name.partition(".")[0]
    for player, tables in (
        (CORRELATION, (CORRELATION,)),
        (DEFLATOR, (DEFLATOR,)),
        (CRIME_COSTS, CRIME_TABLES),
        (COUNTERFACTUAL, FIT_TABLES),
    ):
        if table in tables and together.first(player) in made.names:
            return together.first(player)
    naming = (made.pieces[piece.key] for piece in made.found if name in piece.names)
    return next(naming, "")
