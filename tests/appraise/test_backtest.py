"""Backtest scoring (F8): errors, intervals and scores by hand; nothing later leaks in."""

import json
from dataclasses import asdict, replace

import numpy as np
import pytest
from scipy import stats

from iomcba.appraise.backtest import (
    best_fixed_score,
    best_ratio_score,
    disclose_backtest,
    interval_score,
    mean_score,
    predicted_total,
    predictive_interval,
    rolling_windows,
    run_backtest,
    score,
    summed_up,
)
from iomcba.terms.backtest import Backtest, BacktestWindow, Outlook, PredictedTotal
from iomcba.terms.counterfactual import Counterfactual

WINDOW = BacktestWindow("w", 0, 30, 60, 10)


def test_interval_score_by_hand():
    # width 20; a miss by 3 costs 2 / 0.2 * 3
    assert interval_score(90, 110, 100, 0.8) == 20
    assert interval_score(90, 110, 113, 0.8) == pytest.approx(50)
    assert interval_score(90, 110, 87, 0.95) == pytest.approx(20 + 120)


def test_predictive_interval_has_the_quantiles_of_the_mixture():
    rng = np.random.default_rng(1)
    log_sd, mean = 0.25, 150.0
    rates = mean * np.exp(log_sd * rng.standard_normal(400_000) - log_sd**2 / 2)
    counts = rng.poisson(rates)
    for level in (0.8, 0.95):
        exact = np.quantile(counts, [(1 - level) / 2, (1 + level) / 2])
        got = predictive_interval(PredictedTotal("m", mean, log_sd), level)
        np.testing.assert_allclose(got, exact, rtol=0.025)


def test_a_row_says_what_happened():
    row = score(WINDOW, 100, PredictedTotal("m", 150.0, 0.1))
    assert row.log_error == pytest.approx(np.log(1.5))
    assert row.claimed == pytest.approx(50)
    assert (row.hit80, row.hit95, row.claim_holds_zero) == (False, False, False)
    assert row.claimed_low95 == pytest.approx(row.low95 - 100)
    log_sd = np.sqrt(np.log(np.exp(0.01) + 1 / 150))
    law = stats.lognorm(log_sd, scale=150 * np.exp(-(log_sd**2) / 2))
    np.testing.assert_allclose([row.low80, row.high80], law.ppf([0.1, 0.9]))


def test_no_offence_at_all_has_a_finite_error():
    assert score(WINDOW, 0, PredictedTotal("m", 5.0, 0.2)).log_error == pytest.approx(np.log(10))


def test_best_fixed_width_is_the_best_of_a_fine_search():
    rng = np.random.default_rng(2)
    predicted = rng.uniform(50, 300, 9)
    observed = predicted * np.exp(rng.normal(0, 0.3, 9))

    def mean(low, high):
        return np.mean(
            [interval_score(*each, 0.8) for each in zip(low, high, observed, strict=True)]
        )

    halves, logs = np.linspace(0, 300, 6001), np.linspace(0, 1.5, 6001)
    fixed = min(mean(predicted - h, predicted + h) for h in halves)
    ratio = min(mean(predicted * np.exp(-k), predicted * np.exp(k)) for k in logs)
    assert best_fixed_score(predicted, observed) == pytest.approx(fixed, rel=1e-3)
    assert best_ratio_score(predicted, observed) == pytest.approx(ratio, rel=2e-2)


def test_the_predictor_is_told_only_of_windows_that_had_closed():
    windows = tuple(
        BacktestWindow(str(start), start, start + 30, start + 60, top)
        for start in (60, 0, 30, 15)
        for top in (5, 10)
    )
    told = {}

    def predictor(window, closed):
        told[window.label, window.top] = {row.window.label for row in closed}
        return Outlook(10, (PredictedTotal("m", 12.0, 0.2),))

    result = run_backtest(windows, predictor)
    assert [row.window.label for row in result.rows] == ["0"] * 2 + ["15"] * 2 + ["30"] * 2 + [
        "60"
    ] * 2
    assert told["15", 5] == set()
    assert told["30", 10] == {"0"}
    assert told["60", 5] == {"0", "15", "30"}


def test_summaries_count_what_the_rows_say():
    observed = iter((100, 150, 400))
    windows = tuple(BacktestWindow(str(s), s, s + 1, s + 2, 1) for s in (0, 5, 10))

    def predictor(_, __):
        return Outlook(
            next(observed), (PredictedTotal("a", 120.0, 0.15), PredictedTotal("b", 240.0, 0.0))
        )

    first, second = run_backtest(windows, predictor).summaries
    errors = np.log(120 / np.array([100, 150, 400]))
    assert (first.method, second.method) == ("a", "b")
    assert first.rms_log_error == pytest.approx(np.sqrt(np.mean(errors**2)))
    assert first.mean_log_error == pytest.approx(errors.mean())
    assert first.worst_ratio == pytest.approx(400 / 120)
    # 120 with log sd 0.175 in all: 80% from 94 to 148, 95% from 84 to 167
    assert (first.hits80, first.hits95, first.windows) == (1, 2, 3)
    assert first.mean_claimed == pytest.approx(120 - 650 / 3)


def test_rows_are_plain_data():
    def predictor(_, __):
        return Outlook(3, (PredictedTotal("m", 4.0, 0.1),))

    result = run_backtest((WINDOW,), predictor)
    assert json.loads(json.dumps(asdict(result)))["rows"][0]["observed"] == 3


def test_rolling_windows_fill_the_span():
    windows = rolling_windows(0, round(8 * 365.25), 3, 3, 1, (5, 10))
    assert [(w.from_day, w.top) for w in windows] == [
        (0, 5), (0, 10), (365, 5), (365, 10), (730, 5), (730, 10)
    ]  # fmt: skip
    assert windows[0].pick_day == round(3 * 365.25)
    assert windows[-1].to_day <= round(8 * 365.25) + 1
    assert rolling_windows(0, 1000, 3, 3, 1, (5,)) == ()


def counterfactual(mean, covariance):
    return Counterfactual(
        method="population",
        years=("a", "b"),
        cohort_size=10,
        mean=mean,
        covariance=covariance,
        shock_log_sd=0.2,
        shock_yearly_log_sd=0.1,
        mix=np.ones(2),
        free_share=np.ones(2),
        rate_free=np.ones(2),
        concentration=np.array([0.0, 1.0]),
        offenders_per_crime=1.0,
    )


def test_the_total_of_a_counterfactual_gathers_covariance_and_shocks():
    fitted = counterfactual(np.array([60.0, 40.0]), np.array([[9.0, 4.0], [4.0, 8.0]]))
    yearly = np.expm1(0.01) * (60**2 + 40**2) / 100**2
    got = predicted_total(fitted)
    assert (got.method, got.mean) == ("population", 100.0)
    assert got.log_sd**2 == pytest.approx(np.log1p(25 / 100**2) + 0.04 + np.log1p(yearly))
    none = predicted_total(replace(fitted, mean=np.zeros(2), covariance=np.zeros((2, 2))))
    row = score(WINDOW, 0, none)  # nothing foreseen and nothing seen: right, and not refused
    assert (row.predicted, row.log_error, none.log_sd) == (0.5, 0.0, 0.2)


def test_windows_are_counted_from_the_first_day_wherever_it_lies():
    """Half-year steps; the same windows a thousand days later, each labelled with its first day."""
    early = rolling_windows(0, 3000, 3, 3, 0.5, (5,))
    late = rolling_windows(1000, 4000, 3, 3, 0.5, (5,))
    assert [w.from_day for w in early] == [0, 183, 365, 548, 730]
    assert [w.from_day - 1000 for w in late] == [w.from_day for w in early]
    assert [w.label for w in early[:2]] == ["1970-01-01", "1970-07-03"]


def test_every_part_of_a_row_follows_from_its_interval():
    """Windows in which more, fewer and as many offences came as were foreseen."""
    for observed in (40, 100, 260):
        row = score(WINDOW, observed, PredictedTotal("m", 100.0, 0.2))
        for ends, claimed, told, hit, level in (
            ((row.low80, row.high80), (row.claimed_low80, row.claimed_high80), row.score80,
             row.hit80, 0.8),
            ((row.low95, row.high95), (row.claimed_low95, row.claimed_high95), row.score95,
             row.hit95, 0.95),
        ):  # fmt: skip
            assert ends == predictive_interval(PredictedTotal("m", 100.0, 0.2), level)
            assert claimed == pytest.approx([end - observed for end in ends])
            assert told == interval_score(*ends, observed, level)
            assert hit == (observed == 100)
        assert row.claim_holds_zero == row.hit95
        assert (row.predicted, row.log_sd, row.method) == (100.0, 0.2, "m")
        assert row.log_error == pytest.approx(np.log(100 / observed))


def test_less_than_one_offence_may_be_foreseen():
    """A mean of a half is a forecast, not nought."""
    fitted = counterfactual(np.array([0.3, 0.2]), np.zeros((2, 2)))
    assert predicted_total(fitted).mean == 0.5
    assert predicted_total(replace(fitted, mean=np.zeros(2))).method == "population"
    few = predicted_total(counterfactual(np.array([0.5, 0.5]), np.eye(2) / 2))
    assert few.log_sd**2 == pytest.approx(np.log(2) + 0.04 + np.log1p(np.expm1(0.01) / 2))


def test_a_method_is_summed_up_over_its_rows():
    observed = iter((100, 150, 400))
    windows = tuple(BacktestWindow(str(s), s, s + 1, s + 2, 1) for s in (0, 5, 10))
    foreseen = iter((120.0, 60.0, 240.0))

    def predictor(_, __):
        return Outlook(next(observed), (PredictedTotal("a", next(foreseen), 0.15),))

    result = run_backtest(windows, predictor)
    (told,), rows = result.summaries, result.rows
    assert told.widest80 == max(row.high80 / row.low80 for row in rows) > 1
    assert told.score80 == pytest.approx(sum(row.score80 for row in rows) / 3)
    assert told.score95 == pytest.approx(sum(row.score95 for row in rows) / 3)
    means, counts = np.array([120.0, 60.0, 240.0]), np.array([100.0, 150.0, 400.0])
    assert told.fixed80 == best_fixed_score(means, counts)
    assert told.ratio80 == best_ratio_score(means, counts)
    assert told.fixed80 <= mean_score(means, means, counts)  # a half-width of 0 is one choice


def test_what_leaves_a_backtest_tells_no_hidden_count_and_no_shown_one_exactly():
    """Whatever a hidden count is, and whichever a shown one that rounds alike: the same result."""
    few = BacktestWindow("few", 0, 30, 60, 9)

    def found(*observed, window=WINDOW):
        rows = zip(observed, (60.0, 12.0, 40.0), strict=True)
        return summed_up(
            tuple(score(window, count, PredictedTotal("m", mean, 0.2)) for count, mean in rows)
        )

    shown = disclose_backtest(found(53, 4, 38), 10)
    assert [row.observed for row in shown.rows] == [55, 40]
    assert shown.summaries[0].windows == 2
    assert shown.summaries[0].mean_claimed == pytest.approx((60 - 55 + 40 - 40) / 2)
    for counts in ((53, 9, 38), (53, 1, 38), (55, 4, 42), (57, 4, 38)):
        assert disclose_backtest(found(*counts), 10) == shown
    assert disclose_backtest(found(53, 4, 38, window=few), 10) == Backtest((), ())
