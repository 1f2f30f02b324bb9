"""Switching values: a quantity set to a point, all else drawn as before, until the answer turns.

Solved, not gridded (F19): from a line where expected NPSV is one (three evaluations), confirmed by
a fourth at the solution; else by a root finder inside a bracket.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from iomcba.terms.decision import BREAKS_EVEN, LOSS_CHANCE, OVERTAKES, Driver, SwitchingValue
from iomcba.terms.plan import Array

STRAIGHT = 1e-9  # departure from a line, as a share of the range, that is rounding
HALF_A_POUND = 0.5  # a solution leaves less than this of an amount
A_THOUSANDTH = 1e-3  # and of a chance
POINTS = 6  # looked at between the mean and either end where the target is no line


@dataclass(frozen=True, slots=True)
class Reply:
    """What a set quantity comes to: mean NPSV, and chance of loss with all chance. Shapes: (j,)."""

    npsv: Array
    loss: Array


@dataclass(frozen=True, slots=True)
class Asked:
    """A quantity that may be set to any value within `searched`; replies are remembered.

    `draws` (d,) are those of the quantity.
    """

    driver: Driver
    searched: tuple[float, float]
    reply: Callable[[float], Reply]
    draws: Array
    known: dict[float, Reply] = field(default_factory=dict)

    def at(self, value: float) -> Reply:
        """The reply at a value, evaluated once."""
        if value not in self.known:
            self.known[value] = self.reply(value)
        return self.known[value]

    @property
    def near(self) -> tuple[float, float, float]:
        """10th percentile, mean and 90th percentile of the quantity."""
        low, mean, high = self.driver.low, self.driver.mean, self.driver.high
        if low is None or mean is None or high is None:
            raise ValueError(f"{self.driver.name} is a group: it has no value to set")
        return low, mean, high

    def beyond(self, value: float) -> float:
        """The chance that the quantity lies at a value or beyond it, seen from its mean."""
        past = self.draws >= value if value >= self.near[1] else self.draws <= value
        return float(past.mean())


def breaks_even(asked: Asked, options: tuple[str, ...], option: str) -> SwitchingValue:
    """The value at which the expected NPSV of an option is 0."""
    j = options.index(option)
    return _turn(asked, Turn(option, BREAKS_EVEN, lambda r: r.npsv[[j]]), (option,))


def overtakes(asked: Asked, options: tuple[str, ...], best: str) -> SwitchingValue:
    """The value at which some other option comes level with the best."""
    j = options.index(best)
    others = [k for k in range(len(options)) if k != j]
    turn = Turn(best, OVERTAKES, lambda r: r.npsv[j] - r.npsv[others])
    return _turn(asked, turn, tuple(options[k] for k in others))


def loss_chance(
    asked: Asked, options: tuple[str, ...], option: str, level: float
) -> SwitchingValue:
    """The value at which the chance that an option loses money is `level`.

    A chance counted in draws moves in steps: what is left of it is at most a few draws.
    """
    j = options.index(option)
    turn = Turn(option, LOSS_CHANCE, lambda r: level - r.loss[[j]], level, A_THOUSANDTH)
    return _turn(asked, turn, (option,))


@dataclass(frozen=True, slots=True)
class Turn:
    """A question: the least of some targets (t,) is to be 0, to within `enough`."""

    option: str
    question: str
    targets: Callable[[Reply], Array]
    level: float = 0.0
    enough: float = HALF_A_POUND


def _turn(asked: Asked, turn: Turn, rivals: tuple[str, ...]) -> SwitchingValue:
    """Solve, and say what is left at the solution."""
    value, affine = _solved(asked, turn)
    against, residual, beyond = "", None, None
    if value is not None:
        gaps = turn.targets(asked.at(value))
        residual = float(gaps.min())
        against = rivals[int(gaps.argmin())] if turn.question == OVERTAKES else ""
        beyond = asked.beyond(value)
    return SwitchingValue(
        name=asked.driver.name,
        option=turn.option,
        question=turn.question,
        against=against,
        level=turn.level,
        searched=asked.searched,
        value=value,
        beyond=beyond,
        residual=residual,
        affine=affine,
    )


def _solved(asked: Asked, turn: Turn) -> tuple[float | None, bool]:
    """The zero nearest to the mean of the least of the targets, and whether they are lines."""
    low, high = asked.searched
    near = asked.near
    here = [turn.targets(asked.at(value)) for value in near]
    share = (near[1] - near[0]) / (near[2] - near[0])
    line = here[0] + (here[2] - here[0]) * share
    if np.all(np.abs(line - here[1]) <= STRAIGHT * np.abs(np.stack(here)).max(axis=0)):
        value = _on_lines(here[0], here[2], near, (low, high))
        if value is None:
            return None, True
        if abs(float(turn.targets(asked.at(value)).min())) < turn.enough:
            return value, True
    return _bracketed(asked, turn), False


def _on_lines(
    start: Array, end: Array, near: tuple[float, float, float], searched: tuple[float, float]
) -> float | None:
    """The first value away from the mean at which one of some lines is 0; None outside."""
    (first, mean, last), (low, high) = near, searched
    with np.errstate(divide="ignore", invalid="ignore"):
        zeros = first - start * (last - first) / (end - start)
    inside = zeros[np.isfinite(zeros) & (zeros >= low) & (zeros <= high)]
    return float(inside[np.abs(inside - mean).argmin()]) if len(inside) else None


def _bracketed(asked: Asked, turn: Turn) -> float | None:
    """The zero nearest to the mean, between two values where the least target changes sign."""
    from scipy.optimize import brentq

    def target(value: float) -> float:
        found = float(turn.targets(asked.at(value)).min())
        return 0.0 if abs(found) < turn.enough else found

    (low, high), mean = asked.searched, asked.near[1]
    away = [np.linspace(end, mean, POINTS).tolist() for end in (low, high)]
    points = sorted({*asked.near, *away[0], *away[1]}, key=lambda value: abs(value - mean))
    seen = {mean: np.sign(target(mean))}
    for value in points:
        seen[value] = np.sign(target(value))
        inner = [v for v in seen if min(mean, value) <= v <= max(mean, value) and v != value]
        nearest = min(inner, key=lambda v: abs(v - value), default=mean)
        if seen[nearest] * seen[value] <= 0:
            start, end = sorted((float(nearest), float(value)))
            return brentq(target, start, end, xtol=1e-13 * (high - low), rtol=1e-13)
    return None
