"""Laws of the bridge: parts add up, names and orders do not matter, nothing moves nothing (F21)."""

from __future__ import annotations

from collections.abc import Callable
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from iomcba.appraise.bridge import (
    EXACT,
    bridge,
    coalitions,
    growing,
    orders_for,
    settled,
    shapley,
    shapley_sampled,
)
from iomcba.terms.plan import Array

Game = Callable[[int], Array]
amounts = st.floats(min_value=-1e6, max_value=1e6, allow_nan=False)


def game_of(values: list[float]) -> Game:
    """A game whose coalitions have the values given, in two replicates that differ."""
    return lambda coalition: np.array([values[coalition], 2 * values[coalition]])


def games(players: int) -> st.SearchStrategy[list[float]]:
    size = 1 << players
    return st.lists(amounts, min_size=size, max_size=size)


def by_definition(players: list[int], value: Game) -> Array:
    """The mean gain over every order in which the players could join."""
    gains = np.zeros((len(players), 2))
    orders = list(permutations(players))
    for order in orders:
        joined = 0
        for player in order:
            with_it = joined | 1 << player
            gains[player] += value(with_it) - value(joined)
            joined = with_it
    return gains / len(orders)


@given(games(4))
def test_it_is_the_mean_over_all_orders(values: list[float]) -> None:
    value = game_of(values)
    np.testing.assert_allclose(
        shapley(range(4), value), by_definition([0, 1, 2, 3], value), atol=1e-6
    )


@given(games(5))
def test_parts_add_up_to_the_difference(values: list[float]) -> None:
    value = game_of(values)
    found = shapley(range(5), value).sum(axis=0)
    np.testing.assert_allclose(found, value(31) - value(0), atol=1e-6)


@given(games(4), st.permutations([0, 1, 2, 3]))
def test_the_order_in_which_players_are_named_does_not_matter(
    values: list[float], order: list[int]
) -> None:
    value = game_of(values)
    named = shapley(order, value)
    np.testing.assert_allclose(named, shapley(range(4), value)[order], atol=1e-6)


@given(games(4))
def test_players_that_do_the_same_have_the_same_part(values: list[float]) -> None:
    """The value depends on 0 and 1 only through how many of them have joined."""
    symmetric = [values[c & ~3 | (1, 0, 0, 3)[c & 3]] for c in range(16)]
    symmetric = [symmetric[c & ~3 | 1] if c & 3 == 2 else symmetric[c] for c in range(16)]
    first, second, *_ = shapley(range(4), game_of(symmetric))
    np.testing.assert_allclose(first, second, atol=1e-6)


@given(games(3))
def test_a_player_that_changes_nothing_has_no_part(values: list[float]) -> None:
    dummy = game_of([values[c & 7] for c in range(16)])
    assert shapley(range(4), dummy)[3].tolist() == [0.0, 0.0]


def test_a_product_of_two_in_closed_form() -> None:
    """100 x 5 becomes 120 x 8: the parts are 20 x 6.5 and 3 x 110, and no other split is even."""
    people, pounds = (100.0, 120.0), (5.0, 8.0)
    values = [people[c & 1] * pounds[c >> 1] for c in range(4)]
    parts = shapley((0, 1), game_of(values))
    assert parts[0, 0] == pytest.approx((120 - 100) * (5 + 8) / 2)
    assert parts[1, 0] == pytest.approx((8 - 5) * (100 + 120) / 2)
    assert parts[:, 0].sum() == pytest.approx(120 * 8 - 100 * 5)


def test_three_factors_in_closed_form() -> None:
    """Of a product x y z each factor's part is its change times
    (y0 z0 + y1 z1) / 3 + (y0 z1 + y1 z0) / 6."""
    x, y, z = (2.0, 3.0), (5.0, 7.0), (11.0, 13.0)
    value = game_of([x[c & 1] * y[c >> 1 & 1] * z[c >> 2] for c in range(8)])
    mean = (y[0] * z[0] + y[1] * z[1]) / 3 + (y[0] * z[1] + y[1] * z[0]) / 6
    assert shapley((0, 1, 2), value)[0, 0] == pytest.approx((x[1] - x[0]) * mean)


# Sampled orders.


def pairwise_game(players: int) -> tuple[Game, Array]:
    """A game with interactions in twos only, and its Shapley value: half of each interaction."""
    rng = np.random.default_rng(7)
    alone = rng.normal(size=players)
    both = np.triu(rng.normal(size=(players, players)), 1)

    def value(coalition: int) -> Array:
        inside = np.array([coalition >> p & 1 for p in range(players)], dtype=float)
        worth = alone @ inside + inside @ both @ inside
        return np.array([worth, worth])

    return value, alone + (both.sum(axis=0) + both.sum(axis=1)) / 2


def test_an_order_and_its_reverse_are_exact_for_interactions_in_twos() -> None:
    value, exact = pairwise_game(14)
    players = tuple(range(14))
    found, error = shapley_sampled(players, orders_for(players, 1), value)
    np.testing.assert_allclose(found[:, 0], exact, atol=1e-9)
    np.testing.assert_allclose(error, 0, atol=1e-9)


def product_game(coalition: int) -> Array:
    """A product of twelve factors: interactions of every degree."""
    worth = float(np.prod([1 + (p + 1) / 10 for p in range(12) if coalition >> p & 1]))
    return np.array([worth, worth])


def test_sampled_parts_add_up_and_their_error_is_honest() -> None:
    players = tuple(range(12))
    exact = shapley(players, product_game)[:, 0]
    misses = []
    for seed in range(20):
        orders = orders_for(players, seed)
        found, error = shapley_sampled(players, orders, product_game)
        assert found[:, 0].sum() == pytest.approx((product_game(4095) - product_game(0))[0])
        misses.append((found[:, 0] - exact) / error)
    assert np.sqrt(np.mean(np.square(misses))) == pytest.approx(1, abs=0.25)


def test_up_to_ten_players_every_coalition_is_valued() -> None:
    few, many = range(EXACT), range(EXACT + 1)
    assert orders_for(few, 0) == ()
    assert set(coalitions(few, ())) == set(range(1 << EXACT))
    orders = orders_for(many, 0)
    assert len(set(orders)) == len(orders)
    assert all(sorted(order) == list(many) for order in orders)
    assert orders[1] == orders[0][::-1]
    assert set(growing(orders[0])) <= set(coalitions(many, orders))


# Whole pennies.


@given(st.lists(amounts, min_size=1, max_size=12))
def test_settled_parts_add_up_to_the_penny(parts: list[float]) -> None:
    total = round(sum(parts) * 100)
    whole = settled(parts, total, 100)
    moved = [abs(p) > 1e-7 for p in parts]
    if any(moved):
        assert sum(whole) == total
    for pennies, part, moves in zip(whole, parts, moved, strict=True):
        assert abs(pennies - part * 100) < 2
        if not moves and any(moved):
            assert pennies == 0


def test_pennies_go_where_rounding_took_most() -> None:
    assert settled([0.009, 0.008, 0.003], 2, 100) == [1, 1, 0]
    assert settled([-0.009, 0.0, 0.009], 0, 100) == [-1, 0, 1]


def test_a_bridge_adds_up_and_lists_those_who_cannot_move_it() -> None:
    values = [1.005, 2.0, 10.333, 77.777]
    found = bridge("team", "npsv", (0, 2), (), lambda c: game_of(values)(c & 1 | c >> 1), "abc")
    start, end = 1.5 * values[0], 1.5 * values[3]
    assert (found.start, found.end) == (round(start, 2), round(end, 2))
    pennies = [round(part.value * 100) for part in found.parts]
    assert sum(pennies) == round(found.end * 100) - round(found.start * 100)
    assert [part.player for part in found.parts] == ["a", "b", "c"]
    assert found.parts[1].value == 0.0


def test_pennies_are_taken_back_where_there_are_too_many() -> None:
    """Half a penny each way: rounded down they are -1 and 0; a total of -2 asks for one less."""
    assert settled([-0.005, 0.005], -2, 100) == [-2, 0]
    assert settled([0.0, 0.0], 3, 100) == [2, 1]


@given(st.lists(amounts, min_size=11, max_size=11), st.integers(0, 3))
def test_a_bridge_of_many_is_the_sampled_one(worth: list[float], seed: int) -> None:
    """Eleven players, each worth an amount of its own whatever the others do: no error at all."""
    players = tuple(range(11))
    orders = orders_for(players, seed)

    def value(coalition: int) -> Array:
        total = sum(amount for p, amount in enumerate(worth) if coalition >> p & 1)
        return np.array([total, total + 3.0])

    found = bridge("team", "npsv", players, orders, value, "abcdefghijk")
    assert (found.option, found.measure, found.orders) == ("team", "npsv", len(orders))
    errors = (found.start_se, found.end_se, found.difference_se)
    assert errors == pytest.approx((1.5, 1.5, 0.0), abs=1e-6)
    for part, amount in zip(found.parts, worth, strict=True):
        assert part.value == pytest.approx(amount, abs=0.02)
        assert part.se == pytest.approx(0.0, abs=1e-6)
        assert part.sampling == pytest.approx(0.0, abs=1e-6)


def test_a_bridge_says_how_well_each_part_is_known() -> None:
    """Two players of two replicates: the errors are those of their own gains."""
    values = {0: (10.0, 14.0), 1: (20.0, 26.0), 2: (30.0, 31.0), 3: (40.0, 43.0)}
    found = bridge("team", "npsv", (0, 1), (), lambda c: np.array(values[c]), "ab")
    parts = shapley((0, 1), lambda c: np.array(values[c]))
    for part, gains in zip(found.parts, parts, strict=True):
        assert part.value == pytest.approx(gains.mean())
        assert part.se == pytest.approx(abs(gains[0] - gains[1]) / 2)
    errors = (found.start_se, found.end_se, found.difference_se)
    assert errors == pytest.approx((2.0, 1.5, 0.5))
