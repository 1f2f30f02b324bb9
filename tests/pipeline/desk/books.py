"""Workbooks edited as a spreadsheet would: cells of a sheet's XML replaced, all else left alone."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from html import escape
from pathlib import Path

from iomcba.read.workbook import read_workbook
from iomcba.report.desk.sheet import cell_name
from iomcba.terms.desk import HEADER
from iomcba.terms.spreadsheet import BookSheet

PER_CENT_STYLE = "9999"


@dataclass(frozen=True)
class Raw:
    """A cell as XML: attributes and content."""

    attributes: str
    content: str


Written = str | float | date | Raw | None


def formula(text: str, value: str = "2") -> Raw:
    return Raw("", f"<f>{escape(text)}</f><v>{value}</v>")


def error(code: str = "#DIV/0!") -> Raw:
    return Raw(' t="e"', f"<v>{code}</v>")


def per_cent(value: float) -> Raw:
    return Raw(f' s="{PER_CENT_STYLE}"', f"<v>{value!r}</v>")


def find(sheet: BookSheet, name: str, header: str, named: str = "Name") -> str:
    """The cell of a row, by the assumption's name, and of a column, by its header."""
    titles = [sheet.cell(HEADER, place).text for place in range(sheet.columns)]
    names = [sheet.cell(row, titles.index(named)).text for row in range(sheet.rows)]
    return cell_name(names.index(name), titles.index(header))


def edited(book: Path, cells: Mapping[tuple[str, str], Written], to: Path) -> Path:
    """A copy of a workbook with cells of sheets replaced."""
    with zipfile.ZipFile(book) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    titles = re.findall(r'<sheet name="([^"]+)" sheetId="(\d+)"', parts["xl/workbook.xml"].decode())
    of = {title.replace("&apos;", "'"): f"xl/worksheets/sheet{n}.xml" for title, n in titles}
    dates, styles = _style(parts["xl/styles.xml"].decode())
    parts["xl/styles.xml"] = styles.encode()
    per_cent_style = str(int(dates) + 1)
    for (sheet, cell), value in cells.items():
        text = parts[of[sheet]].decode()
        parts[of[sheet]] = _with(text, cell, value, dates, per_cent_style).encode()
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return to


def _style(styles: str) -> tuple[str, str]:
    """Number of a new date style, with a per cent style after it."""
    found = re.search(r'<cellXfs count="(\d+)">', styles)
    assert found is not None
    count = int(found[1])
    more = '<xf numFmtId="14" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    more += '<xf numFmtId="9" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    styles = styles.replace(found[0], f'<cellXfs count="{count + 2}">')
    return str(count), styles.replace("</cellXfs>", f"{more}</cellXfs>")


def _with(text: str, cell: str, value: Written, dates: str, per_cents: str) -> str:
    there = re.search(rf'<c r="{cell}"((?: [a-z]+="[^"]*")*)(?:/>|>.*?</c>)', text, re.DOTALL)
    style = re.search(r' s="\d+"', there[1]) if there else None
    shown = style[0] if style else ""
    if value is None:
        new = f'<c r="{cell}"{shown}/>'
    elif isinstance(value, Raw):
        own = value.attributes.replace(PER_CENT_STYLE, per_cents)
        new = f'<c r="{cell}"{own if " s=" in own else shown + own}>{value.content}</c>'
    elif isinstance(value, str):
        literal = re.sub("_(x[0-9A-Fa-f]{4}_)", r"_x005F_\1", value)
        words = f'<is><t xml:space="preserve">{escape(literal)}</t></is>'
        new = f'<c r="{cell}"{shown} t="inlineStr">{words}</c>'
    elif isinstance(value, date):
        days = (value - date(1899, 12, 30)).days
        new = f'<c r="{cell}" s="{dates}"><v>{days}</v></c>'
    else:
        new = f'<c r="{cell}"{shown}><v>{value!r}</v></c>'
    if there:
        return text[: there.start()] + new + text[there.end() :]
    number = re.search(r"\d+", cell)
    assert number is not None
    row = re.search(rf'(<row r="{number[0]}"[^>]*?)(?:/>|>(.*?)</row>)', text, re.DOTALL)
    if row is None:
        return text.replace("</sheetData>", f'<row r="{number[0]}">{new}</row></sheetData>')
    whole = f"{row[1]}>{row[2] or ''}{new}</row>"
    return text[: row.start()] + whole + text[row.end() :]


def sheet_of(book: Path, title: str) -> BookSheet:
    return read_workbook(book).sheets[title]
