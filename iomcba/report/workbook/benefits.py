"""F11, F12 and F16: benefits and budgets by option, bearer and year; each option by year."""

from __future__ import annotations

from iomcba.report.workbook.context import Context
from iomcba.report.workbook.grid import FIT, Cell, Column, Table, every, sum_where
from iomcba.terms.plan import VALUE_CLASSES

_VALUE = "SUMPRODUCT((Values[bearer]=[bearer])*{}*Values[{}])"


def benefits(book: Context) -> Table:
    """Benefits and cash released, by option, bearer and year (F11, F12)."""
    works = book.works
    rows = [
        (o, b, y) for o in works.options for b in works.bearers for y in range(len(works.years))
    ]
    count, yes = len(rows), book.yes_no
    steps = {bearer: (step, lag) for bearer, step, lag in works.cash_releases}
    crime = [
        Column(
            f"crime-{kind}",
            every(
                "[avoided]*"
                + _VALUE.format(f'(Values[class]="{kind}")', "value-per-proven-offence"),
                count,
            ),
            "pounds",
        )
        for kind in VALUE_CLASSES
    ]
    other = [
        Column(f"other-{kind}", every(_other(book, kind), count), "pounds")
        for kind in VALUE_CLASSES
    ]
    whole = "+".join(f"[{column.id}]" for column in (*crime, *other))
    return book.table(
        "Benefits",
        (
            Column("option", [o.id for o, _, _ in rows], width=26),
            Column("bearer", [b for _, b, _ in rows], width=20),
            Column("year", [works.years[y] for *_, y in rows]),
            Column("year-number", [float(y) for *_, y in rows], "whole"),
            Column(
                "avoided",
                every(sum_where("Avoided[avoided]", "option", "year"), count),
                "count",
            ),
            *crime,
            *other,
            Column("benefit", every(whole, count), "pounds"),
            Column(
                "discount-factor",
                every(sum_where("Years[discount-factor]", "year"), count),
                "ratio",
            ),
            Column("present-value", every("[benefit]*[discount-factor]", count), "pounds"),
            Column(
                "cost",
                every(book.sum_of("Costs[value]", "option", "bearer", "year"), count),
                "pounds",
            ),
            Column("net-value", every("[benefit]-[cost]", count), "pounds"),
            Column(
                "response-saved",
                every(
                    "[avoided]*"
                    + _VALUE.format("(Values[response]=@yes)", "value-per-proven-offence"),
                    count,
                ),
                "pounds",
            ),
            Column(
                "cashable-before-steps",
                every(
                    "[avoided]*parameter_cashable_share*"
                    + _VALUE.format("(Values[response]=@yes)", "average-cost-per-proven-offence"),
                    count,
                ),
                "pounds",
            ),
            Column("step-pounds", [_step(book, steps, b, 0) for _, b, _ in rows], "pounds"),
            Column("lag", [_step(book, steps, b, 1) for _, b, _ in rows], "ratio"),
            *_released(book, count),
            Column("holds-a-budget", [yes[b in works.cash_bearers] for _, b, _ in rows]),
            *_budget(book, count),
        ),
        keys=3,
    )


def _other(book: Context, kind: str) -> str:
    if book.sum_of("Outcomes[value]", "option") == "0":
        return "0"
    keys = "*".join(f"(Outcomes[{key}]=[{key}])" for key in ("option", "bearer", "year"))
    return f'SUMPRODUCT({keys}*(Outcomes[class]="{kind}")*Outcomes[value])'


def _step(book: Context, steps: dict[str, tuple[str, str]], bearer: str, which: int) -> Cell:
    return book.link(steps[bearer][which], 0.0) if bearer in steps else 0.0


def _released(book: Context, count: int) -> tuple[Column, ...]:
    """Cash released: late, and in whole steps (F11). A lag of half a year goes to the even one."""
    lag = "IF(MOD([lag],1)=1/2,2*ROUND([lag]/2,0),ROUND([lag],0))"
    late = (
        "SUMPRODUCT((Benefits[option]=[option])*(Benefits[bearer]=[bearer])"
        "*(Benefits[year-number]=[year-number]-[lag-in-whole-years])"
        "*Benefits[cashable-before-steps])"
    )
    stepped = (
        "IF([step-pounds]=0,[cashable-of-the-year],"
        "TRUNC([cashable-of-the-year]/[step-pounds])*[step-pounds])"
    )
    return (
        Column("lag-in-whole-years", every(lag, count), "whole"),
        Column("cashable-of-the-year", every(late, count), "pounds"),
        Column("released-in-steps", every(stepped, count), "pounds"),
        Column(
            "released-by-other-outcomes",
            every(book.sum_of("Outcomes[cash-released]", "option", "bearer", "year"), count),
            "pounds",
        ),
        Column(
            "transfers",
            every(book.sum_of("Outcomes[transfers]", "option", "bearer", "year"), count),
            "pounds",
        ),
        Column(
            "cashable",
            every("[released-in-steps]+[released-by-other-outcomes]", count),
            "pounds",
        ),
    )


def _budget(book: Context, count: int) -> tuple[Column, ...]:
    """What comes free in a budget and what is paid from it, in pounds of the year."""
    inflation = sum_where("Years[inflation]", "year")
    holds = "IF([holds-a-budget]=@yes,{},0)"
    paid = book.sum_of("Costs[cash]", "option", "bearer", "year")
    return (
        Column(
            "cash-saving",
            every(holds.format(f"([cashable]+[transfers])*{inflation}"), count),
            "pounds",
        ),
        Column("cash-cost", every(holds.format(paid), count), "pounds"),
        Column(
            "net-budget",
            every("[cash-saving]-[cash-cost]", count),
            "pounds",
        ),
    )


def yearly(book: Context) -> Table:
    """Cost, benefit, net value and budgets of each option by year (F15, F16)."""
    rows = book.option_years
    count = len(rows)
    crime = "+".join(
        sum_where(f"Benefits[crime-{kind}]", "option", "year") for kind in VALUE_CLASSES
    )

    def so_far(id: str, of: str) -> Column:
        until = "(Yearly[option]=[option])*(Yearly[year-number]<=[year-number])"
        return Column(id, every(f"SUMPRODUCT({until}*Yearly[{of}])", count), "pounds")

    def pounds(id: str, text: str) -> Column:
        return Column(id, every(text, count), "pounds")

    return book.table(
        "Yearly",
        (
            Column("option", [o.id for o, _ in rows], width=26),
            Column("year", [book.works.years[y] for _, y in rows]),
            Column("year-number", [float(y) for _, y in rows], "whole"),
            Column(
                "discount-factor",
                every(sum_where("Years[discount-factor]", "year"), count),
                "ratio",
            ),
            pounds("cost", book.sum_of("Costs[value]", "option", "year")),
            pounds(
                "cost-without-optimism-bias",
                book.sum_of("Costs[value-without-bias]", "option", "year"),
            ),
            pounds("crime-avoided", crime),
            pounds("other-outcomes", book.sum_of("Outcomes[value]", "option", "year")),
            pounds(
                "other-outcomes-in-full",
                book.sum_of("Outcomes[value-in-full]", "option", "year"),
            ),
            pounds("benefit", "[crime-avoided]+[other-outcomes]"),
            pounds("net-value", "[benefit]-[cost]"),
            pounds("present-value-of-cost", "[cost]*[discount-factor]"),
            pounds("present-value-of-benefit", "[benefit]*[discount-factor]"),
            pounds(
                "present-value-of-net",
                "[present-value-of-benefit]-[present-value-of-cost]",
            ),
            so_far("cost-so-far", "present-value-of-cost"),
            so_far("benefit-so-far", "present-value-of-benefit"),
            so_far("net-so-far", "present-value-of-net"),
            pounds(
                "value-reached",
                f"{sum_where('Years[offences-without]', 'year')}"
                f"*{sum_where('Engagement[reached]', 'option', 'year')}"
                "*SUM(Values[value-per-proven-offence])*[discount-factor]",
            ),
            pounds(
                "cash-cost",
                sum_where("Benefits[cash-cost]", "option", "year"),
            ),
            pounds(
                "cash-saving",
                sum_where("Benefits[cash-saving]", "option", "year"),
            ),
            pounds(
                "net-budget",
                "[cash-saving]-[cash-cost]",
            ),
            so_far("net-budget-so-far", "net-budget"),
        ),
        keys=2,
        prices=book.case.price_base,
    )


def pooled(book: Context) -> Table | None:
    """What each public partner would put into a pooled budget, and then nets."""
    rule = book.case.pooled_rule
    public = [bearer.id for bearer in book.case.bearers if bearer.public]
    if rule == "none" or not public:
        return None
    rows = [(o, b) for o in book.works.options for b in public]
    count, sizes = len(rows), dict(book.works.contributions)
    share = "MAX(0,[gain])" if rule == "gain" else "MAX(0,[size])"
    paid = (
        f"IF({sum_where('Pooled[weight]', 'option')}>0,"
        f"{sum_where('Yearly[present-value-of-cost]', 'option')}*[weight]"
        f"/{sum_where('Pooled[weight]', 'option')},0)"
    )
    size = [Column("size", [sizes.get(b, 0.0) for _, b in rows], "pounds", FIT)]
    size = [] if rule == "gain" else size
    return book.table(
        "Pooled",
        (
            Column("option", [o.id for o, _ in rows], width=26),
            Column("bearer", [b for _, b in rows], width=20),
            Column(
                "gain",
                every(sum_where("Benefits[present-value]", "option", "bearer"), count),
                "pounds",
            ),
            *size,
            Column("weight", every(share, count), "pounds"),
            Column("contribution", every(paid, count), "pounds"),
            Column("net", every("[gain]-[contribution]", count), "pounds"),
        ),
        keys=2,
        weight=book.say("workbook.its-gain" if rule == "gain" else "workbook.its-size"),
    )
