"""The one choke point: small counts hidden with their company, and nothing hidden goes out."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iomcba.appraise.disclosure import POLICIES, disclose
from iomcba.terms.findings import BusinessCase, Figure, Interval, Provenance, SharedCase
from iomcba.terms.records import encode

THRESHOLD = 10.0
COUNTS = "case.observed-offences"


def case_of(figures: dict[str, float], synthetic: bool = False) -> BusinessCase:
    """A bare business case with these figures at their central values."""
    return BusinessCase(
        id="case",
        title="",
        area="",
        decision="",
        next_step="",
        label="",
        synthetic=synthetic,
        price_base="2011-12",
        discounting="mid-year",
        method="naive",
        years=(),
        options=(),
        bearers=(),
        headings=(),
        value_classes=(),
        offences=(),
        preferred="",
        figures={
            name: Figure(name, value, value, 0.0, Interval(*[value] * 5), Interval(*[value] * 5))
            for name, value in figures.items()
        },
        assumptions=(),
        sources=(),
        comparisons=(),
        comparison_note="",
        warnings=(),
        reconciliation=(),
        tables=(),
        provenance=Provenance("0", "plain", 0, 1, (), ()),
    )


def offences(*counts: float) -> dict[str, float]:
    """Observed offences by type and in all."""
    parts = {f"{COUNTS}.type-{index}": count for index, count in enumerate(counts)}
    return {COUNTS: sum(counts), **parts}


def hidden(shared: SharedCase) -> set[str]:
    """Names whose every value is gone."""
    gone = {n for n, f in shared.case.figures.items() if f.hidden}
    for name in gone:
        figure = shared.case.figures[name]
        values = (figure.central, figure.mean, figure.se, figure.interval, figure.interval_expected)
        assert values == (None,) * 5
    assert gone == set(shared.hidden)
    return gone


def test_a_small_count_goes_with_the_next_smallest() -> None:
    shared = disclose(case_of(offences(120, 4, 30)), "standard", THRESHOLD)
    assert hidden(shared) == {f"{COUNTS}.type-1", f"{COUNTS}.type-2"}
    assert shared.case.figure(COUNTS).central == 155


def test_two_small_counts_are_enough() -> None:
    shared = disclose(case_of(offences(120, 4, 9, 30)), "standard", THRESHOLD)
    assert hidden(shared) == {f"{COUNTS}.type-1", f"{COUNTS}.type-2"}


def test_nought_and_the_threshold_itself_are_shown() -> None:
    assert hidden(disclose(case_of(offences(0, 10, 30)), "standard", THRESHOLD)) == set()


def test_a_small_total_goes_with_its_parts() -> None:
    shared = disclose(case_of(offences(5, 3)), "standard", THRESHOLD)
    assert hidden(shared) == {COUNTS, f"{COUNTS}.type-0", f"{COUNTS}.type-1"}


def test_a_small_cohort_is_hidden_alone() -> None:
    figures = {"case.cohort-size": 3.0, COUNTS: 40.0, "team.npsv": 7.0}
    assert hidden(disclose(case_of(figures), "standard", THRESHOLD)) == {"case.cohort-size"}


def test_what_is_derived_from_a_hidden_count_is_hidden() -> None:
    figures = {COUNTS: 6.0, "case.share-of-offences": 0.25}
    shared = disclose(case_of(figures), "standard", THRESHOLD)
    assert hidden(shared) == {COUNTS, "case.share-of-offences"}


def test_a_share_is_no_small_count() -> None:
    """A share is below every threshold; it is hidden for what it gives back, not for its size."""
    figures = {**offences(120, 30), "case.share-of-offences": 0.25}
    assert hidden(disclose(case_of(figures), "standard", THRESHOLD)) == set()


def test_means_and_shares_of_fewer_than_ten_people_are_hidden() -> None:
    """Nine people with plenty of offences: nothing is told of them that is derived from counts."""
    figures = {
        **offences(120, 30),
        "case.cohort-size": 9.0,
        "case.share-of-offences": 0.25,
        "case.share-of-cost": 0.5,
        "case.counterfactual-crimes.type-0": 360.0,
    }
    gone = hidden(disclose(case_of(figures), "standard", THRESHOLD))
    assert gone == {name for name in figures if not name.startswith(COUNTS)}
    ten = {**figures, "case.cohort-size": 10.0}
    assert hidden(disclose(case_of(ten), "standard", THRESHOLD)) == set()


def test_money_and_model_are_shown() -> None:
    figures = {"team.pvc": 3.0, "team.proven-offences-avoided": 2.0, "team.p-best": 0.5}
    assert hidden(disclose(case_of(figures), "standard", THRESHOLD)) == set()


@given(st.lists(st.integers(0, 40), min_size=1, max_size=8))
def test_no_hidden_count_can_be_worked_out(counts: list[int]) -> None:
    """With the total shown, one hidden part alone would be the total less the others."""
    shared = disclose(case_of(offences(*counts)), "standard", THRESHOLD)
    gone = hidden(shared)
    for index, count in enumerate(counts):
        if 0 < count < THRESHOLD:
            assert f"{COUNTS}.type-{index}" in gone
    assert COUNTS in gone or not 0 < sum(counts) < THRESHOLD
    parts = gone - {COUNTS}
    assert len(parts) != 1 or COUNTS in gone


@given(st.lists(st.integers(1, 40), min_size=1, max_size=6))
def test_nothing_hidden_appears_in_what_is_shared(counts: list[int]) -> None:
    """Counts with telltale decimals: exactly as counted none goes out, rounded the shown ones."""
    figures = offences(*[count + (index + 1) / 1024 for index, count in enumerate(counts)])
    shared = disclose(case_of(figures), "standard", THRESHOLD)
    text, gone = encode(shared), hidden(shared)
    for name, value in figures.items():
        assert repr(value) not in text
        shown = shared.case.figure(name).central
        assert (shown is None) == (name in gone)
        assert shown is None or (shown % 5 == 0 and abs(shown - value) <= 2.5)


def test_a_lowered_threshold_is_said_on_the_first_page() -> None:
    case = case_of(offences(120, 4, 30))
    (warning,) = disclose(case, "standard", 5.0).case.warnings
    assert warning.front_page
    assert "counts below 5 are hidden, not below 10 as is usual" in warning.text
    assert disclose(case, "standard", THRESHOLD).case.warnings == ()


def test_an_undeclared_figure_is_refused() -> None:
    with pytest.raises(KeyError):
        disclose(case_of({"team.goodwill": 3.0}), "standard", THRESHOLD)


def test_the_synthetic_policy_is_for_synthetic_data_only() -> None:
    figures = offences(4, 30)
    with pytest.raises(ValueError, match="synthetic data only"):
        disclose(case_of(figures), "synthetic", THRESHOLD)
    shared = disclose(case_of(figures, synthetic=True), "synthetic", THRESHOLD)
    assert hidden(shared) == set()
    assert shared.policy == POLICIES["synthetic"]


def test_synthetic_data_may_be_treated_as_real() -> None:
    shared = disclose(case_of(offences(4, 30), synthetic=True), "standard", THRESHOLD)
    assert hidden(shared) == {f"{COUNTS}.type-0", f"{COUNTS}.type-1"}


def test_the_case_itself_is_left_alone() -> None:
    case = case_of(offences(4, 30))
    before = replace(case)
    disclose(case, "standard", THRESHOLD)
    assert case == before
