"""Odd rows are used by stated rules and counted; other forms change no byte of the results."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import pytest

from tests.broken.running import run
from tests.broken.small_case import FILES, write

CASE = "assumptions/small-case"
COHORT = "cohorts/four-people"


def check(root: Path) -> str:
    ran = run("check", CASE, inside=root)
    assert ran.code == 0, ran.err
    return ran.out


def add(root: Path, file: str, rows: str) -> None:
    path = root / COHORT / file
    path.write_text(path.read_text() + rows)


@pytest.mark.parametrize(
    ("file", "rows", "words"),
    [
        # P1 once more, cell for cell; by another id it is another offence.
        (
            "offences.csv",
            "P1,C1,0012,2008-05-01,28A\n",
            "6 read = 5 used + 1 set aside (repeats an earlier row, its offence_id included)",
        ),
        (
            "offences.csv",
            "P9,C1,0012,2008-05-01,28A\n",
            "offences.csv: 1 same person, day and kind as another: each is counted",
        ),
        # 0012 is inside from 1 June to 1 September 2008; was born in 1980.
        ("offences.csv", "P9,C9,0012,2008-07-01,45\n", "offences.csv: 1 during custody: counted"),
        (
            "offences.csv",
            "P9,C9,4,2010-03-31,45\nP8,C8,4,2010-04-01,45\nP7,C7,4,2006-03-31,45\n",
            "8 read = 6 used + 2 set aside (outside the days observed)",
        ),
        ("custody.csv", "0012,2008-08-01,2008-10-01\n", "1 overlapping another spell: joined"),
        ("custody.csv", "0012,2008-07-01,2008-07-03\n", "1 overlapping another spell: joined"),
        ("custody.csv", "4,2001-01-01,2002-01-01\n", "1 outside the days observed: not used"),
    ],
)
def test_odd_rows_are_counted_with_their_rule(
    file: str, rows: str, words: str, tmp_path: Path
) -> None:
    write(tmp_path)
    assert words not in check(tmp_path)
    add(tmp_path, file, rows)
    assert words in check(tmp_path)
    quality = run("cohort", "check", COHORT, inside=tmp_path)
    assert quality.code == 0, quality.err


def test_an_offence_before_birth_is_counted_and_named(tmp_path: Path) -> None:
    write(tmp_path)
    path = tmp_path / COHORT / "offenders.csv"
    path.write_text(path.read_text().replace("0012,male,1980", "0012,male,2009"))
    assert "2 before the person's year of birth: counted" not in check(tmp_path)
    assert "1 before the person's year of birth: counted" in check(tmp_path)


def results(root: Path, form: str) -> dict[str, bytes]:
    fast = ("--draws", "2048", "--formats", "html")
    ran = run("appraise", CASE, "--out", form, *fast, inside=root)
    assert ran.code == 0, ran.err
    folder = root / form
    names = ("results.json", "analyst/results-full.json", "business-case.html")
    return {name: (folder / name).read_bytes() for name in names}


def test_marks_and_line_ends_change_no_byte_of_the_results(tmp_path: Path) -> None:
    write(tmp_path)
    plain = results(tmp_path, "plain")
    for form, mark, end in (
        ("windows", b"\xef\xbb\xbf", b"\r\n"),
        ("old-mac", b"", b"\r"),
    ):
        for name, text in FILES.items():
            (tmp_path / name).write_bytes(mark + text.encode().replace(b"\n", end))
        assert results(tmp_path, form) == plain, form


def test_a_declared_form_of_days_changes_no_result(tmp_path: Path) -> None:
    write(tmp_path)
    before = json.loads(results(tmp_path, "iso")["results.json"])["case"]["figures"]
    words = tmp_path / COHORT / "cohort.yaml"
    words.write_text(words.read_text() + "dates: DD/MM/YYYY\n")
    refused = run("check", CASE, inside=tmp_path)
    assert "cohort.yaml declares dates: DD/MM/YYYY" in refused.err
    for name in ("offences.csv", "custody.csv"):
        path = tmp_path / COHORT / name
        cells = [line.split(",") for line in path.read_text().splitlines()]
        for row in cells[1:]:
            row[:] = ["/".join(reversed(c.split("-"))) if c.count("-") == 2 else c for c in row]
        path.write_text("".join(",".join(row) + "\n" for row in cells))
    assert json.loads(results(tmp_path, "uk")["results.json"])["case"]["figures"] == before
    copied = run(
        *("cohort", "pseudonymise", COHORT, "--key", "../key", "--new-key", "--out", "copy"),
        inside=tmp_path,
    )
    assert copied.code == 0, copied.err
    assert "2008-05-01" in (tmp_path / "copy" / "offences.csv").read_text()
    assert run("cohort", "check", "copy", inside=tmp_path).code == 0


@pytest.mark.parametrize("form", [pytest.param("NFC", marks=pytest.mark.slow), "NFD"])
def test_names_beyond_ascii_work_everywhere(form: str, tmp_path: Path) -> None:
    root = tmp_path / unicodedata.normalize(form, "Achos ŵyl é 😀")
    root.mkdir()
    write(root)
    words = unicodedata.normalize(form, "Tîm ŵ é ß 李 😀")
    for name in ("case.yaml", "options/team.yaml", "bearer.csv", "effect.csv"):
        path = root / CASE / name
        for old in ("A small case", "A team", "Police", "An effect"):
            path.write_text(path.read_text().replace(old, words))
    offenders, offences = root / COHORT / "offenders.csv", root / COHORT / "offences.csv"
    for path in (offenders, offences, root / COHORT / "custody.csv"):
        path.write_text(path.read_text().replace("NA,", f"{words},"))
    ran = run(
        "appraise",
        CASE,
        "--out",
        "canlyniad ŵ",
        "--draws",
        "2048",
        "--formats",
        "html",
        inside=root,
    )
    assert ran.code == 0, ran.err
    assert words in (root / "canlyniad ŵ" / "business-case.html").read_text()
    by_path = run("check", str(root / CASE), inside=tmp_path)
    assert by_path.code == 0, by_path.err


def test_ids_that_differ_in_coding_alone_are_named(tmp_path: Path) -> None:
    """é as one character in one file and as two in the other is no person of the list."""
    write(tmp_path)
    for name, form in (("offenders.csv", "NFC"), ("offences.csv", "NFD"), ("custody.csv", "NFC")):
        path = tmp_path / COHORT / name
        path.write_text(path.read_text().replace("NA,", unicodedata.normalize(form, "Zoé,")))
    ran = run("check", CASE, inside=tmp_path)
    assert ran.code == 2
    assert "offender_id: is not in offenders.csv" in ran.err
    assert "accents are coded otherwise there (NFC, NFD)" in ran.err
    assert "Zo" not in ran.err
