"""Many appraisals: one tidy table, a folder each, nothing done twice, and every mistake told."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from iomcba.cli.main import cli
from iomcba.errors import InputError
from iomcba.pipeline.batch import REMEMBERED, Kept, _Ready, batch
from iomcba.pipeline.simulate import Engine
from iomcba.read.batch import Change, read_batch
from iomcba.read.catalogue import catalogue
from iomcba.terms.findings import SharedCase
from iomcba.terms.records import decode
from tests.strategies import copied_case

TODAY = date(2026, 11, 1)
QUICK = ("--no-draws", "--no-reports", "--executor", "serial")


@pytest.fixture
def case(tmp_path: Path) -> Path:
    return copied_case(tmp_path)


def rows(case: Path, file: Path) -> Path:
    file.write_text(
        "id,case,area,cost.team.fit-out,parameter.detection-factor\n"
        f"as-it-is,{case},,,\n"
        f"half,{case},Elsewhere,x0.5,\n"
        f"none,{case},,0,x0.5\n",
        encoding="utf-8",
    )
    return file


def ran(file: Path, out: Path, *more: str) -> Result:
    # click's own exceptions become exit codes in main(); here they are told apart by hand
    return CliRunner().invoke(cli, ["batch", str(file), "--out", str(out), *QUICK, *more])


def table(out: Path) -> dict[tuple[str, str, str], dict[str, str]]:
    lines = csv.DictReader(io.StringIO((out / "batch.csv").read_text(encoding="utf-8")))
    return {(line["id"], line["option"], line["quantity"]): line for line in lines}


def results(out: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(out)): path.read_bytes()
        for path in sorted(out.rglob("*"))
        if path.is_file() and path.name != "manifest.json"
    }


def test_a_row_changes_what_it_names(case: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    told = ran(rows(case, tmp_path / "rows.csv"), out)
    assert told.exit_code == 0, told.output
    found = table(out)
    assert found["half", "team", "pvc"]["area"] == "Elsewhere"
    cost = {id: float(found[id, "team", "pvc"]["central"]) for id in ("as-it-is", "half", "none")}
    assert cost["as-it-is"] - cost["half"] == pytest.approx(cost["half"] - cost["none"])
    assert cost["as-it-is"] > cost["half"]
    # half the crime behind a proven offence, and the same cases in court
    benefit = [float(found[id, "team", "pvb"]["central"]) for id in ("half", "none")]
    assert benefit[0] > benefit[1] > 0
    shared = decode(SharedCase, (out / "half" / "results.json").read_text(encoding="utf-8"))
    changed = next(a for a in shared.case.assumptions if a.name == "cost.team.fit-out")
    assert changed.note.startswith("Set by the batch; the case says ")


def test_what_is_finished_is_not_done_again(case: Path, tmp_path: Path) -> None:
    file, out = rows(case, tmp_path / "rows.csv"), tmp_path / "out"
    ran(file, out)
    before = results(out)
    times = {path: path.stat().st_mtime_ns for path in out.rglob("results.json")}
    again = ran(file, out)
    assert again.output.count("finished before") == 3
    assert {path: path.stat().st_mtime_ns for path in out.rglob("results.json")} == times
    assert results(out) == before


def test_an_interrupted_batch_ends_with_the_same_bytes(case: Path, tmp_path: Path) -> None:
    """As a killed batch leaves it: one folder missing, one unfinished, no table."""
    file, whole, cut = rows(case, tmp_path / "rows.csv"), tmp_path / "whole", tmp_path / "cut"
    ran(file, whole)
    ran(file, cut)
    (cut / "batch.csv").unlink()
    (cut / "none" / "results.json").write_text("{", encoding="utf-8")
    for path in sorted((cut / "half").rglob("*"), reverse=True):
        path.unlink() if path.is_file() else path.rmdir()
    ran(file, cut)
    assert results(cut) == results(whole)


def test_results_that_were_changed_are_made_again(case: Path, tmp_path: Path) -> None:
    file, out = rows(case, tmp_path / "rows.csv"), tmp_path / "out"
    ran(file, out)
    before, path = results(out), out / "none" / "results.json"
    path.write_text(path.read_text(encoding="utf-8") + " ", encoding="utf-8")
    assert ran(file, out).output.count("finished before") == 2
    assert results(out) == before


def test_another_seed_or_row_is_done_again_if_forced(case: Path, tmp_path: Path) -> None:
    file, out = rows(case, tmp_path / "rows.csv"), tmp_path / "out"
    ran(file, out)
    before = results(out)
    told = ran(file, out, "--seed", "99")
    assert isinstance(told.exception, InputError)
    assert str(told.exception).count("exists already") == 3
    assert results(out) == before
    assert "finished before" not in ran(file, out, "--seed", "99", "--force").output
    file.write_text(file.read_text().replace("x0.5,\n", "x0.6,\n"), encoding="utf-8")
    assert ran(file, out, "--seed", "99", "--force").output.count("finished before") == 2


def test_a_table_of_another_is_not_replaced(case: Path, tmp_path: Path) -> None:
    """As where the batch itself is called batch.csv and is written beside itself."""
    file = rows(case, tmp_path / "batch.csv")
    before = file.read_bytes()
    told = ran(file, tmp_path, "--force")
    assert isinstance(told.exception, InputError)
    assert "is no table that a batch wrote" in str(told.exception)
    assert file.read_bytes() == before


def test_no_folder_of_another_is_replaced(case: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    (out / "half").mkdir(parents=True)
    (out / "half" / "mine.txt").write_text("mine", encoding="utf-8")
    told = ran(rows(case, tmp_path / "rows.csv"), out)
    assert isinstance(told.exception, InputError)
    assert (out / "half" / "mine.txt").read_text(encoding="utf-8") == "mine"


def test_yaml_says_the_same_as_csv(tmp_path: Path) -> None:
    (tmp_path / "b.yaml").write_text(
        "- id: one\n  case: some\n  effect.some: 0.9\n- id: two\n  case: some\n  cost.a.b: x2\n"
    )
    (tmp_path / "b.csv").write_text("id,case,effect.some,cost.a.b\none,some,0.9,\ntwo,some,,x2\n")
    of_yaml, of_csv = read_batch(tmp_path / "b.yaml"), read_batch(tmp_path / "b.csv")
    assert [(r.id, r.changes) for r in of_yaml] == [(r.id, r.changes) for r in of_csv]
    assert of_csv[1].changes == (Change("cost.a.b", 2.0, scales=True),)


def test_every_mistake_is_told_at_once(tmp_path: Path) -> None:
    file = tmp_path / "b.csv"
    file.write_text(
        "id,case,effect.some\nOne,some,\ntwo,,\nthree,some,much\nfour,some,1\nfour,some,\n"
    )
    with pytest.raises(InputError) as told:
        read_batch(file)
    words = str(told.value)
    for part in (
        "'One', not an id",
        ":3: case: is missing",
        "is 'much'",
        "stands already on line 5",
    ):
        assert part in words


def test_an_unknown_assumption_is_told_with_the_nearest(case: Path, tmp_path: Path) -> None:
    file = tmp_path / "b.csv"
    file.write_text(f"id,case,cost.team.fit-oot\none,{case},1\n", encoding="utf-8")
    told = ran(file, tmp_path / "out")
    assert isinstance(told.exception, InputError)
    assert "Did you mean cost.team.fit-out?" in str(told.exception)


def test_a_figure_that_is_none_is_told_of_a_batch_too(case: Path, tmp_path: Path) -> None:
    """By what a figure may be, and by what a factor can do to one."""
    file = tmp_path / "b.csv"
    for cell, part in (
        ("-1", "is -1, and must be above 0 and at most 100"),
        ("x0", "is 'x0', a factor that is not above 0. Write 0 to set the figure."),
        ("x4e8", "is 300000000, and must be above 0 and at most 100"),
    ):
        file.write_text(f"id,case,parameter.detection-factor\none,{case},{cell}\n")
        told = ran(file, tmp_path / "out")
        assert isinstance(told.exception, InputError)
        assert f":2: parameter.detection-factor: {part}" in str(told.exception)


def test_a_beta_is_not_scaled(case: Path, tmp_path: Path) -> None:
    engagement = case / "engagement.csv"
    text = engagement.read_text(encoding="utf-8")
    row = next(line for line in text.splitlines() if ",take-up," in line)
    cells = row.split(",")
    cells[3:8] = ["0.6", "beta", "0.4", "0.8", "95%"]
    engagement.write_text(text.replace(row, ",".join(cells)), encoding="utf-8")
    file = tmp_path / "b.csv"
    name = f"engagement.{cells[0]}.take-up"
    file.write_text(f"id,case,{name}\none,{case},x1.1\n")
    told = ran(file, tmp_path / "out")
    assert isinstance(told.exception, InputError)
    assert f":2: {name}: is a beta, which cannot be scaled" in str(told.exception)


@pytest.mark.slow
def test_few_cases_are_in_memory_at_once(case: Path, tmp_path: Path) -> None:
    """Rows of many cases are read as they come, and all of them appear in the table."""
    cases = [copied_case(tmp_path / f"copy-{n}") for n in range(REMEMBERED + 2)]
    lines = [f"area-{n},{path}" for n, path in enumerate(cases)]
    file = tmp_path / "rows.csv"
    file.write_text("\n".join(("id,case", *lines)) + "\n", encoding="utf-8")
    ready = _Ready()
    for row in read_batch(file):
        assert ready.case(row) is ready.case(row)
        assert len(ready.known) <= REMEMBERED
    assert ran(file, tmp_path / "out").exit_code == 0
    assert {id for id, _, _ in table(tmp_path / "out")} == {f"area-{n}" for n in range(len(cases))}


def test_a_case_changed_meanwhile_is_told(case: Path, tmp_path: Path) -> None:
    """Cases are read once to be checked and again to be appraised: both must be the same."""
    cases = [copied_case(tmp_path / f"copy-{n}") for n in range(REMEMBERED + 1)]
    lines = [f"area-{n},{path}" for n, path in enumerate(cases)]
    file = tmp_path / "rows.csv"
    file.write_text("\n".join(("id,case", *lines)) + "\n", encoding="utf-8")
    words = cases[0] / "case.yaml"

    def told(text: str) -> None:
        words.write_text(words.read_text(encoding="utf-8") + "# another byte\n", encoding="utf-8")

    kept = Kept(False, False)
    with pytest.raises(InputError, match="was changed meanwhile"):
        batch(read_batch(file), tmp_path / "out", Engine(), kept, TODAY, told, catalogue())
