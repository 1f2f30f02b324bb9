"""Who would pay what into a pooled budget: in proportion to gain, or to size."""

from __future__ import annotations

from collections.abc import Mapping


def pooled_contributions(cost: float, shares: Mapping[str, float]) -> dict[str, float]:
    """Cost · share / sum of shares  (real pounds); a partner that loses contributes nothing.

    Nobody contributes where nobody gains. Contributions add up to the cost otherwise.
    """
    positive = {bearer: max(share, 0.0) for bearer, share in shares.items()}
    total = sum(positive.values())
    if total <= 0:
        return {}
    return {bearer: cost * share / total for bearer, share in positive.items()}
