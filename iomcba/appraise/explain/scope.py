"""Names and what they mean in a plan: which option, part, year, offence, component or line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from iomcba.terms.plan import HEADINGS, VALUE_CLASSES, CostLine, OptionPlan, OutcomeLine, Plan
from iomcba.terms.registry import QUANTITY_OF, STEP_OF, Quantity

SPLIT = ("cashable", "capacity-released", "cost-avoided")
MONTHS = 12
PLACED = ("year", "offence", "component", "line", "outcome")  # axes with places in a plan


@dataclass(frozen=True, slots=True)
class Scope:
    """What is bound: blank or None where nothing is. Numbers are places in the plan's axes."""

    option: str = ""
    part: str = ""
    year: int | None = None
    offence: int | None = None
    component: int | None = None
    line: int | None = None
    outcome: int | None = None
    pathway: int | None = None
    factor: str = ""
    tier: int | None = None
    month: int | None = None
    scenario: str = ""
    years: int | None = None
    after: int | None = None


def line_id(line: CostLine) -> str:
    """A line's id inside its option: its table and keys, without the option's."""
    table, _, *keys = line.name.split(".")
    return "-".join([table, *keys])


def outcome_id(outcome: OutcomeLine) -> str:
    """An outcome's id inside its option, as its row and its figures name it.

    >>> from iomcba.terms.plan import OutcomeLine
    >>> outcome_id(OutcomeLine("outcome.team.work-health", "nhs", "fiscal", False, "", ()))
    'work-health'
    """
    return outcome.name.split(".")[-1]


def _bound(scope: Scope, field: str, place: Any) -> Scope:
    return replace(scope, **{field: place})


class Axes:
    """The axes of a plan: ids of their places, and names read and written over them.

    `public` are the bearers that are public bodies.
    """

    def __init__(self, plan: Plan, public: tuple[str, ...]) -> None:
        self.plan = plan
        self.public = public
        self.options = {option.id: option for option in plan.options}
        self.offences = (*plan.offences, "not-costed")
        self.components = tuple(part.component for part in plan.parts)
        self.lines = {o.id: tuple(line_id(line) for line in o.lines) for o in plan.options}
        self.outcomes = {o.id: tuple(outcome_id(line) for line in o.outcomes) for o in plan.options}

    def option(self, scope: Scope) -> OptionPlan:
        """The option that is bound."""
        return self.options[scope.option]

    def part_kind(self, part: str) -> str:
        """What sort of part an id is; KeyError for none."""
        for kind, ids in (
            ("bearer", self.plan.bearers),
            ("heading", HEADINGS),
            ("class", VALUE_CLASSES),
            ("split", SPLIT),
        ):
            if part in ids:
                return kind
        raise KeyError(part)

    def read(self, name: str) -> tuple[Quantity, Scope]:
        """The declaration behind a figure or step, and what its name binds.

        Raises:
            KeyError: if no such quantity is declared, or the name carries what it has no axis for.
        """
        owner, quantity, *rest = name.split(".")
        of = "case" if owner == "case" else "option"
        found = QUANTITY_OF.get((of, quantity)) or STEP_OF[of, quantity]
        if of == "option" and owner not in self.options:
            raise KeyError(owner)
        scope = Scope(option="" if of == "case" else owner)
        for axis in found.axes:
            if not rest:
                break
            bound = self._bind(scope, axis, rest[0])
            if bound is not None:
                scope, rest = bound, rest[1:]
        if rest:
            raise KeyError(name)
        return found, scope

    def _bind(self, scope: Scope, axis: str, word: str) -> Scope | None:
        """The scope with a word bound to an axis; None where the word is none of its ids."""
        if axis in PLACED:
            ids = self._ids(axis, scope)
            return _bound(scope, axis, ids.index(word)) if word in ids else None
        if axis == "scenario":
            return replace(scope, scenario=word)
        if axis == "years":
            return replace(scope, years=int(word)) if word.isdigit() else None
        try:
            self.part_kind(word)
        except KeyError:
            return None
        return replace(scope, part=word)

    def write(self, quantity: Quantity, scope: Scope) -> str:
        """The name of a quantity in a scope: only what it has axes for is said."""
        said = [scope.option if quantity.of == "option" else "case", quantity.name]
        for axis in quantity.axes:
            word = self._word(axis, scope)
            if word:
                said.append(word)
        return ".".join(said)

    def _word(self, axis: str, scope: Scope) -> str:
        """The id of what is bound to an axis; blank where nothing is."""
        if axis == "scenario":
            return scope.scenario
        if axis == "years":
            return "" if scope.years is None else str(scope.years)
        if axis not in PLACED:
            return scope.part
        place: int | None = getattr(scope, axis)
        return "" if place is None else self._ids(axis, scope)[place]

    def _ids(self, axis: str, scope: Scope) -> tuple[str, ...]:
        return {
            "year": self.plan.years,
            "offence": self.offences,
            "component": self.components,
            "line": self.lines.get(scope.option, ()),
            "outcome": self.outcomes.get(scope.option, ()),
        }[axis]

    def every(self, axis: str, scope: Scope) -> Iterator[Scope]:
        """The scope with each place of an axis bound in turn, those that its part leaves.

        Raises:
            KeyError: if there is no such axis.
        """
        plan = self.plan
        counted = {
            "year": ("year", range(len(plan.years))),
            "year-so-far": ("year", range((scope.year or 0) + 1)),
            "month": ("month", range(MONTHS)),
            "later-year": ("after", range(1, (scope.years or 0) + 1)),
            "offence": ("offence", range(len(plan.offences))),
            "offence-or-none": ("offence", range(len(self.offences))),
            "severe-offence": ("offence", [o for o, severe in enumerate(plan.severe) if severe]),
            "heading": ("part", HEADINGS),
            "bearer": ("part", plan.bearers),
            "public-bearer": ("part", self.public),
            "cash-bearer": ("part", plan.cash_bearers),
        }
        field, places = counted[axis] if axis in counted else self._members(axis, scope)
        yield from (_bound(scope, field, place) for place in places)

    def _members(self, axis: str, scope: Scope) -> tuple[str, Sequence[int | str]]:
        """Components, lines, outcomes, pathways, tiers and factors, by what they say of a part."""
        part = scope.part
        if axis in ("component", "response-component"):
            return "component", [
                place
                for place, each in enumerate(self.plan.parts)
                if part in ("", each.bearer, each.value_class)
                and (axis == "component" or each.response)
            ]
        option = self.option(scope)
        found: dict[str, Sequence[int | str]] = {
            "line": [n for n, o in enumerate(option.lines) if part in ("", o.bearer, o.heading)],
            "outcome": [
                n for n, o in enumerate(option.outcomes) if part in ("", o.bearer, o.value_class)
            ],
            "pathway": range(len(option.pathways)),
            "tier": range(len(option.lines[scope.line].tiers) if scope.line is not None else 0),
            "factor": self.noun(scope).factors if axis == "factor" else (),
        }
        return axis, found[axis]

    def noun(self, scope: Scope) -> CostLine | OutcomeLine:
        """The line or outcome that is bound."""
        option = self.option(scope)
        if scope.outcome is not None:
            return option.outcomes[scope.outcome]
        assert scope.line is not None, "a line or an outcome is bound"
        return option.lines[scope.line]
