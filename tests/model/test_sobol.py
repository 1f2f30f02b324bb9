"""Scrambled Sobol' points: published direction numbers, nets in every column, columns by name."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_array_equal
from scipy.stats import qmc

from iomcba.model.sampling import allotment, draw, sampled
from iomcba.model.sobol import (
    COLUMNS,
    DIGITS,
    Blocks,
    Scramble,
    TooManyColumns,
    allot,
    column_of,
    directions,
    scramble,
)
from iomcba.pipeline.simulate import each_block
from iomcba.terms.plan import BLOCK, Plan
from tests.strategies import fitted, small_plan

names = st.lists(st.text("abc.-", min_size=1, max_size=12), min_size=1, max_size=40, unique=True)


def points(block_count: int, column_names: tuple[str, ...], seed: int = 5) -> np.ndarray:
    """Uniforms of the first blocks of one replicate. Shape: (n, points)."""
    columns = np.array([allot(column_names).columns[name] for name in column_names])
    scrambled = scramble(column_names, columns, seed, 0)
    return np.concatenate([drawn(scrambled, block) for block in range(block_count)], axis=1)


def drawn(scrambled: Scramble, block: int) -> np.ndarray:
    rows = np.empty((len(scrambled.shift), BLOCK))
    Blocks.of([scrambled], [block]).fill(rows)
    return rows


def test_direction_numbers_are_those_of_joe_and_kuo() -> None:
    """Joe and Kuo (2008), new-joe-kuo-6.21201, as scipy holds them: the same 1,024 points."""
    number = np.arange(1024)
    found = np.zeros((1024, COLUMNS), dtype=np.int64)
    for digit in range(10):
        found ^= np.where((number >> digit & 1)[:, None], directions()[:, digit], 0)
    in_gray_order = found[number ^ (number >> 1)] / 2.0**DIGITS
    assert_array_equal(in_gray_order, qmc.Sobol(COLUMNS, scramble=False).random(1024))


def test_every_column_is_a_net() -> None:
    """Of 2^12 points one lies in each of 2^12 equal cells of every column, scrambled or not."""
    u = points(4, tuple(f"name.{i}" for i in range(60)))
    for column in u:
        assert_array_equal(np.sort((column * 4096).astype(int)), np.arange(4096))


def test_two_columns_are_a_net() -> None:
    """The first two dimensions are a (0, 2)-net: each of 64 x 64 cells holds one of 2^12 points."""
    scrambled = scramble(("a", "b"), np.array([0, 1]), 9, 3)
    u = np.concatenate([drawn(scrambled, b) for b in range(4)], axis=1)
    cells = (u[0] * 64).astype(int) * 64 + (u[1] * 64).astype(int)
    assert_array_equal(np.sort(cells), np.arange(4096))


def test_replicates_and_names_are_scrambled_apart() -> None:
    one, other = (scramble(("a", "b"), np.array([4, 4]), 9, replicate) for replicate in (0, 1))
    assert (one.directions != other.directions).any()
    assert (one.shift != other.shift).any()
    assert (drawn(one, 0)[0] != drawn(one, 0)[1]).all()
    assert ((drawn(one, 0) > 0) & (drawn(one, 0) < 1)).all()


@given(names)
def test_names_get_columns_of_their_own(asked: list[str]) -> None:
    given_out = allot(asked)
    assert len(set(given_out.columns.values())) == len(asked)
    moved = {name for name, _, _ in given_out.collisions}
    for name in asked:
        assert (given_out.columns[name] == column_of(name)) == (name not in moved)


def test_a_collision_is_recorded_with_both_columns() -> None:
    first = "some.name"
    second = next(
        n for n in (f"other.{i}" for i in range(10**5)) if column_of(n) == column_of(first)
    )
    found = allot([first, second])
    assert found.collisions == ((second, column_of(first), (column_of(first) + 1) % COLUMNS),)


def test_too_many_names_are_refused() -> None:
    with pytest.raises(TooManyColumns, match="1,024"):
        allot(f"name.{i}" for i in range(COLUMNS + 1))


def test_adding_a_quantity_moves_no_other_but_a_recorded_one() -> None:
    plan = small_plan(sampler="sobol")
    more = {**plan.quantities, "parameter.another": fitted("gamma")}
    larger = replace(plan, quantities=more)
    moved = {n for n, _, _ in allotment(larger).collisions} ^ {
        n for n, _, _ in allotment(plan).collisions
    }
    before, after = draw(plan, 35), draw(larger, 35)
    for name in (set(sampled(plan)) & set(before.columns)) - moved:
        assert_array_equal(before[name], after[name])


def test_names_beside_share_the_columns() -> None:
    """What `compare` needs: quantities of both sides in one allotment."""
    plan = small_plan(sampler="sobol", beside=("effect.of-another", "cost.of-another"))
    assert {"effect.of-another", "cost.of-another"} <= set(allotment(plan).columns)


def mean_npsv(plan: Plan, blocks: int) -> float:
    found = [block.means["team.npsv"].mean() for block in each_block(plan, blocks)]
    return float(np.mean(found))


@pytest.mark.slow
def test_the_error_is_eight_times_smaller_than_that_of_plain_draws() -> None:
    """Root mean square error of mean NPSV at 8,192 points over 24 repetitions, without chance."""
    one = small_plan(sampler="sobol", replicates=1)
    truth = float(np.mean([mean_npsv(replace(one, seed=s), 64) for s in range(1000, 1004)]))
    blocks = 8192 // BLOCK
    error = {
        sampler: np.sqrt(
            np.mean(
                [
                    (mean_npsv(replace(one, seed=seed, sampler=sampler), blocks) - truth) ** 2
                    for seed in range(24)
                ]
            )
        )
        for sampler in ("sobol", "plain")
    }
    assert error["plain"] > 8 * error["sobol"]


def test_points_in_order_are_the_points_drawn() -> None:
    """One in each of 1,024 cells, sorted; put back as drawn they are those of the number."""
    scrambled = scramble(("a", "b", "c"), np.array([2, 77, 1023]), 9, 3)
    for block in (0, 1, 6):
        in_order, rows = np.empty((2, 3, BLOCK))
        found = Blocks.of([scrambled], [block])
        found.uniforms_in_order(np.s_[:], in_order)
        assert_array_equal(
            np.floor(in_order * BLOCK), np.broadcast_to(np.arange(BLOCK), (3, BLOCK))
        )
        found.draw(in_order, np.s_[:], rows, np.empty((3, BLOCK)))
        number = block * BLOCK + np.arange(BLOCK)
        bits = np.broadcast_to(scrambled.shift[:, None], (3, BLOCK)).copy()
        for digit in range(14):
            bits ^= (number >> digit & 1) * scrambled.directions[:, digit, None]
        assert_array_equal(rows, (bits + 0.5) / 2.0**52)
