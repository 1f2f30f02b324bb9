"""`draw`: a plan and a block number → joint samples, one named column per uncertain quantity (F18).

Block b is block b // R of replicate b mod R, R being the plan's number of replicates, so that the
first R blocks are one of each and a longer run only adds to a shorter one. Any block can be drawn
by itself; all options share the draws.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

import numpy as np

from iomcba.model.copula import Factor, contradictions, factors, pairs_of
from iomcba.model.quantiles import SCORE
from iomcba.model.sobol import Allotment, allot
from iomcba.model.uniforms import Layout, lay_out
from iomcba.terms.counterfactual import Counterfactual
from iomcba.terms.plan import BLOCK, Array, Draws, Plan
from iomcba.terms.uncertainty import Distribution

RATE, SHOCK, MIX, CHANCE = (
    "counterfactual.rate",
    "counterfactual.shock",
    "counterfactual.mix",
    "chance",
)
UNCOSTED = "not-costed"
REMEMBERED = 4  # plans that are kept ready

Made = TypeVar("Made")


def draw(plan: Plan, block: int) -> Draws:
    """Draw one block of joint samples. Columns: every assumption, the counterfactual, chance."""
    laid = layout(plan)
    rows = np.empty((len(laid.names), BLOCK))
    laid.fill(rows, [block])
    return Draws(BLOCK, columns(plan, dict(zip(laid.names, rows, strict=True))))


def columns(plan: Plan, made: Mapping[str, Array]) -> dict[str, Array | float]:
    """Every column of a block from those that are sampled. Shape: (d,) -> (d,) each."""
    found: dict[str, Array | float] = {
        n: made[n] if n in made else d.parameters[0] for n, d in plan.quantities.items()
    }
    found |= _rates(plan.counterfactual, made)
    found |= _mix(plan, made)
    for year in plan.years:
        found[f"{CHANCE}.{year}"] = made[f"{CHANCE}.{year}"]
    return found


def central(plan: Plan) -> Draws:
    """One draw with every quantity at its mean: the central case (F18)."""
    fitted = plan.counterfactual
    columns: dict[str, Array | float] = {n: d.mean for n, d in plan.quantities.items()}
    for y, year in enumerate(plan.years):
        columns[f"{RATE}.{year}"] = float(fitted.mean[y])
        columns[f"{SHOCK}.{year}"] = 1.0
        columns[f"{CHANCE}.{year}"] = 0.0
    shares = fitted.mix / fitted.mix.sum()
    for offence, share in zip((*plan.offences, UNCOSTED), shares, strict=True):
        columns[f"{MIX}.{offence}"] = float(share)
    return Draws(1, columns)


def sampled(plan: Plan) -> dict[str, Distribution]:
    """Every quantity that takes a column of uniforms, with its distribution, names sorted.

    The counterfactual's rates, shocks and chance are normal scores, its mix gammas (F6, F17).
    """
    fitted, found = plan.counterfactual, dict[str, Distribution]()
    for name in plan.uncertain():
        found[name] = plan.quantities[name]
    for year in plan.years:
        if fitted.covariance.any():
            found[f"{RATE}.{year}"] = SCORE
        if fitted.shock_yearly_log_sd > 0:
            found[f"{SHOCK}.{year}"] = SCORE
        found[f"{CHANCE}.{year}"] = SCORE
    if fitted.shock_log_sd > 0:
        found[SHOCK] = SCORE
    if not plan.fixed_mix:
        for offence, weight in zip((*plan.offences, UNCOSTED), fitted.mix, strict=True):
            if weight > 0:
                found[f"{MIX}.{offence}"] = Distribution("gamma", (float(weight), 1.0))
    return dict(sorted(found.items()))


def once_a_plan(make: Callable[[Plan], Made]) -> Callable[[Plan], Made]:
    """Remember what is made of the last few plans; a plan is known by being the same object."""
    known: dict[int, tuple[Plan, Made]] = {}

    def made(plan: Plan) -> Made:
        if id(plan) not in known:
            while len(known) >= REMEMBERED:
                known.pop(next(iter(known)), None)
            known[id(plan)] = (plan, make(plan))
        return known[id(plan)][1]

    return made


@once_a_plan
def layout(plan: Plan) -> Layout:
    """How the plan's sampled columns are made."""
    columns = dict(allotment(plan).columns) if plan.sampler == "sobol" else None
    return lay_out(sampled(plan), correlation_factors(plan), columns, plan.seed, plan.replicates)


def allotment(plan: Plan) -> Allotment:
    """Sobol' columns of the plan's quantities and of the names it shares columns with."""
    return allot(sorted({*sampled(plan), *plan.beside}))


def correlation_factors(plan: Plan) -> tuple[Factor, ...]:
    """Factors of the plan's correlated quantities.

    Raises:
        NoCorrelation: if the rows contradict each other and are not to be repaired.
    """
    if not plan.correlations:
        return ()
    pairs, _ = pairs_of(plan.correlations, plan.uncertain())
    return factors(pairs, plan.repair_correlations)


def repaired(plan: Plan) -> tuple[str, ...]:
    """Sets of quantities whose correlations had to be moved, each in words."""
    if not plan.repair_correlations:
        return ()
    pairs, _ = pairs_of(plan.correlations, plan.uncertain())
    return contradictions(pairs)


def _rates(fitted: Counterfactual, made: Mapping[str, Array]) -> dict[str, Array | float]:
    """Offences by year, jointly lognormal with the fit's moments, and shocks of mean 1 (F6)."""
    names = [f"{RATE}.{year}" for year in fitted.years]
    columns: dict[str, Array | float] = {}
    if names[0] not in made:
        columns |= {name: float(mean) for name, mean in zip(names, fitted.mean, strict=True)}
    else:
        log_cov = np.log1p(fitted.covariance / np.outer(fitted.mean, fitted.mean))
        log_mean = np.log(fitted.mean) - np.diag(log_cov) / 2
        scores, root = np.stack([made[name] for name in names]), _root(log_cov)
        rates = np.exp(log_mean[:, None] + (root[:, :, None] * scores).sum(axis=1))
        columns |= dict(zip(names, rates, strict=True))
    shared = _shock(made.get(SHOCK), fitted.shock_log_sd)
    for year in fitted.years:
        name = f"{SHOCK}.{year}"
        columns[name] = shared * _shock(made.get(name), fitted.shock_yearly_log_sd)
    return columns


def _shock(scores: Array | None, log_sd: float) -> Array | float:
    return 1.0 if scores is None else np.exp(log_sd * scores - log_sd**2 / 2)


def _root(covariance: Array) -> Array:
    """A square root of a covariance matrix, also where it is singular. Shape: (y, y)."""
    weights, vectors = np.linalg.eigh(covariance)
    return np.asarray(vectors * np.sqrt(np.maximum(weights, 0.0)))


def _mix(plan: Plan, made: Mapping[str, Array]) -> dict[str, Array | float]:
    """Dirichlet mix over offence types by normalised gamma columns (F6)."""
    names = [f"{MIX}.{offence}" for offence in (*plan.offences, UNCOSTED)]
    weights = plan.counterfactual.mix
    if plan.fixed_mix:
        shares = weights / weights.sum()
        return {name: float(share) for name, share in zip(names, shares, strict=True)}
    total = np.stack([made[name] for name in names if name in made]).sum(axis=0)
    nought = np.zeros_like(total)
    return {name: made[name] / total if name in made else nought for name in names}
