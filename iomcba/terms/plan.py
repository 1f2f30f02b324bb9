"""What the engine needs and nothing else: resolved quantities, axes, structure; no path, no person.

Axes, always in this order: draw d, appraisal year y, offence type o, bearer b (method.md).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from iomcba.terms.counterfactual import Counterfactual
from iomcba.terms.uncertainty import Distribution

Array = NDArray[np.float64]

BLOCK = 1024  # draws in a block, the fixed unit of work (ARCHITECTURE 9)
REPLICATES = 16  # least number of independent replicates behind a standard error (F18)
HEADINGS = ("capital", "staff", "operating", "partner")
VALUE_CLASSES = ("fiscal", "economic", "social")
FUNDINGS = ("cash", "opportunity", "transfer", "sunk", "backfill")
VOLUMES = ("one", "places", "engaged", "extra-custody-days", "required-posts")


@dataclass(frozen=True, slots=True)
class CostLine:
    """A line of an option's cost (F13). Blank names mean that the line has no such thing.

    The pounds of year y are `amount · Π factors · (1 + on_costs) · (1 - vacancy) · volume[y] ·
    in_year[y] · (1 + growth)^y · (1 + contingency)`, then `(1 + optimism)`; all but `in_year` (the
    share of the year in which the line runs) name assumptions. `volume` is one of VOLUMES; `tiers`
    pairs the share of places in a tier with the people one post can hold, for required posts.
    `life` names the years of use of a capital line, whose residual value is credited at the end.
    `funding` is one of FUNDINGS; `vat` names the rate of VAT that cannot be recovered.
    """

    name: str
    heading: str
    bearer: str
    amount: str
    factors: tuple[str, ...]
    in_year: tuple[float, ...]
    funding: str
    volume: str = "one"
    tiers: tuple[tuple[str, str], ...] = ()
    growth: str = ""
    on_costs: str = ""
    vacancy: str = ""
    contingency: str = ""
    optimism: str = ""
    life: str = ""
    vat: str = ""


@dataclass(frozen=True, slots=True)
class OutcomeLine:
    """A benefit other than crime avoided, in the Greater Manchester form (F12), by names.

    `of_cohort` counts the whole cohort instead of the people engaged. `factors` are affected,
    engaged, retained and impact; blank names are absent factors.
    """

    name: str
    bearer: str
    value_class: str
    of_cohort: bool
    unit_value: str
    factors: tuple[str, ...]
    deadweight: str = ""
    drop_off: str = ""
    lag: str = ""
    transfer_share: str = ""
    cashable: str = ""
    optimism: str = ""


@dataclass(frozen=True, slots=True)
class PathwayPlan:
    """One of the seven pathways of an option (F10), by names: shares of the people engaged."""

    name: str
    need: str
    served: str
    served_already: str
    reduction: str


@dataclass(frozen=True, slots=True)
class EffectPlan:
    """The effect row of an option (F10) and the conversion its estimand needs.

    `conversion` is blank (a count ratio against a control), `prevalence` (with control prevalence
    and dispersion) or `before-after` (with the natural ratio nu). `all_assigned` and `free_time`
    state population and denominator; `study_engagement` is the share of its assigned that the study
    engaged.
    """

    ratio: str
    all_assigned: bool
    free_time: bool
    conversion: str = ""
    control_prevalence: str = ""
    dispersion: str = ""
    natural_ratio: str = ""
    study_engagement: str = ""
    dose: str = ""


@dataclass(frozen=True, slots=True)
class OptionPlan:
    """An option: its cost lines and the names of its engagement and effect quantities.

    `places` and `ramp` name one quantity per year; with `months_to_full` the ramp is resolved by
    month from `go_live` (months after the start of year 0) instead. `relative_rate` names
    h where places do not go to the highest rates. An option without an effect and without pathways
    changes no offending.
    """

    id: str
    role: str
    lines: tuple[CostLine, ...] = ()
    effect: EffectPlan | None = None
    pathways: tuple[PathwayPlan, ...] = ()
    outcomes: tuple[OutcomeLine, ...] = ()
    places: tuple[str, ...] = ()
    ramp: tuple[str, ...] = ()
    months_to_full: str = ""
    go_live: int = 0
    take_up: str = ""
    retention: str = ""
    displacement: str = ""
    custody_ratio: str = ""
    stay_months: str = ""
    persistence: str = ""
    highest_rates_first: bool = False
    relative_rate: str = ""


@dataclass(frozen=True, slots=True)
class UnitCostPart:
    """One component of the unit costs (F11): what it is counted on, who bears it, its value class.

    `costs` (o) names the unit cost of each offence, blank where the evidence has none; `shares` (o)
    names what share of it this part is (blank: all; with `rest`, what that share leaves).
    `response` parts take the long-run marginal share; `basis` is `crime` or `proven-offence`.
    """

    component: str
    basis: str
    response: bool
    bearer: str
    value_class: str
    costs: tuple[str, ...]
    shares: tuple[str, ...]
    rest: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """A case made ready for the engine. Frozen and picklable; every number is a named quantity.

    `quantities` maps an assumption's name to its distribution in the plan's price base.
    `inflation` (y) turns real pounds of the price base into pounds of the year.
    `benefit_grade` names the cut in the value of crime avoided for optimism (F14), if any.
    `cash_releases` are (bearer, step, lag): cash comes free in whole steps of pounds, years later.
    `kept_after` names the share of the effect left a year after the horizon, and `later_years` the
    numbers of years for which such benefit is shown, apart from the headline (F10).
    `correlations` are (name or group, name or group, rank correlation); `beside` names quantities
    of a compared case that share the Sobol' columns (F18).
    """

    years: tuple[str, ...]
    offences: tuple[str, ...]
    severe: tuple[bool, ...]
    bearers: tuple[str, ...]
    cash_bearers: tuple[str, ...]
    options: tuple[OptionPlan, ...]
    parts: tuple[UnitCostPart, ...]
    quantities: Mapping[str, Distribution]
    counterfactual: Counterfactual
    fixed_mix: bool
    past_yearly_offences: float
    discount_timing: float
    inflation: tuple[float, ...]
    seed: int
    sampler: str
    benefit_grade: str = ""
    cash_releases: tuple[tuple[str, str, str], ...] = ()
    kept_after: str = ""
    later_years: tuple[int, ...] = ()
    replicates: int = REPLICATES
    correlations: tuple[tuple[str, str, float], ...] = ()
    repair_correlations: bool = False
    beside: tuple[str, ...] = ()

    def with_quantity(self, name: str, distribution: Distribution) -> Plan:
        """The same plan with one quantity replaced. Raises KeyError for an unknown name."""
        if name not in self.quantities:
            raise KeyError(name)
        return replace(self, quantities={**self.quantities, name: distribution})

    def uncertain(self) -> tuple[str, ...]:
        """Names of the uncertain quantities, sorted."""
        return tuple(sorted(n for n, d in self.quantities.items() if not d.is_point))


@dataclass(frozen=True, slots=True)
class Draws:
    """A block of joint samples: one column (d,) per quantity; a certain quantity is a number."""

    size: int
    columns: Mapping[str, Array | float]

    def __getitem__(self, name: str) -> Array | float:
        return self.columns[name]

    def matrix(self, names: tuple[str, ...]) -> Array:
        """Columns side by side: (d, len(names)); the first axis is 1 when all are certain.

        A blank name is a quantity that is absent: 1 throughout, the neutral factor. Draws lie next
        to one another in memory (Fortran order), as kernels keep them: many times faster.
        """
        columns = [self.columns[name] if name else 1.0 for name in names]
        drawn = next((column for column in columns if isinstance(column, np.ndarray)), None)
        if drawn is None:
            return np.array([columns], dtype=np.float64)
        if len(columns) == 1:
            return drawn[:, None]
        side_by_side = np.empty_like(drawn, shape=(self.size, len(columns)), order="F")
        for place, column in enumerate(columns):
            side_by_side[:, place] = column
        return side_by_side

    def noughts(self, *shape: int) -> Array:
        """Noughts to which streams of these draws can be added. Shape: (1, *shape)."""
        columns = (column for column in self.columns.values() if isinstance(column, np.ndarray))
        return np.zeros_like(next(columns, np.zeros(1)), shape=(1, *shape))

    def with_column(self, name: str, column: Array | float) -> Draws:
        """The same draws with one column replaced; nothing is drawn again."""
        if name not in self.columns:
            raise KeyError(name)
        return replace(self, columns={**self.columns, name: column})


@dataclass(frozen=True, slots=True)
class OptionOutcomes:
    """What one option comes to, draw by draw, shock and chance averaged (s = 1).

    Pounds are real, of the price base, except `cash_*`, which are pounds of the year. The first
    axis is 1 where nothing in the array is uncertain. Shapes: costs (d, y, b, h), bare_costs
    (d, y, b, h) without optimism bias, avoided (d, y) proven offences, of which incapacitated
    (d, y) by more custody, engaged (d, y) people, effect (d,) = 1 - rate ratio at the option's
    dose, share (d, y) of the cohort's offending that the option reaches, other (d, y, b, c) value
    of outcomes other than crime, transfers (d, y, b) payments that only change hands, custody_days
    (d, y) extra, cash_costs and cash_savings (d, y, b), cashable (d, y, b) real savings in cash,
    other_cashable (d, y, b) the part of them that comes from outcomes other than crime, ungraded
    (d, y) value of those outcomes before their confidence grades, outcome_units (d, y) each what an
    outcome line counts.
    """

    costs: Array
    bare_costs: Array
    avoided: Array
    incapacitated: Array
    engaged: Array
    effect: Array
    share: Array
    other: Array
    transfers: Array
    custody_days: Array
    cash_costs: Array
    cash_savings: Array
    cashable: Array
    other_cashable: Array
    ungraded: Array
    outcome_units: tuple[Array, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcomes:
    """What a block of draws comes to: the counterfactual and each option against it.

    Shapes: offences (d, y) proven offences without the programme, crimes_each (d, o) crimes that
    go with one of them, full_value (d,) pounds of one of them, value (d, b, c) the same as benefits
    count it, after the confidence grade (counted (d,) share), response_each (d, b) the part of the
    criminal justice response at its long-run marginal share, severe_value (d,) the part of
    homicide and rape, square_value (d,) its second moment over offence types and square_of_bearer
    (d, b) that of each bearer, smooth_cash (d, b) pounds of one that come free without steps, with
    second moments square_cash (d, b) and in all square_all_cash (d,), factors (d, y) discount
    factors, shock (d, y) of mean 1, chance (d, y) standard normal scores (F17), later (d,) yearly
    factor of discounted benefit after the horizon.
    """

    offences: Array
    crimes_each: Array
    full_value: Array
    counted: Array
    value: Array
    response_each: Array
    severe_value: Array
    square_value: Array
    square_of_bearer: Array
    smooth_cash: Array
    square_cash: Array
    square_all_cash: Array
    factors: Array
    shock: Array
    chance: Array
    later: Array
    options: Mapping[str, OptionOutcomes] = field(default_factory=dict)
