"""Named streams of uniforms: each is known by its name and the run's seed alone (F18).

Philox (Salmon et al. 2011, Parallel random numbers: as easy as 1, 2, 3) is counted by block, so
that any block is drawn by itself, and adding a name never moves another name's numbers.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from iomcba.terms.plan import BLOCK, Array

Ints = NDArray[np.int64]

BITS = 52  # one bit less than a float holds, so that both u and 1 - u are exact and inside (0, 1)
# integers of 52 bits with the exponent of 1 are floats from 1 to 2; less this they are uniforms,
# exactly, half a step away from either end
EXPONENT_OF_ONE = 1023 << BITS
ONE_LESS_HALF_A_STEP = 1.0 - 2.0 ** -(BITS + 1)


def uniforms(name: str, seed: int, block: int) -> Array:
    """Independent uniforms strictly inside (0, 1) of one named stream. Shape: (BLOCK,)."""
    return unit_interval(random_words(name, seed, block, BLOCK))


def random_words(name: str, seed: int, counter: int, count: int) -> Ints:
    """`count` random integers of 52 bits at one place of a named stream. Shape: (count,)."""
    stream = np.random.Philox(key=_key(name, seed), counter=[0, 0, counter, 0])
    return (stream.random_raw(count) >> np.uint64(64 - BITS)).astype(np.int64)


def unit_interval(integers: Ints) -> Array:
    """Uniforms strictly inside (0, 1), none of them 1/2, from integers of 52 bits."""
    between_1_and_2 = (integers | EXPONENT_OF_ONE).view(np.float64)
    return np.asarray(between_1_and_2 - ONE_LESS_HALF_A_STEP)


@lru_cache(maxsize=65536)
def _key(name: str, seed: int) -> int:
    digest = hashlib.sha256(f"{seed}:{name}".encode()).digest()
    return int.from_bytes(digest[:16], "little")
