"""Steps of an option on the way to its figures: places, cost lines, outcomes, cash released."""

from __future__ import annotations

from iomcba.terms.registry.quantity import MONEY, NOMINAL, SHARE, Quantity, option

LINE = (
    "{@amount} * product factor ({@factor}) * (1 + {@on_costs?0}) * (1 - {@vacancy?0}) * "
    "(1 + {@contingency?0}) * {#share-of-year} * (1 + {@growth?0}) ^ {#years-since-start}"
)
WORTH = "max(0, 1 - ({#horizon} - {#years-since-start}) / {@life})"
PAID = "{line-spent} * (1 + {@vat?0}) * {#inflation}"

OPTION_STEPS: tuple[Quantity, ...] = (
    option(
        "rate-ratio",
        "F10",
        "ratio",
        {
            "prevalence": (
                "((1 - {@control_prevalence} * {@ratio}) ^ (-1 / {@dispersion}) - 1) / "
                "((1 - {@control_prevalence}) ^ (-1 / {@dispersion}) - 1)"
            ),
            "before-after": "{@ratio} / {@natural_ratio}",
            "": "{@ratio}",
        },
        "Rate ratio of the effect after the conversion that its estimand needs.",
    ),
    option(
        "places-taken",
        "F9",
        "people",
        "min({cohort-size} * {@take_up}, {@places})",
        "Places taken at full working.",
        "year",
    ),
    option(
        "ramp",
        "F9",
        SHARE,
        {
            "monthly": (
                "sum month (min(1, max(0, ({#month} + 0.5 - {#go-live}) / {@months_to_full}))) / 12"
            ),
            "": "{@ramp}",
        },
        "Share of full working, mean of the year.",
        "year",
    ),
    option(
        "relative-rate",
        "F9",
        "ratio",
        {"rated": "{@relative_rate}", "": ""},
        "Share of offending over share of heads of the people in places.",
        "year",
        told="Read off the fitted concentration of offending, highest rates first.",
        also=("places-taken",),
    ),
    option(
        "active",
        "F9",
        SHARE,
        {
            "assigned ranked": (
                "{engaged} / {cohort-size} / {@study_engagement} * {relative-rate}"
            ),
            "assigned rated": ("{engaged} / {cohort-size} / {@study_engagement} * {relative-rate}"),
            "assigned": "{engaged} / {cohort-size} / {@study_engagement}",
            "ranked": "{engaged} / {cohort-size} * {relative-rate}",
            "rated": "{engaged} / {cohort-size} * {relative-rate}",
            "": "{engaged} / {cohort-size}",
        },
        "Share of the cohort's offending of the people on whom the effect acts.",
        "year",
    ),
    option(
        "left",
        "F10",
        SHARE,
        "",
        "Share of the cohort's offending of the people who left, weighted by what is left.",
        "year",
        told=(
            "Month by month: 1 / stay-months of the engaged leave, and keep persistence of the "
            "effect a year after."
        ),
        also=("engaged", "@stay_months", "@persistence", "@relative_rate"),
    ),
    option(
        "custody-days",
        "F10",
        "days",
        "{engaged} * 365.25 * {#free-share} * (1 - {@custody_ratio})",
        "Days of custody more than without, of the year.",
        "year",
    ),
    option(
        "line-base",
        "F13",
        MONEY,
        {
            "places": LINE + " * {places-taken}",
            "engaged": LINE + " * {engaged}",
            "extra-custody-days": LINE + " * {custody-days}",
            "required-posts": LINE + " * sum tier ({places-taken} * {@share} / {@caseload})",
            "": LINE,
        },
        "A cost line before optimism bias.",
        "line",
        "year",
    ),
    option(
        "line-spent",
        "F14",
        MONEY,
        "{line-base} * (1 + {@optimism?0})",
        "A cost line with optimism bias.",
        "line",
        "year",
    ),
    option(
        "line-residual",
        "F13",
        MONEY,
        {"life last": "sum year ({line-spent} * " + WORTH + ")", "": "0"},
        "What capital is still worth at the end.",
        "line",
        "year",
    ),
    option(
        "line-cost",
        "F13",
        MONEY,
        {
            "transfer": "0",
            "sunk": "0",
            "life last": "{line-spent} - {line-residual}",
            "": "{line-spent}",
        },
        "A cost line in the economic view.",
        "line",
        "year",
    ),
    option(
        "line-bare",
        "F14",
        MONEY,
        {
            "transfer": "0",
            "sunk": "0",
            "life last": "{line-base} - sum year ({line-base} * " + WORTH + ")",
            "": "{line-base}",
        },
        "A cost line in the economic view, without optimism bias.",
        "line",
        "year",
    ),
    option(
        "line-cash",
        "F13",
        NOMINAL,
        {
            "opportunity": "0",
            "sunk": "0",
            "backfill": PAID + " * {parameter.backfill-share}",
            "": PAID,
        },
        "A cost line in cash.",
        "line",
        "year",
    ),
    option(
        "outcome-ungraded",
        "F12",
        MONEY,
        "{outcome-units} * {@unit_value}",
        "Worth of an outcome other than crime before its confidence grade.",
        "outcome",
        "year",
    ),
    option(
        "outcome-worth",
        "F14",
        MONEY,
        "{outcome-ungraded} * (1 - {@optimism?0})",
        "Worth of an outcome other than crime, payments that only change hands included.",
        "outcome",
        "year",
    ),
    option(
        "outcome-value",
        "F12",
        MONEY,
        "{outcome-worth} * (1 - {@transfer_share?0})",
        "Value of an outcome other than crime.",
        "outcome",
        "year",
    ),
    option(
        "cash-freed",
        "F11",
        MONEY,
        "{proven-offences-avoided} * {cash-per-offence}",
        "Response cost that could come free in cash, before steps and lags.",
        "bearer",
        "year",
    ),
    option(
        "cash-released",
        "F11",
        MONEY,
        {
            "stepped waiting": "0",
            "stepped": "trunc({cash-freed@lagged} / {@step}) * {@step}",
            "": "{cash-freed}",
        },
        "Response cost that comes free in cash, in whole steps and late where the case says so.",
        "bearer",
        "year",
    ),
    option(
        "other-cashable",
        "F12",
        MONEY,
        "sum outcome ({outcome-value} * {@cashable?0})",
        "Cash released by outcomes other than crime.",
        "bearer",
        "year",
    ),
    option(
        "last-benefit",
        "F10",
        MONEY,
        ("{proven-offences-avoided@last} * {value-per-offence} * {discount-factor@last}"),
        "Discounted value of the crime avoided in the last year.",
    ),
)
