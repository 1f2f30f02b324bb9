"""The backtest that a case keeps beside its tables, if it has one."""

from __future__ import annotations

import os

from iomcba.errors import InputError, Place, Problem
from iomcba.read.guard import RESULT
from iomcba.read.workspace import Workspace, source
from iomcba.terms.backtest import CaseBacktest
from iomcba.terms.records import decode

KEPT = "backtest.json"


def read_backtest(workspace: Workspace) -> CaseBacktest | None:
    """The backtest a case keeps, or None.

    Raises:
        InputError: if the file is there but is no backtest.
    """
    path = workspace.case / KEPT
    if not os.path.lexists(path):
        return None
    try:
        return decode(CaseBacktest, source(path, RESULT).text())
    except ValueError as error:
        place = Place(source(path).name)
        remedy = "Run iomcba cohort backtest --keep --force again."
        first = str(error).splitlines()[0]
        raise InputError([Problem(place, f"is no backtest: {first}", remedy)]) from error
