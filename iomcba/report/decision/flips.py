"""What would flip the answer, in words: the values at which another option would be the best."""

from __future__ import annotations

from iomcba.report import formats
from iomcba.report.decision import names
from iomcba.report.lookup import Lookup
from iomcba.report.views import Sentence, say
from iomcba.terms.decision import BREAKS_EVEN, LOSS_CHANCE, OVERTAKES, Decision, SwitchingValue


def flips(book: Lookup) -> tuple[Sentence, ...]:
    """The figures that would flip the answer, each beside the evidence; the nearest first."""
    found = book.case.analysis
    if found is None:
        return ()
    turned = [s for s in found.switching if s.question == OVERTAKES]
    turned.sort(key=lambda s: 1.0 if s.beyond is None else -s.beyond)
    return tuple(sentence(book, found, turn) for turn in turned)


def sentence(book: Lookup, found: Decision, turn: SwitchingValue) -> Sentence:
    """One switching value as a sentence."""
    driver = found.driver(turn.name)
    label = names.driver(book, driver)
    evidence = names.evidence(book, driver)
    ours = f" The evidence says {evidence}" if evidence else ""
    if turn.value is None:
        ends = " and ".join(names.value(driver, end) for end in turn.searched)
        return say(f"{label}: no value between {ends} would {_what(book, turn)}.{ours}.")
    if driver.name.startswith(f"{names.EFFECT}."):
        side = "better" if turn.value < (driver.mean or 0.0) else "worse"
        needed = f"{side} than {names.value(driver, turn.value)}"
    else:
        side = "above" if turn.value > (driver.mean or 0.0) else "below"
        needed = f"{side} {names.value(driver, turn.value)}"
    return say(f"{label}: if {needed}, {_would(book, turn)}.{ours}{_chance(turn)}.")


def _would(book: Lookup, turn: SwitchingValue) -> str:
    """What happens at the value."""
    option = book.case.option(turn.option).label
    if turn.question == OVERTAKES:
        return f"{book.case.option(turn.against).label} would be the best choice"
    if turn.question == BREAKS_EVEN:
        return f"{option} would repay its cost"
    return f"the chance that {option} loses money passes {formats.per_cent(turn.level)}"


def _what(book: Lookup, turn: SwitchingValue) -> str:
    option = book.case.option(turn.option).label
    if turn.question == OVERTAKES:
        return f"put another option ahead of {option}"
    if turn.question == BREAKS_EVEN:
        return f"bring {option} to the point where it repays its cost"
    assert turn.question == LOSS_CHANCE
    return f"bring the chance that {option} loses money to {formats.per_cent(turn.level)}"


def _chance(turn: SwitchingValue) -> str:
    """How likely the evidence makes such a value."""
    if turn.beyond is None:
        return ""
    if turn.beyond <= 0:
        return "; not one draw went so far"
    return f"; the chance of such a value is {formats.chance(turn.beyond)}"
