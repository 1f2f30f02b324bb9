"""Figures held against others: published ones, and those that must add up (PRODUCT, checks)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Comparison:
    """A published figure beside ours, and why they differ. `ours` names a figure, or is blank."""

    id: str
    label: str
    published: float
    published_high: float | None
    unit: str
    source: str
    ours: str
    why: str


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """Rows read = rows used + rows set aside, by reason, for one input file."""

    file: str
    read: int
    used: int
    set_aside: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class LineReconciliation:
    """One cost line from the economic view to cash, central case, summed over the years.

    value + residual - opportunity - lender + transfer = paid; paid + vat + inflation = cash.
    Pounds real, but for `inflation` and `cash`.
    """

    option: str
    line: str
    label: str
    bearer: str
    value: float
    residual: float
    opportunity: float
    lender: float
    transfer: float
    paid: float
    vat: float
    inflation: float
    cash: float
