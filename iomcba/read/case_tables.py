"""Tables of a case: whom, what it costs, what it changes."""

from __future__ import annotations

from iomcba.read.columns import YES_NO, Column, TableForm, choice, key

TIMINGS = ("one-off", "per-year", "per-place-year", "per-engaged-year", "per-extra-custody-day")
FUNDINGS = ("cash", "opportunity", "transfer", "sunk")
VATS = ("none", "recoverable", "irrecoverable")
SIZED_BY = ("posts", "caseload")
RATINGS = ("worse", "same", "better", "much-better")

CASE_TABLES = (
    TableForm("parameter", (key("parameter"),), prose="single figures of a case or set"),
    TableForm(
        "bearer",
        (key("bearer"),),
        (
            Column("label", required=True),
            choice("public", *YES_NO),
            choice("cash_budget", *YES_NO),
            Column("note"),
        ),
        carries_figure=False,
        prose="who bears costs and gains benefits",
    ),
    TableForm(
        "salary",
        (key("role"),),
        (Column("scale_point", may_be_absent=True),),
        prose="pounds a year for a full-time post, before on-costs",
    ),
    TableForm(
        "staff",
        (key("option"), key("role")),
        (
            Column("employer", "id", required=True),
            choice("post", "funded", "seconded"),
            Column("start", "month", required=True),
            Column("end", "month", required=True),
            Column("optimism", "id", required=True),
            Column("sized_by", "choice", SIZED_BY, may_be_absent=True),
        ),
        prose="full-time equivalents by option and role; start and end months inclusive",
    ),
    TableForm(
        "cost",
        (key("option"), key("line")),
        (
            Column("label", required=True),
            choice("heading", "capital", "operating", "partner"),
            Column("bearer", "id", required=True),
            choice("timing", *TIMINGS),
            Column("first_year", "year", required=True),
            Column("last_year", "year", required=True),
            choice("funding", *FUNDINGS),
            Column("optimism", "id", required=True),
            Column("vat", "choice", VATS, may_be_absent=True),
            Column("evidence", may_be_absent=True),
        ),
        prose="cost lines by option, additional to business as usual",
    ),
    TableForm(
        "optimism-bias",
        (key("class"), key("stage", required=False, may_be_absent=True)),
        prose="uplift on the cost lines of a class (F14)",
    ),
    TableForm(
        "engagement",
        (key("option"), key("quantity"), key("financial_year", "year", required=False)),
        prose="places, take-up, retention, ramp, dose, displacement by option",
    ),
    TableForm(
        "effect",
        (key("effect"),),
        (
            Column("label", required=True),
            choice("measure", "count", "prevalence"),
            choice("population", "all-assigned", "engaged"),
            choice("denominator", "calendar", "free-time"),
            Column("follow_up_months", "duration", required=True),
            choice("design", "randomised", "matched", "before-after", "judgement"),
        ),
        prose="rate ratios with their estimand (F10)",
    ),
    TableForm("harm-weight", (key("offence"),), prose="harm weight of an offence, for selection"),
    TableForm(
        "past-total",
        (key("offence"), key("financial_year", "year")),
        prose="rounded yearly totals of a cohort whose people are not known (method totals)",
    ),
    TableForm(
        "cohort-stock",
        (key("financial_year", "year"), key("years_since_entry")),
        prose="people in a rolling cohort by appraisal year and whole years since entry",
    ),
    TableForm(
        "effect-context",
        (key("effect"), key("quantity")),
        prose="study-engagement, control-prevalence, dispersion, natural-ratio of an effect (F10)",
    ),
    TableForm(
        "pathway",
        (key("option"), key("pathway"), key("quantity")),
        prose="need, served, served-already, reduction by pathway (F10)",
    ),
    TableForm("tier", (key("option"), key("tier")), prose="share of the places in each tier"),
    TableForm("caseload", (key("role"), key("tier")), prose="people one full-time post can hold"),
    TableForm("asset-life", (key("option"), key("line")), prose="years of use of a capital line"),
    TableForm(
        "contingency", (key("option"), key("heading")), prose="stated contingency on base cost"
    ),
    TableForm(
        "risk",
        (key("option"), key("risk"), key("quantity")),
        (
            Column("label", required=True),
            choice("heading", "capital", "operating", "partner"),
            Column("bearer", "id", required=True),
            Column("first_year", "year", required=True),
            Column("last_year", "year", required=True),
        ),
        prose="costed risks: probability (a year) and impact (pounds); no uplift on them",
    ),
    TableForm(
        "outcome",
        (key("option"), key("outcome"), key("quantity")),
        (
            Column("label", required=True),
            Column("bearer", "id", required=True),
            choice("value_class", "fiscal", "economic", "social"),
            choice("population", "engaged", "cohort"),
            choice("contains_crime", *YES_NO),
            choice("disjoint", *YES_NO),
            Column("unit_value", required=False),
        ),
        prose="outcomes other than crime, in the Greater Manchester form (F12)",
    ),
    TableForm(
        "cash-release",
        (key("bearer"), key("quantity")),
        prose="step (pounds a year) and lag (years) in which cash is released",
    ),
    TableForm("contribution", (key("bearer"),), prose="size of each partner in a pooled budget"),
    TableForm(
        "objective",
        (key("objective"), key("option")),
        (
            Column("label", required=True),
            choice("rating", *RATINGS),
            Column("words", required=True),
        ),
        carries_figure=False,
        prose="objectives that are not monetised, rated by option",
    ),
    TableForm(
        "benefits-map",
        (key("option"), key("benefit")),
        (
            Column("activity", required=True),
            Column("output", required=True),
            Column("outcome", required=True),
            Column("label", required=True),
            Column("owner", required=True),
            Column("measure", required=True),
            Column("baseline"),
            Column("target"),
            choice("cashable", *YES_NO),
            Column("unit", required=True, prose="what the measure counts, such as `offences`"),
            choice("target_reads", "level", "less", "more"),
        ),
        carries_figure=False,
        prose="activity, output, outcome, benefit, owner and measure; baseline and target figures "
        "by year, and whether the target is a level to reach or so much less or more",
    ),
    TableForm(
        "scenario",
        (key("scenario"), key("change")),
        (Column("assumption", required=True),),
        prose="named overrides of assumptions, run on the same draws",
    ),
    TableForm(
        "correlation",
        (key("first", "text"), key("second", "text")),
        prose="rank correlation of two uncertain rows, or of all rows of two groups (F18)",
    ),
    TableForm(
        "counterfactual",
        (key("quantity"), key("financial_year", "year", required=False)),
        prose="assumptions of the counterfactual method",
    ),
    TableForm("recorded-crime", (key("offence"),), prose="the area's recorded crimes a year"),
    TableForm(
        "published",
        (key("figure"),),
        (Column("label", required=True), Column("ours"), Column("why", required=True)),
        prose="published figures beside ours",
    ),
)
