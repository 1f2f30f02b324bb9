"""The log says what was decided, changed, read and assured, from the files of the case alone."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from iomcba.errors import InputError
from iomcba.pipeline.appraise import appraise
from iomcba.pipeline.desk.log import Log, log, write_page
from iomcba.pipeline.desk.review import review
from iomcba.read.catalogue import catalogue
from iomcba.report.layout import lay_out
from iomcba.terms.desk import CHANGE_COLUMNS
from iomcba.terms.log import LOG
from tests.broken.small_case import write

DAY = date(2026, 11, 26)
PERSON = "A. Shah"


@pytest.fixture
def case(tmp_path: Path) -> Path:
    write(tmp_path)
    return tmp_path / "assumptions" / "small-case"


def rows(found: Log, id: str) -> tuple[tuple[str, ...], ...]:
    return next((table.rows for table in found.tables if table.id == id), ())


def test_decisions_and_data_are_those_of_the_files(case: Path) -> None:
    found = log(str(case), DAY)
    words = (case / "case.yaml").read_text(encoding="utf-8")
    decided = {row[0]: row[1] for row in rows(found, "log-decisions")}
    assert decided["The question"] in words
    assert sum(name.startswith("Option: ") for name in decided) == len(list(case.glob("options/*")))
    read = [row[0] for row in rows(found, "log-data")]
    cohort = next((case.parents[1] / "cohorts").iterdir())
    assert {f"cohorts/{cohort.name}/{path.name}" for path in cohort.iterdir()} <= set(read)


def test_every_assumption_stands_in_it_once_with_its_owner(case: Path) -> None:
    found = rows(log(str(case), DAY), "log-assumptions")
    names = [row[0] for row in found]
    assert len(names) == len(set(names)) > 20
    assert {row[5] for row in found if row[0].startswith("parameter.")} == {"tests"}
    assert {row[7] for row in found} == {"not reviewed"}


def test_changes_are_told_as_they_were_recorded(case: Path) -> None:
    assert rows(log(str(case), DAY), "log-changes") == ()
    name = "parameter.detection-factor"
    line = f"2026-05-01,{PERSON},book.xlsx,{name},central,1,0.9,Local audit,parameter.csv"
    (case / "changes.csv").write_text(f"{','.join(CHANGE_COLUMNS)}\n{line}\n", encoding="utf-8")
    told = rows(log(str(case), DAY), "log-changes")
    assert told == (("2026-05-01", name, "central: 1 → 0.9", "Local audit", PERSON),)


def test_a_record_of_other_columns_is_refused(case: Path) -> None:
    (case / "changes.csv").write_text("day,who\n2026-05-01,me\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"changes\.csv:1: has columns day, who"):
        log(str(case), DAY)


def test_reviews_stand_until_a_row_changes(case: Path) -> None:
    review(str(case), ("parameter",), PERSON, "assurer", "read with the source", "2026-05-02")
    (held,) = rows(log(str(case), DAY), "log-assurance")
    assert held[:3] == ("2026-05-02", PERSON, "assurer")
    assert held[4:] == ("all stand", "read with the source")
    table = case / "parameter.csv"
    text = table.read_text(encoding="utf-8")
    table.write_text(text.replace(",tests,2099-12-31,", ",others,2099-12-31,", 1), encoding="utf-8")
    found = log(str(case), DAY)
    (changed,) = rows(found, "log-assurance")
    assert changed[4] == "1 changed since"
    signed = {row[0]: row[7] for row in rows(found, "log-assumptions")}
    assert sum(said == "not reviewed" for n, said in signed.items() if n.startswith("param")) == 1
    assert f"{PERSON} (assurer), 2026-05-02" in signed.values()


def test_the_report_carries_it_and_names_who_answers(case: Path) -> None:
    review(str(case), (), PERSON, "assurer", "", "2026-05-02")
    shared = appraise(str(case), 16_384, 1, lambda done, of: None, DAY).shared
    part = lay_out(shared, catalogue()).assurance
    ids = [table.id for table in part.tables]
    assert ids == [
        "assurance-roles",
        "extra-log-decisions",
        "extra-log-data",
        "extra-log-assurance",
    ]
    assurer = next(row for row in part.tables[0].rows if row.head.text == "Assurer")
    assert [cell.text for cell in assurer.cells[1:3]] == [PERSON, "2 May 2026"]
    assert not any(table.id in LOG for table in lay_out(shared, catalogue()).extras)


def test_the_page_stands_alone(case: Path, tmp_path: Path) -> None:
    write_page(log(str(case), DAY), tmp_path / "log.html", force=False, words=catalogue())
    page = (tmp_path / "log.html").read_text(encoding="utf-8")
    assert "Decisions that the case rests on" in page
    assert "default-src" in page
    with pytest.raises(InputError, match="exists already"):
        write_page(log(str(case), DAY), tmp_path / "log.html", force=False, words=catalogue())
