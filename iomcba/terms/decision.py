"""What drives the answer and what would change it: the nouns of decision analysis (F19, F20).

All of it is found on the kept draws, shock and chance averaged (F17); business as usual, at 0, is
one of the options.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from iomcba.terms.plan import Array

DIFFERENCE = "difference"  # the target that is the best option less the second best
TOLD = 3.0  # standard errors from which on a move is told from nothing: many are asked
PERCENTILES = (0.1, 0.3, 0.5, 0.7, 0.9)  # of a quantity in a two-way map
COST_MULTIPLES = (0.6, 0.8, 1.0, 1.2, 1.4)  # of a cost in one
BREAKS_EVEN, OVERTAKES, LOSS_CHANCE = "breaks-even", "overtakes", "loss-chance"


@dataclass(frozen=True, slots=True)
class Sample:
    """Kept draws for decision analysis, in block order.

    Shapes: inputs (n, d) in the order of `names`, npsv (j, d) in the order of `options`, business
    as usual first. `together` are sets of names that depend on one another; every other name is
    independent of the rest.
    """

    names: tuple[str, ...]
    inputs: Array
    options: tuple[str, ...]
    npsv: Array
    replicates: int
    together: tuple[tuple[str, ...], ...] = ()
    heard: tuple[frozenset[str], ...] = ()

    def column(self, name: str) -> Array:
        """Draws of one quantity. Shape: (d,). Raises ValueError for an unknown name."""
        return np.asarray(self.inputs[self.names.index(name)])

    def family(self, names: tuple[str, ...]) -> frozenset[str]:
        """The names and every other that depends on one of them."""
        bound = (each for each in self.together if not set(names).isdisjoint(each))
        return frozenset((*names, *(name for each in bound for name in each)))

    def unmoved(self, names: tuple[str, ...]) -> list[int]:
        """Rows of the options that nothing which depends on these names can move."""
        family = self.family(names)
        return [row for row, heard in enumerate(self.heard) if family.isdisjoint(heard)]


@dataclass(frozen=True, slots=True)
class Driver:
    """An uncertain quantity, or a group of them by the prefix of their names.

    `low`, `mean` and `high` are the 10th percentile, mean and 90th percentile of a quantity (of the
    sum of its members); a group has none. `offences` are the offence types that it belongs to, for
    disclosure; `hidden` is the reason a disclosure policy removed what was found of it.
    """

    name: str
    members: tuple[str, ...]
    unit: str = ""
    low: float | None = None
    mean: float | None = None
    high: float | None = None
    offences: tuple[str, ...] = ()
    hidden: str = ""

    @property
    def is_group(self) -> bool:
        """Whether it stands for several quantities without one value of its own."""
        return self.members != (self.name,) and self.low is None


@dataclass(frozen=True, slots=True)
class OneWay:
    """Expected NPSV where a quantity is at its 10th and at its 90th percentile, by target.

    A target is an option or DIFFERENCE. For a group the two are the 10th and 90th percentile of
    what it leads one to expect. `errors` are the standard errors of at_high - at_low.
    """

    name: str
    at_low: Mapping[str, float]
    at_high: Mapping[str, float]
    errors: Mapping[str, float]

    def swing(self, target: str) -> float:
        """How far expected NPSV moves, in pounds."""
        return abs(self.at_high[target] - self.at_low[target])


@dataclass(frozen=True, slots=True)
class Evppi:
    """What it is worth at most to know a quantity or group before deciding (pounds, F20)."""

    name: str
    value: float
    error: float


@dataclass(frozen=True, slots=True)
class SobolIndex:
    """Shares of the variance of expected NPSV that a group accounts for, by target (F19).

    `first` is what the group explains by itself, `total` that and what it does only together with
    others; each with its standard error. Targets are those of OneWay.
    """

    name: str
    first: Mapping[str, float]
    first_errors: Mapping[str, float]
    total: Mapping[str, float]
    total_errors: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Variance:
    """Where the variance of expected NPSV comes from, by groups independent of one another.

    `deviations` are standard deviations of expected NPSV by target (pounds).
    """

    groups: tuple[Driver, ...]
    deviations: Mapping[str, float]
    indices: tuple[SobolIndex, ...]


@dataclass(frozen=True, slots=True)
class SwitchingValue:
    """The value of a quantity at which the answer turns, all else drawn as before (F19).

    `question` is BREAKS_EVEN (the option's expected NPSV is 0), OVERTAKES (it equals that of
    `against`) or LOSS_CHANCE (the chance of loss is `level`). `value` is None where no value in
    `searched` does it. `beyond` is the chance that the quantity lies on the side
    that turns the answer; `residual` what is left of the target at the value (pounds, or chance).
    """

    name: str
    option: str
    question: str
    against: str
    level: float
    searched: tuple[float, float]
    value: float | None
    beyond: float | None
    residual: float | None
    affine: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """How an option stands if it is chosen now.

    `p_best` is the chance that no other option would have been better, had everything uncertain
    been known; `expected_loss` what choosing it gives away on average against always choosing
    right; `loss_when_wrong` the same where it is not the best.
    """

    option: str
    npsv: float
    p_best: float
    p_best_error: float
    expected_loss: float
    loss_error: float
    loss_when_wrong: float


@dataclass(frozen=True, slots=True)
class TwoWay:
    """Expected NPSV of an option with two things set: rows by the first, cells by the second.

    `first_at` and `second_at` are a quantity's values at PERCENTILES or, of what is named as
    `cost_of` the option, COST_MULTIPLES of it.
    """

    option: str
    first: str
    second: str
    first_at: tuple[float, ...]
    second_at: tuple[float, ...]
    npsv: tuple[tuple[float, ...], ...]


def cost_of(option: str) -> str:
    """The name of an option's whole cost, its PVC."""
    return f"{option}.pvc"


@dataclass(frozen=True, slots=True)
class Decision:
    """What drives the answer, and what would change it.

    `best` and `second` are the options of highest and second highest expected NPSV, business as
    usual counted; `nearest` the best of the options proposed, whose map `two_way` is. `one_way` and
    `evppi` hold single quantities and groups alike; `drivers` says which. All on the first `draws`
    draws.
    """

    draws: int
    best: str
    second: str
    nearest: str
    standings: tuple[Standing, ...]
    drivers: tuple[Driver, ...]
    one_way: tuple[OneWay, ...]
    evpi: float
    evpi_error: float
    evppi: tuple[Evppi, ...]
    switching: tuple[SwitchingValue, ...]
    two_way: TwoWay | None = None

    def driver(self, name: str) -> Driver:
        """A driver by its name. Raises KeyError for an unknown one."""
        return {driver.name: driver for driver in self.drivers}[name]
