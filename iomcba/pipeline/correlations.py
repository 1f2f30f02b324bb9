"""The case's `correlation` table → rank correlations that the engine can draw (F18)."""

from __future__ import annotations

from collections.abc import Sequence

from iomcba.characters import beyond_ascii, digits
from iomcba.errors import Place, Problems
from iomcba.model.copula import NoCorrelation, factors, pairs_of
from iomcba.terms.inputs import Inputs

REPAIR = (
    "Change one of them, or set repair_correlations: true under simulation in case.yaml to move "
    "them to the nearest that can be."
)


def correlations(
    inputs: Inputs, uncertain: Sequence[str], problems: Problems
) -> tuple[tuple[str, str, float], ...]:
    """Rank correlations by pair or group, each answering to uncertain quantities of the case."""
    found, places = [], dict[tuple[str, str], Place]()
    for row in inputs.table("correlation"):
        at = Place(row.place.file, row.place.line, "central")
        if row.distribution is None or not row.distribution.is_point:
            problems.add(at, f"{row.name} is no certain figure", "A correlation is one number.")
        elif not -1 <= row.distribution.mean <= 1:
            problems.add(at, f"is {digits(row.distribution.mean)}", "It must lie between -1 and 1.")
        else:
            first, second = row.keys
            found.append((first, second, row.distribution.mean))
            places[first, second] = row.place
    pairs, idle = pairs_of(found, uncertain)
    for first, second in idle:
        problems.add(
            places[first, second],
            f"no two uncertain quantities of the case are named by {first!r} and {second!r}",
            f"{_odd(first, second)}Name two rows that have a distribution, or groups of them such "
            "as salary.",
        )
    if not problems:
        _hold_possible(inputs, pairs, problems)
    return tuple(found)


def _odd(*names: str) -> str:
    odd = beyond_ascii("".join(names))
    return f"They hold {odd}. " if odd else ""


def _hold_possible(inputs: Inputs, pairs: dict[tuple[str, str], float], problems: Problems) -> None:
    try:
        factors(pairs, inputs.words.simulation.repair_correlations)
    except NoCorrelation as contradiction:
        file = inputs.table("correlation")[0].place.file
        what = f"no quantities can be correlated so (not positive semi-definite): {contradiction}"
        problems.add(Place(file), what, REPAIR)
