"""How well a method predicted the past (F8): rolling windows scored against what happened.

The predictor comes in as an argument: for each window it is told what earlier windows had shown by
the pick date, and nothing later.
"""

from __future__ import annotations

from collections.abc import Callable
from statistics import NormalDist

import numpy as np

from iomcba.terms.backtest import (
    Backtest,
    BacktestRow,
    BacktestSummary,
    BacktestWindow,
    Outlook,
    PredictedTotal,
)
from iomcba.terms.counterfactual import Counterfactual
from iomcba.terms.histories import DAYS_PER_YEAR, Floats
from iomcba.terms.protection import rounded

Predictor = Callable[[BacktestWindow, tuple[BacktestRow, ...]], Outlook]
NONE_AT_ALL = 0.5  # what no offence counts as, so that its logarithm can be taken
LEVELS = (0.80, 0.95)  # F8 states the two intervals


def run_backtest(windows: tuple[BacktestWindow, ...], predictor: Predictor) -> Backtest:
    """Score every window in order of its pick date; the predictor sees only closed windows."""
    rows: list[BacktestRow] = []
    for window in sorted(windows, key=lambda each: (each.pick_day, each.top)):
        closed = tuple(row for row in rows if row.window.to_day <= window.pick_day)
        outlook = predictor(window, closed)
        rows += [score(window, outlook.observed, each) for each in outlook.predictions]
    return summed_up(tuple(rows))


def summed_up(rows: tuple[BacktestRow, ...]) -> Backtest:
    """Rows with a summary of each of their methods."""
    methods = dict.fromkeys(row.method for row in rows)
    parts = (tuple(row for row in rows if row.method == method) for method in methods)
    return Backtest(rows, tuple(summarise_method(part) for part in parts))


def disclose_backtest(found: Backtest, threshold: float) -> Backtest:
    """Windows of enough people and offences, scored anew against the rounded count.

    Nothing that is left depends on a hidden count, or on a shown one but for its rounding.
    """
    return summed_up(
        tuple(
            score(
                row.window,
                int(rounded(row.observed)),
                PredictedTotal(row.method, row.predicted, row.log_sd),
            )
            for row in found.rows
            if min(row.observed, row.window.top) >= threshold
        )
    )


def rolling_windows(
    first_day: int,
    last_day: int,
    selection_years: float,
    horizon_years: float,
    step_years: float,
    tops: tuple[int, ...],
) -> tuple[BacktestWindow, ...]:
    """Every window that fits between two days, stepped from the first; one for each `top`."""
    select, ahead = selection_years * DAYS_PER_YEAR, horizon_years * DAYS_PER_YEAR
    room = (last_day - first_day - select - ahead) / (step_years * DAYS_PER_YEAR)
    starts = first_day + np.arange(int(np.floor(room)) + 1) * step_years * DAYS_PER_YEAR
    return tuple(
        BacktestWindow(
            label=str(np.datetime64(round(start), "D")),
            from_day=round(start),
            pick_day=round(start + select),
            to_day=round(start + select + ahead),
            top=top,
        )
        for start in starts
        for top in tops
    )


def predicted_total(fitted: Counterfactual) -> PredictedTotal:
    """Total over the years of a counterfactual, its shocks included, Poisson chance not (F6).

    A forecast of no offence at all counts as half of one.
    """
    total = float(fitted.mean.sum())
    if total <= 0:
        return PredictedTotal(fitted.method, NONE_AT_ALL, fitted.shock_log_sd)
    rates = np.log1p(fitted.covariance.sum() / total**2)
    yearly = np.expm1(fitted.shock_yearly_log_sd**2) * (fitted.mean**2).sum() / total**2
    log_sd = float(np.sqrt(rates + fitted.shock_log_sd**2 + np.log1p(yearly)))
    return PredictedTotal(fitted.method, total, log_sd)


def score(window: BacktestWindow, observed: int, predicted: PredictedTotal) -> BacktestRow:
    """One prediction held against what happened (F8). No offence at all counts as half of one."""
    low80, high80 = predictive_interval(predicted, LEVELS[0])
    low95, high95 = predictive_interval(predicted, LEVELS[1])
    return BacktestRow(
        window=window,
        method=predicted.method,
        observed=observed,
        predicted=predicted.mean,
        log_sd=predicted.log_sd,
        log_error=float(np.log(predicted.mean) - np.log(max(observed, NONE_AT_ALL))),
        low80=low80,
        high80=high80,
        low95=low95,
        high95=high95,
        hit80=low80 <= observed <= high80,
        hit95=low95 <= observed <= high95,
        score80=interval_score(low80, high80, observed, LEVELS[0]),
        score95=interval_score(low95, high95, observed, LEVELS[1]),
        claimed=predicted.mean - observed,
        claimed_low80=low80 - observed,
        claimed_high80=high80 - observed,
        claimed_low95=low95 - observed,
        claimed_high95=high95 - observed,
        claim_holds_zero=low95 <= observed <= high95,
    )


def predictive_interval(predicted: PredictedTotal, level: float) -> tuple[float, float]:
    """Central interval of the count: lognormal with the moments of a lognormal-Poisson mixture.

    Variance of the count: mean^2 (exp(log_sd^2) - 1) + mean.
    """
    log_variance = np.log(np.exp(predicted.log_sd**2) + 1 / predicted.mean)
    median = predicted.mean * np.exp(-log_variance / 2)
    reach = NormalDist().inv_cdf((1 + level) / 2) * np.sqrt(log_variance)
    return float(median * np.exp(-reach)), float(median * np.exp(reach))


def interval_score(low: float, high: float, observed: float, level: float) -> float:
    """Width plus 2 / (1 - level) times the miss (Gneiting and Raftery, 2007, JASA 102, eq. 43)."""
    miss = max(low - observed, observed - high, 0.0)
    return high - low + 2 / (1 - level) * miss


def summarise_method(rows: tuple[BacktestRow, ...]) -> BacktestSummary:
    """Errors, hits and scores of one method over its windows (F8)."""
    errors = np.array([row.log_error for row in rows])
    predicted = np.array([row.predicted for row in rows])
    observed = np.array([float(row.observed) for row in rows])
    return BacktestSummary(
        method=rows[0].method,
        windows=len(rows),
        rms_log_error=float(np.sqrt(np.mean(errors**2))),
        mean_log_error=float(errors.mean()),
        worst_ratio=float(np.exp(np.abs(errors).max())),
        hits80=sum(row.hit80 for row in rows),
        hits95=sum(row.hit95 for row in rows),
        widest80=max(row.high80 / row.low80 for row in rows),
        score80=float(np.mean([row.score80 for row in rows])),
        score95=float(np.mean([row.score95 for row in rows])),
        fixed80=best_fixed_score(predicted, observed),
        ratio80=best_ratio_score(predicted, observed),
        mean_claimed=float((predicted - observed).mean()),
    )


def best_fixed_score(predicted: Floats, observed: Floats) -> float:
    """Mean 80% score of the best interval of one half-width in offences, chosen with hindsight.

    The score is piecewise straight in the half-width, so one of the misses (or 0) is the best.
    """
    halves = np.append(np.abs(predicted - observed), 0.0)
    return min(mean_score(predicted - half, predicted + half, observed) for half in halves)


def best_ratio_score(predicted: Floats, observed: Floats) -> float:
    """Mean 80% score of the best interval predicted / k to predicted * k, chosen with hindsight.

    Between two misses the score is smooth and its slope rises in k, so a best k inside a stretch is
    possible; the misses and the middles between them are tried.
    """
    misses = np.sort(np.append(np.abs(np.log(predicted / np.maximum(observed, 0.5))), 0.0))
    logs = np.concatenate((misses, (misses[1:] + misses[:-1]) / 2))
    return min(mean_score(predicted * np.exp(-k), predicted * np.exp(k), observed) for k in logs)


def mean_score(low: Floats, high: Floats, observed: Floats) -> float:
    """Mean 80% interval score of many intervals."""
    triples = zip(low, high, observed, strict=True)
    return float(np.mean([interval_score(*each, LEVELS[0]) for each in triples]))
