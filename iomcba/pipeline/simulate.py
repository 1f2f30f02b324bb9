"""Blocks of draws → one summary: draw, evaluate, summarise, merged in block order."""

from __future__ import annotations

from collections.abc import Callable

from iomcba.appraise.summary import Summary, merge, summarise
from iomcba.model.evaluate import evaluate
from iomcba.model.sampling import draw
from iomcba.terms.plan import BLOCK, Plan


def blocks_for(draws: int) -> int:
    """Whole blocks that hold at least so many draws."""
    return -(-draws // BLOCK)


def run_block(plan: Plan, block: int) -> Summary:
    """One unit of work."""
    return summarise(plan, evaluate(plan, draw(plan, block)))


def simulate(plan: Plan, draws: int, done: Callable[[int, int], None]) -> Summary:
    """Simulate at least `draws` draws; `done(blocks finished, of)` hears of progress."""
    blocks = blocks_for(draws)

    def finished(block: int) -> Summary:
        summary = run_block(plan, block)
        done(block + 1, blocks)
        return summary

    return merge(finished(block) for block in range(blocks))
