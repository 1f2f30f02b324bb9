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

    left = "1-[Need (share)]*([Served (share)]-[Served already (share)])*[Reduction (share)]"
    so_far = "IF([Number]=1,1,[^Left so far (ratio)])*[Left (ratio)]"
    return Table(
        "Pathways",
        "Pathways",
        "F10: cut in offending by pathway",
        (
            "Left of offending = 1 − need × (served − served already) × reduction, of the people "
            "engaged.",
            "Pathways multiply: the last row of an option holds what all of them leave.",
        ),
        (
            Column("Option", [o.id for o, _ in rows], width=26),
            Column("Pathway", [o.pathways[place].name for o, place in rows], width=26),
            Column("Number", [float(place + 1) for _, place in rows], "whole"),
            Column(
                "Last (1 = yes)",
                [float(place + 1 == len(o.pathways)) for o, place in rows],
                "whole",
            ),
            Column("Need (share)", links("need"), "share"),
            Column("Served (share)", links("served"), "share"),
            Column("Served already (share)", links("served_already"), "share"),
            Column("Reduction (share)", links("reduction"), "share"),
            Column("Left (ratio)", every(left, count), "ratio"),
            Column("Left so far (ratio)", every(so_far, count), "ratio"),
        ),
        keys=2,
    )


def effect(book: Context) -> Table:
    """The cut in offending of each option, after the conversion its evidence needs (F10)."""
    options, count = book.works.options, len(book.works.options)

    def links(get: str, absent: Cell) -> list[Cell]:
        return [book.link(getattr(o.effect, get), absent) if o.effect else absent for o in options]

    ratio = (
        'IF([Conversion]="prevalence",'
        "((1-[Control prevalence (share)]*[Ratio as stated])^(-1/[Dispersion])-1)"
        "/((1-[Control prevalence (share)])^(-1/[Dispersion])-1),"
        "[Ratio as stated]/[Natural ratio])"
    )
    cut = 'IF([By]="pathways",1-[Left after pathways (ratio)],1-[Rate ratio]^[Dose])'
    return Table(
        "Effect",
        "Effect",
        "F10: cut in offending among the people reached",
        (
            "Cut = 1 − rate ratio ^ dose, or 1 − what the pathways leave. A share reconvicted is "
            "turned into a ratio of rates; a before-after figure is divided by the natural fall.",
            "With less free time under the option, the cut per free day is split: rehabilitation "
            "= free time ratio × cut; incapacitation = 1 − free time ratio.",
        ),
        (
            Column("Option", [o.id for o in options], width=26),
            Column("By", ["pathways" if o.pathways else "effect" for o in options]),
            Column("Ratio as stated", links("ratio", 1.0), "ratio"),
            Column(
                "Conversion",
                [(o.effect.conversion or "none") if o.effect else "none" for o in options],
            ),
            Column(
                "Control prevalence (share)",
                links("control_prevalence", 0.0),
                "share",
            ),
            Column("Dispersion", links("dispersion", 1.0), "ratio"),
            Column("Natural ratio", links("natural_ratio", 1.0), "ratio"),
            Column("Rate ratio", every(ratio, count), "ratio"),
            Column("Dose", links("dose", 1.0), "ratio"),
            Column("Left after pathways (ratio)", [_left(o) for o in options], "ratio"),
            Column("Cut (share)", every(cut, count), "share"),
            Column("Free time ratio", [book.link(o.custody_ratio, 1.0) for o in options], "ratio"),
            Column("Cut is per", [_per(o) for o in options]),
            Column(
                "Cut by rehabilitation (share)",
                every(
                    'IF([Cut is per]="free day",[Free time ratio]*[Cut (share)],[Cut (share)])',
                    count,
                ),
                "share",
            ),
            Column(
                "Cut by incapacitation (share)",
                every('IF([Cut is per]="free day",1-[Free time ratio],0)', count),
                "share",
            ),
            Column(
                "Displacement (share)", [book.link(o.displacement, 0.0) for o in options], "share"
            ),
        ),
    )


def _left(option: OptionPlan) -> Cell:
    if not option.pathways:
        return 1.0
    last = "(Pathways[Option]=[Option])*Pathways[Last (1 = yes)]"
    return Formula(f"SUMPRODUCT({last}*Pathways[Left so far (ratio)])")


def _per(option: OptionPlan) -> str:
    free = bool(option.pathways) or (option.effect is not None and option.effect.free_time)
    return "free day" if free else "calendar day"


def avoided(book: Context) -> Table:
    """Proven offences avoided, by option and year (F10)."""
    rows = book.option_years
    count = len(rows)

    def take(head: str, value: str, show: str, *same: str) -> Column:
        return Column(head, every(sum_where(value, *same), count), show)

    return Table(
        "Avoided",
        "Offences avoided",
        "F10: proven offences avoided, by option and year",
        (
            "Avoided = offences without × (cut by rehabilitation × active + cut × left) × "
            "(1 − displacement), and the same for incapacitation among those active.",
            "Nothing is clipped: an option with a rate ratio above 1 does harm. F13: extra "
            "custody days = engaged × days × free share × (1 − free time ratio).",
        ),
        (
            Column("Option", [o.id for o, _ in rows], width=26),
            Column("Year", [book.works.years[y] for _, y in rows]),
            take("Offences without", "Years[Offences without]", "count", "Year"),
            take("Cut (share)", "Effect[Cut (share)]", "share", "Option"),
            take(
                "Cut by rehabilitation (share)",
                "Effect[Cut by rehabilitation (share)]",
                "share",
                "Option",
            ),
            take(
                "Cut by incapacitation (share)",
                "Effect[Cut by incapacitation (share)]",
                "share",
                "Option",
            ),
            take("Displacement (share)", "Effect[Displacement (share)]", "share", "Option"),
            take("Active (share)", "Engagement[Active (share)]", "share", "Option", "Year"),
            take("Left (share)", "Engagement[Left (share)]", "share", "Option", "Year"),
            Column(
                "By rehabilitation (offences)",
                every(
                    "[Offences without]*([Cut by rehabilitation (share)]*[Active (share)]"
                    "+[Cut (share)]*[Left (share)])*(1-[Displacement (share)])",
                    count,
                ),
                "count",
            ),
            Column(
                "By incapacitation (offences)",
                every(
                    "[Offences without]*[Cut by incapacitation (share)]*[Active (share)]"
                    "*(1-[Displacement (share)])",
                    count,
                ),
                "count",
            ),
            Column(
                "Avoided (offences)",
                every("[By rehabilitation (offences)]+[By incapacitation (offences)]", count),
                "count",
            ),
            take("Discount factor", "Years[Discount factor]", "ratio", "Year"),
            Column(
                "Extra custody (days)",
                every(
                    f"{sum_where('Engagement[Engaged (people)]', 'Option', 'Year')}*days_in_a_year"
                    f"*{sum_where('Years[Free share of the year]', 'Year')}"
                    f"*(1-{sum_where('Effect[Free time ratio]', 'Option')})",
                    count,
                ),
                "count",
            ),
        ),
        keys=2,
    )
