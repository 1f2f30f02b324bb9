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
TO_CELL = BITS - INSIDE  # bits of a point right of the number of its cell
LOW_DIGITS = 7  # digits put together beforehand, the others apart
LOW = 1 << LOW_DIGITS


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
    by_degree: dict[int, list[list[int]]] = {}
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    for column, line in enumerate(lines, start=1):
        _, degree, a, *m = map(int, line.split())
        by_degree.setdefault(degree, []).append([column, a, *m])
    for degree, rows in by_degree.items():
        columns, a, *m = np.array(rows, dtype=np.int64).T
        numbers = [m[j] << (DIGITS - 1 - j) for j in range(degree)]
        for j in range(degree, DIGITS):
            number = numbers[j - degree] ^ (numbers[j - degree] >> degree)
            for k in range(1, degree):
                number ^= ((a >> (degree - 1 - k)) & 1) * numbers[j - k]
            numbers.append(number)
        v[columns] = np.transpose(numbers)
    v.setflags(write=False)
    return v


@dataclass(frozen=True, slots=True)
class Scramble:
    """One replicate's scrambled columns: directions (n, DIGITS) of 52 bits, digital shifts (n,).

    A block has one point in each of BLOCK equal cells of a column. `in_order` are points in the
    order of their cells, `cells` the cells of points in the order in which they are drawn, each as
    `Sums`, before the block's number and the shift.
    """

    directions: Ints
    shift: Ints
    in_order: Sums
    cells: Sums

    @classmethod
    def of(cls, directions: Ints, shift: Ints) -> Scramble:
        """The columns of these directions and shifts."""
        inside = directions[:, :INSIDE]
        return cls(directions, shift, Sums.of(_to_cells(inside)), Sums.of(inside >> TO_CELL))


@dataclass(frozen=True, slots=True)
class Sums:
    """Exclusive ors of any of INSIDE integers: sum k is high[k // LOW] and low[k % LOW] together.

    Shapes: high (n, BLOCK / LOW), low (n, LOW).
    """

    high: Ints
    low: Ints

    @classmethod
    def of(cls, integers: Ints) -> Sums:
        """Sums of integers (n, INSIDE)."""
        low, high = np.split(integers, [LOW_DIGITS], axis=1)
        return cls(_sums(high), _sums(low))

    def at(self, number: Ints) -> Ints:
        """One sum of every row. Shape: number (n,) -> (n,)."""
        row = np.arange(len(number))
        return np.asarray(self.high[row, number // LOW] ^ self.low[row, number % LOW])


def _sums(integers: Ints) -> Ints:
    found = np.zeros((len(integers), 1), dtype=np.int64)
    for integer in integers.T:
        found = np.concatenate((found, found ^ integer[:, None]), axis=1)
    return found


def _to_cells(directions: Ints) -> Ints:
    """Sums of directions that lead from cell 0 to cells 1, 2, 4 and so on. Shape: (n, INSIDE).

    Gauss and Jordan's elimination; no pivot is nought, because the first 2^k points are a net too.
    """
    found = directions.copy()
    for place in range(INSIDE):
        there = found >> (BITS - 1 - place) & 1
        there[:, place] = 0
        found ^= there * found[:, place, None]
    return found[:, ::-1]


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
    return Scramble.of(mixed, words[:, BITS])


@dataclass(frozen=True, slots=True)
class Blocks:
    """Blocks side by side: their points in the order of the cells, and the cell of each point.

    Both are made of two parts, the first with the exponent of 1 or the number of the block.
    Shapes: high (n, blocks, BLOCK / LOW), low (n, blocks, LOW).
    """

    in_order: Sums
    cells: Sums

    @classmethod
    def of(cls, scrambled: Sequence[Scramble], numbers: Sequence[int]) -> Blocks:
        """Blocks by their numbers, each in a replicate of its own scramble."""
        first = [_first(each, number) for each, number in zip(scrambled, numbers, strict=True)]
        cell = [(point >> TO_CELL) % BLOCK for point in first]
        zeroth = [
            point ^ each.in_order.at(of)
            for each, point, of in zip(scrambled, first, cell, strict=True)
        ]
        ahead = [of + BLOCK * place for place, of in enumerate(cell)]
        return cls(
            _beside(zeroth, [each.in_order for each in scrambled]),
            _beside(ahead, [each.cells for each in scrambled]),
        )

    def uniforms_in_order(self, names: slice, points: Array) -> None:
        """Fill points (n, blocks * BLOCK) with uniforms of some names, one in every cell."""
        _put_together(self.in_order, names, points)
        np.subtract(points, ONE_LESS_HALF_A_STEP, out=points)

    def draw(self, in_order: Array, names: slice, rows: Array, work: Array) -> None:
        """Put what some names have in the order of the cells as it is drawn.

        Rows are filled, each in one piece; what is in `work` is lost. Shapes: (n, blocks * BLOCK).
        """
        _put_together(self.cells, names, work)
        for row, values, place in zip(rows, in_order, work.view(np.int64), strict=True):
            values.take(place, out=row, mode="clip")

    def fill(self, rows: Array) -> None:
        """Fill rows (n, blocks * BLOCK) with uniforms of all names."""
        in_order, work = np.empty((2, *rows.shape))
        self.uniforms_in_order(np.s_[:], in_order)
        self.draw(in_order, np.s_[:], rows, work)


def _put_together(sums: Sums, names: slice, found: Array) -> None:
    """Fill an array (n, blocks * BLOCK) with sums of both parts, as bits."""
    high, low = sums.high[names, :, :, None], sums.low[names, :, None, :]
    bits = found.view(np.int64).reshape(*high.shape[:3], LOW)
    np.bitwise_xor(high, low, out=bits)


def _beside(first: Sequence[Ints], sums: Sequence[Sums]) -> Sums:
    """Sums of blocks side by side, each with what its first point has. Shape: first (n,) each."""
    high = [each[:, None] ^ some.high for each, some in zip(first, sums, strict=True)]
    return Sums(np.stack(high, axis=1), np.stack([some.low for some in sums], axis=1))


def _first(scrambled: Scramble, number: int) -> Ints:
    """First point of a block, as a float from 1 to 2: the block's number tells it. Shape: (n,)."""
    point = scrambled.shift | EXPONENT_OF_ONE
    for digit in range(number.bit_length()):
        if number >> digit & 1:
            point = point ^ scrambled.directions[:, INSIDE + digit]
    return np.asarray(point)
