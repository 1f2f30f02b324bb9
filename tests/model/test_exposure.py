"""Counts and free years (F1, F2): no day counts twice, none outside the span."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from iomcba.model.offending.exposure import (
    count_offences,
    custody_days,
    mature_end,
    merge_spells,
    panel,
    yearly_edges,
)
from iomcba.terms.histories import DAYS_PER_YEAR, Histories

PEOPLE, SPAN = 4, 60


def ints(*values):
    return np.array(values, dtype=np.int64)


def histories(offences=(), spells=(), start=0, end=SPAN):
    person, day = np.array(offences, np.int64).reshape(-1, 2).transpose()
    held, first, last = np.array(spells, np.int64).reshape(-1, 3).transpose()
    return Histories(
        people=tuple("abcd"),
        offence_types=("any",),
        start_day=start,
        end_day=end,
        lists_everyone=True,
        offence_person=person,
        offence_day=day,
        offence_type=np.zeros_like(person),
        crime=np.arange(len(person)),
        spell_person=held,
        spell_start=first,
        spell_end=last,
        birth_year=np.full(4, -1),
    )


spell_lists = st.lists(
    st.tuples(
        st.integers(0, PEOPLE - 1), st.integers(-20, SPAN + 20), st.integers(-20, SPAN + 20)
    ).filter(lambda spell: spell[1] <= spell[2]),
    max_size=12,
)


@given(spell_lists, st.lists(st.integers(1, SPAN - 1), max_size=4, unique=True))
def test_custody_days_are_the_days_held_by_any_spell(spells, cuts):
    edges = ints(0, *sorted(cuts), SPAN)
    held = np.zeros((PEOPLE, SPAN), dtype=bool)
    for person, start, end in spells:
        held[person, max(start, 0) : max(end, 0)] = True
    by_hand = np.add.reduceat(held.astype(int), edges[:-1], axis=1)
    np.testing.assert_array_equal(custody_days(histories(spells=spells), edges), by_hand)


def test_overlapping_nested_and_touching_spells_become_one():
    person, start, end = merge_spells(
        ints(1, 1, 1, 1, 0), ints(10, 12, 15, 20, 10), ints(20, 14, 22, 30, 11), 0, SPAN
    )
    assert list(zip(person, start, end, strict=True)) == [(0, 10, 11), (1, 10, 30)]


def test_offences_count_by_day_in_half_open_periods():
    edges = ints(10, 20, 30)
    offences = [(0, 9), (0, 10), (0, 19), (0, 20), (2, 29), (2, 30)]
    counts = count_offences(histories(offences), edges)
    np.testing.assert_array_equal(counts, [[2, 1], [0, 0], [0, 1], [0, 0]])


def test_free_years_leave_out_custody_and_days_not_observed():
    seen = panel(histories(spells=[(0, 5, 15)], start=2, end=26), ints(0, 10, 30))
    np.testing.assert_allclose(seen.exposure[0] * DAYS_PER_YEAR, [3, 11])
    np.testing.assert_allclose(seen.exposure[1] * DAYS_PER_YEAR, [8, 16])


def test_a_person_with_an_offence_was_free_a_day():
    seen = panel(histories([(0, 5)], [(0, 0, 60), (1, 0, 60)]), ints(0, 60))
    np.testing.assert_allclose(seen.exposure[:2, 0] * DAYS_PER_YEAR, [1, 0])


def test_maturity_takes_half_a_year_off():
    assert mature_end(1000, 6) == 1000 - 183


def test_yearly_edges_are_even_and_whole():
    np.testing.assert_array_equal(yearly_edges(0, 1095), [0, 365, 730, 1095])
    np.testing.assert_array_equal(yearly_edges(0, 100), [0, 100])
