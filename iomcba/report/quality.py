"""A cohort's `QualityReport` → text, JSON, tables and a workbook that can be sent to the police.

Counts and line numbers only. Same report, same bytes.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from datetime import datetime

from iomcba.terms.catalogue import Catalogue
from iomcba.terms.histories import Ints
from iomcba.terms.quality import SEVERITIES, Finding, QualityReport
from iomcba.terms.text_table import TextTable

SHOWN_RANGES = 6  # stretches of lines in a summary; the table of lines has them all
SHEET_LINES = 10_000  # lines of one finding in the workbook; the CSV file has them all
SUMMARY = ("number", "severity", "file", "column", "rows", "what", "remedy", "lines")
LINES = ("number", "file", "column", "line")


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


def text(report: QualityReport, words: Catalogue) -> str:
    """The report for a terminal."""
    out = [report.label] if report.label else []
    out.append(words.text("data-quality.title", cohort=report.cohort))
    out += [f"  {line}" for line in _read(report, words)]
    for severity in SEVERITIES:
        found = report.of(severity)
        if found:
            key = f"data-quality.{severity.replace(' ', '-')}"
            out += ["", words.text(key, number=len(found))]
            out += [f"  {line}" for finding in found for line in _said(finding, words)]
    if not report.findings:
        out += ["", words.text("data-quality.nothing")]
    return "\n".join(out) + "\n"


def _read(report: QualityReport, words: Catalogue) -> Iterator[str]:
    for name, count in report.files:
        yield words.text("data-quality.read", file=name, count=count)


def _said(finding: Finding, words: Catalogue) -> Iterator[str]:
    where = finding.file
    if finding.column:
        where = words.text("data-quality.column", file=finding.file, column=finding.column)
    told = {"where": where, "what": finding.what}
    if finding.count:
        yield words.text("data-quality.finding-in-rows", count=finding.count, **told)
    else:
        yield words.text("data-quality.finding", **told)
    at = lines_text(finding.lines, SHOWN_RANGES)
    if at:
        yield f"    {words.text('data-quality.at', count=finding.count, lines=at)}"
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


def tables(report: QualityReport, words: Catalogue) -> tuple[TextTable, TextTable]:
    """The findings, and every line of every finding, for CSV files."""
    return (
        TextTable("data-quality.csv", SUMMARY, _summary_rows(report, words)),
        TextTable("data-quality-lines.csv", LINES, _line_rows(report, words)),
    )


def _column(finding: Finding, words: Catalogue) -> str:
    return finding.column or words.text("data-quality.whole-file")


def _summary_rows(report: QualityReport, words: Catalogue) -> Iterator[tuple[str, ...]]:
    for number, f in enumerate(report.findings, start=1):
        at = lines_text(f.lines, SHOWN_RANGES)
        rows = str(f.count) if f.count else ""
        where = (f.file, _column(f, words))
        yield (str(number), f.severity, *where, rows, f.what, f.remedy, at)


def _line_rows(report: QualityReport, words: Catalogue) -> Iterator[tuple[str, ...]]:
    for number, f in enumerate(report.findings, start=1):
        for line in f.lines.tolist():
            yield (str(number), f.file, _column(f, words), str(line))


def workbook(report: QualityReport, words: Catalogue) -> bytes:
    """The findings as an Excel workbook: cover, findings, lines; one table a sheet."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False})
    # A fixed day, so that the same findings give the same bytes.
    title = words.text("data-quality.title", cohort=report.cohort)
    book.set_properties({"title": title, "created": datetime(2000, 1, 1)})
    bold, wrap = (
        book.add_format({"bold": True}),
        book.add_format({"text_wrap": True, "valign": "top"}),
    )
    cover = book.add_worksheet(words.text("data-quality.sheet-cover"))
    cover.set_column(0, 0, 100, wrap)
    for row, line in enumerate(_cover(report, words)):
        cover.write_string(row, 0, line, bold if row == 0 else wrap)
    sheet = book.add_worksheet(words.text("data-quality.sheet-findings"))
    _write(sheet, SUMMARY, list(_summary_rows(report, words)), ("number", "rows"), "findings")
    for column, width in enumerate((9, 11, 40, 18, 9, 60, 60, 30)):
        sheet.set_column(column, column, width, wrap)
    lines = book.add_worksheet(words.text("data-quality.sheet-lines"))
    _write(lines, LINES, list(_first_lines(report, words)), ("number", "line"), "lines")
    lines.set_column(0, 3, 18)
    lines.set_column(1, 1, 40)
    for each in (sheet, lines):
        each.freeze_panes(1, 0)
    book.close()
    return out.getvalue()


def _cover(report: QualityReport, words: Catalogue) -> Iterator[str]:
    yield words.text("data-quality.title", cohort=report.cohort)
    if report.label:
        yield report.label
    yield words.text("data-quality.no-detail")
    yield words.text("data-quality.sheets")
    yield words.text("data-quality.first-lines", most=SHEET_LINES)
    yield words.text("data-quality.severities")
    yield from _read(report, words)


def _first_lines(report: QualityReport, words: Catalogue) -> Iterator[tuple[str, ...]]:
    for number, f in enumerate(report.findings, start=1):
        for line in f.lines[:SHEET_LINES].tolist():
            yield (str(number), f.file, _column(f, words), str(line))


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
