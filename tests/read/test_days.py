"""Days: ISO unless declared, nothing guessed, the reason said (expected values by the calendar)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iomcba.read.days import (
    EXAMPLE,
    FORMS,
    ISO,
    parse_day,
    sort_of_fault,
    why_no_day,
    why_no_day_of,
)
from iomcba.terms.words import CohortWords

WRITTEN = {
    "DD/MM/YYYY": "%d/%m/%Y",
    "MM/DD/YYYY": "%m/%d/%Y",
    "DD-MM-YYYY": "%d-%m-%Y",
    "DD.MM.YYYY": "%d.%m.%Y",
    "YYYYMMDD": "%Y%m%d",
    "DD-MON-YYYY": "%d-%b-%Y",
    ISO: "%Y-%m-%d",
}


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)), st.sampled_from(sorted(FORMS)))
def test_every_day_is_read_in_its_form(day: date, form: str) -> None:
    assert parse_day(day.strftime(WRITTEN[form]), form) == day


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)), st.sampled_from(sorted(FORMS)))
def test_no_other_form_is_taken_for_iso(day: date, form: str) -> None:
    assert form == ISO or parse_day(day.strftime(WRITTEN[form])) is None


def test_forms_are_those_that_cohort_yaml_allows() -> None:
    annotation = CohortWords.model_fields["dates"].annotation
    assert set(FORMS) == set(EXAMPLE) == set(annotation.__args__)  # type: ignore[union-attr]
    assert {form: date(2009, 3, 31).strftime(WRITTEN[form]) for form in FORMS} == EXAMPLE


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2011-02-30", "February 2011 has 28 days"),
        ("2012-02-30", "February 2012 has 29 days"),
        ("1900-02-29", "February 1900 has 28 days"),
        ("2011-13-01", "there is no month 13 (day and month may be exchanged)"),
        ("2011-00-01", "there is no month 0"),
        ("2011-01-00", "January 2011 has 31 days"),
        ("0001-01-01", "the year 1 is outside 1900 to 2199"),
        ("9999-12-31", "the year 9999 is outside 1900 to 2199. Leave it blank"),
        ("1899-12-31", "the year 1899 is outside"),
        ("2200-01-01", "the year 2200 is outside"),
        ("40633", "a day number of Excel (2011-03-31 by its count)"),
        ("40633.5", "a day number of Excel (2011-03-31 by its count)"),
        ("03/04/2009", "it may be 2009-04-03 or 2009-03-04"),
        ("3.4.2009", "it may be 2009-04-03 or 2009-03-04"),
        ("31/03/2009", "its year stands last. Write 2009-03-31."),
        ("03/31/2009", "its year stands last. Write 2009-03-31."),
        ("04/04/2009", "its year stands last. Write 2009-04-04."),
        ("31/03/09", "its year has two digits"),
        ("31-Mar-09", "its year has two digits"),
        ("2009-03-31T00:00:00", "a date with a time of day. Write the day alone: 2009-03-31."),
        ("2009-03-31 00:00:00", "a date with a time of day. Write the day alone: 2009-03-31."),
        ("2009-03-31T00:00:00.000Z", "a time of day. Write the day alone: 2009-03-31."),
        ("2009-03-31T09:30+01:00", "a time of day. Write the day alone: 2009-03-31."),
        ("31/03/2009 00:00", "a time of day. Write the day alone, such as 2009-03-31."),
        ("31/03/2009 9:30:00 AM", "a time of day. Write the day alone, such as 2009-03-31."),
        ("2009-02-31T00:00:00", "a time of day. Write the day alone, such as 2009-03-31."),
        ("31-Mar-2009", "its month is a word. Write 2009-03-31."),
        ("2009-3-1", "it lacks zeros or hyphens. Write 2009-03-01."),
        ("2009/03/31", "it lacks zeros or hyphens. Write 2009-03-31."),
        ("２００９-03-31", "its digits are not those of ASCII"),
        ("soon", "not a date. Write it as 2009-03-31."),
        (" 2009-03-31", "not a date"),
        ("2009-03-31\n", "not a date"),
        ("", "not a date"),
    ],
)
def test_what_is_no_day_is_refused_with_the_reason(text: str, words: str) -> None:
    assert parse_day(text) is None
    what, remedy = why_no_day(text)
    assert words in f"{what}. {remedy}"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("04/13/2009", "no month 13 (day and month may be exchanged)"),
        ("2009-04-03", "cohort.yaml declares dates: DD/MM/YYYY"),
        ("30/02/2009", "February 2009 has 28 days"),
        ("40633", "day number of Excel"),
        ("03/04/09", "two digits"),
        ("31/03/2009 00:00", "a time of day. Write the day alone: 31/03/2009."),
    ],
)
def test_a_declared_form_is_the_only_one(text: str, words: str) -> None:
    assert parse_day(text, "DD/MM/YYYY") is None
    assert words in ". ".join(why_no_day(text, "DD/MM/YYYY"))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2009-03-31T00:00:00", "a time of day. Write the day alone: 2009-03-31."),
        ("31-MAR-2009", "Or declare the form in cohort.yaml: dates: DD-MON-YYYY."),
        ("31/03/2009", "Or declare the form in cohort.yaml: dates: DD/MM/YYYY."),
    ],
)
def test_a_day_of_a_person_is_told_where_it_is_plainly_one(text: str, words: str) -> None:
    assert words in ". ".join(why_no_day_of(text, ISO))


@pytest.mark.parametrize("text", ["Smith", "31-ABC-2009", "2009-03-31TSmith", "2009-03-31 Smith"])
def test_what_may_be_a_name_is_not_repeated(text: str) -> None:
    assert why_no_day_of(text, ISO) == ("is not a date", "Write it as 2009-03-31.")


def test_the_count_of_excel_is_right() -> None:
    """Serial 1 is 1 January 1900 by Excel, which counts a 29 February 1900: from March 1900 on
    day n is 30 December 1899 plus n. 40633 is 31 March 2011."""
    assert date(1899, 12, 30) + timedelta(days=40633) == date(2011, 3, 31)


@given(st.text(max_size=12), st.sampled_from(sorted(FORMS)))
def test_whatever_is_written_has_an_answer(text: str, form: str) -> None:
    if parse_day(text, form) is None:
        assert all(isinstance(word, str) for word in why_no_day(text, form))
        assert isinstance(sort_of_fault(text, form), str)


@given(st.dates())
def test_a_sort_of_fault_says_nothing_of_the_day(day: date) -> None:
    """Findings on people's rows travel: they hold no date."""
    for pattern in ("%d/%m/%Y", "%Y-%m-%dT%H:%M", "%Y/%m/%d", "%d-%b-%Y"):
        sort = sort_of_fault(day.strftime(pattern), ISO)
        assert not any(c.isdigit() for c in sort.replace("1900 to 2199", ""))
