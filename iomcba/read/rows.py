"""A CSV table of a set or case → rows, each cell checked against the table's declaration."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

from iomcba.characters import beyond_ascii, clipped, likeness
from iomcba.errors import Place, Problems, nearest, one_of
from iomcba.read.columns import Column, TableForm
from iomcba.read.figures import number
from iomcba.read.kinds import KINDS, SHOWN
from iomcba.read.located import Source, read_lines
from iomcba.read.ranges import COUNTED, wrong_figure
from iomcba.read.slips import PER_CENT, SHARES
from iomcba.terms.money import FinancialYear
from iomcba.terms.names import name_of
from iomcba.terms.rows import Row
from iomcba.terms.uncertainty import Distribution, DistributionError, fit, point

At: TypeAlias = Callable[[str], Place]
UNITS = (*SHARES, *COUNTED, *PER_CENT, "per year")  # what these words say is held against figures


def read_rows(form: TableForm, source: Source, problems: Problems) -> list[Row]:
    """Read every row of a table; rows with a problem are reported and left out."""
    lines = read_lines(source, problems)
    if lines is None or not _header_is_right(form, lines.header, source, problems):
        return []
    rows, first_line = [], dict[str, int]()
    absent = {c.name: "" for c in form.columns if c.may_be_absent}
    for line, written in lines.rows:
        cells = absent | dict(zip(lines.header, written, strict=True))
        row = read_row(form, cells, _at(source.name, line), problems)
        if row is None:
            continue
        if row.name in first_line:
            problems.add(
                Place(source.name, line),
                f"{row.name} stands already on line {first_line[row.name]}",
                "A name has one row in a table; keep one.",
            )
            continue
        first_line[row.name] = line
        rows.append(row)
    return rows


def _header_is_right(
    form: TableForm, header: tuple[str, ...], source: Source, problems: Problems
) -> bool:
    known = [column.name for column in form.columns]
    place = Place(source.name, 1)
    for name in header:
        if name not in known:
            problems.add(
                place, f"unknown column {name!r} in a {form.name} table", nearest(name, known)
            )
    missing = [c.name for c in form.columns if c.name not in header and not c.may_be_absent]
    for name in missing:
        problems.add(
            place,
            f"column {name!r} is missing from a {form.name} table",
            "Add it; its cells may be blank unless required.",
        )
    return not missing and set(header) <= set(known)


def _at(file: str, line: int) -> At:
    """Places of the columns of one line."""
    return lambda column: Place(file, line, column)


def read_row(form: TableForm, cells: Mapping[str, str], at: At, problems: Problems) -> Row | None:
    """A row from its cells by column; None after reporting what is wrong with it.

    `at` says where a column's cell stands; at("") is the row itself.
    """
    before = len(problems.found)
    for column in form.columns:
        check_cell(column, cells[column.name], at(column.name), problems)
    if len(problems.found) > before:
        return None
    keys = tuple(_written(column, cells[column.name]) for column in form.keys)
    words = tuple((c.name, _written(c, cells[c.name])) for c in form.attributes)
    name, place = name_of(form.name, *keys), at("")
    if not form.carries_figure:
        return Row(name, form.name, keys, place, words)
    distribution = _distribution(form, cells, at, problems)
    if len(problems.found) > before:
        return None
    return Row(
        name,
        form.name,
        keys,
        place,
        words,
        distribution,
        number(cells["central"]),
        number(cells["low"]),
        number(cells["high"]),
        cells["distribution"] or "point",
        cells["interval"],
        cells["unit"],
        FinancialYear.parse(cells["price_base"]) if cells["price_base"] else None,
        cells["status"],
        cells["source"],
        cells["quality"],
        cells["impact"],
        cells["owner"],
        cells["review_by"],
        cells["note"],
    )


def _written(column: Column, text: str) -> str:
    return str(FinancialYear.parse(text)) if column.kind == "year" and text else text


def check_cell(column: Column, text: str, place: Place, problems: Problems) -> None:
    """Report a cell that is blank but needed, or whose text is not of its column's kind."""
    if not text:
        if column.required:
            allowed = one_of(column.choices) if column.choices else ""
            problems.add(place, "is blank, but every row needs it", allowed)
        return
    if column.kind == "choice":
        if text not in column.choices:
            problems.add(place, f"is {clipped(text, SHOWN)!r}", nearest(text, column.choices))
        return
    fits, why_not = KINDS[column.kind]
    if not fits(text):
        problems.add(place, *why_not(text))


def _distribution(
    form: TableForm, cells: Mapping[str, str], at: At, problems: Problems
) -> Distribution | None:
    """The row's distribution; None for an open row, or after a report."""
    family, is_open = cells["distribution"] or "point", cells["status"] == "open"
    central, low, high = (number(cells[column]) for column in ("central", "low", "high"))
    if is_open:
        if central is not None:
            problems.add(
                at("central"),
                f"is {cells['central']!r} in a row whose status is open",
                "An open row has no figure; change its status when the figure is found.",
            )
        return None
    if central is None:
        problems.add(
            at("central"), "is blank", "Give the figure, or set status to open if it is not known."
        )
        return None
    _hold_money(cells, family, at, problems)
    if family == "point":
        for column in ("low", "high", "interval"):
            if cells[column]:
                problems.add(
                    at(column),
                    f"is {cells[column]!r} in a row without a distribution",
                    "Name the distribution, or leave low, high and interval blank.",
                )
        _hold_figure(form, cells, (central,), point(central), at, problems)
        return point(central)
    for column in ("low", "high", "interval"):
        if not cells[column]:
            problems.add(
                at(column),
                f"is blank, but the row is {family}",
                "A distribution needs low, high and interval.",
            )
    if low is None or high is None or not cells["interval"]:
        return None
    try:
        fitted = fit(family, central, low, high, cells["interval"])
    except DistributionError as error:
        problems.add(
            at("central"), str(error), "Correct low, central, high or the interval they stand for."
        )
        return None
    _hold_figure(form, cells, (central, low, high), fitted, at, problems)
    return fitted


def _odd_unit(unit: str) -> tuple[str, str] | None:
    """What to say of a unit that only looks like money or a share: it would be neither, unsaid."""
    looks = likeness(unit)
    if unit.startswith("GBP") or looks == unit:
        return None
    if not looks.startswith("GBP") and looks not in UNITS:
        return None
    what = f"is {clipped(unit, SHOWN)!r}, which only looks like {looks!r}"
    return what, f"It holds {beyond_ascii(unit)}. Write {looks}."


def _hold_money(cells: Mapping[str, str], family: str, at: At, problems: Problems) -> None:
    """Money has a price base and may exceed 1; nothing else has a price base."""
    if odd := _odd_unit(cells["unit"]):
        problems.add(at("unit"), *odd)
        return
    if cells["unit"].startswith("GBP") and not cells["price_base"]:
        problems.add(
            at("price_base"),
            "is blank, but the figure is money",
            "Write the financial year of its prices, such as 2010-11.",
        )
    if cells["price_base"] and not cells["unit"].startswith("GBP"):
        problems.add(
            at("price_base"),
            f"is given, but the unit {cells['unit']!r} is not money",
            "Leave it blank, or give a unit that begins with GBP.",
        )
    if family == "beta" and cells["price_base"]:
        problems.add(
            at("distribution"),
            "is 'beta', but the figure is money",
            "A beta lies between 0 and 1; take pert, lognormal or gamma.",
        )


def _hold_figure(
    form: TableForm,
    cells: Mapping[str, str],
    stated: tuple[float, ...],
    fitted: Distribution,
    at: At,
    problems: Problems,
) -> None:
    """What a figure may be, also where a scenario sets it."""
    keys = (cells[column.name] for column in form.keys)
    name = cells.get("assumption", "") if form.name == "scenario" else name_of(form.name, *keys)
    if wrong := wrong_figure(name, cells["unit"], stated, fitted):
        problems.add(at("central"), *wrong)
