"""A YAML value of the wrong sort or size is told in the file's own words, with what to write."""

from __future__ import annotations

from pathlib import Path

import pytest

from iomcba.errors import InputError
from iomcba.read.templates import own_look
from tests.broken.running import run
from tests.broken.small_case import write

CASE = "assumptions/small-case"
YEARS, TITLE, OPTION = "years: 2", "title: A small case", "  - team"
START, FIRST, RULE, TOP = "start: 2011-12", "2008-04-01", "rule: count", "top: 2"
NUMBERS = [
    (YEARS, 'years: "2"', "years: is '2' in quotes, a text, not a whole number. Write 2 without"),
    (YEARS, "years: 1000000", "years: is 1000000, more than 40. Write 40 or less."),
    (YEARS, "years: +2", "years: is '+2', not a number: it begins with a plus. Write 2."),
    (YEARS, "years: 0", "years: is 0, not more than 0. Write a figure above 0."),
    (YEARS, "years: 2.0", "years: is 2.0, a number, not a whole number. Write 2."),
    (YEARS, "years: 1e1", "years: is 1e1, a number, not a whole number. Write 10."),
    (YEARS, "years: 2.5", "a number, not a whole number. Write digits only, such as 12."),
    (YEARS, 'years: "2.5"', "in quotes, a text, not a whole number. Write digits only"),
    (YEARS, "years: 5%", "is '5%', not a number: it is a percentage. Write digits only"),
    (YEARS, "years: two", "is 'two', not a number. Write digits only, such as 12."),
    (YEARS, "years: true", "is true, a switch, not a whole number. Write digits only"),
    (YEARS, f"years: {'9' * 19}", "too large. Write at most 18 digits."),
    (YEARS, "years: [2]", "years: is a list, not a whole number."),
    (YEARS, "years: {a: 2}", "years: holds keys of its own, not a whole number."),
    ("  seed: 1", "  seed: -1", "simulation.seed: is -1, less than 0. Write 0 or more."),
    (TOP, "share: 1.0000001", "share: is 1.0000001, more than 1. Write 1 or less.\n"),
    (TOP, "share: 50", "share: is 50, more than 1. Write 1 or less. 50% is 0.5."),
    (TOP, 'share: "0.5"', "is '0.5' in quotes, a text, not a number. Write 0.5 without quotes."),
    (TOP, "share: true", "is true, a switch, not a number. Write digits and a point only"),
]
TEXTS = [
    (TITLE, "title: 2011-04-01", 'is 2011-04-01, a date, not a text. Put it in quotes: "2011-04-'),
    (TITLE, "title: 1.50", 'is 1.50, a number, not a text. Put it in quotes: "1.50".'),
    (TITLE, "title: true", 'is true, a switch, not a text. Put it in quotes: "true".'),
    (TITLE, "title: [draft]", "is a list, not a text. Write one text, in quotes if it begins"),
    (TITLE, "title: {a: b}", "holds keys of its own, not a text. Write one text"),
    (TITLE, 'title: ""', "title: is an empty text. Write something between the quotes."),
    (TITLE, "title: #12", "is blank. Give a value, or leave the key out if it is not needed. What"),
    (OPTION, "  - 12", 'options.1: is 12, a number, not a text. Put it in quotes: "12".'),
    (OPTION, "  - The team", "options.1: is 'The team', not an id. Use lower-case letters"),
    (OPTION, "  - [team]", "options.1: is a list, not an id. Use lower-case letters"),
]
OTHERS = [
    (START, "start: 2011", "start: is '2011', not a financial year. Write it as 2011-12."),
    (START, "start: 1850-51", "is '1850-51', not a financial year of 1900 to 2199."),
    (START, "start: [2011-12]", "start: is a list, not a financial year."),
    (FIRST, '"2008-04-01"', "in quotes, a text, not a date. Write 2008-04-01 without quotes."),
    (FIRST, "true", "first_day: is true, a switch, not a date. Write it as 2009-03-31."),
    (FIRST, "{a: 1}", "first_day: holds keys of its own, not a date. Write it as 2009-03-31."),
    (RULE, "rule: true", "rule: is 'true'. Allowed: count, cost, harm, flag."),
    (RULE, "rule: [count]", "rule: is a list, not one word. Allowed: count, cost, harm, flag."),
    (OPTION + "\n", "", "options: holds 1, but needs 2 or more. Add what is missing."),
    ("method: naive", "method:\n    - naive", "is a list, not one word. Allowed: population"),
    ("counterfactual:\n  method: naive", "counterfactual: naive", "is 'naive', where keys belong."),
    (
        "options:\n  - as-now\n  - team",
        "options: team",
        "options: is 'team', not a list. Write each item on a",
    ),
]


@pytest.mark.parametrize(("old", "new", "words"), [*NUMBERS, *TEXTS, *OTHERS])
def test_a_value_is_told_in_its_own_words(old: str, new: str, words: str, tmp_path: Path) -> None:
    path = write(tmp_path) / "case.yaml"
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))
    ran = run("check", CASE, inside=tmp_path)
    assert ran.code == 2, ran
    line = text[: text.index(old)].count("\n") + 1
    (said,) = [each for each in ran.err.splitlines(keepends=True) if words in each]
    assert f"case.yaml:{line}: " in said or "needs 2 or more" in said  # that is told of the list
    assert all(word not in ran.err for word in ("dict", "input should", "value error", "'list'"))


@pytest.mark.parametrize("month", ["2011-4", "2011", "2011-04-01", "２０11-04"])
def test_a_month_of_an_option_is_told_as_in_a_table(month: str, tmp_path: Path) -> None:
    path = write(tmp_path) / "options" / "team.yaml"
    path.write_text(path.read_text() + f"go_live: {month}\n")
    ran = run("check", CASE, inside=tmp_path)
    assert f"go_live: is '{month}', not a month. " in ran.err
    assert "Write it as 2011-04." in ran.err


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("main: red", "look.yaml:1: main: is 'red', not a colour: write six hexadecimal digits"),
        (
            "main: #12436d",
            "main: is blank. Give a value, or leave the key out if it is not needed.",
        ),
    ],
)
def test_a_colour_is_told_in_its_own_words(written: str, words: str, tmp_path: Path) -> None:
    (tmp_path / "look.yaml").write_text(written + "\n")
    with pytest.raises(InputError, match=words):
        own_look(tmp_path)
