"""A name → what it rests on, down to the rows; and what rests on it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

from iomcba.appraise.explain.work import Work
from iomcba.terms.explanation import ASSUMPTION, FACT, FIGURE, STEP, Node
from iomcba.terms.findings import BusinessCase
from iomcba.terms.plan import Plan
from iomcba.terms.said import worded

FIT_ROWS = "counterfactual."
OF_FIT = "counterfactual-offences"


class Tree:
    """Nodes of one case: figures, steps, assumptions and facts by name."""

    def __init__(self, plan: Plan, case: BusinessCase, work: Work) -> None:
        self.plan = plan
        self.case = case
        self.work = work
        self.rows = {row.name: row for row in case.assumptions}
        self._sources = {source.id: source for source in case.sources}

    def is_assumption(self, name: str) -> bool:
        """Whether a name is that of an assumption."""
        return name in self.rows or name in self.plan.quantities

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Every name that can be explained: figures, assumptions, then steps."""
        own = dict.fromkeys((*self.case.figures, *self.rows, *self.plan.quantities))
        return tuple(dict.fromkeys((*own, *self._above)))

    @cached_property
    def _above(self) -> Mapping[str, tuple[str, ...]]:
        """Figures and steps by what they are found from: each name's direct parents, inverted."""
        above: dict[str, dict[str, None]] = {}
        waiting, seen = list(self.case.figures), set(self.case.figures)
        while waiting:
            name = waiting.pop(0)
            above.setdefault(name, {})
            for parent in self.parents(name):
                above.setdefault(parent, {})[name] = None
                if parent not in seen and not self.is_assumption(parent):
                    seen.add(parent)
                    waiting.append(parent)
        return {name: tuple(found) for name, found in above.items()}

    def feeds(self, name: str) -> tuple[str, ...]:
        """Figures and steps that a name enters directly."""
        return self._above.get(name, ())

    def parents(self, name: str) -> list[str]:
        """Names that a figure or step is found from directly; none for an assumption."""
        if self.is_assumption(name):
            return []
        quantity, scope = self.work.axes.read(name)
        found = [p for p in self.work.parents(quantity, scope) if not p.startswith("#")]
        if quantity.name == OF_FIT and scope.year is not None:
            found += [row for row in self.rows if row.startswith(FIT_ROWS)]
        if quantity.name == "npsv-under":
            found += list(self._set_by(scope.scenario))
        return found

    def _set_by(self, scenario: str) -> Iterator[str]:
        for label in self.case.scenarios:
            if label.id == scenario:
                yield from (name for name, _, _ in label.changes)

    def node(self, name: str, depth: int, seen: set[str] | None = None) -> Node:
        """A node with `depth` generations of parents; what was seen before has none again.

        Raises:
            KeyError: if the name means nothing.
        """
        if self.is_assumption(name):
            return self._assumption(name)
        if name not in self._above:
            raise KeyError(name)
        quantity, scope = self.work.axes.read(name)
        figure = self.case.figures.get(name)
        how = self.work.rule(quantity, scope)
        told = "" if how else quantity.told
        central = self.work.value(name) if figure is None else figure.central
        known = set[str]() if seen is None else seen
        again, below = name in known, self.parents(name)
        known.add(name)
        parents = (
            tuple(self.node(parent, depth - 1, known) for parent in below)
            if depth > 0 and not again
            else ()
        )
        return Node(
            name=name,
            kind=FIGURE if figure is not None else STEP if how else FACT,
            prose=quantity.prose,
            formula=quantity.formula,
            unit=quantity.unit,
            central=central,
            how=how,
            put_in=self.work.put_in(quantity, scope),
            told=told,
            figure=figure,
            parents=parents,
            deeper=bool(below) and not parents,
        )

    def _assumption(self, name: str) -> Node:
        row = self.rows.get(name)
        certain = self.plan.quantities.get(name)
        mean = certain.mean if certain is not None else None if row is None else row.mean
        return Node(
            name=name,
            kind=ASSUMPTION,
            prose="" if row is None else row.note,
            formula="",
            unit="" if row is None else row.unit,
            central=mean,
            told="" if row is not None else worded("explained.at-bound"),
            row=row,
            source=self._sources.get(row.source) if row is not None else None,
        )
