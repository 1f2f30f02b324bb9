"""The benefits map and its register: what is done, what comes of it, who answers, how measured.

Baselines and targets by year are figures of the run, found by the prefix that a path names.
"""

from __future__ import annotations

from itertools import groupby

from iomcba.report import formats
from iomcba.report.grid import folded, heading
from iomcba.report.lookup import Lookup, expected_as
from iomcba.report.views import Cell, Column, Part, Path, Row, Table, say
from iomcba.report.words import listed
from iomcba.terms.findings import BenefitPath
from iomcba.terms.registry import quantity_of

_STEPS = ("Activity", "Output", "Outcome", "Benefit")
TO_MEASURE = "to be measured"
Chain = tuple[tuple[str, ...], ...]


def parts(book: Lookup) -> tuple[Part, ...]:
    """A map for options that share one, then the register of each option."""
    by_option = {
        id: tuple(paths)
        for id, paths in groupby(
            sorted(book.case.benefits_map, key=lambda p: _rank(book, p)), lambda p: p.option
        )
    }
    sharing: dict[Chain, list[str]] = {}
    for id, paths in by_option.items():
        sharing.setdefault(tuple(_chain(path) for path in paths), []).append(id)
    return tuple(_part(book, ids, by_option) for ids in sharing.values())


def _rank(book: Lookup, path: BenefitPath) -> int:
    ids = [option.id for option in book.case.options]
    return ids.index(path.option) if path.option in ids else len(ids)


def _chain(path: BenefitPath) -> tuple[str, ...]:
    return (*_steps(path), path.owner, path.measure, str(path.cashable))


def _steps(path: BenefitPath) -> tuple[str, str, str, str]:
    return path.activity, path.output, path.outcome, path.label


def _part(book: Lookup, ids: list[str], by_option: dict[str, tuple[BenefitPath, ...]]) -> Part:
    paths = by_option[ids[0]]
    names = {option.id: option.label for option in book.case.options}
    said = "One map serves both" if len(ids) == 2 else "One map serves all of them"
    return Part(
        f"benefits-{ids[0]}",
        listed([names.get(id, id) for id in ids]),
        (say(f"{said}; their targets differ, see the registers."),) if ids[1:] else (),
        (
            *(_register(book, id, names.get(id, id), by_option[id]) for id in ids),
            *folded((_as_table(ids[0], paths),)),
        ),
        tuple(
            Path(tuple(zip(_STEPS, _steps(path), strict=True)), path.owner, path.cashable)
            for path in paths
        ),
    )


def _as_table(id: str, paths: tuple[BenefitPath, ...]) -> Table:
    columns = tuple(Column(label, numeric=False) for label in (*_STEPS, "Owner", "Cashable"))
    rows = tuple(
        Row(
            heading(path.activity),
            tuple(heading(t) for t in (*_steps(path)[1:], path.owner, _yes(path.cashable))),
        )
        for path in paths
    )
    return Table(f"benefits-{id}--map", "The map as a table", columns, rows)


def _yes(cashable: bool) -> str:
    return "yes" if cashable else "no"


def _register(book: Lookup, id: str, label: str, paths: tuple[BenefitPath, ...]) -> Table:
    years = book.case.years
    columns = (
        Column("Benefit", numeric=False),
        Column("Owner", numeric=False),
        Column("Measure", numeric=False),
        Column("Cashable", numeric=False),
        *(Column(f"Baseline {year}") for year in years),
        *(Column(f"Target {year}") for year in years),
        Column("Target in all"),
    )
    rows = tuple(
        Row(
            heading(path.label),
            (
                heading(path.owner),
                heading(path.measure, _who_measures(path)),
                heading(_yes(path.cashable)),
                *_baseline(book, path),
                *_by_year(book, path),
                _in_all(book, path),
            ),
        )
        for path in paths
    )
    return Table(
        id=f"benefits-{id}--register",
        caption=f"{label} – benefits-realisation register",
        columns=columns,
        rows=rows,
        units="baseline: expected without a new option; target: the level to reach, or so much "
        "less or more than the baseline; both count what the measure counts",
        notes=(
            f"‘{TO_MEASURE.capitalize()}’: nothing in this run foretells it, so its owner measures "
            "it before the start, and the target stands as a change from what is found.",
        ),
        wide=True,
        stack=True,
    )


def _who_measures(path: BenefitPath) -> str:
    """Who must find the figure that the run does not have."""
    what = [column for column in ("baseline", "target") if not getattr(path, column)]
    return f"its owner measures the {' and the '.join(what)} before the start" if what else ""


def _baseline(book: Lookup, path: BenefitPath) -> tuple[Cell, ...]:
    """The level foreseen without the option; where the run has none by year, each cell says so."""
    absent = "–" if path.baseline in book.case.figures else ""
    names = (f"{path.baseline}.{year}" for year in book.case.years)
    return tuple(_one(book, path.baseline, name, absent, "level") for name in names)


def _by_year(book: Lookup, path: BenefitPath) -> tuple[Cell, ...]:
    absent = "–" if path.target in book.case.figures else ""
    names = (f"{path.target}.{year}" for year in book.case.years)
    return tuple(_one(book, path.target, name, absent, path.target_reads) for name in names)


def _in_all(book: Lookup, path: BenefitPath) -> Cell:
    yearly = any(f"{path.target}.{year}" in book.case.figures for year in book.case.years)
    return _one(book, path.target, path.target, "–" if yearly else "", path.target_reads)


def _one(book: Lookup, prefix: str, name: str, absent: str, reads: str) -> Cell:
    """One figure; `absent` says that it stands by year, or in all, elsewhere in the row."""
    if not prefix:
        return Cell(TO_MEASURE, missing=True)
    unit = _unit(prefix)

    def words(value: float, se: float | None) -> str:
        if reads == "level":
            return formats.amount(value, unit, se)
        less = (reads == "less") == (value >= 0)
        return f"{formats.amount(abs(value), unit, se)} {'less' if less else 'more'}"

    return book.cell(name, expected_as(words), absent)


def _unit(prefix: str) -> str:
    try:
        return quantity_of(prefix).unit
    except (KeyError, ValueError):
        return ""
