"""The codec is lossless both ways, and refuses what JSON cannot hold."""

from __future__ import annotations

import json
import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from iomcba.terms.findings import (
    AssumptionRow,
    BearerWords,
    BusinessCase,
    Figure,
    Interval,
    OptionLabel,
    Provenance,
    SharedCase,
    SourceWords,
    TableWords,
    Warning,
)
from iomcba.terms.names import is_id
from iomcba.terms.plan import Plan
from iomcba.terms.reconciliation import Comparison, Reconciliation
from iomcba.terms.records import decode, encode, plain
from tests.strategies import small_plan

# Any float that is a number: huge, tiny, negative nought, seventeen digits.
numbers = st.floats(allow_nan=False, allow_infinity=False)
maybe = st.none() | numbers
words = st.text(st.characters(codec="utf-8"), max_size=12)
REGISTERED = {
    Interval: st.builds(Interval, numbers, numbers, numbers, numbers, numbers),
    Figure: st.builds(Figure, name=words, central=maybe, mean=maybe, se=maybe),
}


def tuples(of: st.SearchStrategy) -> st.SearchStrategy:  # type: ignore[type-arg]
    return st.lists(of, max_size=2).map(tuple)


figures = st.builds(
    Figure,
    words,
    maybe,
    maybe,
    maybe,
    st.none() | REGISTERED[Interval],
    st.none() | REGISTERED[Interval],
    words,
)
rows = st.builds(
    AssumptionRow,
    name=words,
    file=words,
    line=st.integers(0, 10**6),
    central=maybe,
    distribution=words,
    low=maybe,
    high=maybe,
    interval=words,
    unit=words,
    price_base=words,
    factor=numbers,
    mean=maybe,
    status=words,
    source=words,
    quality=words,
    impact=words,
    owner=words,
    review_by=words,
    note=words,
    overrides=words,
)
pairs = st.tuples(words, words)
cases = st.builds(
    BusinessCase,
    id=words,
    title=words,
    area=words,
    decision=words,
    next_step=words,
    label=words,
    synthetic=st.booleans(),
    price_base=words,
    discounting=words,
    method=words,
    years=tuples(words),
    options=tuples(st.builds(OptionLabel, words, words, words, words, words)),
    bearers=tuples(st.builds(BearerWords, words, words, st.booleans(), st.booleans())),
    headings=tuples(words),
    value_classes=tuples(words),
    offences=tuples(pairs),
    preferred=words,
    figures=st.dictionaries(words, figures, max_size=3),
    assumptions=tuples(rows),
    sources=tuples(st.builds(SourceWords, words, words, words, words, words)),
    comparisons=tuples(
        st.builds(Comparison, words, words, numbers, maybe, words, words, words, words)
    ),
    comparison_note=words,
    warnings=tuples(st.builds(Warning, words, words, st.booleans())),
    reconciliation=tuples(
        st.builds(
            Reconciliation,
            words,
            st.integers(0, 10**9),
            st.integers(0, 10**9),
            tuples(st.tuples(words, st.integers(0, 99))),
        )
    ),
    tables=tuples(st.builds(TableWords, words, words, tuples(words), tuples(tuples(words)), words)),
    provenance=st.builds(
        Provenance,
        words,
        words,
        st.integers(0, 2**63),
        st.integers(1, 10**9),
        tuples(pairs),
        tuples(pairs),
    ),
    attributions=tuples(words),
)


@given(cases)
def test_a_business_case_survives_the_round_trip(case: BusinessCase) -> None:
    again = decode(BusinessCase, encode(case))
    assert again == case
    assert encode(again) == encode(case)


@given(cases, words, tuples(words))
def test_a_shared_case_survives_the_round_trip(
    case: BusinessCase, policy: str, hidden: tuple[str, ...]
) -> None:
    shared = SharedCase(case, policy, hidden)
    assert decode(SharedCase, encode(shared)) == shared


@given(numbers)
def test_floats_come_back_to_the_last_bit(value: float) -> None:
    back = decode(Figure, encode(Figure("a.b", value))).central
    assert back is not None
    assert math.copysign(1, back) == math.copysign(1, value)
    assert back.hex() == value.hex()


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_what_is_no_number_is_never_written(value: float) -> None:
    with pytest.raises(ValueError, match="JSON"):
        encode(Figure("a.b", value))


@pytest.mark.parametrize(
    "text",
    ['{"name": "a.b"}', '{"name": "a.b", "central": "12,5"}', '{"name": "a.b", "central": 1', "[]"],
)
def test_what_is_no_such_noun_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="Figure"):
        decode(Figure, text)


def test_text_is_sorted_and_ends_its_last_line() -> None:
    text = encode({"b": 1, "a": {"d": 2, "c": (1.5, None)}})
    assert text == '{\n "a": {\n  "c": [\n   1.5,\n   null\n  ],\n  "d": 2\n },\n "b": 1\n}\n'


def test_arrays_become_lists() -> None:
    encoded = json.loads(encode(small_plan()))
    assert encoded["counterfactual"]["mean"] == [100.0, 80.0, 60.0]
    assert encoded["quantities"]["parameter.discount-rate"] == {
        "family": "point",
        "parameters": [0.035],
    }
    assert plain(replace(small_plan(), seed=3)) != plain(small_plan())


@pytest.mark.parametrize(
    ("text", "right"),
    [("a", True), ("a-b-1", True), ("2011-12", True), ("", False), ("-a", False), ("a-", False)]
    + [(text, False) for text in ("a--b", "A", "a b", "a.b", "a_b", "é")],
)
def test_ids(text: str, right: bool) -> None:
    assert is_id(text) is right


def test_a_plan_comes_back_whole_with_its_arrays() -> None:
    """Every later command works from the plan of a run folder (ARCHITECTURE 5)."""
    plan = small_plan()
    back = decode(Plan, encode(plan))
    assert encode(decode(Plan, encode(back))) == encode(back)
    np.testing.assert_array_equal(back.counterfactual.covariance, plan.counterfactual.covariance)
    fitted = back.counterfactual
    assert fitted.mean.dtype == float
    assert not fitted.mean.flags.writeable
    assert back.options == plan.options
    assert dict(back.quantities) == dict(plan.quantities)


def test_lists_that_are_no_array_are_refused() -> None:
    with pytest.raises(ValueError, match="mean"):
        decode(Plan, encode(small_plan()).replace('"mean": [', '"mean": [[1], ', 1))


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-1e400", '"inf"'])
def test_a_number_that_is_not_finite_is_refused_with_its_place(number: str) -> None:
    with pytest.raises(ValueError, match=r"^Figure: central: Input should be a finite number$"):
        decode(Figure, f'{{"name": "a.b", "central": {number}}}')
