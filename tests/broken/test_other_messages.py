"""One faulty file for each message that no other test of faulty files provokes."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from iomcba.errors import InputError
from iomcba.read.backtest import read_backtest
from iomcba.read.workspace import Workspace, shipped
from tests.broken.running import run
from tests.broken.small_case import write

CASE = "assumptions/small-case"
COHORT = "cohorts/four-people"
CHECK = ("check", CASE)
QUALITY = ("cohort", "check", COHORT)
BATCH = ("batch", "batch.yaml", "--out", "out")
SPELL = "offender_id,start,end\nNA,2010-01-05,\n"
REPORT = ("report", "run")
IMPORT = ("assumptions", "import", "book.xlsx", CASE)


@dataclass(frozen=True)
class Broken:
    """A text put into a file (instead of `old`, or as the whole file), and what is then said."""

    file: str
    old: str
    new: str
    command: tuple[str, ...]
    words: str
    code: int = 2


BROKEN = (
    Broken(f"{CASE}/case.yaml", "title", "<<: {a: b}\ntitle", CHECK, "merge keys (<<) are refused"),
    Broken(f"{CASE}/case.yaml", "years: 2", "years: !!int 2", CHECK, "tags (!…) are refused"),
    Broken(f"{CASE}/case.yaml", "", "a: 1\n---\na: 2\n", CHECK, "a second document begins (---)"),
    Broken(f"{CASE}/case.yaml", "", "a: " + "[" * 20, CHECK, "is nested more than 16 deep"),
    Broken(f"{CASE}/case.yaml", "", "- 1\n" * 30_000, CHECK, "holds more than 20,000 values"),
    Broken(f"{CASE}/case.yaml", "  folder", "\tfolder", CHECK, "indents with a tab"),
    Broken(f"{CASE}/case.yaml", "years: 2", "years: 012", CHECK, "is '012', not a number"),
    Broken(f"{CASE}/case.yaml", "years: 2", "years: 1:30", CHECK, "it reads as a time"),
    Broken(f"{CASE}/case.yaml", "years: 2", "years:", CHECK, "years: is blank. Give a value"),
    Broken(f"{CASE}/case.yaml", "A small case", "2011", CHECK, "Put it in quotes"),
    Broken(f"{CASE}/case.yaml", "2008-04-01", "39539", CHECK, "day number of Excel (2008-04-01"),
    Broken(f"{COHORT}/cohort.yaml", "synthetic: true", "synthetic: no", CHECK, "true or false"),
    Broken(f"{COHORT}/cohort.yaml", "codes:", "dates: D/M/Y\ncodes:", CHECK, "dates: is 'D/M/Y'"),
    Broken(f"{CASE}/case.yaml", "- tiny-costs", "- tiny", CHECK, "which is no evidence set"),
    Broken(f"{CASE}/case.yaml", "- team", "- tame", CHECK, "but there is no options/tame.yaml"),
    Broken(f"{CASE}/note.csv", "", "a,b\n", CHECK, "'note' is no table"),
    Broken(f"{CASE}/bearer.csv", "", "a\n" * 100_001, CHECK, "has more than 100,000 lines"),
    Broken(f"{CASE}/bearer.csv", "", "a" + ",b" * 300, CHECK, "has 301 columns"),
    Broken(f"{CASE}/bearer.csv", "Victims", "V" * 20_001, CHECK, "20,001 characters, more than"),
    Broken(
        f"{CASE}/staff.csv",
        "plain,1,,,,,FTE",
        "plain,-1,,,,,FTE",
        CHECK,
        "a number of FTE reaches -1",
    ),
    Broken(f"{CASE}/parameter.csv", "0.035", "3.5", CHECK, "Write 0.035 for 3.5%."),
    Broken("batch.yaml", "", "[]", BATCH, "holds no rows"),
    Broken("batch.yaml", "", "a: 1", BATCH, "is no list of appraisals"),
    Broken(
        "batch.yaml", "", f"- id: a\n  case: {CASE}\n  b: [1]\n", BATCH, "is a list, not one value"
    ),
    Broken(
        "batch.yaml",
        "",
        f"- id: a\n  case: {CASE}\n  title: 12\n",
        BATCH,
        "is 12, a number, not a text",
    ),
    Broken(
        "batch.yaml",
        "",
        f"- id: a\n  case: {CASE}\n  parameter.discount-rate: 3.5\n",
        BATCH,
        "Write 0.035 for 3.5%.",
    ),
    Broken(
        "batch.yaml", "", "- id: a\n  case: x\n  a.b: 012\n", BATCH, "batch.yaml:3: a.b: is '012'"
    ),
    Broken(
        "batch.yaml", "", f"- id: a\n  case: {CASE}\n  a.b: 1\n", BATCH, "batch.yaml:3: a.b: is no"
    ),
    Broken(f"{COHORT}/offences.csv", "", "a\n" * 4_000_002, QUALITY, "has more than 4,000"),
    Broken(f"{COHORT}/offences.csv", "", "a" + ",b" * 300, QUALITY, "has 301 columns"),
    Broken(
        f"{COHORT}/offences.csv",
        "P1,",
        "P" * 30_000 + ",",
        QUALITY,
        "a cell or line has 30,0",
    ),
    Broken(
        f"{COHORT}/offenders.csv",
        "NA,,1975",
        "NA,,2001",
        QUALITY,
        "under 10, the age of criminal responsibility",
        0,
    ),
    Broken(f"{COHORT}/custody.csv", "-09-01", "-06-01", QUALITY, "equals start: no day", 0),
    Broken(
        f"{COHORT}/custody.csv",
        "",
        "offender_id,start,end\nNA,2010-01-05,\n",
        QUALITY,
        "is blank: taken as still inside",
        0,
    ),
    Broken("run/results.json", "", '{"a": "\\u001b"}', REPORT, "holds a control character"),
    Broken("run/results.json", "", "{}", REPORT, "is no result of this version"),
    Broken("book.xlsx", "", "no workbook", IMPORT, "is no .xlsx workbook"),
)


@pytest.mark.parametrize("broken", BROKEN, ids=lambda broken: broken.words[:40])
def test_a_broken_file_is_named(broken: Broken, tmp_path: Path) -> None:
    write(tmp_path)
    path = tmp_path / broken.file
    path.parent.mkdir(exist_ok=True)
    whole = path.read_text() if broken.old else ""
    assert broken.old in whole
    path.write_text(whole.replace(broken.old, broken.new, 1) if broken.old else broken.new)
    ran = run(*broken.command, inside=tmp_path)
    assert ran.code == broken.code, ran
    said = [line for line in (ran.err + ran.out).splitlines() if broken.words in line]
    assert said, ran
    assert path.name.split(".")[0] in "".join(said) or broken.code == 0


def without_columns(root: Path) -> tuple[str, ...]:
    (root / COHORT / "offenders.csv").write_text("offender_id\n0012\n12\nNA\n4\n")
    return ("cohort", "check", COHORT)


def key_with_the_data(root: Path) -> tuple[str, ...]:
    out = ("--new-key", "--out", "copy")
    return ("cohort", "pseudonymise", COHORT, "--key", f"{COHORT}/key", *out)


def no_dates(root: Path) -> tuple[str, ...]:
    path = root / COHORT / "offences.csv"
    path.write_text("offender_id,offence_date,offence_code\n4,x,28A\n")
    (root / COHORT / "cohort.yaml").unlink()
    return ("cohort", "check", COHORT, "--init")


def open_recipe(root: Path) -> tuple[str, ...]:
    shutil.copytree(shipped() / "cohorts" / "example", root / "recipe")
    path = root / "recipe" / "recipe.csv"
    lines = path.read_text().splitlines()
    cells = lines[1].split(",")
    header = lines[0].split(",")
    for name, value in (("central", ""), ("status", "open"), ("distribution", "")):
        cells[header.index(name)] = value
    path.write_text("\n".join([lines[0], ",".join(cells), *lines[2:]]) + "\n")
    return ("cohort", "synth", "recipe", "--out", "made")


def shipped_case(root: Path) -> tuple[str, ...]:
    return ("review", "bedfordshire-2011", "--by", "A. Shah", "--role", "analyst")


def book_of(root: Path, *names: str) -> tuple[str, ...]:
    with zipfile.ZipFile(root / "book.xlsx", "w") as archive:
        for name in names:
            archive.writestr(name, b"<a/>")
    return IMPORT


def part_twice(root: Path) -> tuple[str, ...]:
    return book_of(root, "xl/workbook.xml", "xl/WORKBOOK.xml")


def wide_xml(root: Path) -> tuple[str, ...]:
    with zipfile.ZipFile(root / "book.xlsx", "w") as archive:
        archive.writestr("xl/workbook.xml", "<a/>".encode("utf-16"))
    return IMPORT


def large_sheets(root: Path) -> tuple[str, ...]:
    cell = '<worksheet><sheetData><row><c r="SF20000"/></row></sheetData></worksheet>'
    held = '<sheet name="a" r:id="r1"/>'
    sheet = f'<workbook xmlns:r="r/relationships"><sheets>{held}</sheets></workbook>'
    with zipfile.ZipFile(root / "book.xlsx", "w") as archive:
        archive.writestr("xl/workbook.xml", sheet)
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            '<Relationships><Relationship Id="r1" Target="worksheets/a.xml"/></Relationships>',
        )
        archive.writestr("xl/worksheets/a.xml", cell)
    return IMPORT


def no_image(root: Path) -> tuple[str, ...]:
    assert (
        run(
            "appraise", CASE, "--out", "run", "--draws", "2048", "--formats", "html", inside=root
        ).code
        == 0
    )
    (root / "look").mkdir()
    (root / "look" / "look.yaml").write_text("logo: a.png\nlogo_text: A logo\n")
    (root / "look" / "a.png").write_text("no image")
    return ("report", "run", "--template", "look", "--formats", "html")


def test_a_backtest_that_is_none_is_named(tmp_path: Path) -> None:
    case = write(tmp_path)
    (case / "backtest.json").write_text("{}")
    with pytest.raises(InputError, match="is no backtest"):
        read_backtest(Workspace(case))


@pytest.mark.parametrize(
    ("harm", "words", "code"),
    [
        (without_columns, "there is no such column", 0),
        (key_with_the_data, "the key lies inside", 2),
        (no_dates, "holds no date", 2),
        (open_recipe, "is open (no figure is known)", 2),
        (shipped_case, "is a shipped case", 2),
        (part_twice, "parts, or one twice", 2),
        (wide_xml, "holds a document type, or XML that is not UTF-8", 2),
        (large_sheets, "has sheets of more than 2,000,000 cells", 2),
        (no_image, "is no image that a report can show", 2),
    ],
)
def test_a_harmed_folder_is_named(
    harm: Callable[[Path], tuple[str, ...]], words: str, code: int, tmp_path: Path
) -> None:
    write(tmp_path)
    ran = run(*harm(tmp_path), inside=tmp_path)
    assert ran.code == code, ran
    assert words in ran.err + ran.out, ran
