"""Sobol' indices of a plan: independent groups, hidden with their offence, refused if unfit."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from iomcba.appraise.decision.hiding import shares_without
from iomcba.appraise.decision.variance import total_order
from iomcba.errors import InputError
from iomcba.model.sampling import MIX, RATE
from iomcba.pipeline.decision import Study, decide, study
from iomcba.pipeline.variance import second_design, swapped, variance
from iomcba.terms.decision import DIFFERENCE, Variance
from tests.strategies import small_plan

EFFECT, DETECTION = "effect.some", "parameter.detection-factor"


def made(*correlated: tuple[str, str, float]) -> Study:
    return study(replace(small_plan(sampler="sobol"), correlations=correlated), {})


def shares(found: Study, each: bool = False) -> Variance:
    decision = decide(found)
    assert decision is not None
    return variance(found, decision.best, decision.second, each)


@pytest.fixture(scope="module")
def plain() -> Study:
    return made()


@pytest.fixture(scope="module")
def of_groups(plain: Study) -> Variance:
    return shares(plain)


def test_every_quantity_is_in_one_group(plain: Study, of_groups: Variance) -> None:
    members = [name for group in of_groups.groups for name in group.members]
    assert sorted(members) == sorted(plain.sample.names)
    assert {RATE, MIX, "engagement", "parameter"} <= {group.name for group in of_groups.groups}


def test_shares_add_up_as_variance_does(of_groups: Variance) -> None:
    """First orders to 1 at most, total orders to 1 at least, and none above its total."""
    for target, spread in of_groups.deviations.items():
        assert spread > 0
        first = [index.first[target] for index in of_groups.indices]
        total = [index.total[target] for index in of_groups.indices]
        error = sum(i.first_errors[target] + i.total_errors[target] for i in of_groups.indices)
        assert sum(first) <= 1 + 3 * error
        assert sum(total) >= 1 - 3 * error
        for index in of_groups.indices:
            slack = 3 * (index.first_errors[target] + index.total_errors[target]) + 1e-3
            assert index.first[target] <= index.total[target] + slack, index.name


def test_first_order_is_what_a_second_design_gives(plain: Study, of_groups: Variance) -> None:
    """1 - S of a group is the total order of all others (Homma and Saltelli 1996)."""
    others = second_design(plain)
    (place,) = (k for k, g in enumerate(of_groups.groups) if g.name == "engagement")
    group, index = of_groups.groups[place], of_groups.indices[place]
    rest = tuple(name for name in plain.sample.names if name not in group.members)
    total, error = total_order(plain.sample.npsv, swapped(plain, others, rest), 16)
    for row, option in enumerate(plain.sample.options[1:], start=1):
        slack = 3 * (error[row] + index.first_errors[option])
        assert index.first[option] == pytest.approx(1 - total[row], abs=slack), option


def test_tables_that_a_correlation_joins_are_one_group() -> None:
    joined = shares(made((EFFECT, DETECTION, 0.6)))
    names = {group.name: group for group in joined.groups}
    assert "effect+parameter" in names
    assert {EFFECT, DETECTION} <= set(names["effect+parameter"].members)
    assert "parameter" not in names


def test_each_by_itself_is_refused_where_some_are_correlated(plain: Study) -> None:
    with pytest.raises(InputError, match=f"correlated are {EFFECT} and {DETECTION}"):
        shares(made((EFFECT, DETECTION, 0.6)), each=True)
    single = shares(plain, each=True)
    names = {group.name for group in single.groups}
    assert {EFFECT, DETECTION, RATE, MIX} <= names
    assert not any(name.startswith((f"{RATE}.", f"{MIX}.")) for name in names)


def test_a_group_of_one_hidden_offence_is_not_told(of_groups: Variance) -> None:
    group = next(g for g in of_groups.groups if g.name == "unit-cost")
    assert len(group.offences) == 2
    few = (group.offences[0],)
    shown = shares_without(of_groups, few, "few")
    assert "unit-cost" not in {index.name for index in shown.indices}
    kept = shares_without(of_groups, group.offences, "few")
    assert "unit-cost" in {index.name for index in kept.indices}


def test_the_gap_is_a_target_of_its_own(plain: Study, of_groups: Variance) -> None:
    decision = decide(plain)
    assert decision is not None
    rows = [plain.sample.options.index(o) for o in (decision.best, decision.second)]
    gap = plain.sample.npsv[rows[0]] - plain.sample.npsv[rows[1]]
    assert of_groups.deviations[DIFFERENCE] == pytest.approx(float(np.std(gap)))
