"""Symbols do as arrays of numbers do; what they cannot do they refuse."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose

from iomcba.model.program import Ready, program
from iomcba.model.symbols import Graph, Symbols, symbols
from iomcba.terms.plan import BLOCK, Array

RNG = np.random.default_rng(4)
A, B = RNG.uniform(0.2, 2.0, (2, BLOCK))
GRID = np.linspace(0.0, 2.0, 9)


def _in_place(a: Any, b: Any) -> Any:
    total = np.zeros_like(a, shape=(len(a), 2))
    total[:, 0] = a
    total[:, 1] += b
    total *= 3.0
    return total.sum(axis=1)


KERNELS: dict[str, Callable[[Any, Any], Any]] = {
    "arithmetic": lambda a, b: (a + 2 * b - 1) / (1.0 + b) * -a,
    "powers": lambda a, b: a**b + b**2 + 2.0**a + (a**0.5),
    "functions": lambda a, b: np.exp(a) + np.log(b) + np.sqrt(np.abs(a - b)),
    "ends": lambda a, b: np.minimum(a, 1.0) + np.maximum(1.0, b) + np.clip(a, 0.5, 1.5),
    "rounding": lambda a, b: np.floor(3 * a) + np.trunc(-3 * b) + np.rint(2.2 * a),
    "choices": lambda a, b: np.where((a > 1) & (b <= 1), a, np.where(a == b, 0.0, b)),
    "negation": lambda a, b: np.where(~(a > 1) | (b < 0.5), 1.0, -b),
    "divided where": lambda a, b: np.divide(a, b, out=np.zeros_like(a), where=b > 1),
    "interpolated": lambda a, b: np.interp(a, GRID, np.sqrt(GRID)) + b,
    "neutral": lambda a, b: 1.0 * a + 0.0 + (b - 0.0) / 1.0 + 0.0 * a + a**1.0,
    "stacked": lambda a, b: np.stack([a, b, a], axis=1).sum(axis=1),
    "cumulated": lambda a, b: np.cumsum(np.stack([a, b, a * b], axis=1), axis=1)[:, 1],
    "multiplied": lambda a, b: np.prod(np.stack([a, b, a], axis=1), axis=1),
    "averaged": lambda a, b: np.stack([a, b, a], axis=1).mean(axis=1),
    "largest": lambda a, b: np.argmax(np.stack([a, b, 1.5 * b]), axis=0) + 0.0,
    "shaped": lambda a, b: (np.stack([a, b], axis=1)[:, :, None] * np.ones((1, 2, 3))).sum((1, 2)),
    "in place": _in_place,
    "repeated": lambda a, b: np.repeat(np.stack([a, b]), 2, axis=0)[1] - b,
}


def run(kernel: Callable[[Any, Any], Any]) -> Array:
    graph = Graph()
    found = kernel(*(symbols([graph.input(name)]) for name in ("a", "b")))
    assert isinstance(found, Symbols)
    made = program(graph, ("a", "b"), [found[0]])
    ready = Ready(made)
    ready.inputs[:] = A, B
    ready.run()
    row: Array = ready.outputs[made.places[0]]
    return row


@pytest.mark.parametrize("name", KERNELS)
def test_what_is_traced_is_what_numpy_does(name: str) -> None:
    with np.errstate(all="ignore"):
        assert_allclose(run(KERNELS[name]), KERNELS[name](A, B), rtol=1e-15)


def test_equal_terms_are_one_and_certain_parts_are_worked_out() -> None:
    graph = Graph()
    a = symbols([graph.input("a")])
    found = (a * 3 + 2.0 * 4.0) * (3 * a + 8.0) + np.exp(symbols([0.0])) - 1.0
    made = program(graph, ("a",), [found[0]])
    assert [getattr(s.operation, "__name__", "") for s in made.steps] == [
        "multiply",
        "add",
        "multiply",
        *["add", "subtract"],
    ]


def test_what_nobody_asks_for_is_left_out() -> None:
    graph = Graph()
    a = symbols([graph.input("a")])
    asked, _ = a + 1.0, np.exp(a) * 2.0
    assert len(program(graph, ("a",), [asked[0]]).steps) == 1


def test_a_certain_outcome_and_a_column_come_out_as_they_are() -> None:
    graph = Graph()
    a = graph.input("a")
    made = program(graph, ("a",), [a, 4.0, a, (symbols([a]) * 0.0)[0]])
    ready = Ready(made)
    ready.inputs[:] = A
    ready.run()
    rows = [ready.outputs[place] for place in made.places]
    assert_allclose(rows, [A, np.full(BLOCK, 4.0), A, np.zeros(BLOCK)])


@pytest.mark.parametrize(
    "kernel",
    [
        lambda a: np.zeros(1).__setitem__(slice(None), a),
        lambda a: bool(a[0]),
        np.sin,
        lambda a: np.add.outer(a, a),
        lambda a: np.sort(a * 2 + np.arange(3)),
    ],
)
def test_what_cannot_be_traced_is_refused(kernel: Callable[[Any], Any]) -> None:
    with pytest.raises(TypeError):
        kernel(symbols([Graph().input("a")]))
