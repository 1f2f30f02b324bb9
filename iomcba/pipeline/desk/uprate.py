"""An evidence set in the prices of another year: a new set, each row with both figures and why.

Every pound is multiplied by the index of the new year over that of its own. Sources stay; what was
read in them is derived from now on, and the row's note says from what.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import floor, log10
from pathlib import Path

from iomcba.errors import InputError, Place, Problem, Problems
from iomcba.keep.cells import CellEdit, edit_cells
from iomcba.keep.folders import write_folder
from iomcba.keep.scalars import Path as Keys
from iomcba.keep.scalars import edit_values
from iomcba.pipeline.desk.init import id_of, refuse_taken
from iomcba.read.located import read_lines
from iomcba.read.rows import read_rows
from iomcba.read.tables import FORM_OF
from iomcba.read.workspace import find_set, source
from iomcba.read.yamls import read_yaml
from iomcba.terms.money import FinancialYear
from iomcba.terms.register import Uprated
from iomcba.terms.rows import Row
from iomcba.terms.words import SetWords

WORDS, DEFLATORS, DEFLATOR = "set.yaml", "hm-treasury-2026", "deflator"
FIGURES = ("central", "low", "high")
PENCE, DIGITS = 2, 5  # decimals of a pound, and significant digits that are kept at least
MARKS = ".;:,!?"


@dataclass(frozen=True, slots=True)
class UpratedSet:
    """A set as written. `left` counts rows of money that were in the year's prices already."""

    folder: Path
    id: str
    made_from: str
    to: str
    deflators: str
    rows: tuple[Uprated, ...]
    left: int


def uprate(name: str, to: str, out: Path, deflators: str = DEFLATORS) -> UpratedSet:
    """Write a set in the prices of the financial year `to`; nothing that exists is touched.

    Raises:
        InputError: with every problem of the set, and every row of money whose year, or `to`, the
            deflators lack.
    """
    refuse_taken(out)
    folder, problems = find_set(name), Problems()
    index, index_words = _index(find_set(deflators), problems)
    words = read_yaml(SetWords, source(folder / WORDS), problems)
    tables = {path.name: _rows(path, problems) for path in sorted(folder.glob("*.csv"))}
    problems.raise_if_any()
    assert words is not None, "a set that cannot be read has problems"
    year = FinancialYear.parse(to)
    if year not in index:
        what, remedy = f"{index_words.id} has no deflator for {to}", _span(index)
        raise InputError([Problem(Place("--to"), what, remedy)])
    _hold_years(tables, index, index_words.id, problems)
    if words.kind == "deflators":
        remedy = "It is what others are uprated by."
        problems.add(Place(name), "is a set of deflators", remedy)
    problems.raise_if_any()
    files = {path.name: source(path).read() for path in sorted(folder.iterdir()) if path.is_file()}
    done = list[Uprated]()
    for file, rows in tables.items():
        money = [row for row in rows if row.price_base not in (None, year)]
        files[file] = _uprated(folder / file, money, index, year, index_words)
        done += (_done(row, index, year) for row in money if row.central is not None)
    files[WORDS] = _words(files[WORDS], words, id_of(out), to, index_words)
    write_folder(out, files, force=False)
    left = sum(row.price_base == year for rows in tables.values() for row in rows)
    return UpratedSet(out, id_of(out), words.id, to, index_words.id, tuple(done), left)


def _index(folder: Path, problems: Problems) -> tuple[dict[FinancialYear, float], SetWords]:
    """The index of prices by year, and the words of its set."""
    words = read_yaml(SetWords, source(folder / WORDS), problems)
    path = folder / f"{DEFLATOR}.csv"
    if not path.is_file():
        problems.add(Place(source(folder).name), "holds no deflator.csv", "Name another set.")
    rows = _rows(path, problems) if path.is_file() else []
    problems.raise_if_any()
    assert words is not None, "a set that cannot be read has problems"
    known = {FinancialYear.parse(row.keys[0]): row.central for row in rows}
    return {year: value for year, value in known.items() if value and value > 0}, words


def _rows(path: Path, problems: Problems) -> list[Row]:
    form = FORM_OF.get(path.stem)
    if form is None:
        problems.add(Place(source(path).name), f"{path.stem!r} is no table of a set")
        return []
    return read_rows(form, source(path), problems)


def _span(index: Mapping[FinancialYear, float]) -> str:
    return f"It has {min(index)} to {max(index)}." if index else "It has none."


def _hold_years(
    tables: Mapping[str, list[Row]],
    index: Mapping[FinancialYear, float],
    of: str,
    problems: Problems,
) -> None:
    for rows in tables.values():
        for row in rows:
            if row.price_base is not None and row.price_base not in index:
                at = Place(row.place.file, row.place.line, "price_base")
                problems.add(at, f"{of} has no deflator for {row.price_base}", _span(index))


def _uprated(
    path: Path,
    rows: list[Row],
    index: Mapping[FinancialYear, float],
    to: FinancialYear,
    deflators: SetWords,
) -> bytes:
    """A table with the rows of money in other prices; every other byte stays."""
    lines = read_lines(source(path), Problems())
    assert lines is not None, "the table was read before"
    cells = {line: dict(zip(lines.header, row, strict=True)) for line, row in lines.rows}
    edits = [e for row in rows for e in _edits(cells[row.place.line], row, index, to, deflators)]
    return edit_cells(source(path).read(), edits)


def _edits(
    cells: Mapping[str, str],
    row: Row,
    index: Mapping[FinancialYear, float],
    to: FinancialYear,
    deflators: SetWords,
) -> Iterator[CellEdit]:
    assert row.price_base is not None, "rows without prices are left alone"
    factor = index[to] / index[row.price_base]
    for column in FIGURES:
        if cells[column]:
            yield CellEdit(row.place.line, column, money(float(cells[column]) * factor))
    yield CellEdit(row.place.line, "price_base", str(to))
    if row.status != "open":
        yield CellEdit(row.place.line, "status", "derived")
    was = ", ".join(f"{column} {cells[column]}" for column in FIGURES if cells[column])
    said = (
        f"Uprated from {row.price_base} prices ({was or 'no figure'}) by "
        f"{index[to]:g}/{index[row.price_base]:g} ({deflators.title})"
    )
    note = row.note + (" " if row.note[-1:] in MARKS else ". ") if row.note else ""
    yield CellEdit(row.place.line, "note", f"{note}{said}")


def money(value: float) -> str:
    """Pounds as a table has them: to the penny, small ones to five significant digits.

    >>> money(7048.48123), money(0.0123456789), money(-12.0), money(0.0)
    ('7048.48', '0.012346', '-12', '0')
    """
    if not value:
        return "0"
    decimals = max(PENCE, DIGITS - 1 - floor(log10(abs(value))))
    text = f"{value:.{decimals}f}".rstrip("0").rstrip(".")
    return text if float(text) else "0"


def _done(row: Row, index: Mapping[FinancialYear, float], to: FinancialYear) -> Uprated:
    assert row.price_base is not None, "rows without prices are left alone"
    assert row.central is not None, "open rows have no figure"
    before, after = index[row.price_base], index[to]
    now = float(money(row.central * after / before))
    return Uprated(row.name, row.central, now, str(row.price_base), before, after)


def _words(content: bytes, words: SetWords, id: str, to: str, deflators: SetWords) -> bytes:
    """set.yaml of the new set: what it is, how it was made, whom to name."""
    said: dict[Keys, str] = {
        ("id",): id,
        ("title",): f"{words.title}, in {to} prices",
        ("edition",): f"{words.edition}, uprated to {to}",
        ("how_read",): f"{words.how_read.rstrip()} Uprated to {to} prices from the set {words.id} "
        f"by {deflators.title} (set {deflators.id}).",
    }
    if deflators.attribution not in words.attribution:
        said["attribution",] = f"{words.attribution.rstrip()} {deflators.attribution}"
    return edit_values(content, said)
