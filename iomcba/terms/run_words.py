"""The sentences that a run says and keeps in English; the catalogue holds each under its key.

A test holds them to the shipped catalogue, word for word. Tables of the log stand in `log_words`,
what a profile says in `profile_words`.
"""

from __future__ import annotations

from iomcba.terms.catalogue import Catalogue, Text
from iomcba.terms.log_words import LOG_WORDS
from iomcba.terms.profile_words import PROFILE_WORDS

_PRISON = "saves prison places, which the criminal justice cost of avoided offences holds already."
WARNINGS: dict[str, Text] = {
    "warning.naive-counterfactual": (
        "The counterfactual is the past yearly average going on. People picked because they were "
        "prolific fall without help: this overstates the benefit, about twofold on real histories."
    ),
    "warning.open-multiplier": (
        "No multiplier is known for {offences}: 1 is taken as a lower bound."
    ),
    "warning.share-on-open-multipliers": (
        "{share} of the value of the cohort's crime, and so of the benefit of less crime, rests "
        "on multipliers that stand at 1."
    ),
    "warning.little-on-open-multipliers": (
        "less than 1% of the value of the cohort's crime, and so of the benefit of less crime, "
        "rests on multipliers that stand at 1."
    ),
    "warning.proven-offences-only": (
        "Recorded crimes per proven offence stand at 1: only proven offences are counted, a lower "
        "bound on crime."
    ),
    "warning.past-review": {
        "one": "{count} figure is past its review-by date: {names}.",
        "other": "{count} figures are past their review-by date: {names}.",
    },
    "warning.certain-costs": (
        "Every cost is certain while benefits are not: the ranges are too narrow."
    ),
    "warning.rate-of-the-engaged": (
        "Nobody says whether those engaged by {option} offend more or less than the rest of the "
        "cohort: alike is assumed. State {row}."
    ),
    "warning.multiplier-twice": (
        "{row} is {value}, close to the all-crime multiplier of {multiplier}, and multipliers by "
        "offence are applied on top of it."
    ),
    "warning.break-even-above-evidence": (
        "{option} breaks even only if it cuts the offending of the people it reaches by {cut}; the "
        "upper end of the evidence is {upper}."
    ),
    "warning.steep-rate": "{row} is {value}, above {bound}: is it a percentage?",
    "warning.caseload-against-posts": (
        "{row} costs {posts} posts, but {places} places at the stated caseloads need {needed}."
    ),
    "warning.parent-and-part": "{parts} is a part of what {whole} holds already ({row}).",
    "warning.prison-by-outcome": (
        f"{{outcome}} {_PRISON} Set prison_savings: custody-days, or drop it."
    ),
    "warning.prison-by-days": (
        f"{{row}} is above 1, so the line per extra custody day {_PRISON} Set prison_savings: "
        "custody-days, or drop the line."
    ),
    "warning.benefit-counted-twice": (
        "{value} is counted by {outcomes} of {option}: the same benefit may stand in two places."
    ),
    "warning.transfer-in-value": (
        "{outcome} counts benefit payments as value: they only change hands. Give a transfer-share."
    ),
    "warning.uplift-on-skewed-cost": (
        "{row} leans upwards by itself and carries an optimism bias too: one of the two."
    ),
    "warning.annual-or-whole-period": (
        "{row} is {timing}, but its unit is '{unit}', not '{expected}': an annual and a three-year "
        "figure may be mixed up."
    ),
    "warning.effect-above-controlled": (
        "{option} assumes {cut} less offending among the people it reaches, more than any "
        "controlled study in the case's evidence ({most})."
    ),
    "warning.effect-above-controlled-signed": (
        "{option} assumes {cut} less offending among the people it reaches, more than any "
        "controlled study in the case's evidence ({most}). Signed off by {who}."
    ),
    "warning.row-not-used": "{row} ({place}) enters nothing: check its keys.",
    "warning.dominated-cells": (
        "One or two people hold nearly all that is counted under: {cells}. A table of money by "
        "offence type would tell of them (top two over 90%, or p-ratio under 0.10): do not share "
        "one."
    ),
    "warning.small-totals": {
        "one": (
            "{count} past total is above 0 and below {limit}, and every report prints it as "
            "written: {rows}. Join it with another type, or round it, before you share one."
        ),
        "other": (
            "{count} past totals are above 0 and below {limit}, and every report prints them as "
            "written: {rows}. Join them with another type, or round them, before you share one."
        ),
    },
    "warning.cost-share-above-offence-share": (
        "The cohort has {offences} of the offences of {whole}, but {cost} of their cost: the two "
        "may not be counted on one base (a multiplier on one side, estimated beside recorded "
        "crime), or the cohort's crimes are much graver than others'."
    ),
    "whole.listed": "everyone listed",
    "whole.recorded": "the area's recorded crime",
    "whole.stated": "the area in all, as stated",
    "warning.no-backtest": (
        "The method has not been tried on the cohort's own past: run iomcba cohort backtest."
    ),
    "warning.stale-backtest": (
        "The kept backtest is of another cohort, selection or method and is left out: run iomcba "
        "cohort backtest again."
    ),
    "warning.disclosure-lowered": (
        "Disclosure control is lowered: counts below {threshold} are hidden, not below {usual} as "
        "is usual. Ask who decided that before you pass this on."
    ),
}
DISCLOSURE: dict[str, Text] = {
    "disclosure.standard": (
        "Counts below the threshold, and figures derived from them, are hidden; other observed "
        "counts are rounded to 5, each by itself."
    ),
    "disclosure.synthetic": "Synthetic data: nothing is hidden.",
    "disclosure.small": "fewer than {threshold}, or the next smallest beside one",
    "disclosure.gives-back": "it would give a small count back",
    "disclosure.title": "Disclosure control: observed tables, counts below {threshold} hidden",
    "disclosure.table": "Table",
    "disclosure.shown": "Counts shown",
    "disclosure.hidden": "Counts hidden",
    "disclosure.audit": "Audit",
    "disclosure.cohort": "People in the cohort",
    "disclosure.offences": "Proven offences by type",
    "disclosure.dropped": "failed: dropped",
    "disclosure.nothing-shown": "nothing is shown",
    "disclosure.passed": "passed",
    "disclosure.nothing": "nothing to protect",
    "disclosure.note": (
        "Counts that are shown are rounded to {base}, each by itself, so that parts need not add "
        "up to their total. The audit is a linear program over all these tables at once: it takes "
        "the side of somebody who knows the rule, every total and shown count before rounding, and "
        "which counts were hidden for being small. Each hidden count must be able to lie anywhere "
        "in a range at least {width} wide; where none is left to hide, the table is dropped."
    ),
    "aside.repeats": "repeats an earlier row, its offence_id included",
    "aside.outside": "outside the days observed",
    "aside.considered": "taken into consideration, left out by the case",
    "aside.few": "fewer than {threshold} rows: {why}",
    "aside.fewer": "fewer than {threshold}",
}
FIT: dict[str, Text] = {
    "fit.title": "Offending rates as fitted on everyone at risk",
    "fit.what": "What",
    "fit.figure": "Figure",
    "fit.family": "Family",
    "fit.mean": "Mean proven offences per free year",
    "fit.spread": "Spread between people (coefficient of variation)",
    "fit.persistence": "Persistence of a person's rate from year to year",
    "fit.held": "Offences held by the top {top} of {whole}",
    "fit.all-at-risk": "all at risk",
    "fit.with-an-offence": "people with an offence",
    "fit.shares": "{seen} observed, {model} fitted",
    "unmapped.title": "Offence codes that no mapping knows",
    "unmapped.code": "Code",
    "unmapped.offences": "Offences",
    "unmapped.note": "They count towards offending rates and are costed at nothing.",
    "kept-backtest.title": "How well this method predicted your own past",
    "kept-backtest.window": "Picked from",
    "kept-backtest.method": "Method",
    "kept-backtest.followed": "Offences that followed",
    "kept-backtest.foreseen": "Foreseen",
    "kept-backtest.range": "80% range",
    "kept-backtest.in-range": "In the range",
    "kept-backtest.claimed": "Saving a programme without effect would have claimed",
    "kept-backtest.from-to": "{low} to {high}",
    "kept-backtest.summary": (
        "{method}: {hits} of {windows} windows in the 80% range, {bias} on average."
    ),
    "kept-backtest.and": "{first} {rest}",
    "kept-backtest.yes": "yes",
    "kept-backtest.no": "no",
}
GAP: dict[str, Text] = {
    "gap.title": "What would close the gap to the published figure: {label}",
    "gap.note": (
        "{option}, {year}, central case: {ours} here against {published} published. Each row "
        "changes one assumption and leaves all others as they are."
    ),
    "gap.assumption": "Assumption, changed alone",
    "gap.here": "Here",
    "gap.needed": "Needed",
    "gap.times": "Times ours",
    "gap.known": "What is known of it",
    "gap.not-alone": "not by this alone",
    "gap.past": "Cut, if the past yearly average went on",
    "gap.price": "Cut, at the published {worth} an offence",
    "gap.both": "Cut, with both",
    "gap.reading": "the pilot's reading; see the published figures",
    "gap.cut": "Cut in offending among the people reached",
    "gap.upper": "the evidence reaches {upper} at most",
    "gap.offences": "Proven offences without the programme, {year}",
    "gap.average": "the past yearly average was {count}, before the natural fall",
    "gap.recorded": "Recorded crimes per proven offence",
    "gap.recorded-known": "not known; 1 counts proven offences only",
    "gap.unit-costs": "Unit costs of crime, times the evidence's",
    "gap.unit-costs-known": "the set's own figures stand at 1",
    "gap.cost": "Cost of the option, {year} (£)",
    "gap.cost-known": "costed line by line in this report",
}
VERIFIED: dict[str, Text] = {
    "departed.changed-since": "is not as it was when the run was made ({path})",
    "departed.gone-since": "is no longer there ({path})",
    "departed.gone": "is no longer there",
    "departed.changed-after": "was changed after the run",
    "departed.changed-frozen": "was changed after it was frozen",
    "departed.gone-frozen": "is gone",
    "departed.new": "was not there when the run was made",
    "departed.processor": "processor",
    "departed.then-now": "{then} then, {now} now",
    "departed.another": "is another",
    "departed.differs-by": "differs by {share} of its size",
    "departed.more": "and {number} more",
    "departed.differ": "differ",
}
COMPARED: dict[str, Text] = {
    "unmoved.elsewhere": "not in net value, cost or the chance of being best",
    "unmoved.hidden": "not shown",
    "unmoved.words": "words only",
    "unmoved.not-bridged": "reported, not bridged",
    "unmoved.alike": "both sides are drawn alike here",
    "unmoved.in-rows": "what the sets hold is listed row by row",
    "unmoved.by-itself": "each option is listed by itself",
    "unbridged.few": "fewer than {threshold} on one side",
    "unbridged.prices": "Prices are of {first} in A and of {second} in B.",
    "unbridged.spans": "A appraises {first}, B {second}.",
    "unbridged.span": "{start} to {end}",
    "unbridged.usual": "Business as usual is {first} in A and {second} in B.",
    "unbridged.not-shown": (
        "All that moves the answer belongs to offence types whose counts are hidden, and "
        "would give them back: what it did is not shown."
    ),
}
EXPLAINED: dict[str, Text] = {
    "explained.at-bound": "No row gives it a figure; it stands at its bound.",
    "explained.enters-fit": (
        "It enters the fit or a rule, not the arithmetic: change it, and compare."
    ),
    "explained.is-zero": "It is 0, and 1% of that is nothing.",
}
_LISTS: dict[str, Text] = {"list.comma": ", ", "list.last": "{first} and {last}"}
_COMMANDS = {**LOG_WORDS, **PROFILE_WORDS, **VERIFIED, **COMPARED, **EXPLAINED}
RUN = Catalogue(texts={**WARNINGS, **DISCLOSURE, **FIT, **GAP, **_COMMANDS, **_LISTS})
