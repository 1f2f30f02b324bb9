"""`SharedProfile` → text for a terminal, JSON, a table, and a chart of who holds the offences."""

from __future__ import annotations

import json
from collections.abc import Iterator
from textwrap import fill
from typing import TYPE_CHECKING

from iomcba.report import formats
from iomcba.report.svg import INK, NAVY, PLUM, TEAL, bare, draw
from iomcba.terms.profile import ProfileRow, ProfileTable, SharedProfile
from iomcba.terms.synthetic import TextTable

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

HEADER = ("table", "row", "column", "unit", "value", "hidden")
SIZE = (8.2, 4.6)  # inches
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


def text(shared: SharedProfile) -> str:
    """The profile for a terminal: its label first."""
    found = shared.profile
    out = [found.label] if found.label else []
    out += [found.title, f"Window: {found.window}"]
    for table in found.tables:
        out += ["", table.title, *_lines(table)]
        if table.note:
            out.append(fill(table.note, WIDTH, initial_indent="  ", subsequent_indent="  "))
    out += ["", f"Disclosure: {shared.policy}"]
    return "\n".join(line.rstrip() for line in out) + "\n"


def _lines(table: ProfileTable) -> Iterator[str]:
    cells = [(table.first, *(name for name, _ in table.columns))]
    cells += [(row.label, *_cells(table, row)) for row in table.rows]
    used = [c for c in range(len(cells[0])) if c == 0 or any(row[c] for row in cells[1:])]
    widths = [max(len(row[c]) for row in cells) for c in used]
    for row in cells:
        first, *others = [row[c] for c in used]
        padded = (text.rjust(width) for text, width in zip(others, widths[1:], strict=True))
        yield "  " + "  ".join([first.ljust(widths[0]), *padded])


def _cells(table: ProfileTable, row: ProfileRow) -> tuple[str, ...]:
    if row.hidden:
        return tuple("hidden" for _ in table.columns)
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


def chart(shared: SharedProfile) -> str:
    """Cumulative share of offences by share of people, over both denominators, as an SVG file."""
    found = shared.profile
    table = next(t for t in found.tables if t.id == "concentration")
    lines = list(_curves(table))

    def paint(canvas: Figure) -> None:
        axes = canvas.add_axes((0.09, 0.12, 0.62, 0.8))
        bare(axes, "left bottom")
        axes.plot((0, 1), (0, 1), color=INK, linewidth=0.8, linestyle=(0, (2, 3)))
        for words, colour, dash, points in lines:
            across, up = zip((0.0, 0.0), *points, strict=True)
            axes.plot(across, up, color=colour, linewidth=2.2, linestyle=dash, label=words)
        axes.set_xlabel("share of people, most prolific first")
        axes.set_ylabel("share held")
        _per_cent(axes)
        if lines:
            axes.legend(loc="center left", bbox_to_anchor=(1.02, 0.5))
        canvas.text(0.09, 0.96, found.label or found.title, color=INK, weight="bold")

    said = "; ".join(
        f"{row.label} hold {shown(row.values[1], 'share')} (of all listed) or "
        f"{shown(row.values[3], 'share')} (of those with an offence)"
        for row in table.rows[:5]
        if not row.hidden
    )
    title = f"Who holds the offences: {found.title}"
    svg = draw("concentration", SIZE, title, said or "No row can be shown.", paint)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{svg}\n'


def _curves(
    table: ProfileTable,
) -> Iterator[tuple[str, str, str | tuple[int, tuple[int, int]], list[tuple[float, float]]]]:
    kinds = (
        (1, "offences, of all listed", NAVY, "-"),
        (3, "offences, of those\nwith an offence", TEAL, (0, (6, 2))),
        (4, "cost, of all listed", PLUM, (0, (2, 1))),
    )
    for column, words, colour, dash in kinds:
        points = [
            (float(row.label.removeprefix("top ").rstrip("%")) / 100, value)
            for row in table.rows
            if column < len(row.values) and (value := row.values[column]) is not None
        ]
        if points:
            yield words, colour, dash, points


def _per_cent(axes: Axes) -> None:
    from matplotlib.ticker import PercentFormatter

    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter(PercentFormatter(1.0))
    axes.set_xlim(0, 1)
    axes.set_ylim(0, 1)
    axes.grid(True)
