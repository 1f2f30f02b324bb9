"""Laws of engagement: places, ramps by month, people who have left (F9, F10)."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from iomcba.model.engagement import (
    left_weighted,
    monthly_ramp,
    people_assigned,
    places_taken,
    reach,
    yearly_mean,
)
from iomcba.model.evaluate import evaluate
from iomcba.model.sampling import central
from iomcba.terms.plan import Array, OptionPlan, Plan
from iomcba.terms.uncertainty import point
from tests.strategies import certain, small_plan

YEARS = 3
MONTHS = 12 * YEARS
courses = st.lists(st.floats(0.0, 1.0), min_size=MONTHS, max_size=MONTHS)


def column(value: float) -> Array:
    return np.array([[value]])


# --- places ---


@given(st.floats(1, 500), st.floats(0.01, 1), st.floats(1, 400))
def test_places_beyond_those_who_would_take_them_change_nothing(
    cohort: float, take_up: float, more: float
) -> None:
    wanted = cohort * take_up
    enough = places_taken(cohort, column(take_up), column(wanted))
    assert places_taken(cohort, column(take_up), column(wanted + more)) == enough == wanted


def test_places_beyond_change_no_figure_of_an_option() -> None:
    plan = certain(small_plan())
    wanted = plan.counterfactual.cohort_size * plan.quantities["engagement.team.take-up"].mean
    streams = []
    for places in (wanted, 10 * wanted):
        moved = plan.with_quantity("engagement.team.places", point(places))
        outcome = evaluate(moved, central(moved)).options["team"]
        streams.append((outcome.costs, outcome.avoided, outcome.cash_costs, outcome.engaged))
    for enough, beyond in zip(*streams, strict=True):
        assert np.array_equal(enough, beyond)


@given(st.floats(0.0, 100.0), st.floats(0.0, 1.0))
def test_people_assigned_take_up_the_places_taken(taken: float, take_up: float) -> None:
    assigned = people_assigned(column(taken), column(take_up))
    if take_up > 0:
        assert assigned * take_up == pytest.approx(taken)
    else:
        assert assigned == 0


# --- ramp by month ---


@given(months_to_full=st.integers(1, 40), go_live=st.integers(0, 30))
def test_yearly_mean_of_a_monthly_ramp_is_the_area_under_its_line(
    months_to_full: int, go_live: int
) -> None:
    """The integral of min(1, (t - g) / T) over each year; middles of months are exact here."""

    def area(until: float) -> float:
        passed = max(until - go_live, 0.0)
        rising = min(passed, months_to_full)
        return rising**2 / (2 * months_to_full) + max(passed - months_to_full, 0.0)

    expected = [(area(12 * y + 12) - area(12 * y)) / 12 for y in range(YEARS)]
    found = yearly_mean(monthly_ramp(column(months_to_full), go_live, MONTHS))
    assert_allclose(found[0], expected, atol=1e-12)


def test_ramp_of_a_year_from_the_first_day_has_mean_a_half() -> None:
    assert yearly_mean(monthly_ramp(column(12.0), 0, MONTHS))[0].tolist() == [0.5, 1.0, 1.0]


def test_no_ramp_is_full_working_from_going_live() -> None:
    assert yearly_mean(monthly_ramp(column(0.0), 3, MONTHS))[0].tolist() == [0.75, 1.0, 1.0]


# --- people who have left ---


@given(courses, st.floats(1.0, 60.0))
def test_active_and_left_never_exceed_the_cohort(course: list[float], stay: float) -> None:
    active = np.array([course])
    everybody = active + left_weighted(active, column(stay), column(1.0))
    assert everybody.max() <= 1 + 1e-9
    assert (everybody >= active).all()


@given(courses, st.floats(1.0, 60.0), st.floats(0.0, 1.0), st.floats(0.0, 1.0))
def test_more_persistence_never_leaves_less(
    course: list[float], stay: float, less: float, more: float
) -> None:
    low, high = sorted((less, more))
    active = np.array([course])
    with_low, with_high = (left_weighted(active, column(stay), column(p)) for p in (low, high))
    assert (with_high >= with_low - 1e-12).all()


@given(st.floats(0.05, 0.9), st.floats(1.0, 60.0))
def test_without_persistence_only_the_months_leavers_count(share: float, stay: float) -> None:
    """w(0) = 1 in the month of leaving, nothing after; none leaves whom nobody can replace."""
    active = np.full((1, MONTHS), share)
    left = left_weighted(active, column(stay), column(0.0))[0]
    assert left[0] == 0
    assert_allclose(left[1:], min(share / stay, 1 - share))


@given(st.lists(st.floats(0.0, 1.0), min_size=MONTHS, max_size=MONTHS))
def test_who_stays_for_ever_never_leaves_while_places_grow(course: list[float]) -> None:
    active = np.array([sorted(course)])
    assert not left_weighted(active, column(np.inf), column(1.0)).any()


@given(st.floats(0.05, 0.95), st.floats(1.0, 60.0), st.floats(0.05, 1.0))
def test_constant_share_has_a_closed_form(share: float, stay: float, kept: float) -> None:
    """W[m] = W[m-1] k + L, k = kept^(1/12) (1 - L / (1 - a)), L = min(a / stay, 1 - a)."""
    leavers = min(share / stay, 1 - share)
    keep = kept ** (1 / 12) * (1 - leavers / (1 - share))
    months = np.arange(MONTHS)
    geometric = months if keep == 1 else (1 - keep**months) / (1 - keep)
    found = left_weighted(np.full((1, MONTHS), share), column(stay), column(kept))[0]
    assert_allclose(found, leavers * geometric, rtol=1e-9, atol=1e-12)


def test_a_programme_that_stops_leaves_everybody_it_had() -> None:
    """Six months at 0.4, then nothing: 0.4 of the cohort has left, fading from then on."""
    active = np.array([[0.4] * 6 + [0.0] * 6])
    left = left_weighted(active, column(np.inf), column(0.5))[0]
    assert not left[:6].any()
    assert_allclose(left[6:], 0.4 * 0.5 ** (np.arange(6) / 12))


# --- places for the highest rates first ---


def option_of(plan: Plan, **changes: object) -> OptionPlan:
    return replace(plan.options[1], **changes)  # type: ignore[arg-type]


@given(st.floats(1.0, 40.0), st.floats(0.5, 40.0), st.floats(0.0, 1.0), st.booleans())
def test_the_reached_never_stand_for_more_than_all_offending(
    places: float, stay: float, kept: float, highest_first: bool
) -> None:
    plan = certain(small_plan())
    extra = {"engagement.team.stay": point(stay), "engagement.team.kept": point(kept)}
    plan = replace(plan, quantities={**plan.quantities, **extra})
    plan = plan.with_quantity("engagement.team.places", point(places))
    option = option_of(
        plan,
        stay_months="engagement.team.stay",
        persistence="engagement.team.kept",
        highest_rates_first=highest_first,
    )
    fitted = plan.counterfactual
    found = reach(option, fitted.cohort_size, fitted.concentration, central(plan))
    assert (found.active + found.left).max() <= 1 + 1e-9


def test_highest_rates_first_reads_the_concentration_curve() -> None:
    """Half of thirty heads hold three quarters of offending (curve 0, .5, .75, .9, 1)."""
    plan = certain(small_plan())
    for name, value in (("places", 15.0), ("take-up", 1.0), ("retention", 1.0)):
        plan = plan.with_quantity(f"engagement.team.{name}", point(value))
    fitted = plan.counterfactual
    shares = [
        reach(
            option_of(plan, highest_rates_first=first), 30, fitted.concentration, central(plan)
        ).active[0, 2]
        for first in (False, True)
    ]
    assert shares == pytest.approx([0.5, 0.75])
