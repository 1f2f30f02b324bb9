"""Figures of an option's work: whom it reaches, what it changes, what is avoided (F9, F10)."""

from __future__ import annotations

from iomcba.terms.registry.quantity import COUNT, SHARE, UNITS, Quantity, option

PLAIN = "{counterfactual-offences} * {effect} * {reached} * (1 - {@displacement})"
IN_CUSTODY = (
    "{counterfactual-offences} * (1 - {@displacement}) * "
    "(({@custody_ratio} * {effect} + 1 - {@custody_ratio}) * {active}"
)

EACH = (
    "product factor ({@factor}) * (1 - {@deadweight?0}) * "
    "(1 - {@drop_off?0}) ^ ({#years-since-start} - {@lag?0})"
)

OFFENDING: tuple[Quantity, ...] = (
    option(
        "effect",
        "F10",
        SHARE,
        {
            "pathways": (
                "1 - product pathway (1 - {@need} * ({@served} - {@served_already}) * {@reduction})"
            ),
            "acts": "1 - {rate-ratio} ^ {@dose}",
            "": "0",
        },
        "Cut in offending among the people reached: 1 minus the rate ratio at the option's dose.",
    ),
    option(
        "engaged",
        "F9",
        "people",
        {"acts": "{places-taken} * {@retention} * {ramp}", "": "0"},
        "People engaged, averaged over the year.",
        "year",
    ),
    option(
        "reached",
        "F9",
        SHARE,
        {"acts stays": "{active} + {left}", "acts": "{active}", "": "0"},
        "Share of the cohort's offending that the option reaches.",
        "year",
    ),
    option(
        "proven-offences-avoided",
        "F10",
        COUNT,
        {
            "year custody stays": IN_CUSTODY + " + {effect} * {left})",
            "year custody": IN_CUSTODY + ")",
            "year acts": PLAIN,
            "year": "0",
            "": "sum year ({proven-offences-avoided})",
        },
        "Proven offences avoided.",
        "year",
    ),
    option(
        "proven-offences",
        "F10",
        COUNT,
        {
            "year": "{counterfactual-offences} - {proven-offences-avoided}",
            "": "sum year ({proven-offences})",
        },
        "Proven offences expected with the option.",
        "year",
    ),
    option(
        "outcome-units",
        "F12",
        UNITS,
        {
            "year waiting": "0",
            "year of-cohort": "{cohort-size} * " + EACH,
            "year": "{engaged} * " + EACH,
            "": "sum year ({outcome-units})",
        },
        "What an outcome counts before it is priced: applications avoided, job starts, hours.",
        "outcome",
        "year",
    ),
    option(
        "crimes-avoided",
        "F10",
        "crimes",
        {
            "offence": "{proven-offences-avoided} * {crimes-each}",
            "": "sum offence ({crimes-avoided})",
        },
        "Estimated crimes avoided.",
        "offence",
        kind="derived",
        also=("observed-offences",),
    ),
    option(
        "avoided-by-rehabilitation",
        "F10",
        COUNT,
        "{proven-offences-avoided} - {avoided-by-incapacitation}",
        "Proven offences avoided because people offend less.",
    ),
    option(
        "avoided-by-incapacitation",
        "F10",
        COUNT,
        {
            "custody": (
                "sum year ({counterfactual-offences} * (1 - {@custody_ratio}) * {active} * "
                "(1 - {@displacement}))"
            ),
            "": "0",
        },
        "Proven offences avoided because people are in custody for longer.",
    ),
    option(
        "extra-custody-days",
        "F10",
        "days",
        {"recalls": "sum year ({custody-days})", "": "0"},
        "Days of custody more than without.",
    ),
)
