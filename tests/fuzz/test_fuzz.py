"""A few hundred of the inputs that `make fuzz` tries by the hundred thousand."""

from __future__ import annotations

import pytest

from tests.fuzz.fuzzing import fuzzing


@pytest.mark.parametrize("first", [0, 10_000])
def test_every_input_has_an_answer(first: int) -> None:
    with fuzzing() as fuzz:
        for seed in range(first, first + 200):
            fuzz.try_one(seed)
    assert fuzz.tried.failures == []
    assert fuzz.tried.refused > 100
