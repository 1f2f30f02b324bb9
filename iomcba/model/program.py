"""A graph of terms made ready to be run, block after block, in rows that are used again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from iomcba.model.rows import aligned
from iomcba.model.symbols import Graph, Term
from iomcba.terms.plan import BLOCK, Array


@dataclass(frozen=True, slots=True)
class Step:
    """One operation on whole rows: where its arguments lie and where its result goes.

    An argument is the number of a row, ~n for row n of truths, or a certain number (or table) boxed
    in a tuple. `copy` turns truths into 0 and 1.
    """

    operation: str | np.ufunc
    arguments: tuple[Any, ...]
    row: int


@dataclass(frozen=True, slots=True)
class Program:
    """Rows first come out, beginning with what is `certain`, then the inputs, then what is between.

    `places` gives the row of each output asked for; `outputs` rows come out, one for all that are
    equal.
    """

    inputs: int
    places: tuple[int, ...]
    certain: tuple[float, ...]
    steps: tuple[Step, ...]
    outputs: int
    rows: int
    truths: int


class Ready:
    """A program bound to rows of its own, for one thread at a time.

    Fill all `inputs` (n, width), which are used up, `run`, and read `outputs` (outputs, width).
    """

    __slots__ = ("_calls", "inputs", "outputs")

    def __init__(self, program: Program, width: int = BLOCK) -> None:
        first = program.outputs
        rows, truths = aligned(program.rows, width), aligned(program.truths, width, np.bool_)
        self.outputs: Array = rows[:first]
        self.inputs: Array = rows[first : first + program.inputs]
        self.outputs[: len(program.certain)] = np.array(program.certain)[:, None]
        self._calls = [call for step in program.steps for call in _calls(step, rows, truths)]

    def run(self) -> None:
        """Do every step on the inputs that lie ready.

        A division that a kernel masks is done everywhere here, and what is masked is put aside.
        """
        with np.errstate(divide="ignore", invalid="ignore"):
            for call in self._calls:
                call()


def _calls(step: Step, rows: Array, truths: Any) -> list[Callable[[], Any]]:
    """A step as calls of numpy that only wait to be made."""

    def at(argument: Any) -> Any:
        if isinstance(argument, tuple):
            return argument[0]
        return truths[~argument] if argument < 0 else rows[argument]

    values, out = [at(argument) for argument in step.arguments], at(step.row)
    if step.operation == "where":
        condition, yes, no = values
        return [partial(np.copyto, out, no), partial(np.copyto, out, yes, where=condition)]
    if step.operation == "interp":
        return [lambda: np.copyto(out, np.interp(*values))]
    if step.operation == "copy":
        return [partial(np.copyto, out, *values)]
    assert isinstance(step.operation, np.ufunc)
    return [partial(step.operation, *values, out=out)]


def program(graph: Graph, inputs: Sequence[str], outputs: Sequence[Any]) -> Program:
    """Lay out what `outputs` (terms or certain numbers) need of a graph.

    A row is used again as soon as nothing needs what lies in it, so that what is worked on stays
    in the processor's cache.
    """
    certain = list(dict.fromkeys(float(o) for o in outputs if not isinstance(o, Term)))
    wanted = list(dict.fromkeys(output for output in outputs if isinstance(output, Term)))
    row_of = {output: row for row, output in enumerate((*certain, *wanted))}
    needed = _needed(graph, wanted)
    uses = Counter(wanted)
    for term in needed:
        uses.update(set(_terms(term)))
    rows, steps = _Rows(row_of, inputs, uses), []
    for term in needed:
        if term.is_input:
            continue
        arguments = tuple(map(rows.of, term.arguments))
        # `where` is written in two goes, so that its row must be none of its arguments'
        if term.operation != "where":
            rows.done_with(term)
        steps.append(Step(term.operation, arguments, rows.take(term)))
        if term.operation == "where":
            rows.done_with(term)
    for term in wanted:
        if rows.of(term) != row_of[term]:
            steps.append(Step("copy", (rows.of(term),), row_of[term]))
    return Program(
        inputs=len(inputs),
        places=tuple(row_of[o if isinstance(o, Term) else float(o)] for o in outputs),
        certain=tuple(certain),
        steps=tuple(steps),
        outputs=len(row_of),
        rows=rows.count,
        truths=rows.truths,
    )


def inputs_of(*of: Any) -> frozenset[str]:
    """Names of the columns of draws that terms are made of; none for a certain number."""
    terms = [term for term in of if isinstance(term, Term)]
    if not terms:
        return frozenset()
    return frozenset(str(t.operation) for t in _needed(terms[0].graph, terms) if t.is_input)


def _terms(term: Term) -> list[Term]:
    return [argument for argument in term.arguments if isinstance(argument, Term)]


def _needed(graph: Graph, wanted: Sequence[Term]) -> list[Term]:
    """What terms are made of, themselves included, in order."""
    found, waiting = set(wanted), list(wanted)
    while waiting:
        for argument in _terms(waiting.pop()):
            if argument not in found:
                found.add(argument)
                waiting.append(argument)
    return [term for term in graph.terms if term in found]


class _Rows:
    """The row in which each term lies, and those that are free."""

    def __init__(
        self, outputs: Mapping[Any, int], inputs: Sequence[str], uses: Counter[Term]
    ) -> None:
        first = len(outputs)
        self.count, self.truths = first + len(inputs), 0
        self._input = {name: first + place for place, name in enumerate(inputs)}
        self._own = outputs
        self._row: dict[Term, int] = {}
        self._uses = uses
        self._free: list[int] = []
        self._free_truths: list[int] = []

    def of(self, argument: Any) -> Any:
        """Where an argument lies: a row, or a certain number in a box."""
        if not isinstance(argument, Term):
            return (argument,)
        return self._input[str(argument.operation)] if argument.is_input else self._row[argument]

    def take(self, term: Term) -> int:
        """A row for a term: its own if it comes out, else a free one."""
        if term.truth:
            if not self._free_truths:
                self._free_truths.append(~self.truths)
                self.truths += 1
            self._row[term] = self._free_truths.pop()
        elif term in self._own:
            self._row[term] = self._own[term]
        else:
            if not self._free:
                self._free.append(self.count)
                self.count += 1
            self._row[term] = self._free.pop()
        return self._row[term]

    def done_with(self, term: Term) -> None:
        """Free the rows of what was needed for a term and for nothing after it."""
        for argument in set(_terms(term)):
            self._uses[argument] -= 1
            if self._uses[argument] == 0:
                row = self.of(argument)
                (self._free_truths if row < 0 else self._free).append(row)
