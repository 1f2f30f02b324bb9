"""F11, F12 and F16: benefits and budgets by option, bearer and year; each option by year."""

from __future__ import annotations

from iomcba.report.workbook.context import Context
from iomcba.report.workbook.grid import FIT, Cell, Column, Table, every, sum_where
from iomcba.terms.plan import VALUE_CLASSES

_VALUE = "SUMPRODUCT((Values[Bearer]=[Bearer])*{}*Values[{}])"


def benefits(book: Context) -> Table:
    """Benefits and cash released, by option, bearer and year (F11, F12)."""
    works = book.works
    rows = [
        (o, b, y) for o in works.options for b in works.bearers for y in range(len(works.years))
    ]
    count = len(rows)
    steps = {bearer: (step, lag) for bearer, step, lag in works.cash_releases}
    crime = [
        Column(
            f"Crime, {kind} (£)",
            every(
                "[Avoided (offences)]*"
                + _VALUE.format(f'(Values[Class]="{kind}")', "Value per proven offence (£)"),
                count,
            ),
            "pounds",
        )
        for kind in VALUE_CLASSES
    ]
    other = [
        Column(f"Other, {kind} (£)", every(_other(book, kind), count), "pounds")
        for kind in VALUE_CLASSES
    ]
    whole = "+".join(f"[{column.head}]" for column in (*crime, *other))
    return Table(
        "Benefits",
        "Bearers by year",
        "F11 and F12: benefit, cost and cash, by option, bearer and year",
        (
            "Crime = proven offences avoided × value per proven offence. Other = outcomes other "
            "than crime. Classes: fiscal is public services, economic is losses and lost output, "
            "social is harm to people.",
            "Cash: average response cost × cashable share, moved by a lag and rounded towards "
            "zero to whole steps where a bearer has them; outcomes release what their row says. "
            "Cash is never added to value.",
        ),
        (
            Column("Option", [o.id for o, _, _ in rows], width=26),
            Column("Bearer", [b for _, b, _ in rows], width=20),
            Column("Year", [works.years[y] for *_, y in rows]),
            Column("Year number", [float(y) for *_, y in rows], "whole"),
            Column(
                "Avoided (offences)",
                every(sum_where("Avoided[Avoided (offences)]", "Option", "Year"), count),
                "count",
            ),
            *crime,
            *other,
            Column("Benefit (£)", every(whole, count), "pounds"),
            Column(
                "Discount factor",
                every(sum_where("Years[Discount factor]", "Year"), count),
                "ratio",
            ),
            Column("Present value (£)", every("[Benefit (£)]*[Discount factor]", count), "pounds"),
            Column(
                "Cost (£)",
                every(book.sum_of("Costs[Value (£)]", "Option", "Bearer", "Year"), count),
                "pounds",
            ),
            Column("Net value (£)", every("[Benefit (£)]-[Cost (£)]", count), "pounds"),
            Column(
                "Response saved (£)",
                every(
                    "[Avoided (offences)]*"
                    + _VALUE.format('(Values[Response]="yes")', "Value per proven offence (£)"),
                    count,
                ),
                "pounds",
            ),
            Column(
                "Cashable before steps (£)",
                every(
                    "[Avoided (offences)]*parameter_cashable_share*"
                    + _VALUE.format(
                        '(Values[Response]="yes")', "Average cost per proven offence (£)"
                    ),
                    count,
                ),
                "pounds",
            ),
            Column("Step (£)", [_step(book, steps, b, 0) for _, b, _ in rows], "pounds"),
            Column("Lag (years)", [_step(book, steps, b, 1) for _, b, _ in rows], "ratio"),
            *_released(book, count),
            Column(
                "Holds a budget", ["yes" if b in works.cash_bearers else "no" for _, b, _ in rows]
            ),
            *_budget(book, count),
        ),
        keys=3,
    )


def _other(book: Context, kind: str) -> str:
    if book.sum_of("Outcomes[Value (£)]", "Option") == "0":
        return "0"
    keys = "*".join(f"(Outcomes[{key}]=[{key}])" for key in ("Option", "Bearer", "Year"))
    return f'SUMPRODUCT({keys}*(Outcomes[Class]="{kind}")*Outcomes[Value (£)])'


def _step(book: Context, steps: dict[str, tuple[str, str]], bearer: str, which: int) -> Cell:
    return book.link(steps[bearer][which], 0.0) if bearer in steps else 0.0


def _released(book: Context, count: int) -> tuple[Column, ...]:
    """Cash released: late, and in whole steps (F11). A lag of half a year goes to the even one."""
    lag = "IF(MOD([Lag (years)],1)=1/2,2*ROUND([Lag (years)]/2,0),ROUND([Lag (years)],0))"
    late = (
        "SUMPRODUCT((Benefits[Option]=[Option])*(Benefits[Bearer]=[Bearer])"
        "*(Benefits[Year number]=[Year number]-[Lag in whole years])"
        "*Benefits[Cashable before steps (£)])"
    )
    stepped = (
        "IF([Step (£)]=0,[Cashable of the year (£)],"
        "TRUNC([Cashable of the year (£)]/[Step (£)])*[Step (£)])"
    )
    return (
        Column("Lag in whole years", every(lag, count), "whole"),
        Column("Cashable of the year (£)", every(late, count), "pounds"),
        Column("Released in steps (£)", every(stepped, count), "pounds"),
        Column(
            "Released by other outcomes (£)",
            every(book.sum_of("Outcomes[Cash released (£)]", "Option", "Bearer", "Year"), count),
            "pounds",
        ),
        Column(
            "Transfers (£)",
            every(book.sum_of("Outcomes[Transfers (£)]", "Option", "Bearer", "Year"), count),
            "pounds",
        ),
        Column(
            "Cashable (£)",
            every("[Released in steps (£)]+[Released by other outcomes (£)]", count),
            "pounds",
        ),
    )


def _budget(book: Context, count: int) -> tuple[Column, ...]:
    """What comes free in a budget and what is paid from it, in pounds of the year."""
    inflation = sum_where("Years[Inflation (ratio)]", "Year")
    holds = 'IF([Holds a budget]="yes",{},0)'
    paid = book.sum_of("Costs[Cash (£ of the year)]", "Option", "Bearer", "Year")
    return (
        Column(
            "Cash saving (£ of the year)",
            every(holds.format(f"([Cashable (£)]+[Transfers (£)])*{inflation}"), count),
            "pounds",
        ),
        Column("Cash cost (£ of the year)", every(holds.format(paid), count), "pounds"),
        Column(
            "Net budget (£ of the year)",
            every("[Cash saving (£ of the year)]-[Cash cost (£ of the year)]", count),
            "pounds",
        ),
    )


def yearly(book: Context) -> Table:
    """Cost, benefit, net value and budgets of each option by year (F15, F16)."""
    rows = book.option_years
    count = len(rows)
    crime = "+".join(
        sum_where(f"Benefits[Crime, {kind} (£)]", "Option", "Year") for kind in VALUE_CLASSES
    )

    def so_far(head: str, of: str) -> Column:
        until = "(Yearly[Option]=[Option])*(Yearly[Year number]<=[Year number])"
        return Column(head, every(f"SUMPRODUCT({until}*Yearly[{of}])", count), "pounds")

    def pounds(head: str, text: str) -> Column:
        return Column(head, every(text, count), "pounds")

    return Table(
        "Yearly",
        "Options by year",
        "F15 and F16: each option by year, in value and in cash",
        (
            f"Value: real pounds of {book.case.price_base}. Present value = value × discount "
            "factor. Net = benefit − cost.",
            "Cash: pounds of the year, all budgets together. Cash and value are never added.",
        ),
        (
            Column("Option", [o.id for o, _ in rows], width=26),
            Column("Year", [book.works.years[y] for _, y in rows]),
            Column("Year number", [float(y) for _, y in rows], "whole"),
            Column(
                "Discount factor",
                every(sum_where("Years[Discount factor]", "Year"), count),
                "ratio",
            ),
            pounds("Cost (£)", book.sum_of("Costs[Value (£)]", "Option", "Year")),
            pounds(
                "Cost without optimism bias (£)",
                book.sum_of("Costs[Value without bias (£)]", "Option", "Year"),
            ),
            pounds("Crime avoided (£)", crime),
            pounds("Other outcomes (£)", book.sum_of("Outcomes[Value (£)]", "Option", "Year")),
            pounds(
                "Other outcomes in full (£)",
                book.sum_of("Outcomes[Value in full (£)]", "Option", "Year"),
            ),
            pounds("Benefit (£)", "[Crime avoided (£)]+[Other outcomes (£)]"),
            pounds("Net value (£)", "[Benefit (£)]-[Cost (£)]"),
            pounds("Present value of cost (£)", "[Cost (£)]*[Discount factor]"),
            pounds("Present value of benefit (£)", "[Benefit (£)]*[Discount factor]"),
            pounds(
                "Present value of net (£)",
                "[Present value of benefit (£)]-[Present value of cost (£)]",
            ),
            so_far("Cost so far (£)", "Present value of cost (£)"),
            so_far("Benefit so far (£)", "Present value of benefit (£)"),
            so_far("Net so far (£)", "Present value of net (£)"),
            pounds(
                "Value reached (£)",
                f"{sum_where('Years[Offences without]', 'Year')}"
                f"*{sum_where('Engagement[Reached (share)]', 'Option', 'Year')}"
                "*SUM(Values[Value per proven offence (£)])*[Discount factor]",
            ),
            pounds(
                "Cash cost (£ of the year)",
                sum_where("Benefits[Cash cost (£ of the year)]", "Option", "Year"),
            ),
            pounds(
                "Cash saving (£ of the year)",
                sum_where("Benefits[Cash saving (£ of the year)]", "Option", "Year"),
            ),
            pounds(
                "Net budget (£ of the year)",
                "[Cash saving (£ of the year)]-[Cash cost (£ of the year)]",
            ),
            so_far("Net budget so far (£ of the year)", "Net budget (£ of the year)"),
        ),
        keys=2,
    )


def pooled(book: Context) -> Table | None:
    """What each public partner would put into a pooled budget, and then nets."""
    rule = book.case.pooled_rule
    public = [bearer.id for bearer in book.case.bearers if bearer.public]
    if rule == "none" or not public:
        return None
    rows = [(o, b) for o in book.works.options for b in public]
    count, sizes = len(rows), dict(book.works.contributions)
    share = "MAX(0,[Gain (£)])" if rule == "gain" else "MAX(0,[Size])"
    paid = (
        f"IF({sum_where('Pooled[Weight]', 'Option')}>0,"
        f"{sum_where('Yearly[Present value of cost (£)]', 'Option')}*[Weight]"
        f"/{sum_where('Pooled[Weight]', 'Option')},0)"
    )
    size = [Column("Size", [sizes.get(b, 0.0) for _, b in rows], "pounds", FIT)]
    size = [] if rule == "gain" else size
    what = "its gain" if rule == "gain" else "its size"
    return Table(
        "Pooled",
        "Pooled budget",
        "What each public partner would put into a pooled budget",
        (
            "Contribution = present value of cost × weight ÷ all weights; a partner's weight is "
            f"{what}, and nothing where that is below 0.",
            "Net = gain − contribution. Present values, real pounds.",
        ),
        (
            Column("Option", [o.id for o, _ in rows], width=26),
            Column("Bearer", [b for _, b in rows], width=20),
            Column(
                "Gain (£)",
                every(sum_where("Benefits[Present value (£)]", "Option", "Bearer"), count),
                "pounds",
            ),
            *size,
            Column("Weight", every(share, count), "pounds"),
            Column("Contribution (£)", every(paid, count), "pounds"),
            Column("Net (£)", every("[Gain (£)]-[Contribution (£)]", count), "pounds"),
        ),
        keys=2,
    )
