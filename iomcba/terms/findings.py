"""What an appraisal found: figures by name, and the business case that the reports clothe.

A figure is `option.quantity[.part][.financial-year]` (or `case.quantity…` where no option is
meant). `BusinessCase` holds everything; only a `SharedCase` made by `disclose` may leave it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from iomcba.terms.backtest import BacktestRow
from iomcba.terms.decision import Decision
from iomcba.terms.names import members
from iomcba.terms.recommendation import Recommendation
from iomcba.terms.reconciliation import Comparison, LineReconciliation, Reconciliation
from iomcba.terms.reviews import Assurance
from iomcba.terms.said import Saying
from iomcba.terms.what_if import WhatIf
from iomcba.terms.workings import Workings


@dataclass(frozen=True, slots=True)
class Interval:
    """Percentiles of a figure's draws: the 80% (10th to 90th) and 95% (2.5th to 97.5th) ranges.

    `errors` are the Monte Carlo standard errors of the five, in their order.
    """

    low95: float
    low80: float
    median: float
    high80: float
    high95: float
    errors: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of the appraisal.

    `central` is the evaluation with every quantity at its mean; `mean` the simulated expected value
    with its Monte Carlo standard error `se`. `interval` includes chance (F17), `interval_expected`
    is that of the expected value alone. Fields are None where the quantity has no such thing.
    `hidden` is the reason a disclosure policy removed the values.
    """

    name: str
    central: float | None
    mean: float | None = None
    se: float | None = None
    interval: Interval | None = None
    interval_expected: Interval | None = None
    hidden: str = ""


@dataclass(frozen=True, slots=True)
class OptionLabel:
    """An option's words: what it is, its part in the comparison (role) and who asks for it."""

    id: str
    label: str
    role: str
    summary: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class BearerWords:
    """A bearer of costs and benefits: public or not, holding a cash budget or not."""

    id: str
    label: str
    public: bool
    cash_budget: bool


@dataclass(frozen=True, slots=True)
class AssumptionRow:
    """One resolved assumption as the report shows it: raw place, value, unit and evidence."""

    name: str
    file: str
    line: int
    central: float | None
    distribution: str
    low: float | None
    high: float | None
    interval: str
    unit: str
    price_base: str
    factor: float
    mean: float | None
    status: str
    source: str
    quality: str
    impact: str
    owner: str
    review_by: str
    note: str
    overrides: str = ""


@dataclass(frozen=True, slots=True)
class SourceWords:
    """A source, cited by id from assumption rows."""

    id: str
    citation: str
    licence: str
    url: str
    read_through: str


@dataclass(frozen=True, slots=True)
class Warning:
    """A plausibility warning (METHOD section E): an id, what was found, and how much it matters."""

    id: str
    text: str
    front_page: bool = False


@dataclass(frozen=True, slots=True)
class Provenance:
    """What made the run: version, seed, draws, and the hash of every input file.

    `replicates` is the number of independent replicates behind the standard errors; `collisions`
    are (name, Sobol' column wanted, column got); `repaired` names correlations that were moved to
    make them possible.
    """

    version: str
    sampler: str
    seed: int
    draws: int
    inputs: tuple[tuple[str, str], ...]
    libraries: tuple[tuple[str, str], ...]
    replicates: int = 0
    collisions: tuple[tuple[str, int, int], ...] = ()
    repaired: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TableWords:
    """A small finished table of words and numbers, for the report's appendices."""

    id: str
    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Rating:
    """How an option does on an objective that is not monetised."""

    objective: str
    label: str
    option: str
    rating: str
    words: str


@dataclass(frozen=True, slots=True)
class BenefitPath:
    """A path of the benefits map: activity, output, outcome, benefit, with owner and measure.

    `baseline` and `target` are prefixes of figures by year in the measure's `unit`, blank where the
    run has none and the owner must measure it; the target is a level, or so much less or more.
    """

    option: str
    benefit: str
    activity: str
    output: str
    outcome: str
    label: str
    owner: str
    measure: str
    baseline: str
    target: str
    cashable: bool
    unit: str
    target_reads: str


@dataclass(frozen=True, slots=True)
class ScenarioLabel:
    """A named set of overrides and what it changes: (assumption, central value, raw place)."""

    id: str
    label: str
    changes: tuple[tuple[str, float, str], ...]


@dataclass(frozen=True, slots=True)
class BusinessCase:
    """Everything an appraisal found, with the words and evidence the reports need.

    `options` come in the case's order, business as usual first; `preferred` is the option with the
    highest expected net present social value; `years` are financial years such as `2011-12`.
    `concentration` is the share of expected offending that the busiest 0, 1/(p-1), ..., 1 of the
    cohort hold; `backtest` has a row a window and method (F8).
    `workings` are None where too little may be shared for live formulas; `sayings` know its words.
    """

    id: str
    title: str
    area: str
    decision: str
    next_step: str
    label: str
    synthetic: bool
    price_base: str
    discounting: str
    method: str
    years: tuple[str, ...]
    options: tuple[OptionLabel, ...]
    bearers: tuple[BearerWords, ...]
    headings: tuple[str, ...]
    value_classes: tuple[str, ...]
    offences: tuple[tuple[str, str], ...]
    preferred: str
    figures: Mapping[str, Figure]
    assumptions: tuple[AssumptionRow, ...]
    sources: tuple[SourceWords, ...]
    comparisons: tuple[Comparison, ...]
    comparison_note: str
    warnings: tuple[Warning, ...]
    reconciliation: tuple[Reconciliation, ...]
    tables: tuple[TableWords, ...]
    provenance: Provenance
    attributions: tuple[str, ...] = ()
    lines: tuple[LineReconciliation, ...] = ()
    ratings: tuple[Rating, ...] = ()
    benefits_map: tuple[BenefitPath, ...] = ()
    scenarios: tuple[ScenarioLabel, ...] = ()
    pooled_rule: str = "none"
    analysis: Decision | None = None
    recommendation: Recommendation | None = None
    assurance: Assurance | None = None
    what_if: tuple[WhatIf, ...] = ()
    concentration: tuple[float, ...] = ()
    backtest: tuple[BacktestRow, ...] = ()
    workings: Workings | None = None
    sayings: tuple[Saying, ...] = ()

    def figure(self, name: str) -> Figure:
        """Return a figure by its full name. Raises KeyError where there is no such figure."""
        return self.figures[name]

    def below(self, prefix: str) -> Iterator[Figure]:
        """Yield the figures a prefix stands for, in the order in which they were found."""
        for name in members(prefix, self.figures):
            yield self.figures[name]

    def option(self, id: str) -> OptionLabel:
        """Return an option's words. Raises KeyError for an unknown id."""
        return {option.id: option for option in self.options}[id]


@dataclass(frozen=True, slots=True)
class SharedCase:
    """A business case after disclosure control: the only thing renderers and screens accept.

    Made by `iomcba.appraise.disclosure.disclose` alone (a test holds it). `policy` names the rule,
    `hidden` what it removed; observed counts below `threshold` are hidden, none at 0.
    """

    case: BusinessCase
    policy: str
    hidden: tuple[str, ...] = ()
    threshold: float = 0.0
