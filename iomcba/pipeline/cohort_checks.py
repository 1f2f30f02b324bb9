"""Checks that need the cohort's own offences: against the area's recorded crime, and its cost."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from iomcba.appraise.cost_base import CostBase, cost_base_warnings, shares_of
from iomcba.appraise.dominance import dominance_warnings, dominated
from iomcba.errors import Problems, nearest
from iomcba.model.benefits import DETECTION, RECORDED, Valuation
from iomcba.model.sampling import MIX, RATE, central
from iomcba.pipeline.cohort import Picked, few_types, offences_of_each, selection_rule, without_few
from iomcba.terms.findings import Warning
from iomcba.terms.histories import Floats
from iomcba.terms.inputs import Inputs
from iomcba.terms.plan import Plan
from iomcba.terms.said import worded

INVENTED = "illustrative"
AREA_CRIMES, AREA_COST = "parameter.area-recorded-crimes", "parameter.area-cost-of-crime"


def cohort_warnings(inputs: Inputs, picked: Picked, plan: Plan) -> tuple[Warning, ...]:
    """Warnings on the cohort beside everyone listed and beside the area.

    Raises:
        InputError: if the cohort would commit more recorded crimes of a type than the area has, or
            the area's crimes are of no offence of the case (F7).
    """
    _hold_recorded(inputs, picked, plan)
    return (
        *cost_base_warnings(_bases(inputs, picked, plan)),
        *_dominated(inputs, picked),
        *_small_totals(inputs),
    )


def _small_totals(inputs: Inputs) -> Iterator[Warning]:
    """Totals of real people that a user wrote, which every report prints as an assumption."""
    threshold = inputs.rows["parameter.disclosure-threshold"].central or 0.0
    small = tuple(
        row.name
        for row in inputs.table("past-total")
        if 0 < (row.central or 0.0) < threshold and row.status != INVENTED
    )
    if small and inputs.words.disclosure != "synthetic":
        told = worded("warning.small-totals", rows=small, count=len(small), limit=f"{threshold:g}")
        yield Warning("small-totals", told)


def _dominated(inputs: Inputs, picked: Picked) -> tuple[Warning, ...]:
    """Offence types whose money one or two of the people picked hold nearly all of."""
    if picked.cohort is None or picked.cohort.words.synthetic:
        return ()
    rule, histories = selection_rule(inputs, picked.cohort), picked.cohort.histories
    of_each = offences_of_each(histories, picked.people, rule)
    labels = (*(row.word("label") for row in inputs.table("offence")), "not costed")
    shown = np.setdiff1d(np.arange(len(labels)), few_types(inputs, picked))
    return dominance_warnings(dominated([labels[o] for o in shown], of_each[:, shown]))


def share_of_listed(inputs: Inputs, picked: Picked, plan: Plan) -> CostBase | None:
    """The cohort's shares of the offences of everyone listed, and of what they cost."""
    own = without_few(inputs, picked, picked.observed)[:-1]
    everyone = without_few(inputs, picked, picked.everyone)[:-1]
    return shares_of(worded("whole.listed"), own, everyone, _cost_of_each(plan))


def _bases(inputs: Inputs, picked: Picked, plan: Plan) -> Iterator[CostBase]:
    """Everyone listed, the area's recorded crime by type, and an area total that is stated."""
    each, recorded = _cost_of_each(plan), _recorded(_past_a_year(inputs, picked), plan)
    listed = share_of_listed(inputs, picked, plan)
    if listed is not None:
        yield listed
    area = _of_area(inputs, plan)
    by_type = shares_of(worded("whole.recorded"), recorded * (area > 0), area, each)
    if by_type is not None:
        yield by_type
    crimes, cost = (_stated(inputs, name) for name in (AREA_CRIMES, AREA_COST))
    if crimes and cost:
        spent = float(_past_a_year(inputs, picked) @ each)
        yield CostBase(worded("whole.stated"), float(recorded.sum()) / crimes, spent / cost)


def _stated(inputs: Inputs, name: str) -> float:
    """A stated total of the area in the case's price base, or 0."""
    row = inputs.rows.by_name.get(name)
    return row.distribution.mean if row is not None and row.distribution is not None else 0.0


def _cost_of_each(plan: Plan) -> Floats:
    """Pounds of one proven offence of each type at central values. Shape: (o,)."""
    of_one_type = np.eye(len(plan.offences))
    return Valuation(plan, of_one_type, central(plan), headlines=True).full


def _past_a_year(inputs: Inputs, picked: Picked) -> Floats:
    """Proven offences of the picked a year by costed type, in the selection window. (o,)."""
    whole = float(picked.observed.sum())
    share = picked.yearly / whole if whole else 0.0
    return np.asarray(without_few(inputs, picked, picked.observed)[:-1] * share, np.float64)


def _recorded(offences: Floats, plan: Plan) -> Floats:
    """Recorded crimes that go with proven person-offences: N * q / offenders per crime  (F7)."""
    factor = float(np.prod(central(plan).matrix((RECORDED, DETECTION))))
    return offences * factor / plan.counterfactual.offenders_per_crime


def _of_area(inputs: Inputs, plan: Plan) -> Floats:
    """The area's recorded crimes a year by type, 0 where none is stated. Shape: (o,)."""
    stated = {row.keys[0]: row.central or 0.0 for row in inputs.table("recorded-crime")}
    return np.array([stated.get(offence, 0.0) for offence in plan.offences])


def _hold_recorded(inputs: Inputs, picked: Picked, plan: Plan) -> None:
    """N0 * q above the area's recorded crime of a type cannot be, in the past or foreseen (F7)."""
    rows, problems = inputs.table("recorded-crime"), Problems()
    at_means = central(plan)
    offences = max(float(at_means.matrix((f"{RATE}.{year}",))[0, 0]) for year in plan.years)
    mix = at_means.matrix(tuple(f"{MIX}.{offence}" for offence in plan.offences))[0]
    most = np.maximum(_past_a_year(inputs, picked), offences * mix)
    ours = dict(zip(plan.offences, _recorded(most, plan), strict=True))
    for row in rows:
        offence = row.keys[0]
        if offence not in ours:
            what = f"{offence!r} is no offence of the case"
            problems.add(row.place, what, nearest(offence, plan.offences))
        elif row.central is not None and ours[offence] > row.central:
            crimes, theirs = f"{ours[offence]:,.0f}", f"{row.central:,.0f}"
            what = f"{crimes} recorded crimes a year exceed the area's {theirs}"
            problems.add(row.place, what, f"Correct it, or {RECORDED}.")
    problems.raise_if_any()
