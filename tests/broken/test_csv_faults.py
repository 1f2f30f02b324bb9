"""Broken quotes, other separators and odd widths are named by line and column, with the remedy."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iomcba.read.csv_faults import CsvFault, unsplit
from tests.broken.running import run
from tests.broken.small_case import FILES, write

CASE, COHORT = "assumptions/small-case", "cohorts/four-people"
BEARER, OFFENCES = f"{CASE}/bearer.csv", f"{COHORT}/offences.csv"
CHECK, QUALITY = ("check", CASE), ("cohort", "check", COHORT)
CLOSE = 'Close it, or delete it; a quote inside a cell is written twice: "".'


def said(root: Path, file: str, text: str, command: tuple[str, ...] = CHECK) -> str:
    """What is said of the small case when one file has another text."""
    write(root)
    (root / file).write_text(text, encoding="utf-8")
    ran = run(*command, inside=root)
    assert ran.code == 2, ran
    return ran.err + ran.out


QUOTES = [
    (OFFENCES, "P4,", '"P4,', "5: offence_id", "line 5 at character 1 and is never closed"),
    (OFFENCES, "P4,", '"P"4,', "5: offence_id", "1 and closes on line 5 at character 3, before"),
    (OFFENCES, "C3,NA,2009-07-30,28A\nP5,", '"C3,NA,2009-07-30,28A\n"P5,', "5: crime_id",
     "line 5 at character 4 and closes on line 6 at character 1, before the end of its cell"),
    (OFFENCES, "offence_id,", '"offence_id,', "1: cell 1", "at character 1 and is never closed"),
    (OFFENCES, "crime_id,", '"crime"_id,', "1: cell 2", "closes on line 1 at character 18, before"),
    (BEARER, "Victims", '"Victims', "3: label", "line 3 at character 9 and is never closed"),
    (BEARER, "Victims", '"Vic"tims', "3: label", "and closes on line 3 at character 13, before"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "where", "words"), QUOTES)
def test_a_broken_quote_is_named_by_its_place(
    file: str, old: str, new: str, where: str, words: str, tmp_path: Path
) -> None:
    told = said(tmp_path, file, FILES[file].replace(old, new, 1))
    (line,) = [line for line in told.splitlines() if 'a quote (")' in line]
    assert f"{file}:{where}: " in line
    assert words in line
    assert line.endswith(CLOSE)
    assert "P5" not in told
    assert "NA" not in told


def test_a_broken_quote_is_named_by_its_line_in_the_data_quality_too(tmp_path: Path) -> None:
    told = said(tmp_path, OFFENCES, FILES[OFFENCES].replace("P4,", '"P4,'), QUALITY)
    assert 'offences.csv: offence_id: a quote (") opens on line 5 at character 1 and is' in told


def test_a_wrong_header_and_a_broken_quote_are_told_at_once(tmp_path: Path) -> None:
    text = FILES[OFFENCES].replace("offender_id", "person").replace("P4,", '"P4,')
    told = said(tmp_path, OFFENCES, text)
    assert "offences.csv:1: offender_id: the column is missing" in told
    assert "offences.csv:5: offence_id: a quote" in told


@pytest.mark.parametrize("file", [OFFENCES, BEARER])
@pytest.mark.parametrize("quoted", [False, True])
@pytest.mark.parametrize(("sign", "name"), [(";", "semicolons"), ("\t", "tabs"), ("|", "bars (|)")])
def test_another_separator_is_named(
    sign: str, name: str, quoted: bool, file: str, tmp_path: Path
) -> None:
    text = FILES[file].replace(",", sign)
    if quoted:
        rows = (line.split(sign) for line in text.splitlines())
        text = "".join(sign.join(f'"{cell}"' for cell in row) + "\n" for row in rows)
    told = said(tmp_path, file, text)
    assert f"{file}:1: its cells seem to be parted by {name}. Write commas: save it as" in told
    assert "'CSV UTF-8 (comma delimited)'" in told
    assert "missing" not in told


def test_a_hint_for_a_spreadsheet_is_another_separator(tmp_path: Path) -> None:
    told = said(tmp_path, OFFENCES, "sep=;\n" + FILES[OFFENCES].replace(",", ";"))
    assert "offences.csv:1: its cells seem to be parted by semicolons" in told


def test_another_separator_of_a_batch_is_named(tmp_path: Path) -> None:
    told = said(tmp_path, "b.csv", f"id;case\na;{CASE}\n", ("batch", "b.csv", "--out", "out"))
    assert "b.csv:1: its cells seem to be parted by semicolons" in told


@pytest.mark.parametrize(
    ("file", "row", "line"),
    [(OFFENCES, "P4,C3,NA,2009-07-30,28A", 5), (BEARER, "victims,Victims,no,no,", 3)],
)
def test_a_row_with_another_separator_is_named(
    file: str, row: str, line: int, tmp_path: Path
) -> None:
    told = said(tmp_path, file, FILES[file].replace(row, row.replace(",", ";")))
    what = "1 cell where the header has 5: its cells seem to be parted by semicolons. Write commas"
    assert f"{file}:{line}: {what}" in told


def test_a_row_over_several_lines_is_told_with_its_quote(tmp_path: Path) -> None:
    text = FILES[OFFENCES].replace("C3,NA,2009-07-30,28A\nP5,", '"C3,NA,2009-07-30,28A\nP5",')
    told = said(tmp_path, OFFENCES, text)
    assert "offences.csv:5: 6 cells where the header has 5, over 2 lines. Close the quote" in told


@pytest.mark.parametrize(
    ("cell", "count"), [("P" * 30_000, "30,0"), ('"' + "P" * 300_000 + '"', "300,000")]
)
def test_a_cell_that_is_too_long_is_named_by_its_line(
    cell: str, count: str, tmp_path: Path
) -> None:
    told = said(tmp_path, OFFENCES, FILES[OFFENCES].replace("P4,", f"{cell},"))
    assert f"offences.csv:5: a cell or line has {count}" in told


def test_a_header_with_other_signs_is_a_header(tmp_path: Path) -> None:
    """A column that nothing reads may hold any of them."""
    write(tmp_path)
    text = (
        FILES[OFFENCES].replace("\n", ",x\n").replace("offence_code,x", "offence_code,a;b;c;d;e;f")
    )
    (tmp_path / OFFENCES).write_text(text)
    assert run(*CHECK, inside=tmp_path).code == 0


@given(st.text(st.sampled_from('"",\n;a'), max_size=30))
def test_where_a_row_cannot_be_split_a_quote_is_named(text: str) -> None:
    reader, line = csv.reader(io.StringIO(text, newline=""), strict=True), 1
    try:
        for _ in reader:
            line = reader.line_num + 1
    except csv.Error as error:
        fault = unsplit(text, line, (), str(error))
        assert 'a quote (")' in fault.what
        assert fault.line >= line


def test_a_fault_of_no_quote_keeps_the_words_of_the_reader() -> None:
    fault = unsplit("a,b\n1,2\n", 2, ("a", "b"), "odd")
    assert isinstance(fault, CsvFault)
    assert (fault.line, fault.what) == (2, "is not valid CSV: odd")
