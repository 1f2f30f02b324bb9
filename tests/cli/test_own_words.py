"""Words of one's own: each command that prints words takes them or says what is wrong."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import click
import pytest

from iomcba.cli.main import cli
from tests.broken.running import run
from tests.broken.small_case import write
from tests.report.marks import own, pseudo, unmarked

CASE, OTHER, COHORT = "assumptions/small-case", "assumptions/changed", "cohorts/four-people"
SPEAKING = {
    "appraise": (CASE, "--draws", "2048"),
    "assumptions diff": (CASE, OTHER),
    "assumptions export": (CASE, "--xlsx", "own.xlsx", "--force"),
    "assumptions import": ("book.xlsx", CASE, "--draws", "2048"),
    "assumptions list": (CASE,),
    "assumptions search": (CASE, "police"),
    "assumptions show": (CASE, "cost"),
    "assumptions uprate": ("home-office-2026", "--to", "2025-26", "--out", "uprated"),
    "batch": ("cases.csv", "--out", "many", "--draws", "2048", "--no-reports"),
    "breakeven": ("run",),
    "check": (CASE,),
    "cohort backtest": ("bedfordshire-2011",),
    "cohort check": (COHORT,),
    "cohort profile": (COHORT,),
    "compare": (CASE, OTHER, "--draws", "2048"),
    "explain": ("team.npsv", "run"),
    "log": (CASE,),
    "review": (CASE,),
    "sensitivity": ("run",),
    "verify": ("run", "--inputs-only"),
    "voi": ("run",),
}
WRITTEN = {
    "assumptions diff": (CASE, OTHER, "--html", "diff.html"),
    "cohort profile": (COHORT, "--out", "profile"),
    "compare": (CASE, OTHER, "--draws", "2048", "--out", "compared"),
    "log": (CASE, "--out", "log.html"),
    "sensitivity": ("run", "--map", "--out", "map.svg"),
}
READABLE = (".html", ".svg")
MARKED, UNMARKED = ("--template", "marked"), str.maketrans("", "", "«»")
WORDS = re.compile(r"[a-z]{2,}")
# what a command says besides words of the catalogue and of the case: its ids and files
NAMES = {
    ("assumptions", "show", CASE, "cost"): {"assumptions", "csv"},
    ("cohort", "profile", CASE): set[str](),
    ("explain", "case.mix", "run"): {"mix", "run"},
    ("explain", "cost.team.room", "run"): {"assumptions", "csv", "run"},
    ("review", CASE): {"analyst", "approver", "assurer"},
    ("verify", "run", "--inputs-only"): {"run"},
}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two cases, a run, a folder that marks every text and one whose second line is wrong."""
    here = tmp_path_factory.mktemp("own-words")
    first = write(here)
    shutil.copytree(first, here / OTHER)
    changed = here / OTHER / "cost.csv"
    changed.write_text(changed.read_text().replace(",1000,pert", ",1100,pert"))
    assert run("appraise", CASE, "--draws", "2048", "--out", "run", inside=here).code == 0
    assert run("assumptions", "export", CASE, "--xlsx", "book.xlsx", inside=here).code == 0
    (here / "cases.csv").write_text(f"id,case\none,{CASE}\n")
    for name in ("marked", "wrong"):
        (here / name).mkdir()
    texts: dict[str, dict[str, object]] = {}
    for key, text in pseudo().texts.items():
        section, _, rest = key.partition(".")
        if rest:
            texts.setdefault(section, {})[rest] = text
    own(here / "marked", json.dumps(texts, ensure_ascii=False))
    own(here / "wrong", "card:\n  costs: dear\n")
    return here


@pytest.mark.parametrize("command", SPEAKING)
def test_a_command_says_words_of_ones_own(place: Path, command: str) -> None:
    ran = run(*command.split(), *SPEAKING[command], "--template", "marked", inside=place)
    assert ran.code == 0, ran.err
    assert "«" in ran.out + ran.err


@pytest.mark.parametrize("command", NAMES, ids=" ".join)
def test_a_command_says_nothing_else_and_marks_taken_away_the_same(
    place: Path, command: tuple[str, ...]
) -> None:
    marked, plain = (run(*command, *own, inside=place).out for own in (MARKED, ()))
    files = (path for kind in ("csv", "yaml") for path in place.glob(f"[ac]*/**/*.{kind}"))
    held = {word for path in files for word in WORDS.findall(path.read_text().lower())}
    left = WORDS.findall(unmarked(" ".join(marked.split())).lower())
    assert set(left) - held == NAMES[command]
    assert "".join(marked.translate(UNMARKED).split()) == "".join(plain.split())


@pytest.mark.parametrize("command", WRITTEN)
def test_what_a_command_writes_says_them_too(place: Path, command: str) -> None:
    ran = run(*command.split(), *WRITTEN[command], "--template", "marked", inside=place)
    assert ran.code == 0, ran.err
    made = place / WRITTEN[command][-1]
    files = [path for path in (made, *made.glob("*")) if path.suffix in READABLE]
    assert files
    assert all("«" in path.read_text(encoding="utf-8") for path in files)


@pytest.mark.parametrize("command", SPEAKING)
def test_words_that_cannot_be_taken_are_refused_before_anything_is_worked_out(
    place: Path, command: str
) -> None:
    ran = run(*command.split(), *SPEAKING[command], "--template", "wrong", inside=place)
    assert (ran.code, ran.out) == (2, "")
    assert "wrong/words.yaml:2: card.costs: leaves out {cost}" in ran.err


def test_every_command_that_takes_words_is_tried() -> None:
    assert set(taking(cli, ())) == {*SPEAKING, "report"}


def taking(group: click.Group, path: tuple[str, ...]) -> list[str]:
    """Commands below a group that have --template."""
    found = list[str]()
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if isinstance(command, click.Group):
            found += taking(command, (*path, name))
        elif command and any("--template" in option.opts for option in command.params):
            found.append(" ".join((*path, name)))
    return found
