"""Figures of budgets: cash by bearer and year, and a pooled budget (F11, F16)."""

from __future__ import annotations

from iomcba.terms.registry.quantity import MONEY, NOMINAL, PART, Quantity, option

CASH: tuple[Quantity, ...] = (
    option(
        "cash-cost",
        "F16",
        NOMINAL,
        {
            "bearer year": "sum line ({line-cash})",
            "bearer": "sum year ({cash-cost})",
            "": "sum cash-bearer ({cash-cost})",
        },
        "Cash paid: funded posts and lines, and the backfill of seconded posts.",
        PART,
        "year",
    ),
    option(
        "cash-saving",
        "F11",
        NOMINAL,
        {
            "bearer year outcomes": (
                "({cash-released} + {other-cashable} + "
                "sum outcome ({outcome-worth} * {@transfer_share?0})) * {#inflation}"
            ),
            "bearer year": "{cash-released} * {#inflation}",
            "bearer": "sum year ({cash-saving})",
            "": "sum cash-bearer ({cash-saving})",
        },
        "Cash released: the cashable share of response and outcomes, and transfers received.",
        PART,
        "year",
    ),
    option(
        "net-budget",
        "F16",
        NOMINAL,
        "{cash-saving} - {cash-cost}",
        "Effect on budgets: cash released less cash paid. Never added to public value.",
        PART,
        "year",
    ),
    option(
        "pooled-contribution",
        "F16",
        MONEY,
        {
            "by-gain": ("{pvc[all]} * max({pvb}, 0) / sum public-bearer (max({pvb}, 0))"),
            "by-size": "{pvc[all]} * {#size} / sum public-bearer ({#size})",
            "": "0",
        },
        "What a partner would put into a pooled budget (present value).",
        PART,
    ),
    option(
        "pooled-net",
        "F16",
        MONEY,
        "{pvb} - {pooled-contribution}",
        "A partner's gain less its share of a pooled budget (present value).",
        PART,
    ),
    option(
        "payback-year-cash",
        "F16",
        "years",
        "",
        "Year, counted from 0, in which cash released has repaid cash paid.",
        told="The first year from which net-budget, added up, is and stays at least 0.",
        also=("net-budget",),
    ),
)
