"""What a spreadsheet made of a cell, where it made something else than is wanted."""

from __future__ import annotations

import re

from iomcba.terms.desk import DATE, MONTH, NUMBER, YEAR
from iomcba.terms.spreadsheet import DAY, ERROR, FORMULA, PER_CENT, TEXT, BookCell
from iomcba.terms.spreadsheet import NUMBER as PLAIN

PARTED = re.compile(r"[-+]?£?\d{1,3}([, ]\d{3})+(\.\d+)?|[-+]?£ ?[\d., ]+")


def wrong_kind(cell: BookCell, kind: str) -> tuple[str, str] | None:
    """What keeps a cell from being read, with its remedy; None where nothing does."""
    if cell.kind in (FORMULA, ERROR):
        return _not_a_value(cell)
    if kind == NUMBER:
        return _wrong_number(cell)
    if cell.kind == DAY and kind != DATE:
        return _no_day(cell, kind)
    if kind == DATE and cell.kind == PLAIN:
        return f"is the number {cell.text}, where a day is wanted", "Write it as 2027-12-31."
    return None


def _not_a_value(cell: BookCell) -> tuple[str, str]:
    if cell.kind == FORMULA:
        shown = cell.text if len(cell.text) < 40 else f"{cell.text[:40]}…"
        return f"holds the formula {shown}", "Put its value in its place: paste as values."
    return f"is the error {cell.text or 'of a formula'}", "Write the figure itself."


def _no_day(cell: BookCell, kind: str) -> tuple[str, str]:
    """A spreadsheet makes a day of what looks like one, such as the year 2011-12."""
    if kind in (YEAR, MONTH):
        wanted = "2025-26" if kind == YEAR else "2026-10"
        remedy = f"Format the cell as Text and write {wanted} again."
        return f"was taken for the day {cell.text}", remedy
    return f"is the day {cell.text}, where words are wanted", "Format the cell as Text."


def _wrong_number(cell: BookCell) -> tuple[str, str] | None:
    if cell.kind == DAY:
        what = f"is the day {cell.text}, where a number is wanted"
        return what, "Format the cell as Number and write the figure again."
    if cell.kind == PER_CENT:
        shown = f"{float(cell.text) * 100:g}%"
        remedy = f"Format the cell as Number and write {cell.text}, if that is what is meant."
        return f"is shown as {shown}, but holds {cell.text}", remedy
    if cell.kind == TEXT and cell.text.strip().endswith("%"):
        return f"is the text {cell.text!r}", "Write a share as 0.07, without a per cent sign."
    if cell.kind == TEXT and PARTED.fullmatch(cell.text.strip()):
        plain = re.sub("[£, ]", "", cell.text)
        return f"is the text {cell.text!r}", f"Write {plain}: no £, comma or space."
    return None
