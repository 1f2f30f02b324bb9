"""Named streams: inside (0, 1), known by name and seed, every block by itself (F18)."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_array_equal
from scipy import stats

from iomcba.model.streams import BITS, random_words, uniforms, unit_interval
from iomcba.terms.plan import BLOCK

names = st.text(min_size=1, max_size=30)
seeds = st.integers(0, 2**63)


def test_both_ends_are_exact_floats() -> None:
    """The least and the greatest integer give 2^-53 and 1 - 2^-53, so that 1 - u is exact too."""
    u = unit_interval(np.array([0, 2**BITS - 1]))
    assert u[0] == 2.0**-53
    assert u[1] == 1 - 2.0**-53
    assert 1 - u[1] == u[0]


@given(names, seeds, st.integers(0, 2**40))
def test_words_have_their_bits(name: str, seed: int, counter: int) -> None:
    words = random_words(name, seed, counter, 7)
    assert ((words >= 0) & (words < 2**BITS)).all()
    assert_array_equal(words, random_words(name, seed, counter, 9)[:7])


def test_a_stream_is_uniform() -> None:
    u = np.concatenate([uniforms("some.name", 3, block) for block in range(64)])
    assert stats.kstest(u, "uniform").pvalue > 0.001
    assert len(np.unique(u)) == 64 * BLOCK
