"""`CheckedCase` → text for a terminal, or JSON for machines."""

from __future__ import annotations

import json
from collections.abc import Iterator

from iomcba.terms.check import CheckedCase


def text(checked: CheckedCase) -> str:
    """What a case without problems is worth knowing: warnings, rows, codes, columns."""
    return "\n".join(_lines(checked)) + "\n"


def warnings(checked: CheckedCase) -> str:
    """The warnings alone, for a case that has problems too; nothing where there are none."""
    lines = _section("Warnings", [f"- {warning.text}" for warning in checked.warnings])
    return "".join(f"{line}\n" for line in lines)


def _lines(checked: CheckedCase) -> Iterator[str]:
    if checked.label:
        yield checked.label
    yield f"{checked.case}: {checked.title}"
    warned = len(checked.warnings)
    yield f"No problem; {warned} warning{'' if warned == 1 else 's'}."
    yield from _section("Warnings", [f"- {warning.text}" for warning in checked.warnings])
    rows = [
        f"{r.file}: {r.read:,} read = {r.used:,} used"
        + "".join(f" + {count:,} set aside ({why})" for why, count in r.set_aside)
        for r in checked.reconciliation
    ]
    yield from _section("Rows", rows)
    odd = [f"{m.file}: {m.count:,} {m.what}: {m.rule}" for m in checked.met]
    yield from _section("Rows that look odd (cohort check names their lines)", odd)
    codes = [f"{code}: {count:,} offences" for code, count in checked.unmapped]
    yield from _section("Codes that no mapping knows (counted, costed at nothing)", codes)
    columns = [f"{file}: {column or '(no name)'}" for file, column in checked.unknown_columns]
    yield from _section("Columns that nothing reads (dropped)", columns)


def _section(title: str, lines: list[str]) -> Iterator[str]:
    if lines:
        yield ""
        yield title
        yield from (f"  {line}" for line in lines)


def as_json(checked: CheckedCase) -> str:
    """Everything found, problems included."""
    found = {
        "case": checked.case,
        "title": checked.title,
        "label": checked.label,
        "ok": not checked.problems,
        "problems": [
            {
                "file": p.place.file,
                "line": p.place.line or None,
                "column": p.place.column,
                "what": p.what,
                "remedy": p.remedy,
            }
            for p in checked.problems
        ],
        "warnings": [
            {"id": w.id, "text": w.text, "front_page": w.front_page} for w in checked.warnings
        ],
        "rows": [
            {
                "file": r.file,
                "read": r.read,
                "used": r.used,
                "set_aside": [{"reason": why, "rows": count} for why, count in r.set_aside],
            }
            for r in checked.reconciliation
        ],
        "odd_rows": [
            {"file": m.file, "what": m.what, "rule": m.rule, "rows": m.count} for m in checked.met
        ],
        "unmapped_codes": [{"code": code, "offences": n} for code, n in checked.unmapped],
        "unknown_columns": [{"file": f, "column": c} for f, c in checked.unknown_columns],
    }
    return json.dumps(found, indent=1, ensure_ascii=False) + "\n"
