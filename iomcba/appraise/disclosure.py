"""The one choke point for disclosure: `BusinessCase` → `SharedCase`, small counts hidden.

Renderers, `--json`, screen and commands accept only what comes out of here (ARCHITECTURE 7).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from iomcba.appraise.decision.hiding import shares_without, without
from iomcba.appraise.shared_words import lowered, reconciled, spread, told
from iomcba.appraise.suppression import suppress
from iomcba.appraise.workings_disclosure import shared_workings
from iomcba.terms.decision import Decision, Variance
from iomcba.terms.findings import BusinessCase, Figure, SharedCase
from iomcba.terms.protection import USUAL_THRESHOLD, per_cent, rounded
from iomcba.terms.registry import QUANTITY_OF, STEP_OF, quantity_of
from iomcba.terms.registry.quantity import SHARE
from iomcba.terms.said import sayings, worded

if TYPE_CHECKING:
    from iomcba.terms.bridge import Comparison, SharedComparison
    from iomcba.terms.explanation import Explanation, Node, SharedExplanation

OFFENCES = "case.observed-offences."
PEOPLE = "case.cohort-size"  # what every share and mean of observed counts rests on
POLICIES = {
    "standard": worded("disclosure.standard"),
    "synthetic": worded("disclosure.synthetic"),
}
HIDDEN = worded("disclosure.gives-back")


def disclose(case: BusinessCase, policy: str, threshold: float) -> SharedCase:
    """Apply a disclosure policy to a business case.

    Under `standard`, an observed count above 0 and below `threshold` is hidden, others are rounded
    to 5, each by itself. Where a hidden count could be told from what is shown, more are hidden
    (`suppression`), and a figure derived from a hidden one is hidden with it.

    Raises:
        ValueError: if policy `synthetic` is asked for real data.
    """
    if policy == "synthetic" and not case.synthetic:
        raise ValueError("the policy 'synthetic' is for synthetic data only")
    if policy == "synthetic":
        return SharedCase(_told(case, POLICIES[policy]), POLICIES[policy])
    found = suppress(observed(case), threshold)
    small = found.hidden
    small |= {name for name in case.figures if _derived_from(name, small)}
    why = worded("disclosure.small", threshold=f"{threshold:g}")
    shown = {n: _hidden(f, why) if n in small else _coarse(f) for n, f in case.figures.items()}
    few = offences_hidden(small)
    analysis = None if case.analysis is None else without(case.analysis, few, why)
    workings = shared_workings(case.workings, small, threshold) if case.workings else None
    size = case.figures.get("case.cohort-size")
    shared = replace(
        case,
        figures=shown,
        analysis=analysis,
        workings=workings,
        warnings=(*lowered(threshold), *case.warnings),
        tables=(*case.tables, told(observed(case), found, threshold)),
        reconciliation=tuple(reconciled(each, threshold) for each in case.reconciliation),
        concentration=spread(case.concentration, size.central if size else None, threshold),
    )
    told_of = _told(shared, POLICIES[policy], why)
    return SharedCase(told_of, POLICIES[policy], tuple(sorted(small)), threshold)


def _told(case: BusinessCase, *said: str) -> BusinessCase:
    """The case with the keys of the words that it keeps, and of nothing else."""
    found = sayings(*said, case.warnings, case.reconciliation, case.tables)
    return replace(case, sayings=found)


def disclose_comparison(
    found: Comparison,
    policy: str,
    threshold: float,
    few: Collection[str],
    lowest: float = USUAL_THRESHOLD,
) -> SharedComparison:
    """Apply a disclosure policy to a comparison; `few` are offence types with a hidden count.

    `lowest` is the lower of both thresholds: what a side that hides less tells, the difference
    tells too, and the words say so.

    Raises:
        ValueError: if policy `synthetic` is asked for real data.
    """
    from iomcba.appraise.bridge_hiding import without as without_few
    from iomcba.terms.bridge import SharedComparison

    if policy == "synthetic" and not found.synthetic:
        raise ValueError("the policy 'synthetic' is for synthetic data only")
    shared = found if policy == "synthetic" else without_few(found, few, threshold)
    said = () if policy == "synthetic" else lowered(lowest)
    return SharedComparison(shared, " ".join((POLICIES[policy], *(each.text for each in said))))


def offences_hidden(hidden: Iterable[str]) -> frozenset[str]:
    """Offence types whose observed count is among the figures hidden."""
    return frozenset(n.removeprefix(OFFENCES) for n in hidden if n.startswith(OFFENCES))


def disclose_analysis(found: Decision, shared: SharedCase) -> Decision:
    """Apply to an analysis what was applied to its case."""
    few = offences_hidden(shared.hidden)
    why = next((f.hidden for f in shared.case.figures.values() if f.hidden), "")
    return without(found, few, why) if few else found


def disclose_variance(found: Variance, shared: SharedCase) -> Variance:
    """Apply to shares of variance what was applied to their case."""
    few = offences_hidden(shared.hidden)
    why = next((f.hidden for f in shared.case.figures.values() if f.hidden), "")
    return shares_without(found, few, why) if few else found


def disclose_explanation(found: Explanation, shared: SharedCase) -> SharedExplanation:
    """Apply to an explanation what was applied to its case.

    What the case hides is hidden, and so is every step by offence type that hangs on a hidden
    count, every formula in which one would stand, and how far net value moves with what belongs to
    such an offence type alone: divided by the move it gives the crimes avoided.
    """
    from iomcba.terms.explanation import SharedExplanation

    hidden = frozenset(shared.hidden)
    few = offences_hidden(hidden)

    def tells(name: str) -> bool:
        return name in hidden or _of_few(name, few)

    counts = {} if shared.policy == POLICIES["synthetic"] else observed(shared.case)
    node = None if found.node is None else _covered(found.node, tells, counts)
    pulled, stuck = found.pulls, found.stuck
    if pulled and node is not None and not few.isdisjoint(node.name.split(".")):
        pulled, stuck = (), HIDDEN
    case = replace(
        found,
        node=node,
        pulls=pulled,
        stuck=stuck,
        members=tuple(_covered(each, tells, counts) for each in found.members),
    )
    return SharedExplanation(case, shared.policy)


def _of_few(name: str, few: Collection[str]) -> bool:
    """Whether a figure or step is of an offence type whose count is hidden, and hangs on it."""
    owner, _, rest = name.partition(".")
    quantity, _, parts = rest.partition(".")
    of = "case" if owner == "case" else "option"
    found = QUANTITY_OF.get((of, quantity)) or STEP_OF.get((of, quantity))
    hangs = found is not None and found.kind in ("observed", "derived")
    return hangs and not set(few).isdisjoint(parts.split("."))


def _covered(node: Node, tells: Callable[[str], bool], counts: Mapping[str, float]) -> Node:
    """A node without what must not be shown of it and of what it rests on; counts as shown."""
    from iomcba.terms.formula import put_in_place, terms

    if tells(node.name):
        return replace(
            node, central=None, put_in=None, figure=None, parents=(), deeper=False, hidden=HIDDEN
        )
    shown = node.put_in
    if shown is not None and any(tells(term.name) for term in terms(shown)):
        shown = None
    if shown is not None:
        shown = put_in_place(shown, counts)
    parents = tuple(_covered(parent, tells, counts) for parent in node.parents)
    if node.name in counts:
        figure = node.figure and Figure(node.name, counts[node.name])
        node = replace(node, central=counts[node.name], figure=figure)
    return replace(node, put_in=shown, parents=parents)


def observed(case: BusinessCase) -> dict[str, float]:
    """Observed counts of a case by name."""
    return {
        name: figure.central
        for name, figure in case.figures.items()
        if quantity_of(name).kind == "observed" and figure.central is not None
    }


def _derived_from(name: str, small: Collection[str]) -> bool:
    """Whether a figure gives back a hidden count: the same part of one it is derived from.

    A share or a mean of too few people goes whatever it counts.
    """
    quantity = quantity_of(name)
    owner, _, *part = name.split(".")
    parents = {
        ".".join([whose, parent, *part]) for parent in quantity.parents for whose in (owner, "case")
    }
    few = PEOPLE in small or not parents.isdisjoint(small)
    return quantity.kind == "derived" and few


def _coarse(figure: Figure) -> Figure:
    """An observed count as it is shown, and a share of observed counts in whole per cent."""
    quantity = quantity_of(figure.name)
    if figure.central is None:
        return figure
    if quantity.kind == "observed":
        return Figure(figure.name, rounded(figure.central))
    if quantity.kind == "derived" and quantity.unit == SHARE:
        return Figure(figure.name, per_cent(figure.central))
    return figure


def _hidden(figure: Figure, why: str) -> Figure:
    return Figure(figure.name, None, hidden=why)
