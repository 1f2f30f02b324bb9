"""What only looks like an id, a word, a figure or a day is refused by the name of its character."""

from __future__ import annotations

from pathlib import Path

import pytest

from iomcba.errors import nearest
from tests.broken.running import run
from tests.broken.small_case import FILES, write

CASE, COHORT = "assumptions/small-case", "cohorts/four-people"
CHECK, QUALITY = ("check", CASE), ("cohort", "check", COHORT)
CASE_FILE, COST, PARAMETERS = f"{CASE}/case.yaml", f"{CASE}/cost.csv", f"{CASE}/parameter.csv"
OFFENDERS, OFFENCES = f"{COHORT}/offenders.csv", f"{COHORT}/offences.csv"
A, E, OH, ZERO_WIDTH = "\u0430", "\u0435", "\u043e", "\u200b"
NAMES = {
    A: "U+0430 (Cyrillic small letter a)",
    E: "U+0435 (Cyrillic small letter ie)",
    OH: "U+043E (Cyrillic small letter o)",
    ZERO_WIDTH: "U+200B (Zero width space)",
    "\u0391": "U+0391 (Greek capital letter alpha)",
    "\u2010": "U+2010 (Hyphen)",
    "\uff54": "U+FF54 (Fullwidth latin small letter t)",
}


def said(root: Path, file: str, old: str, new: str, command: tuple[str, ...] = CHECK) -> str:
    """What is said of the small case in which one text has been replaced."""
    write(root)
    text = FILES[file]
    assert old in text
    (root / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    ran = run(*command, inside=root)
    return ran.err + ran.out


IDS = [
    (COST, "team,room", f"te{A}m,room", "option: is 'te\u0430m', not an id"),
    (COST, "team,room", f"team{ZERO_WIDTH},room", "option: is 'team\\u200b', not an id"),
    (COST, "team,room", "\uff54eam,room", "option: is '\uff54eam', not an id"),
    (COST, "operating,police", f"operating,p{OH}lice", "bearer: is 'p\u043elice', not an id"),
    (PARAMETERS, "cashable-share", f"c{A}shable-share", "parameter: is 'c\u0430shable-share', not"),
    (PARAMETERS, "made-up", "made\u2010up", "source: is 'made\u2010up', not an id"),
    (CASE_FILE, "- team", f"- te{A}m", "options.1: is 'te\u0430m', not an id"),
    (CASE_FILE, "- tiny-costs", f"- tiny-costs{ZERO_WIDTH}", "sets.3: is 'tiny-costs\\u200b', not"),
]
WORDS = [
    (COST, "operating", f"oper{A}ting", "heading: is 'oper\u0430ting'. It holds"),
    (
        COST,
        "funding",
        f"f{ZERO_WIDTH}unding",
        "unknown column 'f\\u200bunding' in a cost table. It",
    ),
    (CASE_FILE, "years: 2", f"y{E}ars: 2", "y\u0435ars: unknown key. It holds"),
    (CASE_FILE, "method: naive", f"method: n{A}ive", "method: is 'n\u0430ive'. It holds"),
    (CASE_FILE, "four-people", f"f{OH}ur-people", "cohort.yaml. It holds"),
    (CASE_FILE, "start: 2011-12", "start: 2011\u201012", "not a financial year. It holds"),
    (PARAMETERS, "share,0.1", f"share,0.1{ZERO_WIDTH}", "not a number: it holds"),
    (OFFENCES, "2008-05-01", "2008-05\u201001", "not a date: it holds"),
    (f"{COHORT}/cohort.yaml", "true", f"tru{E}", "not a switch. It holds"),
    (f"{CASE}/staff.csv", "2011-04", "2011\u201004", "not a month. It holds"),
]


@pytest.mark.parametrize(("file", "old", "new", "words"), [*IDS, *WORDS])
def test_a_lookalike_is_named_by_its_code(
    file: str, old: str, new: str, words: str, tmp_path: Path
) -> None:
    told = said(tmp_path, file, old, new)
    (odd,) = {c for c in new if not c.isascii()}
    (line,) = [line for line in told.splitlines() if words in line]
    assert NAMES[odd] in line


def test_labels_beyond_ascii_stay(tmp_path: Path) -> None:
    told = said(tmp_path, f"{CASE}/bearer.csv", "Police", f"Polic{E} \uff34\u200d\u0391")
    assert "No problem" in told


@pytest.mark.parametrize(
    ("file", "old", "new", "words"),
    [
        (
            COST,
            "GBP,2010",
            "G\u0412P,2010",
            "which only looks like 'GBP'. It holds U+0412 (Cyrillic",
        ),
        (
            PARAMETERS,
            "per year",
            f"per ye{A}r",
            "which only looks like 'per year'. It holds U+0430",
        ),
    ],
)
def test_a_unit_that_only_looks_like_one_is_refused(
    file: str, old: str, new: str, words: str, tmp_path: Path
) -> None:
    assert words in said(tmp_path, file, old, new)


def test_a_unit_of_other_signs_is_a_unit(tmp_path: Path) -> None:
    assert "No problem" in said(tmp_path, COST, "GBP,2010", "GBP per m\u00b2,2010")


PEOPLE = [
    (OFFENCES, "C3,NA", f"C3,N{ZERO_WIDTH}A", "U+200B (Zero width space)"),
    (OFFENCES, "C3,NA", "C3,N\u0391", "U+0391 (Greek capital letter alpha)"),
    (OFFENDERS, "NA,,1975", f"NA{ZERO_WIDTH},,1975", "U+200B (Zero width space)"),
    (OFFENCES, "C3,NA", "C3,NA ", "It is listed there but for a space before or after it"),
]


@pytest.mark.parametrize("command", [CHECK, QUALITY])
@pytest.mark.parametrize(("file", "old", "new", "words"), PEOPLE)
def test_a_person_who_looks_listed_is_told_from_the_listed_one(
    file: str, old: str, new: str, words: str, command: tuple[str, ...], tmp_path: Path
) -> None:
    told = said(tmp_path, file, old, new, command)
    assert "offender_id: is not in offenders.csv" in told
    assert words in told
    assert "NA" not in told
    assert (command == QUALITY) == ("looks like an id of offenders.csv" in told)


def test_two_people_who_look_the_same_are_counted(tmp_path: Path) -> None:
    told = said(tmp_path, OFFENDERS, "4,male", "N\u0391,male", QUALITY)
    assert "offender_id: looks like the id of another row (2 rows)" in told
    assert "looks like the id" not in said(tmp_path, OFFENDERS, "4,male", "Zo\u00e9,male", QUALITY)


@pytest.mark.parametrize("column", ["offender_id", "offence_code"])
def test_a_column_that_looks_like_a_missing_one_is_named(column: str, tmp_path: Path) -> None:
    told = said(tmp_path, OFFENCES, column, column.replace("o", OH, 1))
    assert f"offences.csv:1: {column}: the column is missing. A column looks like it" in told
    assert NAMES[OH] in told


def test_a_code_that_only_looks_like_one_is_told_apart(tmp_path: Path) -> None:
    told = said(tmp_path, OFFENCES, "28A", "28\u0391")
    assert "(written like 99A, with U+0391 (Greek capital letter alpha))" in told
    assert "with U" not in said(tmp_path, OFFENCES, "28A", "\u041c\u0430\u0440\u0438\u044f")


def test_a_suggestion_that_only_looks_right_is_named() -> None:
    """The file of an option may hold the odd letter, and case.yaml the right one."""
    assert f"Did you mean te{A}m, which holds {NAMES[A]}?" in nearest("team", [f"te{A}m"])
