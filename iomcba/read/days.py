"""Days as they may be written, and what to say of one that is written in another way.

ISO (2009-03-31) unless cohort.yaml declares another form. Nothing is guessed: 03/04/2009 is a day
only where the order of its parts is declared.
"""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

from iomcba.characters import beyond_ascii, clipped, likeness

ISO = "YYYY-MM-DD"
FORMS = {  # as declared → a pattern of its parts
    ISO: r"(?P<y>[0-9]{4})-(?P<m>[0-9]{2})-(?P<d>[0-9]{2})",
    "DD/MM/YYYY": r"(?P<d>[0-9]{2})/(?P<m>[0-9]{2})/(?P<y>[0-9]{4})",
    "MM/DD/YYYY": r"(?P<m>[0-9]{2})/(?P<d>[0-9]{2})/(?P<y>[0-9]{4})",
    "DD-MM-YYYY": r"(?P<d>[0-9]{2})-(?P<m>[0-9]{2})-(?P<y>[0-9]{4})",
    "DD.MM.YYYY": r"(?P<d>[0-9]{2})\.(?P<m>[0-9]{2})\.(?P<y>[0-9]{4})",
    "YYYYMMDD": r"(?P<y>[0-9]{4})(?P<m>[0-9]{2})(?P<d>[0-9]{2})",
    "DD-MON-YYYY": r"(?P<d>[0-9]{2})-(?P<mon>[A-Za-z]{3})-(?P<y>[0-9]{4})",
}
EXAMPLE = {
    ISO: "2009-03-31",
    "DD/MM/YYYY": "31/03/2009",
    "MM/DD/YYYY": "03/31/2009",
    "DD-MM-YYYY": "31-03-2009",
    "DD.MM.YYYY": "31.03.2009",
    "YYYYMMDD": "20090331",
    "DD-MON-YYYY": "31-Mar-2009",
}
FIRST, LAST = 1900, 2199  # years: others stand for "unknown" or "no end" in some databases
MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_abbr) if name}
EXCEL_ZERO = date(1899, 12, 30)
PARTS = re.compile(r"([0-9]{1,2})[-/. ]([0-9]{1,2})[-/. ]([0-9]{4})")
SERIAL, SHORT = "it is a day number of Excel", "its year has two digits"
TIMED, WORDED = "it is a date with a time of day", "its month is a word"
UNPADDED, EITHER = "it lacks zeros or hyphens", "day or month may come first"
ODD = "it holds characters that only look like those of a date"
YEAR_LAST, OTHER_FORM = "its year stands last", "it is not of the declared form"
PATTERNS = {
    SERIAL: re.compile(r"[0-9]{5}(?:\.[0-9]{1,12})?"),
    SHORT: re.compile(r"[0-9]{1,2}[-/. ](?:[0-9]{1,2}|[A-Za-z]{3})[-/. ]'?[0-9]{2}"),
    TIMED: re.compile(
        r"([0-9]{1,4}[-/.][0-9]{1,2}[-/.][0-9]{1,4}|[0-9]{8})[Tt ]\s?"
        r"[0-9]{1,2}:?[0-9]{2}(?::?[0-9]{2}(?:[.,][0-9]{1,9})?)?(?: ?[AaPp][Mm])?"
        r"(?: ?[Zz]| ?[-+][0-9]{2}:?(?:[0-9]{2})?)?"
    ),
    WORDED: re.compile(rf"[0-9]{{2}}-(?i:{'|'.join(MONTHS)})-[0-9]{{4}}"),
    UNPADDED: re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})"),
}
MONTH_WORD = "DD-MON-YYYY"
DECLARED_AS = {EITHER: "DD/MM/YYYY", YEAR_LAST: "DD/MM/YYYY", WORDED: MONTH_WORD}
OF_LETTERS = (TIMED, WORDED, ODD)  # letters among digits that are no name of anybody
SHOWN = 40


def parse_day(text: str, form: str = ISO) -> date | None:
    """The day that a text is in the declared form; None if it is none, or no day of 1900 to 2199.

    >>> parse_day("2011-02-28"), parse_day("2011-02-30"), parse_day("28/02/2011", "DD/MM/YYYY")
    (datetime.date(2011, 2, 28), None, datetime.date(2011, 2, 28))
    """
    parts = _parts(text, form)
    if parts is None or not FIRST <= parts[0] <= LAST:
        return None
    try:
        return date(*parts)
    except ValueError:
        return None


def _parts(text: str, form: str) -> tuple[int, int, int] | None:
    """Year, month and day of a text of the declared form, whether there is such a day or not."""
    found = re.fullmatch(FORMS[form], text)
    if found is None:
        return None
    parts = found.groupdict()
    month = MONTHS.get(parts["mon"].lower(), 0) if "mon" in parts else int(parts["m"])
    return int(parts["y"]), month, int(parts["d"])


def why_no_day(text: str, form: str = ISO, declared: bool = False) -> tuple[str, str]:
    """What is wrong with a text that is no day, and what to write.

    `declared` says that its file may declare another form.

    >>> why_no_day("2011-02-30")[0]
    "is '2011-02-30', not a date: February 2011 has 28 days"
    """
    said = f"is {clipped(text, SHOWN)!r}, not a date"
    reason, remedy = _reason(text, form)
    remedy = remedy or f"Write it as {EXAMPLE[form]}."
    if declared and form == ISO:
        remedy += how_to_declare(sort_of_fault(text, form))
    return (f"{said}: {reason}" if reason else said), remedy


def why_no_day_of(text: str, form: str) -> tuple[str, str]:
    """The same of a person's row: what is unlike a day is not repeated: it may be a name or id."""
    sort = sort_of_fault(text, form)
    if not sort or (sort not in OF_LETTERS and any(character.isalpha() for character in text)):
        return "is not a date", f"Write it as {EXAMPLE[form]}."
    return why_no_day(text, form, declared=True)


def how_to_declare(sort: str) -> str:
    """A sentence to add where all the days of a cohort may be of another form; else nothing."""
    form = DECLARED_AS.get(sort)
    return f" Or declare the form in cohort.yaml: dates: {form}." if form else ""


def sort_of_fault(text: str, form: str) -> str:
    """Why a text is no day, in words that hold nothing of it.

    >>> sort_of_fault("03/04/2009", "YYYY-MM-DD"), sort_of_fault("39872", "YYYY-MM-DD")
    ('day or month may come first', 'it is a day number of Excel')
    """
    parts = _parts(text, form)
    if parts is not None:
        outside = not FIRST <= parts[0] <= LAST
        return f"year outside {FIRST} to {LAST}" if outside else "no day of the calendar"
    if not text.isascii():
        return _sort_beyond_ascii(text, form)
    if form != ISO and re.fullmatch(FORMS[ISO], text):
        return OTHER_FORM
    for sort, pattern in PATTERNS.items():
        if pattern.fullmatch(text):
            return sort
    if form == ISO and (found := PARTS.fullmatch(text)):
        first, second = int(found[1]), int(found[2])
        return EITHER if 0 < first <= 12 and 0 < second <= 12 and first != second else YEAR_LAST
    return ""


def _sort_beyond_ascii(text: str, form: str) -> str:
    if any(c.isdigit() and not c.isascii() for c in text):
        return "its digits are not those of ASCII"
    return ODD if parse_day(likeness(text), form) else ""


def _reason(text: str, form: str) -> tuple[str, str]:
    """Why a text is no day, with what it may have meant, and what to write."""
    sort, remedy = sort_of_fault(text, form), ""
    if parts := _parts(text, form):
        return _impossible(*parts)
    if sort == OTHER_FORM:
        return f"cohort.yaml declares dates: {form}", "All dates of a cohort have one form."
    if sort == SERIAL:
        day = EXCEL_ZERO + timedelta(days=int(float(text)))
        sort = f"it is a day number of Excel ({day} by its count)"
        remedy = f"Format the column like {EXAMPLE[form]} before saving."
    elif sort == TIMED:
        held = PATTERNS[TIMED].fullmatch(text).group(1)  # type: ignore[union-attr]
        alone = f": {held}" if parse_day(held, form) else f", such as {EXAMPLE[form]}"
        remedy = f"Write the day alone{alone}."
    elif sort == ODD:
        sort, remedy = f"it holds {beyond_ascii(text)}", f"Write {likeness(text)}."
    elif sort == WORDED:
        meant = parse_day(text, MONTH_WORD)
        remedy = f"Write {meant}." if meant and form == ISO else ""
    elif sort in (EITHER, YEAR_LAST):
        return _which(*PARTS.fullmatch(text).groups())  # type: ignore[union-attr]
    elif sort == UNPADDED and form == ISO:
        year, month, last = PATTERNS[UNPADDED].fullmatch(text).groups()  # type: ignore[union-attr]
        remedy = f"Write {year}-{month:0>2}-{last:0>2}."
    return sort, remedy


def _which(first: str, second: str, year: str) -> tuple[str, str]:
    """What days 03/04/2009 may be, by the order of its parts."""
    days = {
        f"{year}-{month:0>2}-{day:0>2}": None
        for day, month in ((first, second), (second, first))
        if 1 <= int(month) <= 12 and 1 <= int(day) <= 31
    }
    meant = "the one that is meant" if len(days) > 1 else next(iter(days), "it as 2009-03-31")
    why = f"it may be {' or '.join(days)}" if len(days) > 1 else "its year stands last"
    return why, f"Write {meant}."


def _impossible(year: int, month: int, day: int) -> tuple[str, str]:
    """Why there is no such day."""
    if not FIRST <= year <= LAST:
        remedy = "Leave it blank if it stands for 'unknown' or 'no end'."
        return f"the year {year} is outside {FIRST} to {LAST}", remedy
    if not 1 <= month <= 12:
        other = " (day and month may be exchanged)" if 1 <= day <= 12 < month <= 31 else ""
        return f"there is no month {month}{other}", ""
    length = calendar.monthrange(year, month)[1]
    return f"{calendar.month_name[month]} {year} has {length} days", ""
