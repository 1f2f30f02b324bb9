"""Cost lines from the economic view to cash, and what a pooled budget would ask of each partner."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from iomcba.appraise.sharing import pooled_contributions
from iomcba.model.costs import LineAccount
from iomcba.model.evaluate import line_accounts
from iomcba.model.sampling import central
from iomcba.terms.findings import Figure
from iomcba.terms.inputs import Inputs
from iomcba.terms.plan import CostLine, Plan
from iomcba.terms.reconciliation import LineReconciliation


def line_reconciliations(inputs: Inputs, plan: Plan) -> Iterator[LineReconciliation]:
    """Every cost line of every option, step by step, in the central case."""
    at_means = central(plan)
    for option in plan.options:
        accounts = line_accounts(plan, option, at_means)
        for line, account in zip(option.lines, accounts, strict=True):
            yield _reconciled(inputs, option.id, line, account)


def _reconciled(
    inputs: Inputs, option: str, line: CostLine, account: LineAccount
) -> LineReconciliation:
    spent = float(account.with_optimism.sum())
    paid, cash = float(account.paid.sum()), float(account.cash.sum())
    residual = float(account.residual.sum()) if line.funding not in ("transfer", "sunk") else 0.0
    with_vat = _with_vat(account)
    return LineReconciliation(
        option=option,
        line=line.name,
        label=_label(inputs, line),
        bearer=line.bearer,
        value=float(account.value.sum()),
        residual=residual,
        opportunity=spent if line.funding == "opportunity" else 0.0,
        lender=spent - paid if line.funding == "backfill" else 0.0,
        transfer=paid if line.funding == "transfer" else 0.0,
        paid=paid,
        vat=with_vat - paid,
        inflation=cash - with_vat,
        cash=cash,
    )


def _with_vat(account: LineAccount) -> float:
    return float((account.paid * (1.0 + account.vat_rate)).sum())


def _label(inputs: Inputs, line: CostLine) -> str:
    row = inputs.rows.by_name.get(line.name) or inputs.rows.by_name.get(f"{line.name}.impact")
    if row is None:
        return line.name
    words = dict(row.words)
    return words.get("label") or row.keys[1].replace("-", " ")


def pooled_figures(inputs: Inputs, plan: Plan, figures: Mapping[str, Figure]) -> Iterator[Figure]:
    """What each partner would put into a pooled budget, and what it then nets."""
    rule = inputs.words.pooled_budget
    if rule == "none":
        return
    public = [row.keys[0] for row in inputs.table("bearer") if row.word("public") == "yes"]
    sizes = {
        b: inputs.rows[f"contribution.{b}"].central or 0.0
        for b in public
        if f"contribution.{b}" in inputs.rows
    }
    for option in plan.options:
        by_kind = []
        for kind in ("central", "mean"):
            gains = {b: getattr(figures[f"{option.id}.pvb.{b}"], kind) for b in public}
            cost = getattr(figures[f"{option.id}.pvc"], kind)
            shares = gains if rule == "gain" else sizes
            by_kind.append((gains, pooled_contributions(cost, shares)))
        for b in public:
            (gain, paid), (mean_gain, mean_paid) = (
                (gains[b], contributions.get(b, 0.0)) for gains, contributions in by_kind
            )
            yield Figure(f"{option.id}.pooled-contribution.{b}", paid, mean_paid)
            yield Figure(f"{option.id}.pooled-net.{b}", gain - paid, mean_gain - mean_paid)
