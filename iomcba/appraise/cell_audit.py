"""The attacker's sum, by linear programming: how far hidden counts can be told from what is shown.

The attacker knows the rule, every total, every count shown *before* rounding (modelled figures may
give them back), and of every hidden count whether it was small or hidden to protect another.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from iomcba.terms.protection import CellBounds

_UNBOUNDED = 3  # scipy's status


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of hidden counts: bounds of each, and sums (names with weights, low, high)."""

    bounds: Mapping[str, tuple[float, float]]
    sums: Sequence[tuple[Mapping[str, float], float, float]]


def audit(known: Known) -> tuple[CellBounds, ...]:
    """The least and the most that each hidden count can be, over all that is known at once."""
    names = tuple(known.bounds)
    if not names:
        return ()
    from scipy.optimize import linprog

    weights = np.array([[sum.get(n, 0.0) for n in names] for sum, _, _ in known.sums])
    low, high = (np.array([each[side] for each in known.sums]) for side in (1, 2))
    rows = weights.reshape(-1, len(names))
    above, limits = np.vstack([rows, -rows]), np.concatenate([high, -low])
    finite = np.isfinite(limits)
    found = []
    for place, name in enumerate(names):
        ends = []
        for sign in (1.0, -1.0):
            goal = np.zeros(len(names))
            goal[place] = sign
            made = linprog(goal, above[finite], limits[finite], bounds=list(known.bounds.values()))
            if made.status == _UNBOUNDED:
                ends.append(sign * -np.inf)
            elif made.fun is None:
                raise ValueError(f"the audit of {name} cannot be solved: {made.message}")
            else:
                ends.append(sign * made.fun)
        found.append(CellBounds(name, float(ends[0]), float(ends[1])))
    return tuple(found)
