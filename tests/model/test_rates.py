"""The fit (F3): closed-form likelihoods, truths that it finds again, top shares by name."""

import numpy as np
import pytest
from drawn_histories import Truth, draw_histories
from scipy import integrate, stats
from scipy.optimize import brentq

from iomcba.model.offending import likelihood as like
from iomcba.model.offending.drift import (
    Meeting,
    drift,
    filter_scores,
    log_chances,
    rate_correlation,
    relative_rates,
    seen_in,
    total_chances,
    transition,
)
from iomcba.model.offending.exposure import panel, yearly_edges
from iomcba.model.offending.rates import RatePrior, best_fit, fit_rates, share_of_top
from iomcba.terms.histories import Panel

NO_PRIOR = RatePrior(np.inf, 1.0, np.inf, 0.5, np.inf)
PRIOR = RatePrior(0.15, 1.3, 0.5, 0.75, 0.7)


def seen(truth, seed):
    histories = draw_histories(truth, np.random.default_rng(seed)).histories
    return panel(histories, yearly_edges(histories.start_day, histories.end_day))


def fitted(truth, seed, drifting=True, prior=NO_PRIOR):
    least = 0 if truth.lists_everyone else 1
    return fit_rates(seen(truth, seed), truth.family, prior, drifting, least)


@pytest.mark.parametrize("family", ["gamma", "lognormal"])
@pytest.mark.parametrize("spread", [0.5, 1.3])
def test_relative_rates_have_the_family_the_mean_and_the_spread(family, spread):
    shape = 1 / spread**2
    log_sd = np.sqrt(np.log1p(spread**2))
    law = {
        "gamma": stats.gamma(shape, scale=1 / shape),
        "lognormal": stats.lognorm(log_sd, scale=np.exp(-(log_sd**2) / 2)),
    }[family]
    score = np.array([-2.0, -0.3, 0.0, 1.0, 3.5])
    rates = relative_rates(score, family, spread)
    np.testing.assert_allclose(law.cdf(rates), stats.norm.cdf(score), rtol=1e-7)


@pytest.mark.parametrize("correlation", [0.0, 0.5, 0.9, 0.99])
def test_drift_keeps_the_population_and_fades_the_score(correlation):
    shape = drift("lognormal", 0.8, correlation)
    moved = transition(shape, 1.0)
    np.testing.assert_allclose(shape.weight @ moved, shape.weight, atol=2e-6)
    np.testing.assert_allclose(
        (moved @ shape.score)[abs(shape.score) < 2.5],
        correlation * shape.score[abs(shape.score) < 2.5],
        atol=2e-3,
    )


def test_lognormal_rate_correlation_has_its_closed_form():
    variance = np.log1p(0.8**2)
    closed = np.expm1(variance * 0.7**2) / np.expm1(variance)
    assert rate_correlation(drift("lognormal", 0.8, 0.7), 2.0) == pytest.approx(closed, abs=1e-3)


@pytest.mark.parametrize("least", [0, 1, 3])
def test_fixed_gamma_rates_give_the_truncated_negative_binomial(least):
    counts, years = np.array([3, 5, 9]), np.array([1.5, 3.0, 2.0])
    rows = like.Rows(counts[:, None], years[:, None], np.ones(3), np.zeros(1), least, 1.0)
    r, mean = 1 / 0.7**2, 1.2
    law = stats.nbinom(r, r / (r + mean * years))
    closed = law.logpmf(counts) - law.logsf(least - 1)
    hyper = like.unpack(np.log([mean, 0.7]), "gamma", np.zeros(1))
    constant = np.log(np.array([6, 120, 362880])).sum()
    assert like.log_likelihood(rows, hyper) - constant == pytest.approx(closed.sum(), abs=1e-9)


def test_fixed_lognormal_rates_agree_with_the_integral():
    variance = np.log1p(1.3**2)

    def chance(score, count, expected):
        rate = np.exp(np.sqrt(variance) * score - variance / 2)
        return stats.norm.pdf(score) * stats.poisson.pmf(count, expected * rate)

    for count, expected in ((0, 0.7), (4, 2.0), (30, 5.0)):
        whole = integrate.quad(chance, -8, 8, args=(count, expected), points=[0, 2])[0]
        mine = like.fixed_log_likelihood(
            np.array([count]), np.array([expected]), drift("lognormal", 1.3, 1.0)
        )[0]
        assert np.exp(mine) == pytest.approx(
            whole * np.exp(np.log(np.arange(1, count + 1)).sum()), rel=1e-4
        )


def test_two_drifting_years_agree_with_the_double_integral():
    spread, correlation, expected, counts = 1.0, 0.6, np.array([0.8, 1.4]), np.array([2, 5])
    shape = drift("gamma", spread, correlation)
    seen = seen_in(counts[None], np.ones((1, 2)))
    mine = filter_scores(seen, expected, np.array([0.0, 1.0]), shape)[0]

    def chance(later, now):
        rate = stats.expon.ppf(stats.norm.cdf([now, later]))
        pair = stats.norm.pdf(now) * stats.norm.pdf(
            later, correlation * now, np.sqrt(1 - correlation**2)
        )
        return pair * stats.poisson.pmf(counts, expected * rate).prod()

    whole = integrate.dblquad(chance, -5, 5, -5, 5, epsabs=1e-6)[0]
    assert np.exp(mine[0]) == pytest.approx(whole * 2 * 120, rel=1e-4)


@pytest.mark.parametrize("family", ["gamma", "lognormal"])
@pytest.mark.parametrize("periods", [1, 2, 3, 5, 24])
def test_runs_that_meet_are_as_likely_as_whole_histories(family, periods):
    rng = np.random.default_rng(periods)
    counts = rng.poisson(rng.gamma(0.6, 4.0, (300, 1)), (300, periods))
    counts[0], counts[1] = 60, 0  # as far from each other as a list may hold
    exposure = rng.choice([0.25, 0.5, 1.0], counts.shape)
    seen = seen_in(counts, exposure)
    level, years = rng.uniform(0.5, 2.0, periods), np.cumsum(rng.choice([0.5, 1.0], periods))
    given = (level, years, drift(family, 1.2, 0.8))
    found = log_chances(seen, Meeting.of(seen), *given)
    np.testing.assert_allclose(found, filter_scores(seen, *given)[0], rtol=1e-12, atol=1e-10)


def test_total_chances_add_up_and_have_the_mean():
    shape = drift("gamma", 1.0, 0.7)
    chances = total_chances(80, np.array([[1.0, 0.5, 2.0]]), np.arange(3.0), shape)[0]
    assert chances.sum() == pytest.approx(1, abs=1e-4)
    assert chances @ np.arange(81) == pytest.approx(3.5, rel=1e-3)


@pytest.mark.parametrize("family", ["gamma", "lognormal"])
def test_the_fit_finds_the_truth_again(family):
    truth = Truth(20_000, 5, 1, family, 1.2, 1.2, 0.8, trend=-0.1)
    fit = fitted(truth, 1)
    last = np.array([np.log(1.2), -0.1, np.log(1.2), np.log(0.8 / (0.995 - 0.8))])
    assert np.all(np.abs(fit.parameters - last) < 4 * np.sqrt(np.diag(fit.covariance)) + 0.02)
    log_variance = np.log1p(1.2**2)
    closed = np.expm1(log_variance * 0.8) / np.expm1(log_variance)
    if family == "lognormal":
        assert fit.persistence == pytest.approx(closed, abs=0.03)


def test_standard_errors_are_those_of_repeated_samples():
    truth = Truth(300, 4, 1, "gamma", 1.0, 1.0, 0.7)
    fits = [fitted(truth, seed) for seed in range(40)]
    spread = np.std([fit.parameters for fit in fits], axis=0)
    stated = np.sqrt(np.mean([np.diag(fit.covariance) for fit in fits], axis=0))
    np.testing.assert_allclose(stated / spread, 1, atol=0.35)  # 40 samples: sd of the ratio 0.11


def test_a_list_of_offenders_only_finds_the_population_behind_it():
    truth = Truth(20_000, 3, 1, "gamma", 0.5, 1.0, 0.8, lists_everyone=False)
    fit = fitted(truth, 2)
    assert fit.mean == pytest.approx(0.5, rel=0.1)
    assert fit.spread == pytest.approx(1.0, rel=0.1)


def test_equal_rates_are_found_equal():
    truth = Truth(4000, 3, 1, "gamma", 1.0, 0.001, 0.8)
    assert fitted(truth, 3).spread < 0.15


def test_the_smaller_aic_tells_the_family():
    for family, other in (("gamma", "lognormal"), ("lognormal", "gamma")):
        data = seen(Truth(2000, 4, 1, family, 2.0, 1.3, 0.8), 4)
        fits = tuple(fit_rates(data, each, PRIOR, True, 0) for each in (other, family))
        assert best_fit(fits).family == family


def test_a_sampled_population_fits_like_the_whole():
    data = seen(Truth(30_000, 6, 1, "gamma", 1.5, 1.3, 0.8), 5)
    rows = like.likelihood_rows(data, 0)
    few = like.sample_rows(rows, 2000)
    assert len(few.weight) < 2100 < len(rows.weight)
    assert few.weight.sum() == pytest.approx(30_000, rel=0.02)
    assert few.weight @ few.counts.sum(axis=1) == pytest.approx(data.counts.sum(), rel=0.01)


def test_static_shares_of_the_top_are_those_of_the_negative_binomial():
    truth = Truth(40_000, 1, 1, "gamma", 3.2, 1.0, 0.9999)
    fit = fitted(truth, 6, drifting=False)
    law = stats.nbinom(1.0, 1 / 4.2)
    heads, offences = law.sf(np.arange(200)), np.cumsum(law.pmf(np.arange(200)) * np.arange(200))
    for denominator, share, observed, expected in fit.shares:
        assert observed == pytest.approx(expected, abs=0.02)
        if denominator == "all at risk":
            closed = np.interp(share, heads[::-1], (1 - offences / 3.2)[::-1])
            assert expected == pytest.approx(closed, abs=0.01)
    assert {row[0] for row in fit.shares} == {"all at risk", "people with an offence"}


def test_a_zero_truncated_gamma_of_mean_3_2_cannot_give_a_quarter_to_the_top_twentieth():
    counts = np.arange(1, 400)
    shares = [
        share_of_top(counts.astype(float), listed_chances(r, counts), 0.05)
        for r in (0.02, 0.1, 0.3, 1.0, 3.0)
    ]
    assert max(shares) < 0.25


def listed_chances(r, counts):
    """Zero-truncated negative binomial chances with listed mean 3.2."""

    def gap(mean):
        return mean / (1 - (r / (r + mean)) ** r) - 3.2

    mean = brentq(gap, 1e-6, 3.2)
    return stats.nbinom(r, r / (r + mean)).pmf(counts)


def test_rows_with_equal_histories_weigh_as_many():
    data = Panel(np.array([[1, 0], [1, 0], [0, 2]]), np.ones((3, 2)), np.array([0, 365, 730]))
    rows = like.likelihood_rows(data, 0)
    assert sorted(rows.weight) == [1, 2]
    assert rows.weight @ rows.counts.sum(axis=1) == 4
