"""A run folder is enough: case, sets and cohort gone, every command on drivers still answers."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.broken.running import run
from tests.strategies import copied_case, made_uncertain

COMMANDS = (
    ("sensitivity",),
    ("sensitivity", "--sobol"),
    ("sensitivity", "--sobol", "--each"),
    ("sensitivity", "--map"),
    ("sensitivity", "--two-way", "effect.invented", "salary.officer"),
    ("breakeven", "--largest", "2"),
    ("voi",),
    ("voi", "--json"),
)


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run carried to another folder after all that it was made from is gone."""
    home, away = (tmp_path_factory.mktemp(name) for name in ("home", "away"))
    case = made_uncertain(copied_case(home))
    ran = run("appraise", str(case), "--out", "run", "--formats", "html", inside=home)
    assert ran.code == 0, ran.err
    shutil.copytree(home / "run", away / "carried")
    shutil.rmtree(home)
    return away


@pytest.mark.parametrize("asked", COMMANDS, ids=" ".join)
def test_drivers_from_a_run_alone(asked: tuple[str, ...], alone: Path) -> None:
    command, *options = asked
    ran = run(command, "carried", *options, inside=alone)
    assert ran.code == 0, ran.err
    assert "A case worked by hand" in ran.out or ran.out.startswith("{")
    assert ran.err == ""


@pytest.mark.parametrize("figure", ["team.npsv", "salary.officer", "counterfactual.rate"])
def test_explain_from_a_run_alone(figure: str, alone: Path) -> None:
    ran = run("explain", figure, "carried", inside=alone)
    assert ran.code == 0, ran.err
    assert "A case worked by hand" in ran.out


def test_two_runs_are_compared_alone(alone: Path) -> None:
    ran = run("compare", "carried", "carried", inside=alone)
    assert ran.code == 0, ran.err
    assert "Nothing differs" in ran.out


@pytest.mark.parametrize("command", ["sensitivity", "breakeven", "voi"])
def test_without_the_analyst_s_part_it_says_what_is_needed(
    command: str, alone: Path, tmp_path: Path
) -> None:
    """What may be shared is not enough to work anything out again."""
    shutil.copytree(alone / "carried", tmp_path / "shared")
    shutil.rmtree(tmp_path / "shared" / "analyst")
    ran = run(command, "shared", inside=tmp_path)
    assert ran.code == 2
    assert "holds no analyst/results-full.json" in ran.err
    assert "the whole folder that iomcba appraise wrote, analyst/ included" in ran.err


FULL = "analyst/results-full.json"
ASKED = ("sensitivity", "breakeven", "voi", "explain team.npsv", "compare carried", "diff carried")


def without_a_figure(found: dict[str, Any]) -> None:
    del found["figures"]["team.npsv"]


def without_figures(found: dict[str, Any]) -> None:
    found["figures"] = {}


def without_bearers(found: dict[str, Any]) -> None:
    found["bearers"] = []


def without_options(found: dict[str, Any]) -> None:
    found["options"] = []


def huge(found: dict[str, Any]) -> None:
    found["figures"]["team.npsv"]["central"] = 1e300


Edit = Callable[[dict[str, Any]], None]
EDITS = (without_a_figure, without_figures, without_bearers, without_options, huge)


def edited(alone: Path, root: Path, name: str, edit: Edit) -> Path:
    """A copy of the run, one of its results changed by hand, beside the run as it was."""
    for folder in ("carried", "by-hand"):
        shutil.copytree(alone / "carried", root / folder)
    path = root / "by-hand" / name
    found = json.loads(path.read_text(encoding="utf-8"))
    edit(found["case"] if name == "results.json" else found)
    path.write_text(json.dumps(found), encoding="utf-8")
    return root / "by-hand"


@pytest.mark.parametrize("edit", EDITS)
def test_a_run_edited_by_hand_is_refused(edit: Edit, alone: Path, tmp_path: Path) -> None:
    edited(alone, tmp_path, FULL, edit)
    for asked in ASKED if edit is without_figures else ASKED[:1]:
        command = ("assumptions", *asked.split()) if asked.startswith("diff") else asked.split()
        ran = run(*command, "by-hand", inside=tmp_path)
        assert ran.code == 2, (asked, ran)
        assert f"by-hand/{FULL}: was changed after the run. Run iomcba appraise again" in ran.err
        assert ran.out == ""


@pytest.mark.parametrize("edit", EDITS)
def test_no_report_is_made_of_results_edited_by_hand(
    edit: Edit, alone: Path, tmp_path: Path
) -> None:
    folder = edited(alone, tmp_path, "results.json", edit)
    before = (folder / "business-case.html").read_bytes()
    ran = run("report", "by-hand", "--formats", "html", inside=tmp_path)
    assert ran.code == 2, ran
    assert "by-hand/results.json: was changed after the run" in ran.err
    assert (folder / "business-case.html").read_bytes() == before


def test_a_plan_edited_by_hand_is_refused(alone: Path, tmp_path: Path) -> None:
    shutil.copytree(alone / "carried", tmp_path / "by-hand")
    with (tmp_path / "by-hand" / "analyst" / "plan.json").open("a") as file:
        file.write(" ")
    ran = run("sensitivity", "by-hand", inside=tmp_path)
    assert (ran.code, "plan.json: was changed after the run" in ran.err) == (2, True)


@pytest.mark.parametrize("number", [float("nan"), float("inf"), "NaN"])
def test_where_no_manifest_holds_it_a_number_is_still_finite(
    number: float | str, alone: Path, tmp_path: Path
) -> None:
    def not_finite(found: dict[str, Any]) -> None:
        found["figures"]["team.npsv"]["central"] = number

    folder = edited(alone, tmp_path, "results.json", not_finite)
    (folder / "manifest.json").unlink()
    ran = run("report", "by-hand", "--formats", "html", inside=tmp_path)
    assert ran.code == 2, ran
    assert "results.json: is no result of this version: SharedCase: case.figures." in ran.err
    assert "team.npsv.central: Input should be a finite number" in ran.err


def test_reports_are_made_again_and_again_with_and_without_a_manifest(
    alone: Path, tmp_path: Path
) -> None:
    shutil.copytree(alone / "carried", tmp_path / "run")
    for _ in range(2):
        assert run("report", "run", "--formats", "html", inside=tmp_path).code == 0
    assert run("sensitivity", "run", inside=tmp_path).code == 0
    (tmp_path / "run" / "manifest.json").unlink()
    assert run("report", "run", "--formats", "html", inside=tmp_path).code == 0
