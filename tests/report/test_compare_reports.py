"""A comparison on screen, page and sheet: complete, added up, within its width, the same bytes."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import invented_comparison
import pytest
from pages import ENGLISH, Page
from python_calamine import CalamineWorkbook
from test_page_in_browser import chromium, unfold, violations

from iomcba.read.templates import page_templates
from iomcba.report.charts import NARROW
from iomcba.report.compare import page, screen
from iomcba.report.compare.layout import lay_out
from iomcba.report.compare.waterfall import waterfall
from iomcba.report.compare.wording import place
from iomcba.report.compare.workbook import workbook
from iomcba.terms.bridge import CellChange, Change, Part, SharedComparison
from tests.packaging.skips import SEE

__all__ = ["chromium"]
KINDS: dict[str, Callable[[], SharedComparison]] = {
    name: getattr(invented_comparison, name)
    for name in ("usual", "unchanged", "not_bridged", "crowded")
}
every_kind = pytest.mark.parametrize("kind", KINDS)
TEMPLATES = page_templates(page="compare")
ESCAPE = "\x1b["


def rendered(kind: str) -> Page:
    return Page(page.render(KINDS[kind](), TEMPLATES, ENGLISH, "1 April 2012"))


def pence(words: str) -> int:
    """An amount as printed, in pence."""
    return int(re.sub(r"[£+,.]", "", words).replace("−", "-"))


# The words that all of them share.


def test_the_verdict_says_how_far_and_which_option_is_best() -> None:
    view = lay_out(invented_comparison.usual(), ENGLISH)
    said = " ".join(view.verdict)
    assert "4 changes: 3 move an answer; one does not." in said
    assert "A small team rises by £87.66, from −£1,000.00 to −£912.34." in said
    assert "The best option stays A list & a meeting." in said
    assert "B's own run, on 16,384 draws of seed 7, says −£900.00" in said


@every_kind
def test_steps_as_printed_add_up_to_the_penny(kind: str) -> None:
    for span in lay_out(KINDS[kind](), ENGLISH).spans:
        if span.measure in ("p-best", "p-npsv-positive"):
            continue
        first, *changes, last = (pence(step.words) for step in span.steps)
        assert first + sum(changes) == last


def test_changes_come_largest_first_and_words_last() -> None:
    names = [line.name for line in lay_out(invented_comparison.usual(), ENGLISH).changes]
    assert names == [
        "engagement.team.places",
        "salary.officer",
        "counterfactual.fall.2012-13",
        "cost.team.room",
    ]


def test_a_place_is_said_once_where_both_sides_share_it() -> None:
    assert place(("a/case/cost.csv:7", "b/case/cost.csv:7"), ENGLISH) == "case/cost.csv:7"
    assert place(("a/x.csv:1", ""), ENGLISH) == "a/x.csv:1 in A"
    assert place(("", ""), ENGLISH) == ""


# On the screen.


@every_kind
@pytest.mark.parametrize("width", [30, 60, 80, 110])
def test_no_line_is_wider_than_the_screen(kind: str, width: int) -> None:
    for line in screen.text(KINDS[kind](), ENGLISH, True, width, False).splitlines():
        assert len(line) <= width
        assert ESCAPE not in line


def test_colour_is_used_where_it_is_wanted_and_changes_no_word() -> None:
    plain = screen.text(invented_comparison.usual(), ENGLISH, False, 80, False)
    colourful = screen.text(invented_comparison.usual(), ENGLISH, False, 80, True)
    assert ESCAPE in colourful
    bare = re.sub(r"\x1b\[[\d;]*m", "", colourful)
    assert [line.rstrip() for line in bare.splitlines()] == plain.splitlines()


def test_the_screen_names_every_change_with_place_old_new_and_source() -> None:
    said = screen.text(invented_comparison.usual(), ENGLISH, False, 100, False)
    for words in (
        "Salary, officer",
        "assumptions/case/salary.csv:2 in A, out/salary.csv:3 in B",
        "figure: 40,000 GBP (pert 1 to 99, p10-p90) → 42,000 GBP (pert 1 to 99, p10-p90)",
        "source: own",
        "note: As it was → Asked <b>again</b> & noted",
        "nothing: words only",
        "part of: Cohort, selection and method",
    ):
        assert words in said


# As a page.


@every_kind
def test_the_page_is_whole(kind: str) -> None:
    found = rendered(kind)
    assert found.faults == []
    assert len(set(found.ids)) == len(found.ids)
    assert found.headings[0] == 1
    assert all(b - a <= 1 for a, b in zip(found.headings, found.headings[1:], strict=False))
    assert all(table["caption"] for table in found.tables)
    for tag, attributes in found.tags:
        assert tag not in ("img", "iframe", "object", "link")
        assert not attributes.get("href", "#").startswith(("http", "//"))


def test_what_the_page_is_given_stays_words() -> None:
    found = rendered("crowded")
    assert "<script>alert('x')</script>" in found.text
    scripts = [tag for tag, _ in found.tags if tag == "script"]
    assert len(scripts) == 1  # the page's own


def test_a_title_is_a_sentence_s_worth_and_a_chance_is_never_nought() -> None:
    view = lay_out(invented_comparison.usual(), ENGLISH)
    titles = {span.measure: span.title for span in view.spans if span.option == "team"}
    assert titles["npsv"] == "Net value of A small team"
    assert titles.get("p-best", "Chance that A small team is the best option") == (
        "Chance that A small team is the best option"
    )
    shares = [cell for end in view.ends for name, *cells in end.figures for cell in cells[:2]]
    assert not {"0%", "100%"} & set(shares)


def test_a_long_title_of_a_change_stands_whole_on_a_phone() -> None:
    span = lay_out(invented_comparison.usual(), ENGLISH).spans[0]
    long = "Engagement, a team with a name that is longer than any phone is wide, places"
    steps = (span.steps[0], replace(span.steps[1], title=long, detail="45 → 55"), *span.steps[2:])
    svg = waterfall("w", "t", "d", replace(span, steps=steps), NARROW, ENGLISH)
    assert "…" not in svg
    said = " ".join(re.findall(r'<text x="0"[^>]*>([^<]+)</text>', svg))
    assert f"{long} 45 → 55" in " ".join(said.split())


def test_a_change_of_bearer_says_that_it_is_one() -> None:
    shared = invented_comparison.usual()
    bearer = CellChange("bearer", "council", "police")
    places = ("a/cost.csv:2", "b/cost.csv:2")
    moved = Change("cost.team.desk", "changed", places, (bearer,), (), player="cost.team.desk")
    focus = shared.found.bridge("team", "npsv")
    assert focus is not None
    bridges = tuple(
        replace(each, parts=(*each.parts, Part("cost.team.desk", 0.0)))
        for each in shared.found.bridges
    )
    found = replace(shared.found, changes=(*shared.found.changes, moved), bridges=bridges)
    line = next(
        line
        for line in lay_out(replace(shared, found=found), ENGLISH).changes
        if line.name == moved.name
    )
    assert line.effect == "no net value: another bearer"


def test_smaller_changes_are_drawn_as_one() -> None:
    made = page.render(invented_comparison.crowded(), TEMPLATES, ENGLISH)
    assert "18 smaller changes" in made.decode()


@every_kind
def test_the_same_comparison_gives_the_same_bytes(kind: str) -> None:
    first, second = KINDS[kind](), KINDS[kind]()
    assert page.render(first, TEMPLATES, ENGLISH) == page.render(second, TEMPLATES, ENGLISH)
    assert workbook(first, ENGLISH) == workbook(second, ENGLISH)


# As a workbook.


def sheets(content: bytes) -> dict[str, list[list[Any]]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def test_the_workbook_holds_bridges_ends_and_changes() -> None:
    found = sheets(workbook(invented_comparison.usual(), ENGLISH))
    assert list(found) == ["Cover", "Bridge", "All bridges", "Before and after", "Changes"]
    steps = [line for line in found["Bridge"][4:] if line[0]]
    assert [line[0] for line in steps[:5]] == [
        "A (level)",
        "Engagement, A small team, places",
        "Salary, officer",
        "Cohort, selection and method",
        "B (level)",
    ]
    assert sum(line[2] for line in steps[:5]) == pytest.approx(87.66)
    changed = [line[3] for line in found["Changes"][4:]]
    assert changed == ["figure", "figure", "figure", "note"]


@every_kind
def test_every_workbook_has_a_cover(kind: str) -> None:
    found = sheets(workbook(KINDS[kind](), ENGLISH))
    assert found["Cover"][0][0] == "What changed, and what it did to the answer"


@pytest.mark.slow
def test_the_workbook_adds_itself_up(tmp_path: Path) -> None:
    """LibreOffice works every formula out anew: nothing is left over, and levels reach B."""
    soffice = shutil.which("soffice")
    if soffice is None:
        pytest.skip(f"no LibreOffice: {SEE}")
    (tmp_path / "given.xlsx").write_bytes(workbook(invented_comparison.crowded(), ENGLISH))
    command = [soffice, "--headless", f"-env:UserInstallation=file://{tmp_path}/profile"]
    command += ["--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", "worked", "given.xlsx"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=180)
    found = sheets((tmp_path / "worked" / "given.xlsx").read_bytes())["Bridge"]
    by_name = {line[0]: line for line in found if line[0]}
    assert by_name["Left over: 0 where the parts add up"][3] == 0
    assert by_name["B (level)"][3] == pytest.approx(by_name["B as evaluated"][3], abs=0.005)


# In a browser.


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("comparisons")
    for name, kind in KINDS.items():
        made = page.render(kind(), TEMPLATES, ENGLISH, "1 April 2012")
        (found / f"{name}.html").write_bytes(made)
    return found


@pytest.fixture
def opened(chromium: Any, folder: Path) -> Iterator[Callable[..., Any]]:
    contexts = []

    def open_(name: str, width: int, **how: Any) -> Any:
        context = chromium.new_context(viewport={"width": width, "height": 900}, **how)
        contexts.append(context)
        found = context.new_page()
        found.goto((folder / f"{name}.html").as_uri())
        return found

    yield open_
    for context in contexts:
        context.close()


@pytest.mark.slow
@every_kind
@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1280, "light"), (1280, "dark")])
def test_axe_finds_nothing_and_nothing_sticks_out(
    opened: Callable[..., Any], kind: str, width: int, scheme: str
) -> None:
    found = opened(kind, width, color_scheme=scheme)
    unfold(found)
    assert violations(found) == []
    assert found.evaluate("document.documentElement.scrollWidth") <= width
