"""What would eat the machine is refused within 15 s and 600 MB, by one clear message each."""

from __future__ import annotations

import gzip
import io
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.broken.small_case import write

pytestmark = pytest.mark.slow

CASE = "assumptions/small-case"
COHORT = "cohorts/four-people"
SECONDS, MEGABYTES = 15.0, 600.0
COMMANDS = {  # the command that reads a file
    f"{CASE}/case.yaml": ("check", CASE),
    f"{CASE}/parameter.csv": ("check", CASE),
    f"{CASE}/bearer.csv": ("check", CASE),
    f"{COHORT}/offences.csv": ("cohort", "check", COHORT),
    "book.xlsx": ("assumptions", "import", "book.xlsx", CASE),
}


@dataclass(frozen=True)
class Ended:
    code: int
    said: str
    seconds: float
    megabytes: float


# A process that the tests started would count their memory as its own, up to its first instruction.
BETWEEN = """
import os, subprocess, sys
_, status, used = os.wait4(subprocess.Popen(sys.argv[1:]).pid, 0)
code = os.waitstatus_to_exitcode(status)
print(code, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, file=open("used.txt", "w"))
"""
PATIENCE = 120  # s on the clock, on a busy machine


def ran(folder: Path, *arguments: str) -> Ended:
    """The command in a process of its own, with the processor time and memory that it took."""
    said = folder / "said.txt"
    command = [sys.executable, "-m", "iomcba.cli.main", *arguments]
    with said.open("w") as out:
        subprocess.run(
            [sys.executable, "-c", BETWEEN, *command],
            cwd=folder,
            stdout=out,
            stderr=out,
            check=True,
            timeout=PATIENCE,
        )
    code, seconds, megabytes = (folder / "used.txt").read_text().split()
    return Ended(int(code), said.read_text(), float(seconds), float(megabytes))


def hold(ended: Ended, *words: str) -> None:
    assert ended.code == 2, ended.said
    assert "Traceback" not in ended.said
    assert len(ended.said) < 20_000
    assert ended.seconds < SECONDS
    assert ended.megabytes < MEGABYTES
    for word in words:
        assert word in ended.said


HEAD = "offence_id,crime_id,offender_id,offence_date,offence_code\n"
BEARERS = "bearer,label,public,cash_budget,note\n"
BAD_DAY = "P1,C1,0012,20x8-05-01,28A\n"
ROW = "P1,C1,0012,2008-05-01,28A\n"
TEXT_BOMBS: dict[str, tuple[str, Callable[[], str]]] = {
    "laughs": (
        f"{CASE}/case.yaml",
        lambda: "a: &a [x]\n" + "".join(f"b{n}: &b{n} [*a, *a]\n" for n in range(9_000)),
    ),
    "brackets": (f"{CASE}/case.yaml", lambda: "a: " + "[" * 400_000),
    "keys": (f"{CASE}/case.yaml", lambda: "".join(f"k{n}: 1\n" for n in range(40_000))),
    "long text": (f"{CASE}/case.yaml", lambda: "title: '" + "x " * 250_000 + "'\n"),
    "documents": (f"{CASE}/case.yaml", lambda: "---\na: 1\n" * 40_000),
    "one line": (f"{CASE}/parameter.csv", lambda: "x" * 15_000_000),
    "commas": (f"{CASE}/parameter.csv", lambda: "," * 15_000_000),
    "lines": (f"{CASE}/parameter.csv", lambda: "a\n" * 7_000_000),
    "open quote": (f"{CASE}/parameter.csv", lambda: 'a,b\n"' + "x\n" * 90_000),
    "quotes": (f"{CASE}/parameter.csv", lambda: '"' * 10_000_000),
    "bad rows": (
        f"{CASE}/bearer.csv",
        lambda: "bearer,label,public,cash_budget,note\n" + "X,,,,\n" * 99_000,
    ),
    "cohort line": (f"{COHORT}/offences.csv", lambda: HEAD + "x" * 100_000_000),
    "cohort commas": (f"{COHORT}/offences.csv", lambda: HEAD + ROW + "," * 20_000_000),
    "cohort quote": (f"{COHORT}/offences.csv", lambda: HEAD + '"' + ROW * 2_000_000),
    "cohort lines": (f"{COHORT}/offences.csv", lambda: "\n" * 100_000_000),
    "cohort bad days": (
        f"{COHORT}/offences.csv",
        lambda: HEAD + ROW.replace("2008", "20x8") * 900_000,
    ),
    "cohort widths": (f"{COHORT}/offences.csv", lambda: HEAD + "1,2\n" * 1_000_000),
    "cohort columns": (
        f"{COHORT}/offences.csv",
        lambda: ",".join(f"c{n}" for n in range(9_000)) + "\n",
    ),
}


@pytest.mark.parametrize("bomb", TEXT_BOMBS)
def test_a_text_that_is_a_bomb_is_refused(bomb: str, tmp_path: Path) -> None:
    write(tmp_path)
    file, text = TEXT_BOMBS[bomb]
    (tmp_path / file).write_text(text(), encoding="utf-8", newline="")
    hold(ran(tmp_path, *COMMANDS[file]))


SHEET = "xl/worksheets/sheet1.xml"
SPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"/>'.encode(),
    "xl/workbook.xml": (
        f'<workbook {SPACE} xmlns:r="{OFFICE}"><sheets><sheet name="a" sheetId="1" r:id="r1"/>'
        "</sheets></workbook>"
    ).encode(),
    "xl/_rels/workbook.xml.rels": (
        f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" '
        f'Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
    ).encode(),
}


def sheet(cells: str) -> dict[str, bytes]:
    text = f"<worksheet {SPACE}><sheetData>{cells}</sheetData></worksheet>"
    return {**PARTS, SHEET: text.encode()}


def laughing() -> dict[str, bytes]:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    head = f'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY l0 "ha">{laughs}]>'
    return {**PARTS, SHEET: (head + f"<worksheet {SPACE}>&l11;</worksheet>").encode()}


def wide_laughing() -> dict[str, bytes]:
    parts = laughing()
    return {**parts, SHEET: parts[SHEET].decode().encode("utf-16")}


def external() -> dict[str, bytes]:
    head = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    return {**PARTS, SHEET: (head + f"<worksheet {SPACE}>&e;</worksheet>").encode()}


def packed(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def many_parts() -> bytes:
    return packed({**PARTS, **{f"x{n}": b"" for n in range(100_000)}})


def twice() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in sheet('<row r="1"><c r="A1"><v>1</v></c></row>').items():
            archive.writestr(name, content)
        archive.writestr("xl/worksheets/SHEET1.XML", b"<worksheet/>")
    return out.getvalue()


def lying() -> bytes:
    """The middle says that 1 MB unpacks to 10 bytes."""
    content = packed({**PARTS, SHEET: b"0" * 2**20})
    return content.replace((2**20).to_bytes(4, "little"), (10).to_bytes(4, "little"))


BOOKS: dict[str, Callable[[], bytes]] = {
    "shared strings": lambda: packed({**sheet(""), "xl/sharedStrings.xml": bytes(2**30)}),
    "a sheet of zeros": lambda: packed({**PARTS, SHEET: b"<c/>" * 2**26}),
    "within bounds": lambda: packed(sheet("<row/>" * 5_000_000)),
    "cells": lambda: packed(sheet('<c r="A1"/>' * 2_700_000)),
    "in one cell": lambda: packed(sheet('<c r="A1">' + "<f/>" * 7_000_000 + "</c>")),
    "deep": lambda: packed(sheet("<a>" * 8_000_000)),
    "far cell": lambda: packed(sheet('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')),
    "corner": lambda: packed(sheet('<row r="20000"><c r="SF20000"><v>1</v></c></row>')),
    "laughs": lambda: packed(laughing()),
    "laughs in UTF-16": lambda: packed(wide_laughing()),
    "external": lambda: packed(external()),
    "many parts": many_parts,
    "a part twice": twice,
    "a lie": lying,
    "books in books": lambda: packed({**PARTS, "a.xlsx": packed({"b.xlsx": packed(sheet(""))})}),
    "no sheets": lambda: packed({"a": b"b"}),
    "cut": lambda: packed(sheet("<row/>"))[:-30],
    "gzip": lambda: gzip.compress(bytes(2**28)),
    "no zip": lambda: b"PK\x03\x04" + b"\xff" * 1000,
}


@pytest.mark.parametrize("book", BOOKS)
def test_a_workbook_that_is_a_bomb_is_refused(book: str, tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / "book.xlsx").write_bytes(BOOKS[book]())
    ended = ran(tmp_path, *COMMANDS["book.xlsx"])
    hold(ended)
    assert "root:" not in ended.said


def test_compressed_tables_are_refused_and_not_unpacked(tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / COHORT / "offences.csv").write_bytes(gzip.compress(bytes(2**30), 1))
    hold(ran(tmp_path, "cohort", "check", COHORT), "is compressed (gzip)")
