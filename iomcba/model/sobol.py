"""Scrambled Sobol' points with columns by name (F18, ARCHITECTURE 10).

A name's column is its hash modulo 1,024; collisions are probed in the order of the names and
recorded. Every replicate is scrambled afresh by a random lower-triangular matrix and a digital
shift of its own (Matoušek 1998, On the L2-discrepancy for anchored boxes; Owen 1995), so that the
spread between replicates is the error of their mean.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

import numpy as np

from iomcba.model.streams import (
    BITS,
    EXPONENT_OF_ONE,
    ONE_LESS_HALF_A_STEP,
    Ints,
    random_words,
)
from iomcba.terms.plan import BLOCK, Array

COLUMNS = 1024
DIGITS = 32  # binary digits of a point before scrambling: up to 2^32 points in a replicate
INSIDE = BLOCK.bit_length() - 1  # digits of a point's number that count inside a block


class TooManyColumns(ValueError):
    """More uncertain quantities than there are Sobol' columns."""


@dataclass(frozen=True, slots=True)
class Allotment:
    """Each name's column, and (name, column wanted, column got) of every collision."""

    columns: Mapping[str, int]
    collisions: tuple[tuple[str, int, int], ...]


def allot(names: Iterable[str]) -> Allotment:
    """Give every name a column: its hash modulo 1,024, or the next free one.

    Raises:
        TooManyColumns: for more than 1,024 names.
    """
    columns: dict[str, int] = {}
    taken: set[int] = set()
    collisions = []
    for name in names:
        if len(taken) == COLUMNS:
            raise TooManyColumns(f"more than {COLUMNS:,} uncertain quantities; sample them plainly")
        wanted = column = column_of(name)
        while column in taken:
            column = (column + 1) % COLUMNS
        if column != wanted:
            collisions.append((name, wanted, column))
        columns[name] = column
        taken.add(column)
    return Allotment(columns, tuple(collisions))


def column_of(name: str) -> int:
    """The column a name asks for."""
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:4], "little") % COLUMNS


@lru_cache(maxsize=1)
def directions() -> Ints:
    """Direction numbers V[c, j] as integers of 32 bits. Shape: (COLUMNS, DIGITS).

    Joe and Kuo (2008); recurrence of Bratley and Fox (1988), Algorithm 659.
    """
    text = resources.files("iomcba.model").joinpath("joe_kuo_2008.txt").read_text(encoding="utf-8")
    v = np.zeros((COLUMNS, DIGITS), dtype=np.int64)
    v[0] = 1 << np.arange(DIGITS - 1, -1, -1)
    rows = [line.split() for line in text.splitlines() if not line.startswith("#")]
    for column, row in enumerate(rows, start=1):
        degree, a, *m = (int(word) for word in row[1:])
        numbers = [m[j] << (DIGITS - 1 - j) for j in range(degree)]
        for j in range(degree, DIGITS):
            number = numbers[j - degree] ^ (numbers[j - degree] >> degree)
            for k in range(1, degree):
                number ^= ((a >> (degree - 1 - k)) & 1) * numbers[j - k]
            numbers.append(number)
        v[column] = numbers
    v.setflags(write=False)
    return v


@dataclass(frozen=True, slots=True)
class Scramble:
    """One replicate's scrambled columns: directions (n, DIGITS) of 52 bits, digital shifts (n,)."""

    directions: Ints
    shift: Ints


def scramble(names: tuple[str, ...], columns: Ints, seed: int, replicate: int) -> Scramble:
    """Scramble the columns of `names` for one replicate; each name has randomness of its own."""
    words = np.stack([random_words(f"sobol:{n}", seed, replicate, BITS + 1) for n in names])
    unit = np.int64(1) << np.maximum(DIGITS - 1 - np.arange(BITS), 0)
    diagonal = np.where(np.arange(BITS) < DIGITS, unit, 0)
    above = ((np.int64(1) << DIGITS) - 1) & ~(2 * unit - 1)
    above[DIGITS:] = (np.int64(1) << DIGITS) - 1
    rows = (words[:, :BITS] & above) | diagonal
    parity = np.bitwise_count(rows[:, :, None] & directions()[columns][:, None, :]) & 1
    place = np.int64(1) << np.arange(BITS - 1, -1, -1)
    mixed = (parity.astype(np.int64) * place[:, None]).sum(axis=1)
    return Scramble(mixed, words[:, BITS])


@dataclass(frozen=True, slots=True)
class Blocks:
    """Blocks side by side: first points (n, blocks) with the exponent of 1, steps within them.

    Shape of steps: (INSIDE, n, blocks); each doubles the points that are there.
    """

    first: Ints
    steps: Ints

    @classmethod
    def of(cls, scrambled: Sequence[Scramble], numbers: Sequence[int]) -> Blocks:
        """Blocks by their numbers, each in a replicate of its own scramble."""
        first = [_first(each, number) for each, number in zip(scrambled, numbers, strict=True)]
        steps = [each.directions[:, :INSIDE].T for each in scrambled]
        return cls(np.stack(first, axis=1), np.stack(steps, axis=2))

    def fill(self, rows: Array, names: slice) -> None:
        """Uniforms of some names. Shape: rows (n, blocks * BLOCK), which are filled."""
        points = rows.reshape(len(rows), -1, BLOCK)
        bits = points.view(np.int64)
        bits[:, :, 0] = self.first[names]
        for digit, step in enumerate(self.steps[:, names, :, None]):
            known = 1 << digit
            np.bitwise_xor(bits[:, :, :known], step, out=bits[:, :, known : 2 * known])
        np.subtract(points, ONE_LESS_HALF_A_STEP, out=points)


def _first(scrambled: Scramble, number: int) -> Ints:
    """First point of a block, as a float from 1 to 2: the block's number tells it. Shape: (n,)."""
    point = scrambled.shift | EXPONENT_OF_ONE
    for digit in range(number.bit_length()):
        if number >> digit & 1:
            point = point ^ scrambled.directions[:, INSIDE + digit]
    return np.asarray(point)
