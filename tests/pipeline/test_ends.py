"""Figures at the end of what they may be: the check refuses them, or the appraisal goes through."""

from __future__ import annotations

import csv
import shutil
import warnings
from datetime import date
from pathlib import Path

import pytest

from iomcba.errors import InputError
from iomcba.pipeline.appraise import appraise
from iomcba.pipeline.check import check_workspace
from iomcba.read.ranges import range_of
from iomcba.read.tables import FORM_OF
from iomcba.read.workspace import Workspace, shipped
from iomcba.terms.names import name_of
from iomcba.terms.records import encode

TODAY = date(2026, 11, 1)
CASE = shipped() / "assumptions" / "example-2026"
GROUPS = {
    "costs": ("asset-life", "contingency", "cost", "optimism-bias", "risk", "salary", "staff"),
    "outcomes": ("cash-release", "outcome"),
    "sizes": ("contribution",),
    "reach": ("engagement", "tier"),
    "parameters": ("parameter",),
    "pathways": ("pathway",),
}
LITTLE, MUCH = 1e-9, 1e9


def ended(path: Path, greatest: bool) -> int:
    """Set every figure of a table to the least or greatest that may be stated; how many they are.

    A disclosure threshold is none of the model's; a yearly rate has no range of its own.
    """
    form = FORM_OF[path.stem]
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        name = name_of(form.name, *(row[column.name] for column in form.keys))
        held = range_of(name, row["unit"])
        if "threshold" in name or row["unit"] == "per year" or not row["central"]:
            continue
        least = 0.0 if held is None else max(held.least, 0.0)
        low = LITTLE if held is not None and held.above else least
        row["central"] = str(min(held.most if held else MUCH, MUCH) if greatest else low)
        row.update(dict.fromkeys(("distribution", "low", "high", "interval"), ""))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return len(rows)


@pytest.mark.slow
@pytest.mark.parametrize("greatest", [False, True], ids=["least", "greatest"])
@pytest.mark.parametrize("group", GROUPS)
def test_tables_at_their_ends_are_appraised(group: str, greatest: bool, tmp_path: Path) -> None:
    """Without a warning of the arithmetic, every figure a number that can be written."""
    case = tmp_path / "case"
    shutil.copytree(CASE, case)
    assert all(ended(case / f"{table}.csv", greatest) for table in GROUPS[group])
    checked = check_workspace(Workspace(case), str(case), TODAY)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        if checked.problems:
            with pytest.raises(InputError) as told:
                appraise(str(case), 1024, None, lambda done, of: None, TODAY)
            assert told.value.problems == checked.problems
        else:
            found = appraise(str(case), 1024, None, lambda done, of: None, TODAY)
            assert encode(found.shared)


def test_going_live_after_the_last_month_is_refused(tmp_path: Path) -> None:
    """An option that never begins has no benefit: nobody means that."""
    case = tmp_path / "case"
    shutil.copytree(CASE, case)
    words = case / "options" / "managed-team.yaml"
    text = words.read_text(encoding="utf-8")
    words.write_text(text.replace("2026-10", "2050-01"), "utf-8")
    (problem,) = check_workspace(Workspace(case), str(case), TODAY).problems
    assert problem.place.file.endswith("case/options/managed-team.yaml")
    assert problem.place.line == text[: text.index("go_live:")].count("\n") + 1
    assert problem.what == "is 2050-01, after the last month appraised, 2029-03"
