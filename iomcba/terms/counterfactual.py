"""What the cohort would do anyway: the fitted counterfactual as the engine and the report see it.

The fit may look at every person; what leaves it is a joint distribution of cohort totals, so that
a `Plan` holds no person and the cost of a draw does not grow with the cohort (F6).
"""

from __future__ import annotations

from dataclasses import dataclass

from iomcba.terms.histories import Floats, Ints, freeze_arrays

METHODS = ("population", "truncated", "assumed", "totals", "naive")
FAMILIES = ("gamma", "lognormal", "best")
SELECTION_RULES = ("count", "cost", "harm", "flag")


@dataclass(frozen=True, slots=True)
class RateFit:
    """Hyper-parameters of unequal and drifting rates (F3), with what the report shows of the fit.

    `mean` is the population's mean rate per free year, `spread` the coefficient of variation of the
    rates, `persistence` the correlation of a person's rate with itself one year later (rho).
    `parameters` and `covariance` are the estimates on the scale on which they are nearly normal
    (named in `parameter_names`), for drawing hyper-parameters.
    `shares` holds rows (denominator, top share, observed share of offences, fitted share).
    """

    family: str
    mean: float
    spread: float
    persistence: float
    log_likelihood: float
    aic: float
    parameter_names: tuple[str, ...]
    parameters: Floats
    covariance: Floats
    shares: tuple[tuple[str, float, float, float], ...] = ()

    def __post_init__(self) -> None:
        freeze_arrays(self)


@dataclass(frozen=True, slots=True)
class Counterfactual:
    """Joint distribution of the cohort's proven offences without the programme, by appraisal year.

    `mean` (y,) and `covariance` (y, y) describe the cohort's expected proven person-offences
    (persons' posteriors and hyper-parameters), before the shared shock and before Poisson chance;
    the draws take them as jointly lognormal. `shock_log_sd` is the log sd of the one shared shock
    per draw (mean 1), `shock_yearly_log_sd` that of an independent shock per year (0 if none).
    `mix` (o + 1,) is the Dirichlet concentration over offence types, the last entry being offences
    that are not costed. `free_share` (y,) is the forecast share of the year not in custody, and
    `rate_free` (y,) the cohort's offences per free person-year.
    `concentration` (p,) is the cumulative share of expected offences held by the highest-rate
    0, 1/(p-1), ..., 1 share of heads (h of F9 for places that go to the highest rates).
    """

    method: str
    years: tuple[str, ...]
    cohort_size: int
    mean: Floats
    covariance: Floats
    shock_log_sd: float
    shock_yearly_log_sd: float
    mix: Floats
    free_share: Floats
    rate_free: Floats
    concentration: Floats
    offenders_per_crime: float
    fit: RateFit | None = None
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        freeze_arrays(self)


@dataclass(frozen=True, slots=True)
class SelectionRule:
    """How the cohort is picked (F4): the top of a ranking in a window, or a flag.

    `rule` is 'count' (proven offences), 'cost' or 'harm' (each offence weighted by its type) or
    'flag' (nominated people). Exactly one of `top` (heads) and `share` (of all people in the
    histories) is given unless the rule is 'flag'. The window is `from_day <= day < to_day`.
    `weights` (o + 1,) is the weight of each offence type, the last entry for uncosted offences;
    `flagged` (n,) indexes the people.
    """

    rule: str
    top: int | None
    share: float | None
    from_day: int
    to_day: int
    weights: Floats | None
    flagged: Ints | None

    def __post_init__(self) -> None:
        if self.rule not in SELECTION_RULES:
            raise ValueError(f"rule {self.rule!r} must be one of {SELECTION_RULES}")
        if self.rule == "flag":
            if self.flagged is None:
                raise ValueError("rule 'flag' needs flagged people")
        elif (self.top is None) == (self.share is None):
            raise ValueError(f"give exactly one of top and share: {self.top=}, {self.share=}")
        if self.rule in {"cost", "harm"} and self.weights is None:
            raise ValueError(f"rule {self.rule!r} needs a weight per offence type")
        if self.to_day <= self.from_day:
            raise ValueError(f"{self.to_day=} must be after {self.from_day=}")
        freeze_arrays(self)


@dataclass(frozen=True, slots=True)
class PastTotals:
    """Rounded yearly totals by offence type of a cohort whose people are not known (`totals`).

    `offences` (t, o + 1) holds whole years in order of time, the last column offences that are not
    costed; `offence_types` (o,) names the others; `rounding` is the unit to which the partners
    rounded (1 if exact); `cohort_size` is the number of people behind the totals.
    """

    offences: Floats
    offence_types: tuple[str, ...]
    rounding: float
    cohort_size: int

    def __post_init__(self) -> None:
        if self.offences.ndim != 2 or self.offences.shape[1] != len(self.offence_types) + 1:
            raise ValueError(f"{self.offences.shape=} does not fit {len(self.offence_types)=}")
        freeze_arrays(self)


@dataclass(frozen=True, slots=True)
class ForecastSettings:
    """Everything the forecast of a cohort takes besides the histories; each number is a table row.

    `year_edges` (y + 1,) are the first days of the appraisal years and the day after the last.
    `window_from <= day < window_to` is the window in which the cohort was picked; days younger than
    `maturity_months` before the end of the histories are left out of counts and exposure (F2). The
    fit also uses what the histories hold before the window, up to `history_years` in all.
    `custody_share` is the share of time in custody where the histories hold no spell at all.
    `trend_log_sd` is the prior sd of the population's yearly log change (mean 0); `trend_damping`
    is the share of a fall that is carried over from each year to the next, `rise_damping` the same
    of a rise.
    `fall` (y,) and `fall_log_sd` (y,) are the mean and log sd of each year's offences as a ratio to
    the past yearly average, and their log errors move together (`assumed`, `totals`).
    `spread` and `persistence` with their sds stand in for the fit where only the picked people are
    given (`truncated`); `spread_log_sd` is on the log, `persistence_logit_sd` on the logit scale.
    `selected_from_count` is the least count in the window that got a person picked (`truncated`;
    None: the least among those picked). `mix_prior_offences` is the weight, in offences, of the
    population's mix in the cohort's (F6).
    `stock` (y, a) is the number of people in the cohort in each appraisal year by years since entry
    (rolling cohort); None is the fixed cohort.
    """

    method: str
    family: str
    years: tuple[str, ...]
    year_edges: Ints
    window_from: int
    window_to: int
    maturity_months: float
    history_years: float
    custody_share: float
    shock_log_sd: float
    shock_yearly_log_sd: float
    trend_log_sd: float
    trend_damping: float
    rise_damping: float
    fall: Floats
    fall_log_sd: Floats
    spread: float
    spread_log_sd: float
    persistence: float
    persistence_logit_sd: float
    selected_from_count: int | None
    mix_prior_offences: float
    totals: PastTotals | None
    stock: Floats | None

    def __post_init__(self) -> None:
        if self.method not in METHODS:
            raise ValueError(f"method {self.method!r} must be one of {METHODS}")
        if self.family not in FAMILIES:
            raise ValueError(f"family {self.family!r} must be one of {FAMILIES}")
        if len(self.year_edges) != len(self.years) + 1:
            raise ValueError(f"{len(self.year_edges)=} must be one more than {len(self.years)=}")
        freeze_arrays(self)
