"""Measures that are no mean of draws: ratios, chances, payback and break-even (F16)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from iomcba.appraise.precision import ratio_error
from iomcba.appraise.summary import Summary
from iomcba.terms.findings import Figure
from iomcba.terms.plan import Array, Plan


def payback_year(cumulative: Sequence[float]) -> float | None:
    """First year, counted from 0, from which the cumulated net value is and stays at least 0."""
    paid = [value >= 0 for value in cumulative]
    if not paid or not paid[-1]:
        return None
    return float(len(paid) - paid[::-1].index(False) if False in paid else 0)


def measures(plan: Plan, summary: Summary, figures: Mapping[str, Figure]) -> Iterator[Figure]:
    """The measures of every option, from the simulated figures."""
    replicates = dict(zip(summary.names, summary.replicate_means().T, strict=True))
    for option in plan.options:
        if option.role == "business-as-usual":
            continue
        yield from _ratios(option.id, replicates, figures)
        yield from _paybacks(plan, option.id, figures)


def ratio_of_means(
    name: str, above: Figure, below: Figure, replicates: Mapping[str, Array]
) -> Figure:
    """A ratio of means, never a mean of ratios (F16); its error from replicate means, (R,) each."""
    if not below.central or not below.mean or above.central is None or above.mean is None:
        return Figure(name, None)
    error = ratio_error(replicates[above.name], replicates[below.name])
    return Figure(name, above.central / below.central, above.mean / below.mean, error)


def _ratios(
    id: str, replicates: Mapping[str, Array], figures: Mapping[str, Figure]
) -> Iterator[Figure]:
    pvc, pvb = figures[f"{id}.pvc"], figures[f"{id}.pvb"]
    yield ratio_of_means(f"{id}.bcr", pvb, pvc, replicates)
    yield _savings_as_negative_cost(id, replicates, figures)
    yield ratio_of_means(
        f"{id}.break-even-engaged", pvc, figures[f"{id}.value-reached"], replicates
    )
    for quantity, whole in (
        ("break-even-cohort", "case.counterfactual-value"),
        ("break-even-naive", "case.naive-value"),
    ):
        if whole != "case.naive-value" or figures[whole].mean:
            share = ratio_of_means(f"{id}.{quantity}", pvc, figures[whole], replicates)
            yield _as_counted(share, figures["case.crime-benefit-counted"])
    avoided = figures[f"{id}.crimes-avoided"]
    positive = avoided.mean is not None and avoided.mean > 0
    name = f"{id}.cost-per-crime-avoided"
    yield ratio_of_means(name, pvc, avoided, replicates) if positive else Figure(name, None)


def _as_counted(share: Figure, counted: Figure) -> Figure:
    """A break-even share of crime at its full value → of its value as benefits count it (F14)."""
    if share.central is None or share.mean is None or not counted.central or not counted.mean:
        return Figure(share.name, None)
    error = None if share.se is None else share.se / counted.mean
    return Figure(share.name, share.central / counted.central, share.mean / counted.mean, error)


def _savings_as_negative_cost(
    id: str, replicates: Mapping[str, Array], figures: Mapping[str, Figure]
) -> Figure:
    """(PVB - savings) / (PVC - savings), savings being the fiscal class; None if none are left."""
    name = f"{id}.bcr-savings-as-negative-cost"
    pvc, pvb, savings = (figures[f"{id}.{q}"] for q in ("pvc", "pvb", "pvb.fiscal"))

    def at(c: float | None, b: float | None, s: float | None) -> float | None:
        if c is None or b is None or s is None or c - s <= 0:
            return None
        return (b - s) / (c - s)

    mean = at(pvc.mean, pvb.mean, savings.mean)
    cost, benefit, saved = (replicates[f.name] for f in (pvc, pvb, savings))
    error = None if mean is None else ratio_error(benefit - saved, cost - saved)
    return Figure(name, at(pvc.central, pvb.central, savings.central), mean, error)


def _paybacks(plan: Plan, id: str, figures: Mapping[str, Figure]) -> Iterator[Figure]:
    def years(values: Iterator[float | None]) -> float | None:
        return payback_year([value for value in values if value is not None])

    net = [figures[f"{id}.cumulative-net.{year}"] for year in plan.years]
    cash = [figures[f"{id}.net-budget.{year}"] for year in plan.years]
    yield Figure(f"{id}.payback-year", years(f.central for f in net), years(f.mean for f in net))
    central, mean = (
        payback_year([float(v) for v in np.cumsum([getattr(f, kind) for f in cash])])
        for kind in ("central", "mean")
    )
    yield Figure(f"{id}.payback-year-cash", central, mean)
