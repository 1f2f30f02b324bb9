"""Measures that are no mean of draws: ratios, chances, payback and break-even (F16)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from iomcba.appraise.summary import Summary
from iomcba.terms.findings import Figure
from iomcba.terms.plan import Array, Plan


def benefit_cost_ratio(pvb: float, pvc: float) -> float | None:
    """BCR = E[PVB] / E[PVC]; None where nothing is spent. Never a mean of ratios (F16)."""
    return pvb / pvc if pvc > 0 else None


def ratio_error(above: Array, below: Array) -> float:
    """Standard error of a ratio of means, by linearisation. Shapes: (d,), (d,)."""
    ratio = above.mean() / below.mean()
    return float(np.std(above - ratio * below, ddof=1) / abs(below.mean()) / sqrt(len(above)))


def payback_year(cumulative: Sequence[float]) -> float | None:
    """First year, counted from 0, from which the cumulated net value is and stays at least 0."""
    paid = [value >= 0 for value in cumulative]
    if not paid or not paid[-1]:
        return None
    return float(len(paid) - paid[::-1].index(False) if False in paid else 0)


def chance(happened: NDArray[np.bool_]) -> tuple[float, float]:
    """Share of draws in which something happened, with its standard error. Shape: (d,)."""
    share = float(np.mean(happened))
    return share, sqrt(share * (1 - share) / len(happened))


def chance_of_best(npsv: Mapping[str, Array]) -> dict[str, tuple[float, float]]:
    """Chance that each option has the highest NPSV; the first of equals counts. Shapes: (d,)."""
    best = np.argmax(np.stack(list(npsv.values())), axis=0)
    return {id: chance(best == index) for index, id in enumerate(npsv)}


def measures(plan: Plan, summary: Summary, figures: Mapping[str, Figure]) -> Iterator[Figure]:
    """The measures of every option, from the simulated figures."""
    npsv = {o.id: summary.draws(f"{o.id}.npsv", headline=True) for o in plan.options}
    best = chance_of_best(npsv)
    for option in plan.options:
        yield Figure(f"{option.id}.p-best", None, *best[option.id])
        if option.role == "business-as-usual":
            continue
        yield Figure(f"{option.id}.p-npsv-positive", None, *chance(npsv[option.id] > 0))
        yield from _ratios(option.id, summary, figures)
        yield from _paybacks(plan, option.id, figures)


def _ratio(name: str, above: Figure, below: Figure, se: float | None = None) -> Figure:
    if not below.central or not below.mean or above.central is None or above.mean is None:
        return Figure(name, None)
    return Figure(name, above.central / below.central, above.mean / below.mean, se)


def _ratios(id: str, summary: Summary, figures: Mapping[str, Figure]) -> Iterator[Figure]:
    pvc, pvb = figures[f"{id}.pvc"], figures[f"{id}.pvb"]
    draws = [summary.draws(f"{id}.{q}", headline=False) for q in ("pvb", "pvc")]
    error = ratio_error(draws[0], draws[1]) if pvc.mean else None
    yield _ratio(f"{id}.bcr", pvb, pvc, error)
    yield _savings_as_negative_cost(id, figures)
    yield _ratio(f"{id}.break-even-cohort", pvc, figures["case.counterfactual-value"])
    yield _ratio(f"{id}.break-even-engaged", pvc, figures[f"{id}.value-reached"])
    if figures["case.naive-value"].mean:
        yield _ratio(f"{id}.break-even-naive", pvc, figures["case.naive-value"])
    avoided = figures[f"{id}.crimes-avoided"]
    positive = avoided.mean is not None and avoided.mean > 0
    name = f"{id}.cost-per-crime-avoided"
    yield _ratio(name, pvc, avoided) if positive else Figure(name, None)


def _savings_as_negative_cost(id: str, figures: Mapping[str, Figure]) -> Figure:
    """(PVB - savings) / (PVC - savings), savings being the fiscal class; None if none are left."""
    name = f"{id}.bcr-savings-as-negative-cost"
    pvc, pvb, savings = (figures[f"{id}.{q}"] for q in ("pvc", "pvb", "pvb.fiscal"))

    def at(c: float | None, b: float | None, s: float | None) -> float | None:
        if c is None or b is None or s is None or c - s <= 0:
            return None
        return (b - s) / (c - s)

    return Figure(
        name, at(pvc.central, pvb.central, savings.central), at(pvc.mean, pvb.mean, savings.mean)
    )


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
