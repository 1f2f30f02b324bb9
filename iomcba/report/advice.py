"""What is recommended, and the rule that decided, in sentences."""

from __future__ import annotations

from iomcba.report import formats, lookup
from iomcba.report.decision import names
from iomcba.report.lookup import Lookup
from iomcba.report.views import Sentence
from iomcba.terms.recommendation import (
    CARRY_ON,
    CLOSE_CALL,
    FUND,
    LOSS,
    NAIVE,
    NOBODY_PAYS,
    Recommendation,
)

_CHANCE = lookup.expected_chance


def advice(book: Lookup) -> tuple[Sentence, ...]:
    """The recommendation with its rule; nothing where the case states no rule."""
    found = book.case.recommendation
    if found is None:
        return ()
    what = book.say("advice.recommendation", advice=_what(book, found))
    return (what, _why(book, found), *_settle(book, found))


def _what(book: Lookup, found: Recommendation) -> str:
    if found.advice == FUND:
        return book.text("advice.fund", option=book.case.option(found.option).label)
    return book.text("advice.carry-on" if found.advice == CARRY_ON else "advice.wait")


def _why(book: Lookup, found: Recommendation) -> Sentence:
    """The rule that decided, with what it was held against."""
    option = book.case.option(found.option).label
    best = book.piece(f"{found.option}.p-best", _CHANCE)
    loss = book.piece(f"{found.option}.p-npsv-positive", lookup.chance_of_loss)
    asked = book.text("advice.asked", share=formats.per_cent(found.levels.best))
    borne = book.text("advice.borne", share=formats.per_cent(found.levels.loss))
    if found.rule == NAIVE:
        return book.say("advice.why-naive")
    if found.rule == CLOSE_CALL:
        return book.say("advice.why-close", option=option, best=best, asked=asked)
    if found.rule == NOBODY_PAYS:
        return book.say("advice.why-nobody-pays", option=option.lower(), best=best)
    if found.rule == LOSS:
        return book.say("advice.why-loss", option=option, loss=loss, borne=borne)
    held = {"best": best, "asked": asked, "loss": loss, "borne": borne}
    return book.say("advice.why-fund", option=option, **held)


def _settle(book: Lookup, found: Recommendation) -> tuple[Sentence, ...]:
    """What is most worth settling first."""
    analysis = book.case.analysis
    if not found.settle or analysis is None:
        return ()
    what = names.driver(book, analysis.driver(found.settle))
    worth = formats.pounds_about(found.worth)
    return (book.say("advice.settle", what=what, worth=worth),)
