"""F9: who is reached, by option and year, and by month where months matter."""

from __future__ import annotations

from iomcba.report.workbook.context import Context
from iomcba.report.workbook.grid import Cell, Column, Table, every, sum_where
from iomcba.terms.plan import OptionPlan

MONTHS = 12
PLACES = "Engagement[places-taken]"
_BY_MONTH = "SUMPRODUCT((Months[option]=[option])*(Months[year]=[year])*Months[{}])/12"


def by_month(option: OptionPlan) -> bool:
    """Whether an option's engagement is resolved by month."""
    return bool(option.months_to_full) or keeps(option)


def keeps(option: OptionPlan) -> bool:
    """Whether people who left keep part of the effect: never where all assigned are counted."""
    return bool(option.persistence) and not _all_assigned(option)


def _all_assigned(option: OptionPlan) -> bool:
    return option.effect is not None and option.effect.all_assigned


def engagement(book: Context) -> Table:
    """People engaged and the share of offending reached, by option and year (F9)."""
    rows = book.option_years
    among = book.word("engaged"), book.word("all-assigned")
    count = len(rows)

    def links(get: str, absent: Cell) -> list[Cell]:
        return [book.link(getattr(option, get), absent) for option, _ in rows]

    ramps: list[Cell] = [
        every(_BY_MONTH.format("ramp"), 1)[0]
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

    def months(id: str) -> list[Cell]:
        return [every(_BY_MONTH.format(id), 1)[0] if keeps(o) else 0.0 for o, _ in rows]

    heads = (
        "IF([effect-among]=@all-assigned,"
        "IF([take-up]>0,[places-taken]/[take-up],0),"
        "[places-taken]+[cohort]*[gone])"
    )
    return book.table(
        "Engagement",
        (
            Column("option", [o.id for o, _ in rows], width=26),
            Column("year", [book.works.years[y] for _, y in rows]),
            Column("cohort", every("fit_cohort_size", count), "count"),
            Column("take-up", links("take_up", 1.0), "share"),
            Column(
                "places",
                [book.link(o.places[y], 0.0) if o.places else 0.0 for o, y in rows],
                "count",
            ),
            Column(
                "places-taken",
                every("MIN([cohort]*[take-up],[places])", count),
                "count",
            ),
            Column("retention", links("retention", 1.0), "share"),
            Column("ramp", ramps, "share"),
            Column(
                "engaged",
                every("[places-taken]*[retention]*[ramp]", count),
                "count",
            ),
            Column(
                "effect-among",
                [among[_all_assigned(o)] for o, _ in rows],
            ),
            Column("study-engagement", study, "share"),
            Column("gone", months("gone"), "share"),
            Column("heads-read-people", every(heads, count), "count"),
            *_relative_rate(book, rows),
            Column(
                "active",
                every(
                    "[engaged]/[cohort]/[study-engagement]*[relative-rate]",
                    count,
                ),
                "share",
            ),
            Column("left-weighted-by-month", months("left-weighted"), "share"),
            Column(
                "left-share",
                every("[left-weighted-by-month]*[relative-rate]", count),
                "share",
            ),
            Column("reached", every("[active]+[left-share]", count), "share"),
        ),
        keys=2,
    )


def _relative_rate(book: Context, rows: list[tuple[OptionPlan, int]]) -> list[Column]:
    """H of F9, read between the rows of the concentration; elsewhere as stated, or 1."""
    count, yes = len(rows), book.yes_no
    stated = [book.link(option.relative_rate, 1.0) for option, _ in rows]
    if not book.works.concentration:
        return [Column("relative-rate", stated, "ratio")]
    x, y = "Concentration[share-of-heads]", "Concentration[share-of-offending]"
    step = f"MIN(MATCH([heads-read],{x},1),ROWS({x})-1)"
    low, high = f"INDEX({x},[step])", f"INDEX({x},[step]+1)"
    between = (
        f"INDEX({y},[step])+([heads-read]-{low})/({high}-{low})"
        f"*(INDEX({y},[step]+1)-INDEX({y},[step]))"
    )
    rate = (
        "IF([highest-rates-first]=@yes,"
        "IF([heads-read]>0,[offending-of-them]/[heads-read],1),"
        "[relative-rate-stated])"
    )
    return [
        Column("highest-rates-first", [yes[o.highest_rates_first] for o, _ in rows]),
        Column(
            "heads-read",
            every("MIN([heads-read-people]/[cohort],1)", count),
            "share",
        ),
        Column("step", every(step, count), "whole"),
        Column("offending-of-them", every(between, count), "share"),
        Column("relative-rate-stated", stated, "ratio"),
        Column("relative-rate", every(rate, count), "ratio"),
    ]


def months(book: Context) -> Table | None:
    """Engagement by month, and what is left of the effect in people who left (F9, F10)."""
    options = [option for option in book.works.options if by_month(option)]
    rows = [(o, m) for o in options for m in range(MONTHS * len(book.works.years))]
    if not rows:
        return None
    count, yes = len(rows), book.yes_no
    passed = "([month]-1/2-[goes-live-after-month])"
    steady: list[Cell] = [
        book.link(o.ramp[m // MONTHS], 1.0) if not o.months_to_full else None for o, m in rows
    ]
    ramp = every(
        f"IF([months-to-full]>0,MAX(0,MIN(1,{passed}/[months-to-full])),IF({passed}>0,1,0))", 1
    )[0]
    leaving = (
        "IF([people-who-left-count]=@yes,MIN(MIN(MAX([active-before]/[stay],"
        "[active-before]-[active]),[active-before]),1-[active]),0)"
    )
    back = "IF(1-[active-before]>0,([active]-[active-before]+[leaving])/(1-[active-before]),0)"
    fade = "IF([people-who-left-count]=@yes,[persistence]^(1/12),0)"
    return book.table(
        "Months",
        (
            Column("option", [o.id for o, _ in rows], width=26),
            Column("month", [float(m + 1) for _, m in rows], "whole"),
            Column("year", [book.works.years[m // MONTHS] for _, m in rows]),
            Column("goes-live-after-month", [float(o.go_live) for o, _ in rows], "whole"),
            Column("months-to-full", [book.link(o.months_to_full, 0.0) for o, _ in rows], "ratio"),
            Column(
                "ramp",
                [ramp if own is None else own for own in steady],
                "share",
            ),
            Column("people-who-left-count", [yes[keeps(o)] for o, _ in rows]),
            Column(
                "active",
                every(
                    f"{sum_where(PLACES, 'option', 'year')}"
                    f"*{sum_where('Engagement[retention]', 'option', 'year')}"
                    "*[ramp]/fit_cohort_size",
                    count,
                ),
                "share",
            ),
            Column(
                "stay",
                [book.link(o.stay_months, 0.0) if keeps(o) else 0.0 for o, _ in rows],
                "ratio",
            ),
            Column(
                "persistence",
                [book.link(o.persistence, 0.0) if keeps(o) else 0.0 for o, _ in rows],
                "share",
            ),
            Column("active-before", every("IF([month]=1,0,[^active])", count), "share"),
            Column("leaving", every(leaving, count), "share"),
            Column("coming-back", every(back, count), "share"),
            Column(
                "gone",
                every(
                    "IF([month]=1,0,[^gone])*(1-[coming-back])+[leaving]",
                    count,
                ),
                "share",
            ),
            Column(
                "left-weighted",
                every(
                    f"IF([month]=1,0,[^left-weighted])*{fade}*(1-[coming-back])+[leaving]",
                    count,
                ),
                "share",
            ),
        ),
        keys=2,
    )
