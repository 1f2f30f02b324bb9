"""Likelihood of everyone's counts given hyper-parameters (F3), truncated where the list is.

`x_it ~ Poisson(e_it * level_t * u_it)` with `level_t = level * exp(trend * (t - t_last))`, the
population's rate per free year, and `u_it` the relative rate of drift.py. People who could not be
listed (no offence; fewer than the cohort's threshold) are taken out of the sample space.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from iomcba.model.offending.drift import (
    Drift,
    Meeting,
    Seen,
    chance_below,
    drift,
    filter_scores,
    log_chances,
    seen_in,
)
from iomcba.model.offending.exposure import period_midpoints
from iomcba.terms.histories import Floats, Ints, Panel

CORRELATION_CAP = 0.995  # above it, years of data cannot tell the drift from a fixed rate
SPREAD_REACH = (0.02, 20.0)  # below: equal rates; above: no listed population is known


@dataclass(frozen=True, slots=True)
class Rows:
    """Distinct histories with the number of people behind each, and the years of the periods.

    Shapes: counts, exposure (i, t), weight (i,), years (t,). `least` is the smallest total that got
    a person listed: 0 when everyone is, 1 when only people with an offence are. `sampled` is the
    share of the people behind all distinct histories that stand behind these rows.
    """

    counts: Ints
    exposure: Floats
    weight: Floats
    years: Floats
    least: int
    sampled: float
    seen: tuple[Seen, ...] = field(init=False)
    met: Meeting = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "seen", seen_in(self.counts, self.exposure))
        object.__setattr__(self, "met", Meeting.of(self.seen))


@dataclass(frozen=True, slots=True)
class Hyper:
    """One set of hyper-parameters: rate per free year in each period, its trend, and the drift."""

    level: Floats
    trend: float
    shape: Drift


def unpack(parameters: Floats, family: str, years: Floats) -> Hyper:
    """Hyper-parameters from the scale on which they are nearly normal (2 static or 4 drifting)."""
    if len(parameters) == 2:
        log_level, log_spread = parameters
        trend, correlation = 0.0, 1.0
    else:
        log_level, trend, log_spread, logit = parameters
        correlation = CORRELATION_CAP / (1 + np.exp(-logit))
    spread = float(np.clip(np.exp(log_spread), *SPREAD_REACH))
    level = np.exp(log_level + trend * (years - years[-1]))
    return Hyper(level, float(trend), drift(family, spread, float(correlation)))


def log_likelihood(rows: Rows, hyper: Hyper) -> float:
    """Log-likelihood of all people, left-truncated at the total that got them listed."""
    logs = row_log_likelihood(rows, hyper)
    if rows.least > 0:
        logs = logs - np.log1p(-chance_unlisted(rows, hyper))
    return float(rows.weight @ logs)


def row_log_likelihood(rows: Rows, hyper: Hyper) -> Floats:
    """Log-likelihood (i,) of counts (i, t), less log x!; fixed gamma rates in closed form."""
    if hyper.shape.correlation < 1:
        return log_chances(rows.seen, rows.met, hyper.level, rows.years, hyper.shape)
    total, expected = rows.counts.sum(axis=1), rows.exposure @ hyper.level
    share = np.where(rows.counts > 0, rows.exposure * hyper.level / expected[:, None], 1.0)
    timing = (rows.counts * np.log(share)).sum(axis=1)
    return np.asarray(timing + fixed_log_likelihood(total, expected, hyper.shape))


def fixed_log_likelihood(total: Ints, expected: Floats, shape: Drift) -> Floats:
    """Log chance (i,) of a total whose relative rate never moves, less log x!.

    Gamma: negative binomial with r = 1 / spread^2 (Greenwood and Yule, 1920, J. R. Stat. Soc. 83).
    """
    if shape.family != "gamma":
        one = np.ones(1)
        return filter_scores(seen_in(total[:, None], expected[:, None]), one, one, shape)[0]
    from scipy.special import gammaln

    r = 1 / shape.spread**2
    seen = total * np.log(np.where(total > 0, expected, 1.0))
    mixed = gammaln(r + total) - gammaln(r) + r * np.log(r) - (r + total) * np.log(r + expected)
    return np.asarray(mixed + seen)


def chance_unlisted(rows: Rows, hyper: Hyper) -> Floats:
    """Chance (i,) of fewer than `least` offences in all, at each row's exposure."""
    if hyper.shape.correlation < 1:
        return chance_below(rows.least, rows.exposure * hyper.level, rows.years, hyper.shape)
    expected = rows.exposure @ hyper.level
    log_factorial = np.concatenate(([0.0], np.cumsum(np.log(np.arange(1, rows.least)))))
    chances = [
        np.exp(fixed_log_likelihood(np.full(len(expected), x), expected, hyper.shape) - log_x)
        for x, log_x in enumerate(log_factorial)
    ]
    return np.asarray(np.sum(chances, axis=0))


def likelihood_rows(seen: Panel, least: int) -> Rows:
    """People with equal counts and exposure as one row."""
    keep = (seen.exposure.sum(axis=1) > 0) & (seen.counts.sum(axis=1) >= least)
    rows, people = distinct_rows(np.column_stack((seen.counts[keep], seen.exposure[keep])))
    periods = seen.counts.shape[1]
    counts, exposure = rows[:, :periods].astype(np.int64), rows[:, periods:]
    years = period_midpoints(seen.edges)
    return Rows(counts, exposure, people.astype(np.float64), years, least, 1.0)


def sample_rows(rows: Rows, most: int) -> Rows:
    """About `most` rows at most, chosen without chance, their weights standing for all.

    The sample is systematic along the order of total offences, with inclusion in proportion to
    people times (1 + offences), so that the busiest are all in; weights undo it (Horvitz and
    Thompson, 1952, J. Am. Stat. Assoc. 47).
    """
    if len(rows.weight) <= most:
        return rows
    total = rows.counts.sum(axis=1)
    size = rows.weight * (1 + total)
    chance = np.minimum(1.0, most * size / size.sum())
    order = np.argsort(total, kind="stable")
    reach = np.cumsum(chance[order])
    hit = np.floor(reach) > np.floor(np.concatenate(([0.0], reach[:-1])))
    chosen = order[hit | (chance[order] >= 1)]
    return Rows(
        counts=rows.counts[chosen],
        exposure=rows.exposure[chosen],
        weight=rows.weight[chosen] / chance[chosen],
        years=rows.years,
        least=rows.least,
        sampled=float(rows.weight[chosen].sum() / rows.weight.sum()),
    )


def distinct_rows(rows: Floats) -> tuple[Floats, Ints]:
    """Distinct rows and how often each stands; rows (i, c) -> (d, c), (d,)."""
    order = np.lexsort(np.flipud(rows.transpose()))
    ordered = rows[order]
    new = np.ones(len(rows), dtype=bool)
    new[1:] = (ordered[1:] != ordered[:-1]).any(axis=1)
    first = np.flatnonzero(new)
    return ordered[first], np.diff(np.append(first, len(rows)))
