"""The register for machines and spreadsheets: JSON and CSV, every field under its own name."""

from __future__ import annotations

import csv
import io
import json

from iomcba.characters import neutral
from iomcba.terms.register import Entry, Register
from iomcba.terms.rows import Row

COLUMNS = (
    "name",
    "central",
    "distribution",
    "low",
    "high",
    "interval",
    "unit",
    "price_base",
    "factor",
    "mean",
    "status",
    "source",
    "citation",
    "quality",
    "impact",
    "owner",
    "review_by",
    "note",
    "set",
    "file",
    "line",
    "replaces",
    "scenarios",
    "feeds",
    "concerns",
    "option",
    "variance_share",
    "evppi",
)


def as_json(register: Register, shown: tuple[Entry, ...]) -> str:
    """Entries with every field; `mean` is in the case's prices."""
    found = {
        "case": register.case,
        "title": register.title,
        "price_base": register.price_base,
        "assumptions": [_fields(entry) for entry in shown],
    }
    return json.dumps(found, indent=1, ensure_ascii=False) + "\n"


def as_csv(shown: tuple[Entry, ...]) -> str:
    """One row an entry; several things in one cell are parted by a semicolon."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for entry in shown:
        fields = _fields(entry)
        fields["replaces"] = "; ".join(f"{r.origin} {r.place}" for r in entry.replaced)
        fields["feeds"] = "; ".join(
            " ".join(part for part in (fed.figure, fed.through) if part) for fed in entry.feeds
        )
        fields["scenarios"] = "; ".join(entry.scenarios)
        fields["concerns"] = "; ".join(entry.concerns)
        cells = {key: "" if value is None else value for key, value in fields.items()}
        writer.writerow({key: neutral(value) for key, value in cells.items()})
    return text.getvalue()


def _fields(entry: Entry) -> dict[str, object]:
    row, worth = entry.row, entry.worth
    return {
        "name": row.name,
        **_written(row),
        "factor": row.factor,
        "mean": row.distribution.mean if row.distribution else None,
        "status": row.status,
        "source": row.source,
        "citation": entry.citation,
        "quality": row.quality,
        "impact": row.impact,
        "owner": row.owner,
        "review_by": row.review_by,
        "note": row.note,
        "set": row.origin,
        "file": row.place.file,
        "line": row.place.line,
        "replaces": [
            {"set": r.origin, "file": r.place.file, "line": r.place.line, **_written(r)}
            for r in entry.replaced
        ],
        "scenarios": list(entry.scenarios),
        "feeds": [{"figure": fed.figure, "through": fed.through} for fed in entry.feeds],
        "concerns": list(entry.concerns),
        "option": worth.option if worth else None,
        "variance_share": worth.variance_share if worth else None,
        "evppi": worth.evppi if worth else None,
    }


def _written(row: Row) -> dict[str, object]:
    """The figure as its file has it."""
    return {
        "central": row.central,
        "distribution": row.family,
        "low": row.low,
        "high": row.high,
        "interval": row.interval,
        "unit": row.unit,
        "price_base": str(row.price_base or ""),
    }
