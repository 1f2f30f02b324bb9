"""A threshold of disclosure that is lowered is said on the first page, whoever lowered it."""

from __future__ import annotations

from pathlib import Path

import pytest

from iomcba.pipeline.comparison.sides import side_of_run
from iomcba.read.run import read_run
from iomcba.read.workbook import read_workbook
from iomcba.terms.spreadsheet import BookSheet
from tests.broken.real_case import write_real
from tests.broken.running import run
from tests.pipeline.desk.books import edited, find

LOWERED = "Disclosure control is lowered: counts below {} are hidden, not below 10"


def said(run_folder: Path, threshold: int) -> bool:
    """Whether a run says so in what it shares and, of its page, before the first heading's end."""
    words = LOWERED.format(threshold)
    results = (run_folder / "results.json").read_text(encoding="utf-8")
    page = (run_folder / "business-case.html").read_text(encoding="utf-8")
    on_page = words in page[: len(page) // 4]
    assert (words in results) == on_page
    return on_page


def texts(sheet: BookSheet) -> set[str]:
    """All that stands in a sheet of a workbook."""
    return {sheet.cell(r, c).text for r in range(sheet.rows) for c in range(sheet.columns)}


def test_by_a_row_of_a_batch(tmp_path: Path) -> None:
    case = write_real(tmp_path)
    head = "id,case,parameter.disclosure-threshold\n"
    rows = [f"{id},{case},{to}\n" for id, to in (("lower", 5), ("half", "x0.6"), ("higher", 20))]
    (tmp_path / "b.csv").write_text(head + "".join(rows), encoding="utf-8")
    quick = ("--no-draws", "--executor", "serial")
    ran = run("batch", "b.csv", "--out", "runs", *quick, inside=tmp_path)
    assert ran.code == 0, ran.err
    runs = tmp_path / "runs"
    assert said(runs / "lower", 5)
    assert said(runs / "half", 6)
    higher = (runs / "higher" / "results.json").read_text(encoding="utf-8")
    assert "Disclosure control is lowered" not in higher
    assert "fewer than 20" in higher


@pytest.mark.parametrize("threshold", [4, 15])
def test_by_a_workbook_that_came_back(tmp_path: Path, threshold: int) -> None:
    case = write_real(tmp_path)
    out = run("assumptions", "export", str(case), "--xlsx", "book.xlsx", inside=tmp_path)
    assert out.code == 0, out.err
    book = tmp_path / "book.xlsx"
    name = "parameter.disclosure-threshold"
    sheet = next(t for t, s in read_workbook(book).sheets.items() if name in texts(s))
    cells = read_workbook(book).sheets[sheet]
    changes = {
        (sheet, find(cells, name, "Central")): threshold,
        (sheet, find(cells, name, "Reason for change")): "asked for",
    }
    edited(book, changes, tmp_path / "edited.xlsx")
    came = run(
        "assumptions", "import", "edited.xlsx", str(case), "--no-effect", "--write", inside=tmp_path
    )
    assert came.code == 0, came.err
    ran = run("appraise", str(case), "--out", "run", "--formats", "html", inside=tmp_path)
    assert ran.code == 0, ran.err
    assert said(tmp_path / "run", threshold) == (threshold < 10)


def test_a_comparison_of_runs_hides_as_the_runs_did(tmp_path: Path) -> None:
    """A run says what its threshold was: nothing is hidden less, nor said to be, than in it."""
    case = write_real(tmp_path)
    for out in ("a", "b"):
        assert run("appraise", str(case), "--out", out, inside=tmp_path).code == 0
    usual = run("compare", "a", "b", "--json", inside=tmp_path)
    assert usual.code == 0, usual.err
    assert "Counts below the threshold" in usual.out
    assert "Disclosure control is lowered" not in usual.out
    parameter = case / "parameter.csv"
    text = parameter.read_text(encoding="utf-8")
    parameter.write_text(
        text.replace("disclosure-threshold,10", "disclosure-threshold,6"), encoding="utf-8"
    )
    assert run("appraise", str(case), "--out", "c", inside=tmp_path).code == 0
    assert side_of_run(read_run(tmp_path / "a")).threshold == 10
    assert LOWERED.format(6) in run("compare", "a", "c", "--json", inside=tmp_path).out


def test_the_check_says_that_less_is_hidden(tmp_path: Path) -> None:
    case = write_real(tmp_path)
    parameter = case / "parameter.csv"
    text = parameter.read_text(encoding="utf-8")
    assert LOWERED.format(6) not in run("check", str(case), inside=tmp_path).out
    parameter.write_text(
        text.replace("disclosure-threshold,10", "disclosure-threshold,6"), encoding="utf-8"
    )
    told = " ".join(run("check", str(case), inside=tmp_path).out.split())
    assert LOWERED.format(6) in told
