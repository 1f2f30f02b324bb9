"""`draw`: a plan and a block number → joint samples, one named column per uncertain quantity (F18).

Each quantity has its own stream, known by its name and the run's seed alone, so that adding an
assumption moves no other figure, all options share the draws, and any block can be drawn by itself.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache

import numpy as np

from iomcba.model.quantiles import values
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


def draw(plan: Plan, block: int) -> Draws:
    """Draw one block of joint samples. Columns: every assumption, the counterfactual, chance."""
    columns: dict[str, Array | float] = {}
    for name, distribution in plan.quantities.items():
        columns[name] = draw_column(name, distribution, plan.seed, block)
    columns |= _draw_rates(plan.counterfactual, plan.seed, block)
    columns |= _draw_mix(plan, block)
    for year in plan.years:
        columns[f"{CHANCE}.{year}"] = normal_scores(f"{CHANCE}.{year}", plan.seed, block)
    return Draws(BLOCK, columns)


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


def draw_column(name: str, distribution: Distribution, seed: int, block: int) -> Array | float:
    """One quantity's column of a block; a certain quantity stays a number."""
    if distribution.is_point:
        return distribution.parameters[0]
    u = uniforms(name, seed, block)
    return values(distribution, u, _scores(u))


def normal_scores(name: str, seed: int, block: int) -> Array:
    """Standard normal scores of a named stream. Shape: (BLOCK,)."""
    return _scores(uniforms(name, seed, block))


def uniforms(name: str, seed: int, block: int) -> Array:
    """Uniforms strictly inside (0, 1) of a named stream. Shape: (BLOCK,).

    Philox (Salmon et al. 2011) is counted by block, so that a block needs none of those before it.
    """
    stream = np.random.Philox(key=_key(name, seed), counter=[0, 0, block, 0])
    raw = stream.random_raw(BLOCK) >> np.uint64(12)  # 52 bits: with 53 the half would round up to 1
    return (np.asarray(raw, dtype=np.float64) + 0.5) * 2.0**-52


@lru_cache(maxsize=65536)
def _key(name: str, seed: int) -> int:
    digest = hashlib.sha256(f"{seed}:{name}".encode()).digest()
    return int.from_bytes(digest[:16], "little")


def _scores(u: Array) -> Array:
    from scipy.special import ndtri

    return np.asarray(ndtri(u))


def _draw_rates(fitted: Counterfactual, seed: int, block: int) -> dict[str, Array | float]:
    """Cohort's offences by year, jointly lognormal with the fit's moments; shocks of mean 1 (F6)."""
    log_cov = np.log1p(fitted.covariance / np.outer(fitted.mean, fitted.mean))
    names = [f"{RATE}.{year}" for year in fitted.years]
    columns: dict[str, Array | float] = {}
    if not log_cov.any():
        columns |= {name: float(mean) for name, mean in zip(names, fitted.mean, strict=True)}
    else:
        z = np.stack([normal_scores(name, seed, block) for name in names], axis=1)
        log_mean = np.log(fitted.mean) - np.diag(log_cov) / 2
        rates = np.exp(log_mean + np.einsum("dz,yz->dy", z, _root(log_cov)))
        columns |= {name: rates[:, y] for y, name in enumerate(names)}
    shared = _shock(SHOCK, fitted.shock_log_sd, seed, block)
    for year in fitted.years:
        name = f"{SHOCK}.{year}"
        columns[name] = shared * _shock(name, fitted.shock_yearly_log_sd, seed, block)
    return columns


def _shock(name: str, log_sd: float, seed: int, block: int) -> Array | float:
    if log_sd == 0:
        return 1.0
    return np.exp(log_sd * normal_scores(name, seed, block) - log_sd**2 / 2)


def _root(covariance: Array) -> Array:
    """A square root of a covariance matrix, also where it is singular. Shape: (y, y)."""
    weights, vectors = np.linalg.eigh(covariance)
    return np.asarray(vectors * np.sqrt(np.maximum(weights, 0.0)))


def _draw_mix(plan: Plan, block: int) -> dict[str, Array | float]:
    """Dirichlet mix over offence types by normalised gamma columns (F6)."""
    names = [f"{MIX}.{offence}" for offence in (*plan.offences, UNCOSTED)]
    mix = plan.counterfactual.mix
    if plan.fixed_mix:
        return {name: float(share) for name, share in zip(names, mix / mix.sum(), strict=True)}
    columns = [
        draw_column(name, Distribution("gamma", (float(weight), 1.0)), plan.seed, block)
        if weight > 0
        else np.zeros(BLOCK)
        for name, weight in zip(names, mix, strict=True)
    ]
    total = np.sum(columns, axis=0)
    return {name: column / total for name, column in zip(names, columns, strict=True)}
