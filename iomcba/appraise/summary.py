"""`summarise`: outcomes of blocks → mergeable moments, kept draws and, at the end, the figures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from iomcba.appraise.figures import figures
from iomcba.terms.findings import Figure, Interval
from iomcba.terms.plan import BLOCK, Array, Outcomes, Plan

KEPT = 65_536  # draws of which a run keeps the headline figures (ARCHITECTURE 11)


@dataclass(frozen=True, slots=True)
class Summary:
    """What blocks came to, so far: moments of every figure, kept draws of the headline figures.

    Shapes: mean and squares (f,), the latter the sum of squared deviations; `expected` and
    `headline` hold one array (k, d) per kept block, rows in the order of `kept`.
    """

    names: tuple[str, ...]
    kept: tuple[str, ...]
    count: int
    mean: Array
    squares: Array
    expected: tuple[Array, ...]
    headline: tuple[Array, ...]

    def merged(self, later: Summary) -> Summary:
        """This summary with a later block's: moments merge exactly, draws are kept up to a limit.

        Chan, Golub and LeVeque (1983), updating formulae for computing sample variances.
        """
        count, gap = self.count + later.count, later.mean - self.mean
        room = len(self.expected) * BLOCK < KEPT
        return replace(
            self,
            count=count,
            mean=self.mean + gap * (later.count / count),
            squares=self.squares + later.squares + gap**2 * (self.count * later.count / count),
            expected=(*self.expected, *later.expected) if room else self.expected,
            headline=(*self.headline, *later.headline) if room else self.headline,
        )

    def standard_errors(self) -> Array:
        """Monte Carlo standard error of each mean of independent draws. Shape: (f,)."""
        return np.sqrt(self.squares / max(self.count - 1, 1) / self.count)

    def draws(self, name: str, headline: bool) -> Array:
        """Kept draws of one figure. Shape: (draws kept,)."""
        row = self.kept.index(name)
        return np.concatenate([b[row] for b in (self.headline if headline else self.expected)])


def summarise(plan: Plan, outcomes: Outcomes) -> Summary:
    """Summarise one block."""
    drawn = list(figures(plan, outcomes))
    expected = np.stack([_whole(figure.expected) for figure in drawn])
    mean, squares = moments(expected)
    kept = [row for row, figure in enumerate(drawn) if figure.headline is not None]
    felt = [figure.headline for figure in drawn if figure.headline is not None]
    return Summary(
        names=tuple(figure.name for figure in drawn),
        kept=tuple(drawn[row].name for row in kept),
        count=BLOCK,
        mean=mean,
        squares=squares,
        expected=(expected[kept],),
        headline=(np.stack([_whole(values) for values in felt]),),
    )


def moments(values: Array) -> tuple[Array, Array]:
    """Means and sums of squared deviations of rows, in two passes. Shape: (f, d) -> (f,), (f,).

    The second pass corrects the mean for what rounding left over.
    """
    mean = values.mean(axis=1)
    mean = mean + (values - mean[:, None]).mean(axis=1)
    return mean, ((values - mean[:, None]) ** 2).sum(axis=1)


def _whole(values: Array) -> Array:
    return np.broadcast_to(values, BLOCK) if len(values) == 1 else values


def central_values(plan: Plan, outcomes: Outcomes) -> dict[str, float]:
    """The one draw of the central case as values by figure."""
    return {drawn.name: float(drawn.expected[0]) for drawn in figures(plan, outcomes)}


def simulated_figures(summary: Summary, central: Mapping[str, float]) -> dict[str, Figure]:
    """Figures with central value, mean, standard error and intervals."""
    errors, found, kept = summary.standard_errors(), {}, set(summary.kept)
    for row, name in enumerate(summary.names):
        felt, averaged = (
            interval(summary.draws(name, headline)) if name in kept else None
            for headline in (True, False)
        )
        mean, error = float(summary.mean[row]), float(errors[row])
        found[name] = Figure(name, central[name], mean, error, felt, averaged)
    return found


def interval(draws: Array) -> Interval:
    """80% and 95% ranges and the median of draws. Shape: (d,)."""
    return Interval(*(float(q) for q in np.quantile(draws, (0.025, 0.1, 0.5, 0.9, 0.975))))


def merge(summaries: Iterable[Summary]) -> Summary:
    """Merge summaries in block order.

    Raises:
        ValueError: if there is none.
    """
    merged: Summary | None = None
    for summary in summaries:
        merged = summary if merged is None else merged.merged(summary)
    if merged is None:
        raise ValueError("no block was summarised")
    return merged
