"""Some of the inputs that `make fuzz` tries by the hundred thousand."""

from __future__ import annotations

import pytest

from tests.fuzz.fuzzing import fuzzing


@pytest.mark.parametrize("count", [200, pytest.param(5_000, marks=pytest.mark.slow)])
def test_every_input_has_an_answer(count: int) -> None:
    with fuzzing() as fuzz:
        for seed in range(count):
            fuzz.try_one(seed)
    assert fuzz.tried.failures == []
    assert count / 2 < fuzz.tried.refused < count  # most changes break something, not all
