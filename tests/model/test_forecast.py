"""The five methods (F4, F6): each against hand work, and laws that all of them keep."""

from dataclasses import replace

import numpy as np
import pytest
from drawn_histories import YEAR, Truth, draw_histories, settings_for

from iomcba.model.offending.forecast import forecast, forecast_static
from iomcba.model.offending.selection import pick
from iomcba.terms.counterfactual import PastTotals, SelectionRule

PLAIN = Truth(800, 3, 3, "gamma", 1.5, 1.2, 0.8, trend_damping=0.9)
HELD = replace(PLAIN, custody=0.15, custody_carry=0.6)


def drawn(truth, seed=0):
    return draw_histories(truth, np.random.default_rng(seed))


def top(histories, settings, share=0.1):
    window = settings.window_from, settings.window_to
    return pick(histories, SelectionRule("count", None, share, *window, None, None))


def run(truth=PLAIN, seed=0, share=0.1, **changed):
    histories, settings = drawn(truth, seed).histories, settings_for(truth, **changed)
    return forecast(histories, top(histories, settings, share), settings)


def test_naive_carries_the_yearly_average_and_says_so():
    histories, settings = drawn(PLAIN).histories, settings_for(PLAIN, method="naive")
    people = top(histories, settings)
    offences = np.isin(histories.offence_person, people).sum()
    got = forecast(histories, people, settings)
    np.testing.assert_allclose(got.mean, offences / 3, rtol=1e-12)
    np.testing.assert_allclose(got.covariance, 0)
    assert any("overstated" in note for note in got.notes)


def test_assumed_falls_as_told_with_errors_in_step():
    fall, log_sd = np.array([0.6, 0.5, 0.4]), np.array([0.1, 0.2, 0.3])
    naive = run(method="naive")
    got = run(method="assumed", fall=fall, fall_log_sd=log_sd)
    np.testing.assert_allclose(got.mean, fall * naive.mean)
    log_covariance = np.log1p(got.covariance / np.outer(got.mean, got.mean))
    np.testing.assert_allclose(log_covariance, np.outer(log_sd, log_sd))


def test_totals_average_the_years_and_carry_their_rounding():
    past = PastTotals(np.array([[300.0, 100, 0], [500, 100, 200]]), ("shop", "burglary"), 100.0, 50)
    settings = settings_for(
        PLAIN, method="totals", totals=past, fall=np.full(3, 0.5), custody_share=0.2
    )
    got = forecast(None, None, settings)
    np.testing.assert_allclose(got.mean, 300)
    # six cells each rounded to 100, averaged over two years, halved
    np.testing.assert_allclose(got.covariance, 6 * 100**2 / 12 / 4 / 4)
    np.testing.assert_allclose(got.mix, [800.5, 200.5, 200.5])
    assert got.cohort_size == 50
    assert (got.method, got.years) == ("totals", settings.years)
    assert (got.shock_log_sd, got.shock_yearly_log_sd) == (
        settings.shock_log_sd,
        settings.shock_yearly_log_sd,
    )
    np.testing.assert_allclose(got.free_share, 0.8)
    np.testing.assert_allclose(got.rate_free * 50 * 0.8, got.mean, rtol=2e-3)  # a year of 365 days
    # nobody is told apart: half of the people have half of the offences, and no crime is shared
    np.testing.assert_array_equal(got.concentration, [0.0, 1.0])
    assert got.offenders_per_crime == 1.0
    assert any("equal within the cohort" in note for note in got.notes)
    np.testing.assert_allclose(got.rate_free * YEAR / 365.25, 300 / 50 / 0.8, rtol=1e-12)


def test_the_method_needs_what_it_needs():
    with pytest.raises(ValueError, match="needs histories"):
        forecast(None, None, settings_for(PLAIN))
    with pytest.raises(ValueError, match="past totals"):
        forecast(None, None, settings_for(PLAIN, method="totals"))
    with pytest.raises(ValueError, match="no mature day"):
        run(maturity_months=48.0)


def test_the_whole_population_at_risk_regresses_not_at_all():
    # zeros included, stationary: what comes is what was, within four standard errors
    truth = replace(PLAIN, people=3000)
    naive = run(truth, share=1.0, method="naive")
    histories, settings = drawn(truth).histories, settings_for(truth)
    everyone = np.arange(len(histories.people))
    whole = forecast(histories, everyone, settings)
    error = np.sqrt(whole.covariance.sum()) / whole.mean.sum()
    assert abs(np.log(whole.mean.sum() / naive.mean.sum())) < 4 * error + 0.01


def test_the_prolific_fall_at_once_and_go_on_falling():
    got, naive = run(), run(method="naive")
    ratio = got.mean / naive.mean
    assert 0.3 < ratio[-1] < ratio[0] < 0.85
    static = forecast_static_of(PLAIN)
    assert got.mean.sum() < static.mean.sum() < naive.mean.sum()


def forecast_static_of(truth):
    histories, settings = drawn(truth).histories, settings_for(truth)
    return forecast_static(histories, top(histories, settings), settings)


def test_a_static_rate_is_the_conjugate_posterior_of_the_window():
    """Gamma rates that never move: (shape + count) / (rate + years) a person, in every year."""
    histories, settings = drawn(PLAIN).histories, settings_for(PLAIN)
    people = top(histories, settings)
    got = forecast_static(histories, people, settings)
    inside = (histories.offence_day >= settings.window_from) & (
        histories.offence_day < settings.window_to
    )
    counts = np.bincount(histories.offence_person[inside], minlength=len(histories.people))
    years = (settings.window_to - settings.window_from) / 365.25
    shape = 1 / got.fit.spread**2
    by_hand = ((shape + counts[people]) / (shape / got.fit.mean + years)).sum()
    np.testing.assert_allclose(got.mean, by_hand, rtol=0.01)
    assert (got.method, got.fit.family) == ("static", "gamma")
    # a fifth of the time in custody, then as before: fewer free years, higher rates, the same count
    held = forecast_static(histories, people, replace(settings, custody_share=0.2))
    np.testing.assert_allclose(held.fit.mean, got.fit.mean / 0.8, rtol=1e-3)
    np.testing.assert_allclose(held.mean, got.mean, rtol=1e-3)
    # what lies before the window tells a static rate nothing
    late = replace(settings, window_from=settings.window_from + YEAR)
    alone, longer = (
        forecast_static(histories, people, replace(late, history_years=years)).mean
        for years in (0.0, 9.0)
    )
    np.testing.assert_array_equal(longer, alone)
    assert not np.array_equal(alone, got.mean)


def test_without_spread_nobody_regresses_below_the_population():
    truth = replace(PLAIN, spread=0.001, people=4000)
    got = run(truth)
    np.testing.assert_allclose(got.mean / got.cohort_size, 1.5, rtol=0.1)


@pytest.mark.parametrize("truth", [PLAIN, HELD, replace(PLAIN, lists_everyone=False)])
def test_the_forecast_holds_what_came(truth):
    errors = []
    for seed in range(4):
        draw, settings = drawn(truth, seed), settings_for(truth)
        people = top(draw.histories, settings)
        got = forecast(draw.histories, people, settings)
        total = got.mean.sum()
        sd = np.sqrt(got.covariance.sum() / total**2 + 1 / total)
        errors.append(np.log(total / draw.future[people].sum()) / sd)
    assert abs(np.mean(errors)) < 4 / np.sqrt(4)


def test_offences_are_rate_times_free_years():
    got = run(HELD)
    free_years = got.free_share * got.cohort_size * YEAR / 365.25
    np.testing.assert_allclose(got.mean, got.rate_free * free_years)
    assert np.all(np.diff(got.free_share) > -0.05)
    assert np.all((got.free_share > 0.6) & (got.free_share < 1))


def test_a_longer_gap_to_go_live_brings_the_cohort_nearer_to_the_average():
    settings = settings_for(PLAIN)
    late = run(year_edges=settings.year_edges + 2 * YEAR)
    assert late.mean[0] < run().mean[0]
    np.testing.assert_allclose(late.mean[0], run().mean[2], rtol=0.06)


def test_immature_months_leave_the_counts_and_the_exposure():
    # the last half year empty because offences prove late: left out, the level stays
    draw, settings = drawn(PLAIN), settings_for(PLAIN)
    histories = draw.histories
    known = histories.offence_day < histories.end_day - 183
    late = replace(
        histories,
        offence_person=histories.offence_person[known],
        offence_day=histories.offence_day[known],
        offence_type=histories.offence_type[known],
        crime=histories.crime[known],
    )
    people = top(late, settings, 1.0)
    full = forecast(histories, people, settings).mean.sum()
    ignored = forecast(late, people, settings).mean.sum()
    heeded = forecast(late, people, replace(settings, maturity_months=6.0)).mean.sum()
    assert ignored < 0.9 * full
    assert heeded == pytest.approx(full, rel=0.06)


def test_no_custody_records_take_the_assumed_share_and_change_no_count():
    free, held = run(), run(custody_share=0.2)
    np.testing.assert_allclose(held.free_share, 0.8)
    np.testing.assert_allclose(held.mean, free.mean, rtol=0.02)
    np.testing.assert_allclose(held.rate_free, free.rate_free / 0.8, rtol=0.02)


def test_a_rolling_cohort_adds_up_by_years_since_entry():
    fixed = run()
    n = fixed.cohort_size
    everyone_new = np.column_stack((np.full(3, n / 2), np.full(3, n / 4)))
    rolling = run(stock=everyone_new)
    by_hand = fixed.mean[0] / 2 + fixed.mean[1] / 4
    np.testing.assert_allclose(rolling.mean, by_hand, rtol=5e-3)
    same = run(stock=np.diag(np.full(3, float(n))))
    np.testing.assert_allclose(same.mean, fixed.mean, rtol=5e-3)  # years of 365 or 365.25 days
    np.testing.assert_allclose(same.covariance, fixed.covariance, rtol=1e-2)
    assert rolling.cohort_size == round(n * 0.75)


def test_the_picked_alone_are_left_truncated():
    draw, settings = drawn(PLAIN), settings_for(PLAIN)
    people = top(draw.histories, settings)
    priors = {"spread": 1.2, "spread_log_sd": 0.1, "persistence": 0.78, "persistence_logit_sd": 0.2}
    cut = forecast(draw.histories, people, settings_for(PLAIN, method="truncated", **priors))
    naive = forecast(draw.histories, people, settings_for(PLAIN, method="naive"))
    whole = forecast(draw.histories, people, settings)
    sd = np.sqrt(cut.covariance.sum()) / cut.mean.sum()
    assert any("only the picked" in note for note in cut.notes)
    assert cut.mean.sum() < 0.9 * naive.mean.sum()
    assert abs(np.log(cut.mean.sum() / whole.mean.sum())) < 3 * sd
    assert sd > np.sqrt(whole.covariance.sum()) / whole.mean.sum()


def test_best_takes_the_family_with_the_smaller_aic():
    fits = {family: run(family=family).fit for family in ("gamma", "lognormal", "best")}
    smaller = min(("gamma", "lognormal"), key=lambda family: fits[family].aic)
    assert fits["best"].family == smaller


def test_long_histories_reach_back_no_further_than_told():
    # a childhood of another level lies before the five years and changes nothing
    long = replace(PLAIN, years=9)
    draw = drawn(long)
    histories = draw.histories
    young = histories.offence_day < 4 * YEAR - 1
    quiet = replace(
        histories,
        offence_person=histories.offence_person[~young],
        offence_day=histories.offence_day[~young],
        offence_type=histories.offence_type[~young],
        crime=histories.crime[~young],
    )
    settings = settings_for(long)
    people = top(histories, settings)
    one, other = forecast(histories, people, settings), forecast(quiet, people, settings)
    np.testing.assert_allclose(one.mean, other.mean, rtol=0.01)


def test_concentration_rises_above_the_diagonal():
    curve = run().concentration
    assert curve[0] == 0
    assert curve[-1] == pytest.approx(1)
    assert np.all(curve[1:-1] > np.linspace(0, 1, len(curve))[1:-1])
    assert np.all(np.diff(curve, 2) < 1e-9)
