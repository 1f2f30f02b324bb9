"""The benefits map and its register: what is done, what comes of it, who answers, how measured.

Baselines and targets by year are figures of the run, found by the prefix that a path names.
"""

from __future__ import annotations

from itertools import groupby

from iomcba.report import formats
from iomcba.report.grid import folded, heading
from iomcba.report.lookup import Lookup, expected_as
from iomcba.report.views import Cell, Column, Part, Path, Row, Table
from iomcba.terms.findings import BenefitPath
from iomcba.terms.registry import quantity_of

_STEPS = ("activity", "output", "outcome", "benefit")
_REGISTER = ("benefit", "owner", "measure", "cashable")
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
    shared = book.say("benefits.shared-by-two" if len(ids) == 2 else "benefits.shared-by-all")
    return Part(
        f"benefits-{ids[0]}",
        book.catalogue.listed([names.get(id, id) for id in ids]),
        (shared,) if ids[1:] else (),
        (
            *(_register(book, id, names.get(id, id), by_option[id]) for id in ids),
            *folded((_as_table(book, ids[0], paths),)),
        ),
        tuple(
            Path(
                tuple(zip(_heads(book, _STEPS), _steps(path), strict=True)),
                path.owner,
                path.cashable,
            )
            for path in paths
        ),
    )


def _heads(book: Lookup, names: tuple[str, ...]) -> list[str]:
    return [book.text(f"benefits.{name}") for name in names]


def _as_table(book: Lookup, id: str, paths: tuple[BenefitPath, ...]) -> Table:
    heads = _heads(book, (*_STEPS, "owner", "cashable"))
    columns = tuple(Column(label, numeric=False) for label in heads)
    rows = tuple(
        Row(
            heading(path.activity),
            tuple(heading(t) for t in (*_steps(path)[1:], path.owner, _yes(book, path))),
        )
        for path in paths
    )
    return Table(f"benefits-{id}--map", book.text("benefits.map-caption"), columns, rows)


def _yes(book: Lookup, path: BenefitPath) -> str:
    return book.text("benefits.yes" if path.cashable else "benefits.no")


def _register(book: Lookup, id: str, label: str, paths: tuple[BenefitPath, ...]) -> Table:
    years = book.case.years
    columns = (
        *(Column(head, numeric=False) for head in _heads(book, _REGISTER)),
        *(Column(book.text("benefits.baseline-in", year=year)) for year in years),
        *(Column(book.text("benefits.target-in", year=year)) for year in years),
        Column(book.text("benefits.target-in-all")),
    )
    rows = tuple(
        Row(
            heading(path.label),
            (
                heading(path.owner),
                heading(path.measure, _who_measures(book, path)),
                heading(_yes(book, path)),
                *_baseline(book, path),
                *_by_year(book, path),
                _in_all(book, path),
            ),
        )
        for path in paths
    )
    return Table(
        id=f"benefits-{id}--register",
        caption=book.text("benefits.register-caption", option=label),
        columns=columns,
        rows=rows,
        units=book.text("benefits.register-units"),
        notes=(book.text("benefits.register-note"),),
        wide=True,
        stack=True,
    )


def _who_measures(book: Lookup, path: BenefitPath) -> str:
    """Who must find the figure that the run does not have."""
    if path.baseline and path.target:
        return ""
    if path.baseline:
        return book.text("benefits.measures-target")
    return book.text("benefits.measures-baseline" if path.target else "benefits.measures-both")


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
        return Cell(book.text("benefits.to-measure"), missing=True)
    unit = _unit(prefix)

    def words(value: float, se: float | None) -> str:
        if reads == "level":
            return formats.amount(value, unit, se)
        key = "benefits.less" if (reads == "less") == (value >= 0) else "benefits.more"
        return book.text(key, amount=formats.amount(abs(value), unit, se))

    return book.cell(name, expected_as(words), absent)


def _unit(prefix: str) -> str:
    try:
        return quantity_of(prefix).unit
    except (KeyError, ValueError):
        return ""
