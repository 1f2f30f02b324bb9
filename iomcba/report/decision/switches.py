"""Switching values driver by driver: the evidence once, then at which value what turns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isclose

from iomcba.report import formats
from iomcba.report.decision import names
from iomcba.report.lookup import Lookup
from iomcba.terms.decision import BREAKS_EVEN, OVERTAKES, Decision, Driver, SwitchingValue


@dataclass(frozen=True, slots=True)
class Block:
    """A driver and what is said of it, line by line."""

    title: str
    lines: tuple[str, ...]


def by_driver(book: Lookup, found: Decision, option: str) -> tuple[tuple[Block, ...], str]:
    """A block for each driver that can turn something, and who cannot, in a sentence."""
    turns: dict[str, list[SwitchingValue]] = {}
    for turn in found.switching:
        turns.setdefault(turn.name, []).append(turn)
    blocks, idle = [], []
    for name, asked in turns.items():
        driver = found.driver(name)
        if any(turn.value is not None for turn in asked):
            blocks.append(_block(book, driver, asked, option))
        else:
            idle.append(names.driver(book, driver, option))
    if not idle:
        return tuple(blocks), ""
    label = book.case.option(option).label
    return tuple(blocks), book.text("switch.idle", option=label, drivers="; ".join(idle))


def _block(book: Lookup, driver: Driver, asked: Sequence[SwitchingValue], option: str) -> Block:
    evidence = names.evidence(book, driver)
    lines = [book.text("switch.evidence", evidence=evidence)] if evidence else []
    reached = [turn for turn in asked if turn.value is not None]
    for turn in reached:
        if any(_same(turn, other) for other in reached[: reached.index(turn)]):
            continue
        alike = [each for each in reached if _same(turn, each)]
        told = {"where": side(book, driver, turn), "what": _would(book, alike, option)}
        lines.append(book.text("switch.turns", chance=_chance(book, turn), **told))
    never = [turn for turn in asked if turn.value is None]
    if never:
        low, high = (names.value(book, driver, end) for end in never[0].searched)
        said = book.catalogue.listed([_to_do(book, turn) for turn in never], "list.or")
        lines.append(book.text("switch.never", low=low, high=high, what=said))
    return Block(names.driver(book, driver, option), tuple(lines))


def _same(turn: SwitchingValue, other: SwitchingValue) -> bool:
    if turn.value is None or other.value is None:
        return turn is other
    return isclose(turn.value, other.value, rel_tol=1e-6, abs_tol=1e-12)


def side(book: Lookup, driver: Driver, turn: SwitchingValue, within: bool = False) -> str:
    """On which side of which value, such as 'Better than 8% less' or 'Above £3,000'.

    `within` a sentence it is written small.
    """
    assert turn.value is not None, "asked of what is reached"
    higher = turn.value > (driver.mean or 0.0)
    word = names.value(book, driver, turn.value)
    if driver.name.startswith(f"{names.EFFECT}."):
        place = "worse" if higher else "better"
    else:
        place = "above" if higher else "below"
    return book.text(f"flip.{place}" if within else f"switch.{place}", value=word)


def _would(book: Lookup, alike: Sequence[SwitchingValue], option: str) -> str:
    """What an option would do at a value, or which other would be the best choice."""
    own, others = [], []
    for turn in alike:
        if turn.question == BREAKS_EVEN:
            own.append(book.text("switch.repay" if _loses(book, turn) else "switch.not-pay"))
        elif turn.question != OVERTAKES:
            own.append(_passing(book, turn))
        elif turn.against == option:
            own.append(book.text("switch.be-best"))
        else:
            rival = book.case.option(turn.against).label
            others.append(book.text("switch.other-best", option=rival))
    listed = book.catalogue.listed
    return listed([*([book.text("switch.would", what=listed(own))] if own else []), *others])


def _to_do(book: Lookup, turn: SwitchingValue) -> str:
    if turn.question == OVERTAKES:
        return book.text("switch.to-overtake", option=book.case.option(turn.option).label)
    if turn.question == BREAKS_EVEN:
        return book.text("switch.to-repay" if _loses(book, turn) else "switch.to-stop")
    return book.text("switch.to-chance", chance=formats.per_cent(turn.level))


def _loses(book: Lookup, turn: SwitchingValue) -> bool:
    return (book.expected(f"{turn.option}.npsv") or 0.0) < 0


def _passing(book: Lookup, turn: SwitchingValue) -> str:
    now, level = book.expected(f"{turn.option}.p-npsv-positive"), formats.per_cent(turn.level)
    if now is None:
        return book.text("switch.reach-chance", chance=level)
    less = 1 - now > turn.level
    return book.text("switch.less-chance" if less else "switch.more-chance", chance=level)


def _chance(book: Lookup, turn: SwitchingValue) -> str:
    assert turn.beyond is not None, "asked of what is reached"
    if turn.beyond <= 0:
        return book.text("switch.not-once")
    return book.text("switch.chance", chance=book.chance(turn.beyond))
