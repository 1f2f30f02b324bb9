"""SharedCase → Report: all views of a report in page order, and its charts.

In: a case after disclosure control. Out: frozen nouns whose numbers are already words.
"""

from __future__ import annotations

from iomcba.report import (
    annex,
    benefits,
    charts,
    formats,
    front,
    labels,
    lookup,
    partners,
    summary_table,
    tables,
)
from iomcba.report.charts import NARROW, WIDE, Course, Sides, Spread
from iomcba.report.decision import section
from iomcba.report.grid import kept
from iomcba.report.lookup import Lookup, expected_as
from iomcba.report.views import Cell, Chart, Column, Report, Row, Table
from iomcba.report.words import listed
from iomcba.terms.findings import Figure, Interval, OptionLabel, SharedCase

_POUNDS = expected_as(formats.pounds)
_FLAT = 0.08  # of the tallest chart: lines lower than this show nothing
_MOST_COURSES = 4  # more small charts than this are not looked at; the tables hold every option


def lay_out(shared: SharedCase, stamp: str = "") -> Report:
    """Lay out the whole report; `stamp` is the time to print, blank for none."""
    case = shared.case
    book = Lookup(case)
    return Report(
        title=case.title,
        area=case.area,
        label=case.label or ("SYNTHETIC DATA" if case.synthetic else ""),
        warnings=labels.warnings(book, front_page=True),
        other_warnings=labels.warnings(book, front_page=False),
        front=front.front_page(book),
        charts=tuple(
            chart
            for chart in (_net_value(book), _cumulative(book), _sides(book), section.chart(book))
            if chart is not None
        ),
        summary=summary_table.summary(book),
        partners=partners.parts(book),
        benefits=benefits.parts(book),
        counterfactual=tables.counterfactual(book, annex.own_tables(case, annex.CHECKS)),
        drivers=section.part(book),
        options=tables.option_parts(book),
        published=annex.published(book),
        extras=annex.other_tables(case),
        assumptions=annex.assumptions(book),
        sources=annex.sources(book),
        attributions=case.attributions,
        provenance=annex.provenance(shared, stamp),
        stamp=stamp,
    )


def _net_value(book: Lookup) -> Chart | None:
    drawn = [(o, found) for o in book.proposals if (found := _spread(book, o)) is not None]
    spreads = [spread for _, spread in drawn]
    if not spreads:
        return None
    columns: tuple[tuple[str, lookup.Words], ...] = (
        ("Expected", _POUNDS),
        ("80% range", lookup.range80),
        ("95% range", lookup.range95),
        ("Chance it loses money", lookup.chance_of_loss),
    )
    rows = tuple(
        Row(
            Cell(option.label, numeric=False),
            tuple(
                book.cell(
                    f"{option.id}.{'p-npsv-positive' if 'Chance' in label else 'npsv'}", words
                )
                for label, words in columns
            ),
        )
        for option in book.proposals
    )
    heads = (Column("Option", numeric=False), *(Column(label) for label, _ in columns))
    title = f"Net value of each option over {book.horizon}"
    said = "; ".join(
        f"{row.head.text}: {row.cells[0].text}, 80% range {row.cells[1].text}" for row in rows
    )
    text = f"A dot for each option’s expected net value, with its ranges. {said}."
    wide, narrow = (
        charts.net_value(f"chart-net-{name}", title, text, spreads, width)
        for name, width in (("wide", WIDE), ("narrow", NARROW))
    )
    table = Table("chart-net-table", title, heads, rows, f"£, {book.case.price_base} prices")
    note = (
        "Dot: expected value. Thick line: 8 draws in 10 fall here. Thin line: 95 in 100. "
        "The line at £0 is business as usual."
    )
    note += _not_drawn(book, [option for option, _ in drawn])
    return Chart("chart-net", title, text, wide, narrow, table, note)


def _spread(book: Lookup, option: OptionLabel) -> Spread | None:
    name = f"{option.id}.npsv"
    figure = book.open(name)
    value, words = book.expected(name), book.words(name, _POUNDS)
    if figure is None or value is None or words is None:
        return None
    ends = figure.interval
    return Spread(
        option.label,
        name,
        value,
        words,
        _ends80(ends),
        None if ends is None else (ends.low95, ends.high95),
        option.id == book.case.preferred,
    )


def _ends80(interval: Interval | None) -> tuple[float, float] | None:
    return None if interval is None else (interval.low80, interval.high80)


def _cumulative(book: Lookup) -> Chart | None:
    chosen = book.spotlight
    ordered = (*chosen, *(option for option in book.by_cost if option not in chosen))
    drawn = _visible(
        [(option, course) for option in ordered if (course := _course(book, option)) is not None]
    )
    if not drawn:
        return None
    title = "Cost and benefit as they add up"
    columns = (Column("Option", numeric=False), *(Column(year) for year in book.case.years))
    rows = kept(
        Row(
            Cell(f"{option.label} – {label}", numeric=False),
            tuple(book.cell(f"{option.id}.{stem}.{year}", words) for year in book.case.years),
        )
        for option in ordered
        for label, stem, words in (
            ("cost", "cumulative-cost", _POUNDS),
            ("benefit", "cumulative-benefit", _POUNDS),
            ("benefit, 80% range", "cumulative-benefit", lookup.range80),
        )
    )
    last = book.case.years[-1]
    said = "; ".join(
        f"{option.label} costs {book.piece(f'{option.id}.cumulative-cost.{last}', _POUNDS).text} "
        f"and brings {book.piece(f'{option.id}.cumulative-benefit.{last}', _POUNDS).text}"
        for option, _ in drawn
    )
    text = f"Discounted cost and benefit so far. By the end of {last}: {said}."
    wide, narrow = (
        charts.cumulative(f"chart-sum-{name}", title, text, [c for _, c in drawn], width)
        for name, width in (("wide", WIDE), ("narrow", NARROW))
    )
    table = Table("chart-sum-table", title, columns, rows, f"£, {book.case.price_base} prices")
    note = "Solid: expected benefit, with the range of 8 draws in 10. Broken line: expected cost."
    note += _not_drawn(book, [option for option, _ in drawn])
    return Chart("chart-sum", title, text, wide, narrow, table, note)


def _visible(courses: list[tuple[OptionLabel, Course]]) -> list[tuple[OptionLabel, Course]]:
    """The first few whose lines would not lie flat on the axis at the scale of the largest."""
    heights = [high - low for _, (low, high) in ((o, course.ends) for o, course in courses)]
    floor = _FLAT * max(heights, default=0.0)
    return [pair for pair, height in zip(courses, heights, strict=True) if height > floor][
        :_MOST_COURSES
    ]


def _not_drawn(book: Lookup, drawn: list[OptionLabel]) -> str:
    """Name the options that a chart leaves out; its table has them."""
    left = [option.label for option in book.proposals if option not in drawn]
    return f" Not drawn, but in the table: {listed(left)}." if left else ""


def _course(book: Lookup, option: OptionLabel) -> Course | None:
    def stream(stem: str) -> list[Figure]:
        names = (f"{option.id}.{stem}.{year}" for year in book.case.years)
        return [figure for name in names if (figure := book.open(name)) is not None]

    def values(figures: list[Figure]) -> tuple[float, ...]:
        found = (lookup.expected_value(figure) for figure in figures)
        return tuple(value for value in found if value is not None)

    benefits = stream("cumulative-benefit")
    cost, benefit = values(stream("cumulative-cost")), values(benefits)
    if not len(cost) == len(benefit) == len(book.case.years):
        return None
    band = tuple(ends for figure in benefits if (ends := _ends80(figure.interval)) is not None)
    whole = len(band) == len(benefit)
    return Course(option.label, book.case.years, cost, benefit, band if whole else None)


def _sides(book: Lookup) -> Chart | None:
    option = book.focus
    if option is None:
        return None
    found = []
    for bearer in book.case.bearers:
        pays, gains = f"{option.id}.pvc.{bearer.id}", f"{option.id}.pvb.{bearer.id}"
        side = Sides(
            bearer.label,
            book.expected(pays),
            book.expected(gains),
            pays,
            gains,
            book.words(pays, _POUNDS) or "",
            book.words(gains, _POUNDS) or "",
        )
        if side.pays or side.gains:
            found.append(side)
    if not found:
        return None
    title = f"Who pays for {option.label}, and who gains"
    said = "; ".join(
        f"{side.label} pays {side.pays_words or 'an amount not shown'} and gains "
        f"{side.gains_words or 'an amount not shown'}"
        for side in found
    )
    rows = kept(
        Row(
            Cell(bearer.label, numeric=False),
            tuple(book.cell(f"{option.id}.{m}.{bearer.id}", _POUNDS) for m in ("pvc", "pvb")),
        )
        for bearer in book.case.bearers
    )
    columns = (Column("Bearer", numeric=False), Column("Pays"), Column("Gains"))
    wide, narrow = (
        charts.sides(f"chart-sides-{name}", title, f"{said}.", found, width)
        for name, width in (("wide", WIDE), ("narrow", NARROW))
    )
    units = f"£, {book.case.price_base} prices, {labels.discounting(book.case)}"
    table = Table("chart-sides-table", title, columns, rows, units)
    note = "Present value. Gains are public value, not cash."
    return Chart("chart-sides", title, f"{said}.", wide, narrow, table, note)
