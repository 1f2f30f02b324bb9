"""Words, dates and switches of a case, an evidence set, an option and a cohort (the YAML files).

Every number that enters the arithmetic is a row of a table; none is here. Unknown keys are refused.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from iomcba.terms.limits import MOST_DRAWS, MOST_REPLICATES
from iomcba.terms.money import FinancialYear
from iomcba.terms.names import is_id, is_month
from iomcba.terms.plan import REPLICATES


def _id(given: object) -> object:
    if not isinstance(given, str) or not is_id(given):
        raise PydanticCustomError("id", "not an id")
    return given


def _year(given: object) -> object:
    try:
        return str(FinancialYear.parse(given))  # type: ignore[arg-type]
    except (TypeError, ValueError) as error:
        raise PydanticCustomError("year", "not a financial year") from error


def _month(given: object) -> object:
    if not isinstance(given, str) or not is_month(given):
        raise PydanticCustomError("month", "not a month")
    return given


Id = Annotated[str, BeforeValidator(_id)]
Year = Annotated[str, BeforeValidator(_year)]
Month = Annotated[str, BeforeValidator(_month)]
Text = Annotated[str, Field(min_length=1)]


class Words(BaseModel):
    """Base of every YAML schema: frozen, unknown keys refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class SetWords(Words):
    """`set.yaml`: an evidence set, its edition, its licence and how it was read."""

    id: Id
    title: Text
    edition: Text
    kind: Literal[
        "crime-costs",
        "parameters",
        "deflators",
        "offence-codes",
        "crosswalks",
        "effects",
        "unit-values",
    ]
    licence: Text
    attribution: Text
    how_read: Text
    warning: str = ""


class SelectionWords(Words):
    """Who is picked: the top of a ranking in a window (first and last day), or a flag column."""

    rule: Literal["count", "cost", "harm", "flag"]
    top: Annotated[int, Field(gt=0)] | None = None
    share: Annotated[float, Field(gt=0, le=1)] | None = None
    first_day: date
    last_day: date
    flag: str = ""


class CohortChoice(Words):
    """The cohort folder of a case and the rule that picks its people.

    Offences taken into consideration are counted or left out by this switch (F2); they are marked
    in the column `taken_into_consideration` of offences.csv.
    """

    folder: Text
    selection: SelectionWords
    taken_into_consideration: Literal["counted", "left-out"] = "counted"


class CounterfactualWords(Words):
    """Method of the counterfactual (F3 to F6) and its switches."""

    method: Literal["population", "truncated", "assumed", "totals", "naive"]
    family: Literal["gamma", "lognormal", "best"] = "best"
    mix: Literal["drawn", "fixed"] = "drawn"
    cohort: Literal["fixed", "rolling"] = "fixed"


class SimulationWords(Words):
    """How the case is simulated unless the command line says otherwise."""

    draws: Annotated[int, Field(gt=0, le=MOST_DRAWS)]
    seed: Annotated[int, Field(ge=0)]
    sampler: Literal["sobol", "plain"] = "sobol"
    replicates: Annotated[int, Field(ge=REPLICATES, le=MOST_REPLICATES)] = REPLICATES
    repair_correlations: bool = False


class ScenarioWords(Words):
    """A named set of overrides; its rows stand in the scenario table."""

    id: Id
    label: Text


class CaseWords(Words):
    """`case.yaml`: what is appraised, over which years, from which evidence, in which order."""

    id: Id
    title: Text
    area: Text
    decision: Text
    next_step: Text
    start: Year
    years: Annotated[int, Field(gt=0, le=40)]
    price_base: Year
    discounting: Literal["start-of-year", "mid-year", "end-of-year"]
    sets: list[Id]
    missing_multipliers: Literal["refuse", "lower-bound"] = "refuse"
    cohort: CohortChoice | None = None
    counterfactual: CounterfactualWords
    options: Annotated[list[Id], Field(min_length=2)]
    simulation: SimulationWords
    disclosure: Literal["standard", "synthetic"] = "standard"
    stage: Literal["strategic-outline", "outline", "full"] = "outline"
    pooled_budget: Literal["none", "gain", "size"] = "none"
    prison_savings: Literal["response", "custody-days"] = "response"
    scenarios: list[ScenarioWords] = []
    later_years: list[Annotated[int, Field(gt=0, le=40)]] = []
    comparison_note: str = ""

    @property
    def financial_years(self) -> tuple[FinancialYear, ...]:
        """The appraisal years in order."""
        first = FinancialYear.parse(self.start)
        return tuple(first + step for step in range(self.years))

    @property
    def timing(self) -> float:
        """The t of F15: when in the year money moves."""
        return {"start-of-year": 0.0, "mid-year": 0.5, "end-of-year": 1.0}[self.discounting]


class OptionWords(Words):
    """`options/<id>.yaml`: an option's prose, its part in the comparison and its effect row."""

    id: Id
    label: Text
    role: Literal["business-as-usual", "do-minimum", "option"]
    summary: Text
    description: str = ""
    effect: Id | None = None
    sign_off: str = ""
    go_live: Month = ""
    places_go_to: Literal["anyone", "highest-rates"] = "anyone"


class CohortWords(Words):
    """`cohort.yaml`: what the histories are, which days they cover and whom they list.

    `dates` is the form of the days in the tables; in YAML a day is always 2009-03-31.
    """

    id: Id
    title: Text
    synthetic: bool
    area: Text
    start: date
    end: date
    extract_date: date
    lists: Literal["everyone-at-risk", "only-with-an-offence"]
    codes: Literal["home-office", "category"]
    dates: Literal[
        "YYYY-MM-DD",
        "DD/MM/YYYY",
        "MM/DD/YYYY",
        "DD-MM-YYYY",
        "DD.MM.YYYY",
        "YYYYMMDD",
        "DD-MON-YYYY",
    ] = "YYYY-MM-DD"
    label: str = ""
    description: str = ""
