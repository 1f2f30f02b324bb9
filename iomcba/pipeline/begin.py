"""The start of a run: a copy of the process reads the cohort once the case is read.

Nothing heavy is imported here, so that the copy is made before anything is.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING

from iomcba.errors import InputError
from iomcba.pipeline.beside import beside, standing_by

if TYPE_CHECKING:
    from iomcba.pipeline.cohort import Picked
    from iomcba.pipeline.prepare import Prepared
    from iomcba.read.workspace import Workspace
    from iomcba.terms.counterfactual import Counterfactual
    from iomcba.terms.inputs import Inputs

NEEDED_TO_FIT = ("scipy.special", "scipy.optimize", "iomcba.pipeline.cohort")


def begin(case: str, workers: int) -> Callable[[], Prepared]:
    """Read a case and its cohort and begin to fit it, beside whatever is done until asked for.

    Raises:
        InputError: with every problem in the case, its sets and its cohort.
    """
    from iomcba.read.inputs import read_inputs
    from iomcba.read.workspace import find_case

    tell = standing_by(_warm, _picked, workers)
    workspace = find_case(case)
    inputs = read_inputs(workspace)
    told = tell((workspace, inputs))
    for module in NEEDED_TO_FIT:  # while the copy reads
        import_module(module)
    picked = told()
    fit = beside(partial(_fitted, inputs, picked), workers)

    def ready() -> Prepared:
        from iomcba.pipeline.prepare import Prepared

        if workers > 1:
            _make_tables(inputs)
        return Prepared(workspace, inputs, picked, fit)

    return ready


def _fitted(inputs: Inputs, picked: Picked) -> Counterfactual:
    from iomcba.pipeline.cohort import counterfactual

    return counterfactual(inputs, picked)


def _make_tables(inputs: Inputs) -> None:
    """Tabulate the quantiles that draws will need, which all but the cohort's own are known of."""
    from iomcba.model.sampling import layout
    from iomcba.pipeline.plan import make_plan
    from iomcba.pipeline.stand_in import stand_in

    with suppress(InputError):  # said when the plan itself is made
        layout(make_plan(inputs, stand_in(inputs), 0.0, 0)[0])


def _warm() -> None:
    """Import what reading a cohort takes."""
    for module in ("iomcba.pipeline.policy", "pandas"):
        import_module(module)


def _picked(of: tuple[Workspace, Inputs]) -> Picked:
    from iomcba.pipeline.policy import picked_of

    return picked_of(*of)
