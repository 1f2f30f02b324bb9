"""`summarise`: outcomes of blocks → mergeable moments, kept draws and, at the end, the figures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import sqrt

import numpy as np

from iomcba.appraise.figures import figures
from iomcba.terms.findings import Figure, Interval
from iomcba.terms.plan import BLOCK, Array, Outcomes, Plan

KEPT = 65_536  # draws of which a run keeps the headline figures (ARCHITECTURE 11)


@dataclass(frozen=True, slots=True)
class Moments:
    """Count, mean and sum of squared deviations; `merged` is exact pairwise merging.

    Chan, Golub and LeVeque (1983), updating formulae for computing sample variances.
    """

    count: int
    mean: float
    squares: float

    @classmethod
    def of(cls, values: Array) -> Moments:
        """Moments of a block's draws; a certain figure stands for a whole block."""
        if len(values) == 1:
            return cls(BLOCK, float(values[0]), 0.0)
        mean = float(values.mean())
        mean += float((values - mean).mean())
        return cls(len(values), mean, float(((values - mean) ** 2).sum()))

    def merged(self, other: Moments) -> Moments:
        """Moments of both samples together."""
        count, gap = self.count + other.count, other.mean - self.mean
        mean = self.mean + gap * other.count / count
        squares = self.squares + other.squares + gap**2 * self.count * other.count / count
        return Moments(count, mean, squares)

    @property
    def standard_error(self) -> float:
        """Monte Carlo standard error of the mean of independent draws."""
        return sqrt(self.squares / max(self.count - 1, 1) / self.count)


@dataclass(frozen=True, slots=True)
class Summary:
    """What blocks came to, so far. Kept arrays are (draws kept,), in block order."""

    moments: Mapping[str, Moments]
    expected: Mapping[str, tuple[Array, ...]] = field(default_factory=dict)
    headline: Mapping[str, tuple[Array, ...]] = field(default_factory=dict)

    def merged(self, later: Summary) -> Summary:
        """This summary with a later block's."""
        moments = {n: m.merged(later.moments[n]) for n, m in self.moments.items()}
        return Summary(
            moments, _joined(self.expected, later.expected), _joined(self.headline, later.headline)
        )


def _joined(
    earlier: Mapping[str, tuple[Array, ...]], later: Mapping[str, tuple[Array, ...]]
) -> dict[str, tuple[Array, ...]]:
    return {
        name: (*parts, *later[name]) if len(parts) * BLOCK < KEPT else parts
        for name, parts in earlier.items()
    }


def summarise(plan: Plan, outcomes: Outcomes) -> Summary:
    """Summarise one block."""
    drawn = list(figures(plan, outcomes))
    kept = [figure for figure in drawn if figure.headline is not None]
    return Summary(
        {figure.name: Moments.of(figure.expected) for figure in drawn},
        {figure.name: (_whole(figure.expected),) for figure in kept},
        {figure.name: (_whole(figure.headline),) for figure in kept if figure.headline is not None},
    )


def _whole(values: Array) -> Array:
    return np.broadcast_to(values, BLOCK) if len(values) == 1 else values


def central_values(plan: Plan, outcomes: Outcomes) -> dict[str, float]:
    """The one draw of the central case as values by figure."""
    return {drawn.name: float(drawn.expected[0]) for drawn in figures(plan, outcomes)}


def simulated_figures(summary: Summary, central: Mapping[str, float]) -> dict[str, Figure]:
    """Figures with central value, mean, standard error and intervals."""
    found = {}
    for name, moments in summary.moments.items():
        headline = summary.headline.get(name)
        found[name] = Figure(
            name,
            central[name],
            moments.mean,
            moments.standard_error,
            interval(np.concatenate(headline)) if headline else None,
            interval(np.concatenate(summary.expected[name])) if headline else None,
        )
    return found


def interval(draws: Array) -> Interval:
    """80% and 95% ranges and the median of draws. Shape: (d,)."""
    return Interval(*(float(q) for q in np.quantile(draws, (0.025, 0.1, 0.5, 0.9, 0.975))))


def draws_of(summary: Summary, name: str, headline: bool) -> Array:
    """Kept draws of one figure. Shape: (draws kept,)."""
    return np.concatenate((summary.headline if headline else summary.expected)[name])


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
