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

    return Table(
        "Costs",
        "Costs",
        "F13 and F14: cost lines by option and year, additional to business as usual",
        (
            "Base cost = amount × factor × (1 + on-costs) × (1 − vacancy) × (1 + contingency) × "
            "volume × share of the year × (1 + real growth) ^ year number. With optimism bias = "
            "base cost × (1 + uplift). Factor: a salary, or a risk's probability.",
            "In value: cash, opportunity and seconded posts, less what capital is worth at the "
            "end. In cash: not opportunity costs; of seconded posts what the lender fills again; "
            "lost VAT and inflation added.",
        ),
        (
            *_what(book, rows),
            Column("Amount", links("amount"), "pounds"),
            Column("Factor", [_factor(book, line) for _, line, _ in rows], "pounds"),
            Column("On-costs (ratio)", links("on_costs"), "ratio"),
            Column("Vacancy (share)", links("vacancy"), "share"),
            Column("Contingency (ratio)", links("contingency"), "ratio"),
            Column("Volume", [_volume(book, line) for _, line, _ in rows], "count"),
            Column("Share of the year", [line.in_year[y] for _, line, y in rows], "share"),
            Column("Growth (a year)", links("growth"), "ratio"),
            Column("Base cost (£)", every(_BASE, count), "pounds"),
            Column("Optimism bias (ratio)", links("optimism"), "ratio"),
            Column(
                "With optimism bias (£)",
                every("[Base cost (£)]*(1+[Optimism bias (ratio)])", count),
                "pounds",
            ),
            *_residual(book, rows),
            *_views(book, count, links("vat")),
        ),
        keys=2,
    )


_COUNTED = {
    "one": "a plain sum",
    "places": "places taken",
    "engaged": "people engaged",
    "extra-custody-days": "days of custody",
    "required-posts": "posts needed",
}
_BASE = (
    "[Amount]*[Factor]*(1+[On-costs (ratio)])*(1-[Vacancy (share)])*(1+[Contingency (ratio)])"
    "*[Volume]*[Share of the year]*IF([Year number]=0,1,(1+[Growth (a year)])^[Year number])"
)


def _what(book: Context, rows: list[Row]) -> tuple[Column, ...]:
    known = labels.labels_of(book.case)
    said = {line.line: line.label for line in book.case.lines}
    return (
        Column("Option", [o.id for o, _, _ in rows], width=26),
        Column("Line", [line.name for _, line, _ in rows], width=46),
        Column(
            "What it is",
            [said.get(line.name) or labels.row_name(known, line.name) for _, line, _ in rows],
            width=40,
        ),
        Column("Heading", [line.heading for _, line, _ in rows]),
        Column("Bearer", [line.bearer for _, line, _ in rows], width=18),
        Column("Funding", [line.funding for _, line, _ in rows]),
        Column("Counted on", [_COUNTED[line.volume] for _, line, _ in rows], width=18),
        Column("Year", [book.works.years[y] for *_, y in rows]),
        Column("Year number", [float(y) for *_, y in rows], "whole"),
    )


def _factor(book: Context, line: CostLine) -> Cell:
    return Formula("*".join(book.names[name] for name in line.factors)) if line.factors else 1.0


def _volume(book: Context, line: CostLine) -> Cell:
    """What the line is counted on in the year; 1 for a plain sum."""
    places = book.sum_of(PLACES, "Option", "Year")
    match line.volume:
        case "places":
            return Formula(places)
        case "engaged":
            return Formula(book.sum_of("Engagement[Engaged (people)]", "Option", "Year"))
        case "extra-custody-days":
            return Formula(book.sum_of("Avoided[Extra custody (days)]", "Option", "Year"))
        case "required-posts":
            posts = (f"{book.names[share]}/{book.names[held]}" for share, held in line.tiers)
            return Formula(f"{places}*({'+'.join(posts)})")
    return 1.0


def _residual(book: Context, rows: list[Row]) -> tuple[Column, ...]:
    """Straight-line worth of capital at the end, credited in the last year."""
    count = len(rows)
    left = "IF([Life (years)]>0,MAX(0,1-(ROWS(Years[Year])-[Year number])/[Life (years)]),0)"
    last = "IF([Year number]=ROWS(Years[Year])-1,{},0)"
    worth = f"[With optimism bias (£)]*{left}"
    bare = f"[Base cost (£)]*{left}"
    return (
        Column("Life (years)", [book.link(line.life, 0.0) for _, line, _ in rows], "ratio"),
        Column("Worth at the end (£)", every(worth, count), "pounds"),
        Column("Worth at the end without bias (£)", every(bare, count), "pounds"),
        Column(
            "Residual value (£)",
            every(last.format(book.sum_of("Costs[Worth at the end (£)]", "Line")), count),
            "pounds",
        ),
        Column(
            "Residual value without bias (£)",
            every(
                last.format(book.sum_of("Costs[Worth at the end without bias (£)]", "Line")), count
            ),
            "pounds",
        ),
    )


def _views(book: Context, count: int, vat: list[Cell]) -> tuple[Column, ...]:
    """The line in value, and in cash."""
    in_value = 'IF(OR([Funding]="transfer",[Funding]="sunk"),0,1)'
    in_cash = (
        'IF([Funding]="backfill",parameter_backfill_share,'
        'IF(OR([Funding]="opportunity",[Funding]="sunk"),0,1))'
    )
    return (
        Column("In value (share)", every(in_value, count), "share"),
        Column(
            "Value (£)",
            every("([With optimism bias (£)]-[Residual value (£)])*[In value (share)]", count),
            "pounds",
        ),
        Column(
            "Value without bias (£)",
            every("([Base cost (£)]-[Residual value without bias (£)])*[In value (share)]", count),
            "pounds",
        ),
        Column(
            "Present value (£)",
            every(f"[Value (£)]*{book.sum_of('Years[Discount factor]', 'Year')}", count),
            "pounds",
        ),
        Column("In cash (share)", every(in_cash, count), "share"),
        Column("Paid (£)", every("[With optimism bias (£)]*[In cash (share)]", count), "pounds"),
        Column("Lost VAT (ratio)", vat, "ratio"),
        Column(
            "Cash (£ of the year)",
            every(
                "[Paid (£)]*(1+[Lost VAT (ratio)])"
                f"*{book.sum_of('Years[Inflation (ratio)]', 'Year')}",
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

    def over_years(head: str, what: str, funding: str = "") -> Column:
        kind = f'*(Costs[Funding]="{funding}")' if funding else ""
        return Column(
            head, every(f"SUMPRODUCT((Costs[Line]=[Line]){kind}*{what})", count), "pounds"
        )

    spent, paid = "Costs[With optimism bias (£)]", "Costs[Paid (£)]"
    return Table(
        "Bridge",
        "Value to cash",
        "F13: each cost line from value to cash, all years together",
        (
            "Value + residual − opportunity − lender + transfer = paid. Paid + lost VAT + "
            "inflation = cash.",
            "Real pounds, except inflation and cash, which are pounds of the year. Undiscounted.",
        ),
        (
            Column("Option", [o.id for o, _ in rows], width=26),
            Column("Line", [line.name for _, line in rows], width=46),
            Column(
                "What it is",
                [said.get(line.name) or labels.row_name(known, line.name) for _, line in rows],
                width=40,
            ),
            Column("Bearer", [line.bearer for _, line in rows], width=18),
            over_years("Value (£)", "Costs[Value (£)]"),
            over_years("Residual (£)", "Costs[Residual value (£)]*Costs[In value (share)]"),
            over_years("Opportunity (£)", spent, "opportunity"),
            over_years("Lender (£)", f"({spent}-{paid})", "backfill"),
            over_years("Transfer (£)", paid, "transfer"),
            over_years("Paid (£)", paid),
            over_years("Lost VAT (£)", f"{paid}*Costs[Lost VAT (ratio)]"),
            over_years(
                "Inflation (£ of the year)",
                f"(Costs[Cash (£ of the year)]-{paid}*(1+Costs[Lost VAT (ratio)]))",
            ),
            over_years("Cash (£ of the year)", "Costs[Cash (£ of the year)]"),
        ),
        keys=2,
    )
