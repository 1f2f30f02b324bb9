"""`draw`: a plan and a block number → joint samples, one named column per uncertain quantity (F18).

Block b is block b // R of replicate b mod R, R being the plan's number of replicates, so that the
first R blocks are one of each and a longer run only adds to a shorter one. Any block can be drawn
by itself; all options share the draws.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from iomcba.model.copula import Factor, contradictions, correlated, factors, pairs_of
from iomcba.model.quantiles import SCORE, Map, compiled
from iomcba.model.sobol import Allotment, Scramble, allot, block_integers, scramble
from iomcba.model.streams import uniforms, unit_interval
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
GROUP = 8  # columns made at a time: their work stays in the processor's cache


def draw(plan: Plan, block: int) -> Draws:
    """Draw one block of joint samples. Columns: every assumption, the counterfactual, chance."""
    layout = _layout(plan)
    made = layout.columns(plan, block)
    columns: dict[str, Array | float] = {
        n: made[n] if n in made else d.parameters[0] for n, d in plan.quantities.items()
    }
    columns |= _rates(plan.counterfactual, made)
    columns |= _mix(plan, made)
    for year in plan.years:
        columns[f"{CHANCE}.{year}"] = made[f"{CHANCE}.{year}"]
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


@dataclass(frozen=True, slots=True)
class Layout:
    """What every block of a plan shares: which columns are made together, and how.

    Each group of names has its map from uniforms to values; those of a factor are one group.
    """

    seed: int
    groups: tuple[tuple[tuple[str, ...], Factor | None, Map], ...]
    column: dict[str, int] | None

    def columns(self, plan: Plan, block: int) -> dict[str, Array]:
        """Every sampled quantity's column of a block. Shape of each: (BLOCK,)."""
        made: dict[str, Array] = {}
        for names, factor, to_values in self.groups:
            u = self._uniforms(names, block, plan.replicates)
            if factor is not None:
                u = _joined(factor, u)
            made.update(zip(names, to_values(u), strict=True))
        return made

    def _uniforms(self, names: tuple[str, ...], block: int, replicates: int) -> Array:
        if self.column is None:
            return np.stack([uniforms(name, self.seed, block) for name in names])
        columns = tuple(self.column[name] for name in names)
        within, replicate = divmod(block, replicates)
        scrambled = _scrambled(names, columns, self.seed, replicate)
        return unit_interval(block_integers(scrambled, within))


def _joined(factor: Factor, u: Array) -> Array:
    """Uniforms of correlated quantities from independent ones. Shape: (n, d)."""
    from scipy.special import ndtr

    scores = compiled((SCORE,) * len(u))(u)
    return np.clip(ndtr(correlated(factor, scores)), 2.0**-53, 1.0 - 2.0**-53)


@lru_cache(maxsize=1024)
def _scrambled(
    names: tuple[str, ...], columns: tuple[int, ...], seed: int, replicate: int
) -> Scramble:
    return scramble(names, np.array(columns), seed, replicate)


_LAYOUTS: dict[int, tuple[Plan, Layout]] = {}


def _layout(plan: Plan) -> Layout:
    """The plan's layout, remembered for the last few plans (a plan cannot be hashed)."""
    known = _LAYOUTS.get(id(plan))
    if known is not None and known[0] is plan:
        return known[1]
    layout = _make_layout(plan)
    if len(_LAYOUTS) >= GROUP:
        _LAYOUTS.clear()
    _LAYOUTS[id(plan)] = (plan, layout)
    return layout


def _make_layout(plan: Plan) -> Layout:
    wanted, joint = sampled(plan), correlation_factors(plan)
    together = [factor.names for factor in joint]
    alone = [n for n in wanted if not any(n in names for names in together)]
    alone.sort(key=lambda name: (wanted[name].family, name))
    chunks = [tuple(alone[i : i + GROUP]) for i in range(0, len(alone), GROUP)]
    groups = [(factor.names, factor) for factor in joint] + [(names, None) for names in chunks]
    return Layout(
        plan.seed,
        tuple((names, f, compiled(tuple(wanted[n] for n in names))) for names, f in groups),
        dict(allotment(plan).columns) if plan.sampler == "sobol" else None,
    )


def _rates(fitted: Counterfactual, made: dict[str, Array]) -> dict[str, Array | float]:
    """Offences by year, jointly lognormal with the fit's moments, and shocks of mean 1 (F6)."""
    names = [f"{RATE}.{year}" for year in fitted.years]
    columns: dict[str, Array | float] = {}
    if names[0] not in made:
        columns |= {name: float(mean) for name, mean in zip(names, fitted.mean, strict=True)}
    else:
        log_cov = np.log1p(fitted.covariance / np.outer(fitted.mean, fitted.mean))
        log_mean = np.log(fitted.mean) - np.diag(log_cov) / 2
        scores = np.stack([made[name] for name in names])
        rates = np.exp(log_mean[:, None] + np.einsum("yz,zd->yd", _root(log_cov), scores))
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


def _mix(plan: Plan, made: dict[str, Array]) -> dict[str, Array | float]:
    """Dirichlet mix over offence types by normalised gamma columns (F6)."""
    names = [f"{MIX}.{offence}" for offence in (*plan.offences, UNCOSTED)]
    weights = plan.counterfactual.mix
    if plan.fixed_mix:
        shares = weights / weights.sum()
        return {name: float(share) for name, share in zip(names, shares, strict=True)}
    drawn = [name for name in names if name in made]
    total = np.sum([made[name] for name in drawn], axis=0)
    return {name: made[name] / total if name in made else np.zeros(BLOCK) for name in names}
