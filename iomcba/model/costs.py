"""What an option costs, by year, bearer and heading: additional to business as usual (F13, F14).

The economic view (real, opportunity costs in, transfers and sunk costs out) and the cash view
(nominal, opportunity costs out, backfill and lost VAT in) are two readings of the same lines.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from iomcba.terms.plan import HEADINGS, Array, CostLine, Draws, OptionPlan, Plan

BACKFILL = "parameter.backfill-share"
ONE = np.ones((1, 1))
NO_GROWTH = np.zeros((1, 1))
for neutral in (ONE, NO_GROWTH):
    neutral.setflags(write=False)
IN_VALUE = {"cash": 1.0, "opportunity": 1.0, "backfill": 1.0, "transfer": 0.0, "sunk": 0.0}
IN_CASH = {"cash": 1.0, "opportunity": 0.0, "transfer": 1.0, "sunk": 0.0}


@dataclass(frozen=True, slots=True)
class Volumes:
    """What cost lines may be counted on: places and people engaged (d, y), extra custody days."""

    places: Array
    engaged: Array
    custody_days: Array


@dataclass(frozen=True, slots=True)
class LineAccount:
    """One cost line in both views, step by step. Shape: (d, y) each, real but for `cash`."""

    before_optimism: Array
    with_optimism: Array
    residual: Array
    value: Array
    bare_value: Array
    paid: Array
    vat_rate: Array
    cash: Array


def line_cost(amount: Array, in_year: Array, growth: Array, volume: Array) -> Array:
    """K[d,y] = amount * in_year[y] * (1 + growth)^y * volume[y]  (F13; real pounds).

    Shapes: amount (d, 1), in_year (1, y), growth (d, 1), volume (d, y) or (1, 1) -> (d, y).
    """
    spent = np.multiply(amount, in_year, order="F")
    if growth.any():
        spent = spent * compounded(growth, in_year.shape[1])
    return spent if volume is ONE else spent * volume


def compounded(rate: Array, years: int) -> Array:
    """(1 + rate)^y, multiplied up year by year. Shape: (d, 1) -> (d, y)."""
    grown = np.ones_like(rate, shape=(len(rate), years), order="F")
    for year in range(1, years):
        grown[:, year] = grown[:, year - 1] * (1.0 + rate[:, 0])
    return grown


def with_optimism(cost: Array, uplift: Array) -> Array:
    """K * (1 + uplift)  (F14; HM Treasury, supplementary guidance on optimism bias)."""
    return cost * (1.0 + uplift)


def residual_value(spent: Array, life: Array) -> Array:
    """R[d,y] = sum over s of spent[s] * max(0, 1 - (Y - s) / life), in the last year  (F13).

    Straight-line worth of capital at the end of the horizon. Shapes: (d, y), (d, 1) -> (d, y).
    """
    years = spent.shape[1]
    left = np.maximum(0.0, 1.0 - (years - np.arange(years)) / life)
    worth = (spent * left).sum(axis=1)
    residual = np.zeros_like(worth, shape=(len(worth), years), order="F")
    residual[:, -1] = worth
    return residual


def required_posts(places: Array, share: Array, caseload: Array) -> Array:
    """Posts[d,y] = places[y] * share of places / people a post can hold, for one tier  (F13)."""
    return places * share / caseload


def line_account(line: CostLine, volumes: Volumes, inflation: Array, draws: Draws) -> LineAccount:
    """One line in the economic and the cash view. `inflation` (1, y) is pounds of the year."""
    before, after = _spent(line, _amount(line, draws), volumes, draws)
    residual, bare_residual = _residual(line, after, draws), _residual(line, before, draws)
    counts = IN_VALUE[line.funding]
    in_cash = _named(BACKFILL, draws) if line.funding == "backfill" else IN_CASH[line.funding]
    paid = after * in_cash
    vat = _named(line.vat, draws) if line.vat else np.zeros((1, 1))
    return LineAccount(
        before_optimism=before,
        with_optimism=after,
        residual=residual,
        value=(after - residual) * counts,
        bare_value=(before - bare_residual) * counts,
        paid=paid,
        vat_rate=vat,
        cash=paid * (1.0 + vat) * inflation,
    )


def _spent(line: CostLine, amount: Array, volumes: Volumes, draws: Draws) -> tuple[Array, Array]:
    """A line's cost before and with optimism bias. Shape: (d, y) each."""
    before = _before_optimism(line, amount, volumes, draws)
    return before, with_optimism(before, _named(line.optimism, draws)) if line.optimism else before


def _residual(line: CostLine, spent: Array, draws: Draws) -> Array:
    if not line.life:
        return np.zeros((1, spent.shape[1]))
    return residual_value(spent, _named(line.life, draws))


def headline_costs(option: OptionPlan, years: int, volumes: Volumes, draws: Draws) -> Array:
    """Costs of all lines in the economic view, bearers and headings together. Shape: (d, y).

    Lines that differ in their amounts alone are added up first; what they share is done once.
    """
    alike: dict[tuple[object, ...], tuple[CostLine, Array]] = {}
    for line in option.lines:
        kind = (
            *(line.volume, line.tiers, line.in_year, line.growth, line.on_costs, line.vacancy),
            *(line.contingency, line.optimism, line.life, line.funding),
        )
        first, amount = alike.get(kind, (line, None))
        own = _amount(line, draws)
        alike[kind] = (first, own if amount is None else amount + own)
    total = np.zeros((1, years))
    for line, amount in alike.values():
        _, after = _spent(line, amount, volumes, draws)
        spent = after - _residual(line, after, draws) if line.life else after
        total = total + (spent if IN_VALUE[line.funding] == 1 else spent * IN_VALUE[line.funding])
    return total


def _amount(line: CostLine, draws: Draws) -> Array:
    """A line's own pounds a year or a person, before what is added to all alike. Shape: (d, 1)."""
    amount = _named(line.amount, draws)
    for name in line.factors:
        amount = amount * _named(name, draws)
    return amount


def _before_optimism(line: CostLine, amount: Array, volumes: Volumes, draws: Draws) -> Array:
    """A line's cost with its contingency, before optimism bias. Shape: (d, y)."""
    if line.on_costs:
        amount = amount * (1.0 + _named(line.on_costs, draws))
    if line.vacancy:
        amount = amount * (1.0 - _named(line.vacancy, draws))
    if line.contingency:
        amount = amount * (1.0 + _named(line.contingency, draws))
    growth = _named(line.growth, draws) if line.growth else NO_GROWTH
    return line_cost(amount, np.array([line.in_year]), growth, _volume(line, volumes, draws))


def _volume(line: CostLine, volumes: Volumes, draws: Draws) -> Array:
    if line.volume == "required-posts":
        posts = [
            required_posts(volumes.places, _named(share, draws), _named(caseload, draws))
            for share, caseload in line.tiers
        ]
        total: Array = sum(posts[1:], start=posts[0])
        return total
    match line.volume:
        case "places":
            return volumes.places
        case "engaged":
            return volumes.engaged
        case "extra-custody-days":
            return volumes.custody_days
    return ONE


def _named(name: str, draws: Draws) -> Array:
    """A quantity as a column (d, 1), d = 1 where it is certain."""
    return draws.matrix((name,))


def option_costs(
    plan: Plan, option: OptionPlan, volumes: Volumes, draws: Draws
) -> tuple[Array, Array, Array]:
    """Costs with and without optimism bias (d, y, b, h), and nominal cash costs (d, y, b)."""
    shape = (len(plan.years), len(plan.bearers), len(HEADINGS))
    costs, bare = draws.noughts(*shape), draws.noughts(*shape)
    cash = draws.noughts(*shape[:2])
    inflation = np.array([plan.inflation])
    for line in option.lines:
        b, h = plan.bearers.index(line.bearer), HEADINGS.index(line.heading)
        account = line_account(line, volumes, inflation, draws)
        costs = add_at(costs, account.value, np.s_[:, :, b, h])
        bare = add_at(bare, account.bare_value, np.s_[:, :, b, h])
        cash = add_at(cash, account.cash, np.s_[:, :, b])
    return costs, bare, cash


def add_at(total: Array, part: Array, where: tuple[slice | int, ...]) -> Array:
    """Add a stream into one cell of a total, which grows a draw axis when the part has one."""
    if len(part) > len(total):
        grown = np.empty((len(part), *total.shape[1:]), order="F")
        grown[:] = total
        total = grown
    total[where] += part
    return total
