"""The parts of the fit (F3), each against hand work: priors, search, bends, shares of the top."""

import numpy as np
import pytest
from scipy import stats

from iomcba.model.offending import likelihood as like
from iomcba.model.offending import rates
from iomcba.model.offending.drift import rate_correlation
from iomcba.model.offending.rates import (
    RatePrior,
    best_fit,
    fit_rates,
    hessian,
    inverse_information,
    logit,
    minimise,
    penalised_loss,
    penalty,
    share_of_top,
    starting_point,
    top_shares,
)
from iomcba.terms.counterfactual import RateFit
from iomcba.terms.histories import Panel

PRIOR = RatePrior(0.15, 1.3, 0.5, 0.75, 0.7)
NO_PRIOR = RatePrior(np.inf, 1.0, np.inf, 0.5, np.inf)


def rows(counts, weight, least=0, exposure=1.0):
    counts = np.array(counts, np.int64).reshape(len(weight), -1)
    years = np.arange(counts.shape[1], dtype=float)
    free = np.full(counts.shape, exposure)
    return like.Rows(counts, free, np.array(weight, float), years, least, 1.0)


def test_log_odds():
    assert logit(0.5) == 0
    assert logit(0.8) == pytest.approx(np.log(4))
    assert logit(0.2) == pytest.approx(-np.log(4))


def test_the_priors_are_normal_on_their_scales():
    """Minus the log density of independent normals, but for its constant."""
    parameters = np.array([0.3, 0.2, np.log(2.0), 1.5])
    hyper = like.unpack(parameters, "gamma", np.arange(3.0))
    rho = rate_correlation(hyper.shape, 1.0)
    away = np.array([0.2, np.log(2.0 / 1.3), np.log(rho / (1 - rho)) - np.log(3.0)])
    sd = np.array([0.15, 0.5, 0.7])
    closed = -(stats.norm.logpdf(away, scale=sd) - stats.norm.logpdf(0, scale=sd)).sum()
    assert penalty(parameters, hyper, PRIOR) == pytest.approx(closed, rel=1e-12)
    static = np.array([0.3, np.log(2.0)])
    hyper = like.unpack(static, "gamma", np.arange(3.0))
    assert penalty(static, hyper, PRIOR) == pytest.approx((np.log(2 / 1.3) / 0.5) ** 2 / 2)
    assert penalty(static, hyper, NO_PRIOR) == 0


def test_what_is_minimised_is_minus_the_log_likelihood_and_the_log_prior():
    seen = rows([0, 1, 4], [5, 3, 2])
    parameters = np.array([0.1, np.log(2.0)])
    hyper = like.unpack(parameters, "gamma", seen.years)
    # a mixed Poisson of gamma rates is negative binomial with r = 1 / 2^2; ours leaves out 1 / x!
    r, mean = 0.25, np.exp(0.1)
    law = stats.nbinom(r, r / (r + mean)).logpmf([0, 1, 4]) + np.log([1, 1, 24])
    closed = (np.log(2 / 1.3) / 0.5) ** 2 / 2 - np.array([5, 3, 2]) @ law
    assert penalised_loss(seen, "gamma", PRIOR)(parameters) == pytest.approx(closed, rel=1e-12)
    assert hyper.level == pytest.approx(mean)


def test_the_search_starts_from_the_mean_rate_and_the_priors():
    """2 · 3 + 1 · 5 offences of three people in two years of 0.5 each: 11 in 3 years."""
    seen = rows([[1, 2], [5, 0]], [2, 1], exposure=0.5)
    drifting = [np.log(11 / 3), 0, np.log(1.3), np.log(3.0)]
    np.testing.assert_allclose(starting_point(seen, PRIOR, True), drifting, rtol=1e-12)
    static = [np.log(11 / 3), np.log(1.3)]
    np.testing.assert_allclose(starting_point(seen, PRIOR, False), static, rtol=1e-12)
    nobody = rows([[0, 0]], [4], exposure=0.5)  # no offence counts as one, so that there is a log
    assert starting_point(nobody, PRIOR, False)[0] == pytest.approx(np.log(1 / 4))


SECOND = np.array([[4.0, 1.0, 0.5], [1.0, 3.0, -1.0], [0.5, -1.0, 2.0]])
LOWEST = np.array([0.3, -0.2, 0.7])


def bowl(at):
    away = at - LOWEST
    return float(away @ SECOND @ away / 2 + 5.0)


def test_second_derivatives_of_a_quadratic_are_its_matrix():
    """Central differences leave out nothing of a quadratic, wherever they are taken."""
    for at in (LOWEST, np.zeros(3), np.array([2.0, -1.0, 0.0])):
        np.testing.assert_allclose(hessian(bowl, at), SECOND, atol=1e-7)


def test_second_derivatives_err_by_the_square_of_the_step():
    """Of exp(x + 2 y) at nought they are 1, 2 and 4; the error is of the order of 0.01^2."""

    def steep(at):
        return float(np.exp(at[0] + 2 * at[1]))

    found = hessian(steep, np.zeros(2))
    np.testing.assert_allclose(found, [[1, 2], [2, 4]], atol=1e-2)
    # (e^h + e^-h - 2) / h^2 = 1 + h^2 / 12 + …
    assert found[0, 0] == pytest.approx(1 + 0.01**2 / 12, abs=1e-8)


def test_the_lowest_point_and_the_bend_there_are_those_of_one_head():
    people = 500.0
    at, bend = minimise(lambda x: people * bowl(x), np.zeros(3), np.eye(3), people)
    np.testing.assert_allclose(at, LOWEST, atol=1e-4)
    np.testing.assert_allclose(bend, np.linalg.inv(SECOND), rtol=0.05, atol=0.01)
    np.testing.assert_array_equal(bend, bend.transpose())


def test_who_knows_the_bend_goes_straight_there():
    """Newton's step from anywhere ends at the lowest point of a quadratic: few evaluations."""
    asked = []

    def counted(at):
        asked.append(at)
        return 7.0 * bowl(at)

    at, _ = minimise(counted, np.zeros(3), np.linalg.inv(SECOND), 7.0)
    np.testing.assert_allclose(at, LOWEST, atol=1e-4)
    known = len(asked)
    asked.clear()
    minimise(counted, np.zeros(3), np.eye(3), 7.0)
    assert known < len(asked)


def test_a_covariance_is_the_inverse_information():
    np.testing.assert_allclose(inverse_information(SECOND), np.linalg.inv(SECOND), rtol=1e-12)


def test_a_flat_direction_gets_no_variance():
    """Bent 4 along (3, 4) / 5 and not at all across it; a millionth of the bend counts as none."""
    along, across = np.array([0.6, 0.8]), np.array([-0.8, 0.6])
    for flat in (0.0, 3.9e-6, -1.0):
        second = 4 * np.outer(along, along) + flat * np.outer(across, across)
        np.testing.assert_allclose(
            inverse_information(second), np.outer(along, along) / 4, atol=1e-12
        )
    steepest = inverse_information(np.diag([3e-6, 1.0, 4.0]))  # below a millionth of 4, not of 1
    np.testing.assert_allclose(steepest, np.diag([0, 1, 1 / 4]), atol=1e-12)
    told = 4 * np.outer(along, along) + 4.1e-6 * np.outer(across, across)
    assert across @ inverse_information(told) @ across == pytest.approx(1 / 4.1e-6)


def test_the_share_of_the_top_by_hand():
    """Weights 1, 2, 5, 2 of 10 with values 10, 4, 1, 0: 23 in all, the busiest first."""
    values, weights = np.array([0.0, 4.0, 10.0, 1.0]), np.array([2.0, 2.0, 1.0, 5.0])
    for share, held in ((0.1, 10), (0.2, 14), (0.3, 18), (0.4, 19), (0.8, 23), (1.0, 23)):
        assert share_of_top(values, weights, share) == pytest.approx(held / 23)
    assert share_of_top(values, weights, 0.05) == pytest.approx(5 / 23)  # half of the first head
    assert share_of_top(values, weights, 0.0) == 0


def test_shown_shares_have_their_denominator():
    """Of 100 people 60 did nothing, 30 one offence, 10 five: 80 in all.

    The top 2% of all are 2 people with 10; of the 40 with an offence 0.8 people with 4.
    """
    counts, weight = [0, 1, 5], [60, 30, 10]
    static = like.unpack(np.log([0.8, 1.5]), "gamma", np.zeros(1))
    shown = {row[:2]: row[2:] for row in top_shares(rows(counts, weight), static)}
    observed = {key: round(found[0] * 80, 9) for key, found in shown.items()}
    assert observed == {
        ("all at risk", 0.02): 10,
        ("all at risk", 0.05): 25,
        ("all at risk", 0.10): 50,
        ("people with an offence", 0.02): 4,
        ("people with an offence", 0.05): 10,
        ("people with an offence", 0.10): 20,
    }
    listed = top_shares(rows(counts[1:], weight[1:], least=1), static)
    assert {row[0] for row in listed} == {"people with an offence"}
    assert [round(row[2] * 80, 9) for row in listed] == [4, 10, 20]
    for_cohort = top_shares(rows([5], [10], least=3), static)
    assert for_cohort == ()


def test_fitted_shares_are_those_of_the_law():
    """Negative binomial counts of mean 0.8 · 0.5 years; truncated where nought is not listed."""
    static = like.unpack(np.log([0.8, 1.5]), "gamma", np.zeros(1))
    r = 1 / 1.5**2
    law = stats.nbinom(r, r / (r + 0.4))
    seen = rows([0, 1, 12], [60, 30, 10], exposure=0.5)
    for people, share, _, fitted in top_shares(seen, static):
        first = 0 if people == "all at risk" else 1
        x = np.arange(first, 300)
        assert fitted == pytest.approx(share_of_top(x * 1.0, law.pmf(x), share), rel=1e-3)


def test_fitted_shares_take_the_mean_exposure():
    """One head with a year and three with none of it: a quarter of a year each."""
    static = like.unpack(np.log([4.0, 1.0]), "gamma", np.zeros(1))
    seen = like.Rows(
        np.array([[9], [0]]), np.array([[1.0], [0.0]]), np.array([1.0, 3.0]), np.zeros(1), 0, 1.0
    )
    x = np.arange(300)
    law = stats.nbinom(1.0, 1 / 2).pmf(x)
    for people, share, _, fitted in top_shares(seen, static):
        if people == "all at risk":
            assert fitted == pytest.approx(share_of_top(x * 1.0, law, share), rel=1e-3)


def named(name, aic):
    return RateFit(name, 1.0, 1.0, 1.0, 0.0, aic, (), np.zeros(0), np.zeros((0, 0)))


def test_the_first_of_equals_is_the_best():
    fits = named("a", 12.0), named("b", 10.0), named("c", 10.0)
    assert best_fit(fits).family == "b"


def test_a_static_fit_is_the_maximum_of_the_negative_binomial():
    """200 people of equal exposure: the mean is the sample's, and the score in r is nought.

    The mean's error is that of the law, sqrt((1 / m + s^2) / n) on the log scale.
    """
    counts = stats.nbinom(0.8, 0.8 / 2.8).rvs(200, random_state=1)
    fit = fit_rates(
        Panel(counts[:, None], np.ones((200, 1)), np.array([0, 365])), "gamma", NO_PRIOR, False, 0
    )
    assert fit.mean == pytest.approx(counts.mean(), rel=2e-3)
    assert fit.persistence == pytest.approx(1)
    assert fit.parameter_names == ("log level", "log spread")
    assert np.exp(fit.parameters) == pytest.approx([fit.mean, fit.spread], rel=1e-12)
    r = 1 / fit.spread**2

    def log_likelihood(r, mean=fit.mean):
        law = stats.nbinom(r, r / (r + mean)).logpmf(counts)
        return law.sum()

    best = log_likelihood(r)
    assert best >= max(log_likelihood(r * 1.02), log_likelihood(r / 1.02))
    factorials = np.array([np.log(np.arange(1, x + 1)).sum() for x in counts])
    assert fit.log_likelihood == pytest.approx(best + factorials.sum(), rel=1e-9)
    assert fit.aic == pytest.approx(2 * 2 - 2 * fit.log_likelihood, rel=1e-12)
    closed = (1 / fit.mean + fit.spread**2) / 200
    assert fit.covariance[0, 0] == pytest.approx(closed, rel=0.01)
    assert abs(fit.covariance[0, 1]) < 0.02 * np.sqrt(np.prod(np.diag(fit.covariance)))


def test_a_drifting_fit_names_four_parameters():
    rng = np.random.default_rng(2)
    counts = rng.poisson(rng.gamma(1.0, 1.0, (150, 1)), (150, 3))
    panel = Panel(counts, np.ones((150, 3)), np.array([0, 365, 730, 1095]))
    fit = fit_rates(panel, "gamma", PRIOR, True, 0)
    assert fit.parameter_names == ("log level", "trend", "log spread", "logit correlation")
    assert fit.aic == pytest.approx(2 * 4 - 2 * fit.log_likelihood)
    assert fit.mean == pytest.approx(np.exp(fit.parameters[0]))
    hyper = like.unpack(fit.parameters, "gamma", np.arange(3.0))
    assert fit.persistence == pytest.approx(rate_correlation(hyper.shape, 1.0))
    assert fit.spread == pytest.approx(np.exp(fit.parameters[2]))
    # the lowest point of what is minimised: no parameter moved by a twentieth goes lower
    seen = like.likelihood_rows(panel, 0)
    loss = penalised_loss(seen, "gamma", PRIOR)
    for step in np.concatenate((np.eye(4), -np.eye(4))) * 0.05:
        assert loss(fit.parameters + step) > loss(fit.parameters)
    np.testing.assert_allclose(fit.covariance @ hessian(loss, fit.parameters), np.eye(4), atol=1e-6)


def test_errors_are_those_of_the_people_in_the_sample(monkeypatch):
    """Weights stand for everyone, but nobody is known better for being stood for."""
    rng = np.random.default_rng(3)
    counts = rng.poisson(rng.gamma(1.0, 3.0, (300, 1)), (300, 2))
    panel = Panel(counts, np.ones((300, 2)), np.array([0, 365, 730]))
    monkeypatch.setattr(rates, "STAGES", (20, 60))
    fit = fit_rates(panel, "gamma", PRIOR, False, 0)
    few = like.sample_rows(like.likelihood_rows(panel, 0), 60)
    assert few.sampled < 0.9
    loss = penalised_loss(few, "gamma", PRIOR)
    information = hessian(loss, fit.parameters) * few.sampled
    np.testing.assert_allclose(fit.covariance @ information, np.eye(2), atol=1e-6)
