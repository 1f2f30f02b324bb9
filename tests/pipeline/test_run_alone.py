"""A run folder is enough: case, sets and cohort gone, every command on drivers still answers."""

from __future__ import annotations

import shutil
from pathlib import Path

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
