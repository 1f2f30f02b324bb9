"""What made a run, so that anyone can make it again: inputs by hash, settings, what came out."""

from __future__ import annotations

from dataclasses import dataclass

FROZEN = "frozen.json"
Hashes = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Variation:
    """How an appraisal departs from the files of its case: a row of a batch does.

    `changes` are (assumption, figure, whether the figure is a factor).
    """

    cohort: str = ""
    title: str = ""
    area: str = ""
    changes: tuple[tuple[str, float, bool], ...] = ()


AS_WRITTEN = Variation()


@dataclass(frozen=True, slots=True)
class Made:
    """How a run was made: on which day, from which folder, with what departures and files.

    `on` is a date such as 2026-11-26: what is overdue depends on it. `inputs` are (name, sha256),
    named from the case: `assumptions/<case>/…`, `assumptions/<set>/…`, `cohorts/<cohort>/…`.
    """

    on: str
    case_folder: str
    cohort_folder: str
    variation: Variation
    inputs: Hashes


@dataclass(frozen=True, slots=True)
class Manifest:
    """`manifest.json`: the only file of a run that knows clock, host and place."""

    case: str
    written: str
    folder: str
    host: str
    platform: str
    processor: str
    python: str
    version: str
    policy: str
    made: Made
    outputs: Hashes


@dataclass(frozen=True, slots=True)
class Frozen:
    """`frozen.json` of an archive: what it holds beside inputs and results, what it leaves out.

    Both are (name, sha256).
    """

    others: Hashes
    left_out: Hashes
