"""What `compare` found: every change between two sides, and the bridge between their answers (F21).

A player is what moves as one: usually a row, else a set of rows and words that hold together. Parts
of a bridge are players' Shapley values; they add up exactly, in whole units of the measure.
"""

from __future__ import annotations

from dataclasses import dataclass

MEASURES = ("npsv", "pvc", "pvb", "p-best", "p-npsv-positive")
PENNIES, POINTS = 100, 10_000  # units in a pound; hundredths of a percentage point in 1
UNITS = {
    "npsv": PENNIES,
    "pvc": PENNIES,
    "pvb": PENNIES,
    "p-best": POINTS,
    "p-npsv-positive": POINTS,
}
# Players that are no row: what a case says, and what goes together.
COUNTERFACTUAL, CRIME_COSTS = "counterfactual", "crime costs"
HIDDEN = "hidden"  # what belongs to offence types whose counts are hidden, and its company
CORRELATION, DEFLATOR = "correlation", "deflator"
STAGE, TIMING, PRISON = "case.yaml: stage", "case.yaml: discounting", "case.yaml: prison_savings"


@dataclass(frozen=True, slots=True)
class RowSeen:
    """A row as one side has it: its cells as text by column, its place, what rebasing did to it."""

    name: str
    table: str
    file: str
    line: int
    cells: tuple[tuple[str, str], ...]
    factor: float = 1.0

    def cell(self, column: str) -> str:
        """The text of a column, blank where the table has none."""
        return dict(self.cells).get(column, "")


@dataclass(frozen=True, slots=True)
class CellChange:
    """One cell or word that differs; blank on the side that has it not."""

    column: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Change:
    """A row, a word of a YAML file, or a file of data that differs.

    `kind` is changed, added or removed; `places` and `sources` are A's and B's, blank on the side
    that has none. `cells` are those that differ; `figure` is the row's whole figure where that
    does, or where the row is on one side only. `player` is the player that it is part of, blank
    where it moves no answer, and `why` then says why it does not.
    """

    name: str
    kind: str
    places: tuple[str, str]
    cells: tuple[CellChange, ...]
    figure: tuple[CellChange, ...] = ()
    sources: tuple[str, str] = ("", "")
    unit: str = ""
    player: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """What a player moves a measure by, in whole units of the measure.

    `se` is the Monte Carlo standard error, `sampling` that of sampled orders (0 where exact).
    """

    player: str
    value: float
    se: float = 0.0
    sampling: float = 0.0


@dataclass(frozen=True, slots=True)
class Bridge:
    """From one side's value of a measure to the other's, in parts that add up exactly.

    `orders` is the number of sampled orders of the players, 0 where all were taken. The standard
    errors are those of start, end and their difference.
    """

    option: str
    measure: str
    start: float
    end: float
    parts: tuple[Part, ...]
    orders: int = 0
    start_se: float = 0.0
    end_se: float = 0.0
    difference_se: float = 0.0

    @property
    def difference(self) -> float:
        """What the parts add up to."""
        units = UNITS[self.measure]
        return round((self.end - self.start) * units) / units


@dataclass(frozen=True, slots=True)
class SideWords:
    """A side in words: what it is, where it stands, how it was simulated.

    `kind` is case or run; `own` are (figure, mean) that a run printed of itself.
    """

    id: str
    title: str
    kind: str
    place: str
    label: str
    draws: int
    seed: int
    own: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two sides compared on the same draws.

    `ends` are (figure, A's mean, B's mean), None where a side lacks the option. `unbridged` says
    what differs and is reported without a bridge; with `bridged` false there is none at all.
    `labels` turns ids into words: (id, label).
    """

    sides: tuple[SideWords, SideWords]
    price_base: str
    years: tuple[str, ...]
    options: tuple[str, ...]
    focus: str
    changes: tuple[Change, ...]
    players: tuple[str, ...]
    bridges: tuple[Bridge, ...]
    ends: tuple[tuple[str, float | None, float | None], ...]
    unbridged: tuple[str, ...]
    labels: tuple[tuple[str, str], ...]
    draws: int
    seed: int
    synthetic: bool

    @property
    def unchanged(self) -> bool:
        """Whether nothing at all differs."""
        return not self.changes and not self.unbridged

    def bridge(self, option: str, measure: str) -> Bridge | None:
        """The bridge of a measure of an option, or None."""
        found = (b for b in self.bridges if (b.option, b.measure) == (option, measure))
        return next(found, None)


@dataclass(frozen=True, slots=True)
class SharedComparison:
    """A comparison after disclosure control: the only thing screens and pages of it accept.

    Made by `iomcba.appraise.disclosure.disclose_comparison` alone (a test holds it).
    """

    found: Comparison
    policy: str
