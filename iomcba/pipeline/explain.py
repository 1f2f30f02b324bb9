"""`explain`: any figure or assumption of a case or run, down to its rows and up to net value."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from iomcba.appraise.disclosure import disclose_explanation
from iomcba.appraise.explain.facts import Facts
from iomcba.appraise.explain.tree import Tree
from iomcba.appraise.explain.work import Work
from iomcba.appraise.summary import central_values
from iomcba.errors import InputError, Place, Problem, nearest
from iomcba.model.evaluate import evaluate
from iomcba.model.sampling import MIX, RATE, central
from iomcba.pipeline.appraise import appraise
from iomcba.read.run import is_run, read_run
from iomcba.terms.explanation import Explanation, Pull, SharedExplanation
from iomcba.terms.findings import BusinessCase, SharedCase
from iomcba.terms.names import members
from iomcba.terms.plan import Plan
from iomcba.terms.said import worded
from iomcba.terms.uncertainty import point

PER_CENT = 0.01
DRAWN = {RATE: "case.counterfactual-offences", MIX: "case.mix"}
WHOLE = 99  # generations of parents that no figure has


def explain(name: str, what: str, depth: int = WHOLE) -> SharedExplanation:
    """Explain a figure, a step or an assumption of a case or a run.

    Raises:
        InputError: if the name means nothing there, saying which may be meant; or with every
            problem of the case.
    """
    shared, full, plan = _read(what)
    tree = tree_of(plan, full)
    found = explained(name, tree, what, depth)
    return disclose_explanation(found, shared)


def tree_of(plan: Plan, case: BusinessCase) -> Tree:
    """Everything that can be explained of a case and its plan."""
    known = {name: figure.central for name, figure in case.figures.items()}
    public = tuple(bearer.id for bearer in case.bearers if bearer.public)
    facts = Facts(plan, {row.name: row for row in case.assumptions}, public, case.pooled_rule)
    return Tree(plan, case, Work(facts, known))


def explained(name: str, tree: Tree, place: str, depth: int = WHOLE) -> Explanation:
    """One name explained, or the members that it stands for.

    Raises:
        InputError: if the name means nothing there.
    """
    case, meant = tree.case, _meant(name, tree)
    labels = {**dict(case.offences), **{b.id: b.label for b in case.bearers}}
    labels |= {option.id: option.label for option in case.options}
    told = (tuple(labels.items()), case.label)
    try:
        node = tree.node(meant, depth)
    except (KeyError, ValueError):
        listed = tuple(tree.node(each, 0) for each in members(meant, tree.names))
        if not listed:
            raise InputError([_unknown(name, meant, tree)]) from None
        return Explanation(name, case.title, place, None, (), (), "", listed, *told)
    below = tuple(tree.node(each, 0) for each in members(meant, tree.names) if each != meant)
    pulls, stuck = _pulls(meant, tree)
    return Explanation(name, case.title, place, node, tree.feeds(meant), pulls, stuck, below, *told)


def _read(what: str) -> tuple[SharedCase, BusinessCase, Plan]:
    path = Path(what)
    if is_run(path):
        run = read_run(path)
        return run.shared, run.full, run.plan
    made = appraise(what, None, None, lambda done, of: None, date.today())
    return made.shared, made.full, made.plan


def _meant(name: str, tree: Tree) -> str:
    """A name in full: an option may go by any word of its id that no other option has.

    What is drawn of the fit goes by the figure that it is drawn of.
    """
    for drawn, figure in DRAWN.items():
        if name == drawn or name.startswith(f"{drawn}."):
            return figure + name.removeprefix(drawn)
    owner, dot, rest = name.partition(".")
    options = [option.id for option in tree.case.options]
    if owner in options:
        return name
    tables = {each.partition(".")[0] for each in (*tree.rows, *tree.plan.quantities)}
    close = [id for id in options if owner in id.split("-") or id.endswith(f"-{owner}")]
    return f"{close[0]}{dot}{rest}" if len(close) == 1 and owner not in tables else name


def _unknown(name: str, meant: str, tree: Tree) -> Problem:
    what = f"{name!r} is no figure and no assumption here"
    remedy = nearest(meant, tree.names).split(" Allowed:")[0]
    if not remedy.startswith("Did"):
        remedy = "A prefix such as an option or a table lists what is below it."
    return Problem(Place("FIGURE"), what, remedy)


def _pulls(name: str, tree: Tree) -> tuple[tuple[Pull, ...], str]:
    """How far each option's central NPSV moves when an assumption moves by 1%, or why not."""
    if not tree.is_assumption(name):
        return (), ""
    plan = tree.plan
    if name not in plan.quantities:
        return (), worded("explained.enters-fit")
    mean = plan.quantities[name].mean
    if mean == 0:
        return (), worded("explained.is-zero")
    base = _npsv(plan)
    up, down = (
        _npsv(plan.with_quantity(name, point(mean * (1 + step)))) for step in (PER_CENT, -PER_CENT)
    )
    moved = (Pull(id, up[id] - base[id], down[id] - base[id]) for id in base)
    return tuple(pull for pull in moved if pull.up or pull.down), ""


def _npsv(plan: Plan) -> dict[str, float]:
    values = central_values(plan, evaluate(plan, central(plan)))
    return {option.id: values[f"{option.id}.npsv"] for option in plan.options}
