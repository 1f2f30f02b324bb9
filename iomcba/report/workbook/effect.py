"""F10: what an option changes, and the offences it avoids."""

from __future__ import annotations

from iomcba.report.workbook.context import Context
from iomcba.report.workbook.grid import Cell, Column, Formula, Table, every, sum_where
from iomcba.terms.plan import OptionPlan


def pathways(book: Context) -> Table | None:
    """The pathways of options that have them (F10)."""
    rows = [(o, place) for o in book.works.options for place in range(len(o.pathways))]
    if not rows:
        return None
    count = len(rows)

    def links(get: str) -> list[Cell]:
        return [book.link(getattr(o.pathways[place], get), 0.0) for o, place in rows]

    left = "1-[need]*([served]-[served-already])*[reduction]"
    so_far = "IF([number]=1,1,[^left-so-far])*[left]"
    return book.table(
        "Pathways",
        (
            Column("option", [o.id for o, _ in rows], width=26),
            Column("pathway", [o.pathways[place].name for o, place in rows], width=26),
            Column("number", [float(place + 1) for _, place in rows], "whole"),
            Column(
                "last",
                [float(place + 1 == len(o.pathways)) for o, place in rows],
                "whole",
            ),
            Column("need", links("need"), "share"),
            Column("served", links("served"), "share"),
            Column("served-already", links("served_already"), "share"),
            Column("reduction", links("reduction"), "share"),
            Column("left", every(left, count), "ratio"),
            Column("left-so-far", every(so_far, count), "ratio"),
        ),
        keys=2,
    )


def effect(book: Context) -> Table:
    """The cut in offending of each option, after the conversion its evidence needs (F10)."""
    options, count = book.works.options, len(book.works.options)
    by = book.word("effect"), book.word("pathways")

    def links(get: str, absent: Cell) -> list[Cell]:
        return [book.link(getattr(o.effect, get), absent) if o.effect else absent for o in options]

    ratio = (
        "IF([conversion]=@prevalence,"
        "((1-[control-prevalence]*[ratio-as-stated])^(-1/[dispersion])-1)"
        "/((1-[control-prevalence])^(-1/[dispersion])-1),"
        "[ratio-as-stated]/[natural-ratio])"
    )
    cut = "IF([by]=@pathways,1-[left-after-pathways],1-[rate-ratio]^[dose])"
    return book.table(
        "Effect",
        (
            Column("option", [o.id for o in options], width=26),
            Column("by", [by[bool(o.pathways)] for o in options]),
            Column("ratio-as-stated", links("ratio", 1.0), "ratio"),
            Column(
                "conversion",
                [book.word((o.effect and o.effect.conversion) or "none") for o in options],
            ),
            Column(
                "control-prevalence",
                links("control_prevalence", 0.0),
                "share",
            ),
            Column("dispersion", links("dispersion", 1.0), "ratio"),
            Column("natural-ratio", links("natural_ratio", 1.0), "ratio"),
            Column("rate-ratio", every(ratio, count), "ratio"),
            Column("dose", links("dose", 1.0), "ratio"),
            Column("left-after-pathways", [_left(o) for o in options], "ratio"),
            Column("cut", every(cut, count), "share"),
            Column("free-time-ratio", [book.link(o.custody_ratio, 1.0) for o in options], "ratio"),
            Column("cut-is-per", [book.word(_per(o)) for o in options]),
            Column(
                "cut-by-rehabilitation",
                every(
                    "IF([cut-is-per]=@free-day,[free-time-ratio]*[cut],[cut])",
                    count,
                ),
                "share",
            ),
            Column(
                "cut-by-incapacitation",
                every("IF([cut-is-per]=@free-day,1-[free-time-ratio],0)", count),
                "share",
            ),
            Column("displacement", [book.link(o.displacement, 0.0) for o in options], "share"),
        ),
    )


def _left(option: OptionPlan) -> Cell:
    if not option.pathways:
        return 1.0
    last = "(Pathways[option]=[option])*Pathways[last]"
    return Formula(f"SUMPRODUCT({last}*Pathways[left-so-far])")


def _per(option: OptionPlan) -> str:
    free = bool(option.pathways) or (option.effect is not None and option.effect.free_time)
    return "free-day" if free else "calendar-day"


def avoided(book: Context) -> Table:
    """Proven offences avoided, by option and year (F10)."""
    rows = book.option_years
    count = len(rows)

    def take(id: str, value: str, show: str, *same: str) -> Column:
        return Column(id, every(sum_where(value, *same), count), show)

    return book.table(
        "Avoided",
        (
            Column("option", [o.id for o, _ in rows], width=26),
            Column("year", [book.works.years[y] for _, y in rows]),
            take("offences-without", "Years[offences-without]", "count", "year"),
            take("cut", "Effect[cut]", "share", "option"),
            take(
                "cut-by-rehabilitation",
                "Effect[cut-by-rehabilitation]",
                "share",
                "option",
            ),
            take(
                "cut-by-incapacitation",
                "Effect[cut-by-incapacitation]",
                "share",
                "option",
            ),
            take("displacement", "Effect[displacement]", "share", "option"),
            take("active", "Engagement[active]", "share", "option", "year"),
            take("left-share", "Engagement[left-share]", "share", "option", "year"),
            Column(
                "by-rehabilitation",
                every(
                    "[offences-without]*([cut-by-rehabilitation]*[active]"
                    "+[cut]*[left-share])*(1-[displacement])",
                    count,
                ),
                "count",
            ),
            Column(
                "by-incapacitation",
                every(
                    "[offences-without]*[cut-by-incapacitation]*[active]*(1-[displacement])",
                    count,
                ),
                "count",
            ),
            Column(
                "avoided",
                every("[by-rehabilitation]+[by-incapacitation]", count),
                "count",
            ),
            take("discount-factor", "Years[discount-factor]", "ratio", "year"),
            Column(
                "extra-custody",
                every(
                    f"{sum_where('Engagement[engaged]', 'option', 'year')}*days_in_a_year"
                    f"*{sum_where('Years[free-share-of-the-year]', 'year')}"
                    f"*(1-{sum_where('Effect[free-time-ratio]', 'option')})",
                    count,
                ),
                "count",
            ),
        ),
        keys=2,
    )
