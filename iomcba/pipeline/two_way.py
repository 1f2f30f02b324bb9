"""A map of net value over two things at once: the effect and the cost, or any two quantities."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product

import numpy as np

from iomcba.appraise.decision.switching import STRAIGHT
from iomcba.pipeline.compiled import headlines_of
from iomcba.pipeline.decision import Study, set_to
from iomcba.terms.decision import (
    COST_MULTIPLES,
    PERCENTILES,
    TOLD,
    Decision,
    OneWay,
    TwoWay,
    cost_of,
)
from iomcba.terms.plan import Array

_SPENT = ("cost.", "contingency.", "optimism-bias.", "salary.", "staff.")  # in the cost already


def by_default(made: Study, found: Decision) -> TwoWay | None:
    """The nearest option's map of effect and cost; of its largest driver where none is an effect.

    None where nothing uncertain but its cost moves it.
    """
    option = found.nearest

    def first_of(row: OneWay) -> tuple[bool, float]:
        return (not row.name.startswith("effect."), -row.swing(option))

    rows = [
        row
        for row in found.one_way
        if not found.driver(row.name).is_group
        and row.swing(option) > TOLD * row.errors[option]
        and not row.name.startswith(_SPENT)
    ]
    largest = min(rows, key=first_of, default=None)
    return None if largest is None else two_way(made, option, largest.name, cost_of(option))


def two_way(made: Study, option: str, first: str, second: str) -> TwoWay:
    """Expected NPSV of an option with two things set, each at five values.

    A quantity is set to some of its percentiles, the option's cost to multiples of what it is.
    """
    cost = cost_of(option)
    at = {name: _at(made, name, cost) for name in (first, second)}
    if cost in at:
        (other,) = (name for name in at if name != cost)
        known = _along(made, option, other, at[other])
    worth = {}
    for pair in product(at[first], at[second]):
        values = dict(zip(at, pair, strict=True))
        multiple = values.pop(cost, 1.0)
        parts = known[values[other]] if cost in at else _parts(made, option, values)
        worth[pair] = float(parts[0] - multiple * parts[1])
    rows = tuple(tuple(worth[a, b] for b in at[second]) for a in at[first])
    return TwoWay(option, first, second, at[first], at[second], rows)


def _at(made: Study, name: str, cost: str) -> tuple[float, ...]:
    if name == cost:
        return COST_MULTIPLES
    values = made.values(made.driver(name).members)
    return tuple(np.quantile(values, PERCENTILES).tolist())


def _along(made: Study, option: str, name: str, values: tuple[float, ...]) -> dict[float, Array]:
    """Mean PVB and PVC at each value: from three of them where both are lines, else from each."""
    start, middle, end = values[0], values[len(values) // 2], values[-1]
    known = {value: _parts(made, option, {name: value}) for value in (start, middle, end)}

    def line(value: float) -> Array:
        return known[start] + (value - start) / (end - start) * (known[end] - known[start])

    bend = np.abs(line(middle) - known[middle])
    straight = bool(np.all(bend <= STRAIGHT * np.abs(known[middle]).max()))
    for value in values:
        if value not in known:
            known[value] = line(value) if straight else _parts(made, option, {name: value})
    return known


def _parts(made: Study, option: str, values: Mapping[str, float]) -> Array:
    """Mean PVB and PVC of an option with some quantities set. Shape: (2,)."""
    parts = []
    for block in made.blocks:
        changed = block
        for name, value in values.items():
            changed = set_to(made.plan, changed, name, value)
        means = headlines_of(made.plan, changed).means
        parts.append([means[f"{option}.{part}"].mean() for part in ("pvb", "pvc")])
    return np.asarray(np.mean(parts, axis=0))
