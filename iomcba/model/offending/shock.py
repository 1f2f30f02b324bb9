"""Log sd of the shock that a whole cohort shares (F3 iii), from closed backtest windows (F8)."""

from __future__ import annotations

import numpy as np

from iomcba.terms.histories import Floats

LARGEST = 2.0  # a shock of this log sd would make a forecast worthless: end of the search
STEPS = 4_000


def estimate_shock(
    log_error: Floats,
    log_variance: Floats,
    weight: Floats,
    assumed_log_sd: float,
    assumed_windows: float,
) -> float:
    """Shared shock's log sd: most likely given the windows' errors, shrunk to the assumption.

    Each error is normal with variance `log_variance` (w,) (what rates, hyper-parameters and Poisson
    chance explain of it) plus the shock's; `weight` (w,) is how many independent windows it stands
    for. The assumption counts as `assumed_windows` windows of the usual explained variance whose
    excess is just the assumed one. With equal explained variance v this is the moment estimate
    `(n0 * s0^2 + sum(w * (e^2 - v))) / (n0 + sum(w))`; else windows that explain little weigh more.
    """
    if weight.sum() == 0:
        return assumed_log_sd
    usual = weight @ log_variance / weight.sum()
    square = np.append(log_error**2, usual + assumed_log_sd**2)
    explained = np.append(log_variance, usual)
    windows = np.append(weight, assumed_windows)
    shock = np.linspace(0, LARGEST, STEPS + 1)
    whole = explained + shock[:, None] ** 2
    log_likelihood = -(np.log(whole) + square / whole) / 2 @ windows
    return float(shock[np.argmax(log_likelihood)])


def window_weights(pick_day: Floats, to_day: Floats) -> Floats:
    """Independent windows that each window stands for: overlapping outcomes share their time.

    Each outcome day is split evenly between the windows that hold it; a window's weight is its part
    of the days over its own length, so that windows apart weigh 1 and two alike a half each.
    """
    edges = np.unique(np.concatenate((pick_day, to_day)))
    inside = (pick_day[:, None] <= edges[None, :-1]) & (to_day[:, None] >= edges[None, 1:])
    shared = np.maximum(inside.sum(axis=0), 1)
    return np.asarray((inside / shared) @ np.diff(edges) / (to_day - pick_day))
