"""Two cases side by side: what differs and nothing else, nothing fitted, nothing hidden shown."""

from __future__ import annotations

import csv
import io
import shutil
from pathlib import Path

import pytest

from iomcba.pipeline.desk.diff import diff
from iomcba.read.catalogue import catalogue
from iomcba.report.desk.diff_lines import diff_lines
from tests.broken.running import run
from tests.broken.small_case import write
from tests.report.pages import Page

HOSTILE = "<script>alert(1)</script> & =1+1"

ENGLISH = catalogue()


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Path, Path]:
    """The small case and a copy of it beside it, to be changed."""
    first = write(tmp_path)
    second = first.parent / "changed"
    shutil.copytree(first, second)
    return first, second


def change(folder: Path, file: str, old: str, new: str) -> None:
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_case_does_not_differ_from_itself(pair: tuple[Path, Path]) -> None:
    shared = diff(str(pair[0]), str(pair[1]))
    assert diff_lines(shared, ENGLISH) == ()
    shown = run("assumptions", "diff", "small-case", "changed", inside=pair[0].parent)
    assert "Nothing differs: the same rows, words and data." in shown.out


def test_every_change_is_told_once_in_its_place_and_no_other(
    pair: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = pair
    monkeypatch.chdir(first.parent)
    change(second, "cost.csv", ",1000,pert,800,1200,", ",1100,pert,900,1300,")
    change(second, "salary.csv", "tests,2099-12-31,", "tests,2099-12-31,Better read")
    change(second, "case.yaml", "title: A small case", "title: A changed case")
    change(second, "engagement.csv", "team,dose,,1,", "team,dose,,0.5,")
    lines = {line.name: line for line in diff_lines(diff(*map(str, pair)), ENGLISH)}
    assert set(lines) == {
        "cost.team.room", "salary.constable", "case.yaml: title", "engagement.team.dose"
    }  # fmt: skip
    room = lines["cost.team.room"]
    assert (room.was, room.now, room.by) == (
        "1,000 GBP (pert 800 to 1,200, min-max)",
        "1,100 GBP (pert 900 to 1,300, min-max)",
        "+10%",
    )
    assert room.where == "small-case/cost.csv:2 in A, changed/cost.csv:2 in B"
    assert lines["engagement.team.dose"].by == "−50%"
    assert lines["salary.constable"].others == (("note", "", "Better read"),)
    assert lines["salary.constable"].why == "Better read"
    groups = [line.group for line in lines.values()]
    assert groups == ["figures", "figures", "evidence", "words"]
    assert [line.number for line in lines.values()] == [1, 2, 3, 4]


def test_a_reason_given_at_review_is_told_without_what_it_was(pair: tuple[Path, Path]) -> None:
    _, second = pair
    change(second, "cost.csv", ",1000,pert", ",1010,pert")
    note = "Rent. Changed at review: central was 1000, low was 0.8. A new lease. Signed"
    change(second, "cost.csv", "2099-12-31,", f'2099-12-31,"{note}"')
    (line,) = diff_lines(diff(*map(str, pair)), ENGLISH)
    assert line.why == "A new lease. Signed"


def test_rows_of_one_side_are_new_or_left_out(pair: tuple[Path, Path]) -> None:
    first, second = pair
    table = (first.parent / "tiny-costs" / "unit-cost.csv").read_text()
    own = "".join(table.splitlines(keepends=True)[:2]).replace(",3000,", ",3300,")
    (second / "unit-cost.csv").write_text(own)
    with (second / "parameter.csv").open("a") as file:
        file.write("vacancy-rate,0.1,,,,,share,,judgement,made-up,red,low,tests,2099-12-31,\n")
    lines = {line.name: line for line in diff_lines(diff(*map(str, pair)), ENGLISH)}
    assert lines["parameter.vacancy-rate"].kind == "new"
    assert (lines["parameter.vacancy-rate"].was, lines["parameter.vacancy-rate"].by) == ("", "")
    overriding = lines["unit-cost.burglary.harm"]
    assert (overriding.kind, overriding.by) == ("", "+10%")
    assert "tiny-costs/unit-cost.csv:2 in A" in overriding.where
    assert overriding.where.endswith("changed/unit-cost.csv:2 in B")
    back = {line.name: line.kind for line in diff_lines(diff(str(second), str(first)), ENGLISH)}
    assert back["parameter.vacancy-rate"] == "left out"


def test_nothing_is_fitted_and_nothing_drawn(
    pair: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise AssertionError("asked for an answer")

    monkeypatch.setattr("iomcba.pipeline.cohort.forecast", fail)
    monkeypatch.setattr("iomcba.pipeline.compare.draw", fail)
    change(pair[1], "cost.csv", ",1000,pert", ",1010,pert")
    assert len(diff_lines(diff(*map(str, pair)), ENGLISH)) == 1


def test_the_page_stands_alone_and_text_stays_text(pair: tuple[Path, Path]) -> None:
    first, second = pair
    change(second, "cost.csv", ",1000,pert", ",1010,pert")
    change(second, "cost.csv", "2099-12-31,", f"2099-12-31,{HOSTILE}")
    inside = first.parent
    command = ("assumptions", "diff", "small-case", "changed", "--html", "what.html")
    assert run(*command, inside=inside).code == 0
    page = Page((inside / "what.html").read_bytes())
    assert page.faults == []
    assert HOSTILE in page.text
    assert "1,010 GBP" in page.text
    assert [table["caption"] for table in page.tables] == [True]
    assert not [
        attributes
        for tag, attributes in page.tags
        if tag in ("link", "img", "iframe") or attributes.get("src", "").startswith("http")
    ]
    refused = run(*command, inside=inside)
    assert refused.code == 2
    assert "exists already" in refused.err


def test_csv_has_a_row_for_each_column_that_differs(pair: tuple[Path, Path]) -> None:
    change(pair[1], "cost.csv", ",1000,pert", ",1010,pert")
    change(pair[1], "cost.csv", "tests,2099-12-31,", "others,2099-12-31,")
    ran = run("assumptions", "diff", "small-case", "changed", "--csv", inside=pair[0].parent)
    rows = list(csv.DictReader(io.StringIO(ran.out)))
    assert [(row["name"], row["column"]) for row in rows] == [
        ("cost.team.room", "figure"),
        ("cost.team.room", "owner"),
    ]


def test_small_counts_of_real_people_stay_hidden(tmp_path: Path) -> None:
    assert run("init", "a", "--from-totals", inside=tmp_path).code == 0
    shutil.copytree(tmp_path / "a", tmp_path / "b")
    change(tmp_path / "b", "past-total.csv", "violence-with-injury,2023-24,10,",
           "violence-with-injury,2023-24,7,")  # fmt: skip
    shown = run("assumptions", "diff", "a", "b", inside=tmp_path)
    assert shown.code == 0, shown.err
    assert "1. Past total, " in shown.out
    assert "fewer than 10 on one side" in shown.out
    assert "−30%" not in shown.out
    assert "7 offences" not in shown.out


def test_a_run_can_stand_on_either_side(pair: tuple[Path, Path]) -> None:
    first, second = pair
    inside = first.parent
    kept = run("appraise", "small-case", "--out", "run", "--draws", "1024", inside=inside)
    assert kept.code == 0, kept.err
    change(second, "cost.csv", ",1000,pert", ",1010,pert")
    lines = diff_lines(diff(str(inside / "run"), str(second)), ENGLISH)
    assert [line.name for line in lines if line.group == "figures"] == ["cost.team.room"]


def test_neither_case_nor_run_is_said(tmp_path: Path) -> None:
    ran = run("assumptions", "diff", "example-2026", "nothing", inside=tmp_path)
    assert ran.code == 2
    assert "nothing: is neither a folder nor a shipped case" in ran.err
