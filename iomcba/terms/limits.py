"""How much a run may be asked for: what a year of computing would not bring is a slip."""

from __future__ import annotations

MOST_DRAWS = 1_000_000_000
MOST_REPLICATES = 4_096
MOST_WORKERS = 1_024
