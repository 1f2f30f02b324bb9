"""A shared comparison → one self-contained HTML page in the look of the business case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from iomcba.report import formats
from iomcba.report.charts import NARROW, WIDE
from iomcba.report.compare.layout import LONG, MEASURES, lay_out
from iomcba.report.compare.views import ChangeLine, Ends, Span, View
from iomcba.report.compare.waterfall import waterfall
from iomcba.report.compare.wording import also, place
from iomcba.report.html import page
from iomcba.report.views import Cell, Chart, Column, Row, Table
from iomcba.terms.bridge import SharedComparison
from iomcba.terms.catalogue import Catalogue

TEMPLATE = "comparison.html.j2"


@dataclass(frozen=True, slots=True)
class Section:
    """An option's bridges: the waterfall of net value with its table, then the other measures."""

    id: str
    title: str
    said: tuple[str, ...]
    chart: Chart | None
    tables: tuple[Table, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The page: words, the option in focus first, and tables."""

    view: View
    sections: tuple[Section, ...]
    ends: tuple[Table, ...]
    changes: tuple[Table, ...]
    stamp: str


def render(
    shared: SharedComparison, templates: Mapping[str, str], words: Catalogue, stamp: str = ""
) -> bytes:
    """Render a comparison as UTF-8 HTML; `templates` are those of the business case and its own."""
    view = lay_out(shared)
    found = Comparison(
        view=view,
        sections=tuple(_section(view, end.option, end.label) for end in view.ends if view.spans),
        ends=_ends(view.ends),
        changes=_changes(view.changes),
        stamp=stamp,
    )
    return page(TEMPLATE, templates, words, report=found)


def _section(view: View, option: str, label: str) -> Section:
    spans = {span.measure: span for span in view.of(option)}
    npsv = spans.get("npsv")
    chart = _chart(npsv) if npsv is not None and len(npsv.steps) > 2 else None
    others = [span for span in spans.values() if span.measure != "npsv" and len(span.steps) > 2]
    said = tuple(spans[measure].said for measure in ("npsv", "p-best") if measure in spans)
    return Section(
        f"bridge-{option}",
        label,
        said,
        chart,
        tuple(_bridge(span, folded=True) for span in others),
    )


def _chart(span: Span) -> Chart:
    id = f"waterfall-{span.option}"
    parts = "; ".join(f"{step.title} {step.words}" for step in span.steps[1:-1])
    text = f"From A, {span.steps[0].words}, to B, {span.steps[-1].words}: {parts}."
    wide, narrow = (
        waterfall(f"{id}-{name}", span.title, text, span, width)
        for name, width in (("wide", WIDE), ("narrow", NARROW))
    )
    still = also(span.still)
    return Chart(id, span.title, text, wide, narrow, _bridge(span), f"{span.note} {still}".strip())


def _bridge(span: Span, folded: bool = False) -> Table:
    money = span.measure not in ("p-best", "p-npsv-positive")
    error = formats.pounds_exact if money else lambda share: f"{formats.points(share)}%"
    rows = tuple(
        Row(
            Cell(step.title, numeric=False, note=step.detail),
            (Cell(step.words), Cell(error(step.se))),
            total=step.total,
        )
        for step in span.steps
    )
    columns = (Column("Change", numeric=False), Column("Moves it by"), Column("Standard error"))
    units = "£, present value" if money else "percentage points"
    caption = f"{LONG[span.measure].format(span.label)}, from A to B"
    id = f"bridge-{span.option}--{span.measure}"
    return Table(id, caption, columns, rows, units, folded=folded)


def _ends(ends: tuple[Ends, ...]) -> tuple[Table, ...]:
    """Every option's headline figures on both sides, a table a measure."""
    tables = []
    for measure, label in MEASURES.items():
        rows = tuple(
            Row(Cell(end.label, numeric=False), tuple(Cell(words) for words in cells))
            for end in ends
            for name, *cells in end.figures
            if name == label
        )
        columns = (Column("Option", numeric=False), Column("A"), Column("B"), Column("B less A"))
        if rows:
            tables.append(Table(f"ends-{measure}", label, columns, rows, "expected values"))
    return tuple(tables)


def _changes(changes: tuple[ChangeLine, ...]) -> tuple[Table, ...]:
    """Every change, those that move an answer apart from those that do not."""
    heads = ("Change", "What differs", "In A", "In B", "Source", "What it did")
    columns = tuple(Column(head, numeric=False) for head in heads)
    split = (
        ("changes-moving", "Changes that move an answer", [c for c in changes if c.moves]),
        ("changes-still", "Changes that move none", [c for c in changes if not c.moves]),
    )
    return tuple(
        Table(id, title, columns, _rows(lines), stack=True, wide=True)
        for id, title, lines in split
        if lines
    )


def _rows(lines: list[ChangeLine]) -> tuple[Row, ...]:
    """A row for each cell that differs; the first of a change carries its name and what it did."""
    rows = []
    for line in lines:
        kind = "" if line.kind == "changed" else f" ({line.kind})"
        source = " → ".join(dict.fromkeys(source for source in line.sources if source))
        together = f"part of: {line.player}" if line.player else ""
        for number, (column, old, new) in enumerate(line.cells or (("", "", ""),)):
            first = number == 0
            head = f"{line.number}. {line.what}{kind}" if first else f"{line.number}. (more)"
            rows.append(
                Row(
                    Cell(head, numeric=False, note=place(line.where) if first else ""),
                    (
                        Cell(column, numeric=False),
                        Cell(old or "–", numeric=False),
                        Cell(new or "–", numeric=False),
                        Cell(source if first else "", numeric=False),
                        Cell(line.effect if first else "", numeric=False, note=together),
                    ),
                )
            )
    return tuple(rows)
