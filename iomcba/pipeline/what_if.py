"""Streams for the page's what-if panel, worked out by the engine at central values."""

from __future__ import annotations

from collections.abc import Mapping

from iomcba.appraise.summary import central_values
from iomcba.model.evaluate import DISCOUNT_RATE, evaluate
from iomcba.model.sampling import central
from iomcba.terms.plan import Draws, OptionPlan, Plan
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
    found: dict[str, list[Streams]] = {option.id: [] for option in options}
    for take_up in grid:
        draws = _with(base, {option.take_up: take_up for option in options})
        as_is, other = (_values(plan, d) for d in (draws, _other_effect(options, draws)))
        for option in options:
            found[option.id].append(_streams(plan, option.id, take_up, as_is, other))
    values = _values(plan, base)
    return tuple(
        WhatIf(
            option.id,
            values[f"{option.id}.effect"],
            own[option.id],
            _number(base, DISCOUNT_RATE),
            plan.discount_timing,
            tuple(s for s in found[option.id] if _offered(s.take_up, own[option.id])),
        )
        for option in options
    )


def _offered(take_up: float, own: float) -> bool:
    return take_up == own or any(take_up == tenth / 10 for tenth in TENTHS)


def _values(plan: Plan, draws: Draws) -> dict[str, float]:
    return central_values(plan, evaluate(plan, draws))


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
    plan: Plan, id: str, take_up: float, as_is: Mapping[str, float], other: Mapping[str, float]
) -> Streams:
    cut = as_is[f"{id}.effect"]
    apart = cut - other[f"{id}.effect"]
    fixed, per_cut, staff, rest = [], [], [], []
    for year in plan.years:
        benefit = as_is[f"{id}.benefit.{year}"]
        slope = (benefit - other[f"{id}.benefit.{year}"]) / apart if apart else 0.0
        staffed = as_is[f"{id}.cost.staff.{year}"]
        fixed.append(benefit - slope * cut)
        per_cut.append(slope)
        staff.append(staffed)
        rest.append(as_is[f"{id}.cost.{year}"] - staffed)
    return Streams(take_up, tuple(fixed), tuple(per_cut), tuple(staff), tuple(rest))
