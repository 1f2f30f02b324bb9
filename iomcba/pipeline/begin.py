"""The start of a run: a copy of the process gets ready for the cohort while the case is read.

Nothing heavy is imported here, so that the copy is made before anything is.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING

from iomcba.pipeline.beside import standing_by

if TYPE_CHECKING:
    from iomcba.pipeline.cohort import Picked
    from iomcba.pipeline.prepare import Prepared
    from iomcba.read.workspace import Workspace
    from iomcba.terms.counterfactual import Counterfactual
    from iomcba.terms.inputs import Inputs


def begin(case: str, workers: int) -> Callable[[], Prepared]:
    """Read a case, then its cohort and the fit beside whatever is done until it is asked for.

    Raises:
        InputError: with every problem in the case or its sets; when asked, in its cohort.
    """
    tell = standing_by(_warm, _cohort, workers)
    from iomcba.pipeline.prepare import Prepared, as_fitted
    from iomcba.read.inputs import read_inputs
    from iomcba.read.workspace import find_case

    workspace = find_case(case)
    inputs = read_inputs(workspace)
    told = tell((workspace, inputs))

    def ready() -> Prepared:
        picked, fitted = told()
        return Prepared(workspace, inputs, picked, as_fitted(fitted))

    return ready


def _warm() -> None:
    """Import what reading and fitting a cohort take."""
    for module in ("iomcba.pipeline.prepare", "pandas", "scipy.optimize"):
        import_module(module)


def _cohort(of: tuple[Workspace, Inputs]) -> tuple[Picked, Counterfactual]:
    from iomcba.pipeline.cohort import counterfactual
    from iomcba.pipeline.prepare import picked_of

    workspace, inputs = of
    picked = picked_of(workspace, inputs)
    return picked, counterfactual(inputs, picked)
