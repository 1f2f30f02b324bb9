"""Who is picked (F4): rankings, ties and flags, by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from iomcba.model.offending.selection import pick
from iomcba.terms.counterfactual import SelectionRule
from iomcba.terms.histories import Histories


def histories(offences):
    """Offences as (person, day, type) of five people."""
    person, day, kind = np.array(offences, np.int64).reshape(-1, 3).transpose()
    nobody = np.zeros(0, np.int64)
    return Histories(
        people=tuple("abcde"),
        offence_types=("shop", "burglary"),
        start_day=0,
        end_day=100,
        lists_everyone=True,
        offence_person=person,
        offence_day=day,
        offence_type=kind,
        crime=np.arange(len(person)),
        spell_person=nobody,
        spell_start=nobody,
        spell_end=nobody,
        birth_year=np.full(5, -1),
    )


def rule(kind="count", top=None, share=None, weights=None, flagged=None):
    return SelectionRule(
        rule=kind,
        top=top,
        share=share,
        from_day=0,
        to_day=50,
        weights=None if weights is None else np.array(weights, float),
        flagged=None if flagged is None else np.array(flagged, np.int64),
    )


MIXED = histories(
    [(0, 1, 0), (0, 2, 0), (0, 3, 0), (1, 10, 1), (1, 60, 1), (2, 20, 0), (3, 30, -1), (3, 4, 0)]
)


def test_count_ranks_within_the_window_and_later_offences_settle_ties():
    assert list(pick(MIXED, rule(top=4))) == [0, 3, 2, 1]


def test_cost_ranks_by_weight_and_the_last_weight_is_for_uncosted():
    assert list(pick(MIXED, rule("cost", top=2, weights=[1, 10, 0]))) == [1, 0]
    assert list(pick(MIXED, rule("harm", top=1, weights=[1, 10, 50]))) == [3]


def test_share_is_of_all_people_and_nobody_without_offences_is_picked():
    assert list(pick(MIXED, rule(share=0.4))) == [0, 3]
    assert list(pick(MIXED, rule(top=5))) == [0, 3, 2, 1]


def test_flag_picks_the_flagged_in_order_of_offences():
    assert list(pick(MIXED, rule("flag", flagged=[4, 1, 0]))) == [0, 1, 4]


def test_same_count_and_day_keep_the_order_of_the_file():
    level = histories([(3, 5, 0), (1, 5, 0), (2, 5, 0)])
    assert list(pick(level, rule(top=2))) == [1, 2]


@given(
    st.lists(st.tuples(st.integers(0, 4), st.integers(0, 99), st.integers(-1, 1)), min_size=1),
    st.integers(0, 5),
    st.randoms(),
)
def test_the_order_of_rows_does_not_matter(offences, top, random):
    shuffled = random.sample(offences, len(offences))
    one, other = pick(histories(offences), rule(top=top)), pick(histories(shuffled), rule(top=top))
    np.testing.assert_array_equal(one, other)


@pytest.mark.parametrize(("top", "share"), [(None, None), (1, 0.5)])
def test_a_ranking_needs_exactly_one_of_top_and_share(top, share):
    with pytest.raises(ValueError, match="exactly one"):
        rule(top=top, share=share)
