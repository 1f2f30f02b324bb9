"""A plan's kept draws → what drives the answer and what would change it (F19, F20).

Blocks are drawn again from the plan, bit for bit as the run drew them, so that a run folder is
enough.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np

from iomcba.appraise.decision import information, switching
from iomcba.appraise.decision.main_effects import main_effects
from iomcba.appraise.decision.one_way import one_way
from iomcba.appraise.summary import KEPT_OF_MORE
from iomcba.model.sampling import MIX, RATE, UNCOSTED, correlation_factors, draw
from iomcba.pipeline.compiled import headlines_of, heard
from iomcba.terms.decision import (
    DIFFERENCE,
    Decision,
    Driver,
    Evppi,
    OneWay,
    Sample,
    SwitchingValue,
)
from iomcba.terms.findings import BusinessCase
from iomcba.terms.names import members
from iomcba.terms.plan import BLOCK, Array, Draws, Plan

FLIPPING = 2  # largest drivers whose switching value every appraisal solves
FAR = 10.0  # a switching value is looked for up to so many times the 90th percentile


@dataclass(frozen=True, slots=True)
class Study:
    """A plan, its first blocks drawn again, and the draws put side by side.

    `units` are those of the assumptions' rows, by name.
    """

    plan: Plan
    blocks: tuple[Draws, ...]
    units: Mapping[str, str]
    sample: Sample

    def among(self, options: tuple[str, ...]) -> Study:
        """The same draws with business as usual and some options only."""
        kept = tuple(o for o in self.plan.options[1:] if o.id in options)
        plan = replace(self.plan, options=(self.plan.options[0], *kept))
        rows = [self.sample.options.index(o.id) for o in plan.options]
        sample = replace(
            self.sample,
            options=tuple(o.id for o in plan.options),
            npsv=self.sample.npsv[rows],
            heard=tuple(self.sample.heard[row] for row in rows),
        )
        return Study(plan, self.blocks, self.units, sample)

    def reply(self, name: str, value: float) -> switching.Reply:
        """What the options come to with a quantity set to a value in every draw."""
        npsv, loss = [], []
        for block in self.blocks:
            changed = set_to(self.plan, block, name, value)
            found = headlines_of(self.plan, changed)
            npsv.append([found.means[f"{o.id}.npsv"].mean() for o in self.plan.options])
            loss.append(
                [
                    1.0 - found.means.get(f"{o.id}.p-npsv-positive", np.ones(1)).mean()
                    for o in self.plan.options
                ]
            )
        return switching.Reply(np.mean(npsv, axis=0), np.mean(loss, axis=0))

    def driver(self, name: str) -> Driver:
        """A quantity or a group by its name; KeyError where nothing of that name is uncertain."""
        below = tuple(members(name, self.sample.names))
        if not below:
            raise KeyError(name)
        offences = offences_of(self.plan, below)
        unit = self.units.get(name, _unit(name))
        if below != (name,) and name != RATE:
            return Driver(name, below, unit, offences=offences)
        distribution = self.plan.quantities.get(name)
        if distribution is None:
            column = self.values(below)
            low, high = np.quantile(column, (0.1, 0.9))
            return Driver(
                name, below, unit, float(low), float(column.mean()), float(high), offences
            )
        low, high = distribution.quantile(np.array([0.1, 0.9]))
        return Driver(name, below, unit, float(low), distribution.mean, float(high), offences)

    def values(self, names: tuple[str, ...]) -> Array:
        """Draws of a quantity, the sum of its members. Shape: (d,)."""
        return np.asarray(
            self.sample.inputs[[self.sample.names.index(n) for n in names]].sum(axis=0)
        )

    def asked(self, driver: Driver) -> switching.Asked:
        """A quantity to be set, remembering what was evaluated."""
        return switching.Asked(
            driver,
            self.searched(driver),
            lambda value: self.reply(driver.name, value),
            self.values(driver.members),
        )

    def searched(self, driver: Driver) -> tuple[float, float]:
        """Where a switching value is looked for.

        A share between 0 and 1; what is never negative from 0 to ten times its 90th percentile; the
        rest ten times the width of its 80% range to either side of its mean.
        """
        low, mean, high = driver.low, driver.mean, driver.high
        if low is None or mean is None or high is None:
            raise ValueError(f"{driver.name} is a group: it has no value to set")
        least = float(self.values(driver.members).min())
        if least < 0:
            reach = FAR * (high - low)
            return mean - reach, mean + reach
        return 0.0, 1.0 if driver.unit == "share" else FAR * high


def study(plan: Plan, units: Mapping[str, str], draws: int = KEPT_OF_MORE) -> Study:
    """Draw the first blocks of a plan again: at least so many draws, whole replicates of them."""
    count = max(1, draws // BLOCK // plan.replicates) * plan.replicates
    blocks = tuple(draw(plan, block) for block in range(count))
    return Study(plan, blocks, units, _sample(plan, blocks))


def _sample(plan: Plan, blocks: tuple[Draws, ...]) -> Sample:
    """Draws put side by side, with the NPSV of every option, shock and chance averaged."""
    names = tuple(n for n, c in blocks[0].columns.items() if _is_input(n, c))
    inputs = np.empty((len(names), BLOCK * len(blocks)))
    npsv = np.empty((len(plan.options), BLOCK * len(blocks)))
    for b, block in enumerate(blocks):
        here = np.s_[b * BLOCK : (b + 1) * BLOCK]
        for row, name in enumerate(names):
            inputs[row, here] = block[name]
        found = headlines_of(plan, block)
        for row, option in enumerate(plan.options):
            npsv[row, here] = found.means[f"{option.id}.npsv"]
    options = tuple(option.id for option in plan.options)
    made_of = heard(plan, blocks[0])
    hears = tuple(made_of[f"{option}.npsv"] for option in options)
    return Sample(names, inputs, options, npsv, plan.replicates, _together(plan), hears)


def units(case: BusinessCase) -> dict[str, str]:
    """Units of the assumptions' rows, by name."""
    return {row.name: row.unit for row in case.assumptions}


def decide(found: Study) -> Decision | None:
    """Decision analysis as every appraisal holds it; None where there is nothing to choose."""
    if len(found.plan.options) < 2:
        return None
    sample = found.sample
    means = sample.npsv.mean(axis=1)
    order = np.argsort(-means, kind="stable")
    best, second = (sample.options[order[k]] for k in (0, min(1, len(order) - 1)))
    nearest = next((sample.options[j] for j in order if j != 0), best)
    drivers = tuple(all_drivers(found))
    rows, evppi = list[OneWay](), list[Evppi]()
    for effect in main_effects(sample, drivers):  # each as large as the NPSVs: one at a time
        rows.append(one_way(effect, sample, best, second))
        evppi.append(information.evppi(effect, sample))
    evpi, evpi_error = information.evpi(sample)
    return Decision(
        draws=sample.npsv.shape[1],
        best=best,
        second=second,
        nearest=nearest,
        standings=information.standings(sample),
        drivers=drivers,
        one_way=tuple(rows),
        evpi=evpi,
        evpi_error=evpi_error,
        evppi=tuple(evppi),
        switching=tuple(_flips(found, drivers, tuple(rows), best, second)),
    )


def _flips(
    found: Study, drivers: tuple[Driver, ...], rows: tuple[OneWay, ...], best: str, second: str
) -> Iterator[SwitchingValue]:
    """Where the ranking turns, for the largest drivers of the gap between the best two."""
    single = [
        (row.swing(DIFFERENCE), driver)
        for row, driver in zip(rows, drivers, strict=True)
        if not driver.is_group
    ]
    pair = found.among((best, second))
    for _, driver in sorted(single, key=lambda each: -each[0])[:FLIPPING]:
        yield overtaken(found, pair, driver, best)


def overtaken(found: Study, pair: Study, driver: Driver, best: str) -> SwitchingValue:
    """Where another option overtakes the best: between the best two, unless a third was faster.

    `pair` is the same study of the best two alone.
    """
    turned = switching.overtakes(pair.asked(driver), pair.sample.options, best)
    if turned.value is not None:
        npsv = found.reply(driver.name, turned.value).npsv
        if npsv.max() - npsv[found.sample.options.index(best)] < switching.HALF_A_POUND:
            return turned
    return switching.overtakes(found.asked(driver), found.sample.options, best)


def all_drivers(found: Study) -> Iterator[Driver]:
    """Every uncertain assumption, the cohort's offending, and groups: tables and the mix."""
    names = found.sample.names
    single = [name for name in names if not name.startswith((RATE, MIX))]
    yield from (found.driver(name) for name in single)
    if any(name.startswith(RATE) for name in names):
        yield found.driver(RATE)
    tables = dict.fromkeys(name.partition(".")[0] for name in single)
    for group in (*tables, MIX):
        if len(members(group, names)) > 1:
            yield found.driver(group)


def set_to(plan: Plan, draws: Draws, name: str, value: float) -> Draws:
    """The same draws with a quantity set to a value.

    All years of RATE move in proportion to its mean, to that total; the other shares of the mix
    keep theirs of the rest (what is left of a Dirichlet is independent of one share).
    """
    if name == RATE:
        mean = plan.counterfactual.mean
        for year, part in zip(plan.years, mean / mean.sum(), strict=True):
            draws = draws.with_column(f"{RATE}.{year}", value * float(part))
        return draws
    if name.startswith(f"{MIX}."):
        rest = (1.0 - value) / (1.0 - np.asarray(draws[name]))
        for offence in (*plan.offences, UNCOSTED):
            other = f"{MIX}.{offence}"
            if other != name:
                draws = draws.with_column(other, draws[other] * rest)
    return draws.with_column(name, value)


def _is_input(name: str, column: Array | float) -> bool:
    """Whether a column is an uncertain quantity of the expected values: no shock, no chance."""
    apart = ("counterfactual.shock", "chance.")
    return (
        isinstance(column, np.ndarray) and not name.startswith(apart) and float(np.ptp(column)) > 0
    )


def _together(plan: Plan) -> tuple[tuple[str, ...], ...]:
    """Sets of names that depend on one another: correlated rows, yearly rates, the mix."""
    rates = tuple(f"{RATE}.{year}" for year in plan.years)
    mix = tuple(f"{MIX}.{offence}" for offence in (*plan.offences, UNCOSTED))
    return (*(factor.names for factor in correlation_factors(plan)), rates, mix)


def offences_of(plan: Plan, names: Collection[str]) -> tuple[str, ...]:
    """Offence types that some of the quantities belong to."""
    return tuple(o for o, used in _of_offences(plan) if not used.isdisjoint(names))


def _of_offences(plan: Plan) -> Iterator[tuple[str, frozenset[str]]]:
    """Each offence type and the names of the quantities that belong to it."""
    for o, offence in enumerate(plan.offences):
        own = {f"{MIX}.{offence}", f"multiplier.{offence}"}
        own |= {name for part in plan.parts for name in (part.costs[o], part.shares[o]) if name}
        yield offence, frozenset(own)


def _unit(name: str) -> str:
    if name == RATE or name.startswith(f"{RATE}."):
        return "proven offences"
    return "share" if name.startswith(f"{MIX}.") else ""
