"""Symbols in place of draws: the method's own functions, run once on them, leave their arithmetic.

A block of draws is an array whose first axis is the draw. `Symbols` is such an array with one draw,
whose elements are certain numbers or `Term`s, each standing for one value in every draw. Whatever
numpy functions a kernel applies, elementwise, summed or stacked, go into a `Graph` of terms, where
equal terms are one and certain parts are worked out; `program.py` runs it, block after block.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import chain
from typing import Any

import numpy as np

from iomcba.terms.plan import Array

Number = float | bool
UFUNCS: tuple[np.ufunc, ...] = (
    *(np.add, np.subtract, np.multiply, np.divide, np.power, np.negative, np.absolute),
    *(np.exp, np.log, np.sqrt, np.minimum, np.maximum, np.floor, np.trunc, np.rint),
    *(np.greater, np.greater_equal, np.less, np.less_equal, np.equal, np.not_equal),
    *(np.logical_and, np.logical_or, np.logical_not),
)
TRUTHS = frozenset(UFUNCS[-9:])
OF_TRUTHS = {
    np.bitwise_and: np.logical_and,
    np.bitwise_or: np.logical_or,
    np.invert: np.logical_not,
}
EITHER_WAY = frozenset({np.add, np.multiply, np.minimum, np.maximum, np.equal})
FOLDS: dict[np.ufunc, Number] = {
    np.add: 0.0,
    np.multiply: 1.0,
    np.logical_or: False,
    np.logical_and: True,
}


class Term:
    """One value in every draw: an input, or an operation on earlier terms and certain numbers.

    `operation` is the input's name, a ufunc, or `where` or `interp`.
    """

    __slots__ = ("arguments", "graph", "number", "operation")

    def __init__(
        self, graph: Graph, operation: str | np.ufunc, arguments: tuple[Term | Any, ...]
    ) -> None:
        self.graph = graph
        self.operation = operation
        self.arguments = arguments
        self.number = len(graph.terms)

    @property
    def is_input(self) -> bool:
        """Whether it is a column of draws."""
        return isinstance(self.operation, str) and not self.arguments

    @property
    def truth(self) -> bool:
        """Whether it is true or false in each draw, rather than a number."""
        return self.operation in TRUTHS

    def __float__(self) -> float:
        raise TypeError("a symbol was put into an array of numbers: make that with np.zeros_like")

    def __bool__(self) -> bool:
        raise TypeError("the course of a kernel may not hang on the value of a draw")


class Graph:
    """Terms in the order in which they were made; equal ones are one."""

    def __init__(self) -> None:
        self.terms: list[Term] = []
        self._known: dict[tuple[Any, ...], Term] = {}

    def input(self, name: str) -> Term:
        """The term of a column of draws."""
        return self._term(name, ())

    def apply(self, operation: str | np.ufunc, arguments: tuple[Any, ...]) -> Any:
        """The term of an operation, simplified: a number if it is certain."""
        if operation is np.power and arguments[1] == 2:
            operation, arguments = np.multiply, (arguments[0], arguments[0])
        known = _simpler(operation, arguments)
        return self._term(operation, arguments) if known is None else known

    def _term(self, operation: str | np.ufunc, arguments: tuple[Any, ...]) -> Term:
        keys = [a.number if isinstance(a, Term) else _bits(a) for a in arguments]
        if operation in EITHER_WAY and str(keys[0]) > str(keys[1]):
            keys.reverse()
            arguments = arguments[::-1]
        key = (operation, *keys)
        term = self._known.get(key)
        if term is None:
            term = Term(self, operation, arguments)
            self.terms.append(term)
            self._known[key] = term
        return term


def _bits(argument: Any) -> Any:
    return argument.tobytes() if isinstance(argument, np.ndarray) else ("number", float(argument))


def _simpler(operation: str | np.ufunc, arguments: tuple[Any, ...]) -> Any:
    """What an operation comes to where that is certain or one of its arguments; else None."""
    if operation == "where":
        condition, yes, no = arguments
        if not isinstance(condition, Term):
            return yes if condition else no
        return yes if yes is no else None
    if Term not in map(type, arguments):
        assert isinstance(operation, np.ufunc)
        found = operation(*map(float, arguments))
        return bool(found) if operation in TRUTHS else float(found)
    return _unchanged(arguments, *NEUTRAL[operation]) if operation in NEUTRAL else None


def _unchanged(pair: tuple[Any, ...], neutral: Any, on_the_left: bool, absorbing: Any) -> Any:
    """One of a pair where the other changes nothing or makes everything of its like."""
    first, second = pair
    if second == neutral:
        return first
    if on_the_left and first == neutral:
        return second
    if absorbing is not None and absorbing in pair:
        return absorbing
    return None


# operation: the argument that changes nothing, whether on the left too, what makes all of it that
NEUTRAL: dict[Any, tuple[Number, bool, Number | None]] = {
    np.add: (0.0, True, None),
    np.subtract: (0.0, False, None),
    np.multiply: (1.0, True, 0.0),
    np.divide: (1.0, False, None),
    np.power: (1.0, False, None),
    np.logical_and: (True, True, False),
    np.logical_or: (False, True, True),
}


class Symbols(np.ndarray):
    """An array of terms and certain numbers, its first axis (the draws) of length 1."""

    def __array_ufunc__(self, ufunc: Any, method: str, *inputs: Any, **options: Any) -> Any:
        if method == "__call__":
            found = _elementwise(ufunc, inputs, options.get("where", True), options.get("out"))
        elif method in ("reduce", "accumulate"):
            found = _folded(ufunc, inputs[0], method == "accumulate", **options)
        else:
            raise TypeError(f"{ufunc.__name__}.{method} is not known of symbols")
        out = options.get("out")
        if out is None or out[0] is None or options.get("where", True) is not True:
            return found
        out[0][...] = found
        return out[0]

    def __array_function__(self, function: Any, types: Any, args: Any, options: Any) -> Any:
        own = FUNCTIONS.get(function)
        if own is not None:
            return own(*args, **options)
        if function is np.broadcast_to:
            options = {**options, "subok": True}
        found = super().__array_function__(function, types, args, options)
        return found.view(Symbols) if _plain_objects(found) else found

    def mean(self, axis: Any = None, **_: Any) -> Any:  # type: ignore[override]
        """Mean along axes."""
        total = self.sum(axis=axis)
        return total / (self.size / max(np.size(total), 1))

    def any(self, axis: Any = None, **_: Any) -> Any:  # type: ignore[override]
        """Whether there is anything but certain noughts."""
        if axis is not None:
            raise TypeError("any along an axis is not known of symbols")
        return any(isinstance(element, Term) or bool(element) for element in self.ravel().tolist())


def _plain_objects(found: Any) -> bool:
    return isinstance(found, np.ndarray) and found.dtype == object and type(found) is np.ndarray


def symbols(elements: Any) -> Symbols:
    """An array of symbols from nested lists or an array."""
    return np.array(elements, dtype=object).view(Symbols)


def _graph_of(elements: Iterable[Any]) -> Graph:
    return next((element.graph for element in elements if type(element) is Term), _CERTAIN)


_CERTAIN = Graph()  # of operations on certain numbers alone, which never make a term


def _objects(array: Any) -> np.ndarray[Any, Any]:
    return np.asarray(array, dtype=object).view(np.ndarray)


def _broadcast(operation: str | np.ufunc, arrays: Sequence[Any]) -> Symbols:
    """An operation applied to every element of arrays stretched to one shape."""
    plain = [_objects(array) for array in arrays]
    alike = all(array.shape == plain[0].shape for array in plain)
    spread = plain if alike else np.broadcast_arrays(*plain)
    columns = [array.ravel().tolist() for array in spread]
    apply = _graph_of(chain(*columns)).apply
    return _shaped([apply(operation, each) for each in zip(*columns, strict=True)], spread[0].shape)


def _shaped(elements: list[Any], shape: tuple[int, ...]) -> Symbols:
    found = np.empty(len(elements), dtype=object)
    found[:] = elements
    return found.reshape(shape).view(Symbols)


def _elementwise(ufunc: np.ufunc, inputs: Sequence[Any], where: Any, out: Any) -> Symbols:
    if ufunc is np.square:
        return _broadcast(np.multiply, (inputs[0], inputs[0]))
    ufunc = OF_TRUTHS.get(ufunc, ufunc)
    if ufunc not in UFUNCS:
        raise TypeError(f"{ufunc.__name__} is not known of symbols")
    found = _broadcast(ufunc, inputs)
    return found if where is True else _broadcast("where", (where, found, out[0]))


def _folded(ufunc: np.ufunc, array: Any, every: bool, **options: Any) -> Any:
    """A ufunc applied along axes one after the other; with `every` step kept."""
    elements, axis, keepdims = _objects(array), options["axis"], options.get("keepdims", False)
    axes = range(elements.ndim) if axis is None else (axis if isinstance(axis, tuple) else (axis,))
    axes = tuple(sorted(a % elements.ndim for a in axes))
    last = elements.ndim - len(axes)
    lined = np.moveaxis(elements, axes, range(last, elements.ndim))
    lines = lined.reshape(*lined.shape[:last], -1)
    total = np.full(lines.shape[:-1], FOLDS[ufunc], dtype=object).view(Symbols)
    steps = []
    for place in range(lines.shape[-1]):
        total = _broadcast(ufunc, (total, lines[..., place]))
        steps.append(total)
    if every:
        return np.moveaxis(np.stack(steps, axis=-1), -1, axes[0])
    return np.expand_dims(total, axes) if keepdims else total


def _where(condition: Any, yes: Any, no: Any) -> Symbols:
    return _broadcast("where", (condition, yes, no))


def _clip(array: Any, low: Any, high: Any) -> Symbols:
    return _broadcast(np.minimum, (_broadcast(np.maximum, (array, low)), high))


def _interp(x: Any, grid: Array, heights: Array) -> Symbols:
    """Linear interpolation of symbols on certain, even points."""
    elements = x.ravel().tolist()
    found = [
        e.graph.apply("interp", (e, grid, heights))
        if isinstance(e, Term)
        else float(np.interp(e, grid, heights))
        for e in elements
    ]
    return _shaped(found, x.shape)


def _argmax(array: Any, axis: int) -> Symbols:
    """Place of the largest along the first axis, the first of equals."""
    assert axis == 0
    best, place = array[0], symbols(np.zeros(array[0].shape))
    for number in range(1, len(array)):
        better = array[number] > best
        best, place = _where(better, array[number], best), _where(better, float(number), place)
    return place


def _count_nonzero(array: Any, **_: Any) -> Any:
    raise TypeError("the course of a kernel may not hang on the value of a draw")


FUNCTIONS: dict[Callable[..., Any], Callable[..., Any]] = {
    np.where: _where,
    np.interp: _interp,
    np.argmax: _argmax,
    np.clip: _clip,
    np.count_nonzero: _count_nonzero,
}
