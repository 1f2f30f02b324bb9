"""The one choke point for disclosure: `BusinessCase` → `SharedCase`, small counts hidden.

Renderers, `--json`, screen and commands accept only what comes out of here (ARCHITECTURE 7).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace

from iomcba.appraise.bridge_hiding import without as without_few
from iomcba.appraise.decision.hiding import shares_without, without
from iomcba.appraise.workings_disclosure import shared_workings
from iomcba.terms.bridge import Comparison, SharedComparison
from iomcba.terms.decision import Decision, Variance
from iomcba.terms.explanation import Explanation, Node, SharedExplanation
from iomcba.terms.findings import BusinessCase, Figure, SharedCase
from iomcba.terms.formula import terms
from iomcba.terms.registry import QUANTITY_OF, STEP_OF, quantity_of

OFFENCES = "case.observed-offences."
POLICIES = {
    "standard": "Counts below the threshold, and figures derived from them, are hidden.",
    "synthetic": "Synthetic data: nothing is hidden.",
}
HIDDEN = "it would give a small count back"


def disclose(case: BusinessCase, policy: str, threshold: float) -> SharedCase:
    """Apply a disclosure policy to a business case.

    Under `standard`, an observed count above 0 and below `threshold` is hidden, and so is a figure
    derived from it. When one part of a total is hidden alone, the next smallest part is hidden with
    it, so that the total does not give it back.

    Raises:
        ValueError: if policy `synthetic` is asked for real data.
    """
    if policy == "synthetic" and not case.synthetic:
        raise ValueError("the policy 'synthetic' is for synthetic data only")
    if policy == "synthetic":
        return SharedCase(case, POLICIES[policy])
    small = _small(case, threshold)
    why = f"fewer than {threshold:g}, or the next smallest beside one"
    shown = {n: _hidden(f, why) if n in small else f for n, f in case.figures.items()}
    few = offences_hidden(small)
    analysis = None if case.analysis is None else without(case.analysis, few, why)
    workings = shared_workings(case.workings, small, threshold) if case.workings else None
    shared = replace(case, figures=shown, analysis=analysis, workings=workings)
    return SharedCase(shared, POLICIES[policy], tuple(sorted(small)))


def disclose_comparison(
    found: Comparison, policy: str, threshold: float, few: Collection[str]
) -> SharedComparison:
    """Apply a disclosure policy to a comparison; `few` are offence types with a hidden count.

    Raises:
        ValueError: if policy `synthetic` is asked for real data.
    """
    if policy == "synthetic" and not found.synthetic:
        raise ValueError("the policy 'synthetic' is for synthetic data only")
    shared = found if policy == "synthetic" else without_few(found, few, threshold)
    return SharedComparison(shared, POLICIES[policy])


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
    hidden = frozenset(shared.hidden)
    few = offences_hidden(hidden)

    def tells(name: str) -> bool:
        return name in hidden or _of_few(name, few)

    node = None if found.node is None else _covered(found.node, tells)
    pulled, stuck = found.pulls, found.stuck
    if pulled and node is not None and not few.isdisjoint(node.name.split(".")):
        pulled, stuck = (), HIDDEN
    case = replace(
        found,
        node=node,
        pulls=pulled,
        stuck=stuck,
        members=tuple(_covered(each, tells) for each in found.members),
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


def _covered(node: Node, tells: Callable[[str], bool]) -> Node:
    """A node without what must not be shown of it and of what it rests on."""
    if tells(node.name):
        return replace(
            node, central=None, put_in=None, figure=None, parents=(), deeper=False, hidden=HIDDEN
        )
    shown = node.put_in
    if shown is not None and any(tells(term.name) for term in terms(shown)):
        shown = None
    return replace(
        node, put_in=shown, parents=tuple(_covered(parent, tells) for parent in node.parents)
    )


def _small(case: BusinessCase, threshold: float) -> set[str]:
    """Names to hide: small observed counts, their company, what is derived from a hidden one."""
    counts = {
        name: figure.central
        for name, figure in case.figures.items()
        if quantity_of(name).kind == "observed" and figure.central is not None
    }
    small = small_counts(counts, threshold)
    return small | {name for name in case.figures if _derived_from(name, small)}


def small_counts(counts: Mapping[str, float], threshold: float) -> set[str]:
    """Names of counts to hide: above 0 and below the threshold, and their company.

    Where one part of a total is hidden alone, the next smallest part is hidden with it.
    """
    small = {name for name, count in counts.items() if 0 < count < threshold}
    for total in {name.rsplit(".", 1)[0] for name in small}:
        parts = sorted(
            (count, name)
            for name, count in counts.items()
            if name.rsplit(".", 1)[0] == total and count > 0 and total in counts
        )
        hidden = [name for _, name in parts if name in small]
        if len(hidden) == 1 and len(parts) > 1:
            small.add(next(name for _, name in parts if name not in small))
    return small


def _derived_from(name: str, small: set[str]) -> bool:
    """Whether a figure gives back a hidden count: the same part of one it is derived from."""
    quantity = quantity_of(name)
    owner, _, *part = name.split(".")
    parents = {
        ".".join([whose, parent, *part]) for parent in quantity.parents for whose in (owner, "case")
    }
    return quantity.kind == "derived" and not parents.isdisjoint(small)


def _hidden(figure: Figure, why: str) -> Figure:
    return Figure(figure.name, None, hidden=why)
