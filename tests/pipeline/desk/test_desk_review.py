"""Reviews: kept beside the case, lost by a row that changes, one role a person, on the page."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tests.broken.running import run
from tests.broken.small_case import write

CASE = "assumptions/small-case"
ASSURER = ("--by", "A. Shah", "--role", "assurer", "--on", "2026-11-20")
APPROVER = ("--by", "J. Doe", "--role", "approver", "--on", "2026-11-25")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    write(tmp_path)
    return tmp_path


def review(home: Path, *words: str, code: int = 0) -> str:
    ran = run("review", CASE, *words, inside=home)
    assert ran.code == code, ran.err
    return ran.out + ran.err


def ledger(home: Path) -> list[dict[str, str]]:
    with (home / CASE / "reviews.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def change(home: Path, table: str, old: str, new: str) -> None:
    path = home / table
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_nobody_has_signed_a_new_case_and_asking_writes_nothing(home: Path) -> None:
    assert "small-case: not signed off" in review(home)
    assert not (home / CASE / "reviews.csv").exists()


def test_an_approver_who_reviews_every_row_signs_off_until_one_changes(home: Path) -> None:
    assert "small-case: signed off" in review(home, *APPROVER)
    change(home, "assumptions/tiny-costs/unit-cost.csv", "burglary,harm,3000", "burglary,harm,3001")
    said = review(home)
    assert "not signed off" in said
    assert "unit-cost.burglary.harm" in said
    assert "unit-cost.theft.harm" not in said
    change(home, "assumptions/tiny-costs/unit-cost.csv", "burglary,harm,3001", "burglary,harm,3000")
    assert "small-case: signed off" in review(home)


def test_a_changed_note_loses_its_review_and_a_moved_row_does_not(home: Path) -> None:
    review(home, *APPROVER)
    path = home / "assumptions/tiny-costs/unit-cost.csv"
    head, *rows = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join([head, *reversed(rows)]), encoding="utf-8")
    assert "small-case: signed off" in review(home)
    path.write_text("".join([head, rows[0].rstrip("\n") + "another note\n", *rows[1:]]))
    assert "unit-cost.burglary.harm" in review(home)


def test_other_people_in_the_cohort_lose_the_review_of_the_case(home: Path) -> None:
    review(home, *APPROVER)
    change(home, "cohorts/four-people/offenders.csv", "12,female,,,no", "12,female,1970,,no")
    said = review(home)
    assert "not signed off" in said
    assert "\n              case\n" in said


def test_rows_are_named_by_prefix_and_only_those_are_recorded(home: Path) -> None:
    review(home, *ASSURER, "--rows", "unit-cost", "--rows", "multiplier.theft")
    assert [line["row"] for line in ledger(home)] == [
        "multiplier.theft",
        "unit-cost.burglary.harm",
        "unit-cost.burglary.police",
        "unit-cost.theft.harm",
        "unit-cost.theft.police",
    ]
    assert {line["reviewer"] for line in ledger(home)} == {"A. Shah"}
    assert {line["on"] for line in ledger(home)} == {"2026-11-20"}


def test_the_ledger_is_only_ever_added_to(home: Path) -> None:
    review(home, *ASSURER, "--rows", "multiplier", "--comment", "read against the source, =ok")
    first = (home / CASE / "reviews.csv").read_bytes()
    review(home, *APPROVER)
    assert (home / CASE / "reviews.csv").read_bytes().startswith(first)


def test_analyst_assurer_and_approver_are_different_people(home: Path) -> None:
    review(home, *ASSURER)
    said = review(home, "--by", "a. shah", "--role", "approver", code=2)
    assert "has reviewed this case as assurer" in said
    assert all(line["role"] == "assurer" for line in ledger(home))


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        (("--rows", "unit-costs", *ASSURER), "Did you mean unit-cost"),
        (("--by", "A. Shah"), "--by and --role go together"),
        (("--role", "assurer"), "--by and --role go together"),
        (("--by", " ", "--role", "assurer"), "--by and --role go together"),
    ],
)
def test_what_cannot_be_recorded_is_refused(
    home: Path, words: tuple[str, ...], wanted: str
) -> None:
    assert wanted in review(home, *words, code=2)
    assert not (home / CASE / "reviews.csv").exists()


@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    [
        (",assurer,", ",boss,", "reviews.csv:2: role: is 'boss'. Allowed: analyst, assurer"),
        (
            "2026-11-20",
            "20/11/2026",
            "on: is '20/11/2026', not a date",
        ),
        ("digest", "hash", "reviews.csv:1: has columns row, hash"),
        ("A. Shah", "", "reviews.csv:2: lacks a row or a reviewer"),
    ],
)
def test_a_ledger_edited_by_hand_is_named_line_by_line(
    home: Path, old: str, new: str, wanted: str
) -> None:
    review(home, *ASSURER, "--rows", "multiplier.theft")
    change(home, f"{CASE}/reviews.csv", old, new)
    assert wanted in review(home, code=2)


def test_a_shipped_case_is_nobody_s_to_sign(home: Path) -> None:
    ran = run("review", "example-2026", *APPROVER, inside=home)
    assert ran.code == 2
    assert "iomcba init my-case --from example-2026" in ran.err


def test_the_report_says_who_signed_or_what_has_changed_since(home: Path) -> None:
    def page() -> str:
        ran = run("appraise", CASE, "--draws", "16384", inside=home)
        assert ran.code == 0, ran.err
        return " ".join(ran.out.split())

    assert "Not signed off: no approver has reviewed it." in page()
    review(home, *ASSURER, "--rows", "unit-cost")
    review(home, *APPROVER)
    signed = page()
    assert "Signed off by J. Doe on 25 November 2026." in signed
    assert "An assurer has checked 4 of" in signed
    change(home, "assumptions/tiny-costs/unit-cost.csv", "theft,police,100", "theft,police,101")
    assert "Changed since the last sign-off: Unit cost, Theft, Police." in page()
