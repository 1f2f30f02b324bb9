"""F13 and F14: every cost line by year, in value and in cash, and its way from one to the other."""

from __future__ import annotations

from iomcba.report import labels
from iomcba.report.workbook.context import Context
from iomcba.report.workbook.engagement import PLACES
from iomcba.report.workbook.grid import Cell, Column, Formula, Table, every
from iomcba.terms.plan import CostLine, OptionPlan

Row = tuple[OptionPlan, CostLine, int]


def costs(book: Context) -> Table | None:
    """Every cost line by year (F13), with optimism bias (F14), in value and in cash."""
    rows = [
        (option, line, y)
        for option in book.works.options
        for line in option.lines
        for y in range(len(book.works.years))
    ]
    if not rows:
        return None
    count = len(rows)

    def links(get: str, absent: Cell = 0.0) -> list[Cell]:
        return [book.link(getattr(line, get), absent) for _, line, _ in rows]

    return book.table(
        "Costs",
        (
            *_what(book, rows),
            Column("amount", links("amount"), "pounds"),
            Column("factor", [_factor(book, line) for _, line, _ in rows], "pounds"),
            Column("on-costs", links("on_costs"), "ratio"),
            Column("vacancy", links("vacancy"), "share"),
            Column("contingency", links("contingency"), "ratio"),
            Column("volume", [_volume(book, line) for _, line, _ in rows], "count"),
            Column("share-of-the-year", [line.in_year[y] for _, line, y in rows], "share"),
            Column("growth", links("growth"), "ratio"),
            Column("base-cost", every(_BASE, count), "pounds"),
            Column("optimism-bias", links("optimism"), "ratio"),
            Column(
                "with-optimism-bias",
                every("[base-cost]*(1+[optimism-bias])", count),
                "pounds",
            ),
            *_residual(book, rows),
            *_views(book, count, links("vat")),
        ),
        keys=2,
    )


_BASE = (
    "[amount]*[factor]*(1+[on-costs])*(1-[vacancy])*(1+[contingency])"
    "*[volume]*[share-of-the-year]*IF([year-number]=0,1,(1+[growth])^[year-number])"
)


def _what(book: Context, rows: list[Row]) -> tuple[Column, ...]:
    known = labels.labels_of(book.case)
    said = {line.line: line.label for line in book.case.lines}
    counted = {id: book.say(f"workbook-volume.{id}") for id in {line.volume for _, line, _ in rows}}
    return (
        Column("option", [o.id for o, _, _ in rows], width=26),
        Column("line", [line.name for _, line, _ in rows], width=46),
        Column(
            "what-it-is",
            [said.get(line.name) or labels.row_name(known, line.name) for _, line, _ in rows],
            width=40,
        ),
        Column("heading", [line.heading for _, line, _ in rows]),
        Column("bearer", [line.bearer for _, line, _ in rows], width=18),
        Column("funding", [line.funding for _, line, _ in rows]),
        Column("counted-on", [counted[line.volume] for _, line, _ in rows], width=18),
        Column("year", [book.works.years[y] for *_, y in rows]),
        Column("year-number", [float(y) for *_, y in rows], "whole"),
    )


def _factor(book: Context, line: CostLine) -> Cell:
    return Formula("*".join(book.names[name] for name in line.factors)) if line.factors else 1.0


def _volume(book: Context, line: CostLine) -> Cell:
    """What the line is counted on in the year; 1 for a plain sum."""
    places = book.sum_of(PLACES, "option", "year")
    match line.volume:
        case "places":
            return Formula(places)
        case "engaged":
            return Formula(book.sum_of("Engagement[engaged]", "option", "year"))
        case "extra-custody-days":
            return Formula(book.sum_of("Avoided[extra-custody]", "option", "year"))
        case "required-posts":
            posts = (f"{book.names[share]}/{book.names[held]}" for share, held in line.tiers)
            return Formula(f"{places}*({'+'.join(posts)})")
    return 1.0


def _residual(book: Context, rows: list[Row]) -> tuple[Column, ...]:
    """Straight-line worth of capital at the end, credited in the last year."""
    count = len(rows)
    left = "IF([life]>0,MAX(0,1-(ROWS(Years[year])-[year-number])/[life]),0)"
    last = "IF([year-number]=ROWS(Years[year])-1,{},0)"
    worth = f"[with-optimism-bias]*{left}"
    bare = f"[base-cost]*{left}"
    return (
        Column("life", [book.link(line.life, 0.0) for _, line, _ in rows], "ratio"),
        Column("worth-at-the-end", every(worth, count), "pounds"),
        Column("worth-at-the-end-without-bias", every(bare, count), "pounds"),
        Column(
            "residual-value",
            every(last.format(book.sum_of("Costs[worth-at-the-end]", "line")), count),
            "pounds",
        ),
        Column(
            "residual-value-without-bias",
            every(last.format(book.sum_of("Costs[worth-at-the-end-without-bias]", "line")), count),
            "pounds",
        ),
    )


def _views(book: Context, count: int, vat: list[Cell]) -> tuple[Column, ...]:
    """The line in value, and in cash."""
    in_value = 'IF(OR([funding]="transfer",[funding]="sunk"),0,1)'
    in_cash = (
        'IF([funding]="backfill",parameter_backfill_share,'
        'IF(OR([funding]="opportunity",[funding]="sunk"),0,1))'
    )
    return (
        Column("in-value", every(in_value, count), "share"),
        Column(
            "value",
            every("([with-optimism-bias]-[residual-value])*[in-value]", count),
            "pounds",
        ),
        Column(
            "value-without-bias",
            every("([base-cost]-[residual-value-without-bias])*[in-value]", count),
            "pounds",
        ),
        Column(
            "present-value",
            every(f"[value]*{book.sum_of('Years[discount-factor]', 'year')}", count),
            "pounds",
        ),
        Column("in-cash", every(in_cash, count), "share"),
        Column("paid", every("[with-optimism-bias]*[in-cash]", count), "pounds"),
        Column("lost-vat-ratio", vat, "ratio"),
        Column(
            "cash",
            every(
                f"[paid]*(1+[lost-vat-ratio])*{book.sum_of('Years[inflation]', 'year')}",
                count,
            ),
            "pounds",
        ),
    )


def value_to_cash(book: Context) -> Table | None:
    """Each cost line from value to cash, over all years (F13)."""
    rows = [(option, line) for option in book.works.options for line in option.lines]
    if not rows:
        return None
    count, said = len(rows), {line.line: line.label for line in book.case.lines}
    known = labels.labels_of(book.case)

    def over_years(id: str, what: str, funding: str = "") -> Column:
        kind = f'*(Costs[funding]="{funding}")' if funding else ""
        return Column(id, every(f"SUMPRODUCT((Costs[line]=[line]){kind}*{what})", count), "pounds")

    spent, paid = "Costs[with-optimism-bias]", "Costs[paid]"
    return book.table(
        "Bridge",
        (
            Column("option", [o.id for o, _ in rows], width=26),
            Column("line", [line.name for _, line in rows], width=46),
            Column(
                "what-it-is",
                [said.get(line.name) or labels.row_name(known, line.name) for _, line in rows],
                width=40,
            ),
            Column("bearer", [line.bearer for _, line in rows], width=18),
            over_years("value", "Costs[value]"),
            over_years("residual", "Costs[residual-value]*Costs[in-value]"),
            over_years("opportunity", spent, "opportunity"),
            over_years("lender", f"({spent}-{paid})", "backfill"),
            over_years("transfer", paid, "transfer"),
            over_years("paid", paid),
            over_years("lost-vat", f"{paid}*Costs[lost-vat-ratio]"),
            over_years(
                "inflation-in-pounds",
                f"(Costs[cash]-{paid}*(1+Costs[lost-vat-ratio]))",
            ),
            over_years("cash", "Costs[cash]"),
        ),
        keys=2,
    )
