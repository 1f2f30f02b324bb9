"""F7 and F11: what one proven offence avoided is worth, by offence and component."""

from __future__ import annotations

from iomcba.report.workbook.context import Context
from iomcba.report.workbook.grid import Cell, Column, Table, every


def unit_values(book: Context) -> Table:
    """Unit costs of crime by offence and component, and their share in one proven offence."""
    works = book.works
    rows = [
        (part, place)
        for part in works.parts
        for place in range(len(works.offences))
        if part.costs[place]
    ]
    count, yes = len(rows), book.yes_no
    basis = {id: book.word(id) for id in {part.basis for part in works.parts}}
    shares: list[Cell] = [book.link(part.shares[place], 1.0) for part, place in rows]
    counted = (
        "IF([counted-on]=@crime,parameter_recorded_crimes_per_proven_offence"
        "*parameter_detection_factor/fit_offenders_per_crime,"
        "parameter_population_recorded_crimes_per_proven_offence)*parameter_multiplier_uncertainty"
    )
    average = (
        "[share-of-offences]*[multiplier]*[unit-cost]*[share-of-it]"
        "*[counted]*parameter_unit_cost_uncertainty"
    )
    marginal = "IF([response]=@yes,parameter_response_marginal_share,1)"
    by_offence = "SUMPRODUCT((Without[offence]=[offence])*Without[{}])"
    return book.table(
        "Values",
        (
            Column("offence", [works.offences[place] for _, place in rows], width=30),
            Column("component", [part.component for part, _ in rows], width=22),
            Column("bearer", [part.bearer for part, _ in rows], width=18),
            Column("class", [part.value_class for part, _ in rows]),
            Column("counted-on", [basis[part.basis] for part, _ in rows]),
            Column("response", [yes[part.response] for part, _ in rows]),
            Column("severe", [yes[bool(works.severe[place])] for _, place in rows]),
            Column(
                "share-of-offences", every(by_offence.format("share-of-offences"), count), "share"
            ),
            Column(
                "multiplier",
                every(by_offence.format("multiplier-of-recorded"), count),
                "ratio",
            ),
            Column(
                "unit-cost",
                [book.link(part.costs[place], 0.0) for part, place in rows],
                "pounds",
            ),
            Column(
                "share-of-it",
                [
                    every(f"1-{cell.text}", 1)[0]
                    if part.rest and not isinstance(cell, float | str | None)
                    else cell
                    for (part, _), cell in zip(rows, shares, strict=True)
                ],
                "share",
            ),
            Column("counted", every(counted, count), "ratio"),
            Column("average-in-full", every(average, count), "pounds"),
            Column("value-in-full", every(f"[average-in-full]*{marginal}", count), "pounds"),
            Column(
                "average-cost-per-proven-offence",
                every(f"[average-in-full]*{book.counted}", count),
                "pounds",
            ),
            Column(
                "value-per-proven-offence",
                every(f"[value-in-full]*{book.counted}", count),
                "pounds",
            ),
        ),
        keys=2,
    )


def outcomes(book: Context) -> Table | None:
    """Outcomes other than crime, by option, outcome and year (F12)."""
    rows = [
        (option, line, y)
        for option in book.works.options
        for line in option.outcomes
        for y in range(len(book.works.years))
    ]
    if not rows:
        return None
    count = len(rows)
    among = book.word("engaged"), book.word("cohort")

    def factors(part: str) -> list[Cell]:
        named = [[n for n in line.factors if n.endswith(f".{part}")] for _, line, _ in rows]
        return [book.link(found[0] if found else "", 1.0) for found in named]

    def links(get: str) -> list[Cell]:
        return [book.link(getattr(line, get), 0.0) for _, line, _ in rows]

    engaged = book.sum_of("Engagement[engaged]", "option", "year")
    people = f"IF([counted-on]=@cohort,fit_cohort_size,{engaged})"
    kept = "IF([years-since]<0,0,IF([years-since]=0,1,(1-[drop-off])^[years-since]))"
    return book.table(
        "Outcomes",
        (
            Column("option", [o.id for o, _, _ in rows], width=26),
            Column("outcome", [line.name.split(".")[-1] for _, line, _ in rows], width=22),
            Column("bearer", [line.bearer for _, line, _ in rows], width=18),
            Column("class", [line.value_class for _, line, _ in rows]),
            Column("year", [book.works.years[y] for *_, y in rows]),
            Column("counted-on", [among[line.of_cohort] for _, line, _ in rows]),
            Column("people", every(people, count), "count"),
            *(
                Column(id, factors(id.removesuffix("-share")), "share")
                for id in ("affected", "engaged-share", "retained", "impact-share")
            ),
            Column("deadweight", links("deadweight"), "share"),
            Column("optimism", links("optimism"), "share"),
            Column("unit-value", links("unit_value"), "pounds"),
            Column("drop-off", links("drop_off"), "share"),
            Column("lag", links("lag"), "ratio"),
            Column(
                "years-since",
                every(f"{book.sum_of('Years[year-number]', 'year')}-[lag]", count),
                "ratio",
            ),
            Column(
                "units",
                every(
                    "[people]*[affected]*[engaged-share]*[retained]"
                    f"*[impact-share]*(1-[deadweight])*{kept}",
                    count,
                ),
                "count",
            ),
            Column("gain-in-full", every("[units]*[unit-value]", count), "pounds"),
            Column("gain", every("[gain-in-full]*(1-[optimism])", count), "pounds"),
            Column("transfer-share", links("transfer_share"), "share"),
            Column("transfers", every("[gain]*[transfer-share]", count), "pounds"),
            Column("value", every("[gain]-[transfers]", count), "pounds"),
            Column(
                "value-in-full",
                every("[gain-in-full]*(1-[transfer-share])", count),
                "pounds",
            ),
            Column("cashable-share", links("cashable"), "share"),
            Column("cash-released", every("[value]*[cashable-share]", count), "pounds"),
            Column(
                "present-value",
                every(f"[value]*{book.sum_of('Years[discount-factor]', 'year')}", count),
                "pounds",
            ),
            Column(
                "present-value-of-transfers",
                every(f"[transfers]*{book.sum_of('Years[discount-factor]', 'year')}", count),
                "pounds",
            ),
        ),
        keys=2,
    )
