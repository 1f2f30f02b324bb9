"""Histories drawn from the model's own assumptions, for tests that need the truth behind them."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

import numpy as np

from iomcba.model.offending.drift import relative_rates
from iomcba.terms.counterfactual import ForecastSettings
from iomcba.terms.histories import Histories

YEAR = 365


@dataclass(frozen=True)
class Truth:
    """What the histories are drawn from; rates per free year, yearly steps."""

    people: int
    years: int
    ahead: int
    family: str
    level: float
    spread: float
    correlation: float  # of the score at one year
    trend: float = 0.0
    trend_damping: float = 1.0
    shock_log_sd: float = 0.0
    custody: float = 0.0  # long-run share of custody
    custody_carry: float = 0.0
    lists_everyone: bool = True


@dataclass(frozen=True)
class Drawn:
    histories: Histories
    future: np.ndarray  # (i, y) counts after the end of the histories
    relative: np.ndarray  # (i, t + y) relative rates


def draw_histories(truth: Truth, rng: np.random.Generator) -> Drawn:
    steps = truth.years + truth.ahead
    score = np.empty((truth.people, steps))
    score[:, 0] = rng.standard_normal(truth.people)
    noise = np.sqrt(1 - truth.correlation**2)
    for step in range(1, steps):
        fresh = rng.standard_normal(truth.people)
        score[:, step] = truth.correlation * score[:, step - 1] + noise * fresh
    relative = relative_rates(score, truth.family, truth.spread)
    level = truth.level * np.exp(truth.trend * course(truth))
    share = custody_shares(truth, rng)
    shock = np.exp(truth.shock_log_sd * rng.standard_normal() - truth.shock_log_sd**2 / 2)
    expected = relative * level * (1 - share)
    expected[:, truth.years :] *= shock
    counts = rng.poisson(expected)
    past = counts[:, : truth.years]
    listed = np.ones(truth.people, bool) if truth.lists_everyone else past.sum(axis=1) > 0
    return Drawn(
        as_histories(past[listed], share[listed, : truth.years], truth, rng),
        counts[listed][:, truth.years :],
        relative[listed],
    )


def course(truth: Truth) -> np.ndarray:
    """Years of trend gathered at each step: whole in the past, damped in the future."""
    past = np.arange(truth.years) - (truth.years - 1.0)
    future = np.cumsum(truth.trend_damping ** np.arange(1, truth.ahead + 1))
    return np.concatenate((past, future))


def custody_shares(truth: Truth, rng: np.random.Generator) -> np.ndarray:
    """Stationary custody shares (i, t) with a carry from year to year, apart from offending."""
    shape = (truth.people, truth.years + truth.ahead)
    if truth.custody == 0:
        return np.zeros(shape)
    share = np.empty(shape)
    fresh = rng.beta(0.5, 0.5 / truth.custody - 0.5, shape)
    share[:, 0] = fresh[:, 0]
    for step in range(1, shape[1]):
        keeps = rng.random(truth.people) < truth.custody_carry
        share[:, step] = np.where(keeps, share[:, step - 1], fresh[:, step])
    return share * 0.9


def as_histories(
    counts: np.ndarray, share: np.ndarray, truth: Truth, rng: np.random.Generator
) -> Histories:
    people, years = counts.shape
    person = np.repeat(np.arange(people), counts.sum(axis=1))
    year = np.repeat(np.tile(np.arange(years), people), counts.ravel())
    held = np.round(share * YEAR).astype(np.int64)
    spell_person, spell_year = np.nonzero(held)
    length = held[spell_person, spell_year]
    start = spell_year * YEAR + rng.integers(0, YEAR - length + 1)
    return Histories(
        people=tuple(str(i) for i in range(people)),
        offence_types=("any",),
        start_day=0,
        end_day=years * YEAR,
        lists_everyone=truth.lists_everyone,
        offence_person=person,
        offence_day=year * YEAR + rng.integers(0, YEAR, len(person)),
        offence_type=np.zeros(len(person), np.int64),
        crime=np.arange(len(person)),
        spell_person=spell_person,
        spell_start=start,
        spell_end=start + length,
        birth_year=np.full(people, -1),
    )


def settings_for(truth: Truth, **changed: object) -> ForecastSettings:
    """Settings that assume what the truth is where no fit can tell, and weak priors elsewhere."""
    end = truth.years * YEAR
    base = ForecastSettings(
        method="population",
        family=truth.family,
        years=tuple(f"year-{y}" for y in range(truth.ahead)),
        year_edges=end + np.arange(truth.ahead + 1) * YEAR,
        window_from=end - min(3, truth.years) * YEAR,
        window_to=end,
        maturity_months=0.0,
        history_years=5.0,
        custody_share=0.0,
        shock_log_sd=truth.shock_log_sd,
        shock_yearly_log_sd=0.0,
        trend_log_sd=0.15,
        trend_damping=truth.trend_damping,
        rise_damping=0.0,
        fall=np.ones(truth.ahead),
        fall_log_sd=np.zeros(truth.ahead),
        spread=1.3,
        spread_log_sd=0.5,
        persistence=0.75,
        persistence_logit_sd=0.7,
        selected_from_count=None,
        mix_prior_offences=20.0,
        totals=None,
        stock=None,
    )
    assert set(changed) <= {field.name for field in fields(base)}
    return replace(base, **changed)  # type: ignore[arg-type]
