"""Workings as they may be shared: offences with a hidden count pooled, the concentration coarse."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from iomcba.terms.plan import UnitCostPart
from iomcba.terms.workings import POOLED, Workings

OBSERVED = "case.observed-offences"
UNCOSTED = "not-costed"
MULTIPLIER = f"multiplier.{POOLED}"


def shared_workings(full: Workings, hidden: Collection[str], threshold: float) -> Workings | None:
    """Workings from which no hidden count can be read; None where the cohort itself is hidden.

    Offences whose observed count is hidden become one, at their mean multiplier and unit costs.
    `hidden` are names of hidden figures. What is left follows from figures that are shown anyway:
    value by bearer and class, offences avoided, share reached.
    """
    if {"case.cohort-size", OBSERVED} & set(hidden):
        return None
    pooled = [o for o in full.offences if f"{OBSERVED}.{o}" in hidden]
    uncosted = f"{OBSERVED}.{UNCOSTED}" in hidden
    shared = replace(full, concentration=_coarse(full, threshold), heads_used=())
    return _pooled(shared, pooled, uncosted) if pooled or uncosted else shared


def _pooled(full: Workings, pooled: list[str], uncosted: bool) -> Workings:
    """The same with some offences as one, and perhaps those not costed among them."""
    kept = [i for i, offence in enumerate(full.offences) if offence not in pooled]
    gone = [i for i, offence in enumerate(full.offences) if offence in pooled]
    share = sum(full.mix[i] for i in gone) + (full.mix[-1] if uncosted else 0.0)
    names = {part.component: f"unit-cost.{POOLED}.{part.component}" for part in full.parts}

    def means(values: Mapping[str, float]) -> dict[str, float]:
        return _means(full, gone, share, values)

    base = means(full.values)
    parts = tuple(_with_pooled(part, kept, names[part.component]) for part in full.parts)
    used = {name for part in parts for name in (*part.costs, *part.shares)}
    used |= {f"multiplier.{full.offences[i]}" for i in kept}
    drop = {
        name
        for part in full.parts
        for name in (*part.costs, *part.shares)
        if name and name not in used
    }
    drop |= {f"multiplier.{full.offences[i]}" for i in gone}
    scenarios = tuple(
        (id, {**_without(changed, drop), **_changed(base, means(full.under(changed)))})
        for id, changed in full.scenarios
    )
    return replace(
        full,
        offences=(*(full.offences[i] for i in kept), POOLED),
        severe=(*(full.severe[i] for i in kept), False),
        severe_pooled=any(full.severe[i] for i in gone),
        parts=parts,
        values={**_without(full.values, drop), **base},
        scenarios=scenarios,
        derived=(*(name for name in full.derived if name not in drop), *base),
        mix=(*(full.mix[i] for i in kept), share, 0.0 if uncosted else full.mix[-1]),
    )


def _means(
    full: Workings, gone: list[int], share: float, values: Mapping[str, float]
) -> dict[str, float]:
    """Mean multiplier of the pooled offences, and mean unit cost of a crime, by component."""
    each = {i: full.mix[i] * values[f"multiplier.{full.offences[i]}"] for i in gone}
    crimes = sum(each.values())
    found = {MULTIPLIER: crimes / share if share else 0.0}
    for part in full.parts:
        spent = sum(crimes_of * _cost(part, i, values) for i, crimes_of in each.items())
        found[f"unit-cost.{POOLED}.{part.component}"] = spent / crimes if crimes else 0.0
    return found


def _cost(part: UnitCostPart, offence: int, values: Mapping[str, float]) -> float:
    cost, share = part.costs[offence], part.shares[offence]
    whole = values[cost] if cost else 0.0
    part_of = values[share] if share else 1.0
    return whole * (1.0 - part_of if part.rest and share else part_of)


def _with_pooled(part: UnitCostPart, kept: list[int], name: str) -> UnitCostPart:
    return replace(
        part,
        costs=(*(part.costs[i] for i in kept), name),
        shares=(*(part.shares[i] for i in kept), ""),
    )


def _without(values: Mapping[str, float], drop: Collection[str]) -> dict[str, float]:
    return {name: value for name, value in values.items() if name not in drop}


def _changed(base: Mapping[str, float], under: Mapping[str, float]) -> dict[str, float]:
    return {name: value for name, value in under.items() if value != base[name]}


def _coarse(full: Workings, threshold: float) -> tuple[tuple[float, float], ...]:
    """The concentration at steps of at least so many people, exact where central cases read it."""
    if not full.concentration:
        return ()
    step = threshold / full.cohort_size
    knots: list[float] = sorted({0.0, 1.0, *full.heads_used})
    for heads, _ in full.concentration:
        if all(abs(heads - other) >= step for other in knots):
            knots.append(heads)
    return tuple((heads, _at(full.concentration, heads)) for heads in sorted(knots))


def _at(curve: Iterable[tuple[float, float]], heads: float) -> float:
    """The curve between its points."""
    before = (0.0, 0.0)
    for x, y in curve:
        if x >= heads:
            width = x - before[0]
            return y if width <= 0 else before[1] + (y - before[1]) * (heads - before[0]) / width
        before = (x, y)
    return before[1]
