"""Figures of the case as a whole: the cohort, what it would do anyway, what that crime costs."""

from __future__ import annotations

from iomcba.terms.registry.quantity import COUNT, MONEY, SHARE, Quantity, case

IN_HISTORIES = "Counted in the histories."
FITTED = "Forecast from the histories by the case's method."
EVIDENCE = (
    ("low", "high", "lower end of the evidence"),
    ("central", "central", "centre of the evidence"),
    ("high", "low", "upper end of the evidence"),
)

CASE: tuple[Quantity, ...] = (
    case(
        "cohort-size",
        "F4",
        "people",
        "observed",
        "",
        "People picked by the case's selection rule.",
        told=IN_HISTORIES,
    ),
    case(
        "observed-offences",
        "F2",
        COUNT,
        "observed",
        {"offence": "", "": "sum offence-or-none ({observed-offences})"},
        "Proven offences of the cohort in the selection window.",
        "offence",
        told=IN_HISTORIES,
    ),
    case(
        "offenders-per-crime",
        "F2",
        "ratio",
        "modelled",
        "",
        "Mean number of cohort members proven per distinct crime.",
        told=IN_HISTORIES,
    ),
    case(
        "counterfactual-offences",
        "F6",
        COUNT,
        "modelled",
        {"year": "", "": "sum year ({counterfactual-offences})"},
        "Proven offences expected without the programme.",
        "year",
        told=FITTED,
        also=("cohort-size",),
    ),
    case(
        "natural-fall",
        "F4",
        "ratio",
        "modelled",
        "{counterfactual-offences} / {past-yearly-offences}",
        "Offences expected in a year without the programme, as a share of the past yearly average.",
        "year",
    ),
    case(
        "counterfactual-crimes",
        "F7",
        "crimes",
        "derived",
        {
            "offence": "{counterfactual-offences} * {crimes-each}",
            "": "sum offence ({counterfactual-crimes})",
        },
        "Estimated crimes without the programme.",
        "offence",
        also=("observed-offences",),
    ),
    case(
        "counterfactual-value",
        "F11",
        MONEY,
        "money",
        {
            "year": "{counterfactual-offences} * {cost-per-proven-offence}",
            "": "sum year ({counterfactual-value} * {discount-factor})",
        },
        "What that crime would cost victims, society and services; without a year: present value.",
        "year",
    ),
    case(
        "naive-value",
        "F4",
        MONEY,
        "money",
        "{past-yearly-offences} * {cost-per-proven-offence} * sum year ({discount-factor})",
        "Present value of the crime's cost if the past yearly average simply went on.",
    ),
    case(
        "cost-per-proven-offence",
        "F11",
        MONEY,
        "money",
        "sum component ({component-value})",
        "Mean cost of the crime that goes with one proven offence.",
    ),
    *(
        case(
            f"evidence-effect-{end}",
            "F10",
            SHARE,
            "modelled",
            f"1 - {{#rate-ratio-{of_ratio}}}",
            f"Cut in offending: {what}.",
        )
        for end, of_ratio, what in EVIDENCE
    ),
    case(
        "crime-benefit-counted",
        "F14",
        SHARE,
        "modelled",
        {"graded": "1 - {parameter.crime-benefit-optimism}", "": "1"},
        "Share of the value of crime avoided that benefits count: 1 minus its confidence grade.",
    ),
    case(
        "cost-per-crime",
        "F11",
        MONEY,
        "money",
        "{cost-per-proven-offence} / sum offence ({crimes-each})",
        "Mean cost of a crime.",
    ),
    case(
        "share-of-offences",
        "F2",
        SHARE,
        "derived",
        "",
        "Cohort's share of all.",
        told="The cohort's proven offences over those of everyone listed, in the selection window.",
        also=("observed-offences",),
    ),
    case(
        "share-of-cost",
        "F11",
        SHARE,
        "derived",
        "",
        "Cohort's share of the cost of all, each offence at the same value.",
        told="The cohort's offences over everyone's, each at its type's value per proven offence.",
        also=("observed-offences",),
    ),
)
