"""What differs between two sides, as one self-contained page: first the table for a committee."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from iomcba.report.compare.layout import side_words
from iomcba.report.compare.wording import column_name
from iomcba.report.desk.diff_lines import FIGURES, GROUPS, DiffLine, counted, diff_lines
from iomcba.report.html import page
from iomcba.report.views import Cell, Column, Row, Table
from iomcba.terms.bridge import SharedComparison
from iomcba.terms.catalogue import Catalogue
from iomcba.terms.said import retold

TEMPLATE = "diff.html.j2"


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
    found = diff_lines(shared, words)
    sides = zip("AB", shared.found.sides, strict=True)
    laid_out = DiffPage(
        title=words.text("differs.title"),
        label=words.text("compared.synthetic") if shared.found.synthetic else "",
        sides=tuple((letter, side_words(side, words)) for letter, side in sides),
        said=tuple(counted(found, words)),
        tables=tuple(
            _figures(own, words) if group == FIGURES else _others(group, own, words)
            for group in GROUPS
            if (own := [line for line in found if line.group == group])
        ),
        policy=retold(shared.policy, words, ()),
        stamp=stamp,
    )
    return page(TEMPLATE, templates, words, report=laid_out)


def _figures(found: list[DiffLine], words: Catalogue) -> Table:
    """The table for a committee: what, was, is, by how much, why, on which source."""
    heads = ("assumption", "was", "is", "change", "why", "source")
    columns = tuple(
        Column(words.text(f"differs-head.{head}"), numeric=head == "change") for head in heads
    )
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
    return Table(
        f"diff-{FIGURES}", words.text(f"differs.{FIGURES}"), columns, rows, stack=True, wide=True
    )


def _others(group: str, found: list[DiffLine], words: Catalogue) -> Table:
    heads = ("what", "column", "was", "is")
    columns = tuple(Column(words.text(f"differs-head.{head}"), numeric=False) for head in heads)
    rows = tuple(
        Row(
            Cell(_head(line) if number == 0 else "", numeric=False, note=line.where),
            tuple(
                Cell(each or "–", numeric=False) for each in (column_name(column, words), was, now)
            ),
        )
        for line in found
        for number, (column, was, now) in enumerate(line.others or (("", "", ""),))
    )
    return Table(
        f"diff-{group}", words.text(f"differs.{group}"), columns, rows, stack=True, wide=True
    )


def _head(line: DiffLine) -> str:
    return f"{line.number}. {line.what}{f' ({line.kind})' if line.kind else ''}"
