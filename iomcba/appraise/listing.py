"""What a block's summary is made of: figures, chances and columns, and the rows they lie in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from iomcba.appraise.figures import Drawn, figures
from iomcba.terms.plan import Array, Draws, Outcomes, Plan

Rows = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Listing:
    """Figures and chances of a block draw by draw, and its uncertain columns."""

    figures: tuple[Drawn, ...]
    columns: tuple[tuple[str, Array], ...]

    @property
    def kept(self) -> dict[str, Array]:
        """Figures that hold shock and chance as well, whose draws are kept, with both."""
        return {f.name: f.headline for f in self.figures if f.headline is not None and not f.part}

    @property
    def parts(self) -> dict[str, Array]:
        """Parts of headline figures that have a range, with shock and chance."""
        return {f.name: f.headline for f in self.figures if f.headline is not None and f.part}

    def arrays(self) -> list[Array]:
        """Every array, in the order in which a legend takes their places."""
        expected = [figure.expected for figure in self.figures]
        columns = [column for _, column in self.columns]
        return [*expected, *self.kept.values(), *self.parts.values(), *columns]


def listing(plan: Plan, outcomes: Outcomes, draws: Draws) -> Listing:
    """Everything of a block that is summarised."""
    drawn = list(figures(plan, outcomes))
    felt = {figure.name: figure.headline for figure in drawn if figure.headline is not None}
    npsv = {option.id: felt[f"{option.id}.npsv"] for option in plan.options}
    for name, happened in chance_rows(plan, npsv).items():
        drawn.append(Drawn(name, np.where(happened, 1.0, 0.0)))
    columns = ((n, c) for n, c in draws.columns.items() if isinstance(c, np.ndarray))
    return Listing(tuple(drawn), tuple(columns))


@dataclass(frozen=True, slots=True)
class Kept:
    """Rows of which the draws are kept, none twice, and the place among them of each figure.

    A figure is a name, and whether with chance.
    """

    rows: Rows
    place: Mapping[tuple[str, bool], int]

    @classmethod
    def of(cls, row: Mapping[tuple[str, bool], int]) -> Kept:
        """The rows of some figures."""
        rows = np.unique(np.fromiter(row.values(), dtype=np.intp))
        place = {int(number): at for at, number in enumerate(rows)}
        return cls(rows, {figure: place[number] for figure, number in row.items()})


@dataclass(frozen=True, slots=True)
class Legend:
    """What the rows of a block are, in which its draws lie: names and numbers of rows.

    `expected` (f,) are the rows of `names`, `inputs` (c,) those of `columns`. Of headline figures
    the draws without chance and with it are kept, of their `parts` those with chance; `certain` are
    parts that have none.
    """

    names: tuple[str, ...]
    expected: Rows
    headlines: Kept
    parts: Kept
    certain: tuple[str, ...]
    columns: tuple[str, ...]
    inputs: Rows

    @classmethod
    def of(cls, listed: Listing, places: Sequence[int], varying: int) -> Legend:
        """The legend of rows that hold the arrays of a listing at `places`.

        Rows before `varying` are certain.
        """
        names = tuple(figure.name for figure in listed.figures)
        ends = np.cumsum([len(names), len(listed.kept), len(listed.parts)])
        expected, felt, of_parts, inputs = np.split(np.array(places, dtype=np.intp), ends)
        averaged = dict(zip(names, expected.tolist(), strict=True))
        headlines = {(name, False): averaged[name] for name in listed.kept}
        headlines |= {(n, True): r for n, r in zip(listed.kept, felt.tolist(), strict=True)}
        parts = dict(zip(listed.parts, of_parts.tolist(), strict=True))
        return cls(
            names=names,
            expected=expected,
            headlines=Kept.of(headlines),
            parts=Kept.of({(name, True): row for name, row in parts.items() if row >= varying}),
            certain=tuple(name for name, place in parts.items() if place < varying),
            columns=tuple(name for name, _ in listed.columns),
            inputs=inputs,
        )


def control_names(plan: Plan) -> tuple[str, ...]:
    """Headline figures whose means over all draws steady those of the other figures."""
    options = [o.id for o in plan.options if o.role != "business-as-usual"]
    quantities = ("pvb", "pvc", "proven-offences-avoided")
    return tuple(f"{id}.{quantity}" for id in options for quantity in quantities)


def chance_rows(plan: Plan, npsv: Mapping[str, Array]) -> dict[str, Array]:
    """Draws in which an option is best, the first of equals counting, and in which it pays.

    `npsv` holds the draws of each option's NPSV with chance (F16, F17). Shapes: (d,).
    """
    best = np.argmax(np.stack([npsv[o.id] for o in plan.options]), axis=0)
    found = {f"{o.id}.p-best": best == index for index, o in enumerate(plan.options)}
    pays = {
        f"{o.id}.p-npsv-positive": npsv[o.id] > 0
        for o in plan.options
        if o.role != "business-as-usual"
    }
    return found | pays
