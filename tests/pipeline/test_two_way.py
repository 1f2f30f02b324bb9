"""The map over effect and cost: what its cells are, where it bends, what it may not tell."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from iomcba.appraise.decision.hiding import without
from iomcba.appraise.headlines import headlines
from iomcba.model.evaluate import evaluate
from iomcba.pipeline.decision import Study, decide, set_to, study
from iomcba.pipeline.two_way import by_default, two_way
from iomcba.terms.decision import COST_MULTIPLES, cost_of
from tests.strategies import small_plan


@pytest.fixture(scope="module")
def made() -> Study:
    return study(small_plan(sampler="sobol"), {})


def by_hand(made: Study, option: str, name: str, value: float, multiple: float) -> float:
    """Mean PVB less so many times PVC, every block evaluated in full."""
    parts = []
    for block in made.blocks:
        found = headlines(made.plan, evaluate(made.plan, set_to(made.plan, block, name, value)))
        pvb, pvc = (found.means[f"{option}.{part}"] for part in ("pvb", "pvc"))
        parts.append(np.mean(pvb - multiple * pvc))
    return float(np.mean(parts))


@pytest.mark.parametrize("name", ["effect.some", "engagement.team.retention"])
def test_every_cell_is_the_option_with_both_set(made: Study, name: str) -> None:
    """Also where NPSV is no line in what is set."""
    found = two_way(made, "team", name, cost_of("team"))
    assert found.second_at == COST_MULTIPLES
    for row in (0, 1, 4):
        for column in (0, 3):
            value, multiple = found.first_at[row], COST_MULTIPLES[column]
            assert found.npsv[row][column] == pytest.approx(
                by_hand(made, "team", name, value, multiple), abs=0.01
            )


def test_at_expected_cost_the_map_is_what_the_switching_value_rests_on(made: Study) -> None:
    found = two_way(made, "team", "effect.some", cost_of("team"))
    column = COST_MULTIPLES.index(1.0)
    place = made.sample.options.index("team")
    for value, row in zip(found.first_at, found.npsv, strict=True):
        assert row[column] == pytest.approx(made.reply("effect.some", value).npsv[place], abs=0.01)


def test_read_the_other_way_it_is_the_same_map(made: Study) -> None:
    one = two_way(made, "team", "effect.some", cost_of("team"))
    other = two_way(made, "team", cost_of("team"), "effect.some")
    assert np.allclose(np.array(one.npsv), np.array(other.npsv).T, atol=1e-6)


def test_by_default_it_is_effect_and_cost_of_the_nearest(made: Study) -> None:
    decision = decide(made)
    assert decision is not None
    grid = by_default(made, decision)
    assert grid is not None
    assert (grid.option, grid.first, grid.second) == (
        decision.nearest,
        "effect.some",
        cost_of(decision.nearest),
    )
    hidden = replace(
        decision,
        two_way=grid,
        drivers=tuple(
            replace(d, offences=("burglary",)) if d.name == "effect.some" else d
            for d in decision.drivers
        ),
    )
    assert without(hidden, ("burglary",), "few").two_way is None
    assert without(hidden, ("wounding",), "few").two_way == grid


def test_a_cost_alone_makes_no_map(made: Study) -> None:
    decision = decide(made)
    assert decision is not None
    spent = tuple(row for row in decision.one_way if row.name.startswith(("cost", "salary")))
    assert by_default(made, replace(decision, one_way=spent)) is None
