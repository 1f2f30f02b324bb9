"""What the cohort would do anyway: one function per counterfactual method (F4, F6).

Offence histories, the people picked and the assumptions go in; a joint distribution of the cohort's
proven offences by appraisal year comes out, without any person in it.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from iomcba.model.offending.assumed import (
    forecast_assumed,
    forecast_naive,
    forecast_totals,
    year_lengths,
)
from iomcba.model.offending.custody import free_share_ahead, free_share_seen
from iomcba.model.offending.exposure import (
    count_offences,
    fitted_span,
    panel,
    period_midpoints,
    yearly_edges,
)
from iomcba.model.offending.mix import (
    mean_offenders_per_crime,
    mix_concentration,
    offences_by_type,
    rate_weights,
    whole_mix,
)
from iomcba.model.offending.posterior import (
    CohortMoments,
    Horizon,
    PersonHistories,
    cohort_moments,
    concentration_curve,
)
from iomcba.model.offending.rates import RatePrior, best_fit, fit_rates
from iomcba.terms.counterfactual import Counterfactual, ForecastSettings, RateFit
from iomcba.terms.histories import DAYS_PER_YEAR, Floats, Histories, Ints, Panel

TAIL_ONLY = (
    "only the picked people are known: spread and persistence are assumed, and in backtests of this"
    " method the forecast was too high and its interval too narrow"
)
CURVE_POINTS = 101  # concentration curve in hundredths of the heads


def forecast(
    histories: Histories | None, picked: Ints | None, settings: ForecastSettings
) -> Counterfactual:
    """The counterfactual of a case by the method that its settings name (F4)."""
    if settings.method == "totals":
        return forecast_totals(settings)
    if histories is None or picked is None:
        raise ValueError(f"method {settings.method!r} needs histories and the people picked")
    by_method = {
        "population": forecast_population,
        "truncated": forecast_truncated,
        "assumed": forecast_assumed,
        "naive": forecast_naive,
    }
    return by_method[settings.method](histories, picked, settings)


def forecast_population(
    histories: Histories, picked: Ints, settings: ForecastSettings
) -> Counterfactual:
    """Each person conditioned on their own history; spread and drift fitted on everyone (F3-F6)."""
    seen = window_panel(histories, settings)
    fit = fit_family(seen, 0 if histories.lists_everyone else 1, settings)
    return conditioned(histories, picked, seen, fit, settings)


def forecast_truncated(
    histories: Histories, picked: Ints, settings: ForecastSettings
) -> Counterfactual:
    """Only the picked people are known: left-truncated at the count that got them picked (F4).

    The tail above a threshold tells little of the spread below it, so the priors on spread and
    persistence are here what the evidence says, not weak. The threshold holds for the window, so
    nothing before it is used.
    """
    settings = replace(settings, history_years=0.0)
    seen = window_panel(histories, settings)
    least = settings.selected_from_count
    if least is None:
        least = int(seen.counts[picked].sum(axis=1).min())
    cohort = Panel(seen.counts[picked], seen.exposure[picked], seen.edges)
    fitted = conditioned(histories, picked, seen, fit_family(cohort, least, settings), settings)
    return replace(fitted, notes=(*fitted.notes, TAIL_ONLY))


def forecast_static(
    histories: Histories, picked: Ints, settings: ForecastSettings
) -> Counterfactual:
    """Comparator of the backtest (F8): gamma rates that never move, no trend, as most tools do."""
    static = replace(settings, history_years=0.0)
    seen = observed_panel(histories, static)
    least = 0 if histories.lists_everyone else 1
    fit = fit_rates(seen, "gamma", rate_prior(settings), False, least)
    return replace(conditioned(histories, picked, seen, fit, static), method="static")


def observed_panel(histories: Histories, settings: ForecastSettings) -> Panel:
    """Counts and the free years that were seen, by sub-periods of a year (F1, F2)."""
    seen = panel(histories, yearly_edges(*fitted_span(histories, settings)))
    if len(histories.spell_person):
        return seen
    return Panel(seen.counts, seen.exposure * (1 - settings.custody_share), seen.edges)


def fit_family(seen: Panel, least: int, settings: ForecastSettings) -> RateFit:
    """The fit of the family asked for, or of the one with the smaller AIC."""
    families = ("gamma", "lognormal") if settings.family == "best" else (settings.family,)
    prior = rate_prior(settings)
    return best_fit(tuple(fit_rates(seen, family, prior, True, least) for family in families))


def rate_prior(settings: ForecastSettings) -> RatePrior:
    """The settings' rows on trend, spread and persistence."""
    return RatePrior(
        trend_log_sd=settings.trend_log_sd,
        spread=settings.spread,
        spread_log_sd=settings.spread_log_sd,
        persistence=settings.persistence,
        persistence_logit_sd=settings.persistence_logit_sd,
    )


def window_panel(histories: Histories, settings: ForecastSettings) -> Panel:
    """Counts and expected free years of the mature window, by sub-periods of a year (F1, F2)."""
    edges = yearly_edges(*fitted_span(histories, settings))
    free = free_share_seen(histories, period_midpoints(edges), settings)
    length = np.diff(edges) / DAYS_PER_YEAR
    return Panel(count_offences(histories, edges), free * length, edges)


def conditioned(
    histories: Histories,
    picked: Ints,
    seen: Panel,
    fit: RateFit,
    settings: ForecastSettings,
) -> Counterfactual:
    """Counterfactual of the people picked, each conditioned on their own history (F5, F6)."""
    edges = course_edges(settings)
    middle = period_midpoints(edges)
    free = free_share_ahead(histories, picked, middle, settings)
    length = np.diff(edges) / DAYS_PER_YEAR
    horizon = Horizon(
        middle=middle,
        free_years=free.mean * length,
        free_variance=free.variance * length**2,
        custody_carry=free.carry,
        trend_damping=settings.trend_damping,
        rise_damping=settings.rise_damping,
    )
    people = PersonHistories(
        seen.counts[picked], seen.exposure[picked], period_midpoints(seen.edges)
    )
    moments = cohort_moments(people, horizon, fit)
    stock = cohort_stock(len(picked), settings)
    per_head = stock / len(picked)
    free_heads = stock @ free.mean.mean(axis=0)
    mean = per_head @ moments.mean
    return Counterfactual(
        method=settings.method,
        years=settings.years,
        cohort_size=round(stock.sum(axis=1).mean()),
        mean=mean,
        covariance=np.einsum("ya,ab,zb->yz", per_head, moments.covariance, per_head),
        shock_log_sd=settings.shock_log_sd,
        shock_yearly_log_sd=settings.shock_yearly_log_sd,
        mix=cohort_mix(histories, picked, seen, moments, settings),
        free_share=free_heads / stock.sum(axis=1),
        rate_free=mean / (free_heads * year_lengths(settings)),
        concentration=concentration_curve(moments.person_mean.sum(axis=1), CURVE_POINTS),
        offenders_per_crime=mean_offenders_per_crime(histories),
        fit=fit,
    )


def course_edges(settings: ForecastSettings) -> Ints:
    """Edges (a + 1,) of the years to forecast: the appraisal years, or years since entry (F6).

    Entrants of a rolling cohort are newly picked, with the same gap between their window and their
    first year as the first cohort has; so year a since entry is the first cohort's year a.
    """
    if settings.stock is None:
        return settings.year_edges
    years = settings.stock.shape[1]
    first = int(settings.year_edges[0])
    return np.round(first + np.arange(years + 1) * DAYS_PER_YEAR).astype(np.int64)


def cohort_stock(size: int, settings: ForecastSettings) -> Floats:
    """`n[y, a]` (y, a): people by appraisal year and year since entry; fixed: all in year 0."""
    return size * np.eye(len(settings.years)) if settings.stock is None else settings.stock


def cohort_mix(
    histories: Histories,
    picked: Ints,
    seen: Panel,
    moments: CohortMoments,
    settings: ForecastSettings,
) -> Floats:
    """Dirichlet concentration (o + 1,) of the cohort's mix, rate-weighted and shrunk (F6)."""
    expected = moments.person_mean.sum(axis=1)
    counts = seen.counts[picked].sum(axis=1)
    weights = rate_weights(len(histories.people), picked, expected, counts)
    return mix_concentration(
        offences_by_type(histories, weights, seen.edges),
        whole_mix(histories, seen.edges),
        settings.mix_prior_offences,
    )
