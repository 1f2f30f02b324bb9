"""Figures of cost and benefit: by year and part, cumulated, in present value (F11 to F15)."""

from __future__ import annotations

from iomcba.terms.registry.quantity import MONEY, PART, Quantity, option

OF_CRIME = "{proven-offences-avoided} * {value-per-offence}"

STREAMS: tuple[Quantity, ...] = (
    option(
        "pvb-crime",
        "F11",
        MONEY,
        "sum year ({proven-offences-avoided} * {value-per-offence} * {discount-factor})",
        "Present value of crime avoided.",
    ),
    option(
        "pvb-other-outcomes",
        "F12",
        MONEY,
        "sum year (sum outcome ({outcome-value}) * {discount-factor})",
        "Present value of other outcomes.",
    ),
    option(
        "transfers",
        "F12",
        MONEY,
        "sum year (sum outcome ({outcome-worth} * {@transfer_share?0}) * {discount-factor})",
        "Present value of payments that only change hands: in the fiscal account, not in value.",
    ),
    option(
        "cost",
        "F13",
        MONEY,
        {
            "bearer": "sum line ({line-cost})",
            "heading": "sum line ({line-cost})",
            "": "sum heading ({cost})",
        },
        "Additional cost, optimism bias included.",
        PART,
        "year",
    ),
    option(
        "benefit",
        "F11",
        MONEY,
        {
            "cashable": "sum bearer ({cash-released} + {other-cashable})",
            "capacity-released": (
                "{proven-offences-avoided} * {response-per-offence} - "
                "({benefit[cashable]} - sum bearer ({other-cashable}))"
            ),
            "cost-avoided": (
                "{benefit[fiscal]} - {proven-offences-avoided} * {response-per-offence} - "
                "sum bearer ({other-cashable})"
            ),
            "bearer outcomes": OF_CRIME + " + sum outcome ({outcome-value})",
            "bearer": OF_CRIME,
            "class outcomes": OF_CRIME + " + sum outcome ({outcome-value})",
            "class": OF_CRIME,
            "": "sum bearer ({benefit})",
        },
        "Value of the crime avoided and of other outcomes.",
        PART,
        "year",
    ),
    option(
        "net",
        "F16",
        MONEY,
        "{benefit} - {cost}",
        "Benefit less cost of the year, undiscounted.",
        "year",
    ),
    option(
        "cumulative-cost",
        "F15",
        MONEY,
        "sum year-so-far ({cost} * {discount-factor})",
        "Discounted cost up to and including the year.",
        "year",
    ),
    option(
        "cumulative-benefit",
        "F15",
        MONEY,
        "sum year-so-far ({benefit} * {discount-factor})",
        "Discounted benefit up to and including the year.",
        "year",
    ),
    option(
        "cumulative-net",
        "F15",
        MONEY,
        "sum year-so-far ({net} * {discount-factor})",
        "Discounted net value up to and including the year.",
        "year",
    ),
    option(
        "pvc",
        "F16",
        MONEY,
        "sum year ({cost} * {discount-factor})",
        "Present value of costs, those caused on partners included.",
        PART,
    ),
    option(
        "pvb",
        "F16",
        MONEY,
        "sum year ({benefit} * {discount-factor})",
        "Present value of benefits, savings included.",
        PART,
    ),
)
