"""Laws of suppression: whoever knows the rule and all that is shown cannot pin a hidden count."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iomcba.appraise.cell_audit import Known, audit
from iomcba.appraise.dominance import dominance_warnings, dominated
from iomcba.appraise.suppression import Suppressed, suppress
from iomcba.terms.protection import BASE, PROTECTION, rounded

TOTAL = "case.observed-offences"
LEAST = 10.0


def table(*counts: int) -> dict[str, float]:
    return {TOTAL: float(sum(counts)), **{f"{TOTAL}.t{i}": float(c) for i, c in enumerate(counts)}}


def possible(counts: dict[str, float], found: Suppressed, hidden: frozenset[str]) -> list[set[int]]:
    """All values that each hidden count can have, by trying every combination (the definition)."""
    left = int(sum(counts[n] for n in hidden))
    names = sorted(hidden)
    spans = [range(1, 10) if n in found.small else range(10, left + 1) for n in names]
    fits = [way for way in product(*spans[:-1]) if left - sum(way) in spans[-1]]
    return [
        {way[i] if i < len(names) - 1 else left - sum(way) for way in fits}
        for i in range(len(names))
    ]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 30), min_size=1, max_size=5))
def test_no_hidden_count_is_told_more_closely_than_the_rule_allows(counts: list[int]) -> None:
    """By enumeration: the linear program finds the same ends, and each range is wide enough."""
    cells = table(*counts)
    found = suppress(cells, LEAST)
    assert all(n in found.hidden for n, count in cells.items() if 0 < count < LEAST)
    if found.dropped or TOTAL in found.hidden or not found.hidden:
        assert not found.audited
        return
    for values, told in zip(possible(cells, found, found.hidden), found.audited, strict=True):
        assert (min(values), max(values)) == pytest.approx((told.low, told.high))
        assert max(values) - min(values) >= PROTECTION


def test_without_company_a_lone_small_count_is_given_back() -> None:
    """The law that secondary suppression is there for: the audit alone would have failed."""
    cells = table(4, 30, 200)
    alone = audit(Known({"t0": (1.0, 9.0)}, [({"t0": 1.0}, 4.0, 4.0)]))
    assert [(each.low, each.high) for each in alone] == [(4.0, 4.0)]
    assert not alone[0].protected(LEAST)
    assert suppress(cells, LEAST).company == {f"{TOTAL}.t1"}


def test_company_that_is_too_small_is_not_enough() -> None:
    """1 and 10 of 11: who knows that the second is at least 10 knows the first."""
    found = suppress(table(1, 10, 200, 300), LEAST)
    assert found.company == {f"{TOTAL}.t1", f"{TOTAL}.t2"}


def test_a_table_that_no_company_protects_is_dropped() -> None:
    """9 and 9 of 18: both are told by their total."""
    found = suppress(table(9, 9), LEAST)
    assert found.dropped == {TOTAL, f"{TOTAL}.t0", f"{TOTAL}.t1"}


def test_nought_stays_nought_and_others_are_multiples_of_the_base() -> None:
    for count in range(10, 200):
        assert rounded(count) % BASE == 0
        assert abs(rounded(count) - count) <= BASE / 2
    assert rounded(0) == 0


def test_cells_that_one_or_two_hold_are_named() -> None:
    """Three cells: two people hold 95%; one holds all but 5 of 100; ten hold the same each."""
    amounts = np.zeros((10, 3))
    amounts[:3, 0] = 50, 45, 5
    amounts[:2, 1] = 95, 5
    amounts[:, 2] = 10
    found = dominated(("two", "one", "even"), amounts)
    assert [(d.cell, d.top_two, d.p_ratio) for d in found] == [
        ("two", True, False),
        ("one", True, True),
    ]
    (warning,) = dominance_warnings(found)
    assert "two, one." in warning.text
    assert not any(character.isdigit() for character in warning.text.split("(")[0])


def test_what_one_knows_of_the_largest_is_told_by_the_rest() -> None:
    """100 and 5 beside: exactly a tenth of the largest is left to guess, then a little less."""
    cells = ("tenth", "under", "fraction", "none")
    amounts = np.array([[100.0, 100.0, 0.5, 0.0], [80.0, 80.0, 0.0, 0.0], [10.0, 9.9, 0.0, 0.0]])
    found = {each.cell: (each.top_two, each.p_ratio) for each in dominated(cells, amounts)}
    assert found == {"tenth": (True, False), "under": (True, True), "fraction": (True, True)}
    at_ninety = np.array([[60], [30], [10]])
    assert dominated(("cell",), at_ninety) == ()  # over 90%, not at it
    # a narrow whole number does not overflow, nor does nought, turned round, become the largest
    counted = np.array([[0], [200], [45], [5]], np.uint8)
    (found_one,) = dominated(("cell",), counted)
    assert (found_one.top_two, found_one.p_ratio) == (True, True)
    (warning,) = dominance_warnings((found_one,))
    assert warning.id == "dominated-cells"
    assert dominance_warnings(()) == ()
