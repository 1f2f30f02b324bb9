"""Renew the examples of the manual that commands print: `python docs/story.py` (or `make docs`).

Each stands between marker comments and is what the command prints on 80 columns. The edits that
docs/compare-and-explain.md tells of, and the correlation of docs/decision-analysis.md, are made
here in copies of the shipped example.
"""

from __future__ import annotations

import csv
import re
import shutil
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from textwrap import wrap

from iomcba.errors import InputError
from iomcba.keep.tables import csv_bytes
from iomcba.pipeline import drivers
from iomcba.pipeline.compare import compare
from iomcba.pipeline.desk.init import init
from iomcba.pipeline.explain import explain
from iomcba.read.catalogue import catalogue
from iomcba.read.tables import FORM_OF
from iomcba.report import formats, phrases
from iomcba.report.compare import screen as comparison
from iomcba.report.decision import screen
from iomcba.report.explain import screen as explanation
from iomcba.terms.findings import SharedCase
from iomcba.terms.text_table import TextTable

DOCS = Path(__file__).parent
CHANGED, DRIVERS = DOCS / "compare-and-explain.md", DOCS / "decision-analysis.md"
CASE = DOCS.parent / "assumptions" / "example-2026"
WIDTH, DEPTH = 80, 1
# What the reviewer changes: table, how its row begins, column, the new cell.
EDITS = (
    ("salary", "police-officer,", "central", "47000"),
    ("salary", "police-officer,", "high", "50000"),
    ("parameter", "on-cost-rate,", "central", "0.38"),
    ("engagement", "pathway-team,places,", "central", "50"),
    ("cost", "pathway-team,premises,", "note", "Confirmed by the estates team in May"),
)
# The schemes studied: where they were weak, ours is strong beside them and their effect was small.
PAIR = {"first": "effect.iom-default", "second": "engagement.do-minimum.dose", "central": "0.6"}
FILLED = {
    "unit": "ratio",
    "status": "judgement",
    "source": "house-rule",
    "quality": "red",
    "impact": "high",
    "owner": "business-case author",
    "review_by": "2027-12-31",
}
TODAY = date(2026, 4, 1)
FIGURE, ROW = "pathway-team.cost.staff.2027-28", "salary.police-officer"


def edited(folder: Path) -> Path:
    """A copy of the example with the reviewer's edits."""
    case = folder / "my-case"
    shutil.copytree(CASE, case)
    for table, row, column, cell in EDITS:
        path = case / f"{table}.csv"
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        found = [each for each in rows if ",".join(each.values()).startswith(row)]
        if len(found) != 1:
            raise ValueError(f"{len(found)} rows of {table}.csv begin with {row!r}")
        found[0][column] = cell
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, rows[0].keys(), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    return case


def examples() -> Iterator[tuple[str, str]]:
    """Each example's name and what its command prints."""
    with TemporaryDirectory() as folder:
        found = compare("example-2026", str(edited(Path(folder))), option="pathway-team")
        yield "compare", _placed(comparison.text(found, catalogue(), False, WIDTH, False))
    for name, asked in (("figure", FIGURE), ("assumption", ROW)):
        shared = explain(asked, "example-2026", DEPTH)
        yield name, explanation.text(shared, catalogue(), False, WIDTH, False)


def _placed(text: str) -> str:
    """The text with the copy under its own name, wherever it was made."""
    joined = re.sub(r"\(case\s+\S*my-case\)", "(case my-case)", text)
    return re.sub(r"\S*/my-case/", "my-case/", joined)


def asked(what: str) -> Iterator[tuple[str, str]]:
    """What the commands on drivers print of the shipped example."""
    found = drivers.asked(what)
    shared, option = found.shared, drivers.option_of(found, "")
    yield "one-way", screen.sensitivity(shared, catalogue(), option, WIDTH, False)
    turned = drivers.breakeven(found, option, 0.5, 4)
    yield "switching", screen.breakeven(turned, catalogue(), option, WIDTH, False)
    grid = drivers.two_way(found, option)
    yield "map", screen.two_ways(shared, catalogue(), grid, WIDTH, False)
    shares = drivers.sobol(found, each=False)
    yield "sobol", screen.sobol(shared, catalogue(), shares, option, WIDTH, False)
    yield "voi", screen.voi(shared, catalogue(), WIDTH, False)


def correlated() -> Iterator[tuple[str, str]]:
    """The correlation's table, what it changes in the answer, and the index it leaves no sense."""
    with TemporaryDirectory() as folder:
        case = init(Path(folder) / "my-case", "example-2026", "", "", False, TODAY).folder
        header = tuple(column.name for column in FORM_OF["correlation"].columns)
        row = tuple((PAIR | FILLED).get(name, "") for name in header)
        made = TextTable("correlation.csv", header, iter([row]))
        (case / "correlation.csv").write_bytes(csv_bytes(made))
        yield "correlation", (case / "correlation.csv").read_text(encoding="utf-8")
        found = [drivers.asked(what) for what in ("example-2026", str(case))]
        yield "without-and-with", _side_by_side([each.shared for each in found])
        option = drivers.option_of(found[1], "do-minimum")
        shares = drivers.sobol(found[1], each=False)
        yield "joined", screen.sobol(found[1].shared, catalogue(), shares, option, WIDTH, False)
        try:
            drivers.sobol(found[1], each=True)
        except InputError as error:
            yield "refused", "\n".join(wrap(str(error), WIDTH)) + "\n"


def _side_by_side(both: list[SharedCase]) -> str:
    """Expected value, chances and value of information without and with the correlation."""
    rows = []
    for shared in both:
        found = shared.case.analysis
        assert found is not None, "the example has options to choose between"
        standing = next(s for s in found.standings if s.option == "do-minimum")
        pays = shared.case.figures["do-minimum.p-npsv-positive"].mean or 0.0
        rows.append(
            (
                formats.pounds(standing.npsv, 500.0),
                phrases.chance(1 - pays),
                phrases.chance(standing.p_best, standing.p_best_error),
                f"{formats.pounds(found.evpi, found.evpi_error)} "
                f"(error {formats.standard_error(found.evpi_error)})",
            )
        )
    heads = (
        "expected net value of the joint list",
        "chance that it loses money",
        "chance that it is the right choice",
        "knowing everything is worth (EVPI)",
    )
    lines = ["| | independent | correlated |", "|---|---|---|"]
    lines += [f"| {head} | {a} | {b} |" for head, a, b in zip(heads, *rows, strict=True)]
    return "\n".join(lines) + "\n"


def generated() -> dict[Path, str]:
    """Each page with every example made anew.

    Raises:
        ValueError: if the markers are not there.
    """
    return {
        CHANGED: _renewed(CHANGED, examples()),
        DRIVERS: _renewed(DRIVERS, chain(asked("example-2026"), correlated())),
    }


def _renewed(path: Path, made: Iterable[tuple[str, str]]) -> str:
    page = path.read_text(encoding="utf-8")
    for name, text in made:
        begin, end = f"<!-- {name}: generated by docs/story.py -->", f"<!-- end of {name} -->"
        before, rest = page.split(begin)
        _, after = rest.split(end)
        shown = f"\n{text}" if text.startswith("|") else f"```text\n{text}```\n"
        page = f"{before}{begin}\n{shown}{end}{after}"
    return page


if __name__ == "__main__":
    for path, page in generated().items():
        path.write_text(page, encoding="utf-8")
