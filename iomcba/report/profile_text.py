"""`SharedProfile` → text for a terminal, JSON, a table, and a chart of who holds the offences."""

from __future__ import annotations

import json
from collections.abc import Iterator
from textwrap import fill

from iomcba.report import formats
from iomcba.report.charts import WIDE, concentration
from iomcba.report.svg import NAVY, PLUM, TEAL, as_file
from iomcba.terms.catalogue import Catalogue
from iomcba.terms.profile import ProfileRow, ProfileTable, SharedProfile
from iomcba.terms.said import retold
from iomcba.terms.text_table import TextTable

HEADER = ("table", "row", "column", "unit", "value", "hidden")
WIDTH = 98


def shown(value: float | None, unit: str) -> str:
    """A value in the format of its unit; nothing where there is none.

    >>> shown(3961.0, "offences"), shown(0.2512, "share"), shown(None, "people")
    ('3,961', '25.1%', '')
    """
    if value is None:
        return ""
    if unit == "share":
        return f"{value:.1%}"
    if unit == "GBP":
        return formats.pounds(value)
    return f"{value:,.2f}" if unit == "ratio" else f"{value:,.0f}"


def text(shared: SharedProfile, words: Catalogue) -> str:
    """The profile for a terminal: its label first."""
    found = shared.profile
    out = [retold(found.label, words, ())] if found.label else []
    window = retold(found.window, words, ())
    out += [found.title, words.text("profile.window", window=window)]
    for table in found.tables:
        out += ["", retold(table.title, words, ()), *_lines(table, words)]
        if table.note:
            note = retold(table.note, words, ())
            out.append(fill(note, WIDTH, initial_indent="  ", subsequent_indent="  "))
    out += ["", words.text("profile.disclosure", policy=retold(shared.policy, words, ()))]
    return "\n".join(line.rstrip() for line in out) + "\n"


def _lines(table: ProfileTable, words: Catalogue) -> Iterator[str]:
    heads = (table.first, *(name for name, _ in table.columns))
    cells = [tuple(retold(head, words, ()) for head in heads)]
    cells += [(retold(row.label, words, ()), *_cells(table, row, words)) for row in table.rows]
    used = [c for c in range(len(cells[0])) if c == 0 or any(row[c] for row in cells[1:])]
    widths = [max(len(row[c]) for row in cells) for c in used]
    for row in cells:
        first, *others = [row[c] for c in used]
        padded = (text.rjust(width) for text, width in zip(others, widths[1:], strict=True))
        yield "  " + "  ".join([first.ljust(widths[0]), *padded])


def _cells(table: ProfileTable, row: ProfileRow, words: Catalogue) -> tuple[str, ...]:
    if row.hidden:
        return tuple(words.text("profile.hidden") for _ in table.columns)
    return tuple(shown(v, unit) for v, (_, unit) in zip(row.values, table.columns, strict=True))


def as_json(shared: SharedProfile) -> str:
    """The profile for machines: full figures, a hidden row as its reason."""
    found = shared.profile
    tables = {
        table.id: {
            "title": table.title,
            "note": table.note,
            "columns": [{"name": name, "unit": unit} for name, unit in table.columns],
            "rows": [
                {"label": row.label, "hidden": row.hidden}
                if row.hidden
                else {"label": row.label, "values": list(row.values)}
                for row in table.rows
            ],
        }
        for table in found.tables
    }
    whole = {
        "cohort": found.cohort,
        "title": found.title,
        "label": found.label,
        "synthetic": found.synthetic,
        "window": found.window,
        "disclosure": shared.policy,
        "tables": tables,
    }
    return json.dumps(whole, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def table(shared: SharedProfile) -> TextTable:
    """Every figure of the profile on a row of its own."""
    return TextTable("profile.csv", HEADER, _rows(shared))


def _rows(shared: SharedProfile) -> Iterator[tuple[str, ...]]:
    for each in shared.profile.tables:
        for row in each.rows:
            for (name, unit), value in zip(each.columns, row.values, strict=True):
                if row.hidden or value is not None:
                    yield (each.id, row.label, name, unit, _number(value), row.hidden)


def _number(value: float | None) -> str:
    if value is None:
        return ""
    return str(int(value)) if value == int(value) else repr(value)


def chart(shared: SharedProfile, words: Catalogue) -> str:
    """Cumulative share of offences by share of people, over both denominators, as an SVG file."""
    found = shared.profile
    table = next(t for t in found.tables if t.id == "concentration")
    said = words.text("list.apart").join(
        words.text(
            "profile.hold",
            who=retold(row.label, words, ()),
            all=shown(row.values[1], "share"),
            active=shown(row.values[3], "share"),
        )
        for row in table.rows[:5]
        if not row.hidden
    )
    title = words.text("profile.title", title=found.title)
    drawn = _curves(table, words)
    return as_file(
        concentration.curves(
            "concentration", title, said or words.text("profile.none"), drawn, WIDE, words
        )
    )


def _curves(table: ProfileTable, said: Catalogue) -> list[concentration.Line]:
    kinds = (
        (1, said.text("profile.offences-of-all"), NAVY, False),
        (3, said.text("profile.offences-of-active"), TEAL, True),
        (4, said.text("profile.cost-of-all"), PLUM, True),
    )
    found = []
    for column, words, colour, dashed in kinds:
        points = tuple(
            (float(row.label.removeprefix("top ").rstrip("%")) / 100, value)
            for row in table.rows
            if column < len(row.values) and (value := row.values[column]) is not None
        )
        if points:
            found.append(concentration.Line(words, ((0.0, 0.0), *points), colour, dashed))
    return found
