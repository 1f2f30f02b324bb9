"""Every warning that a case's inputs allow, without simulating: for `check` and `appraise`."""

from __future__ import annotations

from datetime import date

import numpy as np

from iomcba.appraise.costing import costing_warnings
from iomcba.appraise.plausibility import warnings
from iomcba.errors import InputError, Place, Problem
from iomcba.model.effect import option_reduction
from iomcba.model.sampling import central
from iomcba.terms.findings import Warning
from iomcba.terms.inputs import Inputs
from iomcba.terms.plan import Plan


def input_warnings(
    inputs: Inputs, plan: Plan, lower_bounds: tuple[str, ...], today: date
) -> tuple[Warning, ...]:
    """Warnings on the case, its costs and its effects.

    Raises:
        InputError: if pathways together exceed every controlled study and nobody has signed for it.
    """
    cuts = central_cuts(plan)
    costing = tuple(costing_warnings(inputs, central_places(plan), cuts))
    above = [w for w in costing if w.id == "effect-above-controlled"]
    _hold_sign_off(inputs, plan, above)
    return (*warnings(inputs, plan, lower_bounds, today), *costing)


def central_cuts(plan: Plan) -> dict[str, float]:
    """Cut in offending each option assumes among those it reaches, at central values."""
    at_means = central(plan)
    changing = [option for option in plan.options if option.places]
    return {o.id: float(option_reduction(o, at_means)[0, 0]) for o in changing}


def central_places(plan: Plan) -> dict[str, float]:
    """Places each option can take up in its fullest year, at central values (people)."""
    at_means, cohort = central(plan), plan.counterfactual.cohort_size
    places = {}
    for option in plan.options:
        if option.places:
            offered = float(np.max(at_means.matrix(option.places)))
            places[option.id] = min(
                offered, cohort * float(at_means.matrix((option.take_up,))[0, 0])
            )
    return places


def _hold_sign_off(inputs: Inputs, plan: Plan, above: list[Warning]) -> None:
    signed = {option.id: option.sign_off for option in inputs.options}
    by_pathways = [option.id for option in plan.options if option.pathways]
    problems = [
        Problem(
            Place(f"options/{id}.yaml", 0, "sign_off"),
            f"is missing: the pathways of {id} together exceed every controlled study",
            "Name who answers for it, or lower the reductions.",
        )
        for id in by_pathways
        if not signed[id] and any(w.text.startswith(f"{id} ") for w in above)
    ]
    if problems:
        raise InputError(problems)
