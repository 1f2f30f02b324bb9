"""Switching values driver by driver: the evidence once, then at which value what turns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isclose

from iomcba.report import formats
from iomcba.report.decision import names
from iomcba.report.lookup import Lookup
from iomcba.report.words import listed
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
    return tuple(
        blocks
    ), f"No value looked at of these turns anything for {label}: {'; '.join(idle)}."


def _block(book: Lookup, driver: Driver, asked: Sequence[SwitchingValue], option: str) -> Block:
    evidence = names.evidence(book, driver)
    lines = [f"Evidence: {evidence}."] if evidence else []
    reached = [turn for turn in asked if turn.value is not None]
    for turn in reached:
        if any(_same(turn, other) for other in reached[: reached.index(turn)]):
            continue
        alike = [each for each in reached if _same(turn, each)]
        lines.append(f"{side(driver, turn)}: {_would(book, alike, option)}{_chance(turn)}.")
    never = [turn for turn in asked if turn.value is None]
    if never:
        ends = " and ".join(names.value(driver, end) for end in never[0].searched)
        said = listed([_to_do(book, turn) for turn in never], "or")
        lines.append(f"No value between {ends} would {said}.")
    return Block(names.driver(book, driver, option), tuple(lines))


def _same(turn: SwitchingValue, other: SwitchingValue) -> bool:
    if turn.value is None or other.value is None:
        return turn is other
    return isclose(turn.value, other.value, rel_tol=1e-6, abs_tol=1e-12)


def side(driver: Driver, turn: SwitchingValue) -> str:
    """On which side of which value, such as 'Better than 8% less' or 'Above £3,000'."""
    assert turn.value is not None, "asked of what is reached"
    higher = turn.value > (driver.mean or 0.0)
    word = names.value(driver, turn.value)
    if driver.name.startswith(f"{names.EFFECT}."):
        return f"{'Worse' if higher else 'Better'} than {word}"
    return f"{'Above' if higher else 'Below'} {word}"


def _would(book: Lookup, alike: Sequence[SwitchingValue], option: str) -> str:
    """What an option would do at a value, or which other would be the best choice."""
    own, others = [], []
    for turn in alike:
        if turn.question == BREAKS_EVEN:
            own.append("repay its cost" if _loses(book, turn) else "no longer pay")
        elif turn.question != OVERTAKES:
            own.append(f"{_passing(book, turn)} chance of losing money")
        elif turn.against == option:
            own.append("be the best choice")
        else:
            others.append(f"{book.case.option(turn.against).label} would be the best choice")
    return listed([*([f"it would {listed(own)}"] if own else []), *others])


def _to_do(book: Lookup, turn: SwitchingValue) -> str:
    if turn.question == OVERTAKES:
        return f"put another option ahead of {book.case.option(turn.option).label}"
    if turn.question == BREAKS_EVEN:
        return "make it repay its cost" if _loses(book, turn) else "stop it from paying"
    return f"bring its chance of losing money to {formats.per_cent(turn.level)}"


def _loses(book: Lookup, turn: SwitchingValue) -> bool:
    return (book.expected(f"{turn.option}.npsv") or 0.0) < 0


def _passing(book: Lookup, turn: SwitchingValue) -> str:
    now, level = book.expected(f"{turn.option}.p-npsv-positive"), formats.per_cent(turn.level)
    if now is None:
        return f"reach a {level}"
    return f"have less than a {level}" if 1 - now > turn.level else f"have more than a {level}"


def _chance(turn: SwitchingValue) -> str:
    assert turn.beyond is not None, "asked of what is reached"
    if turn.beyond <= 0:
        return " (not one draw went so far)"
    return f" (the chance of that is {formats.chance(turn.beyond)})"
