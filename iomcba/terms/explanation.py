"""What `explain` says of a name: its value, its formula with the numbers, what it rests on."""

from __future__ import annotations

from dataclasses import dataclass

from iomcba.terms.findings import AssumptionRow, Figure, SourceWords
from iomcba.terms.formula import Formula

FIGURE, STEP, ASSUMPTION, FACT = "figure", "step", "assumption", "fact"


@dataclass(frozen=True, slots=True)
class Node:
    """A figure, a step on the way to one, an assumption or a fact of the fit.

    `central` is its value in the central case. `how` is the formula as declared and `put_in` the
    same with its parents' values; where there is none, `told` says how it is found. `figure` has
    the simulated values of a figure, `row` and `source` the evidence of an assumption. `hidden`
    says why a disclosure policy removed the values, `deeper` that parents are not listed here.
    """

    name: str
    kind: str
    prose: str
    formula: str
    unit: str
    central: float | None
    how: str = ""
    put_in: Formula | None = None
    told: str = ""
    figure: Figure | None = None
    row: AssumptionRow | None = None
    source: SourceWords | None = None
    parents: tuple[Node, ...] = ()
    deeper: bool = False
    hidden: str = ""


@dataclass(frozen=True, slots=True)
class Pull:
    """How far an option's central NPSV moves when an assumption rises, and falls, by 1%."""

    option: str
    up: float
    down: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """A node with what lies above it.

    `asked` is the name as given. `feeds` are the names that an assumption or step enters directly;
    `pulls` how NPSV moves with an assumption by 1%, and why it cannot be said where `stuck`.
    `members` are the names and values that a prefix stands for, in place of a node.
    """

    asked: str
    case: str
    place: str
    node: Node | None
    feeds: tuple[str, ...] = ()
    pulls: tuple[Pull, ...] = ()
    stuck: str = ""
    members: tuple[Node, ...] = ()
    labels: tuple[tuple[str, str], ...] = ()
    label: str = ""


@dataclass(frozen=True, slots=True)
class SharedExplanation:
    """An explanation after disclosure control: the only thing a screen of it accepts.

    Made by `iomcba.appraise.disclosure.disclose_explanation` alone (a test holds it).
    """

    found: Explanation
    policy: str
