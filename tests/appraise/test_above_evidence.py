"""A break-even cut that no study supports is warned of (METHOD section E)."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from iomcba.appraise.plausibility import findings_warnings
from iomcba.terms.findings import Figure, Warning
from iomcba.terms.inputs import Inputs
from iomcba.terms.plan import EffectPlan, Plan
from tests.appraise.test_plausibility import read, with_rows
from tests.strategies import copied_case, made_uncertain


def above_evidence(inputs: Inputs, plan: Plan, cut: float | None) -> list[Warning]:
    name = "team.break-even-engaged"
    return list(findings_warnings(inputs, plan, {name: Figure(name, cut, cut)}))


@pytest.mark.parametrize(
    ("cut", "warned"), [(0.49, False), (0.5, False), (0.51, True), (None, False)]
)
def test_a_break_even_above_the_evidence(tmp_path: Path, cut: float | None, warned: bool) -> None:
    """The effect row's low is 0.5: the evidence supports a cut of at most a half."""
    inputs, plan, _ = read(made_uncertain(copied_case(tmp_path)))
    found = above_evidence(inputs, plan, cut)
    assert [w.id for w in found] == (["break-even-above-evidence"] if warned else [])
    for warning in found:
        assert warning.front_page
        assert "A small team" in warning.text
        assert "by 51%; the upper end of the evidence is 50%" in warning.text


def test_each_option_is_held_against_the_evidence_by_itself(tmp_path: Path) -> None:
    """An option that never breaks even says nothing of the next."""
    inputs, plan, _ = read(made_uncertain(copied_case(tmp_path)))
    usual, team = plan.options
    plan = replace(plan, options=(usual, replace(team, id="first"), team))
    cuts = {"first": None, "team": 0.51}
    figures = {
        f"{id}.break-even-engaged": Figure(f"{id}.break-even-engaged", cut)
        for id, cut in cuts.items()
    }
    (warning,) = findings_warnings(inputs, plan, figures)
    assert warning.id == "break-even-above-evidence"


def test_without_an_upper_end_nothing_is_above_it(tmp_path: Path) -> None:
    """No interval, or one on another measure than the break-even's, is no upper end."""
    inputs, plan, _ = read(made_uncertain(copied_case(tmp_path)))
    usual, team = plan.options
    row = inputs.rows["effect.invented"]
    assert above_evidence(with_rows(inputs, replace(row, low=None)), plan, 0.99) == []
    assert isinstance(team.effect, EffectPlan)
    converted = replace(team, effect=replace(team.effect, conversion="prevalence"))
    assert above_evidence(inputs, replace(plan, options=(usual, converted)), 0.99) == []


@pytest.mark.parametrize(("cut", "warned"), [(0.69, False), (0.71, True)])
def test_pathways_are_held_against_the_largest_cut_of_any_study(
    tmp_path: Path, cut: float, warned: bool
) -> None:
    """Counts cut to 0.5 and 0.3 at most; a prevalence of 0.1 and an effect without an interval."""
    inputs, plan, _ = read(made_uncertain(copied_case(tmp_path)))
    usual, team = plan.options
    plan = replace(plan, options=(usual, replace(team, effect=None)))
    row = inputs.rows["effect.invented"]
    prevalence = tuple((k, "prevalence" if k == "measure" else v) for k, v in row.words)
    rows = [
        replace(row, name="effect.strong", low=0.3),
        replace(row, name="effect.open", low=None),
        replace(row, name="effect.of-people", low=0.1, words=prevalence),
    ]
    found = above_evidence(with_rows(inputs, *rows), plan, cut)
    assert [w.id for w in found] == (["break-even-above-evidence"] if warned else [])
    nobody = [replace(each, low=None) for each in (row, *rows)]
    assert above_evidence(with_rows(inputs, *nobody), plan, cut) == []
