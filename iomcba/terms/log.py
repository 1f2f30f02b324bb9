"""The parts of the log of a case, in the order in which they are printed."""

from __future__ import annotations

DECISIONS, CHANGED, ASSUMED = "log-decisions", "log-changes", "log-assumptions"
DATA, ASSURED, OPEN = "log-data", "log-assurance", "log-open"
LOG = (DECISIONS, CHANGED, ASSUMED, DATA, ASSURED, OPEN)
