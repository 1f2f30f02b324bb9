"""Counterfactuals whose course is assumed, not fitted: `assumed`, `naive` and `totals` (F4)."""

from __future__ import annotations

import numpy as np

from iomcba.model.offending.custody import free_share_ahead
from iomcba.model.offending.exposure import count_offences, mature_window, period_midpoints
from iomcba.model.offending.mix import (
    JEFFREYS,
    mean_offenders_per_crime,
    mix_concentration,
    offences_by_type,
    whole_mix,
)
from iomcba.terms.counterfactual import Counterfactual, ForecastSettings, PastTotals
from iomcba.terms.histories import DAYS_PER_YEAR, Floats, Histories, Ints

NO_REGRESSION = (
    "before continues: no regression to the mean is taken out, so the benefit is overstated"
)
EVEN_RATES = "rates are taken as equal within the cohort: no gain from choosing whom to engage"


def forecast_assumed(
    histories: Histories, picked: Ints, settings: ForecastSettings
) -> Counterfactual:
    """Past yearly average of the cohort times an assumed course (F4)."""
    return carry_average(histories, picked, settings, settings.fall, settings.fall_log_sd, ())


def forecast_naive(
    histories: Histories, picked: Ints, settings: ForecastSettings
) -> Counterfactual:
    """Before continues (F4): the past yearly average in every year."""
    flat = np.ones(len(settings.years))
    return carry_average(histories, picked, settings, flat, np.zeros_like(flat), (NO_REGRESSION,))


def forecast_totals(settings: ForecastSettings) -> Counterfactual:
    """Rounded yearly totals by offence type times an assumed course (F4).

    A figure rounded to the unit `w` is off by an even error of variance w^2 / 12.
    """
    past = settings.totals
    if past is None:
        raise ValueError("method 'totals' needs the past totals")
    average = float(past.offences.sum(axis=1).mean())
    rounded = past.rounding**2 / 12 * past.offences.size / len(past.offences) ** 2
    mean, covariance = assumed_moments(average, rounded, settings.fall, settings.fall_log_sd)
    free = np.full(len(settings.years), 1 - settings.custody_share)
    return Counterfactual(
        method=settings.method,
        years=settings.years,
        cohort_size=past.cohort_size,
        mean=mean,
        covariance=covariance,
        shock_log_sd=settings.shock_log_sd,
        shock_yearly_log_sd=settings.shock_yearly_log_sd,
        mix=totals_mix(past),
        free_share=free,
        rate_free=mean / (past.cohort_size * free * year_lengths(settings)),
        concentration=np.linspace(0, 1, 2),
        offenders_per_crime=1.0,
        notes=(EVEN_RATES,),
    )


def totals_mix(past: PastTotals) -> Floats:
    """Dirichlet concentration (o + 1,) of the totals' mix; no population stands behind them."""
    return np.asarray(past.offences.sum(axis=0) + JEFFREYS)


def carry_average(
    histories: Histories,
    picked: Ints,
    settings: ForecastSettings,
    fall: Floats,
    fall_log_sd: Floats,
    notes: tuple[str, ...],
) -> Counterfactual:
    """The picked people's past yearly average, carried forward by a course (F4)."""
    window = mature_window(histories, settings)
    in_cohort = np.zeros(len(histories.people))
    in_cohort[picked] = 1
    total = int(count_offences(histories, window)[picked].sum())
    average = total / ((window[1] - window[0]) / DAYS_PER_YEAR)
    length = year_lengths(settings)
    mean, covariance = assumed_moments(average, 0.0, fall * length, fall_log_sd)
    middle = period_midpoints(settings.year_edges)
    free = free_share_ahead(histories, picked, middle, settings).mean.mean(axis=0)
    return Counterfactual(
        method=settings.method,
        years=settings.years,
        cohort_size=len(picked),
        mean=mean,
        covariance=covariance,
        shock_log_sd=settings.shock_log_sd,
        shock_yearly_log_sd=settings.shock_yearly_log_sd,
        mix=mix_concentration(
            offences_by_type(histories, in_cohort, window),
            whole_mix(histories, window),
            settings.mix_prior_offences,
        ),
        free_share=free,
        rate_free=mean / (len(picked) * free * length),
        concentration=np.linspace(0, 1, 2),
        offenders_per_crime=mean_offenders_per_crime(histories),
        notes=(EVEN_RATES, *notes),
    )


def assumed_moments(
    average: float, average_variance: float, course: Floats, log_sd: Floats
) -> tuple[Floats, Floats]:
    """Mean (y,) and covariance (y, y) of an average times a lognormal course of one accord (F4).

    The course's log errors move together, so year by year shocks do not average out.
    """
    mean = average * course
    accord = np.outer(log_sd, log_sd)
    rounding = average_variance * np.outer(course, course) * np.exp(accord)
    return mean, np.outer(mean, mean) * np.expm1(accord) + rounding


def year_lengths(settings: ForecastSettings) -> Floats:
    """Length (y,) of the appraisal years in years."""
    return np.asarray(np.diff(settings.year_edges) / DAYS_PER_YEAR)
