"""F9: who is reached, by option and year, and by month where months matter."""

from __future__ import annotations

from iomcba.report.workbook.context import Context
from iomcba.report.workbook.grid import Cell, Column, Table, every, sum_where
from iomcba.terms.plan import OptionPlan

MONTHS = 12
PLACES = "Engagement[Places taken (people)]"
_BY_MONTH = "SUMPRODUCT((Months[Option]=[Option])*(Months[Year]=[Year])*Months[{}])/12"


def by_month(option: OptionPlan) -> bool:
    """Whether an option's engagement is resolved by month."""
    return bool(option.months_to_full) or keeps(option)


def keeps(option: OptionPlan) -> bool:
    """Whether people who left keep part of the effect: never where all assigned are counted."""
    return bool(option.persistence) and not _all_assigned(option)


def _all_assigned(option: OptionPlan) -> bool:
    return option.effect is not None and option.effect.all_assigned


def _yes(flag: bool) -> str:
    return "yes" if flag else "no"


def engagement(book: Context) -> Table:
    """People engaged and the share of offending reached, by option and year (F9)."""
    rows = book.option_years
    count = len(rows)

    def links(get: str, absent: Cell) -> list[Cell]:
        return [book.link(getattr(option, get), absent) for option, _ in rows]

    ramps: list[Cell] = [
        every(_BY_MONTH.format("Ramp (share)"), 1)[0]
        if by_month(o)
        else book.link(o.ramp[y] if o.ramp else "", 1.0)
        for o, y in rows
    ]
    study: list[Cell] = [
        book.link(o.effect.study_engagement, 1.0)
        if o.effect is not None and _all_assigned(o)
        else 1.0
        for o, _ in rows
    ]

    def months(head: str) -> list[Cell]:
        return [every(_BY_MONTH.format(head), 1)[0] if keeps(o) else 0.0 for o, _ in rows]

    heads = (
        'IF([Effect among]="all assigned",'
        "IF([Take-up (share)]>0,[Places taken (people)]/[Take-up (share)],0),"
        "[Places taken (people)]+[Cohort (people)]*[Gone (share of cohort)])"
    )
    return Table(
        "Engagement",
        "Engagement",
        "F9: people engaged and the share of offending reached",
        (
            "Places taken = the smaller of cohort × take-up and places. Engaged = places taken × "
            "retention × ramp. Reached = engaged ÷ cohort (÷ the study's engagement where the "
            "effect was measured among all assigned) × relative rate.",
            "The relative rate is the share of offending of the people reached over their share "
            "of heads: above 1 where places go to the highest rates first; elsewhere as stated, "
            "or 1.",
        ),
        (
            Column("Option", [o.id for o, _ in rows], width=26),
            Column("Year", [book.works.years[y] for _, y in rows]),
            Column("Cohort (people)", every("fit_cohort_size", count), "count"),
            Column("Take-up (share)", links("take_up", 1.0), "share"),
            Column(
                "Places (people)",
                [book.link(o.places[y], 0.0) if o.places else 0.0 for o, y in rows],
                "count",
            ),
            Column(
                "Places taken (people)",
                every("MIN([Cohort (people)]*[Take-up (share)],[Places (people)])", count),
                "count",
            ),
            Column("Retention (share)", links("retention", 1.0), "share"),
            Column("Ramp (share)", ramps, "share"),
            Column(
                "Engaged (people)",
                every("[Places taken (people)]*[Retention (share)]*[Ramp (share)]", count),
                "count",
            ),
            Column(
                "Effect among",
                ["all assigned" if _all_assigned(o) else "engaged" for o, _ in rows],
            ),
            Column("Study engagement (share)", study, "share"),
            Column("Gone (share of cohort)", months("Gone (share of cohort)"), "share"),
            Column("Heads read (people)", every(heads, count), "count"),
            *_relative_rate(book, rows),
            Column(
                "Active (share)",
                every(
                    "[Engaged (people)]/[Cohort (people)]/[Study engagement (share)]"
                    "*[Relative rate (ratio)]",
                    count,
                ),
                "share",
            ),
            Column("Left, weighted by month (share)", months("Left, weighted (share)"), "share"),
            Column(
                "Left (share)",
                every("[Left, weighted by month (share)]*[Relative rate (ratio)]", count),
                "share",
            ),
            Column("Reached (share)", every("[Active (share)]+[Left (share)]", count), "share"),
        ),
        keys=2,
    )


def _relative_rate(book: Context, rows: list[tuple[OptionPlan, int]]) -> list[Column]:
    """H of F9, read between the rows of the concentration; elsewhere as stated, or 1."""
    count = len(rows)
    stated = [book.link(option.relative_rate, 1.0) for option, _ in rows]
    if not book.works.concentration:
        return [Column("Relative rate (ratio)", stated, "ratio")]
    x, y = "Concentration[Share of heads]", "Concentration[Share of offending]"
    step = f"MIN(MATCH([Heads read (share)],{x},1),ROWS({x})-1)"
    low, high = f"INDEX({x},[Step])", f"INDEX({x},[Step]+1)"
    between = (
        f"INDEX({y},[Step])+([Heads read (share)]-{low})/({high}-{low})"
        f"*(INDEX({y},[Step]+1)-INDEX({y},[Step]))"
    )
    rate = (
        'IF([Highest rates first]="yes",'
        "IF([Heads read (share)]>0,[Offending of them (share)]/[Heads read (share)],1),"
        "[Relative rate stated (ratio)])"
    )
    return [
        Column("Highest rates first", [_yes(o.highest_rates_first) for o, _ in rows]),
        Column(
            "Heads read (share)",
            every("MIN([Heads read (people)]/[Cohort (people)],1)", count),
            "share",
        ),
        Column("Step", every(step, count), "whole"),
        Column("Offending of them (share)", every(between, count), "share"),
        Column("Relative rate stated (ratio)", stated, "ratio"),
        Column("Relative rate (ratio)", every(rate, count), "ratio"),
    ]


def months(book: Context) -> Table | None:
    """Engagement by month, and what is left of the effect in people who left (F9, F10)."""
    options = [option for option in book.works.options if by_month(option)]
    rows = [(o, m) for o in options for m in range(MONTHS * len(book.works.years))]
    if not rows:
        return None
    count = len(rows)
    passed = "([Month]-1/2-[Goes live after month])"
    steady: list[Cell] = [
        book.link(o.ramp[m // MONTHS], 1.0) if not o.months_to_full else None for o, m in rows
    ]
    ramp = every(
        f"IF([Months to full]>0,MAX(0,MIN(1,{passed}/[Months to full])),IF({passed}>0,1,0))", 1
    )[0]
    leaving = (
        'IF([People who left count]="yes",MIN(MIN(MAX([Active before (share)]/[Stay (months)],'
        "[Active before (share)]-[Active (share)]),[Active before (share)]),1-[Active (share)]),0)"
    )
    back = (
        "IF(1-[Active before (share)]>0,([Active (share)]-[Active before (share)]"
        "+[Leaving (share)])/(1-[Active before (share)]),0)"
    )
    fade = 'IF([People who left count]="yes",[Persistence (share a year)]^(1/12),0)'
    return Table(
        "Months",
        "Months",
        "F9 and F10 by month: ramp, people leaving and what they keep of the effect",
        (
            "Only for options whose ramp is stated in months, or where people who left keep part "
            "of the effect. The middle of a month stands for the month; shares are of the cohort.",
            "Each month one in so many months of stay leaves, no more than others can replace; "
            "places are filled again from those never engaged and those who left, in proportion.",
        ),
        (
            Column("Option", [o.id for o, _ in rows], width=26),
            Column("Month", [float(m + 1) for _, m in rows], "whole"),
            Column("Year", [book.works.years[m // MONTHS] for _, m in rows]),
            Column("Goes live after month", [float(o.go_live) for o, _ in rows], "whole"),
            Column("Months to full", [book.link(o.months_to_full, 0.0) for o, _ in rows], "ratio"),
            Column(
                "Ramp (share)",
                [ramp if own is None else own for own in steady],
                "share",
            ),
            Column("People who left count", [_yes(keeps(o)) for o, _ in rows]),
            Column(
                "Active (share)",
                every(
                    f"{sum_where(PLACES, 'Option', 'Year')}"
                    f"*{sum_where('Engagement[Retention (share)]', 'Option', 'Year')}"
                    "*[Ramp (share)]/fit_cohort_size",
                    count,
                ),
                "share",
            ),
            Column(
                "Stay (months)",
                [book.link(o.stay_months, 0.0) if keeps(o) else 0.0 for o, _ in rows],
                "ratio",
            ),
            Column(
                "Persistence (share a year)",
                [book.link(o.persistence, 0.0) if keeps(o) else 0.0 for o, _ in rows],
                "share",
            ),
            Column(
                "Active before (share)", every("IF([Month]=1,0,[^Active (share)])", count), "share"
            ),
            Column("Leaving (share)", every(leaving, count), "share"),
            Column("Coming back (share of those outside)", every(back, count), "share"),
            Column(
                "Gone (share of cohort)",
                every(
                    "IF([Month]=1,0,[^Gone (share of cohort)])"
                    "*(1-[Coming back (share of those outside)])+[Leaving (share)]",
                    count,
                ),
                "share",
            ),
            Column(
                "Left, weighted (share)",
                every(
                    f"IF([Month]=1,0,[^Left, weighted (share)])*{fade}"
                    "*(1-[Coming back (share of those outside)])+[Leaving (share)]",
                    count,
                ),
                "share",
            ),
        ),
        keys=2,
    )
