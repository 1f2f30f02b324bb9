"""What keeps a text from being a table with commas: broken quotes, other separators, odd widths.

No cell is repeated: in a cohort's file it may name a person.
"""

from __future__ import annotations

from collections.abc import Sequence

LONGEST_CELL = 20_000  # characters
SEPARATORS = {";": "semicolons", "\t": "tabs", "|": "bars (|)"}
WRITE_COMMAS = "Write commas: save it as 'CSV UTF-8 (comma delimited)'."
CLOSE_QUOTE = 'Close it, or delete it; a quote inside a cell is written twice: "".'
WIDTH_REMEDY = 'Check for a missing comma, or a comma inside a text that is not in "quotes".'


class CsvFault(Exception):
    """A text that cannot be split into cells: on which line, in which column, why, what to do."""

    def __init__(self, line: int, column: str, what: str, remedy: str) -> None:
        self.line, self.column, self.what, self.remedy = line, column, what, remedy
        super().__init__(what)


def too_long(line: int, characters: int) -> CsvFault:
    """A cell, or a line without quotes, that is longer than any can be."""
    what = f"a cell or line has {characters:,} characters, more than {LONGEST_CELL:,}"
    return CsvFault(line, "", what, "Shorten it, or look for a quote that is not closed.")


def unsplit(text: str, line: int, header: Sequence[str], why: str) -> CsvFault:
    r"""Why the row that begins on a line cannot be split into cells; `why` if no quote is broken.

    >>> fault = unsplit('a,b\n1,"2\n3,4\n', 2, ("a", "b"), "")
    >>> fault.line, fault.column, fault.what
    (2, 'b', 'a quote (") opens on line 2 at character 3 and is never closed')
    """
    at, cell = _offset(text, line), 0
    named = header if line > 1 else ()  # a header that cannot be split names no column
    while at < len(text):
        if text[at] == '"':
            end = _closing(text, at)
            fault = _of_quote(text, at, end)
            if fault:
                column = named[cell] if cell < len(named) else f"cell {cell + 1}"
                return CsvFault(_line(text, at), column, fault, CLOSE_QUOTE)
            if end - at > LONGEST_CELL:
                return too_long(_line(text, at), end - at - 1)
            at = end + 1
        stops = [stop for stop in (text.find(",", at), text.find("\n", at)) if stop >= 0]
        at = min(stops, default=len(text))
        cell = cell + 1 if text[at : at + 1] == "," else 0
        at += 1
    return no_csv(line, why)


def _of_quote(text: str, at: int, end: int) -> str:
    """What is wrong with a quote that opens a cell and closes at `end`; blank if nothing is."""
    opens = f'a quote (") opens on {_spot(text, at)}'
    if end < 0:
        return f"{opens} and is never closed"
    if end + 1 < len(text) and text[end + 1] not in ",\n":
        return f"{opens} and closes on {_spot(text, end)}, before the end of its cell"
    return ""


def no_csv(line: int, why: str) -> CsvFault:
    """A fault of which only the reader's own words are known."""
    return CsvFault(line, "", f"is not valid CSV: {why}", "Save it as CSV once more.")


def _offset(text: str, line: int) -> int:
    """Where a line begins in a text."""
    at = 0
    for _ in range(line - 1):
        at = text.index("\n", at) + 1
    return at


def _closing(text: str, opening: int) -> int:
    """Where the quote stands that closes one; -1 if none does. A doubled quote closes nothing."""
    at = text.find('"', opening + 1)
    while at >= 0 and text[at + 1 : at + 2] == '"':
        at = text.find('"', at + 2)
    return at


def _line(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1


def _spot(text: str, at: int) -> str:
    return f"line {_line(text, at)} at character {at - text.rfind(chr(10), 0, at)}"


def parted_otherwise(row: str) -> tuple[str, str] | None:
    """What to say of a row that is parted by another sign than the comma; None if it is not.

    >>> parted_otherwise("id;case")[0], parted_otherwise("id,a;b")
    ('its cells seem to be parted by semicolons', None)
    """
    sign = max(SEPARATORS, key=row.count)
    if row.count(sign) <= row.count(","):
        return None
    return f"its cells seem to be parted by {SEPARATORS[sign]}", WRITE_COMMAS


def odd_width(cells: int, wanted: int, row: str, lines: int) -> tuple[str, str]:
    """What to say of a row of too few or too many cells; `row` is its first line of `lines`."""
    what = f"{cells:,} cell{'' if cells == 1 else 's'} where the header has {wanted}"
    other = parted_otherwise(row)
    if other and cells == 1:
        return f"{what}: {other[0]}", other[1]
    if lines > 1:
        return f"{what}, over {lines} lines", f"Close the quote on its first line. {WIDTH_REMEDY}"
    return what, WIDTH_REMEDY
