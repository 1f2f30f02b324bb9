"""What would flip the answer, in words: the values at which another option would be the best."""

from __future__ import annotations

from iomcba.report import formats
from iomcba.report.decision import names
from iomcba.report.decision.switches import side
from iomcba.report.lookup import Lookup
from iomcba.report.views import Sentence, say
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
    evidence = names.evidence(book, driver)
    ours = f" The evidence says {evidence}" if evidence else ""
    if turn.value is None:
        ends = " and ".join(names.value(driver, end) for end in turn.searched)
        best = book.case.option(turn.option).label
        would = f"would put another option ahead of {best}"
        return say(f"{label}: no value between {ends} {would}.{ours}.")
    where = side(driver, turn)
    where = f"{where[:1].lower()}{where[1:]}"
    rival = book.case.option(turn.against).label
    return say(f"{label}: if {where}, {rival} would be the best choice.{ours}{_chance(turn)}.")


def _chance(turn: SwitchingValue) -> str:
    """How likely the evidence makes such a value."""
    if turn.beyond is None:
        return ""
    if turn.beyond <= 0:
        return "; not one draw went so far"
    return f"; the chance of such a value is {formats.chance(turn.beyond)}"
