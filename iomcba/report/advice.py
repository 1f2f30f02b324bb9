"""What is recommended, and the rule that decided, in sentences."""

from __future__ import annotations

from iomcba.report import formats, lookup
from iomcba.report.decision import names
from iomcba.report.lookup import Lookup, expected_as
from iomcba.report.views import Sentence, say
from iomcba.terms.recommendation import (
    CARRY_ON,
    CLOSE_CALL,
    FUND,
    LOSS,
    NAIVE,
    NOBODY_PAYS,
    Recommendation,
)

_CHANCE = expected_as(formats.chance)


def advice(book: Lookup) -> tuple[Sentence, ...]:
    """The recommendation with its rule; nothing where the case states no rule."""
    found = book.case.recommendation
    if found is None:
        return ()
    settle = _settle(book, found)
    return (say(f"Recommendation: {_what(book, found)}. "), _why(book, found), *settle)


def _what(book: Lookup, found: Recommendation) -> str:
    if found.advice == FUND:
        return f"fund {book.case.option(found.option).label}"
    return "carry on as now" if found.advice == CARRY_ON else "do not decide yet"


def _why(book: Lookup, found: Recommendation) -> Sentence:
    """The rule that decided, with what it was held against."""
    label = book.case.option(found.option).label
    best = book.piece(f"{found.option}.p-best", _CHANCE)
    asked = f"; at least {formats.per_cent(found.levels.best)} is asked"
    if found.rule == NAIVE:
        return say(
            "The rule that decided: the past average is taken to go on, which overstates every "
            "benefit. Forecast what the cohort would do anyway first."
        )
    if found.rule == CLOSE_CALL:
        return say(
            "The rule that decided: the choice is too close. ",
            f"{label} is the best of them in ",
            best,
            f" of all draws{asked}.",
        )
    if found.rule == NOBODY_PAYS:
        return say(
            "The rule that decided: no option is expected to bring more than it costs, and "
            f"{label.lower()} is the best of them in ",
            best,
            " of all draws.",
        )
    loss = book.piece(f"{found.option}.p-npsv-positive", lookup.chance_of_loss)
    borne = f"at most {formats.per_cent(found.levels.loss)} is to be borne"
    if found.rule == LOSS:
        return say(
            f"The rule that decided: {label} is expected to pay, but the chance that it loses "
            "money is ",
            loss,
            f"; {borne}.",
        )
    return say(
        f"The rule that decided: {label} has the highest expected net value, is the best of them "
        "in ",
        best,
        f" of all draws{asked}, and the chance that it loses money is ",
        loss,
        f"; {borne}.",
    )


def _settle(book: Lookup, found: Recommendation) -> tuple[Sentence, ...]:
    """What is most worth settling first."""
    analysis = book.case.analysis
    if not found.settle or analysis is None:
        return ()
    what = names.driver(book, analysis.driver(found.settle))
    worth = formats.pounds_about(found.worth)
    return (say(f"Most worth settling before deciding: {what}, at most {worth}."),)
