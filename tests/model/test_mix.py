"""Offence mix and offenders per crime (F2, F6): sums by hand."""

import numpy as np

from iomcba.model.offending.mix import (
    borrowed,
    mean_offenders_per_crime,
    mix_concentration,
    offences_by_type,
    rate_weights,
    whole_mix,
)
from iomcba.terms.histories import Histories

NOBODY = np.zeros(0, np.int64)


def histories(offences):
    """Offences as (person, day, type, crime)."""
    person, day, kind, crime = np.array(offences, np.int64).reshape(-1, 4).transpose()
    return Histories(
        people=("a", "b"),
        offence_types=("shop", "burglary"),
        start_day=0,
        end_day=100,
        lists_everyone=True,
        offence_person=person,
        offence_day=day,
        offence_type=kind,
        crime=crime,
        spell_person=NOBODY,
        spell_start=NOBODY,
        spell_end=NOBODY,
        birth_year=np.full(2, -1),
    )


SOME = histories([(0, 1, 0, 7), (0, 2, 1, 8), (1, 3, 1, 8), (1, 4, -1, 9), (1, 90, 0, 10)])


def test_weighted_offences_by_type_put_the_uncosted_last():
    by_type = offences_by_type(SOME, np.array([2.0, 3.0]), np.array([0, 50]))
    np.testing.assert_allclose(by_type, [2, 2 + 3, 3])


def test_a_window_holds_its_first_day_and_not_its_last():
    ones = np.ones(2)
    np.testing.assert_array_equal(offences_by_type(SOME, ones, np.array([1, 4])), [1, 2, 0])
    np.testing.assert_array_equal(offences_by_type(SOME, ones, np.array([2, 5])), [0, 2, 1])
    # a window in parts is the whole of them: days 3 to 90
    np.testing.assert_array_equal(offences_by_type(SOME, ones, np.array([3, 4, 91])), [1, 1, 1])


def test_everyone_at_risk_weighs_one_in_the_whole_mix():
    np.testing.assert_array_equal(whole_mix(SOME, np.array([0, 50])), [1, 2, 1])
    np.testing.assert_array_equal(whole_mix(SOME, np.array([91, 95])), [0, 0, 0])


def test_a_small_category_leans_on_the_population():
    # the population's 200.5 : 800.5 : 0.5 of 1001.5 stand behind 10 offences
    mix = mix_concentration(np.array([4.0, 6.0, 0.0]), np.array([200.0, 800.0, 0.0]), 10.0)
    np.testing.assert_allclose(mix, [4 + 2005 / 1001.5, 6 + 8005 / 1001.5, 5 / 1001.5])


def test_rate_weights_follow_the_expected_offences_and_keep_the_number():
    # c did 8 and a 2, and 2 are expected of each: half of the mix is each one's
    weights = rate_weights(3, np.array([2, 0]), np.array([2.0, 2.0]), np.array([8, 2]))
    np.testing.assert_allclose(weights, [2.5, 0, 0.625])
    np.testing.assert_allclose(weights[[2, 0]] @ [8, 2], 10)


def test_who_did_nothing_has_no_past_offence_to_weigh():
    """1 and 3 done, 0.2 and 0.2 expected: together 4 offences, half of them each one's."""
    weights = rate_weights(4, np.array([3, 1, 0]), np.array([0.2, 0.2, 5.0]), np.array([1, 3, 0]))
    np.testing.assert_allclose(weights, [0, 2 / 3, 0, 2])
    np.testing.assert_array_equal(rate_weights(2, np.array([0]), np.array([5.0]), np.zeros(1)), 0)
    nobody = rate_weights(2, np.array([0, 1]), np.zeros(2), np.array([3, 1]))
    np.testing.assert_array_equal(nobody, [0, 0])


def test_where_there_is_no_crime_nobody_shares_one():
    assert mean_offenders_per_crime(histories([])) == 1
    assert mean_offenders_per_crime(histories([(0, 1, 0, 7), (1, 1, 0, 8)])) == 1


def test_three_convicted_of_one_crime_are_one_crime():
    assert mean_offenders_per_crime(SOME) == 5 / 4


def test_hidden_counts_keep_their_sum_and_divide_it_as_others_do():
    counts, others = np.array([30.0, 2.0, 1.0, 40.0]), np.array([70, 15, 5, 80])
    got = borrowed(counts, others, np.array([1, 2]))
    np.testing.assert_allclose(got, [30, 3 * 15 / 20, 3 * 5 / 20, 40])
    np.testing.assert_array_equal(counts, [30, 2, 1, 40])  # what was observed is left as it was
    # another split of the same sum gives the same bits, whatever its last ones
    other = borrowed(np.array([30.0, 0.1 + 0.2, 2.7, 40.0]), others, np.array([1, 2]))
    np.testing.assert_array_equal(got, other)
    # a sum is known to a millionth: 10.0000006 is 10.000001, half of it each one's
    sums = borrowed(np.array([4.0, 6.0000006, 1.0]), np.array([3, 3, 9]), np.array([0, 1]))
    np.testing.assert_allclose(sums, [5.0000005, 5.0000005, 1], rtol=0, atol=1e-12)
    shares = borrowed(np.array([1, 3, 5]), np.array([5, 5, 10]), np.array([0, 1]))
    np.testing.assert_array_equal(shares, [2, 2, 5])
