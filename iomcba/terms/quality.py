"""What is wrong with a cohort's files, in counts and lines: it can be sent back to its source.

No noun here holds an identifier, a date or any other cell of a person's row.
"""

from __future__ import annotations

from dataclasses import dataclass

from iomcba.terms.histories import Ints, freeze_arrays

REFUSED, LOOK, NOTE = "must fix", "look at", "note"
SEVERITIES = (REFUSED, LOOK, NOTE)


@dataclass(frozen=True, slots=True)
class Finding:
    """One sort of fault in one column of one file.

    `severity` is `must fix` (no appraisal reads the file until it is mended), `look at` (it is
    read, and probably wrong) or `note`. `count` is the number of rows; `lines` (count,) are the
    lines on which they start, empty where the finding is about the whole file.
    """

    file: str
    column: str
    severity: str
    what: str
    count: int
    lines: Ints
    remedy: str = ""

    def __post_init__(self) -> None:
        if self.severity not in SEVERITIES:
            raise ValueError(f"severity {self.severity!r} must be one of {SEVERITIES}")
        if len(self.lines) not in (0, self.count):
            raise ValueError(f"{len(self.lines)} lines for a count of {self.count}")
        freeze_arrays(self)


@dataclass(frozen=True, slots=True)
class QualityReport:
    """Everything found in a cohort's folder. `files` are (name, rows that can be read)."""

    cohort: str
    label: str
    files: tuple[tuple[str, int], ...]
    findings: tuple[Finding, ...]

    def of(self, severity: str) -> tuple[Finding, ...]:
        """Findings of one severity, in file order."""
        return tuple(finding for finding in self.findings if finding.severity == severity)
