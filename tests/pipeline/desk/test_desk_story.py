"""A reviewer's story, told in docs/reviewers-desk.md: figures agree at every station.

Burglary's unit cost, a salary and take-up are changed in the workbook; the bridge, the register,
the changed case and its run all say the same figures.
"""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest

from iomcba.pipeline.desk.export import export
from iomcba.pipeline.desk.import_ import propose
from iomcba.read.catalogue import catalogue
from iomcba.read.workbook import read_workbook
from iomcba.terms.desk import HEADER
from tests.broken.running import run
from tests.broken.small_case import write as write_small
from tests.packaging.skips import SEE
from tests.pipeline.desk.books import Written, edited, find
from tests.report.pages import Page

ROOT = Path(__file__).parents[3]
TODAY = date(2026, 11, 25)
BURGLARY, SALARY = "unit-cost.domestic-burglary.consequence", "salary.probation-officer"
TAKE_UP = "engagement.pathway-team.take-up"
CHANGED = {
    ("Unit costs", BURGLARY): ({"Central": 6100.0}, "The force's own study of 2025"),
    ("Salaries", SALARY): (
        {"Central": 42000.0, "Low": 39500.0, "High": 44500.0},
        "Pay award of April 2026",
    ),
    ("Engagement", TAKE_UP): (
        {"Central": 0.7, "Low": 0.6, "High": 0.8},
        "Seven in ten agreed in the neighbouring area",
    ),
}


def reviewed(book: Path, to: Path) -> Path:
    sheets = read_workbook(book).sheets
    cells: dict[tuple[str, str], Written] = {("Read me", "B4"): "F. Reviewer"}
    for (sheet, name), (figures, reason) in CHANGED.items():
        for header, figure in figures.items():
            cells[sheet, find(sheets[sheet], name, header)] = figure
        cells[sheet, find(sheets[sheet], name, "Reason for change")] = reason
    return edited(book, cells, to)


@pytest.mark.slow
def test_the_story(tmp_path: Path) -> None:
    assert run("init", "my-case", inside=tmp_path).code == 0
    assert run("appraise", "my-case", "--out", "before", inside=tmp_path).code == 0
    assert run("assumptions", "export", "my-case", "--xlsx", "my.xlsx", inside=tmp_path).code == 0
    reviewed(tmp_path / "my.xlsx", tmp_path / "back.xlsx")

    # The bridge, before anything is written.
    shown = run("assumptions", "import", "back.xlsx", "--json", inside=tmp_path)
    assert shown.code == 0, shown.err
    found = json.loads(shown.out)
    assert {row["name"] for row in found["rows"]} == {name for _, name in CHANGED}
    bridges = {(b["option"], b["measure"]): b for b in found["effect"]["found"]["bridges"]}
    bridge = bridges["pathway-team", "npsv"]
    parts = {part["player"]: part["value"] for part in bridge["parts"]}
    assert {player for player, value in parts.items() if value} == {name for _, name in CHANGED}
    assert parts[BURGLARY] > 0 > parts[SALARY]
    pennies = [round(100 * value) for value in parts.values()]
    assert sum(pennies) == round(100 * bridge["end"]) - round(100 * bridge["start"])

    # The manual shows these very changes.
    manual = (ROOT / "docs" / "reviewers-desk.md").read_text(encoding="utf-8")
    _, block, _ = re.split("<!-- .*changes.* -->\n", manual)
    plainly = run("assumptions", "import", "back.xlsx", "--no-effect", inside=tmp_path)
    assert block == f"```text\n{plainly.out}```\n"

    # Taken over, signed, reported.
    done = run("assumptions", "import", "back.xlsx", "--no-effect", "--write", inside=tmp_path)
    assert done.code == 0, done.err
    assert run("check", "my-case", inside=tmp_path).code == 0
    signed = run("review", "my-case", "--by", "F. Reviewer", "--role", "assurer", inside=tmp_path)
    assert signed.code == 0, signed.err
    assert run("appraise", "my-case", "--out", "after", inside=tmp_path).code == 0
    for folder, end in (("before", "start"), ("after", "end")):
        results = json.loads((tmp_path / folder / "results.json").read_text())
        npsv = results["case"]["figures"]["pathway-team.npsv"]["mean"]
        assert npsv == pytest.approx(bridge[end], abs=0.006)

    # The register, the record and the report hold the same figures and reasons.
    listed = run("assumptions", "list", "my-case", "--csv", "--all", inside=tmp_path)
    rows = {row["name"]: row for row in csv.DictReader(io.StringIO(listed.out))}
    for (_, name), (figures, reason) in CHANGED.items():
        assert float(rows[name]["central"]) == figures["Central"]
        assert rows[name]["note"].endswith(reason)
        assert rows[name]["set"] == "my-case"
    assert rows[BURGLARY]["replaces"].startswith("home-office-2026 ")
    assert (rows[BURGLARY]["status"], rows[BURGLARY]["source"]) == ("judgement", "review")
    record = list(csv.DictReader(io.StringIO((tmp_path / "my-case/changes.csv").read_text())))
    assert {row["by"] for row in record} == {"F. Reviewer"}
    assert {(r["name"], r["now"]) for r in record if r["column"] == "central"} == {
        (BURGLARY, "6100"), (SALARY, "42000"), (TAKE_UP, "0.7")
    }  # fmt: skip
    page = Page((tmp_path / "after" / "business-case.html").read_bytes())
    assert "Pay award of April 2026" in page.text
    compared = run("compare", "before", "after", "--json", inside=tmp_path)
    again = {(b["option"], b["measure"]): b for b in json.loads(compared.out)["found"]["bridges"]}
    for player, value in parts.items():
        same = {p["player"]: p["value"] for p in again["pathway-team", "npsv"]["parts"]}
        assert same.get(player, 0.0) == pytest.approx(value, abs=0.006)


# --- in a real spreadsheet ---

soffice = shutil.which("soffice")
in_libreoffice = pytest.mark.skipif(soffice is None, reason=f"needs LibreOffice: {SEE}")


def saved_again(book: Path, folder: Path) -> Path:
    """The workbook opened, calculated and saved by LibreOffice."""
    folder.mkdir()
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [str(soffice), profile, "--headless", "--convert-to", "xlsx", "--outdir"]
    done = subprocess.run(
        [*command, str(folder), str(book)],
        capture_output=True,
        text=True,
        check=False,
        timeout=180,
        env={**os.environ, "HOME": str(folder)},
    )
    assert (folder / book.name).is_file(), done.stderr
    return folder / book.name


@pytest.mark.slow
@in_libreoffice
@pytest.mark.parametrize("case", ["bedfordshire-2011", "example-2026"])
def test_a_workbook_saved_by_another_program_changes_nothing(case: str, tmp_path: Path) -> None:
    book = tmp_path / "book.xlsx"
    export(case, book, False, False, TODAY, catalogue())
    found = propose(saved_again(book, tmp_path / "again"), case, TODAY)
    assert (found.edits, found.files) == ((), {})


@pytest.mark.slow
@in_libreoffice
def test_the_workbook_itself_says_which_rows_were_changed(tmp_path: Path) -> None:
    folder = write_small(tmp_path)
    book = tmp_path / "book.xlsx"
    export(str(folder), book, False, False, TODAY, catalogue())
    read = read_workbook(book).sheets["Costs"]
    cells: dict[tuple[str, str], Written] = {
        ("Costs", find(read, "cost.team.room", "Owner")): "TESTS",  # another case is another text
        ("Case", find(read_workbook(book).sheets["Case"], "case.years", "Words or switch")): 1,
    }
    again = saved_again(edited(book, cells, tmp_path / "edited.xlsx"), tmp_path / "again")
    from python_calamine import load_workbook

    shown = load_workbook(str(again))
    for sheet, rows in (("Costs", {"cost.team.room"}), ("Case", {"case.years"}), ("Staff", set())):
        table = shown.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
        header = table[HEADER]
        said = {
            row[header.index("Name")]
            for row in table[HEADER + 1 :]
            if row[header.index("Changed")] == "changed"
        }
        assert said == rows, sheet
