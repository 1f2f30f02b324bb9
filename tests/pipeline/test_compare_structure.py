"""Plans between two plans: every field of structure belongs to a piece, and every mixture runs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace

import pytest

from iomcba.pipeline.comparison import structure
from iomcba.pipeline.comparison.structure import Piece, between, pieces
from iomcba.terms.plan import CostLine, OptionPlan, OutcomeLine, Plan, UnitCostPart
from tests.appraise.test_explain_work import VARIANTS
from tests.strategies import at_means, small_plan

FIGURES = ("npsv", "pvc", "pvb", "proven-offences-avoided")
DRAWN = {"seed", "sampler", "replicates", "correlations", "repair_correlations", "beside"}
CASH_AND_LATER = {
    "severe",
    "cash_bearers",
    "inflation",
    "cash_releases",
    "kept_after",
    "later_years",
}


def headline(plan: Plan, *others: Plan) -> dict[str, float]:
    """Central headline figures of a plan that may name quantities of the others."""
    known = {name: d for other in others for name, d in other.quantities.items()}
    found = at_means(replace(plan, quantities={**known, **plan.quantities}))
    return {name: value for name, value in found.items() if name.split(".")[1:] in _ends()}


def _ends() -> list[list[str]]:
    return [[figure] for figure in FIGURES]


PAIRS = [
    (first, second)
    for first, second in zip(VARIANTS, [*list(VARIANTS)[1:], next(iter(VARIANTS))], strict=True)
]


@pytest.mark.parametrize(("first", "second"), PAIRS)
def test_all_pieces_make_the_other_plan_and_none_leaves_the_first(first: str, second: str) -> None:
    """Whatever two plans differ in; each piece alone, and all but it, can be evaluated."""
    a, b = (VARIANTS[name](small_plan()) for name in (first, second))
    assert headline(between(a, b, lambda piece: False), b) == headline(a)
    whole = replace(between(a, b, lambda piece: True), quantities=b.quantities)
    assert headline(whole, a) == pytest.approx(headline(b))
    keys = [piece.key for piece in pieces(a, b)]
    assert len(set(keys)) == len(keys)
    for key in keys:
        takes: tuple[Callable[[Piece], bool], ...] = (
            lambda piece, key=key: piece.key == key,
            lambda piece, key=key: piece.key != key,
        )
        for take in takes:
            assert headline(between(a, b, take), b)


def test_a_plan_differs_from_itself_in_nothing() -> None:
    for variant in VARIANTS.values():
        assert pieces(variant(small_plan()), variant(small_plan())) == []


@pytest.mark.parametrize(
    ("noun", "groups", "others"),
    [
        (CostLine, structure.LINE, {"name"}),
        (OutcomeLine, structure.OUTCOME, {"name"}),
        (UnitCostPart, (structure.PART,), {"component", "costs", "shares"}),
        (
            OptionPlan,
            (*structure.OPTION, structure.SAID, structure.RAMP),
            {"id", "lines", "effect", "pathways", "outcomes", "places"},
        ),
        (
            Plan,
            (structure.FITTED,),
            {"years", "offences", "options", "parts", "bearers", "quantities"}
            | {"discount_timing", "benefit_grade"},
        ),
    ],
    ids=["line", "outcome", "part", "option", "plan"],
)
def test_no_field_of_structure_is_forgotten(
    noun: type, groups: tuple[tuple[str, ...], ...], others: set[str]
) -> None:
    """A field that is added to a noun of the plan must be given to a piece, or be no structure."""
    taken = {field for group in groups for field in group} | others
    unmoved = DRAWN | CASH_AND_LATER | {"severe"} if noun is Plan else set()
    assert {field.name for field in fields(noun)} == taken | unmoved
