"""One draw by itself, for audit: what went in and what came out."""

from __future__ import annotations

from dataclasses import dataclass

from iomcba.errors import InputError, Place, Problem
from iomcba.model.sampling import MIX, draw
from iomcba.pipeline.cohort import counterfactual, read_and_pick
from iomcba.pipeline.compiled import in_full
from iomcba.pipeline.plan import make_plan
from iomcba.pipeline.simulate import Engine, blocks_for
from iomcba.read.inputs import read_inputs
from iomcba.read.workspace import find_case
from iomcba.terms.plan import BLOCK, Plan


@dataclass(frozen=True, slots=True)
class DrawnAlone:
    """A draw's number, block and replicate, its inputs, and its figures.

    `figures` are (name, shock and chance averaged, with both where the figure has them).
    """

    number: int
    block: int
    replicate: int
    inputs: tuple[tuple[str, float], ...]
    figures: tuple[tuple[str, float, float | None], ...]


def one_draw(case: str, number: int, engine: Engine) -> DrawnAlone:
    """Make one draw of a case again. Draws count from 0, in the order of a file of draws.

    What is by offence is left out unless the case hides nothing: it would give counts away.
    """
    workspace = find_case(case)
    inputs = read_inputs(workspace)
    picked = read_and_pick(workspace, inputs)
    fitted = counterfactual(inputs, picked)
    made, _ = make_plan(inputs, fitted, picked.yearly, inputs.words.simulation.seed)
    plan = engine.plan(made)
    if engine.precision is None:
        draws = engine.draws or inputs.words.simulation.draws
        _hold_number(number, BLOCK * blocks_for(plan, draws))
    found = audit(plan, number)
    return found if inputs.words.disclosure == "synthetic" else _without_offences(plan, found)


def _hold_number(number: int, draws: int) -> None:
    if number >= draws:
        what = f"is {number:,}, but the run has {draws:,} draws, counted from 0"
        raise InputError([Problem(Place("--draw"), what, f"Give at most {draws - 1:,}.")])


def audit(plan: Plan, number: int) -> DrawnAlone:
    """Make the block that holds a draw as any run does, and look at that draw alone."""
    block, row = divmod(number, BLOCK)
    compiled = in_full(plan)
    legend, at = compiled.legend, compiled.rows(block)[:, row].tolist()
    certain = {n: c for n, c in draw(plan, block).columns.items() if isinstance(c, float)}
    inputs = certain | {n: at[i] for n, i in zip(legend.columns, legend.inputs, strict=True)}
    kept = legend.headlines
    felt = {name: at[kept.rows[row]] for (name, chance), row in kept.place.items() if chance}
    return DrawnAlone(
        number=number,
        block=block,
        replicate=block % plan.replicates,
        inputs=tuple(sorted(inputs.items())),
        figures=tuple(
            (name, at[i], felt.get(name))
            for name, i in zip(legend.names, legend.expected, strict=True)
        ),
    )


def _without_offences(plan: Plan, found: DrawnAlone) -> DrawnAlone:
    def tells(name: str) -> bool:
        return name.startswith(MIX) or any(part in plan.offences for part in name.split(".")[2:])

    return DrawnAlone(
        found.number,
        found.block,
        found.replicate,
        tuple(i for i in found.inputs if not i[0].startswith(MIX)),
        tuple(f for f in found.figures if not tells(f[0])),
    )
