"""A workbook that came back → what it would change, what that does to the answer, the changed case.

Nothing is written before every cell and the case as a whole are found to be in order; then the
case's files change together or not at all.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from iomcba.errors import InputError, Place, Problem
from iomcba.keep.folders import write_files
from iomcba.keep.ledger import ledger_with
from iomcba.pipeline.compare import compare_sides
from iomcba.pipeline.comparison.sides import side_of_case
from iomcba.pipeline.desk.applying import apply
from iomcba.pipeline.desk.checking import check_case, check_rows
from iomcba.pipeline.desk.layout import lay_out
from iomcba.pipeline.desk.reading import read_edits
from iomcba.pipeline.desk.recognise import Facts, read_facts
from iomcba.pipeline.policy import THRESHOLD
from iomcba.pipeline.prepare import Prepared, prepare_workspace
from iomcba.read.catalogue import catalogue
from iomcba.read.inputs import read_inputs
from iomcba.read.workbook import read_workbook
from iomcba.read.workspace import Workspace, find_case, refuse_shipped, source
from iomcba.terms.bridge import SharedComparison
from iomcba.terms.desk import CASE_WORDS, RowEdit
from iomcba.terms.reviews import CHANGES

# What enters the fit or the selection of the cohort; anything else leaves both as they are.
FIT_TABLES = ("counterfactual", "past-total", "cohort-stock", "harm-weight")
COST_TABLES = ("unit-cost", "multiplier", "cost-component")
FIT_WORDS = ("case.cohort.", "case.counterfactual.", "case.start", "case.years")


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a workbook would change in a case; nothing of it is written yet.

    `files` are the case's changed files by path, `before` what they held when they were read, None
    for one that is new. `merged` says that the case had changed since the
    workbook was written, but in other rows; `already` counts rows that the case holds already.
    """

    book: str
    workspace: Workspace
    named: str
    edits: tuple[RowEdit, ...]
    files: Mapping[Path, bytes]
    before: Mapping[Path, bytes | None]
    merged: bool
    already: int
    reviewer: str


def propose(path: Path, case: str, today: date) -> Proposal:
    """Read a workbook and check everything that it would change.

    Raises:
        InputError: with every problem, each with the workbook's cell; also if the workbook is of
            another case, or of another version of it in which the same rows were changed.
    """
    book = read_workbook(path)
    facts = read_facts(book)
    named = case or _named(book.file, facts)
    workspace = find_case(named)
    inputs = read_inputs(workspace)
    desk = lay_out(workspace, inputs, True, today, catalogue())
    reading = read_edits(book, desk, facts)
    reading.problems.raise_if_any()
    applied = apply(workspace, inputs, reading.edits, reading.problems)
    check_rows(reading, applied.edits)
    if applied.edits:
        check_case(reading, workspace, applied.files, applied.edits, today)
        reading.problems.raise_if_any()
    return Proposal(
        book=path.name,
        workspace=workspace,
        named=named,
        edits=applied.edits,
        files=applied.files,
        before={path: _held(path) for path in applied.files},
        merged=reading.of_another_version,
        already=reading.already,
        reviewer=facts.reviewer,
    )


def _named(book: str, facts: Facts) -> str:
    """The case that a workbook was exported from: its folder, or the name of a shipped case."""
    for where in (facts.folder, facts.case):
        with suppress(InputError):
            find_case(where)
            return where
    what = f"was exported from the case {facts.case!r} in {facts.folder}, which is not here"
    raise InputError([Problem(Place(book), what, "Name the case after the workbook.")])


def _held(path: Path) -> bytes | None:
    return source(path).read() if path.is_file() else None


def effect(
    proposal: Proposal,
    draws: int | None,
    progress: Callable[[int, int], None],
    option: str = "",
) -> SharedComparison:
    """What the changes do to the answer: the bridge from the case as it is to the case changed.

    Raises:
        InputError: if the case has not the option that is to be in focus.
    """
    before = prepare_workspace(proposal.workspace)
    sides = [side_of_case(each) for each in (before, _after(proposal, before))]
    place = f"{sides[1].words.place} as changed in {proposal.book}"
    changed = replace(sides[1], words=replace(sides[1].words, place=place))
    return compare_sides(sides[0], changed, draws, progress, option)


def _after(proposal: Proposal, before: Prepared) -> Prepared:
    """The case as it would be; its cohort and fit are those of before unless a change enters it."""
    workspace = replace(proposal.workspace, changed=proposal.files)
    if any(_enters_the_fit(edit, before) for edit in proposal.edits):
        return prepare_workspace(workspace)
    return before.changed(read_inputs(workspace), enters_the_fit=False)


def _enters_the_fit(edit: RowEdit, before: Prepared) -> bool:
    choice = before.inputs.words.cohort
    by_cost = choice is not None and choice.selection.rule == "cost"
    if edit.table == CASE_WORDS:
        return edit.name.startswith(FIT_WORDS)
    if edit.name == THRESHOLD:
        return True
    return edit.table in FIT_TABLES or (by_cost and edit.table in COST_TABLES)


def write(proposal: Proposal, by: str, day: str) -> list[Path]:
    """Write the changed files and the record of the changes, all together.

    Raises:
        InputError: if the case came with the program, has changed since it was read, or cannot be
            written.
    """
    case = proposal.workspace.case
    refuse_shipped(proposal.workspace, proposal.named)
    for path, was in proposal.before.items():
        if _held(path) != was:
            what = "was changed while the workbook was being looked at"
            raise InputError([Problem(Place(source(path).name), what, "Import it once more.")])
    ledger = case / CHANGES
    record = ledger_with(
        _held(ledger) or b"", proposal.edits, proposal.book, by or proposal.reviewer, day
    )
    files = {path.relative_to(case).as_posix(): text for path, text in proposal.files.items()}
    return write_files(case, {**files, CHANGES: record})
