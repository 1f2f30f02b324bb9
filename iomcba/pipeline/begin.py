"""The start of a run: a copy of the process reads the cohort once the case is read.

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
    from iomcba.terms.inputs import Inputs


def begin(case: str, workers: int) -> Callable[[], Prepared]:
    """Read a case, then its cohort beside whatever is done until it is asked for.

    Raises:
        InputError: with every problem in the case or its sets; when asked, in its cohort.
    """
    tell = standing_by(_warm, _picked, workers)
    from iomcba.read.inputs import read_inputs
    from iomcba.read.workspace import find_case

    workspace = find_case(case)
    inputs = read_inputs(workspace)
    told = tell((workspace, inputs))

    def ready() -> Prepared:
        from iomcba.pipeline.prepare import prepared

        return prepared(workspace, inputs, told())

    return ready


def _warm() -> None:
    """Import what reading a cohort takes."""
    for module in ("iomcba.pipeline.policy", "pandas"):
        import_module(module)


def _picked(of: tuple[Workspace, Inputs]) -> Picked:
    from iomcba.pipeline.policy import picked_of

    return picked_of(*of)
