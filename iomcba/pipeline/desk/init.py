"""A new case from the shipped example, from a copy of another case, or from totals alone.

The copy is complete: it is checked as it would stand before a byte of it is written.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from iomcba.errors import InputError, Place, Problem, Problems
from iomcba.keep.cells import CellEdit, edit_cells
from iomcba.keep.folders import write_folder
from iomcba.keep.scalars import Path as Keys
from iomcba.keep.scalars import edit_values, replace_key, scalars, with_comment
from iomcba.pipeline.check import check_workspace
from iomcba.read.backtest import KEPT
from iomcba.read.columns import TableForm
from iomcba.read.inputs import read_inputs
from iomcba.read.located import Lines, Source, read_lines
from iomcba.read.tables import FORM_OF
from iomcba.read.workspace import Workspace, find_case, source, tables_of_totals
from iomcba.terms.inputs import Inputs
from iomcba.terms.money import FinancialYear

EXAMPLE = "example-2026"
# Text columns that hold names of assumptions or figures, whose years move with the case.
NAMES = ("assumption", "baseline", "target", "ours", "first", "second")
PAST = ("past-total", "published")  # tables whose years are those of what has happened
YEAR = re.compile(r"\b(\d{4}-\d{2})\b")
MADE = "# Made by iomcba init from {}.\n# {}\n# Check it as often as you like: iomcba check {}\n"
INVENTED = "Rows marked illustrative are invented: replace each by your own figure and its source."
COPIED = "A copy: its rows, words and evidence are those of the other case until you change them."
NO_COHORT = (
    "# No cohort: only yearly totals are known. They stand in past-total.csv, the number of\n"
    "# people and the assumed fall in counterfactual.csv. A folder of offence histories is far\n"
    "# better: the fall is then fitted on your own people and tried on their own past.\n"
)
STATED = "counterfactual:\n  method: totals # with histories: population\n"


@dataclass(frozen=True, slots=True)
class NewCase:
    """A case as written: its folder, what it was made from, evidence sets copied beside it."""

    folder: Path
    made_from: str
    tables: int
    sets: tuple[Path, ...]
    cohort: str


def init(folder: Path, made_from: str, area: str, start: str, totals: bool, today: date) -> NewCase:
    """Write a new case. Nothing that exists is touched.

    Raises:
        InputError: if the folder exists, its name gives no id, the other case has problems, or the
            new one would have.
    """
    refuse_taken(folder)
    old = find_case(made_from)
    inputs = read_inputs(old)
    new = Workspace(folder.resolve())
    files = _files(old, inputs, totals)
    files = _moved(files, inputs, start)
    files = _renamed(files, inputs, area)
    sets = _sets_to_copy(old, new, inputs)
    cohort = "" if totals else _cohort(old, new, inputs)
    words: dict[Keys, str] = {("id",): id_of(folder), **({("start",): start} if start else {})}
    if cohort:
        words["cohort", "folder"] = cohort
    files["case.yaml"] = _headed(edit_values(files["case.yaml"], words), inputs.words.id, folder)
    _hold(new, files, sets, today)
    for target, copied in sets.items():
        write_folder(target, copied, force=False)
    write_folder(new.case, files, force=False)
    tables = sum(name.endswith(".csv") for name in files)
    return NewCase(folder, inputs.words.id, tables, tuple(sets), cohort)


def _hold(
    new: Workspace,
    files: Mapping[str, bytes],
    sets: Mapping[Path, Mapping[str, bytes]],
    today: date,
) -> None:
    """Check the case as it would stand, before any of it is written."""
    as_written = {new.case / name: content for name, content in files.items()}
    for target, copied in sets.items():
        as_written |= {target / name: content for name, content in copied.items()}
    found = check_workspace(Workspace(new.case, as_written), str(new.case), today)
    if found.problems:
        raise InputError(found.problems)


def refuse_taken(folder: Path) -> None:
    """Raise InputError if a new folder may not be made there: something is there already."""
    at = Place(str(folder))
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        remedy = "Nothing is overwritten: name a folder that does not exist yet."
        raise InputError([Problem(at, "exists already", remedy)])
    if folder.resolve() == Path.cwd().resolve():
        raise InputError([Problem(at, "is where you stand", "Name a new folder.")])


def id_of(folder: Path) -> str:
    """The id of a case or set: the folder's name in lower-case letters, digits and hyphens.

    Raises:
        InputError: if no letter or digit is left.
    """
    name = folder.resolve().name
    id = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
    if not id:
        remedy = "Use letters and digits; the name becomes the id."
        raise InputError([Problem(Place(str(folder)), "gives no id", remedy)])
    return id


def _files(old: Workspace, inputs: Inputs, totals: bool) -> dict[str, bytes]:
    """What makes a case: words, options, tables, the kept backtest; no sign-off, no cohort."""
    names = ["case.yaml", *(f"options/{option}.yaml" for option in inputs.words.options)]
    names += [path.name for path in old.tables(old.case)]
    names += [KEPT] if (old.case / KEPT).is_file() and not totals else []
    files = {name: source(old.case / name).read() for name in names}
    return _with_totals(files) if totals else files


def _with_totals(files: Mapping[str, bytes]) -> dict[str, bytes]:
    case = replace_key(files["case.yaml"], "cohort", NO_COHORT)
    case = replace_key(case, "counterfactual", STATED)
    words: dict[Keys, str] = {("disclosure",): "standard"}
    return {**files, **tables_of_totals(), "case.yaml": edit_values(case, words)}


def _moved(files: Mapping[str, bytes], inputs: Inputs, start: str) -> dict[str, bytes]:
    """Every year and month of the case's own rows moved with its start; prices stay."""
    if not start:
        return dict(files)
    years = FinancialYear.parse(start).start - FinancialYear.parse(inputs.words.start).start
    moved = {}
    for name, content in files.items():
        if name.endswith(".csv"):
            moved[name] = _each_cell(name, content, lambda form, c, t: _later(form, c, t, years))
        elif name.startswith("options/") and ("go_live",) in scalars(content):
            live = scalars(content)["go_live",]
            moved[name] = edit_values(content, {("go_live",): _month(live, years)})
        else:
            moved[name] = content
    return moved


def _later(form: TableForm, column: str, text: str, years: int) -> str:
    kinds = {c.name: c.kind for c in (*form.keys, *form.attributes)}
    if not text or form.name in PAST:
        return text
    if kinds.get(column) == "year":
        return str(FinancialYear.parse(text) + years)
    if kinds.get(column) == "month":
        return _month(text, years)
    if column in NAMES:
        return YEAR.sub(lambda found: str(FinancialYear.parse(found[1]) + years), text)
    return text


def _month(text: str, years: int) -> str:
    return f"{int(text[:4]) + years}{text[4:]}"


def _renamed(files: Mapping[str, bytes], inputs: Inputs, area: str) -> dict[str, bytes]:
    """The old area's name replaced by the new one's wherever words hold it."""
    was = inputs.words.area
    if not area or area == was:
        return dict(files)
    renamed = {}
    for name, content in files.items():
        if name.endswith(".csv"):
            renamed[name] = _each_cell(name, content, lambda _f, _c, text: text.replace(was, area))
        elif name.endswith(".yaml"):
            held = {k: v for k, v in scalars(content).items() if was in v}
            words = {keys: value.replace(was, area).strip() for keys, value in held.items()}
            renamed[name] = edit_values(content, words)
        else:
            renamed[name] = content
    return renamed


def _each_cell(name: str, content: bytes, change: Callable[[TableForm, str, str], str]) -> bytes:
    """A table with every cell put through a change; rows that it leaves alone stay as they are."""
    lines = read_lines(Source(Path(name), name, content), Problems())
    assert lines is not None, "the table was read before"
    return edit_cells(content, list(_edits(FORM_OF[Path(name).stem], lines, change)))


def _edits(
    form: TableForm, lines: Lines, change: Callable[[TableForm, str, str], str]
) -> Iterator[CellEdit]:
    for line, cells in lines.rows:
        for column, text in zip(lines.header, cells, strict=True):
            new = change(form, column, text)
            if new != text:
                yield CellEdit(line, column, new)


def _cohort(old: Workspace, new: Workspace, inputs: Inputs) -> str:
    """The name by which the new case finds the same cohort; histories are never copied."""
    if inputs.words.cohort is None:
        return ""
    name = inputs.words.cohort.folder
    at = old.cohort(name)
    if at is None or new.cohort(name) == at:
        return name
    return Path(os.path.relpath(at, new.case)).as_posix()


def _sets_to_copy(old: Workspace, new: Workspace, inputs: Inputs) -> dict[Path, dict[str, bytes]]:
    """Evidence sets that stand beside the other case and would not be found from the new one.

    Raises:
        InputError: if another set of the same name stands where the new case would look first.
    """
    copied, problems = dict[Path, dict[str, bytes]](), Problems()
    for id in inputs.words.sets:
        at, found = old.evidence(id), new.evidence(id)
        assert at is not None, "the case was read"
        own = _contents(at)
        target = new.case.parent / id
        if found is not None and _contents(found) == own:
            continue
        if target.exists():
            remedy = "Make the new case in another folder, or beside the one it is made from."
            problems.add(
                Place(source(target).name), f"is another set than {id} of the case", remedy
            )
        copied[target] = own
    problems.raise_if_any()
    return copied


def _contents(folder: Path) -> dict[str, bytes]:
    return {p.name: source(p).read() for p in sorted(folder.iterdir()) if p.is_file()}


def _headed(content: bytes, made_from: str, folder: Path) -> bytes:
    """case.yaml under a comment of its own."""
    about = INVENTED if made_from == EXAMPLE else COPIED
    return with_comment(content, MADE.format(made_from, about, folder.as_posix()))
