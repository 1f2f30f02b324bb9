"""A shared comparison → JSON: every change, every bridge, in full."""

from __future__ import annotations

from iomcba.terms.bridge import SharedComparison
from iomcba.terms.records import encode


def document(shared: SharedComparison) -> str:
    """The comparison for machines; parts are in whole pennies or hundredths of a point."""
    return encode(shared)
