"""Each person's future rate given their own history, and the collapsed sum of a cohort (F5, F6).

The reference is person by person; the draws need only the mean and covariance of the sum, because
people are independent given the hyper-parameters and the shared shock comes later.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from iomcba.model.offending.drift import (
    LEAST_RATE,
    Drift,
    filter_scores,
    relative_rates,
    seen_in,
    transition,
)
from iomcba.model.offending.likelihood import Hyper, unpack
from iomcba.terms.counterfactual import RateFit
from iomcba.terms.histories import Floats, Ints


@dataclass(frozen=True, slots=True)
class PersonHistories:
    """Counts and exposure (n, t) of the people to forecast, and the periods' midpoints (t,)."""

    counts: Ints
    exposure: Floats
    years: Floats


@dataclass(frozen=True, slots=True)
class Horizon:
    """Appraisal years: midpoints (y,) in years since 1970, free years (n, y), trend dampings.

    `free_variance` (n, y) is that of the free years; `custody_carry` what of a deviation is left a
    year later.
    """

    middle: Floats
    free_years: Floats
    free_variance: Floats
    custody_carry: float
    trend_damping: float
    rise_damping: float


@dataclass(frozen=True, slots=True)
class CohortMoments:
    """Mean (y,) and covariance (y, y) of the cohort's expected offences; each person's (n, y)."""

    mean: Floats
    covariance: Floats
    person_mean: Floats


def cohort_moments(people: PersonHistories, horizon: Horizon, fit: RateFit) -> CohortMoments:
    """Collapsed sum with hyper-parameter uncertainty (F6).

    The hyper-parameters are integrated by the third-degree cubature rule: 2p points at sqrt(p) sds
    along the axes of their covariance (Arasaratnam and Haykin, 2009, IEEE Trans. Automatic Control
    54, eq. 17), exact to the second order and without chance.
    """
    axes = cubature_axes(fit.covariance)
    points = np.concatenate((fit.parameters + axes, fit.parameters - axes))
    parts = [given_hyper(people, horizon, unpack(p, fit.family, people.years)) for p in points]
    means = np.array([part.mean for part in parts])
    within = np.mean([part.covariance for part in parts], axis=0)
    centre = means.mean(axis=0)
    between = (means - centre).transpose() @ (means - centre) / len(points)
    person = np.mean([part.person_mean for part in parts], axis=0)
    return CohortMoments(centre, within + between, person)


def cubature_axes(covariance: Floats) -> Floats:
    """Rows of sqrt(p) times a square root of the covariance; (p, p)."""
    value, vector = np.linalg.eigh(covariance)
    root = vector * np.sqrt(np.maximum(value, 0))
    return np.asarray(root.transpose() * np.sqrt(len(value)))


def given_hyper(people: PersonHistories, horizon: Horizon, hyper: Hyper) -> CohortMoments:
    """Moments of the cohort's expected offences for one set of hyper-parameters."""
    ahead = horizon.middle - people.years[-1]
    level = future_level(hyper, ahead, horizon)
    scale = level * horizon.free_years
    first, second = relative_moments(people, hyper, ahead)
    person = scale * first
    apart = second - first[:, :, None] * first[:, None, :]
    custody = level * np.sqrt(horizon.free_variance)
    alike = horizon.custody_carry ** np.abs(np.subtract.outer(ahead, ahead))
    covariance = np.einsum("ny,nyz,nz->yz", scale, apart, scale)
    covariance += np.einsum("ny,nyz,nz,yz->yz", custody, second, custody, alike)
    return CohortMoments(person.sum(axis=0), covariance, person)


def future_level(hyper: Hyper, ahead: Floats, horizon: Horizon) -> Floats:
    """Population rate per free year (y,) some years after the last period, its trend damped.

    Damped trend after Gardner and McKenzie (1985, Management Science 31, eq. 4): the yearly log
    change carries over by the damping each year; 1 keeps the trend, 0 drops it at once. Falls and
    rises have their own damping, because rises into a list are mostly entry (decision 0010).
    """
    damping = horizon.trend_damping if hyper.trend < 0 else horizon.rise_damping
    carried = ahead if damping == 1 else damping * (1 - damping**ahead) / (1 - damping)
    return np.asarray(hyper.level[-1] * np.exp(hyper.trend * carried))


def relative_moments(people: PersonHistories, hyper: Hyper, ahead: Floats) -> tuple[Floats, Floats]:
    """Posterior E[u_iy] (n, y) and E[u_iy u_iz] (n, y, z) of the relative rates (F5)."""
    years = len(ahead)
    if hyper.shape.correlation >= 1:
        mean, square = fixed_moments(people, hyper)
        second = np.broadcast_to(square[:, None, None], (len(mean), years, years))
        return np.broadcast_to(mean[:, None], (len(mean), years)), second
    shape = hyper.shape
    seen = seen_in(people.counts, people.exposure)
    _, belief = filter_scores(seen, hyper.level, people.years, shape)
    first = np.empty((len(belief), years))
    second = np.empty((len(belief), years, years))
    for near in range(years):
        there = belief @ transition(shape, ahead[near])
        first[:, near] = there @ shape.relative
        for far in range(near, years):
            onward = transition(shape, ahead[far] - ahead[near]) @ shape.relative
            second[:, near, far] = second[:, far, near] = there @ (shape.relative * onward)
    return first, second


def fixed_moments(people: PersonHistories, hyper: Hyper) -> tuple[Floats, Floats]:
    """E[u_i], E[u_i^2] (n,) of rates that never move: gamma in closed form, lognormal on the grid.

    Known answer (F5): gamma gives `lambda_i | x_i ~ Gamma(r + x_i, rate r/m + e_i)`.
    """
    total, expected = people.counts.sum(axis=1), people.exposure @ hyper.level
    shape = hyper.shape
    if shape.family == "gamma":
        r = 1 / shape.spread**2
        mean = (r + total) / (r + expected)
        return mean, mean * (r + total + 1) / (r + expected)
    one = np.ones(1)
    _, belief = filter_scores(seen_in(total[:, None], expected[:, None]), one, one, shape)
    return belief @ shape.relative, belief @ shape.relative**2


def sample_cohort(
    people: PersonHistories,
    horizon: Horizon,
    hyper: Hyper,
    draws: int,
    rng: np.random.Generator,
) -> Floats:
    """Reference: expected offences (d, y) of the cohort, every person drawn on their own (F6).

    Scores are drawn forward and resampled by each period's Poisson chance (bootstrap filter:
    Gordon, Salmond and Smith, 1993, IEE Proceedings F 140), without any grid. Given the
    hyper-parameters; the draws of the run use the collapsed sum instead.
    """
    ahead = horizon.middle - people.years[-1]
    level = future_level(hyper, ahead, horizon)
    score = rng.standard_normal((len(people.counts), draws))
    for period, year in enumerate(people.years):
        if period:
            score = drift_on(score, hyper.shape, year - people.years[period - 1], rng)
        relative = relative_rates(score, hyper.shape.family, hyper.shape.spread)
        expected = people.exposure[:, period, None] * hyper.level[period] * relative
        count = people.counts[:, period, None]
        log_chance = count * np.log(np.maximum(expected, LEAST_RATE)) - expected
        score = resample(score, log_chance, rng)
    total = np.empty((draws, len(ahead)))
    for year, later in enumerate(np.diff(ahead, prepend=0.0)):
        score = drift_on(score, hyper.shape, later, rng)
        relative = relative_rates(score, hyper.shape.family, hyper.shape.spread)
        total[:, year] = level[year] * horizon.free_years[:, year] @ relative
    return total


def drift_on(score: Floats, shape: Drift, years: float, rng: np.random.Generator) -> Floats:
    """Scores some years later: they keep their standard normal spread."""
    fade = shape.correlation**years
    return np.asarray(fade * score + np.sqrt(1 - fade**2) * rng.standard_normal(score.shape))


def resample(score: Floats, log_chance: Floats, rng: np.random.Generator) -> Floats:
    """Scores (n, d) drawn anew in proportion to their chance, person by person, in random order."""
    chance = np.exp(log_chance - log_chance.max(axis=1, keepdims=True))
    reach = np.cumsum(chance, axis=1)
    draws = score.shape[1]
    at = (np.arange(draws) + rng.random((len(score), 1))) / draws * reach[:, -1:]
    chosen = np.stack([np.searchsorted(r, a) for r, a in zip(reach, at, strict=True)])
    kept = np.take_along_axis(score, np.minimum(chosen, draws - 1), axis=1)
    return np.asarray(rng.permuted(kept, axis=1))


def concentration_curve(expected: Floats, points: int) -> Floats:
    """Cumulative share of expected offences of the highest 0, 1/(p-1), ..., 1 of heads (h, F9).

    Shapes: expected (n,) -> (points,); between heads the curve is straight.
    """
    if expected.sum() <= 0:
        return np.linspace(0, 1, points)
    ranked = np.sort(expected)[::-1]
    held = np.concatenate(([0.0], np.cumsum(ranked) / ranked.sum()))
    heads = np.linspace(0, len(ranked), points)
    return np.interp(heads, np.arange(len(ranked) + 1), held)
