"""A figure's name → its formula with its parents' values put in, and its value in the central case.

Formulas are those of the registry; everything is worked out in plain numbers from the means of the
assumptions, so that each figure of the engine has a second computation beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from iomcba.appraise.explain.facts import Facts
from iomcba.appraise.explain.months import (
    MONTHS,
    left_by_month,
    ramp_by_month,
    share_of_offending,
    yearly,
)
from iomcba.appraise.explain.scope import Axes, Scope
from iomcba.terms.formula import (
    FACT,
    FIELD,
    Call,
    Each,
    Formula,
    Operation,
    Over,
    Ref,
    Term,
    parse,
    result,
    terms,
)
from iomcba.terms.registry import QUANTITY_OF, STEP_OF, Quantity

NOTHING = "0"
EVERYONE = "all"  # `name[all]`: of all parts together


class Work:
    """Works figures, steps and assumptions of a plan out.

    `known` are central values that are given, by name: those of a run's figures. Without them
    everything comes from the plan.
    """

    def __init__(self, facts: Facts, known: Mapping[str, float | None]) -> None:
        self.facts = facts
        self.axes: Axes = facts.axes
        self.known = known
        self._found: dict[str, float | None] = {}

    def value(self, name: str) -> float | None:
        """A figure or step in the central case; None where it has no value there.

        Raises:
            KeyError: if the name means nothing.
        """
        given = self.known.get(name)
        if given is not None:
            return given
        if name not in self._found:
            self._found[name] = self.worked(name)
        return self._found[name]

    def worked(self, name: str) -> float | None:
        """The same worked out by its formula, whatever is known of it."""
        quantity, scope = self.axes.read(name)
        put_in = self.put_in(quantity, scope)
        if put_in is None:
            return self._told(quantity, scope)
        try:
            return result(put_in)
        except ZeroDivisionError:
            return None

    def rule(self, quantity: Quantity, scope: Scope) -> str:
        """The formula that holds in a scope; blank where none tells."""
        holds = self.facts.conditions(quantity, scope)
        if quantity.name == "pooled-contribution" and not self._anyone(scope):
            return NOTHING
        for when, text in quantity.rules:
            if set(when.split()) <= holds:
                return text
        return ""

    def _anyone(self, scope: Scope) -> bool:
        """Whether any partner has a share in a pooled budget: a gain, or a size."""
        if self.facts.pooled == "by-gain":
            gains = (self.value(f"{scope.option}.pvb.{bearer}") for bearer in self.axes.public)
            return any(gain is not None and gain > 0 for gain in gains)
        sizes = (replace(scope, part=bearer) for bearer in self.axes.public)
        return any(self.facts.fact("size", each) > 0 for each in sizes)

    def put_in(self, quantity: Quantity, scope: Scope) -> Formula | None:
        """The formula with its parents' values; None where there is none or one has no value."""
        text = self.rule(quantity, scope)
        try:
            return self._resolved(parse(text), scope) if text else None
        except NoValue:
            return None

    def parents(self, quantity: Quantity, scope: Scope) -> list[str]:
        """Names of the parents, in the formula's order, each once; absent factors left out."""
        put_in = self.put_in(quantity, scope)
        named = [term.name for term in terms(put_in) if term.name] if put_in else []
        told = [] if put_in else list(self._also(quantity, scope))
        return list(dict.fromkeys((*named, *told)))

    def _also(self, quantity: Quantity, scope: Scope) -> Iterator[str]:
        """Parents that no formula names: of each year where they have years and the figure none."""
        for name in quantity.also:
            if name.startswith(FIELD):
                yield self.facts.field(name.removeprefix(FIELD), scope)
                continue
            parent = self._quantity(name)
            by_year = "year" in parent.axes and scope.year is None
            for each in self.axes.every("year", scope) if by_year else (scope,):
                yield self.axes.write(parent, each)

    def _resolved(self, formula: Formula, scope: Scope) -> Formula:
        match formula:
            case Operation(sign, left, right):
                return Operation(sign, self._resolved(left, scope), self._resolved(right, scope))
            case Call(function, arguments):
                return Call(function, tuple(self._resolved(each, scope) for each in arguments))
            case Over(what, axis, each):
                places = self.axes.every(axis, scope)
                return Each(what, axis, tuple(self._resolved(each, place) for place in places))
            case Ref():
                return self._term(formula, scope)
        return formula

    def _term(self, ref: Ref, scope: Scope) -> Formula:
        if ref.kind == FACT:
            return Term(f"#{ref.name}", self.facts.fact(ref.name, scope), "")
        if ref.kind == FIELD or "." in ref.name:
            name = self._assumption(ref, scope)
            if not name:
                if ref.neutral is None:
                    raise KeyError(ref.name)
                return Term("", ref.neutral, "", absent=True)
            row = self.facts.rows.get(name)
            return Term(name, self.facts.mean(name), row.unit if row else "")
        quantity = self._quantity(ref.name)
        inside = replace(scope, year=self.facts.year(ref.year, scope))
        if ref.part:
            inside = replace(inside, part="" if ref.part == EVERYONE else ref.part)
        name = self.axes.write(quantity, inside)
        value = self.value(name)
        if value is None:
            raise NoValue(name)
        return Term(name, value, quantity.unit)

    def _assumption(self, ref: Ref, scope: Scope) -> str:
        if ref.kind == FIELD:
            return self.facts.field(ref.name, scope)
        if ref.name.endswith("[offence]"):
            offence = self.axes.offences[scope.offence or 0]
            return ref.name.replace("[offence]", offence)
        return ref.name

    def _quantity(self, name: str) -> Quantity:
        for of in ("option", "case"):
            found = QUANTITY_OF.get((of, name)) or STEP_OF.get((of, name))
            if found is not None:
                return found
        raise KeyError(name)

    def _told(self, quantity: Quantity, scope: Scope) -> float | None:
        if quantity.name in ("left", "relative-rate") and scope.year is not None:
            return self._by_month(quantity.name, scope)
        return self.facts.told(quantity.name, scope)

    def _by_month(self, quantity: str, scope: Scope) -> float:
        """What months of leaving and coming back tell of a year  (F9, F10)."""
        year = scope.year or 0
        option, left = self.axes.option(scope), self._left(scope)
        if quantity == "left" and option.relative_rate:
            return left[year] * self.facts.mean(option.relative_rate)
        rate = self._relative_rate(scope)
        if quantity == "relative-rate":
            return rate[year]
        return left[year] * (rate[year] if option.highest_rates_first else 1.0)

    def _left(self, scope: Scope, persistence: float | None = None) -> list[float]:
        """Share of heads that has left, by year; weighted by the effect unless said otherwise."""
        option = self.axes.option(scope)
        effect = option.effect
        if not option.persistence or (effect is not None and effect.all_assigned):
            return [0.0] * len(self.axes.plan.years)
        kept = self.facts.mean(option.persistence) if persistence is None else persistence
        stay = self.facts.mean(option.stay_months)
        return yearly(left_by_month(self._engaged_by_month(scope), stay, kept))

    def _engaged_by_month(self, scope: Scope) -> list[float]:
        """Share of the cohort engaged, month by month."""
        option, months = self.axes.option(scope), MONTHS * len(self.axes.plan.years)
        if option.months_to_full:
            to_full = self.facts.mean(option.months_to_full)
            ramp = ramp_by_month(months, option.go_live, to_full)
        else:
            ramp = [self.facts.mean(option.ramp[m // MONTHS]) for m in range(months)]
        taken, kept = self._taken(scope), self.facts.mean(option.retention)
        cohort = self.axes.plan.counterfactual.cohort_size
        return [taken[m // MONTHS] * kept * share / cohort for m, share in enumerate(ramp)]

    def _taken(self, scope: Scope) -> list[float]:
        step = STEP_OF["option", "places-taken"]
        names = (self.axes.write(step, each) for each in self.axes.every("year", scope))
        return [self.value(name) or 0.0 for name in names]

    def _relative_rate(self, scope: Scope) -> list[float]:
        """Share of offending over share of heads, of everybody reached so far."""
        option, fitted = self.axes.option(scope), self.axes.plan.counterfactual
        heads = [taken / fitted.cohort_size for taken in self._taken(scope)]
        if option.effect is not None and option.effect.all_assigned:
            take_up = self.facts.mean(option.take_up)
            heads = [share / take_up if take_up else 0.0 for share in heads]
        elif option.persistence:
            gone = self._left(scope, persistence=1.0)
            heads = [share + left for share, left in zip(heads, gone, strict=True)]
        grid = fitted.concentration.tolist()
        reached = [min(share, 1.0) for share in heads]
        return [share_of_offending(s, grid) / s if s > 0 else 1.0 for s in reached]


class NoValue(Exception):
    """A parent has no value in the central case."""
