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
    ids = [f"offences-{year}" for year in works.years]
    blocks = [
        Column(
            f"offences-{year}",
            [total * works.mix[place] for place in range(len(kinds))],
            *("count", FIT),
            head=book.say("workbook-head.offences-of", year=year),
        )
        for year, total in zip(works.years, works.offences_without, strict=True)
    ]
    whole = "+".join(f"SUM(Without[{id}])" for id in ids)
    own = "+".join(f"[{id}]" for id in ids)
    multipliers: list[Cell] = [book.link(f"multiplier.{kind}", 0.0) for kind in works.offences]
    crimes = (
        "parameter_recorded_crimes_per_proven_offence*parameter_detection_factor"
        "*parameter_multiplier_uncertainty*[multiplier-of-recorded]"
        "/fit_offenders_per_crime"
    )
    return book.table(
        "Without",
        (
            Column("offence", list(kinds), width=34),
            Column("label", [_label(book, kind) for kind in kinds], width=44),
            *blocks,
            Column(
                "share-of-offences",
                every(f"IF(({whole})=0,0,({own})/({whole}))", len(kinds)),
                "share",
            ),
            Column(
                "multiplier-of-recorded",
                [*multipliers, 0.0] if UNCOSTED in kinds else multipliers,
                "ratio",
            ),
            Column("crimes-per-proven-offence", every(crimes, len(kinds)), "ratio"),
            Column(
                "crimes-in-the-mix",
                every("[share-of-offences]*[crimes-per-proven-offence]", len(kinds)),
                "ratio",
            ),
        ),
    )


def _label(book: Context, kind: str) -> str:
    return book.say("workbook.not-costed") if kind == UNCOSTED else book.offence(kind)


def cohort(book: Context) -> tuple[Table, list[Name]]:
    """Single figures that come from the fit or from the case's words."""
    works = book.works
    facts = (
        ("fit_cohort_size", float(works.cohort_size)),
        ("fit_offenders_per_crime", works.offenders_per_crime),
        ("fit_past_yearly_offences", works.past_yearly_offences),
        ("discount_timing", works.discount_timing),
        ("days_in_a_year", DAYS_PER_YEAR),
    )
    said = [name.replace("_", "-") for name, _ in facts]
    table = book.table(
        "Fit",
        (
            Column("name-in-formulas", [name for name, _ in facts], width=32),
            Column("what-it-is", [book.say(f"workbook-fact.{id}") for id in said], width=76),
            Column("setting", [value for _, value in facts], "figure", FIT),
            Column("unit", [book.say(f"workbook-fact-unit.{id}") for id in said]),
        ),
    )
    return table, [Name(name, "Fit", "setting", row) for row, (name, _) in enumerate(facts)]


def concentration(book: Context) -> Table | None:
    """Share of offending held by the highest rates, where an option takes them first (F9)."""
    curve = book.works.concentration
    if not curve:
        return None
    return book.table(
        "Concentration",
        (
            Column("share-of-heads", [heads for heads, _ in curve], "share", FIT),
            Column("share-of-offending", [share for _, share in curve], "share", FIT),
        ),
    )


def years(book: Context) -> Table:
    """The appraisal years: offences, free time, inflation and the discount factor (F15)."""
    works, count = book.works, len(book.works.years)
    return book.table(
        "Years",
        (
            Column("year", list(works.years)),
            Column("year-number", [float(y) for y in range(count)], "whole"),
            Column(
                "offences-without",
                [Formula(f"SUM(Without[offences-{year}])") for year in works.years],
                "count",
            ),
            Column("free-share-of-the-year", list(works.free_share), "share", FIT),
            Column("inflation", list(works.inflation), "ratio", FIT),
            Column(
                "discount-factor",
                every("(1+parameter_discount_rate)^-([year-number]+discount_timing)", count),
                "ratio",
            ),
        ),
        prices=book.case.price_base,
    )


def later(book: Context) -> Table | None:
    """What is left of the last year's benefit in the years after the horizon (F10)."""
    works = book.works
    if not works.later_years:
        return None
    most = max(works.later_years)
    last = "INDEX(Years[offences-without],ROWS(Years[year]))"
    fall = f"{last}/INDEX(Years[offences-without],ROWS(Years[year])-1)"
    left = "IF([year-after]=1,1,[^of-the-last-year])*[kept]*[natural-fall]/(1+[discount-rate])"
    return book.table(
        "Later",
        (
            Column("year-after", [float(year) for year in range(1, most + 1)], "whole"),
            Column("kept", [book.link(works.kept_after, 0.0)] * most, "share"),
            Column(
                "natural-fall",
                every(fall, most) if len(works.years) > 1 else [1.0] * most,
                "ratio",
            ),
            Column("discount-rate", every("parameter_discount_rate", most), "share"),
            Column("of-the-last-year", every(left, most), "share"),
        ),
    )
