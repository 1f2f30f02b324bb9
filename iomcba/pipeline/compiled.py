"""A plan compiled: draw, evaluate and figures traced once, then run block after block (F18).

The method is written once, in kernels that take arrays. Run on symbols they leave their arithmetic,
without what is certain, done twice or asked for by nobody; that is what every block goes through.
"""

from __future__ import annotations

import pickle
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from iomcba.appraise.headlines import headlines
from iomcba.appraise.listing import Legend, listing
from iomcba.model.evaluate import evaluate
from iomcba.model.program import Program, Ready, program
from iomcba.model.sampling import columns, layout, once_a_plan
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
    graph, laid = Graph(), layout(plan)
    made = {name: symbols([graph.input(name)]) for name in laid.names}
    return graph, laid, Draws(1, columns(plan, made))


@once_a_plan
def in_full(plan: Plan) -> InFull:
    """A plan ready for blocks in full."""
    return InFull.of(plan)


@once_a_plan
def in_brief(plan: Plan) -> InBrief:
    """A plan ready for headlines."""
    return InBrief.of(plan)


@dataclass(frozen=True, slots=True)
class Sealed:
    """A plan as it is sent to workers, each of which opens it but once."""

    plan_in_bytes: bytes

    @classmethod
    def of(cls, plan: Plan) -> Sealed:
        """Seal a plan."""
        return cls(pickle.dumps(plan))

    def plan(self) -> Plan:
        """The very same plan whenever it is asked for in one process."""
        return _opened(self.plan_in_bytes)


@lru_cache(maxsize=4)
def _opened(plan_in_bytes: bytes) -> Plan:
    plan: Plan = pickle.loads(plan_in_bytes)
    return plan
