"""Custody: past and forecast free share on one yardstick (F1, F3 ii, F6)."""

import numpy as np
import pytest
from drawn_histories import Truth, settings_for

from iomcba.model.offending.custody import (
    MOST_CUSTODY,
    CustodyCourse,
    CustodyRecord,
    custody_record,
    expected_free_share,
    fit_course,
    forecast_free_share,
    free_share_ahead,
    free_share_seen,
    held_on,
    next_share,
    regress,
)
from iomcba.model.offending.exposure import period_midpoints
from iomcba.terms.histories import Histories

EDGES = np.arange(0, 5) * 365


def record(share, held=None):
    share = np.asarray(share, float)
    held = np.zeros_like(share) if held is None else np.asarray(held, float)
    return CustodyRecord(share, held, EDGES[: share.shape[1] + 1])


def straight_line(people=50, level=0.06, carry=0.7):
    """Shares that follow next = level + carry * now without any scatter."""
    share = [np.linspace(0, 0.9, people)]
    for _ in range(3):
        share.append(level + carry * share[-1])
    return np.stack(share, axis=1)


def test_the_line_that_shares_follow_is_found():
    course = fit_course(straight_line(), np.zeros((50, 4)))
    np.testing.assert_allclose([course.carry, course.settled], [0.7, 0.06 / 0.3], rtol=1e-9)
    assert course.dispersion < 1e-9


def test_shares_regress_to_the_settled_level_year_by_year():
    shares = straight_line()
    middle = period_midpoints(EDGES)[-1] + np.array([1.0, 2.0, 3.0, 400.0])
    ahead = forecast_free_share(record(shares), np.array([0, 49]), middle)
    once = 0.06 + 0.7 * shares[[0, 49], -1]
    twice = 0.06 + 0.7 * once
    by_hand = np.stack([once, twice, 0.06 + 0.7 * twice, np.full(2, 0.2)], axis=1)
    np.testing.assert_allclose(1 - ahead.mean, by_hand, rtol=1e-6)


def test_past_free_share_is_what_would_have_been_forecast():
    shares = straight_line()
    expected = expected_free_share(record(shares), period_midpoints(EDGES))
    np.testing.assert_allclose(1 - expected[:, 1:], shares[:, 1:], rtol=1e-9)
    np.testing.assert_allclose(1 - expected[:, 0], 0.2 + 0.49 * (shares[:, 0] - 0.2), rtol=1e-9)


def test_being_held_on_the_last_day_counts_when_it_does_in_the_population():
    rng = np.random.default_rng(3)
    held = rng.integers(0, 2, (4000, 2)).astype(float)
    share = np.column_stack((rng.uniform(0, 0.5, 4000), np.zeros(4000)))
    share[:, 1] = 0.1 + 0.2 * share[:, 0] + 0.5 * held[:, 0]
    course = fit_course(share, held)
    np.testing.assert_allclose(
        next_share(np.array([0.3, 0.3]), np.array([0.0, 1.0]), course), [0.16, 0.66], rtol=1e-9
    )


def test_one_year_of_records_keeps_each_persons_share():
    ahead = forecast_free_share(record([[0.3], [0.0]]), np.array([0]), np.array([1.0, 2.0]))
    np.testing.assert_allclose(ahead.mean, [[0.7, 0.7]])


def test_deviations_from_the_settled_level_fade_by_the_carry():
    course = fit_course(straight_line(), np.zeros((50, 4)))
    faded = regress(np.array([0.8]), np.array([0.0, 1.0, 2.0]), course)
    np.testing.assert_allclose(faded, [[0.8, 0.2 + 0.6 * 0.7, 0.2 + 0.6 * 0.49]], rtol=1e-9)


# Shares (i, 2) about the line 0.1 + 0.6 x, 0.05 and 0.1 above and below it: least squares through
# two points passes through their means. Binomial 2 (0.1 · 0.9 + 0.4 · 0.6) = 0.66.
SCATTERED = np.array([[0, 0.05], [0, 0.15], [0.5, 0.3], [0.5, 0.5]])
SCATTER = (2 * 0.05**2 + 2 * 0.1**2) / 0.66


def test_the_scatter_about_the_line_is_a_part_of_the_binomial():
    course = fit_course(SCATTERED, np.zeros((4, 2)))
    np.testing.assert_allclose(course.first, [0.1, 0.6, 0], atol=1e-12)
    got = [course.carry, course.settled, course.dispersion]
    np.testing.assert_allclose(got, [0.6, 0.1 / 0.4, SCATTER], rtol=1e-9)


@pytest.mark.parametrize(
    ("now", "following", "carry", "settled"),
    [
        ([0.0, 0.5], [0.4, 0.2], 0.0, 0.3),  # falls: nothing carries over, and the mean is settled
        ([0.0, 0.4], [0.1, 0.6], 1.0, 0.35),  # 1.25 a year: no level at which it would settle
        ([0.0, 0.5], [0.5, 0.9], 0.8, MOST_CUSTODY),  # 0.5 / 0.2 is more than all of the time
        ([0.2, 0.6], [0.0, 0.3], 0.75, 0.0),  # -0.15 / 0.25 is less than none of it
        ([0.2, 0.6], [0.3, 0.3], 0.0, 0.3),
    ],
)
def test_what_no_share_can_do_is_not_carried_on(now, following, carry, settled):
    course = fit_course(np.column_stack((now, following)), np.zeros((2, 2)))
    np.testing.assert_allclose([course.carry, course.settled], [carry, settled], atol=1e-9)


@pytest.mark.parametrize("following", [[0, 0, 0.6], [1, 1, 0.4]])
def test_an_expected_share_is_a_share(following):
    """The line through 0, 0, 0.6 is -0.1, 0.2, 0.5; -0.1 is none: scatter 0.05 of 0.16 + 0.25."""
    course = fit_course(np.column_stack(([0, 0.5, 1], following)), np.zeros((3, 2)))
    np.testing.assert_allclose(course.dispersion, 0.05 / 0.41, rtol=1e-9)


def test_where_nobody_is_ever_held_nobody_is_expected_to_be():
    course = fit_course(np.zeros((5, 3)), np.zeros((5, 3)))
    assert (course.settled, course.carry, course.dispersion) == (0, 0, 0)
    ahead = forecast_free_share(record(np.zeros((5, 3))), np.arange(5), np.array([4.0, 5.0]))
    np.testing.assert_array_equal(ahead.mean, 1)
    np.testing.assert_array_equal(ahead.variance, 0)


def test_the_variance_gathers_year_by_year():
    """A share of 0.05 becomes 0.13, 0.178, 0.2068; errors keep 0.36 of their variance a year."""
    last = period_midpoints(EDGES)[1]
    middle = last + np.array([0.2, 1.0, 1.5, 2.0, 3.0])
    ahead = forecast_free_share(record(SCATTERED), np.array([0]), middle)
    half = 0.25 - 0.12 * np.sqrt(0.6)
    custody = np.array([0.13, 0.13, half, 0.178, 0.2068])
    years = np.array([1, 1, 1.18, 1.36, 1.4896])  # 1 + 0.36 + 0.1296, between years in proportion
    np.testing.assert_allclose(ahead.mean, 1 - custody[None], rtol=1e-9)
    np.testing.assert_allclose(ahead.variance, (SCATTER * years * custody * (1 - custody))[None])
    assert ahead.carry == pytest.approx(0.6)


def test_the_variance_is_at_most_that_of_all_or_nothing():
    """All in or all out: the whole binomial, 0.25 + 0.5 x, and no more after a second year."""
    now, following = [0] * 4 + [0.5] * 4, [0, 0, 0, 1, 0, 1, 0, 1]
    shares = np.column_stack((now, following))
    middle = period_midpoints(EDGES)[1] + np.array([1.0, 2.0])
    ahead = forecast_free_share(record(shares), np.array([3]), middle)
    custody = np.array([0.75, 0.625])
    np.testing.assert_allclose(1 - ahead.mean, custody[None], rtol=1e-9)
    np.testing.assert_allclose(ahead.variance, (custody * (1 - custody))[None], rtol=1e-9)


def test_nobody_is_expected_inside_for_a_whole_year():
    always = record(np.ones((3, 3)))
    middle = period_midpoints(EDGES)
    np.testing.assert_allclose(expected_free_share(always, middle[:3]), 1 / 12)
    ahead = forecast_free_share(always, np.arange(3), middle[2] + np.array([1.0, 2.0, 30.0]))
    np.testing.assert_allclose(ahead.mean, 1 / 12)
    one_year = record([[0.99], [0.2]])
    np.testing.assert_allclose(
        expected_free_share(one_year, middle[:2]), [[1 / 12, 1 / 12], [0.8, 0.8]]
    )
    flat = forecast_free_share(one_year, np.array([0]), middle[1:3])
    np.testing.assert_allclose(flat.mean, [[1 / 12, 1 / 12]])
    np.testing.assert_array_equal(flat.variance, np.zeros((1, 2)))
    assert flat.carry == 0
    course = CustodyCourse(np.array([0.5, 1.0, 0.5]), 0.2, 0.5, 0.0)
    steep = next_share(np.array([0.9, 0.1]), np.array([1.0, 0.0]), course)
    np.testing.assert_allclose(steep, [11 / 12, 0.6])
    course = CustodyCourse(np.array([-0.5, 1.0, 0.0]), 0.2, 0.5, 0.0)
    np.testing.assert_allclose(next_share(np.array([0.2]), np.zeros(1), course), [0])


def test_quarters_of_a_year_have_the_share_of_their_year():
    shares = straight_line()
    year = period_midpoints(EDGES)
    quarters = (year[:, None] + np.array([-0.375, -0.125, 0.125, 0.375])).ravel()
    whole = expected_free_share(record(shares), year)
    found = expected_free_share(record(shares), quarters)
    np.testing.assert_allclose(found, np.repeat(whole, 4, axis=1), rtol=1e-12)


def test_each_persons_own_last_day_is_what_counts():
    """Held on the last day of year 1, not of year 2: the forecast goes by year 2."""
    rng = np.random.default_rng(4)
    held = rng.integers(0, 2, (500, 3)).astype(float)
    share = rng.uniform(0, 0.3, (500, 3))
    share[:, 1:] = 0.1 + 0.2 * share[:, :-1] + 0.3 * held[:, :-1]
    share[:, 2] = 0.1 + 0.2 * share[:, 1] + 0.3 * held[:, 1]
    middle = period_midpoints(EDGES)[2:3] + 1
    ahead = forecast_free_share(record(share, held), np.arange(500), middle)
    by_hand = 0.1 + 0.2 * share[:, 2] + 0.3 * held[:, 2]
    np.testing.assert_allclose(1 - ahead.mean[:, 0], by_hand, rtol=1e-9)
    seen = expected_free_share(record(share, held), period_midpoints(EDGES)[1:3])
    np.testing.assert_allclose(1 - seen, share[:, 1:], rtol=1e-9)


def histories(*spells, start=0, end=1461):
    """Three people; spells are (person, first day, day after the last)."""
    person, first, last = np.array(spells, np.int64).reshape(-1, 3).transpose()
    nothing = np.zeros(0, np.int64)
    return Histories(
        people=("a", "b", "c"),
        offence_types=("any",),
        start_day=start,
        end_day=end,
        lists_everyone=True,
        offence_person=nothing,
        offence_day=nothing,
        offence_type=nothing,
        crime=nothing,
        spell_person=person,
        spell_start=first,
        spell_end=last,
        birth_year=np.full(3, -1),
    )


def test_a_spell_holds_its_first_day_and_not_its_end():
    some = histories((1, 10, 20), (1, 15, 18), (2, 16, 17))
    for day, held in ((9, [0, 0, 0]), (10, [0, 1, 0]), (16, [0, 1, 1]), (17, [0, 1, 0])):
        np.testing.assert_array_equal(held_on(some, day), held)
    np.testing.assert_array_equal(held_on(some, 19), [0, 1, 0])
    np.testing.assert_array_equal(held_on(some, 20), [0, 0, 0])


def test_the_record_has_a_year_before_where_the_histories_reach_back():
    """Two years of 365 days from day 731 on, and days 366 to 730 before them."""
    spells = (0, 366, 439), (1, 720, 740), (2, 1400, 1500)
    whole = custody_record(histories(*spells), 731)
    np.testing.assert_array_equal(whole.edges, [366, 731, 1096, 1461])
    by_hand = np.array([[73, 0, 0], [11, 9, 0], [0, 0, 61]]) / 365
    np.testing.assert_allclose(whole.share, by_hand, rtol=1e-12)
    np.testing.assert_array_equal(whole.held, [[0, 0, 0], [1, 0, 0], [0, 0, 1]])
    just = custody_record(histories(*spells, start=366), 731)
    np.testing.assert_array_equal(just.edges, whole.edges)
    short = custody_record(histories(*spells, start=367), 731)
    np.testing.assert_array_equal(short.edges, whole.edges[1:])
    np.testing.assert_array_equal(short.share, whole.share[:, 1:])


def test_held_is_held_on_the_last_day_of_the_year():
    """Day 730 is the last before day 731: not the one before it, nor any after it."""
    until, only, before, after = (0, 700, 731), (1, 730, 731), (2, 700, 730), (2, 731, 740)
    found = custody_record(histories(until, only, before, after), 731)
    np.testing.assert_array_equal(found.held[:, 0], [1, 1, 0])


def test_two_years_of_records_are_enough():
    """0 and 0.5 become 0.1 and 0.4; cast back and forth, 0.25 + 0.36 of the distance from it."""
    seen = expected_free_share(record(SCATTERED), period_midpoints(EDGES)[:2])
    by_hand = np.array([[0.16, 0.1], [0.16, 0.1], [0.34, 0.4], [0.34, 0.4]])
    np.testing.assert_allclose(1 - seen, by_hand, rtol=1e-9)


FOUR_YEARS = Truth(3, 4, 2, "gamma", 1.0, 1.0, 0.8)


def test_without_a_record_the_assumption_holds_for_everyone():
    settings = settings_for(FOUR_YEARS, custody_share=0.3)
    middle = np.array([4.5, 5.5])
    ahead = free_share_ahead(histories(), np.array([0, 2]), middle, settings)
    np.testing.assert_array_equal(ahead.mean, np.full((2, 2), 0.7))
    np.testing.assert_array_equal(ahead.variance, np.zeros((2, 2)))
    assert ahead.carry == 0
    seen = free_share_seen(histories(), middle[:1], settings)
    np.testing.assert_array_equal(seen, np.full((3, 1), 0.7))


def test_a_record_is_read_from_the_fitted_span_on():
    """Three years of 365.25 days before day 1460 begin with day 364."""
    some = histories((0, 30, 200), (1, 300, 900), (2, 1000, 1400), end=1460)
    settings = settings_for(FOUR_YEARS, custody_share=0.3, history_years=3.0)
    record_of = custody_record(some, 364)
    np.testing.assert_array_equal(record_of.edges, [364, 729, 1095, 1460])
    middle = np.array([4.5, 5.5])
    ahead = free_share_ahead(some, np.array([0, 2]), middle, settings)
    wanted = forecast_free_share(record_of, np.array([0, 2]), middle)
    np.testing.assert_array_equal(ahead.mean, wanted.mean)
    np.testing.assert_array_equal(ahead.variance, wanted.variance)
    past = period_midpoints(record_of.edges)
    np.testing.assert_array_equal(
        free_share_seen(some, past, settings), expected_free_share(record_of, past)
    )
