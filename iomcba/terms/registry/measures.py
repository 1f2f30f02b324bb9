"""Measures of an option: net value, ratios, chances, payback, break-even, robustness (F16)."""

from __future__ import annotations

from iomcba.terms.registry.quantity import MONEY, PART, SHARE, Quantity, option

DRAWS = "Share of the draws, chance included, in which"

MEASURES: tuple[Quantity, ...] = (
    option(
        "npsv",
        "F16",
        MONEY,
        "{pvb} - {pvc}",
        "Net present social value: benefits less costs; of a bearer: gains less payments.",
        PART,
    ),
    option(
        "bcr",
        "F16",
        "ratio",
        "{pvb} / {pvc}",
        "Benefit-cost ratio: expected benefits over expected costs.",
    ),
    option(
        "bcr-savings-as-negative-cost",
        "F16",
        "ratio",
        "({pvb} - {pvb[fiscal]}) / ({pvc} - {pvb[fiscal]})",
        "The other convention: savings taken off the costs. Blank where savings exceed costs.",
    ),
    option(
        "p-npsv-positive",
        "F16",
        "probability",
        "",
        "Chance that benefits exceed costs.",
        told=f"{DRAWS} npsv is above 0.",
        also=("npsv",),
    ),
    option(
        "p-best",
        "F16",
        "probability",
        "",
        "Chance that the option has the highest net present social value.",
        told=f"{DRAWS} no option has a higher npsv.",
        also=("npsv",),
    ),
    option(
        "cost-per-crime-avoided",
        "F16",
        MONEY,
        "{pvc} / {crimes-avoided}",
        "Present value of costs per estimated crime avoided.",
    ),
    option(
        "payback-year",
        "F16",
        "years",
        "",
        "Year, counted from 0, in which expected discounted benefits have repaid costs.",
        told="The first year from which cumulative-net is and stays at least 0; blank if none is.",
        also=("cumulative-net",),
    ),
    option(
        "value-reached",
        "F16",
        MONEY,
        (
            "sum year ({counterfactual-offences} * {reached} * {value-per-offence} * "
            "{discount-factor})"
        ),
        "Present value of the crime's cost that the option reaches.",
    ),
    option(
        "break-even-cohort",
        "F16",
        SHARE,
        {
            "graded": "{pvc} / ({counterfactual-value} * {crime-benefit-counted})",
            "": "{pvc} / {counterfactual-value}",
        },
        "Cut in the whole cohort's crime at which benefits repay costs.",
    ),
    option(
        "break-even-engaged",
        "F16",
        SHARE,
        "{pvc} / {value-reached}",
        "Cut among the people reached at which benefits repay costs.",
    ),
    option(
        "break-even-naive",
        "F16",
        SHARE,
        {
            "graded": "{pvc} / ({naive-value} * {crime-benefit-counted})",
            "": "{pvc} / {naive-value}",
        },
        "Cut that would seem enough if the past yearly average simply went on.",
    ),
    option(
        "npsv-under",
        "F16",
        MONEY,
        "",
        "Net present social value under a scenario of the case, on the same draws.",
        "scenario",
        told="npsv with the scenario's rows in place of the case's own.",
        also=("npsv",),
    ),
    option(
        "npsv-with-later-benefit",
        "F10",
        MONEY,
        "{npsv} + {last-benefit} * sum later-year ({later-factor} ^ {#years-after})",
        "Net present social value with so many years of fading benefit after the horizon.",
        "years",
    ),
    option(
        "npsv-without-severe",
        "F16",
        MONEY,
        (
            "{npsv} - sum year ({proven-offences-avoided} * {severe-per-offence} * "
            "{discount-factor})"
        ),
        "Net present social value with homicide and rape left out.",
    ),
    option(
        "npsv-without-optimism-bias",
        "F14",
        MONEY,
        "{pvb} - sum year (sum line ({line-bare}) * {discount-factor})",
        "Net present social value with no optimism bias on costs.",
    ),
    option(
        "npsv-without-confidence-grades",
        "F14",
        MONEY,
        (
            "sum year (({proven-offences-avoided} * {cost-per-proven-offence} + "
            "sum outcome ({outcome-ungraded} * (1 - {@transfer_share?0}))) * {discount-factor}) "
            "- {pvc}"
        ),
        "Net present social value with no confidence grade taken off any benefit.",
    ),
)
