"""What the option changes: the rate ratio at its dose, and the proven offences avoided (F10)."""

from __future__ import annotations

from iomcba.terms.plan import Array, Draws, OptionPlan


def reduction(rate_ratio: Array, dose: Array) -> Array:
    """1 - theta[d], theta = rate ratio ^ dose  (F10). Nothing is clipped: a draw may do harm.

    The dose is the option's intensity relative to the programmes studied, on the log scale on which
    rate ratios add up. Shapes: (d,) or (d, 1) throughout.
    """
    return 1.0 - rate_ratio**dose


def offences_avoided(
    offences: Array,
    reduced: Array,
    active: Array,
    left: Array,
    persistence: Array,
    displacement: Array,
) -> Array:
    """A[d,y] = N0[d,y] * (1 - theta) * (active + left * w) * (1 - displacement)  (F10).

    Proven offences. Shapes: offences, active, left (d, y); reduced, persistence, displacement (d, 1).
    `active` and `left` are shares of the cohort's offending (h included); active + left <= 1.
    """
    return offences * reduced * (active + left * persistence) * (1.0 - displacement)


def option_reduction(option: OptionPlan, draws: Draws) -> Array:
    """1 - theta of an option. Shape: (d, 1)."""
    ratio = draws.matrix((option.effect,))
    return reduction(ratio, draws.matrix((option.dose,)))
