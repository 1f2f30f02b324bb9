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
    count = len(rows)
    shares: list[Cell] = [book.link(part.shares[place], 1.0) for part, place in rows]
    counted = (
        'IF([Counted on]="crime",parameter_recorded_crimes_per_proven_offence'
        "*parameter_detection_factor/fit_offenders_per_crime,"
        "parameter_population_recorded_crimes_per_proven_offence)*parameter_multiplier_uncertainty"
    )
    average = (
        "[Share of offences]*[Multiplier (ratio)]*[Unit cost (£)]*[Share of it]"
        "*[Counted (ratio)]*parameter_unit_cost_uncertainty"
    )
    marginal = 'IF([Response]="yes",parameter_response_marginal_share,1)'
    by_offence = "SUMPRODUCT((Without[Offence]=[Offence])*Without[{}])"
    return Table(
        "Values",
        "Unit costs of crime",
        "F7 and F11: what one proven offence avoided is worth, by offence and component",
        (
            "Value = share of offences × multiplier × unit cost × share of it × counted × "
            "uncertainty × marginal share. Consequences and police are counted on crimes, courts, "
            "probation and prison on proven offences of offenders in general.",
            "In full is before the confidence grade on benefits of less crime (F14).",
            "Cash at average cost leaves the marginal share out (F11): the cashable share is "
            "taken from it later. A blank in the evidence is no row here.",
        ),
        (
            Column("Offence", [works.offences[place] for _, place in rows], width=30),
            Column("Component", [part.component for part, _ in rows], width=22),
            Column("Bearer", [part.bearer for part, _ in rows], width=18),
            Column("Class", [part.value_class for part, _ in rows]),
            Column("Counted on", [part.basis for part, _ in rows]),
            Column("Response", ["yes" if part.response else "no" for part, _ in rows]),
            Column("Severe", ["yes" if works.severe[place] else "no" for _, place in rows]),
            Column(
                "Share of offences", every(by_offence.format("Share of offences"), count), "share"
            ),
            Column(
                "Multiplier (ratio)",
                every(by_offence.format("Multiplier (crimes per recorded crime)"), count),
                "ratio",
            ),
            Column(
                "Unit cost (£)",
                [book.link(part.costs[place], 0.0) for part, place in rows],
                "pounds",
            ),
            Column(
                "Share of it",
                [
                    every(f"1-{cell.text}", 1)[0]
                    if part.rest and not isinstance(cell, float | str | None)
                    else cell
                    for (part, _), cell in zip(rows, shares, strict=True)
                ],
                "share",
            ),
            Column("Counted (ratio)", every(counted, count), "ratio"),
            Column("Average in full (£)", every(average, count), "pounds"),
            Column(
                "Value in full (£)", every(f"[Average in full (£)]*{marginal}", count), "pounds"
            ),
            Column(
                "Average cost per proven offence (£)",
                every(f"[Average in full (£)]*{book.counted}", count),
                "pounds",
            ),
            Column(
                "Value per proven offence (£)",
                every(f"[Value in full (£)]*{book.counted}", count),
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

    def factors(part: str) -> list[Cell]:
        named = [[n for n in line.factors if n.endswith(f".{part}")] for _, line, _ in rows]
        return [book.link(found[0] if found else "", 1.0) for found in named]

    def links(get: str) -> list[Cell]:
        return [book.link(getattr(line, get), 0.0) for _, line, _ in rows]

    engaged = book.sum_of("Engagement[Engaged (people)]", "Option", "Year")
    people = f'IF([Counted on]="cohort",fit_cohort_size,{engaged})'
    kept = "IF([Years since]<0,0,IF([Years since]=0,1,(1-[Drop-off (share a year)])^[Years since]))"
    return Table(
        "Outcomes",
        "Other outcomes",
        "F12: outcomes other than crime, by option, outcome and year",
        (
            "Units = people × affected × engaged × retained × impact × (1 − deadweight) × what "
            "drop-off leaves. Gain = units × unit value × (1 − optimism).",
            "Transfers only change hands: they are in budgets, not in value.",
        ),
        (
            Column("Option", [o.id for o, _, _ in rows], width=26),
            Column("Outcome", [line.name.split(".")[-1] for _, line, _ in rows], width=22),
            Column("Bearer", [line.bearer for _, line, _ in rows], width=18),
            Column("Class", [line.value_class for _, line, _ in rows]),
            Column("Year", [book.works.years[y] for *_, y in rows]),
            Column(
                "Counted on", ["cohort" if line.of_cohort else "engaged" for _, line, _ in rows]
            ),
            Column("People", every(people, count), "count"),
            *(
                Column(f"{part.capitalize()} (share)", factors(part), "share")
                for part in ("affected", "engaged", "retained", "impact")
            ),
            Column("Deadweight (share)", links("deadweight"), "share"),
            Column("Optimism (share)", links("optimism"), "share"),
            Column("Unit value (£)", links("unit_value"), "pounds"),
            Column("Drop-off (share a year)", links("drop_off"), "share"),
            Column("Lag (years)", links("lag"), "ratio"),
            Column(
                "Years since",
                every(f"{book.sum_of('Years[Year number]', 'Year')}-[Lag (years)]", count),
                "ratio",
            ),
            Column(
                "Units",
                every(
                    "[People]*[Affected (share)]*[Engaged (share)]*[Retained (share)]"
                    f"*[Impact (share)]*(1-[Deadweight (share)])*{kept}",
                    count,
                ),
                "count",
            ),
            Column("Gain in full (£)", every("[Units]*[Unit value (£)]", count), "pounds"),
            Column("Gain (£)", every("[Gain in full (£)]*(1-[Optimism (share)])", count), "pounds"),
            Column("Transfer (share)", links("transfer_share"), "share"),
            Column("Transfers (£)", every("[Gain (£)]*[Transfer (share)]", count), "pounds"),
            Column("Value (£)", every("[Gain (£)]-[Transfers (£)]", count), "pounds"),
            Column(
                "Value in full (£)",
                every("[Gain in full (£)]*(1-[Transfer (share)])", count),
                "pounds",
            ),
            Column("Cashable (share)", links("cashable"), "share"),
            Column("Cash released (£)", every("[Value (£)]*[Cashable (share)]", count), "pounds"),
            Column(
                "Present value (£)",
                every(f"[Value (£)]*{book.sum_of('Years[Discount factor]', 'Year')}", count),
                "pounds",
            ),
            Column(
                "Present value of transfers (£)",
                every(f"[Transfers (£)]*{book.sum_of('Years[Discount factor]', 'Year')}", count),
                "pounds",
            ),
        ),
        keys=2,
    )
