"""Rates that differ between people and drift in time (F3): one hidden Gauss-Markov score a person.

The score z of a person is standard normal in every period and fades with correlation `phi ** lag`;
the person's relative rate is the gamma or lognormal quantile of the score's rank, mean 1. With
phi = 1 this is the ordinary mixed Poisson (gamma: negative binomial); below 1 recent periods count
more. The score is integrated out on an even grid, on which sums of smooth bell-shaped functions are
as exact as Gaussian quadrature (Trefethen and Weideman, 2014, SIAM Review 56, sections 4-5).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from iomcba.terms.histories import Floats, Ints

GRID_REACH = 4.6  # scores beyond hold 4 in a million people
GRID_STEP = 0.2  # about one sd of what 25 offences in a year tell of the score
STEP_PER_INNOVATION = 1.3  # an even grid integrates a bell of this relative width to 1e-5
LEAST_RATE = 1e-12  # the gamma quantile underflows for wide spreads
LEAST_LOG_CHANCE = -60.0  # of a score against the likeliest: what is smaller adds no bit to a sum


@dataclass(frozen=True, slots=True)
class Drift:
    """Shape of the rates: family, spread (coefficient of variation) and yearly score correlation.

    `score` (k,) is the grid, `weight` (k,) its stationary probability, `relative` (k,) the relative
    rate on it.
    """

    family: str
    spread: float
    correlation: float
    score: Floats
    weight: Floats
    relative: Floats


@dataclass(frozen=True, slots=True)
class Seen:
    """A period's distinct counts and exposures (d,), and which of them each person has, `of` (i,).

    A few hundred pairs stand for thousands of people.
    """

    count: Floats
    exposure: Floats
    of: Ints


def drift(family: str, spread: float, correlation: float) -> Drift:
    """The grid of one set of hyper-parameters."""
    score = score_grid(correlation)
    bell = np.exp(-0.5 * score * score)
    weight = bell / bell.sum()
    relative = relative_rates(score, family, spread)
    return Drift(family, spread, correlation, score, weight, relative)


def score_grid(correlation: float) -> Floats:
    """Even grid fine enough for the emissions and for one year's innovation of the score."""
    innovation = np.sqrt(1 - correlation * correlation) if correlation < 1 else 1.0
    step = min(GRID_STEP, STEP_PER_INNOVATION * innovation)
    half = int(np.ceil(GRID_REACH / step))
    return np.asarray(np.arange(-half, half + 1) * step, dtype=np.float64)


def relative_rates(score: Floats, family: str, spread: float) -> Floats:
    """Relative rate (mean 1, coefficient of variation `spread`) at the rank of each score."""
    if family == "lognormal":
        log_variance = np.log1p(spread * spread)
        return np.asarray(np.exp(np.sqrt(log_variance) * score - log_variance / 2))
    from scipy import special

    shape = 1 / (spread * spread)
    low = score < 0
    quantile = np.empty_like(score)
    quantile[low] = special.gammaincinv(shape, special.ndtr(score[low]))
    quantile[~low] = special.gammainccinv(shape, special.ndtr(-score[~low]))
    return np.maximum(quantile / shape, LEAST_RATE)


def transition(shape: Drift, years: float) -> Floats:
    """Probability (k, k) of moving between grid scores over a number of years."""
    fade = shape.correlation**years
    if fade >= 1:
        return np.eye(len(shape.score))
    apart = shape.score[None, :] - fade * shape.score[:, None]
    step = np.exp(-0.5 * apart * apart / (1 - fade * fade))
    return np.asarray(step / step.sum(axis=1, keepdims=True))


def transitions(shape: Drift, lags: Floats) -> list[Floats]:
    """One transition a lag (t,); lags that differ by less than a day share theirs."""
    by_lag: dict[float, Floats] = {}
    rounded = [round(float(lag), 2) for lag in lags]
    for lag in rounded:
        if lag not in by_lag:
            by_lag[lag] = transition(shape, lag)
    return [by_lag[lag] for lag in rounded]


def rate_correlation(shape: Drift, years: float) -> float:
    """Correlation of a person's rate with itself some years later (rho at one year)."""
    ahead = transition(shape, years) @ shape.relative
    mean = shape.weight @ shape.relative
    second = shape.weight @ (shape.relative * ahead)
    variance = shape.weight @ (shape.relative**2) - mean**2
    return float((second - mean**2) / variance)


def seen_in(counts: Ints, exposure: Floats) -> tuple[Seen, ...]:
    """Each period of counts and exposure (i, t) by its distinct pairs."""
    return tuple(
        Seen(pairs[:, 0].copy(), pairs[:, 1].copy(), of.ravel())
        for pairs, of in (
            np.unique(np.column_stack(period), axis=0, return_inverse=True)
            for period in zip(counts.transpose(), exposure.transpose(), strict=True)
        )
    )


def filter_scores(
    seen: tuple[Seen, ...], level: Floats, years: Floats, shape: Drift
) -> tuple[Floats, Floats]:
    """Log-likelihood (i,) of each person's counts, and posterior (i, k) of the last score.

    Shapes: level (t,) population rate per free year; years (t,) midpoints of the periods seen. The
    Poisson constant log x! is left out: it is the same for all hyper-parameters.
    """
    steps = transitions(shape, np.diff(years))
    belief = shape.weight
    log_likelihood: Floats = np.zeros(len(seen[0].of))
    for period, pairs in enumerate(seen):
        emission, log_scale = emissions(pairs, level[period], shape)
        if period:
            belief = belief @ steps[period - 1]
        belief = belief * emission[pairs.of]
        total = belief.sum(axis=1)
        belief /= total[:, None]
        log_likelihood += np.log(total) + log_scale[pairs.of]
    return log_likelihood, belief


@dataclass(frozen=True, slots=True)
class Branch:
    """Distinct runs of periods, each a shorter run (`parent`, (n,)) and one pair more (n,)."""

    parent: Ints
    pair: Ints


@dataclass(frozen=True, slots=True)
class Meeting:
    """Histories (i,) as an early run of periods and a late one: far fewer of each than histories.

    Runs grow from the first period on, and from the last back. `early` and `late` (i,) say which
    of the longest each history has.
    """

    forward: tuple[Branch, ...]
    early: Ints
    backward: tuple[Branch, ...]
    late: Ints

    @classmethod
    def of(cls, seen: tuple[Seen, ...]) -> Meeting:
        """Split in the middle; a history of one period has no late run."""
        middle = (len(seen) + 1) // 2
        forward, early = _branches(seen[:middle])
        backward, late = _branches(seen[: middle - 1 : -1])
        return cls(forward, early, backward, late)


def _branches(seen: tuple[Seen, ...]) -> tuple[tuple[Branch, ...], Ints]:
    """The tree of runs over these periods, and which of the longest each history has."""
    grown, run = list[Branch](), np.zeros(len(seen[0].of) if seen else 0, dtype=np.int64)
    for pairs in seen:
        known, run = np.unique(run * len(pairs.count) + pairs.of, return_inverse=True)
        grown.append(Branch(*np.divmod(known, len(pairs.count))))
    return tuple(grown), run


def log_chances(
    seen: tuple[Seen, ...], met: Meeting, level: Floats, years: Floats, shape: Drift
) -> Floats:
    """Log-likelihood (i,) as `filter_scores` has it, each distinct run worked out once.

    What an early run tells of the score meets what the late one asks of it.
    """
    steps = transitions(shape, np.diff(years))
    belief, log_early = shape.weight[None, :], np.zeros(1)
    for period, branch in enumerate(met.forward):
        belief, log_early = _grown(seen[period], level[period], shape, branch, belief, log_early)
        if period < len(steps):
            belief = belief @ steps[period]
    if not met.backward:
        return log_early[met.early]
    asked, log_late = np.ones((1, len(shape.score))), np.zeros(1)
    for back, branch in enumerate(met.backward):
        period = len(seen) - 1 - back
        if back:
            asked = asked @ steps[period].T
        asked, log_late = _grown(seen[period], level[period], shape, branch, asked, log_late)
    both = np.einsum("ik,ik->i", belief[met.early], asked[met.late])
    return np.asarray(np.log(both) + log_early[met.early] + log_late[met.late])


def _grown(
    pairs: Seen, level: float, shape: Drift, branch: Branch, told: Floats, log_scale: Floats
) -> tuple[Floats, Floats]:
    """Runs (n, k) with one period more, scaled to sum to 1, and the logs (n,) of their scales."""
    emission, log_emission = emissions(pairs, level, shape)
    longer = told[branch.parent] * emission[branch.pair]
    total = longer.sum(axis=1)
    longer /= total[:, None]
    return longer, log_scale[branch.parent] + log_emission[branch.pair] + np.log(total)


def emissions(pairs: Seen, level: float, shape: Drift) -> tuple[Floats, Floats]:
    """Chance (d, k) of each pair's count at each score, less x!, and the log (d,) of its scale."""
    expected = pairs.exposure * level
    log_chance = pairs.count[:, None] * np.log(shape.relative) - expected[:, None] * shape.relative
    top = log_chance.max(axis=1)
    log_chance -= top[:, None]
    chance = np.exp(np.maximum(log_chance, LEAST_LOG_CHANCE, out=log_chance), out=log_chance)
    return chance, top + pairs.count * np.log(np.where(pairs.count > 0, expected, 1.0))


def total_chances(most: int, expected: Floats, years: Floats, shape: Drift) -> Floats:
    """Chance (i, most + 1) of each total over the periods, 0 to `most`, rates drifting between.

    Expected (i, t) offences at relative rate 1. The joint chance of total and score is carried from
    period to period, each adding its Poisson count: exact but for the grid.
    """
    people, grid = len(expected), len(shape.score)
    joint = np.zeros((most + 1, people, grid))
    joint[0] = shape.weight
    steps = transitions(shape, np.diff(years))
    for period in range(expected.shape[1]):
        if period:
            joint = joint @ steps[period - 1]
        mean = expected[:, period, None] * shape.relative
        chance = poisson_chances(most, mean)
        joint = np.stack(
            [np.einsum("xik,xik->ik", joint[: x + 1], chance[x::-1]) for x in range(most + 1)]
        )
    return np.asarray(joint.sum(axis=2).transpose())


def poisson_chances(most: int, mean: Floats) -> Floats:
    """Poisson chance of 0 to `most` events; mean (i, k) -> (most + 1, i, k)."""
    counts = np.arange(1, most + 1)
    log_factorial = np.concatenate(([0.0], np.cumsum(np.log(counts))))
    log_mean = np.log(np.maximum(mean, LEAST_RATE))
    powers = np.arange(most + 1)[:, None, None] * log_mean - log_factorial[:, None, None]
    return np.asarray(np.exp(powers - mean))


def chance_below(least: int, expected: Floats, years: Floats, shape: Drift) -> Floats:
    """Chance (i,) of a total below `least`; expected (i, t) offences at relative rate 1."""
    return np.asarray(total_chances(least - 1, expected, years, shape).sum(axis=1))
