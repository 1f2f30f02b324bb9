"""A batch: one row for each appraisal, as CSV or YAML → rows of words and changes."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from iomcba.errors import Place, Problems
from iomcba.read.figures import number, why_no_number
from iomcba.read.kinds import why_no_id
from iomcba.read.located import Source, read_lines
from iomcba.read.workspace import source
from iomcba.read.yaml_faults import no_text, said
from iomcba.read.yamls import load_yaml
from iomcba.terms.names import is_id

WORDS = ("id", "case", "title", "area", "cohort")
# The line of a row, its cells by column, and the lines of those that have their own.
Written: TypeAlias = tuple[int, dict[str, str], dict[str, int]]


@dataclass(frozen=True, slots=True)
class Change:
    """An assumption set to a figure, or its distribution scaled by a factor (`x1.2`).

    `line` is where it stands, if the batch was read from a file.
    """

    name: str
    figure: float
    scales: bool
    line: int = field(default=0, repr=False, compare=False)


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
    for line, cells, lines in rows:
        row = _row(Place(file.name, line), cells, lines, problems)
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


def _csv(file: Source, problems: Problems) -> list[Written]:
    lines = read_lines(file, problems)
    if lines is None:
        return []
    return [(line, dict(zip(lines.header, cells, strict=True)), {}) for line, cells in lines.rows]


def _yaml(file: Source, problems: Problems) -> list[Written]:
    found = load_yaml(file, problems)
    if found is None:
        return []
    if not isinstance(found.value, list) or not all(isinstance(i, dict) for i in found.value):
        problems.add(Place(file.name), "is no list of appraisals", "Begin each with '- id:'.")
        return []
    rows = []
    for at, item in enumerate(found.value):
        cells = dict[str, str]()
        for key, value in item.items():
            place = Place(file.name, found.line((at, key)), key)
            if isinstance(value, dict | list):
                what = f"{said(value, (at, key), found)}, not one value"
                problems.add(place, what, "Write one value.")
            elif key in WORDS and not isinstance(value, str | None):
                problems.add(place, *no_text(value, (at, key), found))
            elif value is not None:
                cells[key] = found.written[at, key][0]
        rows.append((found.line((at,)), cells, {key: found.line((at, key)) for key in item}))
    return rows


def _row(
    place: Place, cells: dict[str, str], lines: dict[str, int], problems: Problems
) -> BatchRow | None:
    def at(name: str) -> Place:
        return Place(place.file, lines.get(name, place.line), name)

    before = len(problems.found)
    for column in ("id", "case"):
        if not cells.get(column):
            problems.add(at(column), "is missing")
    if cells.get("id") and not is_id(cells["id"]):
        problems.add(at("id"), *why_no_id(cells["id"]))
    changes = []
    for name, text in cells.items():
        if name in WORDS or not text:
            continue
        scales, figure = text.startswith("x"), text.removeprefix("x")
        value = number(figure)
        if value is None:
            what, remedy = why_no_number(figure)
            remedy += " A factor is x and a figure, such as x1.2."
            problems.add(at(name), what, remedy)
            continue
        if scales and value <= 0:
            what = f"is {text!r}, a factor that is not above 0"
            problems.add(at(name), what, f"Write {figure} to set the figure.")
            continue
        changes.append(Change(name, value, scales, at(name).line))
    if len(problems.found) > before:
        return None
    words = {column: cells.get(column, "") for column in WORDS}
    return BatchRow(**words, changes=tuple(changes), place=place)
