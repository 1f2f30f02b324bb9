"""Where the doubt comes from: Sobol' indices of a plan's independent groups (F19)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np

from iomcba.appraise.decision.main_effects import main_effects
from iomcba.appraise.decision.variance import FINE, first_order, total_order
from iomcba.errors import InputError, Place, Problem
from iomcba.model.sampling import MIX, RATE, correlation_factors, draw
from iomcba.pipeline.compiled import headlines_of
from iomcba.pipeline.decision import Study, offences_of
from iomcba.terms.decision import DIFFERENCE, Driver, SobolIndex, Variance
from iomcba.terms.plan import Array, Draws


def variance(found: Study, best: str, second: str, each: bool = False) -> Variance:
    """Sobol' indices of independent groups, or of each quantity by itself.

    Raises:
        InputError: for each quantity by itself where some are correlated.
    """
    sample = found.sample
    groups = tuple(_each(found) if each else _tables(found))
    rows = (sample.options.index(best), sample.options.index(second))
    names = (*sample.options[1:], DIFFERENCE)
    npsv, others, indices = _targets(sample.npsv, *rows), second_design(found), []
    for group, effect in zip(groups, main_effects(sample, groups, FINE), strict=True):
        known, y = _targets(effect.known, *rows), _targets(effect.npsv, *rows)
        mixed = _targets(swapped(found, others, group.members), *rows)
        first = first_order(npsv, known, y, sample.replicates)
        total = total_order(npsv, mixed, sample.replicates)
        indices.append(SobolIndex(group.name, *(_by(names, part) for part in (*first, *total))))
    return Variance(groups, _by(names, npsv.std(axis=1)), tuple(indices))


def _targets(npsv: Array, best: int, second: int) -> Array:
    """Every option but business as usual; last, the best less the second. (j, d) -> (j, d)."""
    return np.concatenate((npsv[1:], (npsv[best] - npsv[second])[None]))


def _by(targets: tuple[str, ...], values: Array) -> dict[str, float]:
    return dict(zip(targets, values.tolist(), strict=True))


def second_design(found: Study) -> tuple[Draws, ...]:
    """As many draws again, plain ones of another seed: they know nothing of the first."""
    plan = replace(found.plan, sampler="plain", seed=found.plan.seed + 1)
    return tuple(draw(plan, block) for block in range(len(found.blocks)))


def swapped(found: Study, others: tuple[Draws, ...], names: tuple[str, ...]) -> Array:
    """NPSV of the kept draws with some columns taken from others. Shape: (j, d)."""
    npsv = []
    for block, other in zip(found.blocks, others, strict=True):
        columns = {**block.columns, **{name: other.columns[name] for name in names}}
        means = headlines_of(found.plan, Draws(block.size, columns)).means
        npsv.append([means[f"{option}.npsv"] for option in found.sample.options])
    return np.concatenate(npsv, axis=1)


def _tables(found: Study) -> Iterator[Driver]:
    """A group of each table; tables that correlations join are one."""
    tables = _by_owner(found, _table)
    for family in found.sample.together:
        joined = dict.fromkeys(_table(name) for name in family if name in found.sample.names)
        whole = set[str]().union(*(tables[table] for table in joined))
        tables |= dict.fromkeys(joined, whole)
    made = {"+".join(_owners(found, names)): names for names in tables.values()}
    return (_group(found, name, names) for name, names in made.items())


def _each(found: Study) -> Iterator[Driver]:
    """Every quantity; the years of the offences expected are one, and so is their mix."""
    bound = [" and ".join(factor.names) for factor in correlation_factors(found.plan)]
    if bound:
        what = (
            f"correlated are {'; '.join(bound)}: the index of one by itself would hold part of the "
            "other’s, and the shares would not add up"
        )
        raise InputError([Problem(Place("--each"), what, "Leave --each out to ask by group.")])
    whole = _by_owner(found, lambda name: _table(name) if name.startswith((RATE, MIX)) else name)
    return (_group(found, name, names) for name, names in whole.items())


def _by_owner(found: Study, owner: Callable[[str], str]) -> dict[str, set[str]]:
    whole: dict[str, set[str]] = {}
    for name in found.sample.names:
        whole.setdefault(owner(name), set()).add(name)
    return whole


def _owners(found: Study, names: set[str]) -> tuple[str, ...]:
    return tuple(sorted({_table(name) for name in found.sample.names if name in names}))


def _table(name: str) -> str:
    return next((of for of in (RATE, MIX) if name.startswith(of)), name.partition(".")[0])


def _group(found: Study, name: str, names: set[str]) -> Driver:
    """A group of quantities; of one quantity, that quantity."""
    if len(names) == 1:
        return found.driver(*names)
    members = tuple(each for each in found.sample.names if each in names)
    return Driver(name, members, offences=offences_of(found.plan, members))
