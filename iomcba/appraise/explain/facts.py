"""What a formula finds in a plan: conditions, facts, fields, and what no formula tells.

What the fit and the months of a scheme tell is worked out here by itself, in plain numbers, so that
an explanation is a second computation of the central case and not a copy of the first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from iomcba.appraise.explain.scope import MONTHS, Axes, Scope
from iomcba.terms.findings import AssumptionRow
from iomcba.terms.plan import OptionPlan, Plan
from iomcba.terms.registry import Quantity

EVIDENCE = "rate-ratio-"
POOLED = {"gain": "by-gain", "size": "by-size"}


class Facts:
    """What is so in a plan, in a scope.

    `rows` are the assumptions' rows by name, `public` the bearers that are public bodies, `pooled`
    the rule by which they would share a pooled budget.
    """

    def __init__(
        self, plan: Plan, rows: Mapping[str, AssumptionRow], public: tuple[str, ...], pooled: str
    ) -> None:
        self.plan = plan
        self.rows = rows
        self.axes = Axes(plan, public)
        self.pooled = POOLED.get(pooled, "")

    def mean(self, assumption: str) -> float:
        """An assumption's value in the central case. Raises KeyError for an unknown name."""
        return self.plan.quantities[assumption].mean

    def conditions(self, quantity: Quantity, scope: Scope) -> set[str]:
        """Words that hold: what the name binds, and how the plan does it there."""
        found = {axis for axis in ("year", "offence") if getattr(scope, axis) is not None}
        if scope.part:
            found |= {self.axes.part_kind(scope.part), scope.part}
        if scope.year == len(self.plan.years) - 1:
            found.add("last")
        if len(self.plan.years) == 1:
            found.add("one-year")
        if self.plan.benefit_grade:
            found.add("graded")
        if scope.component is not None:
            part = self.plan.parts[scope.component]
            found |= {"per-crime"} if part.basis == "crime" else set()
            found |= {word for word in ("response", "rest") if getattr(part, word)}
        if scope.option:
            found |= set(self._of_option(self.axes.option(scope)))
            found |= set(self._of_line(scope))
        if quantity.name == "cash-released":
            found |= set(self._of_release(scope))
        if quantity.name == "pooled-contribution":
            found.add(self.pooled)
        return found

    def _of_option(self, option: OptionPlan) -> Iterator[str]:
        effect = option.effect
        if option.places:
            yield "acts"
        if option.pathways:
            yield "pathways"
        if option.outcomes:
            yield "outcomes"
        if option.custody_ratio:
            yield "recalls"
            if option.pathways or (effect is not None and effect.free_time):
                yield "custody"
        if effect is not None:
            yield effect.conversion
        if effect is not None and effect.all_assigned:
            yield "assigned"
        elif option.persistence:
            yield "stays"
        if option.highest_rates_first:
            yield "ranked"
        if option.relative_rate:
            yield "rated"
        if option.months_to_full:
            yield "monthly"

    def _of_line(self, scope: Scope) -> Iterator[str]:
        option = self.axes.option(scope)
        if scope.line is not None:
            line = option.lines[scope.line]
            yield from (line.funding, line.volume)
            if line.life:
                yield "life"
        if scope.outcome is not None:
            outcome = option.outcomes[scope.outcome]
            if outcome.of_cohort:
                yield "of-cohort"
            if outcome.lag and scope.year is not None and scope.year < self.mean(outcome.lag):
                yield "waiting"

    def _of_release(self, scope: Scope) -> Iterator[str]:
        for bearer, _, lag in self.plan.cash_releases:
            if bearer == scope.part:
                yield "stepped"
                if scope.year is not None and scope.year < round(self.mean(lag)):
                    yield "waiting"

    def year(self, word: str, scope: Scope) -> int | None:
        """The year that a formula means: its own, or the one it names."""
        last = len(self.plan.years) - 1
        if word == "lagged" and scope.year is not None:
            lag = next(lag for bearer, _, lag in self.plan.cash_releases if bearer == scope.part)
            return scope.year - round(self.mean(lag))
        return {"": scope.year, "last": last, "before": last - 1}[word]

    def field(self, field: str, scope: Scope) -> str:
        """The name of the assumption in a field of what is bound; blank where it has none."""
        plan, part = self.plan, scope.component
        if field == "factor":
            return scope.factor
        if part is not None and field in ("cost", "share") and scope.offence is not None:
            names = plan.parts[part].costs if field == "cost" else plan.parts[part].shares
            return names[scope.offence]
        if field == "step":
            return next(step for bearer, step, _ in plan.cash_releases if bearer == scope.part)
        option = self.axes.option(scope)
        if scope.tier is not None and field in ("share", "caseload"):
            return option.lines[scope.line or 0].tiers[scope.tier][field == "caseload"]
        if field in ("places", "ramp"):
            return str(getattr(option, field)[scope.year or 0])
        nouns = [option.pathways[scope.pathway]] if scope.pathway is not None else []
        lines = [self.axes.noun(scope)] if (scope.line, scope.outcome) != (None, None) else []
        for noun in (*nouns, *lines, option.effect, option):
            if hasattr(noun, field):
                return str(getattr(noun, field))
        raise KeyError(field)

    def fact(self, fact: str, scope: Scope) -> float:
        """A number of the plan that is no assumption. Raises KeyError for an unknown one."""
        plan, year = self.plan, scope.year or 0
        if fact.startswith(EVIDENCE):
            return self._of_evidence(fact.removeprefix(EVIDENCE))
        found: dict[str, Callable[[], float]] = {
            "years-since-start": lambda: year,
            "timing": lambda: plan.discount_timing,
            "horizon": lambda: len(plan.years),
            "inflation": lambda: plan.inflation[year],
            "free-share": lambda: plan.counterfactual.free_share[year],
            "share-of-year": lambda: self.axes.option(scope).lines[scope.line or 0].in_year[year],
            "month": lambda: MONTHS * year + (scope.month or 0),
            "go-live": lambda: self.axes.option(scope).go_live,
            "years-after": lambda: scope.after or 0,
            "size": lambda: self._size(scope.part),
        }
        return float(found[fact]())

    def _size(self, bearer: str) -> float:
        """A partner's size in a pooled budget, 0 where the case gives none."""
        row = self.rows.get(f"contribution.{bearer}")
        return 0.0 if row is None else row.central or 0.0

    def evidence(self) -> str:
        """The effect whose range the case shows, the last option's with one; blank if none."""
        used = [o.effect.ratio for o in self.plan.options if o.effect is not None]
        return used[-1] if used else ""

    def _of_evidence(self, end: str) -> float:
        row = self.rows[self.evidence()]
        value: float | None = getattr(row, end)
        if value is None:
            raise KeyError(end)
        return value

    def told(self, quantity: str, scope: Scope) -> float | None:
        """What no formula tells: from the fit, or month by month. None where a run alone knows."""
        fitted, year = self.plan.counterfactual, scope.year
        match quantity:
            case "cohort-size":
                return float(fitted.cohort_size)
            case "offenders-per-crime":
                return fitted.offenders_per_crime
            case "counterfactual-offences" if year is not None:
                return float(fitted.mean[year])
            case "past-yearly-offences":
                return self.plan.past_yearly_offences
            case "mix" if scope.offence is not None:
                return float(fitted.mix[scope.offence] / fitted.mix.sum())
        return None
