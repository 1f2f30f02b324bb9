"""Maximum likelihood of unequal, drifting rates on the offender population (F3).

The trend belongs to everyone and the drift to each person's rank, so a fall is counted once
(decision 0010). Weak priors hold the parameters that a short window cannot tell (decision 0011).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from iomcba.model.offending.drift import rate_correlation, total_chances
from iomcba.model.offending.likelihood import (
    Hyper,
    Rows,
    likelihood_rows,
    log_likelihood,
    sample_rows,
    unpack,
)
from iomcba.terms.counterfactual import RateFit
from iomcba.terms.histories import Floats, Panel
from iomcba.terms.said import worded

NAMES = ("log level", "trend", "log spread", "logit correlation")
STAGES = (600, 3_000)  # distinct histories in a first rough fit and in the final one
SLOPE = 1e-4  # slope per head at which the search ends: far below a standard error
DIFFERENCE = 0.01  # step of the second differences, on parameters of order one
SHOWN_SHARES = (0.02, 0.05, 0.10)  # F3: top shares whose observed and fitted offences are shown


@dataclass(frozen=True, slots=True)
class RatePrior:
    """Weak priors on what a short window cannot tell; an infinite sd switches one off.

    `trend_log_sd` of the yearly log trend (mean 0); `spread` with `spread_log_sd`; `persistence`
    (correlation of the rate at one year) with `persistence_logit_sd`.
    """

    trend_log_sd: float
    spread: float
    spread_log_sd: float
    persistence: float
    persistence_logit_sd: float


def fit_rates(seen: Panel, family: str, prior: RatePrior, drifting: bool, least: int) -> RateFit:
    """Fit one family (F3); `drifting` False is the static comparator: rho = 1 and no trend.

    `least` is the smallest total that got a person listed: 0 everyone, 1 only with an offence.
    Large populations are sampled, and the covariance is that of the people in the sample.
    """
    everyone = likelihood_rows(seen, least)
    best = starting_point(everyone, prior, drifting)
    bend = np.eye(len(best))
    for most in STAGES:
        if most == STAGES[-1] or len(everyone.weight) > most:
            rows = sample_rows(everyone, most)
            loss = penalised_loss(rows, family, prior)
            best, bend = minimise(loss, best, bend, rows.weight.sum())
    hyper = unpack(best, family, rows.years)
    likelihood = log_likelihood(rows, hyper)
    return RateFit(
        family=family,
        mean=float(np.exp(best[0])),
        spread=hyper.shape.spread,
        persistence=rate_correlation(hyper.shape, 1.0),
        log_likelihood=likelihood,
        aic=2 * len(best) - 2 * likelihood,
        parameter_names=NAMES if drifting else (NAMES[0], NAMES[2]),
        parameters=best,
        covariance=inverse_information(hessian(loss, best)) / rows.sampled,
        shares=top_shares(rows, hyper),
    )


def penalised_loss(rows: Rows, family: str, prior: RatePrior) -> Callable[[Floats], float]:
    """Minus log-likelihood and log prior as a function of the parameters."""

    def loss(parameters: Floats) -> float:
        hyper = unpack(parameters, family, rows.years)
        return penalty(parameters, hyper, prior) - log_likelihood(rows, hyper)

    return loss


def best_fit(fits: tuple[RateFit, ...]) -> RateFit:
    """The fit with the smallest AIC; the first on a tie."""
    return min(fits, key=lambda fit: fit.aic)


def penalty(parameters: Floats, hyper: Hyper, prior: RatePrior) -> float:
    """Minus the log density of the weak priors, up to a constant."""
    log_spread = parameters[1] if len(parameters) == 2 else parameters[2]
    terms = [(log_spread - np.log(prior.spread)) / prior.spread_log_sd]
    if len(parameters) > 2:
        apart = logit(rate_correlation(hyper.shape, 1.0)) - logit(prior.persistence)
        terms += [parameters[1] / prior.trend_log_sd, apart / prior.persistence_logit_sd]
    return float(np.sum(np.square(terms)) / 2)


def logit(share: float) -> float:
    """Log odds."""
    return float(np.log(share) - np.log1p(-share))


def starting_point(rows: Rows, prior: RatePrior, drifting: bool) -> Floats:
    """Mean rate, the prior's spread and persistence, no trend."""
    offences = rows.weight @ rows.counts.sum(axis=1)
    level = np.log(max(offences, 1.0) / (rows.weight @ rows.exposure.sum(axis=1)))
    if not drifting:
        return np.array([level, np.log(prior.spread)])
    return np.array([level, 0.0, np.log(prior.spread), logit(prior.persistence)])


def minimise(
    loss: Callable[[Floats], float], start: Floats, bend: Floats, people: float
) -> tuple[Floats, Floats]:
    """Minimum of a sum over people, smooth in a few parameters of order one, and the bend there.

    `bend` is the inverse of the second derivatives per head, as far as it is known.
    """
    from scipy.optimize import minimize

    def per_head(parameters: Floats) -> float:
        return loss(parameters) / people

    found = minimize(
        per_head,
        start,
        method="BFGS",
        options={"gtol": SLOPE, "eps": SLOPE**2, "hess_inv0": bend},
    )
    bend = np.asarray(found.hess_inv, np.float64)
    return np.asarray(found.x, np.float64), (bend + bend.T) / 2  # symmetric to the last bit


def hessian(loss: Callable[[Floats], float], at: Floats) -> Floats:
    """Second derivatives by central differences along the axes and their diagonals, (p,) -> (p, p).

    Abramowitz and Stegun (1964), 25.3.23 and 25.3.27.
    """
    step = np.eye(len(at)) * DIFFERENCE
    middle = loss(at)
    along = np.array([loss(at + a) + loss(at - a) - 2 * middle for a in step])
    second = np.diag(along)
    for row, column in zip(*np.triu_indices(len(at), 1), strict=True):
        both = step[row] + step[column]
        diagonal = loss(at + both) + loss(at - both) - 2 * middle
        mixed = (diagonal - along[row] - along[column]) / 2
        second[row, column] = second[column, row] = mixed
    return second / DIFFERENCE**2


def inverse_information(second: Floats) -> Floats:
    """Covariance of the estimates; directions that the data and priors leave flat get none."""
    value, vector = np.linalg.eigh(second)
    told = value > 1e-6 * value[-1]
    inverse = np.divide(1.0, value, out=np.zeros_like(value), where=told)
    return np.asarray((vector * inverse) @ vector.transpose())


def top_shares(rows: Rows, hyper: Hyper) -> tuple[tuple[str, float, float, float], ...]:
    """Observed and fitted share of offences by the top 2, 5, 10% of heads, denominators named.

    The fitted share is that of counts, not of rates, at the rows' mean exposure.
    """
    total = rows.counts.sum(axis=1)
    exposure = (rows.weight @ rows.exposure / rows.weight.sum())[None, :]
    most = int(2 * total.max() + 1)
    fitted = total_chances(most, exposure * hyper.level, rows.years, hyper.shape)[0]
    values = np.arange(len(fitted), dtype=np.float64)
    shown: list[tuple[str, float, float, float]] = []
    for people, least in ((worded("fit.all-at-risk"), 0), (worded("fit.with-an-offence"), 1)):
        if least < rows.least:
            continue
        of, first = total >= least, max(least, rows.least)
        for share in SHOWN_SHARES:
            seen = share_of_top(total[of].astype(np.float64), rows.weight[of], share)
            expected = share_of_top(values[first:], fitted[first:], share)
            shown.append((people, share, seen, expected))
    return tuple(shown)


def share_of_top(values: Floats, weights: Floats, share: float) -> float:
    """Share of the sum of values held by the `share` of weight with the largest values."""
    order = np.argsort(-values)
    heads = np.concatenate(([0.0], np.cumsum(weights[order])))
    held = np.concatenate(([0.0], np.cumsum((weights * values)[order])))
    return float(np.interp(share * heads[-1], heads, held) / held[-1])
