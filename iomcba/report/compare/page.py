"""A shared comparison → one self-contained HTML page in the look of the business case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from iomcba.report import formats
from iomcba.report.charts import NARROW, WIDE
from iomcba.report.compare.layout import MEASURES, lay_out
from iomcba.report.compare.views import ChangeLine, Ends, Span, View
from iomcba.report.compare.waterfall import waterfall
from iomcba.report.compare.wording import also, kind_name, place
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
    view = lay_out(shared, words)
    found = Comparison(
        view=view,
        sections=tuple(
            _section(view, end.option, end.label, words) for end in view.ends if view.spans
        ),
        ends=_ends(view.ends, words),
        changes=_changes(view.changes, words),
        stamp=stamp,
    )
    return page(TEMPLATE, templates, words, report=found)


def _section(view: View, option: str, label: str, words: Catalogue) -> Section:
    spans = {span.measure: span for span in view.of(option)}
    npsv = spans.get("npsv")
    chart = _chart(npsv, words) if npsv is not None and len(npsv.steps) > 2 else None
    others = [span for span in spans.values() if span.measure != "npsv" and len(span.steps) > 2]
    said = tuple(spans[measure].said for measure in ("npsv", "p-best") if measure in spans)
    return Section(
        f"bridge-{option}",
        label,
        said,
        chart,
        tuple(_bridge(span, words, folded=True) for span in others),
    )


def _chart(span: Span, words: Catalogue) -> Chart:
    id = f"waterfall-{span.option}"
    parts = words.text("list.apart").join(f"{step.title} {step.words}" for step in span.steps[1:-1])
    ends = {"start": span.steps[0].words, "end": span.steps[-1].words}
    text = words.text("compared.from-to", parts=parts, **ends)
    wide, narrow = (
        waterfall(f"{id}-{name}", span.title, text, span, width, words)
        for name, width in (("wide", WIDE), ("narrow", NARROW))
    )
    still = also(span.still, words)
    return Chart(
        id, span.title, text, wide, narrow, _bridge(span, words), f"{span.note} {still}".strip()
    )


def _bridge(span: Span, words: Catalogue, folded: bool = False) -> Table:
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
    columns = (
        Column(words.text("compared.change"), numeric=False),
        Column(words.text("compared.moves-by")),
        Column(words.text("compared.standard-error")),
    )
    units = words.text("compared.units" if money else "compared.units-chance")
    what = words.text(f"compared-long.{span.measure}", option=span.label)
    caption = words.text("compared.caption", what=what)
    id = f"bridge-{span.option}--{span.measure}"
    return Table(id, caption, columns, rows, units, folded=folded)


def _ends(ends: tuple[Ends, ...], words: Catalogue) -> tuple[Table, ...]:
    """Every option's headline figures on both sides, a table a measure."""
    tables = []
    for measure in MEASURES:
        label = words.text(f"compared-measure.{measure}")
        rows = tuple(
            Row(Cell(end.label, numeric=False), tuple(Cell(cell) for cell in cells))
            for end in ends
            for name, *cells in end.figures
            if name == label
        )
        option = Column(words.text("compared.option"), numeric=False)
        columns = (option, Column("A"), Column("B"), Column(words.text("compared.less")))
        if rows:
            units = words.text("compared.expected")
            tables.append(Table(f"ends-{measure}", label, columns, rows, units))
    return tuple(tables)


def _changes(changes: tuple[ChangeLine, ...], words: Catalogue) -> tuple[Table, ...]:
    """Every change, those that move an answer apart from those that do not."""
    heads = ("change", "what-differs", "in-a", "in-b", "source-head", "what-it-did")
    columns = tuple(Column(words.text(f"compared.{head}"), numeric=False) for head in heads)
    split = (
        ("changes-moving", words.text("compared.moving-title"), [c for c in changes if c.moves]),
        ("changes-still", words.text("compared.still-title"), [c for c in changes if not c.moves]),
    )
    return tuple(
        Table(id, title, columns, _rows(lines, words), stack=True, wide=True)
        for id, title, lines in split
        if lines
    )


def _rows(lines: list[ChangeLine], words: Catalogue) -> tuple[Row, ...]:
    """A row for each cell that differs; the first of a change carries its name and what it did."""
    rows = []
    for line in lines:
        kind = "" if line.kind == "changed" else f" ({kind_name(line.kind, words)})"
        source = " → ".join(dict.fromkeys(source for source in line.sources if source))
        together = words.text("compared.part-of", player=line.player) if line.player else ""
        for number, (column, old, new) in enumerate(line.cells or (("", "", ""),)):
            first = number == 0
            more = words.text("compared.more-of-it", number=str(line.number))
            head = f"{line.number}. {line.what}{kind}" if first else more
            rows.append(
                Row(
                    Cell(head, numeric=False, note=place(line.where, words) if first else ""),
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
