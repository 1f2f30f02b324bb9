"""`CheckedCase` → text for a terminal, or JSON for machines."""

from __future__ import annotations

import json
from collections.abc import Iterator

from iomcba.terms.catalogue import Catalogue
from iomcba.terms.check import CheckedCase
from iomcba.terms.reconciliation import Reconciliation
from iomcba.terms.said import retold


def text(checked: CheckedCase, words: Catalogue) -> str:
    """What a case without problems is worth knowing: warnings, rows, codes, columns."""
    return "\n".join(_lines(checked, words)) + "\n"


def warnings(checked: CheckedCase, words: Catalogue) -> str:
    """The warnings alone, for a case that has problems too; nothing where there are none."""
    return "".join(f"{line}\n" for line in _warnings(checked, words))


def _warnings(checked: CheckedCase, words: Catalogue) -> Iterator[str]:
    lines = [f"- {retold(warning.text, words, ())}" for warning in checked.warnings]
    return _section(words.text("case-check.warnings"), lines)


def _lines(checked: CheckedCase, words: Catalogue) -> Iterator[str]:
    if checked.label:
        yield checked.label
    yield f"{checked.case}: {checked.title}"
    yield words.text("case-check.outcome", count=len(checked.warnings))
    yield from _warnings(checked, words)
    rows = [_rows(file, words) for file in checked.reconciliation]
    yield from _section(words.text("case-check.rows"), rows)
    odd = [f"{m.file}: {m.count:,} {m.what}: {m.rule}" for m in checked.met]
    yield from _section(words.text("case-check.odd"), odd)
    codes = [
        words.text("case-check.code", code=code, count=count) for code, count in checked.unmapped
    ]
    yield from _section(words.text("case-check.codes"), codes)
    nameless = words.text("case-check.no-name")
    columns = [f"{file}: {column or nameless}" for file, column in checked.unknown_columns]
    yield from _section(words.text("case-check.columns"), columns)


def _rows(file: Reconciliation, words: Catalogue) -> str:
    aside = "".join(
        words.text("case-check.aside", rows=count, why=retold(why, words, ()))
        for why, count in file.set_aside
    )
    read = words.text("case-check.read", file=file.file, read=file.read, used=file.used)
    return f"{read}{aside}"


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
