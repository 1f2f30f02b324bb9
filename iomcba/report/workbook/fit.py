"""Grey sheets from the fit: offences without the programme, the cohort, concentration, years."""

from __future__ import annotations

from iomcba.report.workbook.context import Context
from iomcba.report.workbook.grid import FIT, Cell, Column, Formula, Name, Table, every
from iomcba.terms.histories import DAYS_PER_YEAR

UNCOSTED = "not-costed"


def without(book: Context) -> Table:
    """Proven offences without the programme by type and year (F6), and what goes with one (F7)."""
    works = book.works
    kinds = [*works.offences, UNCOSTED] if works.mix[-1] else list(works.offences)
    heads = [f"{year} (offences)" for year in works.years]
    blocks = [
        Column(head, [total * works.mix[place] for place in range(len(kinds))], "count", FIT)
        for head, total in zip(heads, works.offences_without, strict=True)
    ]
    whole = "+".join(f"SUM(Without[{head}])" for head in heads)
    own = "+".join(f"[{head}]" for head in heads)
    multipliers: list[Cell] = [book.link(f"multiplier.{kind}", 0.0) for kind in works.offences]
    crimes = (
        "parameter_recorded_crimes_per_proven_offence*parameter_detection_factor"
        "*parameter_multiplier_uncertainty*[Multiplier (crimes per recorded crime)]"
        "/fit_offenders_per_crime"
    )
    return Table(
        "Without",
        "Offences without",
        "Proven offences without the programme, by type and year",
        (
            "The grey block comes from the fit of the histories, at its mean. All formulas begin "
            "here. F6: offences of a year = cohort's rate × mix.",
            "F7: crimes per proven offence = recorded crimes per proven offence × detection × "
            "multiplier ÷ offenders per crime.",
        ),
        (
            Column("Offence", list(kinds), width=34),
            Column("Label", [_label(book, kind) for kind in kinds], width=44),
            *blocks,
            Column(
                "Share of offences",
                every(f"IF(({whole})=0,0,({own})/({whole}))", len(kinds)),
                "share",
            ),
            Column(
                "Multiplier (crimes per recorded crime)",
                [*multipliers, 0.0] if UNCOSTED in kinds else multipliers,
                "ratio",
            ),
            Column("Crimes per proven offence", every(crimes, len(kinds)), "ratio"),
            Column(
                "Crimes in the mix",
                every("[Share of offences]*[Crimes per proven offence]", len(kinds)),
                "ratio",
            ),
        ),
    )


def _label(book: Context, kind: str) -> str:
    return "Not costed: no unit cost fits" if kind == UNCOSTED else book.offence(kind)


def cohort(book: Context) -> tuple[Table, list[Name]]:
    """Single figures that come from the fit or from the case's words."""
    works = book.works
    facts = (
        ("fit_cohort_size", "People in the cohort", float(works.cohort_size), "people"),
        (
            "fit_offenders_per_crime",
            "Mean number of cohort members proven per distinct crime",
            works.offenders_per_crime,
            "ratio",
        ),
        (
            "fit_past_yearly_offences",
            "Proven offences a year in the window in which the cohort was picked",
            works.past_yearly_offences,
            "offences a year",
        ),
        (
            "discount_timing",
            "When in a year money moves: 0 at its start, 0.5 in the middle, 1 at the end",
            works.discount_timing,
            "years",
        ),
        ("days_in_a_year", "Days in a year", DAYS_PER_YEAR, "days"),
    )
    table = Table(
        "Fit",
        "Cohort",
        "The cohort and other fixed figures",
        (
            "Figures from the histories, their fit and the words of the case. They are not inputs "
            "of the workbook.",
            "To change them, change the case and appraise it again.",
        ),
        (
            Column("Name in formulas", [name for name, *_ in facts], width=32),
            Column("What it is", [what for _, what, *_ in facts], width=76),
            Column("Value", [value for *_, value, _ in facts], "figure", FIT),
            Column("Unit", [unit for *_, unit in facts]),
        ),
    )
    return table, [Name(name, "Fit", "Value", row) for row, (name, *_) in enumerate(facts)]


def concentration(book: Context) -> Table | None:
    """Share of offending held by the highest rates, where an option takes them first (F9)."""
    curve = book.works.concentration
    if not curve:
        return None
    return Table(
        "Concentration",
        "Concentration",
        "Share of expected offending held by the people with the highest rates",
        (
            "From the fit. Read between its rows where places go to the highest rates first (F9).",
            "Steps hold at least as many people as the disclosure rule asks.",
        ),
        (
            Column("Share of heads", [heads for heads, _ in curve], "share", FIT),
            Column("Share of offending", [share for _, share in curve], "share", FIT),
        ),
    )


def years(book: Context) -> Table:
    """The appraisal years: offences, free time, inflation and the discount factor (F15)."""
    works, count = book.works, len(book.works.years)
    return Table(
        "Years",
        "Years",
        "Appraisal years: offences without, prices and discount factors",
        (
            "F15: discount factor = (1 + discount rate) to the power −(year number + timing).",
            f"Inflation turns {book.case.price_base} pounds into pounds of the year, from the "
            "GDP deflators of the case; it enters the cash view only.",
        ),
        (
            Column("Year", list(works.years)),
            Column("Year number", [float(y) for y in range(count)], "whole"),
            Column(
                "Offences without",
                [Formula(f"SUM(Without[{year} (offences)])") for year in works.years],
                "count",
            ),
            Column("Free share of the year", list(works.free_share), "share", FIT),
            Column("Inflation (ratio)", list(works.inflation), "ratio", FIT),
            Column(
                "Discount factor",
                every("(1+parameter_discount_rate)^-([Year number]+discount_timing)", count),
                "ratio",
            ),
        ),
    )


def later(book: Context) -> Table | None:
    """What is left of the last year's benefit in the years after the horizon (F10)."""
    works = book.works
    if not works.later_years:
        return None
    most = max(works.later_years)
    last = "INDEX(Years[Offences without],ROWS(Years[Year]))"
    fall = f"{last}/INDEX(Years[Offences without],ROWS(Years[Year])-1)"
    left = (
        "IF([Year after]=1,1,[^Of the last year (share)])*[Kept]*[Natural fall]/(1+[Discount rate])"
    )
    return Table(
        "Later",
        "Later benefit",
        "F10: what is left of the last year's benefit after the horizon",
        (
            "Of the last year = year before × share of the effect kept × natural fall going on ÷ "
            "(1 + discount rate). Not in the headline: only in net value with later benefit.",
        ),
        (
            Column("Year after", [float(year) for year in range(1, most + 1)], "whole"),
            Column("Kept", [book.link(works.kept_after, 0.0)] * most, "share"),
            Column(
                "Natural fall",
                every(fall, most) if len(works.years) > 1 else [1.0] * most,
                "ratio",
            ),
            Column("Discount rate", every("parameter_discount_rate", most), "share"),
            Column("Of the last year (share)", every(left, most), "share"),
        ),
    )
