"""Data quality of a cohort: every planted fault is counted on its line, and no person is named."""

from __future__ import annotations

import io
import json
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from iomcba.errors import InputError
from iomcba.read.cohort import read_cohort
from iomcba.read.findings import Findings, Known
from iomcba.read.quality import check_cohort
from iomcba.read.quality_spells import Spells, inside_spells, running_reach, spell_findings
from iomcba.report import quality
from iomcba.terms.quality import LOOK, NOTE, REFUSED, QualityReport
from tests.broken.small_case import FILES
from tests.report.pages import ENGLISH

CODES = {"home-office": frozenset({"28A", "45", "92D"}), "category": frozenset({"theft"})}
COHORT = {name.rsplit("/", 1)[1]: text for name, text in FILES.items() if "four-people" in name}


def check(root: Path, **changed: str | None) -> QualityReport:
    """Check the small cohort; `offences="…"` adds lines to offences.csv, None removes the file."""
    for name, text in COHORT.items():
        added = changed.get(name.split(".", maxsplit=1)[0], "")
        if added is not None:
            (root / name).write_text(text + added, encoding="utf-8")
    return check_cohort(root, CODES)


def found(report: QualityReport, words: str) -> tuple[str, str, list[int]]:
    """Severity, column and lines of the one finding whose words begin so."""
    (one,) = [f for f in report.findings if f.what.startswith(words)]
    return one.severity, one.column, one.lines.tolist()


# The good cohort: offenders on lines 2-5, offences on 2-6, custody on 2-3 (2008-06-01 to 09-01).
PLANTED = [
    ("offenders", "4,male,1980,,no\n", "stands already", REFUSED, "offender_id", [6]),
    ("offenders", "4,male,1990,,no\n", "the whole row repeats", NOTE, "offender_id", [6]),
    ("offenders", ",male,1980,,no\n", "is blank", REFUSED, "offender_id", [6]),
    ("offenders", " 7,male,1980,,no\n", "begins or ends with a space", LOOK, "offender_id", [6]),
    ("offenders", "7,man,1980,,no\n", "is neither male", LOOK, "sex", [6]),
    ("offenders", "7,male,80,,no\n", "is not a year", REFUSED, "birth_year", [6]),
    ("offenders", "7,male,2011,,no\n", "lies after the extract", LOOK, "birth_year", [6]),
    ("offenders", "7,male,1899,,no\n", "makes the person more than 110", LOOK, "birth_year", [6]),
    ("offenders", "7,male,1980,,perhaps\n", "is neither yes", LOOK, "need_drugs", [6]),
    ("offences", "P9,,7,2009-01-01,45\n", "is not in offenders.csv", REFUSED, "offender_id", [7]),
    ("offences", "P9,,4,,45\n", "is blank", REFUSED, "offence_date", [7]),
    (
        "offences",
        "P9,,4,1/2/09,45\n",
        "is not a date (its year has two digits); written like 9/9/99",
        REFUSED,
        "offence_date",
        [7],
    ),
    (
        "offences",
        "P9,,4,1989-01-01,45\n",
        "lies before the person's year of birth",
        LOOK,
        "offence_date",
        [7],
    ),
    ("offences", "P9,,4,1999-01-01,45\n", "the person was under 10", LOOK, "offence_date", [7]),
    (
        "offences",
        "P9,,4,2005-01-01,45\n",
        "lies before the days observed",
        NOTE,
        "offence_date",
        [7],
    ),
    (
        "offences",
        "P9,,4,2010-04-01,45\n",
        "lies after the days observed",
        NOTE,
        "offence_date",
        [7],
    ),
    ("offences", "P9,,4,2010-10-01,45\n", "lies after the extract", LOOK, "offence_date", [7]),
    (
        "offences",
        "P9,,0012,2008-07-01,45\n",
        "the person was in custody",
        LOOK,
        "offence_date",
        [7],
    ),
    ("offences", "P9,,4,2009-01-01,99Z\n", "no mapping knows 99Z (1)", LOOK, "offence_code", [7]),
    ("offences", "P9,,4,2009-01-01,\n", "is blank", LOOK, "offence_code", [7]),
    ("offences", "P5,,4,2009-01-01,45\n", "stands already", LOOK, "offence_id", [7]),
    ("offences", "P5,C4,12,2007-01-15,92D\n", "the whole row repeats", LOOK, "", [7]),
    ("offences", "P9,C9,12,2007-01-15,92D\n", "same person, day and kind", NOTE, "", [7]),
    (
        "offences",
        "P9,C4,4,2009-01-01,92D\n",
        "differs within one crime_id, but crimes have one date",
        LOOK,
        "offence_date",
        [6, 7],
    ),
    (
        "offences",
        "P9,C4,4,2007-01-15,45\n",
        "differs within one crime_id, but crimes are of one kind",
        LOOK,
        "offence_code",
        [6, 7],
    ),
    (
        "offences",
        "P9,C4,12,2007-01-15,92D\n",
        "the person stands in this crime already",
        LOOK,
        "crime_id",
        [7],
    ),
    ("custody", "7,2009-01-01,\n", "is not in offenders.csv", REFUSED, "offender_id", [4]),
    ("custody", "4,,2009-01-01\n", "is blank", REFUSED, "start", [4]),
    ("custody", "4,2009-01-01,later\n", "is not a date; written like AAAAA", REFUSED, "end", [4]),
    ("custody", "4,2009-01-02,2009-01-01\n", "lies before start", REFUSED, "end", [4]),
    ("custody", "4,2009-01-01,2009-01-01\n", "equals start", NOTE, "end", [4]),
    ("custody", "0012,2008-06-01,2008-09-01\n", "the whole row repeats", LOOK, "", [4]),
    (
        "custody",
        "0012,2008-07-01,2008-08-01\n",
        "the spell lies inside another",
        LOOK,
        "start",
        [4],
    ),
    ("custody", "0012,2008-08-01,2008-10-01\n", "the spell overlaps another", LOOK, "start", [4]),
    ("custody", "4,2010-10-01,\n", "lies after the extract", LOOK, "start", [4]),
    ("custody", "4,2010-01-01,2011-01-01\n", "lies after the extract", LOOK, "end", [4]),
    ("custody", "4,2004-01-01,2005-01-01\n", "the spell lies outside", NOTE, "start", [4]),
    (
        "custody",
        "4,1989-01-01,1991-01-01\n",
        "lies before the person's year of birth",
        LOOK,
        "start",
        [4],
    ),
]


@pytest.mark.parametrize(
    ("file", "row", "words", "severity", "column", "lines"), PLANTED, ids=[p[2] for p in PLANTED]
)
def test_a_planted_fault_is_found_on_its_line(
    file: str, row: str, words: str, severity: str, column: str, lines: list[int], tmp_path: Path
) -> None:
    def seen(report: QualityReport) -> list[tuple[str, str, list[int]]]:
        return [
            (f.severity, f.column, f.lines.tolist())
            for f in report.findings
            if f.what.startswith(words) and f.file.endswith(f"{file}.csv")
        ]

    assert (severity, column, lines) not in seen(check(tmp_path))
    assert (severity, column, lines) in seen(check(tmp_path, **{file: row}))


def test_a_spell_that_touches_another_overlaps_nothing(tmp_path: Path) -> None:
    report = check(tmp_path, custody="0012,2008-09-01,2008-10-01\n4,2008-06-01,2008-09-01\n")
    assert not any("the spell" in f.what for f in report.findings)


def test_an_offence_on_the_first_day_of_a_spell_is_no_fault(tmp_path: Path) -> None:
    report = check(tmp_path, offences="P9,,0012,2008-06-01,45\nP8,,0012,2008-09-01,45\n")
    assert not any("in custody" in f.what for f in report.findings)


def test_files_that_say_little_are_read_with_findings(tmp_path: Path) -> None:
    """Blank sex and birth year, one category, unknown columns, no custody, no cohort.yaml."""
    (tmp_path / "offenders.csv").write_text("offender_id,sex,birth_year,name\nA,,,x\nB,,,y\n")
    rows = "".join(f"A,2009-01-{day:02d},theft\n" for day in range(1, 10))
    (tmp_path / "offences.csv").write_text(f"offender_id,offence_date,category\n{rows}")
    (tmp_path / "custody.csv").write_bytes(b"")
    report = check_cohort(tmp_path, CODES)
    assert [(f.severity, f.what) for f in report.of(REFUSED)] == [
        (REFUSED, "is missing, so that the days observed are not known")
    ]
    assert found(report, "1 column that nothing reads: name")[0] == NOTE
    assert found(report, "all offences are of one kind")[0] == LOOK
    assert found(report, "holds no spell")[0] == NOTE
    assert [f.lines.tolist() for f in report.findings if f.what == "is blank"] == [[2, 3], [2, 3]]
    assert [count for _, count in report.files] == [2, 9, 0]


def test_whom_the_file_lists_is_held_against_the_rows(tmp_path: Path) -> None:
    good = COHORT["cohort.yaml"]
    everyone = check(tmp_path, offences="P9,,4,2009-01-01,45\n")
    assert found(everyone, "everyone has an offence")[0] == LOOK
    check(tmp_path)
    other = good.replace("everyone-at-risk", "only-with-an-offence")
    (tmp_path / "cohort.yaml").write_text(other)
    assert found(check_cohort(tmp_path, CODES), "people have no offence")[0] == LOOK


def test_a_month_without_offences_shows_only_where_months_are_busy(tmp_path: Path) -> None:
    busy = "".join(
        f"X{month}-{n},,4,{2006 + (month + 3) // 12}-{(month + 3) % 12 + 1:02d}-{n + 1:02d},45\n"
        for month in range(48)
        for n in range(6)
        if month != 40
    )
    assert not any("months observed" in f.what for f in check(tmp_path).findings)
    report = check(tmp_path, offences=busy)
    # Month 40 from April 2006 is August 2009.
    assert found(report, "1 of the 48 months observed hold no offence, such as 2009-08")[0] == LOOK


# --- laws ---


ROWS = {
    "offenders": st.tuples(
        st.sampled_from(["0012", "5", "6", ""]),
        st.sampled_from(["male", ""]),
        st.sampled_from(["1980", "", "80", "x"]),
        st.just(""),
        st.sampled_from(["yes", "", "maybe"]),
    ),
    "offences": st.tuples(
        st.sampled_from(["P8", ""]),
        st.sampled_from(["C8", "C1", ""]),
        st.sampled_from(["4", "12", "99"]),
        st.sampled_from(["2009-01-01", "2011-01-01", "", "1/1/2009"]),
        st.sampled_from(["45", "", "99Z"]),
    ),
    "custody": st.tuples(
        st.sampled_from(["4", "99", ""]),
        st.sampled_from(["2009-01-01", "2010-06-01", "", "soon"]),
        st.sampled_from(["2009-02-01", "2008-01-01", "", "never"]),
    ),
}


@settings(
    deadline=None, derandomize=True, max_examples=40, suppress_health_check=[HealthCheck.too_slow]
)
@given(st.fixed_dictionaries({name: st.lists(row, max_size=3) for name, row in ROWS.items()}))
def test_must_fix_is_what_the_reader_refuses(rows: Mapping[str, list[tuple[str, ...]]]) -> None:
    added = {name: "".join(",".join(r) + "\n" for r in some) for name, some in rows.items()}
    with tempfile.TemporaryDirectory() as folder:
        report = check(Path(folder), **added)
        try:
            read_cohort(Path(folder), ("t",), {"45": "t"}, with_considered=True)
            refused = set()
        except InputError as error:
            refused = {(p.place.file, p.place.line) for p in error.problems}
        lines = {(f.file, n) for f in report.of(REFUSED) for n in f.lines.tolist()}
    assert lines == refused


SPELLS = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 20), st.integers(0, 12)), max_size=12)


@settings(deadline=None, derandomize=True)
@given(SPELLS, st.lists(st.tuples(st.integers(-1, 3), st.integers(0, 35)), min_size=1, max_size=12))
def test_inside_a_spell_is_what_looking_at_each_spell_says(
    spells: list[tuple[int, int, int]], offences: list[tuple[int, int]]
) -> None:
    table = np.array([(p, s, s + n) for p, s, n in spells], dtype=np.int64).reshape(-1, 3)
    who, day = np.array(offences, dtype=np.int64).T
    marked = inside_spells(who, day, Spells(*table.T))
    looked = [any(p == w and s < d < e for p, s, e in table.tolist()) for w, d in offences]
    assert marked.tolist() == looked


@settings(deadline=None, derandomize=True)
@given(SPELLS)
def test_overlaps_are_what_looking_at_each_pair_says(spells: list[tuple[int, int, int]]) -> None:
    """A person has an overlap just where two of the days of distinct spells are one."""
    distinct = sorted({(p, s, s + n) for p, s, n in spells if n})
    day = np.datetime64("2009-01-01")
    frame = pd.DataFrame(
        [(f"i{p}", str(day + s), str(day + e)) for p, s, e in distinct],
        columns=["offender_id", "start", "end"],
        dtype=str,
    )
    gathered = Findings("custody.csv")
    people = Known(pd.Index([f"i{p}" for p in range(4)]), np.full(4, -1))
    spell_findings(gathered, frame, people, None)
    lines = {n for f in gathered.found if "the spell" in f.what for n in f.lines.tolist()}
    reported = {distinct[n][0] for n in lines}
    held = {
        p
        for a, (p, s, e) in enumerate(distinct)
        for q, t, u in distinct[a + 1 :]
        if p == q and s < u and t < e
    }
    assert reported == held


def test_running_reach_is_the_latest_end_of_each_person() -> None:
    person, end = np.array([0, 0, 0, 1, 1, 3]), np.array([5, 3, 9, 2, 1, -4])
    assert running_reach(person, end).tolist() == [5, 5, 9, 2, 2, -4]


# --- what leaves the house ---


def test_no_cell_of_a_person_is_in_any_form_of_the_report(tmp_path: Path) -> None:
    secrets = ["Zebedee-77", "1969-06-09", "03/02/1971", "1931", "Q-SECRET"]
    report = check(
        tmp_path,
        offenders="Zebedee-77,male,1931,,no\nZebedee-77,male,1931,,no\n",
        offences="Q-SECRET,Q-SECRET,Zebedee-77,1969-06-09,45\nQ-SECRET,,nobody,03/02/1971,45\n",
        custody="Zebedee-77,1969-06-09,03/02/1971\n",
    )
    assert len(report.of(REFUSED)) >= 4
    book = zipfile.ZipFile(io.BytesIO(quality.workbook(report, ENGLISH)))
    sheets = "".join(book.read(name).decode() for name in book.namelist())
    tables = "".join(
        "|".join(row) for table in quality.tables(report, ENGLISH) for row in table.rows
    )
    for form in (quality.text(report, ENGLISH), quality.as_json(report), sheets, tables):
        assert not [secret for secret in secrets if secret in form]


def test_every_form_counts_alike_and_is_the_same_twice(tmp_path: Path) -> None:
    report = check(
        tmp_path, custody="4,2009-01-02,2009-01-01\n", offences="P9,,4,,45\nP10,,4,,45\n"
    )
    assert quality.workbook(report, ENGLISH) == quality.workbook(report, ENGLISH)
    findings = json.loads(quality.as_json(report))["findings"]
    summary, lines = (list(table.rows) for table in quality.tables(report, ENGLISH))
    assert len(findings) == len(summary) == len(report.findings)
    assert [f["rows"] for f in findings] == [int(row[4] or 0) for row in summary]
    assert len(lines) == sum(len(f["lines"]) for f in findings)
    book = CalamineWorkbook.from_filelike(io.BytesIO(quality.workbook(report, ENGLISH)))
    assert book.sheet_names == ["Cover", "Findings", "Lines"]
    assert len(book.get_sheet_by_name("Findings").to_python()) == len(findings) + 1
    assert len(book.get_sheet_by_name("Lines").to_python()) == len(lines) + 1
