"""What drives a case or a run: sensitivity, switching values, value of information (F19, F20)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import product
from pathlib import Path

import numpy as np

from iomcba.appraise.decision import switching
from iomcba.appraise.disclosure import disclose_analysis
from iomcba.appraise.headlines import headlines
from iomcba.errors import InputError, Place, Problem, nearest
from iomcba.model.evaluate import evaluate
from iomcba.pipeline.appraise import appraise
from iomcba.pipeline.decision import Study, set_to, study, units
from iomcba.read.run import is_run, read_run
from iomcba.terms.decision import Decision, SwitchingValue, TwoWay
from iomcba.terms.findings import BusinessCase, SharedCase
from iomcba.terms.plan import Plan

LARGEST = 20  # drivers whose switching values are solved
STEPS = (0.1, 0.3, 0.5, 0.7, 0.9)  # percentiles of a two-way map


@dataclass(frozen=True, slots=True)
class Asked:
    """A case or run to be asked: what may be shared, everything, the plan."""

    shared: SharedCase
    full: BusinessCase
    plan: Plan


def asked(what: str) -> Asked:
    """A run folder read back, or a case appraised.

    Raises:
        InputError: with every problem, or if there is nothing to choose between.
    """
    path = Path(what)
    if is_run(path):
        run = read_run(path)
        found = Asked(run.shared, run.full, run.plan)
    else:
        made = appraise(what, None, None, lambda done, of: None, date.today())
        found = Asked(made.shared, made.full, made.plan)
    if found.shared.case.analysis is None:
        raise InputError([Problem(Place(what), "has business as usual alone: nothing to compare")])
    return found


def option_of(found: Asked, option: str) -> str:
    """The option meant; the one nearest to paying where none is named.

    Raises:
        InputError: naming the options there are.
    """
    known = [each.id for each in found.full.options[1:]]
    if option and option not in known:
        raise InputError(
            [Problem(Place("--option"), f"{option!r} is no option", nearest(option, known))]
        )
    analysis = found.full.analysis
    return option or (analysis.nearest if analysis is not None else known[0])


def breakeven(found: Asked, option: str, level: float, largest: int = LARGEST) -> SharedCase:
    """The case with switching values of an option's largest drivers.

    A driver that moves the option by no more than the draws' error is not asked.

    Each driver is asked three questions: where the option breaks even, where the ranking turns,
    and where the chance of loss is `level`.
    """
    analysis = found.full.analysis
    assert analysis is not None, "asked() refuses a case without an analysis"
    made = study(found.plan, units(found.full))
    turns = tuple(_turns(made, analysis, option, level, largest))
    told = disclose_analysis(replace(analysis, switching=turns), found.shared)
    return replace(found.shared, case=replace(found.shared.case, analysis=told))


def _turns(
    made: Study, analysis: Decision, option: str, level: float, largest: int
) -> Iterator[SwitchingValue]:
    single = [
        row
        for row in analysis.one_way
        if not analysis.driver(row.name).is_group and row.swing(option) > 2 * row.errors[option]
    ]
    single.sort(key=lambda row: -row.swing(option))
    options = made.sample.options
    for row in single[:largest]:
        one = made.asked(made.driver(row.name))
        with np.errstate(invalid="ignore"):  # no offences at all leave no fall after the horizon
            yield switching.breaks_even(one, options, option)
            yield switching.overtakes(one, options, analysis.best)
            yield switching.loss_chance(one, options, option, level)


def two_way(found: Asked, option: str, first: str, second: str) -> TwoWay:
    """Expected NPSV of an option with two assumptions set to some of their percentiles.

    Raises:
        InputError: for a name of nothing uncertain, of a group, or of what may not be shared.
    """
    made = study(found.plan, units(found.full))
    shared = found.shared.case.analysis
    assert shared is not None, "asked() refuses a case without an analysis"
    hidden = {driver.name for driver in shared.drivers if driver.hidden}
    ends = []
    for name in (first, second):
        uncertain = name in made.sample.names and name not in hidden
        if not uncertain:
            single = [d.name for d in shared.drivers if not d.is_group and not d.hidden]
            close = nearest(name, single).split(" Allowed:")[0].removeprefix("Allowed:")[:200]
            what = f"{name!r} is no uncertain assumption of the case"
            raise InputError([Problem(Place("--two-way"), what, close)])
        ends.append(tuple(float(q) for q in np.quantile(made.sample.column(name), STEPS)))
    worth = {(a, b): _set_both(made, option, {first: a, second: b}) for a, b in product(*ends)}
    rows = tuple(tuple(worth[a, b] for b in ends[1]) for a in ends[0])
    return TwoWay(option, first, second, STEPS, ends[0], ends[1], rows)


def _set_both(made: Study, option: str, values: dict[str, float]) -> float:
    means = []
    for block in made.blocks:
        changed = block
        for name, value in values.items():
            changed = set_to(made.plan, changed, name, value)
        found = headlines(made.plan, evaluate(made.plan, changed, headlines=True))
        means.append(float(found.means[f"{option}.npsv"].mean()))
    return float(np.mean(means))
