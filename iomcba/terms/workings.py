"""The structure of a plan with its central values: what a workbook of live formulas needs.

No distribution, no person. Made in full by the pipeline; what leaves goes through `disclose`, which
pools offences whose observed count is hidden.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from iomcba.terms.plan import OptionPlan, UnitCostPart

POOLED = "small-numbers"  # the offence that stands for those whose counts are hidden


@dataclass(frozen=True, slots=True)
class Workings:
    """A case at central values, as formulas need it (F7 to F16).

    `values` maps every quantity to its mean in the case's price base, `scenarios` are (id, what
    differs). `derived` names values that come from the fit or from several rows: no inputs.
    `offences_without` (y,) are proven offences without the programme, `mix` (o + 1,) their shares
    by type, the last those not costed, `free_share` (y,) the share of the year not in custody.
    `concentration` holds (share of heads, share of offending) of the highest rates, `heads_used`
    the shares of heads at which central cases read it. `contributions` are (bearer, size) of a
    pooled budget, none where sizes do not count. `severe_pooled` says that a severe offence is
    among those pooled: value without the severest crimes cannot be told. `benefit_grade` names the
    cut in the value of crime avoided, if any (F14).
    """

    years: tuple[str, ...]
    offences: tuple[str, ...]
    severe: tuple[bool, ...]
    bearers: tuple[str, ...]
    cash_bearers: tuple[str, ...]
    options: tuple[OptionPlan, ...]
    parts: tuple[UnitCostPart, ...]
    values: Mapping[str, float]
    scenarios: tuple[tuple[str, Mapping[str, float]], ...]
    derived: tuple[str, ...]
    cohort_size: int
    offenders_per_crime: float
    past_yearly_offences: float
    offences_without: tuple[float, ...]
    mix: tuple[float, ...]
    free_share: tuple[float, ...]
    concentration: tuple[tuple[float, float], ...]
    heads_used: tuple[float, ...]
    discount_timing: float
    inflation: tuple[float, ...]
    cash_releases: tuple[tuple[str, str, str], ...]
    kept_after: str
    later_years: tuple[int, ...]
    contributions: tuple[tuple[str, float], ...]
    severe_pooled: bool = False
    benefit_grade: str = ""

    def under(self, scenario: Mapping[str, float]) -> Mapping[str, float]:
        """Central values under a scenario's changes."""
        return {**self.values, **scenario}
