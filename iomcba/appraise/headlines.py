"""Headline figures of a block alone: what a long run streams (ARCHITECTURE 9, 11)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from iomcba.appraise.figures import with_chance
from iomcba.appraise.listing import chance_rows
from iomcba.terms.money import present_value
from iomcba.terms.plan import Array, Outcomes, Plan


@dataclass(frozen=True, slots=True)
class Headlines:
    """Draws of figures whose mean is streamed, and of rows (figure, with chance) that are counted.

    Shapes: (BLOCK,) each.
    """

    means: Mapping[str, Array]
    rows: Mapping[tuple[str, bool], Array]


def headlines(plan: Plan, outcomes: Outcomes) -> Headlines:
    """PVC, PVB and NPSV of every option, offences avoided, and the chances that hang on NPSV."""
    each, draws = outcomes.value.sum(axis=(1, 2))[:, None], len(outcomes.chance)
    means: dict[str, Array] = {}
    rows: dict[tuple[str, bool], Array] = {}
    felt_npsv: dict[str, Array] = {}
    for option in plan.options:
        found, id = outcomes.options[option.id], option.id
        crime, other = found.avoided * each, found.other.sum(axis=(2, 3))
        square = found.avoided * outcomes.square_value[:, None]
        felt = with_chance(crime, square, outcomes.shock, outcomes.chance) + other
        pvc = _whole(present_value(found.costs.sum(axis=(2, 3)), outcomes.factors), draws)
        pvb = _whole(present_value(crime + other, outcomes.factors), draws)
        felt_pvb = _whole(present_value(felt, outcomes.factors), draws)
        felt_npsv[id] = felt_pvb - pvc
        if option.role == "business-as-usual":
            means[f"{id}.npsv"] = pvb - pvc
            continue
        means[f"{id}.pvc"], means[f"{id}.pvb"], means[f"{id}.npsv"] = pvc, pvb, pvb - pvc
        means[f"{id}.proven-offences-avoided"] = _whole(found.avoided.sum(axis=1), draws)
        rows[f"{id}.pvc", True] = rows[f"{id}.pvc", False] = pvc
        rows[f"{id}.pvb", True], rows[f"{id}.pvb", False] = felt_pvb, pvb
        rows[f"{id}.npsv", True], rows[f"{id}.npsv", False] = felt_npsv[id], pvb - pvc
    for name, happened in chance_rows(plan, felt_npsv).items():
        means[name] = np.where(happened, 1.0, 0.0)
    return Headlines(means, rows)


def _whole(values: Array, draws: int) -> Array:
    return values if len(values) == draws else np.broadcast_to(values, draws)
