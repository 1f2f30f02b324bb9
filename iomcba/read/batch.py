"""A batch: one row for each appraisal, as CSV or YAML → rows of words and changes."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from pathlib import Path

from iomcba.errors import Place, Problems
from iomcba.read.located import Source, read_lines, read_text
from iomcba.read.workspace import source
from iomcba.terms.names import is_id

WORDS = ("id", "case", "title", "area", "cohort")
NUMBER = re.compile(r"[-+]?[0-9.]+(?:[eE][-+]?[0-9]+)?")


@dataclass(frozen=True, slots=True)
class Change:
    """An assumption set to a figure, or its distribution scaled by a factor (`x1.2`)."""

    name: str
    figure: float
    scales: bool


@dataclass(frozen=True, slots=True)
class BatchRow:
    """One appraisal: its id, its case, other words where they differ, and what is changed."""

    id: str
    case: str
    title: str
    area: str
    cohort: str
    changes: tuple[Change, ...]
    place: Place


def read_batch(path: Path) -> tuple[BatchRow, ...]:
    """Read a batch. Columns: id, case, and if wanted title, area, cohort and assumptions' names.

    A cell is a figure, or `x` and a factor; a blank cell leaves the case's own.

    Raises:
        InputError: with everything that is wrong with the file.
    """
    file, problems = source(path), Problems()
    rows = _yaml(file, problems) if path.suffix in (".yaml", ".yml") else _csv(file, problems)
    found, seen = [], dict[str, int]()
    for line, cells in rows:
        row = _row(Place(file.name, line), cells, problems)
        if row is None:
            continue
        if row.id in seen:
            problems.add(row.place, f"{row.id} stands already on line {seen[row.id]}")
        seen[row.id] = line
        found.append(row)
    if not found and not problems:
        problems.add(Place(file.name), "holds no rows")
    problems.raise_if_any()
    return tuple(found)


def _csv(file: Source, problems: Problems) -> list[tuple[int, dict[str, str]]]:
    lines = read_lines(file, problems)
    if lines is None:
        return []
    return [(line, dict(zip(lines.header, cells, strict=True))) for line, cells in lines.rows]


def _yaml(file: Source, problems: Problems) -> list[tuple[int, dict[str, str]]]:
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError

    text = read_text(file, problems)
    if text is None:
        return []
    try:
        found = YAML(typ="rt").load(io.StringIO(text))
    except MarkedYAMLError as error:
        line = int(error.problem_mark.line) + 1 if error.problem_mark else 0
        problems.add(Place(file.name, line), "is not valid YAML")
        return []
    if not isinstance(found, list) or not all(isinstance(item, dict) for item in found):
        problems.add(Place(file.name), "is no list of appraisals", "Begin each with '- id:'.")
        return []
    return [
        (int(item.lc.line) + 1, {str(key): str(value) for key, value in item.items()})
        for item in found
    ]


def _row(place: Place, cells: dict[str, str], problems: Problems) -> BatchRow | None:
    before = len(problems.found)
    for column in ("id", "case"):
        if not cells.get(column):
            problems.add(Place(place.file, place.line, column), "is missing")
    if cells.get("id") and not is_id(cells["id"]):
        remedy = "Use lower-case letters, digits and single hyphens."
        problems.add(Place(place.file, place.line, "id"), f"is {cells['id']!r}, no id", remedy)
    changes = []
    for name, text in cells.items():
        if name in WORDS or not text:
            continue
        scales, figure = text.startswith("x"), text.removeprefix("x")
        if NUMBER.fullmatch(figure) is None:
            remedy = "Write a figure such as 0.8, or x and a factor such as x1.2."
            problems.add(Place(place.file, place.line, name), f"is {text!r}", remedy)
            continue
        changes.append(Change(name, float(figure), scales))
    if len(problems.found) > before:
        return None
    words = {column: cells.get(column, "") for column in WORDS}
    return BatchRow(**words, changes=tuple(changes), place=place)
