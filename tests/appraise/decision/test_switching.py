"""Switching values: solved to half a pound, the nearest one found, unreachable ones said so."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from iomcba.appraise.decision.switching import Asked, Reply, breaks_even, loss_chance, overtakes
from iomcba.terms.decision import BREAKS_EVEN, LOSS_CHANCE, OVERTAKES, Driver

OPTIONS = ("as-now", "a", "b")
DRAWS = np.linspace(0.0, 2.0, 2001)


def asked(reply: Callable[[float], tuple[float, float]], calls: list[float]) -> Asked:
    """A quantity of mean 1 looked for between 0 and 10; `calls` hears of evaluations."""

    def answer(value: float) -> Reply:
        calls.append(value)
        return Reply(np.array([0.0, *reply(value)]), np.array([1.0, 1 / (1 + value), 1.0]))

    return Asked(Driver("x", ("x",), "ratio", 0.5, 1.0, 1.5), (0.0, 10.0), answer, DRAWS)


def test_a_line_takes_four_evaluations() -> None:
    calls: list[float] = []
    found = breaks_even(asked(lambda v: (1000 * v - 1700, 0.0), calls), OPTIONS, "a")
    assert found.affine
    assert found.value == pytest.approx(1.7, abs=1e-9)
    assert len(calls) == 4
    assert found.beyond == pytest.approx(301 / 2001)


def test_a_curve_is_solved_to_half_a_pound() -> None:
    found = breaks_even(asked(lambda v: (1e6 * (v**3 - 20), 0.0), []), OPTIONS, "a")
    assert not found.affine
    assert found.value == pytest.approx(20 ** (1 / 3), abs=1e-6)
    assert abs(found.residual or 1.0) < 0.5
    assert found.beyond == 0.0


def test_the_nearest_of_two_zeros_is_meant() -> None:
    """Zeros at 0.2 and 4: the mean of 1 is nearer to the first."""
    found = breaks_even(asked(lambda v: (1e5 * (v - 0.2) * (v - 4), 0.0), []), OPTIONS, "a")
    assert found.value == pytest.approx(0.2, abs=1e-4)


def test_what_no_value_does_is_said() -> None:
    line = breaks_even(asked(lambda v: (-50.0 * v - 5000, 0.0), []), OPTIONS, "a")
    curve = breaks_even(asked(lambda v: (-(v**2) - 5000, 0.0), []), OPTIONS, "a")
    flat = breaks_even(asked(lambda _: (-5000.0, 0.0), []), OPTIONS, "a")
    assert line.value is curve.value is flat.value is None
    assert line.searched == (0.0, 10.0)


def test_the_first_rival_to_come_level_overtakes() -> None:
    """a leads with 900 at the mean; b comes level at 2, business as usual at 4."""
    found = overtakes(asked(lambda v: (1200 - 300 * v, 300 * v), []), OPTIONS, "a")
    assert (found.option, found.against) == ("a", "b")
    assert found.value == pytest.approx(2.0)
    lower = overtakes(asked(lambda v: (1200 - 300 * v, -100 * v), []), OPTIONS, "a")
    assert (lower.value, lower.against) == (pytest.approx(4.0), "as-now")


def test_a_chance_of_loss() -> None:
    found = loss_chance(asked(lambda v: (v, v), []), OPTIONS, "a", 0.2)
    assert found.value == pytest.approx(4.0, rel=0.02)
    assert abs(found.residual or 1.0) <= 1e-3


def test_a_group_has_no_value_to_set() -> None:
    group = Asked(Driver("g", ("x", "y")), (0.0, 1.0), lambda _: Reply(DRAWS, DRAWS), DRAWS)
    with pytest.raises(ValueError, match="is a group"):
        breaks_even(group, OPTIONS, "a")


def test_the_answer_says_what_was_asked() -> None:
    reply = asked(lambda v: (v, v), [])
    even = breaks_even(reply, OPTIONS, "a")
    chance = loss_chance(reply, OPTIONS, "b", 0.3)
    over = overtakes(reply, OPTIONS, "a")
    assert (even.name, even.option, even.question, even.level) == ("x", "a", BREAKS_EVEN, 0.0)
    assert (chance.option, chance.question, chance.level) == ("b", LOSS_CHANCE, 0.3)
    assert (over.option, over.question) == ("a", OVERTAKES)
    assert even.against == chance.against == ""


def test_a_line_is_solved_from_its_slope_wherever_its_zero_lies() -> None:
    """Before the mean and after it, at either end of what is searched, and just outside."""
    for zero in (0.0, 0.3, 1.0, 2.9, 10.0):
        for slope in (-700.0, 3e5):
            found = breaks_even(
                asked(lambda v, s=slope, z=zero: (s * (v - z), 0), []), OPTIONS, "a"
            )
            assert found.affine
            assert found.value == pytest.approx(zero, abs=1e-9)
            assert found.residual == pytest.approx(0.0, abs=1e-3)
    for zero in (-0.1, 10.1):
        outside = breaks_even(asked(lambda v, z=zero: (700 * (v - z), 0.0), []), OPTIONS, "a")
        assert (outside.value, outside.residual, outside.beyond) == (None, None, None)


def test_of_two_rivals_the_one_that_comes_level_nearer_the_mean_is_meant() -> None:
    """a leads at the mean of 1; business as usual comes level at 0.8, b at 1.5."""
    reply = asked(lambda v: (100 * (v - 0.8), 100 * (v - 0.8) - 60 * (1.5 - v)), [])
    found = overtakes(reply, OPTIONS, "a")
    assert (found.value, found.against) == (pytest.approx(0.8), "as-now")
