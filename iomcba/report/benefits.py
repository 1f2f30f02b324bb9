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
                heading(path.measure),
                heading(_yes(path.cashable)),
                *_by_year(book, path.baseline),
                *_by_year(book, path.target),
                _in_all(book, path.target),
            ),
        )
        for path in paths
    )
    return Table(
        id=f"benefits-{id}--register",
        caption=f"{label} – benefits-realisation register",
        columns=columns,
        rows=rows,
        units="baseline: what is expected without a new option; target: the expected change",
        notes=(
            f"‘{TO_MEASURE.capitalize()}’: the run has no figure for it, so the partners measure "
            "it before the start. A target in £ is what the change is worth.",
        ),
        wide=True,
        stack=True,
    )


def _by_year(book: Lookup, prefix: str) -> tuple[Cell, ...]:
    """A figure for each year; where a prefix has none by year, each cell says so."""
    absent = "–" if prefix in book.case.figures else ""
    return tuple(_one(book, prefix, f"{prefix}.{year}", absent) for year in book.case.years)


def _in_all(book: Lookup, prefix: str) -> Cell:
    yearly = any(f"{prefix}.{year}" in book.case.figures for year in book.case.years)
    return _one(book, prefix, prefix, "–" if yearly else "")


def _one(book: Lookup, prefix: str, name: str, absent: str) -> Cell:
    """One figure; `absent` says that it stands by year, or in all, elsewhere in the row."""
    if not prefix:
        return Cell(TO_MEASURE, missing=True)
    unit = _unit(prefix)
    words = expected_as(lambda value, se: formats.amount(value, unit, se))
    return book.cell(name, words, absent)


def _unit(prefix: str) -> str:
    try:
        return quantity_of(prefix).unit
    except (KeyError, ValueError):
        return ""
