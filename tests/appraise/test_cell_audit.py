"""The attacker's sum: ends of ranges by hand, beyond the sums that suppression asks for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import inf

import pytest

from iomcba.appraise.cell_audit import Known, audit

Sums = Sequence[tuple[Mapping[str, float], float, float]]
TWO = {"a": (1.0, 9.0), "b": (0.0, 2.0)}


@pytest.mark.parametrize(
    ("bounds", "sums", "ends"),
    [
        ({}, [], {}),
        (TWO, [], TWO),
        # a + b from 5 to 8, b at most 2: a from 3 on; b from nought on
        (TWO, [({"a": 1.0, "b": 1.0}, 5.0, 8.0)], {"a": (3.0, 8.0), "b": (0.0, 2.0)}),
        # twice a from 6 to 10; b is in no sum
        (TWO, [({"a": 2.0}, 6.0, 10.0)], {"a": (3.0, 5.0), "b": (0.0, 2.0)}),
        # a = 3 b and a + b = 8
        (
            {"a": (0.0, inf), "b": (0.0, inf)},
            [({"a": 1.0, "b": -3.0}, 0.0, 0.0), ({"a": 1.0, "b": 1.0}, 8.0, 8.0)],
            {"a": (6.0, 6.0), "b": (2.0, 2.0)},
        ),
        # one side only: a + b is at most 4, and at least 4
        (TWO, [({"a": 1.0, "b": 1.0}, -inf, 4.0)], {"a": (1.0, 4.0), "b": (0.0, 2.0)}),
        (TWO, [({"a": 1.0, "b": 1.0}, 4.0, inf)], {"a": (2.0, 9.0), "b": (0.0, 2.0)}),
        ({"a": (2.0, inf)}, [], {"a": (2.0, inf)}),
        ({"a": (-inf, 2.0)}, [], {"a": (-inf, 2.0)}),
        # the difference alone is known: 10 apart, both may be anything
        (
            {"a": (-inf, inf), "b": (-inf, inf)},
            [({"a": 1.0, "b": -1.0}, 10.0, 10.0)],
            {"a": (-inf, inf), "b": (-inf, inf)},
        ),
    ],
)
def test_the_ends_of_what_a_hidden_count_can_be(
    bounds: dict[str, tuple[float, float]], sums: Sums, ends: dict[str, tuple[float, float]]
) -> None:
    found = audit(Known(bounds, sums))
    assert [each.name for each in found] == list(ends)
    for each, wanted in zip(found, ends.values(), strict=True):
        assert (each.low, each.high) == pytest.approx(wanted, abs=1e-9)


def test_what_contradicts_itself_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="the audit of a cannot be solved"):
        audit(Known({"a": (1.0, 9.0)}, [({"a": 1.0}, 10.0, 12.0)]))
