"""A benefits map's baselines and targets are figures of the run, in the unit of their measure."""

from __future__ import annotations

from collections.abc import Iterator, Set

from iomcba.errors import Place, Problem, nearest
from iomcba.terms.inputs import Inputs
from iomcba.terms.registry import UNITS, quantity_of
from iomcba.terms.rows import Row

POUNDS = "GBP"


def map_problems(inputs: Inputs, figures: Set[str], years: tuple[str, ...]) -> Iterator[Problem]:
    """Baselines and targets without a figure by year, or counting something else than the measure.

    `figures` are the names of the figures that a run of the case has.
    """
    for row in inputs.table("benefits-map"):
        for column in ("baseline", "target"):
            if row.word(column):
                yield from _problems(row, column, figures, years)


def _problems(
    row: Row, column: str, figures: Set[str], years: tuple[str, ...]
) -> Iterator[Problem]:
    prefix, at = row.word(column), Place(row.place.file, row.place.line, column)
    if any(f"{prefix}.{year}" not in figures for year in years):
        yearly = sorted(n.removesuffix(f".{years[0]}") for n in figures if n.endswith(years[0]))
        remedy = nearest(prefix, yearly).split(" Allowed:")[0]
        yield Problem(at, f"is {prefix!r}, which has no figure for each year", remedy)
    elif not _counts(prefix, row.word("unit")):
        unit = quantity_of(prefix).unit
        yield Problem(
            at,
            f"is {prefix!r}, which is in {unit}, but the measure is in {row.word('unit')}",
            "Take a figure in the measure's unit, or leave it blank: its owner then measures it.",
        )


def _counts(prefix: str, unit: str) -> bool:
    """Whether a figure counts what the measure counts; an outcome's units bear any name but money.

    A change of some benefit in pounds is no figure for a measure that counts cases.
    """
    own = quantity_of(prefix).unit
    if own.startswith(POUNDS) or unit.startswith(POUNDS):
        return own.startswith(POUNDS) and unit.startswith(POUNDS)
    return own in (UNITS, unit)
