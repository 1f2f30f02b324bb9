"""What each coalition of changes comes to, on the same draws: evaluated piece by piece, once each.

Both sides are drawn once a block, on Sobol' columns allotted for the two together. A coalition is a
plan between the two and draws in which the columns of its players are swapped. An option's outcomes
are evaluated anew only where a player that it reads has changed sides.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np

from iomcba.appraise.headlines import Headlines
from iomcba.appraise.listing import chance_rows
from iomcba.model.evaluate import evaluate
from iomcba.model.sampling import MIX, RATE, SHOCK, draw, sampled
from iomcba.pipeline.comparison.players import Players
from iomcba.pipeline.comparison.structure import COMMON, between, names_in
from iomcba.pipeline.compiled import OfColumns
from iomcba.terms.bridge import (
    CORRELATION,
    COUNTERFACTUAL,
    CRIME_COSTS,
    DEFLATOR,
    MEASURES,
)
from iomcba.terms.plan import BLOCK, Array, Draws, Plan

Columns = dict[str, Array | float]
OF_FIT = (f"{RATE}.", f"{SHOCK}.", f"{MIX}.")
BEST, NPSV = "p-best", "npsv"


@dataclass(frozen=True, slots=True)
class Game:
    """Two plans that are drawn alike, who plays between them, and who can move what.

    `masks` are players, as bits, that can move a component: COMMON or an option.
    """

    a: Plan
    b: Plan
    who: Players
    options: tuple[str, ...]
    masks: Mapping[str, int]

    def hearing(self, option: str) -> tuple[int, ...]:
        """Players that can move an option's value."""
        return self._bits(self.masks[COMMON] | self.masks[option])

    def everyone(self) -> tuple[int, ...]:
        """Players that can move any option's value."""
        heard = 0
        for mask in self.masks.values():
            heard |= mask
        return self._bits(heard)

    def _bits(self, mask: int) -> tuple[int, ...]:
        return tuple(p for p in range(len(self.who.names)) if mask >> p & 1)

    def mask(self, names: Collection[str]) -> int:
        """These players as bits."""
        return sum(1 << p for p, name in enumerate(self.who.names) if name in names)

    def plan(self, coalition: int) -> Plan:
        """The plan between the two sides."""
        bit = {name: 1 << place for place, name in enumerate(self.who.names)}
        whose = self.who.pieces
        return between(self.a, self.b, lambda piece: bool(coalition & bit[whose[piece.key]]))


def game(a: Plan, b: Plan, who: Players) -> Game:
    """Set the game up: draw alike, and watch what each component reads at either end."""
    both = tuple(sorted({*sampled(a), *sampled(b)}))
    ours = replace(a, beside=both)
    theirs = replace(b, beside=both, seed=a.seed, sampler=a.sampler, replicates=a.replicates)
    options = tuple(dict.fromkeys(option.id for plan in (a, b) for option in plan.options))
    bare = Game(ours, theirs, who, options, {})
    first = BlockValues(bare, 0, {}, {})
    reads = {component: first.reads(component) for component in (COMMON, *options)}
    masks = {
        component: bare.mask({n for n in who.names if _moves(n, component, names, who)})
        for component, names in reads.items()
    }
    return replace(bare, masks=masks)


def _moves(player: str, component: str, reads: set[str], who: Players) -> bool:
    """Whether a player can move a component: by a column it reads or a piece of its structure."""
    pieces = [piece for piece in who.found if who.pieces[piece.key] == player]
    if any(p.component == component or p.key in (COUNTERFACTUAL, CRIME_COSTS) for p in pieces):
        return True
    if player == DEFLATOR and not reads.isdisjoint(who.rebased):
        return True
    return player == CORRELATION or not reads.isdisjoint(who.columns[player])


class _Watched(dict[str, Array | float]):
    """Columns that count how often each of them was read."""

    def __init__(self, columns: Mapping[str, Array | float]) -> None:
        super().__init__(columns)
        self.reads = Counter[str]()

    def __getitem__(self, name: str) -> Array | float:
        self.reads[name] += 1
        return super().__getitem__(name)


Traced = dict[tuple[int, str], OfColumns | None]


class BlockValues:
    """Both sides' columns of one block, and what coalitions come to in it.

    `plans` of coalitions, and what is `traced` of them, are made once for all blocks.
    """

    def __init__(self, game: Game, block: int, plans: dict[int, Plan], traced: Traced) -> None:
        self.game = game
        self._sides = _drawn(game, block)
        self._structural = game.mask(set(game.who.pieces.values()))
        self._plans, self._traced = plans, traced

    def plan(self, coalition: int) -> Plan:
        """The coalition's plan; most players change no structure, so few plans are made."""
        key = coalition & self._structural
        if key not in self._plans:
            self._plans[key] = self.game.plan(key)
        return self._plans[key]

    def draws(self, coalition: int) -> Draws:
        """A's columns, those of the coalition's players taken from B."""
        who = self.game.who
        names = [name for p, name in enumerate(who.names) if coalition >> p & 1]
        ours, theirs = self._sides[CORRELATION in names]
        columns = {**theirs, **ours}
        for name in names:
            columns |= {n: theirs[n] for n in who.columns[name]}
        if any(who.pieces.get(key) in names for key in (COUNTERFACTUAL, CRIME_COSTS)):
            columns |= {n: c for n, c in theirs.items() if n.startswith(OF_FIT)}
        rebased = DEFLATOR in names
        for n, factor in who.rebased.items():
            taken = any(n in who.columns[name] for name in names if name != DEFLATOR)
            if taken != rebased:
                base = theirs[n] if taken else ours[n]
                columns[n] = base / factor if taken else base * factor
        return Draws(BLOCK, columns)

    def reads(self, component: str) -> set[str]:
        """Quantities that a component reads at either end, or names there."""
        found: set[str] = set()
        for coalition in (0, (1 << len(self.game.who.names)) - 1):
            plan, columns = self.plan(coalition), self.draws(coalition).columns
            chosen = tuple(o for o in plan.options if o.id == component)
            with_it, without = _Watched(columns), _Watched(columns)
            parts = plan.parts if component == COMMON else ()
            for watched, options in ((with_it, chosen), (without, ())):
                asked = replace(plan, options=options, parts=parts)
                evaluate(asked, Draws(BLOCK, watched), headlines=True)
            if component == COMMON:
                found |= set(without.reads)
            found |= set(with_it.reads - without.reads) | names_in(chosen)
        return found

    def values(
        self, option: str, coalitions: Collection[int], best: Collection[int]
    ) -> tuple[dict[int, dict[str, float]], dict[int, Array]]:
        """Means of an option's measures by coalition, and its draws of NPSV where asked.

        Shapes of the draws: (BLOCK,). A coalition in which the option does not exist has none.
        """
        both = self.game.masks[COMMON] | self.game.masks[option]
        wanted = {s & both for s in (*coalitions, *best)}
        kept = {s & both for s in best}
        means: dict[int, dict[str, float]] = {}
        draws: dict[int, Array] = {}
        for s in sorted(wanted, key=lambda s: (s & self._structural, s)):
            found = self._headlines(option, s)
            if found is None:
                continue
            means[s] = {
                m: float(np.mean(found.means[f"{option}.{m}"]))
                for m in MEASURES
                if f"{option}.{m}" in found.means and m != BEST
            }
            if s in kept:
                name = f"{option}.{NPSV}"
                draws[s] = found.rows.get((name, True), found.means[name])
        back = {s: s & both for s in (*coalitions, *best)}
        return (
            {s: means[back[s]] for s in coalitions if back[s] in means},
            {s: draws[back[s]] for s in best if back[s] in draws},
        )

    def _headlines(self, option: str, coalition: int) -> Headlines | None:
        """An option's headlines, traced once for each structure; None where it does not exist."""
        key, draws = (coalition & self._structural, option), self.draws(coalition)
        if key not in self._traced:
            plan = self.plan(coalition)
            chosen = tuple(o for o in plan.options if o.id == option)
            certain = {n: c for n, c in draws.columns.items() if not isinstance(c, np.ndarray)}
            alone = replace(plan, options=chosen)
            self._traced[key] = OfColumns.given(alone, draws, certain) if chosen else None
        traced = self._traced[key]
        return None if traced is None else traced(draws)


def best_shares(plan: Plan, draws: Mapping[str, Array]) -> Iterator[tuple[str, float]]:
    """Each option's share of draws in which it is best, among those that exist."""
    there = tuple(option for option in plan.options if option.id in draws)
    for name, happened in chance_rows(replace(plan, options=there), draws).items():
        option, _, measure = name.partition(".")
        if measure == BEST:
            yield option, float(happened.mean())


def _drawn(game: Game, block: int) -> tuple[tuple[Columns, Columns], tuple[Columns, Columns]]:
    """Columns of (A, B) with A's correlations, and the same with B's."""
    first = [_side(game, ours, game.a, block) for ours in (True, False)]
    second = first
    if game.a.correlations != game.b.correlations:
        second = [_side(game, ours, game.b, block) for ours in (True, False)]
    _spread(game, (*first, *second))
    return (first[0], first[1]), (second[0], second[1])


def _spread(game: Game, sides: Collection[Columns]) -> None:
    """Write out as draws, in place, what is certain on each side but need not be between them."""
    names = set(game.who.rebased).union(*sides)
    for name in names:
        found = {
            column if isinstance(column := side[name], float) else None
            for side in sides
            if name in side
        }
        if len(found) > 1 or (name in game.who.rebased and None not in found):
            for side in sides:
                if name in side:
                    side[name] = np.broadcast_to(side[name], BLOCK)


def _side(game: Game, ours: bool, joined_as: Plan, block: int) -> Columns:
    """One side's columns. Correlated quantities are drawn as if both sides' were uncertain."""
    own, other = (game.a, game.b) if ours else (game.b, game.a)
    quantities = {**other.quantities, **own.quantities}
    certain = {}
    if joined_as.correlations:
        for name, distribution in own.quantities.items():
            theirs = other.quantities.get(name)
            if distribution.is_point and theirs is not None and not theirs.is_point:
                quantities[name] = theirs
                certain[name] = distribution.parameters[0]
    plan = replace(
        own,
        quantities=quantities,
        correlations=joined_as.correlations,
        repair_correlations=joined_as.repair_correlations,
    )
    return {**draw(plan, block).columns, **certain}
