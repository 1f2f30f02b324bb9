"""What drives a case or a run: sensitivity, switching values, value of information (F19, F20)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import numpy as np

from iomcba.appraise.decision import switching
from iomcba.appraise.disclosure import disclose_analysis, disclose_variance
from iomcba.errors import InputError, Place, Problem, nearest
from iomcba.keep.folders import refuse_file, write_one
from iomcba.pipeline import two_way as maps
from iomcba.pipeline.appraise import appraise
from iomcba.pipeline.beside import shared_out
from iomcba.pipeline.decision import Study, overtaken, study, units
from iomcba.pipeline.executor import processors
from iomcba.pipeline.variance import variance
from iomcba.read.run import is_run, read_run
from iomcba.report.decision.two_way import chart_of
from iomcba.report.lookup import Lookup
from iomcba.report.svg import as_file
from iomcba.terms.catalogue import Catalogue
from iomcba.terms.decision import TOLD, Decision, OneWay, SwitchingValue, TwoWay, Variance, cost_of
from iomcba.terms.findings import BusinessCase, SharedCase
from iomcba.terms.plan import Plan

LARGEST = 20  # drivers whose switching values are solved


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

    A driver that the draws cannot tell from nothing is not asked.

    Each driver is asked three questions: where the option breaks even, where the ranking turns,
    and where the chance of loss is `level`.
    """
    analysis = found.full.analysis
    assert analysis is not None, "asked() refuses a case without an analysis"
    made = study(found.plan, units(found.full))
    turns = _turns(made, analysis, option, level, largest)
    told = disclose_analysis(replace(analysis, switching=turns), found.shared)
    return replace(found.shared, case=replace(found.shared.case, analysis=told))


def _turns(
    made: Study, analysis: Decision, option: str, level: float, largest: int
) -> tuple[SwitchingValue, ...]:
    single = [
        row
        for row in analysis.one_way
        if not analysis.driver(row.name).is_group and row.swing(option) > TOLD * row.errors[option]
    ]
    single.sort(key=lambda row: -row.swing(option))
    alone, pair = made.among((option,)), made.among((analysis.best, analysis.second))
    options = alone.sample.options

    def turns_of(row: OneWay) -> tuple[SwitchingValue, ...]:
        driver = made.driver(row.name)
        one = alone.asked(driver)
        with np.errstate(invalid="ignore"):  # no offences at all leave no fall after the horizon
            return (
                switching.breaks_even(one, options, option),
                overtaken(made, pair, driver, analysis.best),
                switching.loss_chance(one, options, option, level),
            )

    found = shared_out(turns_of, single[:largest], processors())
    return tuple(turn for turns in found for turn in turns)


def two_way(found: Asked, option: str, first: str = "", second: str = "") -> TwoWay:
    """Expected NPSV of an option over two quantities; over its effect and cost where none is named.

    Raises:
        InputError: for a name of nothing uncertain, of a group, or of what may not be shared; if
            the option has no effect that is uncertain.
    """
    shared = found.shared.case.analysis
    assert shared is not None, "asked() refuses a case without an analysis"
    made = study(found.plan, units(found.full))
    if not first:
        grid = maps.by_default(made, replace(shared, nearest=option))
        if grid is None:
            what = f"nothing uncertain but its cost moves {option}"
            raise InputError([Problem(Place("--two-way"), what)])
        return grid
    allowed = {d.name for d in shared.drivers if not d.is_group and not d.hidden}
    allowed.add(cost_of(option))
    others = {cost_of(each.id): each.id for each in found.full.options[1:] if each.id != option}
    for name in (first, second):
        if name in others:
            what = f"{name!r} is the cost of {others[name]}, and the map is of {option}"
            raise InputError([Problem(Place("--two-way"), what, f"Add --option {others[name]}.")])
        if name not in allowed:
            close = nearest(name, sorted(allowed)).split(" Allowed:")[0]
            what = f"{name!r} is no uncertain assumption of the case"
            raise InputError([Problem(Place("--two-way"), what, close[:200])])
    if first == second:
        raise InputError([Problem(Place("--two-way"), f"{first!r} stands twice", "Name two.")])
    return maps.two_way(made, option, first, second)


def sobol(found: Asked, each: bool) -> Variance:
    """Sobol' indices by independent groups, or of each quantity by itself; what may be shared.

    Raises:
        InputError: for each by itself where some are correlated.
    """
    analysis = found.full.analysis
    assert analysis is not None, "asked() refuses a case without an analysis"
    made = study(found.plan, units(found.full))
    whole = variance(made, analysis.best, analysis.second, each)
    return disclose_variance(whole, found.shared)


def write_map(shared: SharedCase, grid: TwoWay, path: Path, force: bool, words: Catalogue) -> None:
    """Write a two-way map as a chart.

    Raises:
        InputError: if the file exists and may not be replaced, or cannot be written.
    """
    refuse_file(path, force, (".svg",))
    chart = chart_of(Lookup(shared.case, words), grid)
    write_one(path, as_file(chart.wide).encode(), force)
