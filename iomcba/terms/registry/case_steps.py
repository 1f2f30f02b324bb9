"""Steps of the case on the way to the figures: discounting, mix, what one offence is worth."""

from __future__ import annotations

from iomcba.terms.registry.quantity import COUNT, MONEY, SHARE, Quantity, case

FITTED = "From the fit of the counterfactual."
AVERAGE = "{parameter.unit-cost-uncertainty} * sum offence ({component-offence})"
CRIMES = "{crimes-per-offence} * {parameter.unit-cost-uncertainty}"
CASES = "{cases-per-offence} * {parameter.unit-cost-uncertainty}"

CASE_STEPS: tuple[Quantity, ...] = (
    case(
        "discount-factor",
        "F15",
        "ratio",
        "modelled",
        "1 / (1 + {parameter.discount-rate}) ^ ({#years-since-start} + {#timing})",
        "What a pound of the year is worth at the start.",
        "year",
    ),
    case(
        "past-yearly-offences",
        "F4",
        COUNT,
        "modelled",
        "",
        "Past yearly average of the cohort's proven offences.",
        told="Counted in the selection window, a year.",
    ),
    case(
        "mix",
        "F6",
        SHARE,
        "derived",
        "",
        "Share of an offence type in the cohort's proven offences.",
        "offence",
        told=FITTED,
        also=("observed-offences",),
    ),
    case(
        "crimes-per-offence",
        "F7",
        "ratio",
        "modelled",
        (
            "{parameter.recorded-crimes-per-proven-offence} * {parameter.detection-factor} * "
            "{parameter.multiplier-uncertainty} / {offenders-per-crime}"
        ),
        "Recorded crimes of this cohort behind one proven person-offence.",
    ),
    case(
        "cases-per-offence",
        "F7",
        "ratio",
        "modelled",
        (
            "{parameter.population-recorded-crimes-per-proven-offence} * "
            "{parameter.multiplier-uncertainty}"
        ),
        "Recorded crimes behind one proven offence of offenders in general.",
    ),
    case(
        "crimes-each",
        "F7",
        "ratio",
        "derived",
        "{mix} * {crimes-per-offence} * {multiplier.[offence]}",
        "Estimated crimes of an offence type that go with one proven offence.",
        "offence",
        also=("observed-offences",),
    ),
    case(
        "component-offence",
        "F11",
        MONEY,
        "derived",
        {
            "rest": "{mix} * {multiplier.[offence]} * {@cost?0} * (1 - {@share?1})",
            "": "{mix} * {multiplier.[offence]} * {@cost?0} * {@share?1}",
        },
        "What an offence type adds to a component: its share, multiplier and unit cost.",
        "component",
        "offence",
        also=("observed-offences",),
    ),
    case(
        "component-average",
        "F11",
        MONEY,
        "money",
        {
            "per-crime": "{crimes-per-offence} * " + AVERAGE,
            "": "{cases-per-offence} * " + AVERAGE,
        },
        "What one proven offence costs in a component of the unit costs, on average.",
        "component",
    ),
    case(
        "component-value",
        "F11",
        MONEY,
        "money",
        {
            "response": "{component-average} * {parameter.response-marginal-share}",
            "": "{component-average}",
        },
        "The same as less crime saves it: of a response to crime, the long-run marginal share.",
        "component",
    ),
    case(
        "value-per-offence",
        "F11",
        MONEY,
        "money",
        "sum component ({component-value}) * {crime-benefit-counted}",
        "What one proven offence costs a bearer, or in a class of value, as benefits count it.",
        "bearer|class",
    ),
    case(
        "response-per-offence",
        "F11",
        MONEY,
        "money",
        "sum response-component ({component-value}) * {crime-benefit-counted}",
        "The response of police and justice to one proven offence, at its long-run marginal share.",
    ),
    case(
        "cash-per-offence",
        "F11",
        MONEY,
        "money",
        (
            "{parameter.cashable-share} * {crime-benefit-counted} * "
            "sum response-component ({component-average})"
        ),
        "Cash that one proven offence less could release.",
        "bearer",
    ),
    case(
        "offence-value",
        "F11",
        MONEY,
        "derived",
        "sum component ({component-weight} * {component-offence})",
        "Value of the crimes of an offence type that go with one proven offence.",
        "offence",
        also=("observed-offences",),
    ),
    case(
        "component-weight",
        "F11",
        "ratio",
        "modelled",
        {
            "per-crime response": CRIMES + " * {parameter.response-marginal-share}",
            "per-crime": CRIMES,
            "response": CASES + " * {parameter.response-marginal-share}",
            "": CASES,
        },
        "What a component is multiplied by, whatever the offence type.",
        "component",
    ),
    case(
        "severe-per-offence",
        "F16",
        MONEY,
        "money",
        "sum severe-offence ({offence-value}) * {crime-benefit-counted}",
        "The part of homicide and rape in what one proven offence costs.",
    ),
    case(
        "later-factor",
        "F10",
        "ratio",
        "modelled",
        {
            "one-year": "{parameter.effect-kept-after-a-year} / (1 + {parameter.discount-rate})",
            "": (
                "{parameter.effect-kept-after-a-year} * {counterfactual-offences@last} / "
                "{counterfactual-offences@before} / (1 + {parameter.discount-rate})"
            ),
        },
        "Factor by which discounted benefit falls each year after the horizon.",
    ),
)
