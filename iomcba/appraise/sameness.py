"""Whether two results are the same: to the last bit, nearly, or not, and where not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest

from iomcba.terms.verification import NEAR

Tree = object
_ABSENT = object()


def apart(a: Tree, b: Tree, at: str = "") -> Iterator[tuple[str, float]]:
    """Where two trees of plain values differ, and by how much: (place, relative difference).

    Words, counts and what is on one side only differ by infinity. Numbers differ relative to the
    larger of them, or to one where both are smaller.
    """
    if isinstance(a, Mapping) and isinstance(b, Mapping):
        for key in (*a, *(key for key in b if key not in a)):
            yield from apart(a.get(key, _ABSENT), b.get(key, _ABSENT), f"{at}.{key}".lstrip("."))
    elif _list(a) and _list(b):
        assert isinstance(a, Sequence)
        assert isinstance(b, Sequence)
        for place, (one, other) in enumerate(zip_longest(a, b, fillvalue=_ABSENT)):
            yield from apart(one, other, f"{at}[{place}]")
    elif isinstance(a, float) and isinstance(b, float):
        if a != b:
            yield at, abs(a - b) / max(abs(a), abs(b), 1.0)
    elif type(a) is not type(b) or a != b:
        yield at, float("inf")


def numbers(tree: Tree) -> int:
    """How many numbers a tree holds."""
    if isinstance(tree, Mapping):
        return sum(numbers(value) for value in tree.values())
    if _list(tree):
        assert isinstance(tree, Sequence)
        return sum(numbers(value) for value in tree)
    return isinstance(tree, int | float) and not isinstance(tree, bool)


def nearly(differences: Mapping[str, float]) -> bool:
    """Whether none of the differences is more than the last digits of a computation."""
    return all(by <= NEAR for by in differences.values())


def _list(tree: Tree) -> bool:
    return isinstance(tree, Sequence) and not isinstance(tree, str)
