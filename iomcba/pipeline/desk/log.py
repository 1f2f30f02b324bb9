"""`log`: decisions, changes, data and quality assurance of a case, from its own files.

The parts are those that the AQuA Book asks to be kept (HM Treasury, 2015, chapters 4 and 5):
decisions with their reasons, an assumptions log, a data log, and a log of what was assured by whom.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from iomcba.errors import InputError
from iomcba.keep.folders import refuse_file, write_one
from iomcba.pipeline.check import check_workspace
from iomcba.pipeline.cohort import Picked, read_and_pick
from iomcba.pipeline.desk.log_tables import log_tables
from iomcba.pipeline.desk.review import digests, state_of
from iomcba.pipeline.report import stamp
from iomcba.read.inputs import read_inputs
from iomcba.read.templates import page_templates
from iomcba.read.workspace import Workspace, find_case
from iomcba.terms.catalogue import Catalogue
from iomcba.terms.findings import TableWords, Warning
from iomcba.terms.inputs import Inputs
from iomcba.terms.log import ASSUMED, LOG, OPEN
from iomcba.terms.reviews import Review
from iomcba.terms.rows import Row
from iomcba.terms.said import worded


@dataclass(frozen=True, slots=True)
class Log:
    """The log of a case: whose, and its tables."""

    case: str
    title: str
    label: str
    tables: tuple[TableWords, ...]


def log(case: str, today: date) -> Log:
    """The log of a case. Nothing is fitted or simulated.

    Raises:
        InputError: with every problem in the case, its sets and its cohort.
    """
    workspace = find_case(case)
    checked = check_workspace(workspace, case, today)
    if checked.problems:
        raise InputError(checked.problems)
    inputs = read_inputs(workspace)
    picked = read_and_pick(workspace, inputs)
    tables = (
        *log_tables(workspace, inputs, picked),
        _assumed(workspace, inputs, picked),
        _open(checked.warnings),
    )
    ordered = sorted(tables, key=lambda table: LOG.index(table.id))
    shown = tuple(table for table in ordered if table.rows)
    return Log(inputs.words.id, inputs.words.title, checked.label, shown)


def write_page(found: Log, path: Path, force: bool, words: Catalogue) -> None:
    """Write the log as a page of its own.

    Raises:
        InputError: if the file exists and may not be replaced, or cannot be written.
    """
    from iomcba.report.desk import log_page

    refuse_file(path, force, (".html", ".htm"))
    templates = page_templates(page="log")
    page = log_page.render(found.title, found.label, found.tables, templates, words, stamp())
    write_one(path, page, force)


def _assumed(workspace: Workspace, inputs: Inputs, picked: Picked) -> TableWords:
    """The assumptions log: what, effect, reliability, why, who, when, signed."""
    signed = _signed(workspace, inputs, picked)

    def line(row: Row) -> tuple[str, ...]:
        figure = "" if row.central is None else f"{row.central:g} {row.unit}".strip()
        held = signed.get(row.name)
        said = (
            worded("assumed.by", reviewer=held.reviewer, role=held.role, day=held.on)
            if held
            else worded("assumed.not")
        )
        why = f"{row.source}: {row.note}".strip(": ")
        return (row.name, figure, row.impact, row.quality, why, row.owner, row.review_by, said)

    rows = tuple(line(row) for row in inputs.rows if row.table != "source" and row.status)
    heads = ("assumption", "figure", "effect", "reliability", "why", "owner", "review-by", "signed")
    header = tuple(worded(f"assumed.{head}") for head in heads)
    return TableWords(ASSUMED, worded("assumed.title"), header, rows)


def _signed(workspace: Workspace, inputs: Inputs, picked: Picked) -> dict[str, Review]:
    """The latest review that holds for each row as it stands."""
    state = state_of(workspace, digests(inputs, picked))
    return {review.row: review for review in state.reviews}


def _open(warnings: tuple[Warning, ...]) -> TableWords:
    rows = tuple((warning.id, warning.text) for warning in warnings)
    heads = (worded("open.check"), worded("open.finding"))
    return TableWords(OPEN, worded("open.title"), heads, rows)
