"""`summarise`: outcomes of blocks → means by block, kept draws and, at the end, the figures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from iomcba.appraise.figures import figures
from iomcba.appraise.listing import Legend, control_names
from iomcba.appraise.precision import (
    by_replicate,
    carried_over,
    mean_and_deviation,
    percentiles,
    percentiles_of_blocks,
    regression_weights,
    standard_error,
)
from iomcba.terms.findings import Figure, Interval
from iomcba.terms.plan import BLOCK, Array, Outcomes, Plan

KEPT = 65_536  # draws up to which a run keeps every draw (ARCHITECTURE 11)
KEPT_OF_MORE = 16_384  # draws that a longer run keeps
TOGETHER = 16  # figures whose draws are put in order at a time


def blocks_kept_of_more(replicates: int) -> int:
    """First blocks that a longer run keeps in full, and every run for ranges of parts."""
    return max(replicates, KEPT_OF_MORE // BLOCK // replicates * replicates)


@dataclass(frozen=True, slots=True)
class Streamed:
    """What the draws beyond the kept ones came to, and the ranges of all draws together.

    Shapes: sums (R, t) of the means of so many `blocks`, kept ones left out, by replicate. `ranges`
    go by the rows in which the draws of headline figures are kept.
    """

    names: tuple[str, ...]
    sums: Array
    blocks: int
    ranges: Mapping[int, Interval]


@dataclass(frozen=True, slots=True)
class Summary:
    """What blocks came to: means of every figure by block, kept draws of the headline figures.

    Shapes: means (n, f); `drawn` holds one array (k, BLOCK) per block of headline figures, with
    chance and without, in rows that `place` tells; `inputs` one (c, BLOCK), rows in the order of
    `columns`. `crossed` (f, h) are sums of cross products with the `controls`, for what is streamed
    beyond these blocks. Of parts of headline figures, `of_parts` holds one array (p, BLOCK) of each
    of the first blocks, each row from its least draw to its greatest, in rows that `part_place`
    tells, until it is `settled`; those that are `certain` need none.
    """

    names: tuple[str, ...]
    columns: tuple[str, ...]
    replicates: int
    means: Array
    place: Mapping[tuple[str, bool], int]
    drawn: tuple[Array, ...]
    inputs: tuple[Array, ...]
    crossed: Array
    controls: tuple[str, ...]
    part_place: Mapping[tuple[str, bool], int]
    of_parts: tuple[Array, ...]
    certain: tuple[str, ...]
    part_ranges: Mapping[tuple[str, bool], Interval] = field(default_factory=dict)
    streamed: Streamed | None = None

    def settled(self) -> Summary:
        """The same with the ranges of parts worked out, and the draws behind them let go."""
        if not self.of_parts:
            return self
        ranges = _intervals(self.of_parts, self.replicates, in_order=True)
        found = {figure: ranges[row] for figure, row in self.part_place.items()}
        return replace(self, of_parts=(), part_ranges=found)

    @property
    def kept(self) -> tuple[str, ...]:
        """Headline figures, whose draws are kept."""
        return tuple(name for name, with_chance in self.place if with_chance)

    @property
    def count(self) -> int:
        """Draws in all."""
        beyond = 0 if self.streamed is None else self.streamed.blocks
        return (len(self.means) + beyond) * BLOCK

    @property
    def kept_count(self) -> int:
        """Draws kept."""
        return len(self.drawn) * BLOCK

    def draws(self, name: str, headline: bool) -> Array:
        """Kept draws of one figure, chance included (headline) or averaged. Shape: (kept,)."""
        row = self.place[name, headline]
        return np.concatenate([block[row] for block in self.drawn])

    def input(self, name: str) -> Array:
        """Kept draws of one uncertain quantity. Shape: (kept,)."""
        row = self.columns.index(name)
        return np.concatenate([block[row] for block in self.inputs])

    def archive(self) -> dict[str, Array]:
        """Kept draws by name: uncertain inputs and headline figures. Shape of each: (kept,).

        `expected.` before NPSV, PVB and PVC means that shock and chance are averaged.
        """
        found = {name: self.input(name) for name in self.columns}
        found |= {name: self.draws(name, headline=True) for name in self.kept}
        averaged = [n for n in self.kept if n.split(".")[1:] in (["npsv"], ["pvb"], ["pvc"])]
        return found | {f"expected.{name}": self.draws(name, headline=False) for name in averaged}

    def replicate_means(self) -> Array:
        """Mean of every figure in each replicate, all draws used. Shape: (R, f)."""
        kept = by_replicate(self.means, self.replicates)
        if self.streamed is None:
            return kept
        own = {name: row for row, name in enumerate(self.names)}
        rows = [own[name] for name in self.streamed.names]
        direct = kept[:, rows] * len(self.means) + self.streamed.sums * self.replicates
        direct /= len(self.means) + self.streamed.blocks
        controls = [own[name] for name in self.controls]
        chosen = [self.streamed.names.index(name) for name in self.controls]
        weights = regression_weights(_about_the_mean(self), controls)
        means = carried_over(kept, weights, direct[:, chosen] - kept[:, controls])
        means[:, rows] = direct
        return means

    def interval(self, name: str, headline: bool) -> Interval:
        """80% and 95% ranges and the median of one figure, with their standard errors.

        From all draws where it, or a figure that is equal to it, is streamed.
        """
        if self.streamed is not None and self.place[name, headline] in self.streamed.ranges:
            return self.streamed.ranges[self.place[name, headline]]
        return interval(*percentiles(self.draws(name, headline), self.replicates))

    def intervals(self) -> dict[tuple[str, bool], Interval]:
        """Ranges of headline figures and, chance included, of their parts; equal ones once.

        Those of parts come from at most `KEPT_OF_MORE` draws; of a certain one it has no width.
        """
        means = dict(zip(self.names, self.means[0], strict=True))
        found = {
            (name, True): interval(np.full(5, means[name]), np.zeros(5)) for name in self.certain
        }
        found |= self.settled().part_ranges
        if self.streamed is None:
            whole = _intervals(self.drawn, self.replicates)
            return found | {figure: whole[row] for figure, row in self.place.items()}
        known = {row: self.interval(*figure) for figure, row in self.place.items()}
        return found | {figure: known[row] for figure, row in self.place.items()}


def _intervals(blocks: Sequence[Array], replicates: int, in_order: bool = False) -> list[Interval]:
    """Intervals of every row of blocks (n, BLOCK), a few rows at a time."""
    found, rows = list[Interval](), len(blocks[0]) if blocks else 0
    for first in range(0, rows, TOGETHER):
        some = np.stack([block[first : first + TOGETHER] for block in blocks], axis=1)
        if not in_order:
            some.sort(axis=-1)
        levels, errors = percentiles_of_blocks(some, replicates)
        found += map(interval, levels.T, errors.T)
    return found


def interval(levels: Array, errors: Array) -> Interval:
    """Five percentiles and their standard errors. Shapes: (5,) each."""
    low95, low80, median, high80, high95 = levels.tolist()
    return Interval(low95, low80, median, high80, high95, tuple(errors.tolist()))


def _about_the_mean(summary: Summary) -> Array:
    """Cross products of figures with controls about their means over all kept blocks. (f, h)."""
    controls = [summary.names.index(name) for name in summary.controls]
    gap = summary.means - summary.means.mean(axis=0)
    return np.asarray(summary.crossed + BLOCK * np.einsum("nf,nh->fh", gap, gap[:, controls]))


def summarise(
    plan: Plan, legend: Legend, rows: Array, crossed: bool = False, parts: bool = True
) -> Summary:
    """Summarise a block's rows (r, BLOCK), with cross products if a longer run streams the rest.

    Without `parts`, the draws behind their ranges are left out.
    """
    means, of_parts = rows.mean(axis=1), rows[legend.parts.rows if parts else []]
    of_parts.sort(axis=1)  # here, while they are in the cache of whoever made them
    controls = control_names(plan) if crossed else ()
    products = np.zeros((len(legend.names), 0))
    if controls:
        chosen = legend.expected[[legend.names.index(name) for name in controls]]
        of_controls = rows[chosen] - means[chosen, None]  # adds up to 0, so the others need not
        products = np.einsum("rd,hd->rh", rows, of_controls)[legend.expected]
    return Summary(
        names=legend.names,
        columns=legend.columns,
        replicates=plan.replicates,
        means=means[None, legend.expected],
        place=legend.headlines.place,
        drawn=(rows[legend.headlines.rows],),
        inputs=(rows[legend.inputs],),
        crossed=products,
        controls=controls,
        part_place=legend.parts.place,
        of_parts=(of_parts,) if parts else (),
        certain=legend.certain,
    )


def central_values(plan: Plan, outcomes: Outcomes) -> dict[str, float]:
    """The one draw of the central case as values by figure."""
    return {drawn.name: float(drawn.expected[0]) for drawn in figures(plan, outcomes)}


def simulated_figures(summary: Summary, central: Mapping[str, float]) -> dict[str, Figure]:
    """Figures with central value, mean, standard error and intervals."""
    replicates, ranges, found = summary.replicate_means(), summary.intervals(), {}
    means, _ = mean_and_deviation(replicates.T)
    errors = standard_error(replicates)
    for name, mean, error in zip(summary.names, means, errors, strict=True):
        felt, averaged = ranges.get((name, True)), ranges.get((name, False))
        found[name] = Figure(name, central.get(name), float(mean), float(error), felt, averaged)
    return found


def merge(summaries: Iterable[Summary]) -> Summary:
    """Put summaries of blocks together, in block order.

    Raises:
        ValueError: if there is none.
    """
    parts = list(summaries)
    if not parts:
        raise ValueError("no block was summarised")
    first = parts[0]
    return replace(
        first,
        means=np.concatenate([part.means for part in parts]),
        drawn=tuple(block for part in parts for block in part.drawn),
        inputs=tuple(block for part in parts for block in part.inputs),
        crossed=np.sum([part.crossed for part in parts], axis=0),
        of_parts=tuple(block for part in parts for block in part.of_parts),
    )
