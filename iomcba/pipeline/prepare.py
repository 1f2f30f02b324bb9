"""A case made ready: read, its cohort picked, and what the cohort would do fitted once asked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache

from iomcba.pipeline.cohort import Picked, counterfactual
from iomcba.pipeline.policy import picked_of
from iomcba.read.inputs import read_inputs
from iomcba.read.workspace import Workspace, find_case
from iomcba.terms.counterfactual import Counterfactual
from iomcba.terms.inputs import Inputs
from iomcba.terms.manifest import AS_WRITTEN, Variation


@dataclass(frozen=True, slots=True)
class Prepared:
    """A case read, its cohort picked and, once needed, its counterfactual fitted.

    Cases that differ in nothing that enters the fit share it.
    """

    workspace: Workspace
    inputs: Inputs
    picked: Picked
    fit: Callable[[], Counterfactual]
    variation: Variation = AS_WRITTEN

    def with_fit(self) -> Prepared:
        """The same with its fit made."""
        return replace(self, fit=as_fitted(self.fit()))

    def changed(self, inputs: Inputs, enters_the_fit: bool) -> Prepared:
        """The case with other words or rows."""
        if not enters_the_fit:
            return replace(self, inputs=inputs)
        return replace(self, inputs=inputs, fit=lambda: counterfactual(inputs, self.picked))

    def files(self) -> tuple[tuple[str, str], ...]:
        """Every file read, with its hash."""
        cohort = self.picked.cohort
        return (*self.inputs.files, *(cohort.files if cohort is not None else ()))


def as_fitted(fitted: Counterfactual) -> Callable[[], Counterfactual]:
    """A fit that is made."""
    return lambda: fitted


def prepared(
    workspace: Workspace, inputs: Inputs, picked: Picked, variation: Variation = AS_WRITTEN
) -> Prepared:
    """A case whose parts are read, not yet fitted."""
    fit = cache(lambda: counterfactual(inputs, picked))
    return Prepared(workspace, inputs, picked, fit, variation)


def prepare(case: str, cohort: str = "") -> Prepared:
    """Read a case and pick its cohort, from another cohort's folder if one is named.

    Raises:
        InputError: with every problem in the case, its sets and its cohort.
    """
    return prepare_workspace(find_case(case), cohort)


def prepare_workspace(workspace: Workspace, cohort: str = "") -> Prepared:
    """The same for a case that is found, or one as it would be after a change.

    Raises:
        InputError: with every problem in the case, its sets and its cohort.
    """
    inputs = read_inputs(workspace)
    if cohort and inputs.words.cohort is not None:
        choice = inputs.words.cohort.model_copy(update={"folder": cohort})
        words = inputs.words.model_copy(update={"cohort": choice})
        inputs = replace(inputs, words=words)
    return prepared(workspace, inputs, picked_of(workspace, inputs), Variation(cohort=cohort))
