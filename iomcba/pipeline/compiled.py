"""A plan compiled: draw, evaluate and figures traced once, then run block after block (F18).

The method is written once, in kernels that take arrays. Run on symbols they leave their arithmetic,
without what is certain, done twice or asked for by nobody; that is what every block goes through.
"""

from __future__ import annotations

import pickle
import threading
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from iomcba.appraise.headlines import Headlines, headlines
from iomcba.appraise.listing import Legend, listing
from iomcba.model.evaluate import evaluate
from iomcba.model.program import Program, Ready, inputs_of, program
from iomcba.model.sampling import REMEMBERED, columns, layout, once_a_plan, sampled
from iomcba.model.symbols import Graph, symbols
from iomcba.model.uniforms import Layout
from iomcba.terms.plan import BLOCK, Array, Draws, Plan

ABREAST = 8  # blocks that a long run takes at once, side by side: an eighth of the calls


@dataclass(frozen=True, slots=True)
class InFull:
    """Everything of a block: figures, chances, uncertain columns."""

    layout: Layout
    program: Program
    legend: Legend

    @classmethod
    def of(cls, plan: Plan) -> InFull:
        """Trace a plan."""
        graph, laid, draws = _traced(plan)
        listed = listing(plan, evaluate(plan, draws), draws)
        made = program(graph, laid.names, [array[0] for array in listed.arrays()])
        return cls(laid, made, Legend.of(listed, made.places, len(made.certain)))

    def rows(self, block: int) -> Array:
        """A block's rows, as the legend says, until the next are made here. Shape: (r, BLOCK)."""
        ready = _ready(self.program, BLOCK)
        self.layout.fill(ready.inputs, [block])
        ready.run()
        return ready.outputs


@dataclass(frozen=True, slots=True)
class InBrief:
    """Headlines alone, several blocks at once.

    `means` are the figures of which block means are streamed, `counted` (figure, with chance) those
    whose draws are counted, each with the row in which it lies.
    """

    layout: Layout
    program: Program
    means: Mapping[str, int]
    counted: Mapping[tuple[str, bool], int]

    @classmethod
    def of(cls, plan: Plan) -> InBrief:
        """Trace a plan."""
        graph, laid, draws = _traced(plan)
        found = headlines(plan, evaluate(plan, draws, headlines=True))
        arrays = (*found.means.values(), *found.rows.values())
        made = program(graph, laid.names, [array[0] for array in arrays])
        means, counted = made.places[: len(found.means)], made.places[len(found.means) :]
        return cls(
            laid,
            made,
            dict(zip(found.means, means, strict=True)),
            dict(zip(found.rows, counted, strict=True)),
        )

    def ready(self) -> Ready:
        """Rows to run in, this thread's own."""
        return _ready(self.program, ABREAST * BLOCK)

    def run(self, ready: Ready, first: int, last: int) -> Array:
        """Rows of blocks first <= block < last, ABREAST at most. Shape: (r, blocks * BLOCK)."""
        self.layout.fill(ready.inputs, [min(first + b, last - 1) for b in range(ABREAST)])
        ready.run()
        return ready.outputs[:, : (last - first) * BLOCK]


_OWN = threading.local()


def _ready(program: Program, width: int) -> Ready:
    """The program with this thread's rows, kept until another of that width is asked for."""
    known: dict[int, tuple[Program, Ready]] = _OWN.__dict__.setdefault("ready", {})
    if width not in known or known[width][0] is not program:
        known[width] = (program, Ready(program, width))
    return known[width][1]


def _traced(plan: Plan) -> tuple[Graph, Layout, Draws]:
    """Draws of symbols, the graph that what is done with them goes to, and how they are drawn."""
    graph = Graph()
    return graph, layout(plan), _columns_of_symbols(plan, graph)


def _columns_of_symbols(plan: Plan, graph: Graph) -> Draws:
    made = {name: symbols([graph.input(name)]) for name in sampled(plan)}
    return Draws(1, columns(plan, made))


@once_a_plan
def in_full(plan: Plan) -> InFull:
    """A plan ready for blocks in full."""
    return InFull.of(plan)


@once_a_plan
def in_brief(plan: Plan) -> InBrief:
    """A plan ready for headlines."""
    return InBrief.of(plan)


@dataclass(frozen=True, slots=True)
class OfColumns:
    """Headlines of columns that are given, as studies change them: nothing is drawn.

    `certain` are the columns that are taken to be these numbers; all others are inputs. `heard` are
    those that a figure hangs on.
    """

    program: Program
    certain: Mapping[str, float]
    inputs: tuple[str, ...]
    means: Mapping[str, int]
    rows: Mapping[tuple[str, bool], int]
    heard: Mapping[str, frozenset[str]]

    @classmethod
    def of(cls, plan: Plan, draws: Draws) -> OfColumns:
        """Trace a plan; certain are what it holds certain and some draws have not changed to many.

        A column that the plan draws is an input, also where the draws hold it at one value.
        """
        own = _columns_of_symbols(plan, Graph()).columns
        certain = {
            name: column
            for name, column in draws.columns.items()
            if not isinstance(own[name], np.ndarray) and not isinstance(column, np.ndarray)
        }
        return cls.given(plan, draws, certain)

    @classmethod
    def given(cls, plan: Plan, draws: Draws, certain: Mapping[str, float]) -> OfColumns:
        """Trace a plan with some columns held at one number for good."""
        graph = Graph()
        of_symbols = {
            name: symbols([graph.input(name)]) for name in draws.columns if name not in certain
        }
        found = headlines(plan, evaluate(plan, Draws(1, {**certain, **of_symbols}), headlines=True))
        terms = [array[0] for array in (*found.means.values(), *found.rows.values())]
        used = inputs_of(*terms)
        inputs = tuple(name for name in of_symbols if name in used)
        made = program(graph, inputs, terms)
        places = iter(made.places)
        return cls(
            made,
            certain,
            inputs,
            {name: next(places) for name in found.means},
            {row: next(places) for row in found.rows},
            {name: inputs_of(column[0]) for name, column in found.means.items()},
        )

    def fits(self, draws: Draws) -> bool:
        """Whether what is certain here is so in these draws."""
        columns = draws.columns
        return all(
            not isinstance(columns[name], np.ndarray) and columns[name] == value
            for name, value in self.certain.items()
        )

    def __call__(self, draws: Draws) -> Headlines:
        """Headlines of a block of draws."""
        ready = _ready(self.program, draws.size)
        for row, name in zip(ready.inputs, self.inputs, strict=True):
            row[:] = draws.columns[name]
        ready.run()
        found = ready.outputs.copy()
        return Headlines(
            {name: found[row] for name, row in self.means.items()},
            {figure: found[row] for figure, row in self.rows.items()},
        )


@once_a_plan
def _of_columns(plan: Plan) -> list[OfColumns]:
    return []


def headlines_of(plan: Plan, draws: Draws) -> Headlines:
    """Headlines of draws whose columns may have been changed, traced anew where they must be."""
    return _fitting(plan, draws)(draws)


def heard(plan: Plan, draws: Draws) -> Mapping[str, frozenset[str]]:
    """Names of the columns that each headline hangs on; no other can move it at all."""
    return _fitting(plan, draws).heard


def _fitting(plan: Plan, draws: Draws) -> OfColumns:
    known = _of_columns(plan)
    for compiled in known:
        if compiled.fits(draws):
            return compiled
    del known[: len(known) - REMEMBERED]
    known.append(OfColumns.of(plan, draws))
    return known[-1]


@dataclass(frozen=True, slots=True)
class Sealed:
    """A plan as it is sent to workers, each of which opens it but once."""

    plan_in_bytes: bytes

    @classmethod
    def of(cls, plan: Plan) -> Sealed:
        """Seal a plan; opened in this process it is the same."""
        sealed = cls(pickle.dumps(plan))
        _remember(sealed.plan_in_bytes, plan)
        return sealed

    def plan(self) -> Plan:
        """The very same plan whenever it is asked for in one process."""
        if self.plan_in_bytes not in _OPENED:
            _remember(self.plan_in_bytes, pickle.loads(self.plan_in_bytes))
        return _OPENED[self.plan_in_bytes]


_OPENED: dict[bytes, Plan] = {}


def _remember(sealed: bytes, plan: Plan) -> None:
    while len(_OPENED) >= REMEMBERED:
        _OPENED.pop(next(iter(_OPENED)), None)
    _OPENED[sealed] = plan
