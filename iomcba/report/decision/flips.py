"""What would flip the answer, in words: the values at which another option would be the best."""

from __future__ import annotations

from iomcba.report.decision import names
from iomcba.report.decision.switches import side
from iomcba.report.lookup import Lookup
from iomcba.report.views import Sentence
from iomcba.terms.decision import OVERTAKES, Decision, SwitchingValue


def flips(book: Lookup) -> tuple[Sentence, ...]:
    """The figures that would flip the answer, each beside the evidence; the nearest first."""
    found = book.case.analysis
    if found is None:
        return ()
    turned = [s for s in found.switching if s.question == OVERTAKES]
    turned.sort(key=lambda s: 1.0 if s.beyond is None else -s.beyond)
    return tuple(sentence(book, found, turn) for turn in turned)


def sentence(book: Lookup, found: Decision, turn: SwitchingValue) -> Sentence:
    """One value at which the ranking turns, as a sentence."""
    driver = found.driver(turn.name)
    label = names.driver(book, driver)
    evidence, chance = names.evidence(book, driver), _chance(book, turn)
    told = {"evidence": evidence} if evidence else {}
    if turn.value is None:
        low, high = (names.value(book, driver, end) for end in turn.searched)
        best = book.case.option(turn.option).label
        key = "flip.never-evidence" if evidence else "flip.never"
        return book.say(key, driver=label, low=low, high=high, option=best, **told)
    where = side(book, driver, turn, within=True)
    rival = book.case.option(turn.against).label
    told |= {"chance": chance} if chance else {}
    key = f"flip.turns{'-evidence' if evidence else ''}{'-chance' if chance else ''}"
    return book.say(key, driver=label, where=where, option=rival, **told)


def _chance(book: Lookup, turn: SwitchingValue) -> str:
    """How likely the evidence makes such a value."""
    if turn.beyond is None:
        return ""
    if turn.beyond <= 0:
        return book.text("flip.not-once")
    return book.text("flip.chance", chance=book.chance(turn.beyond))
