"""Months of a scheme in plain numbers: who has left, and what share of offending heads stand for.

The central case of `model/engagement.py` again, by a second hand: one number a month.
"""

from __future__ import annotations

from collections.abc import Sequence

MONTHS = 12


def ramp_by_month(months: int, go_live: int, months_to_full: float) -> list[float]:
    """Share of full working in each month, rising evenly from going live  (F9)."""
    slope = max(months_to_full, 1e-300)
    return [min(1.0, max(0.0, (month + 0.5 - go_live) / slope)) for month in range(months)]


def left_by_month(active: Sequence[float], stay_months: float, persistence: float) -> list[float]:
    """Share of the cohort that has left, each weighted by what is left of the effect  (F10).

    Each month 1 / stay of those active leaves, no more than there are others to take their places;
    places are filled again from those never engaged and those who left, in proportion.
    """
    fade = persistence ** (1 / MONTHS)
    heads = weighted = before = 0.0
    found = []
    for now in active:
        leaving = min(max(before / stay_months, before - now), before, 1.0 - now)
        entering = now - before + leaving
        back = entering / (1.0 - before) if before < 1.0 else 0.0
        heads = heads * (1.0 - back) + leaving
        weighted = weighted * fade * (1.0 - back) + leaving
        found.append(weighted)
        before = now
    return found


def yearly(by_month: Sequence[float]) -> list[float]:
    """Mean of each year's months."""
    return [sum(by_month[m : m + MONTHS]) / MONTHS for m in range(0, len(by_month), MONTHS)]


def share_of_offending(heads: float, concentration: Sequence[float]) -> float:
    """Share of offending of the highest-rate share of heads, between grid points  (F9)."""
    steps = len(concentration) - 1
    place = min(max(heads, 0.0), 1.0) * steps
    below = min(int(place), steps - 1)
    rise = concentration[below + 1] - concentration[below]
    return float(concentration[below] + (place - below) * rise)
