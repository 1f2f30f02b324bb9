"""A cohort's `QualityReport` → text, JSON, tables and a workbook that can be sent to the police.

Counts and line numbers only. Same report, same bytes.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from datetime import datetime

from iomcba.terms.histories import Ints
from iomcba.terms.quality import SEVERITIES, Finding, QualityReport
from iomcba.terms.synthetic import TextTable

SHOWN_RANGES = 6  # stretches of lines in a summary; the table of lines has them all
SHEET_LINES = 10_000  # lines of one finding in the workbook; the CSV file has them all
SUMMARY = ("number", "severity", "file", "column", "rows", "what", "remedy", "lines")
LINES = ("number", "file", "column", "line")
WHOLE_FILE = "(whole file)"


def lines_text(lines: Ints, most: int) -> str:
    """Lines as stretches, the first few.

    >>> import numpy as np
    >>> lines_text(np.array([2, 3, 4, 9, 12]), 2)
    '2-4, 9, …'
    """
    if not len(lines):
        return ""
    stretches: list[list[int]] = []
    for line in lines.tolist():
        if stretches and line == stretches[-1][1] + 1:
            stretches[-1][1] = line
        elif len(stretches) == most:
            return ", ".join([*_stretches(stretches), "…"])
        else:
            stretches.append([line, line])
    return ", ".join(_stretches(stretches))


def _stretches(stretches: list[list[int]]) -> list[str]:
    return [f"{a}" if a == b else f"{a}-{b}" for a, b in stretches]


def text(report: QualityReport) -> str:
    """The report for a terminal."""
    out = [report.label] if report.label else []
    out.append(f"Data quality of {report.cohort}")
    out += [f"  {name}: {count:,} rows read" for name, count in report.files]
    for severity in SEVERITIES:
        found = report.of(severity)
        if found:
            out += ["", f"{severity.capitalize()} ({len(found)})"]
            out += [f"  {line}" for finding in found for line in _said(finding)]
    if not report.findings:
        out += ["", "Nothing found."]
    return "\n".join(out) + "\n"


def _said(finding: Finding) -> Iterator[str]:
    column = f": {finding.column}" if finding.column else ""
    rows = f" ({finding.count:,} row{'s' if finding.count != 1 else ''})" if finding.count else ""
    yield f"{finding.file}{column}: {finding.what}{rows}"
    at = lines_text(finding.lines, SHOWN_RANGES)
    if at:
        yield f"    line{'s' if finding.count > 1 else ''} {at}"
    if finding.remedy:
        yield f"    {finding.remedy}"


def as_json(report: QualityReport) -> str:
    """The report for machines; lines in full."""
    found = {
        "cohort": report.cohort,
        "label": report.label,
        "files": [{"file": name, "rows": rows} for name, rows in report.files],
        "findings": [
            {
                "severity": f.severity,
                "file": f.file,
                "column": f.column,
                "what": f.what,
                "rows": f.count,
                "remedy": f.remedy,
                "lines": f.lines.tolist(),
            }
            for f in report.findings
        ],
    }
    return json.dumps(found, indent=1, ensure_ascii=False) + "\n"


def tables(report: QualityReport) -> tuple[TextTable, TextTable]:
    """The findings, and every line of every finding, for CSV files."""
    return (
        TextTable("data-quality.csv", SUMMARY, _summary_rows(report)),
        TextTable("data-quality-lines.csv", LINES, _line_rows(report)),
    )


def _summary_rows(report: QualityReport) -> Iterator[tuple[str, ...]]:
    for number, f in enumerate(report.findings, start=1):
        at = lines_text(f.lines, SHOWN_RANGES)
        rows = str(f.count) if f.count else ""
        column = f.column or WHOLE_FILE
        yield (str(number), f.severity, f.file, column, rows, f.what, f.remedy, at)


def _line_rows(report: QualityReport) -> Iterator[tuple[str, ...]]:
    for number, f in enumerate(report.findings, start=1):
        for line in f.lines.tolist():
            yield (str(number), f.file, f.column or WHOLE_FILE, str(line))


def workbook(report: QualityReport) -> bytes:
    """The findings as an Excel workbook: cover, findings, lines; one table a sheet."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False})
    # A fixed day, so that the same findings give the same bytes.
    book.set_properties(
        {"title": f"Data quality of {report.cohort}", "created": datetime(2000, 1, 1)}
    )
    bold, wrap = (
        book.add_format({"bold": True}),
        book.add_format({"text_wrap": True, "valign": "top"}),
    )
    cover = book.add_worksheet("Cover")
    cover.set_column(0, 0, 100, wrap)
    for row, words in enumerate(_cover(report)):
        cover.write_string(row, 0, words, bold if row == 0 else wrap)
    sheet = book.add_worksheet("Findings")
    _write(sheet, SUMMARY, list(_summary_rows(report)), ("number", "rows"), "findings")
    for column, width in enumerate((9, 11, 40, 18, 9, 60, 60, 30)):
        sheet.set_column(column, column, width, wrap)
    lines = book.add_worksheet("Lines")
    _write(lines, LINES, list(_first_lines(report)), ("number", "line"), "lines")
    lines.set_column(0, 3, 18)
    lines.set_column(1, 1, 40)
    for each in (sheet, lines):
        each.freeze_panes(1, 0)
    book.close()
    return out.getvalue()


def _cover(report: QualityReport) -> Iterator[str]:
    yield f"Data quality of {report.cohort}"
    if report.label:
        yield report.label
    yield (
        "Counts and line numbers only: no identifier, date or other detail of a person is in "
        "this workbook."
    )
    yield (
        "Sheet Findings has one row per fault. Sheet Lines has the lines on which the rows of a "
        "fault start; the header is line 1."
    )
    yield (
        f"Of a fault with more than {SHEET_LINES:,} rows the sheet has the first {SHEET_LINES:,}; "
        "data-quality-lines.csv has all."
    )
    yield (
        "must fix: no appraisal reads the files until it is mended. look at: read, and probably "
        "wrong. note: worth knowing."
    )
    for name, count in report.files:
        yield f"{name}: {count:,} rows read"


def _first_lines(report: QualityReport) -> Iterator[tuple[str, ...]]:
    for number, f in enumerate(report.findings, start=1):
        for line in f.lines[:SHEET_LINES].tolist():
            yield (str(number), f.file, f.column or WHOLE_FILE, str(line))


def _write(
    sheet: object,
    header: tuple[str, ...],
    rows: list[tuple[str, ...]],
    whole_numbers: tuple[str, ...],
    name: str,
) -> None:
    """Write an Excel table; a table needs one row below its header, if only a blank one."""
    from xlsxwriter.worksheet import Worksheet

    assert isinstance(sheet, Worksheet)
    for row, cells in enumerate(rows, start=1):
        for column, cell in enumerate(cells):
            if header[column] in whole_numbers and cell:
                sheet.write_number(row, column, int(cell))
            else:
                sheet.write_string(row, column, cell)
    options = {"name": name, "columns": [{"header": word} for word in header]}
    sheet.add_table(0, 0, max(len(rows), 1), len(header) - 1, options)
