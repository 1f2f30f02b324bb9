"""A workbook recalculated by LibreOffice, read back, and edited as a reviewer would.

LibreOffice takes the values kept in a file of another program as they are, unless told otherwise:
the profile used here tells it to recalculate everything on loading.
"""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
import python_calamine

from iomcba.report.workbook.grid import Model
from tests.packaging.skips import SEE

Value = float | str | bool
SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
needs_libreoffice = pytest.mark.skipif(
    SOFFICE is None, reason=f"LibreOffice is not installed: {SEE}"
)

_ALWAYS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""


@dataclass(frozen=True)
class Sheets:
    """A workbook's values by table: a list of rows, each by its heads."""

    tables: Mapping[str, list[dict[str, Value]]]

    def figures(self, head: str = "Central case, live") -> dict[str, Value]:
        """A column of Results by figure."""
        return {str(row["Figure"]): row[head] for row in self.tables["Results"]}

    def errors(self) -> list[str]:
        """Cells that hold an error."""
        return [
            f"{table}: {row}"
            for table, rows in self.tables.items()
            for row in rows
            if any(isinstance(v, str) and v.startswith(("#", "Err:")) for v in row.values())
        ]


def read(content: bytes, model: Model) -> Sheets:
    """Every table's values as they are kept in the file."""
    book = python_calamine.load_workbook(io.BytesIO(content))
    found = {}
    for table in model.tables:
        rows = book.get_sheet_by_name(table.sheet).to_python(skip_empty_area=False)
        heads = [str(head) for head in rows[table.head_row][: len(table.columns)]]
        assert heads == [column.head for column in table.columns]
        body = rows[table.head_row + 1 : table.head_row + 1 + table.size]
        found[table.name] = [dict(zip(heads, row, strict=False)) for row in body]
    return Sheets(found)


def recalculated(files: Mapping[str, bytes], model: Model, folder: Path) -> dict[str, Sheets]:
    """Values of the same tables in some files, after LibreOffice has worked out every formula."""
    assert SOFFICE is not None
    profile = folder / "profile" / "user"
    profile.mkdir(parents=True)
    (profile / "registrymodifications.xcu").write_text(_ALWAYS, encoding="utf-8")
    given = [folder / f"{number}.xlsx" for number in range(len(files))]
    for path, content in zip(given, files.values(), strict=True):
        path.write_bytes(content)
    made = folder / "made"
    command = [
        *(SOFFICE, "--headless", f"-env:UserInstallation={profile.parent.as_uri()}"),
        *("--convert-to", "xlsx", "--outdir", str(made), *map(str, given)),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=600)
    return {
        name: read((made / path.name).read_bytes(), model)
        for name, path in zip(files, given, strict=True)
    }


def edited(content: bytes, model: Model, cells: Mapping[tuple[str, str, int], Value]) -> bytes:
    """The file with other values in some cells, by table, head and row; nothing else changes."""
    parts: dict[str, bytes] = {}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for (name, head, row), value in cells.items():
        table = model.table(name)
        sheet = 2 + [t.name for t in model.tables].index(name)  # the cover is the first
        part = f"xl/worksheets/sheet{sheet}.xml"
        place, at = table.place(head), table.head_row + 2 + row
        parts[part] = _with_cell(parts[part].decode(), _address(place, at), value).encode()
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return made.getvalue()


def _address(place: int, row: int) -> str:
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row}"


def _with_cell(sheet: str, address: str, value: Value) -> str:
    """A sheet with another value in one cell; a formula there keeps its text."""
    cell = re.compile(rf'<c r="{address}"(?P<style>[^>]*?)(?: t="\w+")?>(?P<inside>.*?)</c>')
    found = cell.search(sheet)
    assert found, address
    style = re.sub(r' t="\w+"', "", found["style"])
    formula = re.match(r"<f>.*?</f>", found["inside"])
    if isinstance(value, str):
        inside, kind = f"<is><t>{escape(value)}</t></is>", ' t="inlineStr"'
    else:
        inside, kind = f"{formula[0] if formula else ''}<v>{value!r}</v>", ""
    return (
        sheet[: found.start()]
        + f'<c r="{address}"{style}{kind}>{inside}</c>'
        + sheet[found.end() :]
    )
