"""Gaussian copula: rank correlations come back, impossible ones are named, nothing else moves."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose, assert_array_equal
from scipy import stats

from iomcba.model.copula import (
    NoCorrelation,
    contradictions,
    factors,
    nearest_correlation,
    normal_correlation,
    pairs_of,
)
from iomcba.model.sampling import draw
from iomcba.terms.plan import Plan
from tests.strategies import UNCERTAIN, fitted, small_plan

IMPOSSIBLE = {("a", "b"): 0.9, ("b", "c"): 0.9, ("a", "c"): -0.9, ("a", "d"): 0.1}


def with_families(**changes: object) -> Plan:
    """The small plan with one more quantity of every family."""
    plan = small_plan()
    more = {f"parameter.of-{family}": fitted(family) for family in UNCERTAIN}
    return replace(plan, quantities={**plan.quantities, **more}, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize("sampler", ["sobol", "plain"])
def test_measured_rank_correlation_is_that_of_the_table(sampler: str) -> None:
    """Every pair of families within 0.02 of its row, marginals untouched."""
    families = [f"parameter.of-{family}" for family in UNCERTAIN]
    rows = tuple((a, b, 0.6) for a in families for b in families if a < b)
    plan = with_families(correlations=rows, sampler=sampler)
    blocks = [draw(plan, block) for block in range(32)]
    table = np.array([np.concatenate([b[name] for b in blocks]) for name in families])
    ranks = stats.spearmanr(table, axis=1).statistic
    assert_allclose(ranks[~np.eye(len(families), dtype=bool)], 0.6, atol=0.02)
    for name, column in zip(families, table, strict=True):
        exact = plan.quantities[name].quantile(np.array([0.1, 0.5, 0.9]))
        assert_allclose(np.mean(column[:, None] < exact, axis=0), [0.1, 0.5, 0.9], atol=0.012)


@pytest.mark.parametrize("rho", [-1.0, -0.3, 0.0, 0.8, 1.0])
def test_normal_correlation_of_a_rank_correlation(rho: float) -> None:
    """Pearson (1907): rank correlation = 6 / pi arcsin(r / 2)."""
    r = float(normal_correlation(np.array(rho)))
    assert 6 / np.pi * np.arcsin(r / 2) == pytest.approx(rho, abs=1e-12)


def test_a_row_speaks_for_groups_and_the_longer_name_wins() -> None:
    names = ["cost.a.x", "cost.a.y", "cost.b.x", "salary.p"]
    rows = [("cost", "cost", 0.5), ("cost.a", "cost.a", 0.9), ("salary", "cost.b", 0.2)]
    pairs, idle = pairs_of([*rows, ("nothing", "cost", 0.1)], names)
    assert pairs == {
        ("cost.a.x", "cost.a.y"): 0.9,
        ("cost.a.x", "cost.b.x"): 0.5,
        ("cost.a.y", "cost.b.x"): 0.5,
        ("cost.b.x", "salary.p"): 0.2,
    }
    assert idle == [("nothing", "cost")]


def test_the_impossible_is_named() -> None:
    with pytest.raises(NoCorrelation) as told:
        factors(IMPOSSIBLE, repair=False)
    assert set(told.value.pairs) == {("a", "b"), ("b", "c"), ("a", "c")}


def test_a_repair_is_said() -> None:
    (factor,) = factors(IMPOSSIBLE, repair=True)
    assert_allclose(np.diag(factor.root @ factor.root.T), 1)
    (said,) = contradictions(IMPOSSIBLE)
    assert "a with c" in said
    assert contradictions({("a", "b"): 0.9}) == ()


def test_nearest_correlation_of_higham() -> None:
    """Higham (2002), section 4: the matrix of ones on the three middle diagonals, order 3."""
    found = nearest_correlation(np.array([[1.0, 1.0, 0.0], [1.0, 1.0, 1.0], [0.0, 1.0, 1.0]]))
    expected = [[1.0, 0.7607, 0.1573], [0.7607, 1.0, 0.7607], [0.1573, 0.7607, 1.0]]
    assert_allclose(found, expected, atol=5e-5)


@given(arrays(float, (4, 4), elements=st.floats(-1, 1)))
def test_a_possible_correlation_is_kept(loadings: np.ndarray) -> None:
    """The factor of a true correlation matrix gives it back."""
    matrix = loadings @ loadings.T + 0.1 * np.eye(4)
    scale = np.sqrt(np.diag(matrix))
    matrix = matrix / np.outer(scale, scale)
    ranks = 6 / np.pi * np.arcsin(matrix / 2)
    pairs = {(f"n{i}", f"n{j}"): float(ranks[i, j]) for i in range(4) for j in range(i + 1, 4)}
    for factor in factors(pairs, repair=False):
        rows = [int(name[1]) for name in factor.names]
        assert_allclose(factor.root @ factor.root.T, matrix[np.ix_(rows, rows)], atol=1e-9)


def test_two_that_are_one() -> None:
    plan = with_families(correlations=(("parameter.of-pert", "parameter.of-gamma", 1.0),))
    drawn = draw(plan, 0)
    order = [np.argsort(drawn[f"parameter.of-{family}"]) for family in ("pert", "gamma")]
    assert_array_equal(*order)


def test_a_correlation_moves_no_other_quantity() -> None:
    rows = (("parameter.of-pert", "parameter.of-beta", 0.7),)
    free, joined = draw(with_families(), 3), draw(with_families(correlations=rows), 3)
    moved = [n for n in free.columns if (np.asarray(free[n]) != np.asarray(joined[n])).any()]
    assert set(moved) == {"parameter.of-beta", "parameter.of-pert"}
    assert_allclose(joined["parameter.of-beta"], free["parameter.of-beta"], rtol=1e-9)
