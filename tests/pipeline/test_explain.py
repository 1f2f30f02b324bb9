"""`explain`: every name of a run, numbers a calculator agrees with, nothing that was hidden."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from zipfile import ZipFile

import pytest

from iomcba.appraise.disclosure import disclose, disclose_explanation
from iomcba.appraise.explain.tree import Tree
from iomcba.errors import InputError
from iomcba.pipeline.appraise import Appraised, appraise
from iomcba.pipeline.explain import explained, tree_of
from iomcba.read.catalogue import catalogue
from iomcba.read.run import read_run
from iomcba.report.explain.formula_text import worked
from iomcba.report.explain.screen import text
from iomcba.terms.explanation import ASSUMPTION, FIGURE, Node
from iomcba.terms.records import encode
from tests.broken.running import run
from tests.strategies import copied_case, made_uncertain

PENNY = 0.005
NAME = re.compile(r"(?<![\w./-])[a-z][a-z0-9-]+(?:\.[a-z0-9-]+)+(?![\w/.-])")
SIGNS = {"−": "-", "×": "*", "÷": "/", "^": "**", "£": ""}


@pytest.fixture(scope="module")
def appraised(tmp_path_factory: pytest.TempPathFactory) -> Appraised:
    case = made_uncertain(copied_case(tmp_path_factory.mktemp("case")))
    return appraise(str(case), None, None, lambda done, of: None, date(2026, 1, 1))


@pytest.fixture(scope="module")
def tree(appraised: Appraised) -> Tree:
    return tree_of(appraised.plan, appraised.full)


def everything(node: Node) -> Iterator[Node]:
    yield node
    for parent in node.parents:
        yield from everything(parent)


def calculated(said: str) -> float:
    """A formula with its numbers as a calculator takes it."""
    said = re.sub(r"(?<=\d),(?=\d{3})", "", said)
    for sign, typed in SIGNS.items():
        said = said.replace(sign, typed)
    return float(eval(said, {"trunc": int}))


def walk(tree: Tree) -> int:
    """Every figure explained: found by a formula that gives it, or told how it is found."""
    typed = 0
    for name, figure in tree.case.figures.items():
        node = tree.node(name, 1)
        assert node.kind == FIGURE
        assert node.how or node.told, name
        worked_out = tree.work.worked(name)
        if node.how and figure.central is not None:
            assert worked_out == pytest.approx(figure.central, abs=PENNY, rel=1e-9), name
        if node.put_in is None or figure.central is None:
            continue
        said = worked(node.put_in, catalogue())
        if " of " not in said:  # a sum too long to be written out
            assert calculated(said) == pytest.approx(figure.central, abs=PENNY, rel=1e-5), name
            typed += 1
    return typed


def test_every_figure_of_a_run_is_explained(tree: Tree) -> None:
    assert walk(tree) > 100


def test_the_tree_goes_down_to_rows_with_their_place(tree: Tree) -> None:
    """From a benefit by bearer and year to offences avoided, unit costs, multipliers and mix."""
    found = explained("team.benefit.police.2012-13", tree, "here")
    assert found.node is not None
    rows = {n.name: n.row for n in everything(found.node) if n.kind == ASSUMPTION}
    tables = {name.partition(".")[0] for name in rows}
    assert {
        "unit-cost",
        "multiplier",
        "effect",
        "engagement",
        "parameter",
        "counterfactual",
    } <= tables
    assert all(row is not None and row.file and row.line > 1 for row in rows.values())
    steps = {n.name.split(".")[1] for n in everything(found.node) if n.kind != ASSUMPTION}
    assert {"proven-offences-avoided", "component-offence", "mix", "cohort-size"} <= steps


def test_an_assumption_says_what_it_feeds_and_how_far_value_moves(tree: Tree) -> None:
    found = explained("salary.officer", tree, "here")
    assert found.node is not None
    assert found.node.row is not None
    assert all(".line-base.staff-" in name for name in found.feeds)
    (pull,) = found.pulls
    staff = sum(
        (tree.work.value(f"team.line-cost.staff-officer.{year}") or 0.0)
        * (tree.work.value(f"case.discount-factor.{year}") or 0.0)
        for year in tree.plan.years
    )
    assert pull.up == pytest.approx(-0.01 * staff) == pytest.approx(-pull.down)


def test_a_row_of_the_fit_says_why_it_has_no_pull(tree: Tree) -> None:
    found = explained("counterfactual.fall.2013-14", tree, "here")
    assert found.pulls == ()
    assert "enters the fit" in found.stuck
    assert "case.counterfactual-offences.2013-14" in found.feeds


def test_what_is_drawn_of_the_fit_goes_by_its_figure(tree: Tree) -> None:
    """The drivers of a decision name columns of draws; a reader asks for them by those names."""
    drawn = explained("counterfactual.rate", tree, "here")
    assert drawn.node is not None
    assert drawn.node.name == "case.counterfactual-offences"
    year = explained("counterfactual.rate.2013-14", tree, "here").node
    assert year is not None
    assert year.name == "case.counterfactual-offences.2013-14"
    assert len(explained("counterfactual.mix", tree, "here").members) > 1


def test_a_prefix_lists_what_is_below_it(tree: Tree) -> None:
    found = explained("salary", tree, "here")
    assert found.node is None
    assert [node.name for node in found.members] == ["salary.coordinator", "salary.officer"]
    below = explained("team.cost.police", tree, "here").members
    assert [node.name.rsplit(".", 1)[1] for node in below] == list(tree.plan.years)


def test_an_option_goes_by_a_word_of_its_id(tree: Tree) -> None:
    case = tree.case
    longer = replace(case.options[1], id="joint-team")
    named = replace(case, options=(case.options[0], longer, *case.options[2:]))
    other = Tree(tree.plan, named, tree.work)
    with pytest.raises(InputError):
        explained("work.npsv", other, "here")
    assert explained("team.npsv", tree, "here").node is not None


@pytest.mark.parametrize(
    ("asked", "meant"),
    [("team.npvs", "team.npsv"), ("salary.oficer", "salary.officer"), ("case.mix", None)],
)
def test_a_near_miss_names_the_nearest(asked: str, meant: str | None, tree: Tree) -> None:
    if meant is None:
        assert explained(asked, tree, "here").members
        return
    with pytest.raises(InputError, match=f"Did you mean {re.escape(meant)}"):
        explained(asked, tree, "here")


@pytest.mark.parametrize("asked", ["", ".", "..", "team.", "team.npsv.", "team.npsv.2099-00", "£"])
def test_nonsense_is_refused_by_name(asked: str, tree: Tree) -> None:
    with pytest.raises(InputError, match="is no figure and no assumption"):
        explained(asked, tree, "here")


# Disclosure.


def values(data: object) -> Iterator[tuple[str, object]]:
    """Every name in plain data with the value beside it."""
    if isinstance(data, dict):
        if "name" in data:
            yield data["name"], data.get("central", data.get("value"))
        for each in data.values():
            yield from values(each)
    elif isinstance(data, list):
        for each in data:
            yield from values(each)


def test_what_is_hidden_is_in_no_explanation(appraised: Appraised, tree: Tree) -> None:
    """With every count but the largest hidden, no value of theirs is in the text or the JSON."""
    counts = {
        name: figure.central or 0.0
        for name, figure in appraised.full.figures.items()
        if name.startswith("case.observed-offences.")
    }
    shared = disclose(appraised.full, "standard", max(counts.values()))
    few = {name.rsplit(".", 1)[1] for name in shared.hidden if name in counts}
    assert few
    secret = {
        name
        for name in tree.names
        if few & set(name.split("."))
        and name.split(".")[1] in ("observed-offences", "mix", "crimes-each", "component-offence")
    }
    assert len(secret) > 2 * len(few)
    names = (
        *secret,
        "team.benefit.police.2012-13",
        "case.observed-offences",
        "team.crimes-avoided",
    )
    for name in names:
        found = disclose_explanation(explained(name, tree, "here"), shared)
        said = text(found, catalogue(), True, 200, False)
        for told, value in values(json.loads(encode(found))):
            assert told not in secret or value is None, (name, told)
        for hidden in secret:
            assert f"{hidden} = " not in said, (name, hidden)


def test_a_pull_that_gives_a_count_back_is_not_shown(appraised: Appraised, tree: Tree) -> None:
    counts = [n for n in appraised.full.figures if n.startswith("case.observed-offences.")]
    shared = disclose(appraised.full, "standard", 1e9)
    offence = counts[0].rsplit(".", 1)[1]
    found = disclose_explanation(explained(f"multiplier.{offence}", tree, "here"), shared)
    assert found.found.pulls == ()
    assert "Not shown" in text(found, catalogue(), False, 80, False)


# The command.


def printed_in(folder: Path) -> dict[str, set[str]]:
    """Names of figures and assumptions as each clothing carries them."""
    page = (folder / "business-case.html").read_text(encoding="utf-8")
    with ZipFile(folder / "business-case.xlsx") as book:
        strings = book.read("xl/sharedStrings.xml").decode()
    with ZipFile(folder / "business-case.docx") as paper:
        document = paper.read("word/document.xml").decode()
    cells = re.findall(r"<t[^>]*>([^<]+)</t>", strings)
    return {
        "html": set(re.findall(r'data-figure="([^"]+)"', page)),
        "xlsx": {cell for cell in cells if NAME.fullmatch(cell)},
        "docx": {
            name
            for cell in re.findall(r"<w:tc>.*?</w:tc>", document, re.DOTALL)
            for name in re.sub(r"<[^>]+>", " ", cell).split()
            if NAME.fullmatch(name) and not name.endswith((".csv", ".yaml"))  # files of the log
        },
    }


@pytest.mark.slow
@pytest.mark.parametrize("case", ["bedfordshire-2011", "example-2026"])
def test_every_figure_in_results_of_the_shipped_cases(case: str, tmp_path: Path) -> None:
    """Names beside the printed figures are read from results.json, and each can be explained."""
    ran = run("appraise", case, "--out", "run", inside=tmp_path)
    assert ran.code == 0
    names = json.loads((tmp_path / "run" / "results.json").read_text())["case"]["figures"]
    found = read_run(tmp_path / "run")
    shipped = tree_of(found.plan, found.full)
    assert set(names) == set(shipped.case.figures)
    assert walk(shipped) > 500
    result = json.loads((tmp_path / "run" / "results.json").read_text())["case"]
    beside = {name for part in ("assumptions", "analysis") for name, _ in values(result[part])}
    assert len(beside) > 300
    owners = {name.partition(".")[0] for name in shipped.names}
    clothes = {**printed_in(tmp_path / "run"), "results.json": beside}
    for clothing, printed in clothes.items():
        names_in = {name for name in printed if name.partition(".")[0] in owners}
        assert names_in, clothing
        for name in names_in:
            told = explained(name, shipped, clothing)
            assert told.node is not None or told.members, name
    last = shipped.plan.options[-1].id.rsplit("-", 1)[-1]
    asked = run("explain", f"{last}.npsv", "run", "--all", inside=tmp_path)
    assert asked.code == (2 if last == "team" else 0), asked.err  # two options are teams
