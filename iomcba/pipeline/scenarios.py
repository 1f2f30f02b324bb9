"""Scenarios: named overrides of assumptions, run on the same draws as the case itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np

from iomcba.appraise.headlines import Headlines, headlines
from iomcba.appraise.precision import percentiles, standard_error
from iomcba.errors import Place, Problems, nearest
from iomcba.model.evaluate import evaluate
from iomcba.model.sampling import central, draw, sampled
from iomcba.pipeline.compiled import headlines_of
from iomcba.terms.findings import Figure, Interval, ScenarioLabel
from iomcba.terms.inputs import Inputs
from iomcba.terms.plan import Draws, Plan
from iomcba.terms.rows import Row


def scenario_plans(inputs: Inputs, plan: Plan) -> dict[str, Plan]:
    """The plan under each scenario of the case.

    Raises:
        InputError: naming every override of an assumption that the case does not use, and every
            scenario without rows or rows without a scenario.
    """
    problems, rows = Problems(), inputs.table("scenario")
    ids = [scenario.id for scenario in inputs.words.scenarios]
    for row in rows:
        if row.keys[0] not in ids:
            at = Place(row.place.file, row.place.line, "scenario")
            problems.add(
                at, f"{row.keys[0]!r} is no scenario of case.yaml", nearest(row.keys[0], ids)
            )
        elif row.word("assumption") not in plan.quantities:
            at = Place(row.place.file, row.place.line, "assumption")
            found = nearest(row.word("assumption"), plan.quantities).split(" Allowed:")[0]
            problems.add(at, f"{row.word('assumption')!r} is no assumption the case uses", found)
    for item, id in enumerate(ids):
        if not any(row.keys[0] == id for row in rows):
            at = inputs.keys.at("scenarios", item)
            problems.add(at, f"scenario {id!r} has no row in scenario.csv")
    problems.raise_if_any()
    return {id: _changed(plan, [row for row in rows if row.keys[0] == id]) for id in ids}


def _changed(plan: Plan, rows: list[Row]) -> Plan:
    beside = tuple(sorted({*plan.beside, *sampled(plan)}))
    for row in rows:
        if row.distribution is not None:
            plan = plan.with_quantity(row.word("assumption"), row.distribution)
    return replace(plan, beside=beside)


def scenario_labels(inputs: Inputs) -> tuple[ScenarioLabel, ...]:
    """Each scenario's words and what it changes, with the places of its rows."""
    return tuple(
        ScenarioLabel(
            scenario.id,
            scenario.label,
            tuple(
                (row.word("assumption"), row.central, str(row.place))
                for row in inputs.table("scenario")
                if row.keys[0] == scenario.id and row.central is not None
            ),
        )
        for scenario in inputs.words.scenarios
    )


def scenario_figures(base: Plan, plans: Mapping[str, Plan]) -> Iterator[Figure]:
    """NPSV of every option under every scenario, on one block of each replicate."""
    drawn = [draw(base, block) for block in range(base.replicates)] if plans else []
    for id, plan in plans.items():
        at_means = headlines(plan, evaluate(plan, central(plan), headlines=True)).means
        blocks = tuple(
            headlines_of(base, _under(base, plan, block, draws))
            for block, draws in enumerate(drawn)
        )
        for option in plan.options:
            name = f"{option.id}.npsv"
            means = np.array([[float(block.means[name].mean())] for block in blocks])
            mean, error = float(means.mean()), float(standard_error(means)[0])
            felt = _felt(blocks, name, plan.replicates)
            yield Figure(
                f"{option.id}.npsv-under.{id}", float(at_means[name][0]), mean, error, felt
            )


def _under(base: Plan, plan: Plan, block: int, draws: Draws) -> Draws:
    """Draws of a block under a scenario: only what it makes uncertain is drawn anew."""
    changed = {n: d for n, d in plan.quantities.items() if d != base.quantities[n]}
    if any(not distribution.is_point for distribution in changed.values()):
        return draw(plan, block)
    for name, distribution in changed.items():
        draws = draws.with_column(name, distribution.parameters[0])
    return draws


def _felt(blocks: tuple[Headlines, ...], name: str, replicates: int) -> Interval | None:
    """Ranges with shock and chance; None for business as usual, which is certain."""
    if (name, True) not in blocks[0].rows:
        return None
    draws = np.concatenate([block.rows[name, True] for block in blocks])
    found, errors = percentiles(draws, replicates)
    low95, low80, median, high80, high95 = (float(value) for value in found)
    return Interval(low95, low80, median, high80, high95, tuple(float(e) for e in errors))
