"""Blocks of draws → one summary: draw, evaluate, summarise, put together in block order.

Up to 65,536 draws every block is summarised in full and kept. A longer run does so with its first
blocks, one of each replicate, and streams the rest: block means and histograms of the headlines.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from iomcba.appraise.headlines import Headlines
from iomcba.appraise.precision import Bins, Counts, Histogram
from iomcba.appraise.summary import (
    KEPT,
    Streamed,
    Summary,
    blocks_kept_of_more,
    interval,
    merge,
    summarise,
)
from iomcba.errors import InputError, Place, Problem
from iomcba.pipeline.compiled import ABREAST, Sealed, in_brief, in_full
from iomcba.pipeline.executor import SERIAL, Pool, Workers
from iomcba.terms.plan import BLOCK, Array, Plan

CHUNK = 32  # blocks in a task: so much work that handing it over costs nothing, done in a moment
MOST = 2**24  # draws beyond which --precision gives up unless told otherwise

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Engine:
    """How a run is to be simulated where that differs from what the case says.

    `draws` is the number of draws or, with `precision`, the most there may be.
    """

    draws: int | None = None
    seed: int | None = None
    sampler: str | None = None
    replicates: int | None = None
    precision: float | None = None
    workers: Workers = field(default_factory=Workers)

    def plan(self, plan: Plan) -> Plan:
        """The plan with this seed, sampler and number of replicates."""
        return replace(
            plan,
            seed=plan.seed if self.seed is None else self.seed,
            sampler=self.sampler or plan.sampler,
            replicates=self.replicates or plan.replicates,
        )


def run(
    plan: Plan, draws: int, engine: Engine, done: Progress, pool: Pool | None = None
) -> tuple[Summary, str]:
    """Simulate as asked, and say what a wanted precision took (blank if none was wanted)."""
    if pool is None:
        with Pool(engine.workers) as own:
            return run(plan, draws, engine, done, own)
    if engine.precision is None:
        return simulate(plan, engine.draws or draws, done, pool), ""
    most = engine.draws or MOST
    summary, known = simulate_until(plan, engine.precision, most, done, pool)
    reached = "reached with" if known else "NOT reached with the most allowed,"
    return summary, f"Precision {engine.precision:g} {reached} {summary.count:,} draws."


@dataclass(frozen=True, slots=True)
class Task:
    """Blocks to be done: `first <= block < last`, counted in `bins`, or in full without any.

    `crossed` asks for the cross products that a stream needs of the blocks in full.
    """

    sealed: Sealed
    first: int
    last: int
    bins: Bins | None
    crossed: bool = False


@dataclass(frozen=True, slots=True)
class Stretch:
    """Headlines of some blocks: means (n, t) by block and the places in the bins (p, n * BLOCK)."""

    first: int
    means: Array
    places: Counts


def least_draws(plan: Plan) -> int:
    """The fewest draws that give standard errors: one block in every replicate."""
    return plan.replicates * BLOCK


def blocks_for(plan: Plan, draws: int) -> int:
    """Whole blocks, as many in every replicate, that hold at least so many draws.

    A replicate of Sobol' points is a power of two. Raises InputError for fewer than the least.
    """
    if draws < BLOCK:
        remedy = (
            f"Ask for {BLOCK:,} or more; up to {least_draws(plan):,} ({plan.replicates} replicates "
            f"of {BLOCK:,}, which a standard error needs) is rounded up to that."
        )
        raise InputError([Problem(Place("draws"), f"{draws:,} are too few", remedy)])
    each = -(-draws // least_draws(plan))
    return plan.replicates * (1 << (each - 1).bit_length() if plan.sampler == "sobol" else each)


def simulate(
    plan: Plan, draws: int, done: Progress, pool: Pool = SERIAL, chunk: int = CHUNK
) -> Summary:
    """Simulate at least `draws` draws; `done(blocks finished, of)` hears of progress.

    The result is the same to the last bit whatever the pool and the chunk.
    """
    return _simulate(plan, blocks_for(plan, draws), done, pool, chunk, None)


def simulate_until(
    plan: Plan, precision: float, most: int, done: Progress, pool: Pool = SERIAL
) -> tuple[Summary, bool]:
    """Double the draws until they tell enough; also whether they do (within `most` draws).

    Enough is: the standard error of every option's mean NPSV is at most `precision` of its 80%
    range, and that of every chance of being best at most `precision`.
    """
    draws, summary = least_draws(plan), None
    while True:
        summary = _simulate(plan, blocks_for(plan, draws), done, pool, CHUNK, summary)
        known = is_known(plan, summary, precision)
        if known or 2 * draws > most:
            return summary, known
        draws *= 2


def is_known(plan: Plan, summary: Summary, precision: float) -> bool:
    """Whether NPSV and the chance of being best are known to a share of range and of 1."""
    from iomcba.appraise.precision import standard_error

    means = summary.replicate_means()
    error = dict(zip(summary.names, standard_error(means), strict=True))
    for option in plan.options:
        spread = summary.interval(f"{option.id}.npsv", headline=True)
        if error[f"{option.id}.npsv"] > precision * (spread.high80 - spread.low80):
            return False
        if error[f"{option.id}.p-best"] > precision:
            return False
    return True


def _simulate(
    plan: Plan, blocks: int, done: Progress, pool: Pool, chunk: int, begun: Summary | None
) -> Summary:
    if blocks * BLOCK <= KEPT:
        whole = 0 if begun is None else begun.count // BLOCK
        return _in_full(plan, range(whole, blocks), blocks, done, pool, begun)
    first = blocks_kept_of_more(plan.replicates)
    kept = _in_full(plan, range(first), blocks, done, pool, None)
    return _stream(plan, kept, blocks, done, pool, chunk)


def _in_full(
    plan: Plan, wanted: range, blocks: int, done: Progress, pool: Pool, begun: Summary | None
) -> Summary:
    """Summarise blocks in full, after those begun with."""
    more, sealed = blocks > wanted.stop, Sealed.of(plan)
    tasks = (Task(sealed, block, block + 1, None, more) for block in wanted)
    parts = [] if begun is None else [begun]
    for block, part in zip(wanted, pool.in_order(summarise_block, tasks, len(wanted)), strict=True):
        parts.append(part)
        done(block + 1, blocks)
    return merge(parts).settled()


def summarise_block(task: Task) -> Summary:
    """One block in full."""
    plan = task.sealed.plan()
    compiled, ranges = in_full(plan), task.first < blocks_kept_of_more(plan.replicates)
    return summarise(plan, compiled.legend, compiled.rows(task.first), task.crossed, ranges)


def _stream(
    plan: Plan, kept: Summary, blocks: int, done: Progress, pool: Pool, chunk: int
) -> Summary:
    """Stream what lies beyond the kept blocks, and count the kept ones with it."""
    first, compiled = len(kept.means), in_brief(plan)
    counted, rows = compiled.counted, _distinct(compiled.counted)
    one_of = {row: figure for figure, row in counted.items()}
    sample = np.stack([kept.draws(*one_of[row]) for row in rows])
    bins = Bins.around(sample, blocks * BLOCK)
    histogram, inside = Histogram(bins, plan.replicates), bins.places(sample)
    for block in range(first):
        histogram.add(block % plan.replicates, inside[:, block * BLOCK : (block + 1) * BLOCK])
    sealed = Sealed.of(plan)
    tasks = (
        Task(sealed, start, min(start + chunk, blocks), bins)
        for start in range(first, blocks, chunk)
    )
    sums = np.zeros((plan.replicates, len(compiled.means)))
    for stretch in pool.in_order(stream_blocks, tasks, blocks - first):
        for index, mean in enumerate(stretch.means):
            replicate = (stretch.first + index) % plan.replicates
            sums[replicate] += mean
            histogram.add(replicate, stretch.places[:, index * BLOCK : (index + 1) * BLOCK])
        done(stretch.first + len(stretch.means), blocks)
    histogram.settle()
    ranges = {
        kept.place[one_of[row]]: interval(*histogram.percentiles(place))
        for place, row in enumerate(rows)
    }
    streamed = Streamed(tuple(compiled.means), sums, blocks - first, ranges)
    return replace(kept, streamed=streamed)


def _distinct(counted: Mapping[tuple[str, bool], int]) -> list[int]:
    """Rows to be counted: one for figures that are equal, such as a cost with chance or without."""
    return list(dict.fromkeys(counted.values()))


def stream_blocks(task: Task) -> Stretch:
    """Headlines of a stretch of blocks, reduced to means and places in the bins."""
    assert task.bins is not None
    compiled = in_brief(task.sealed.plan())
    ready, means, places = compiled.ready(), [], []
    averaged, counted = list(compiled.means.values()), _distinct(compiled.counted)
    for first in range(task.first, task.last, ABREAST):
        rows = compiled.run(ready, first, min(first + ABREAST, task.last))
        means.append(rows[averaged].reshape(len(averaged), -1, BLOCK).mean(axis=2).T)
        places.append(task.bins.places(rows[counted]))
    return Stretch(task.first, np.concatenate(means), np.concatenate(places, axis=1))


def each_block(plan: Plan, blocks: int) -> Iterator[Headlines]:
    """Headlines block by block, for studies of the error."""
    compiled = in_brief(plan)
    ready = compiled.ready()
    for first in range(0, blocks, ABREAST):
        last = min(first + ABREAST, blocks)
        rows = compiled.run(ready, first, last).reshape(-1, last - first, BLOCK).copy()
        for block in range(last - first):
            yield Headlines(
                {name: rows[row, block] for name, row in compiled.means.items()},
                {figure: rows[row, block] for figure, row in compiled.counted.items()},
            )
