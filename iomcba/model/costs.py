"""What an option costs, by year, bearer and heading: additional to business as usual (F13, F14)."""

from __future__ import annotations

import numpy as np

from iomcba.terms.plan import HEADINGS, Array, CostLine, Draws, OptionPlan, Plan

BACKFILL = "parameter.backfill-share"


def line_cost(amount: Array, in_year: Array, growth: Array, engaged: Array) -> Array:
    """K[d,y] = amount * in_year[y] * (1 + growth)^y * engaged[y]  (F13; real pounds).

    Shapes: amount (d, 1), in_year (1, y), growth (d, 1), engaged (d, y) or (1, 1) -> (d, y).
    """
    return amount * in_year * (1.0 + growth) ** np.arange(in_year.shape[1]) * engaged


def with_optimism(cost: Array, uplift: Array) -> Array:
    """K * (1 + uplift)  (F14; HM Treasury, supplementary guidance on optimism bias)."""
    return cost * (1.0 + uplift)


def cost_stream(line: CostLine, engaged: Array, draws: Draws) -> Array:
    """One line's cost before optimism bias. Shape: (d, y)."""
    amount = draws.matrix((line.amount,))
    for name in line.factors:
        amount = amount * draws.matrix((name,))
    if line.on_costs:
        amount = amount * (1.0 + draws.matrix((line.on_costs,)))
    growth = draws.matrix((line.growth,)) if line.growth else np.zeros((1, 1))
    taken = engaged if line.per_engaged else np.ones((1, 1))
    return line_cost(amount, np.array([line.in_year]), growth, taken)


def option_costs(
    plan: Plan, option: OptionPlan, engaged: Array, draws: Draws
) -> tuple[Array, Array, Array]:
    """Costs with and without optimism bias (d, y, b, h), and nominal cash costs (d, y, b).

    A seconded post is paid by its lender anyway; in cash it costs him the backfill share.
    """
    shape = (len(plan.years), len(plan.bearers), len(HEADINGS))
    costs, bare = np.zeros((1, *shape)), np.zeros((1, *shape))
    cash = np.zeros((1, *shape[:2]))
    inflation, backfill = np.array([plan.inflation]), draws.matrix((BACKFILL,))
    for line in option.lines:
        b, h = plan.bearers.index(line.bearer), HEADINGS.index(line.heading)
        before = cost_stream(line, engaged, draws)
        after = with_optimism(before, draws.matrix((line.optimism,))) if line.optimism else before
        share = {"cash": np.ones((1, 1)), "opportunity": np.zeros((1, 1)), "backfill": backfill}[
            line.cash
        ]
        bare, costs = _add(bare, before, np.s_[:, :, b, h]), _add(costs, after, np.s_[:, :, b, h])
        cash = _add(cash, after * share * inflation, np.s_[:, :, b])
    return costs, bare, cash


def _add(total: Array, part: Array, where: tuple[slice | int, ...]) -> Array:
    """Add a stream into one cell of a total, which grows a draw axis when the part has one."""
    if len(part) > len(total):
        total = np.repeat(total, len(part), axis=0)
    total[where] += part
    return total
