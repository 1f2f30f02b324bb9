"""What `check` says of a case: every problem, every warning, and what became of each row read."""

from __future__ import annotations

from dataclasses import dataclass

from iomcba.errors import Problem
from iomcba.terms.findings import Warning
from iomcba.terms.reconciliation import Reconciliation


@dataclass(frozen=True, slots=True)
class MetRule:
    """Rows of a file that look odd (`what`) and what is done with them (`rule`)."""

    file: str
    what: str
    rule: str
    count: int


@dataclass(frozen=True, slots=True)
class CheckedCase:
    """A case as checked. With `problems` no appraisal runs; `warnings` forbid nothing.

    `unmapped` are codes that no mapping knows with their rows; `unknown_columns` are
    (file, column) of the cohort that nothing reads.
    """

    case: str
    title: str = ""
    label: str = ""
    problems: tuple[Problem, ...] = ()
    warnings: tuple[Warning, ...] = ()
    reconciliation: tuple[Reconciliation, ...] = ()
    unmapped: tuple[tuple[str, int], ...] = ()
    met: tuple[MetRule, ...] = ()
    unknown_columns: tuple[tuple[str, str], ...] = ()
