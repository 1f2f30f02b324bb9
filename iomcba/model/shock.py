"""Log sd of the shock that a whole cohort shares (F3 iii), from closed backtest windows (F8)."""

from __future__ import annotations

import numpy as np

from iomcba.terms.histories import Floats


def estimate_shock(
    log_error: Floats,
    log_variance: Floats,
    weight: Floats,
    assumed_log_sd: float,
    assumed_windows: float,
) -> float:
    """Shared shock's log sd: squared errors less the variance already explained, then shrunk.

    `log_error` (w,) of closed windows, `log_variance` (w,) what rates, hyper-parameters and Poisson
    chance explain of each, `weight` (w,) how many independent windows each stands for. The assumed
    variance counts as `assumed_windows` windows, and the whole as none below zero.
    """
    excess = weight @ (log_error**2 - log_variance)
    windows = weight.sum()
    variance = (assumed_windows * assumed_log_sd**2 + excess) / (assumed_windows + windows)
    return float(np.sqrt(max(variance, 0.0)))


def window_weights(pick_day: Floats, to_day: Floats) -> Floats:
    """Independent windows that each window stands for: overlapping outcomes share their time.

    Each outcome day is split evenly between the windows that hold it; a window's weight is its part
    of the days over its own length, so that windows apart weigh 1 and two alike a half each.
    """
    edges = np.unique(np.concatenate((pick_day, to_day)))
    inside = (pick_day[:, None] <= edges[None, :-1]) & (to_day[:, None] >= edges[None, 1:])
    shared = np.maximum(inside.sum(axis=0), 1)
    return np.asarray((inside / shared) @ np.diff(edges) / (to_day - pick_day))
