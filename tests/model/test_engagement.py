"""Who is reached (F9), by numbers worked on paper and by bounds that hold for any numbers."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from iomcba.model.engagement import (
    monthly_ramp,
    people_engaged,
    places_taken,
    reach,
    relative_rate,
    yearly_mean,
)
from iomcba.terms.plan import Draws, EffectPlan, OptionPlan
from tests.strategies import YEARS, option

COHORT = 40.0
STUDY = "effect-context.some.study-engagement"
CURVE = np.array([0.0, 0.5, 0.75, 0.9, 1.0])  # the top quarter of heads holds half the offending


def drawn(take_up: float, places: float, retention: float = 0.5) -> Draws:
    """Certain engagement of the option `team`; half the ramp in year 0."""
    of = "engagement.team"
    columns = {
        f"{of}.take-up": take_up,
        f"{of}.places": places,
        f"{of}.retention": retention,
        STUDY: 0.5,
        **dict(zip((f"{of}.ramp.{year}" for year in YEARS), (0.5, 1.0, 1.0), strict=True)),
    }
    return Draws(1, columns)


def team(all_assigned: bool = False, highest_rates_first: bool = False) -> OptionPlan:
    plain = option("team", (), highest_rates_first=highest_rates_first)
    study = STUDY if all_assigned else ""
    effect = EffectPlan("effect.some", all_assigned, free_time=False, study_engagement=study)
    return replace(plain, effect=effect)


def test_places_bind_or_take_up_does() -> None:
    take_up, places = np.array([[0.25], [0.75]]), np.array([[20.0, 100.0]])
    assert_allclose(places_taken(COHORT, take_up, places), [[10, 10], [20, 30]])


def test_people_engaged_by_hand() -> None:
    taken, retention = np.array([[20.0, 30.0]]), np.array([[0.5]])
    assert_allclose(people_engaged(taken, retention, np.array([[0.5, 1.0]])), [[5, 15]])


def test_the_engaged_by_hand() -> None:
    """min(40 × 0.75, 20) = 20 places; × retention 0.5 = 10 people; half of that in year 0."""
    found = reach(team(), COHORT, CURVE, drawn(0.75, 20.0))
    assert_allclose(found.places, [[20, 20, 20]])
    assert_allclose(found.engaged, [[5, 10, 10]])
    assert_allclose(found.active, [[0.125, 0.25, 0.25]])
    assert_allclose(found.left, 0)


def test_all_assigned_by_hand() -> None:
    """24 places at take-up 0.75 are offered to 32 of 40: 0.8; half of it in year 0.

    The programme engages 0.75 × 0.5 = 0.375 of those offered, the study 0.5: × 0.75 (F10).
    """
    found = reach(team(all_assigned=True), COHORT, CURVE, drawn(0.75, 24.0))
    assert_allclose(found.active, [[0.3, 0.6, 0.6]])
    other = reach(team(all_assigned=True), COHORT, CURVE, drawn(0.75, 24.0, retention=0.1))
    assert_allclose(other.active, found.active / 5)
    assert_allclose(other.engaged, [[1.2, 2.4, 2.4]])


@given(st.floats(0.05, 0.9), st.floats(1, 200))
def test_more_take_up_never_reaches_less(take_up: float, places: float) -> None:
    less, more = (
        reach(team(all_assigned=True), COHORT, CURVE, drawn(share, places)).active
        for share in (take_up, take_up + 0.1)
    )
    assert (more >= less - 1e-12).all()


def test_places_to_the_highest_rates_by_hand() -> None:
    """20 of 40 heads, the highest rates, hold 0.75 of the offending: h = 0.75 / 0.5 = 1.5."""
    anyone = reach(team(), COHORT, CURVE, drawn(0.75, 20.0))
    highest = reach(team(highest_rates_first=True), COHORT, CURVE, drawn(0.75, 20.0))
    assert_allclose(highest.active, 1.5 * anyone.active)
    assert_allclose(highest.engaged, anyone.engaged)


def test_relative_rate_at_the_knots_and_between() -> None:
    taken = np.array([[0.0, 10.0, 15.0, 40.0, 80.0]])
    assert_allclose(relative_rate(taken, COHORT, CURVE), [[1, 2, 0.625 / 0.375, 1, 1]])


@given(st.floats(0, 1), st.floats(0, 200), st.floats(0, 1))
def test_nobody_is_engaged_twice(take_up: float, places: float, retention: float) -> None:
    found = reach(team(), COHORT, CURVE, drawn(take_up, places, retention))
    assert (found.engaged <= found.places + 1e-12).all()
    assert (found.places <= min(COHORT * take_up, places) + 1e-12).all()
    assert (found.active + found.left <= 1 + 1e-12).all()
    assert (found.active >= 0).all()


@given(st.floats(0.01, 1), st.floats(0, 200))
def test_the_assigned_are_no_more_than_the_cohort(take_up: float, places: float) -> None:
    found = reach(team(all_assigned=True), COHORT, CURVE, drawn(take_up, places))
    assert (found.active <= 1 + 1e-12).all()


@given(st.floats(0, 40))
def test_even_rates_gain_nothing_from_choosing(taken: float) -> None:
    assert_allclose(relative_rate(np.array([[taken]]), COHORT, np.array([0.0, 1.0])), 1)


def test_a_monthly_ramp_by_hand() -> None:
    """Live from month 2 and full after 4: middles of months 2 to 5 stand at 1/8, 3/8, 5/8, 7/8."""
    ramp = monthly_ramp(np.array([[4.0]]), 2, 12)
    assert_allclose(ramp, [[0, 0, 0.125, 0.375, 0.625, 0.875, 1, 1, 1, 1, 1, 1]])
    assert_allclose(yearly_mean(ramp), [[8 / 12]])
