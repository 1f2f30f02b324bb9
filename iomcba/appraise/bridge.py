"""The Shapley value of what changed: what each change moves an answer by (F21).

A coalition is a set of players as the bits of a whole number; its value is what the answer comes to
with their changes alone made, by replicate. Nothing here knows what a player is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from math import factorial

import numpy as np

from iomcba.appraise.precision import standard_error
from iomcba.terms.bridge import UNITS, Bridge, Part
from iomcba.terms.plan import Array

EXACT = 10  # players up to which every coalition is valued
BUDGET = 512  # coalitions that sampled orders may take
NOTHING = 1e-7  # pounds or shares that are rounding of the arithmetic
LEAST_PAIRS = 2  # pairs of orders without which there is no sampling error

Value = Callable[[int], Array]
Order = tuple[int, ...]


def coalitions(players: Sequence[int], orders: Sequence[Order]) -> Iterator[int]:
    """Every coalition whose value the bridge of these players needs.

    With no orders: all subsets. Else those that grow along each order.
    """
    if not orders:
        for subset in range(1 << len(players)):
            yield sum(1 << p for place, p in enumerate(players) if subset >> place & 1)
        return
    for order in orders:
        yield from growing(order)


def growing(order: Order) -> Iterator[int]:
    """The coalitions that arise as players join in this order, the empty one first."""
    grown = 0
    yield grown
    for player in order:
        grown |= 1 << player
        yield grown


def orders_for(players: Sequence[int], seed: int) -> tuple[Order, ...]:
    """Orders to sample, none where the exact value is in reach.

    Each order comes with its reverse: the pair is exact for players that interact in twos.
    """
    if len(players) <= EXACT:
        return ()
    pairs = max(LEAST_PAIRS, BUDGET // (2 * len(players)))
    rng = np.random.default_rng([seed, len(players)])
    drawn = [tuple(int(p) for p in rng.permutation(list(players))) for _ in range(pairs)]
    return tuple(order for one in drawn for order in (one, one[::-1]))


def shapley(players: Sequence[int], value: Value) -> Array:
    """phi_i = sum over S of |S|! (n - |S| - 1)! / n! (v(S + i) - v(S))  (F21).

    Shapley (1953), A value for n-person games. Value (r,) -> (players, r).
    """
    n, parts = len(players), []
    weight = [factorial(s) * factorial(n - s - 1) / factorial(n) for s in range(n)]
    for player in players:
        others = [p for p in players if p != player]
        gains = [
            weight[without.bit_count()] * (value(without | 1 << player) - value(without))
            for without in coalitions(others, ())
        ]
        parts.append(np.sum(gains, axis=0))
    return np.array(parts)


def shapley_sampled(
    players: Sequence[int], orders: Sequence[Order], value: Value
) -> tuple[Array, Array]:
    """Mean gain of each player over sampled orders, and its standard error  (F21).

    Gains along one order add up to the whole difference, and so do their means. Castro, Gomez and
    Tejada (2009), Polynomial calculation of the Shapley value. Value (r,) -> (players, r),
    (players,).
    """
    gains = np.zeros((len(orders), len(players), len(value(0))))
    for row, order in enumerate(orders):
        for player, (before, after) in zip(order, pairwise(growing(order)), strict=True):
            gains[row, players.index(player)] = value(after) - value(before)
    pairs = gains.reshape(-1, 2, *gains.shape[1:]).mean(axis=(1, 3))
    return gains.mean(axis=0), standard_error(pairs)


def settled(parts: Sequence[float], total: int, units: int) -> list[int]:
    """Parts in whole units (`units` in 1) that add up to `total` units.

    Each is rounded down; the units that are then missing go, one each, to the parts that lost most
    by it, the first of equals. A part that is 0 stays 0.
    """
    exact = [part * units if abs(part) > NOTHING else 0.0 for part in parts]
    whole = [int(np.floor(part)) for part in exact]
    moving = [place for place, part in enumerate(exact) if part] or list(range(len(exact)))
    by_loss = sorted(moving, key=lambda place: whole[place] - exact[place])
    for step in range(abs(total - sum(whole))):
        whole[by_loss[step % len(by_loss)]] += 1 if total > sum(whole) else -1
    return whole


def bridge(
    option: str,
    measure: str,
    players: Sequence[int],
    orders: Sequence[Order],
    value: Value,
    named: Sequence[str],
) -> Bridge:
    """The bridge of one measure of one option; players that cannot move it have parts of 0."""
    start, end = value(0), value(sum(1 << p for p in players))
    sampling = np.zeros(len(players))
    if orders:
        exact, sampling = shapley_sampled(players, orders, value)
    else:
        exact = shapley(players, value)
    errors = standard_error(np.column_stack((start, end, end - start, *exact)))
    units = UNITS[measure]
    first, last = (round(float(v.mean()) * units) for v in (start, end))
    whole = settled([float(part.mean()) for part in exact], last - first, units)
    moved = {
        named[p]: Part(named[p], whole[place] / units, float(errors[3 + place]), float(by_orders))
        for place, (p, by_orders) in enumerate(zip(players, sampling, strict=True))
    }
    return Bridge(
        option,
        measure,
        first / units,
        last / units,
        tuple(moved.get(name, Part(name, 0.0)) for name in named),
        len(orders),
        *(float(error) for error in errors[:3]),
    )
