"""Every quantity an appraisal reports, declared once: formula, axes, unit, parents, prose, kind.

`explain`, the results schema, the workbook's layout and the table in the manual derive from it; a
figure whose quantity is not declared here is refused when it is made.
"""

from __future__ import annotations

from dataclasses import dataclass

MONEY, NOMINAL, SHARE, COUNT = "GBP real", "GBP of the year", "share", "offences"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A quantity: `axes` are the parts its figures may carry, in the order of the name.

    `kind` is observed (a count of people or offences in the histories), derived (from such a
    count), modelled, or money. `of` says whether options or the case as a whole have it.
    """

    name: str
    of: str
    formula: str
    axes: tuple[str, ...]
    unit: str
    kind: str
    parents: tuple[str, ...]
    prose: str


def _option(name: str, formula: str, unit: str, parents: str, prose: str, *axes: str) -> Quantity:
    kind = "money" if unit.startswith("GBP") else "modelled"
    return Quantity(name, "option", formula, axes, unit, kind, tuple(parents.split()), prose)


def _case(
    name: str, formula: str, unit: str, kind: str, parents: str, prose: str, *axes: str
) -> Quantity:
    return Quantity(name, "case", formula, axes, unit, kind, tuple(parents.split()), prose)


PART = "bearer|heading|class"

QUANTITIES = (
    _case(
        "cohort-size", "F4", "people", "observed", "", "People picked by the case's selection rule."
    ),
    _case(
        "observed-offences",
        "F2",
        COUNT,
        "observed",
        "",
        "Proven offences of the cohort in the selection window.",
        "offence",
    ),
    _case(
        "offenders-per-crime",
        "F2",
        "ratio",
        "modelled",
        "",
        "Mean number of cohort members proven per distinct crime.",
    ),
    _case(
        "counterfactual-offences",
        "F6",
        COUNT,
        "modelled",
        "cohort-size",
        "Proven offences expected without the programme.",
        "year",
    ),
    _case(
        "natural-fall",
        "F4",
        "ratio",
        "modelled",
        "counterfactual-offences",
        "Offences expected in a year without the programme, as a share of the past yearly average.",
        "year",
    ),
    _case(
        "counterfactual-crimes",
        "F7",
        "crimes",
        "derived",
        "counterfactual-offences observed-offences",
        "Estimated crimes without the programme.",
        "offence",
    ),
    _case(
        "counterfactual-value",
        "F11",
        MONEY,
        "money",
        "counterfactual-crimes",
        "What that crime would cost victims, society and services; without a year: present value.",
        "year",
    ),
    _case(
        "naive-value",
        "F4",
        MONEY,
        "money",
        "counterfactual-value",
        "Present value of the crime's cost if the past yearly average simply went on.",
    ),
    _case(
        "cost-per-proven-offence",
        "F11",
        MONEY,
        "money",
        "counterfactual-value",
        "Mean cost of the crime that goes with one proven offence.",
    ),
    *(
        _case(f"evidence-effect-{end}", "F10", SHARE, "modelled", "", f"Cut in offending: {what}.")
        for end, what in (
            ("low", "lower end of the evidence"),
            ("central", "centre of the evidence"),
            ("high", "upper end of the evidence"),
        )
    ),
    _case(
        "crime-benefit-counted",
        "F14",
        SHARE,
        "modelled",
        "",
        "Share of the value of crime avoided that benefits count: 1 minus its confidence grade.",
    ),
    _case("cost-per-crime", "F11", MONEY, "money", "counterfactual-value", "Mean cost of a crime."),
    _case(
        "share-of-offences", "F2", SHARE, "derived", "observed-offences", "Cohort's share of all."
    ),
    _option(
        "effect",
        "F10",
        SHARE,
        "",
        "Cut in offending among the people reached: 1 minus the rate ratio at the option's dose.",
    ),
    _option("engaged", "F9", "people", "", "People engaged, averaged over the year.", "year"),
    _option(
        "reached",
        "F9",
        SHARE,
        "engaged",
        "Share of the cohort's offending that the option reaches.",
        "year",
    ),
    _option(
        "proven-offences-avoided",
        "F10",
        COUNT,
        "counterfactual-offences effect reached",
        "Proven offences avoided.",
        "year",
    ),
    Quantity(
        "crimes-avoided",
        "option",
        "F10",
        ("offence",),
        "crimes",
        "derived",
        ("proven-offences-avoided", "observed-offences"),
        "Estimated crimes avoided.",
    ),
    _option(
        "avoided-by-rehabilitation",
        "F10",
        COUNT,
        "proven-offences-avoided",
        "Proven offences avoided because people offend less.",
    ),
    _option(
        "avoided-by-incapacitation",
        "F10",
        COUNT,
        "proven-offences-avoided",
        "Proven offences avoided because people are in custody for longer.",
    ),
    _option("extra-custody-days", "F10", "days", "engaged", "Days of custody more than without."),
    _option("pvb-crime", "F11", MONEY, "pvb", "Present value of crime avoided."),
    _option("pvb-other-outcomes", "F12", MONEY, "pvb", "Present value of other outcomes."),
    _option(
        "transfers",
        "F12",
        MONEY,
        "pvb-other-outcomes",
        "Present value of payments that only change hands: in the fiscal account, not in value.",
    ),
    _option("cost", "F13", MONEY, "", "Additional cost, optimism bias included.", PART, "year"),
    _option(
        "benefit",
        "F11",
        MONEY,
        "proven-offences-avoided",
        "Value of the crime avoided.",
        PART,
        "year",
    ),
    _option(
        "net", "F16", MONEY, "cost benefit", "Benefit less cost of the year, undiscounted.", "year"
    ),
    _option(
        "cumulative-cost",
        "F15",
        MONEY,
        "cost",
        "Discounted cost up to and including the year.",
        "year",
    ),
    _option(
        "cumulative-benefit",
        "F15",
        MONEY,
        "benefit",
        "Discounted benefit up to and including the year.",
        "year",
    ),
    _option(
        "cumulative-net",
        "F15",
        MONEY,
        "net",
        "Discounted net value up to and including the year.",
        "year",
    ),
    _option(
        "pvc",
        "F16",
        MONEY,
        "cost",
        "Present value of costs, those caused on partners included.",
        PART,
    ),
    _option("pvb", "F16", MONEY, "benefit", "Present value of benefits, savings included.", PART),
    _option(
        "npsv",
        "F16",
        MONEY,
        "pvb pvc",
        "Net present social value: benefits less costs; of a bearer: gains less payments.",
        PART,
    ),
    _option(
        "bcr",
        "F16",
        "ratio",
        "pvb pvc",
        "Benefit-cost ratio: expected benefits over expected costs.",
    ),
    _option(
        "bcr-savings-as-negative-cost",
        "F16",
        "ratio",
        "pvb pvc",
        "The other convention: savings taken off the costs. Blank where savings exceed costs.",
    ),
    _option("p-npsv-positive", "F16", "probability", "npsv", "Chance that benefits exceed costs."),
    _option(
        "p-best",
        "F16",
        "probability",
        "npsv",
        "Chance that the option has the highest net present social value.",
    ),
    _option(
        "cost-per-crime-avoided",
        "F16",
        MONEY,
        "pvc crimes-avoided",
        "Present value of costs per estimated crime avoided.",
    ),
    _option(
        "payback-year",
        "F16",
        "years",
        "cumulative-net",
        "Year, counted from 0, in which expected discounted benefits have repaid costs.",
    ),
    _option(
        "value-reached",
        "F16",
        MONEY,
        "counterfactual-value reached",
        "Present value of the crime's cost that the option reaches.",
    ),
    _option(
        "break-even-cohort",
        "F16",
        SHARE,
        "pvc counterfactual-value",
        "Cut in the whole cohort's crime at which benefits repay costs.",
    ),
    _option(
        "break-even-engaged",
        "F16",
        SHARE,
        "pvc value-reached",
        "Cut among the people reached at which benefits repay costs.",
    ),
    _option(
        "break-even-naive",
        "F16",
        SHARE,
        "pvc naive-value",
        "Cut that would seem enough if the past yearly average simply went on.",
    ),
    _option(
        "npsv-under",
        "F16",
        MONEY,
        "npsv",
        "Net present social value under a scenario of the case, on the same draws.",
        "scenario",
    ),
    _option(
        "npsv-with-later-benefit",
        "F10",
        MONEY,
        "npsv",
        "Net present social value with so many years of fading benefit after the horizon.",
        "years",
    ),
    _option(
        "npsv-without-severe",
        "F16",
        MONEY,
        "npsv",
        "Net present social value with homicide and rape left out.",
    ),
    _option(
        "npsv-without-optimism-bias",
        "F14",
        MONEY,
        "npsv",
        "Net present social value with no optimism bias on costs.",
    ),
    _option(
        "npsv-without-confidence-grades",
        "F14",
        MONEY,
        "npsv",
        "Net present social value with no confidence grade taken off any benefit.",
    ),
    _option(
        "cash-cost",
        "F16",
        NOMINAL,
        "cost",
        "Cash paid: funded posts and lines, and the backfill of seconded posts.",
        PART,
        "year",
    ),
    _option(
        "cash-saving",
        "F11",
        NOMINAL,
        "benefit",
        "Cash released: the cashable share of response and outcomes, and transfers received.",
        PART,
        "year",
    ),
    _option(
        "net-budget",
        "F16",
        NOMINAL,
        "cash-saving cash-cost",
        "Effect on budgets: cash released less cash paid. Never added to public value.",
        PART,
        "year",
    ),
    _option(
        "pooled-contribution",
        "F16",
        MONEY,
        "pvc",
        "What a partner would put into a pooled budget (present value).",
        PART,
    ),
    _option(
        "pooled-net",
        "F16",
        MONEY,
        "pooled-contribution pvb",
        "A partner's gain less its share of a pooled budget (present value).",
        PART,
    ),
    _option(
        "payback-year-cash",
        "F16",
        "years",
        "net-budget",
        "Year, counted from 0, in which cash released has repaid cash paid.",
    ),
)

QUANTITY_OF = {(quantity.of, quantity.name): quantity for quantity in QUANTITIES}


def quantity_of(figure: str) -> Quantity:
    """The declaration behind a figure's name.

    Raises:
        KeyError: if the figure's quantity is not declared.

    >>> quantity_of("rehabilitation-gateway.pvc.police").prose
    'Present value of costs, those caused on partners included.'
    """
    owner, quantity = figure.split(".")[:2]
    return QUANTITY_OF["case" if owner == "case" else "option", quantity]
