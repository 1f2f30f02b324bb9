"""Streams for the page's what-if panel, worked out by the engine at central values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np

from iomcba.appraise.figures import figures
from iomcba.model.evaluate import DISCOUNT_RATE, evaluate
from iomcba.model.sampling import central
from iomcba.terms.plan import Array, Draws, OptionPlan, Plan
from iomcba.terms.what_if import Streams, WhatIf

TENTHS = range(2, 11)  # take-up that the page offers: two in ten to everybody


def what_if(plan: Plan) -> tuple[WhatIf, ...]:
    """What may be tried of every option that changes offending.

    A benefit is affine in the cut in offending (F10), so two cuts give its streams at any other.
    """
    base = central(plan)
    options = [option for option in plan.options if option.take_up]
    own = {option.id: _number(base, option.take_up) for option in options}
    grid = sorted({*(tenth / 10 for tenth in TENTHS), *own.values()})
    draws = replace(base, size=len(grid))
    for option in options:
        draws = draws.with_column(option.take_up, np.array(grid))
    as_is, other = (_values(plan, d, len(grid)) for d in (draws, _other_effect(options, draws)))
    return tuple(
        WhatIf(
            option.id,
            float(as_is[f"{option.id}.effect"][0]),
            own[option.id],
            _number(base, DISCOUNT_RATE),
            plan.discount_timing,
            tuple(
                _streams(plan, option.id, take_up, _at(as_is, row), _at(other, row))
                for row, take_up in enumerate(grid)
                if _offered(take_up, own[option.id])
            ),
        )
        for option in options
    )


def _offered(take_up: float, own: float) -> bool:
    return take_up == own or any(take_up == tenth / 10 for tenth in TENTHS)


def _values(plan: Plan, draws: Draws, rows: int) -> dict[str, Array]:
    """Every figure at every take-up. Shape: (rows,) each."""
    drawn = figures(plan, evaluate(plan, draws))
    return {figure.name: np.broadcast_to(figure.expected, rows) for figure in drawn}


def _at(values: Mapping[str, Array], row: int) -> Callable[[str], float]:
    return lambda name: float(values[name][row])


def _number(draws: Draws, name: str) -> float:
    value = draws[name]
    assert isinstance(value, float), "the central case holds numbers"
    return value


def _with(draws: Draws, columns: Mapping[str, float]) -> Draws:
    for name, value in columns.items():
        draws = draws.with_column(name, value)
    return draws


def _other_effect(options: list[OptionPlan], draws: Draws) -> Draws:
    """The same with other effects: each rate ratio and each pathway's reduction halved."""
    names = {option.effect.ratio for option in options if option.effect is not None}
    names |= {pathway.reduction for option in options for pathway in option.pathways}
    return _with(draws, {name: _number(draws, name) / 2 for name in names})


def _streams(
    plan: Plan,
    id: str,
    take_up: float,
    as_is: Callable[[str], float],
    other: Callable[[str], float],
) -> Streams:
    cut = as_is(f"{id}.effect")
    apart = cut - other(f"{id}.effect")
    fixed, per_cut, staff, rest = [], [], [], []
    for year in plan.years:
        benefit = as_is(f"{id}.benefit.{year}")
        slope = (benefit - other(f"{id}.benefit.{year}")) / apart if apart else 0.0
        staffed = as_is(f"{id}.cost.staff.{year}")
        fixed.append(benefit - slope * cut)
        per_cut.append(slope)
        staff.append(staffed)
        rest.append(as_is(f"{id}.cost.{year}") - staffed)
    return Streams(take_up, tuple(fixed), tuple(per_cut), tuple(staff), tuple(rest))
