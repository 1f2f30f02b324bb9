"""What differs between two sides, as one self-contained page: first the table for a committee."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from iomcba.report.desk.diff_lines import FIGURES, TITLES, DiffLine, counted, diff_lines
from iomcba.report.html import page
from iomcba.report.views import Cell, Column, Row, Table
from iomcba.terms.bridge import SharedComparison
from iomcba.terms.catalogue import Catalogue

TEMPLATE = "diff.html.j2"
TITLE = "What was changed"


@dataclass(frozen=True, slots=True)
class DiffPage:
    """The page: title, label, both sides, how many differences, the tables, what it was made by."""

    title: str
    label: str
    sides: tuple[tuple[str, str], ...]
    said: tuple[str, ...]
    tables: tuple[Table, ...]
    policy: str
    stamp: str


def render(
    shared: SharedComparison, templates: Mapping[str, str], words: Catalogue, stamp: str = ""
) -> bytes:
    """Render the differences as UTF-8 HTML; `templates` are the business case's and its own."""
    found = diff_lines(shared)
    sides = zip("AB", shared.found.sides, strict=True)
    laid_out = DiffPage(
        title=TITLE,
        label="SYNTHETIC DATA" if shared.found.synthetic else "",
        sides=tuple((letter, f"{side.title} ({side.kind} {side.place})") for letter, side in sides),
        said=tuple(counted(found)),
        tables=tuple(
            _figures(own) if group == FIGURES else _others(group, own)
            for group in TITLES
            if (own := [line for line in found if line.group == group])
        ),
        policy=shared.policy,
        stamp=stamp,
    )
    return page(TEMPLATE, templates, words, report=laid_out)


def _figures(found: list[DiffLine]) -> Table:
    """The table for a committee: what, was, is, by how much, why, on which source."""
    heads = ("Assumption", "Was", "Is", "Change", "Why", "Source")
    columns = tuple(Column(head, numeric=head == "Change") for head in heads)
    rows = tuple(
        Row(
            Cell(_head(line), numeric=False, note=line.name),
            (
                Cell(line.was or "–", numeric=False),
                Cell(line.now or "–", numeric=False),
                Cell(line.by),
                Cell(line.why, numeric=False),
                Cell(line.source, numeric=False),
            ),
        )
        for line in found
    )
    return Table(f"diff-{FIGURES}", TITLES[FIGURES], columns, rows, stack=True, wide=True)


def _others(group: str, found: list[DiffLine]) -> Table:
    heads = ("What", "Column", "Was", "Is")
    columns = tuple(Column(head, numeric=False) for head in heads)
    rows = tuple(
        Row(
            Cell(_head(line) if number == 0 else "", numeric=False, note=line.where),
            tuple(Cell(words or "–", numeric=False) for words in other),
        )
        for line in found
        for number, other in enumerate(line.others or (("", "", ""),))
    )
    return Table(f"diff-{group}", TITLES[group], columns, rows, stack=True, wide=True)


def _head(line: DiffLine) -> str:
    return f"{line.number}. {line.what}{f' ({line.kind})' if line.kind else ''}"
