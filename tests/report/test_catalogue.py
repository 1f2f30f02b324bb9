"""The catalogue of words: every key used, every place filled, none of it left in the code."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from fnmatch import fnmatchcase
from pathlib import Path

import invented_cases
import pytest
from marks import own, pseudo, unmarked
from pages import ENGLISH, TEMPLATES, Page

import iomcba.report
from iomcba.errors import InputError
from iomcba.pipeline.clothes import Clothes
from iomcba.pipeline.report import render_reports
from iomcba.read.catalogue import catalogue
from iomcba.report import html, phrases
from iomcba.report.five_cases import lay_out_paper
from iomcba.report.layout import lay_out
from iomcba.report.views import plain
from iomcba.terms.catalogue import COUNT, places
from iomcba.terms.run_words import RUN

REPORT = Path(iomcba.report.__file__).parent
CHARTS = "concentration cumulative loss net_value past shared sides spending"
DECISION = "flips names screen section shares switches tornado two_way"
WORKBOOK = (
    "assumptions benefits checks context costs effect engagement fit grid measures naming render "
    "results saying style value words writing"
)
DESK = (
    "diff_lines diff_page diff_text entries log_page picture proposal_text register_data "
    "register_text review_text sheet styles uprate_text workbook"
)
EXPLAIN = "formula_text node_words screen"
COMPARE = "layout page screen views waterfall wording workbook"
CONVERTED = (
    *("advice.py", "annex.py", "assurance.py", "backtest_text.py", "benefits.py", "drawing.py"),
    *("five_cases.py", "front.py", "labels.py", "layout.py", "method_text.py", "option_tables.py"),
    *("paper.py", "partners.py", "quality.py", "reconcile.py", "screen.py", "summary_table.py"),
    *("tables.py", "trial.py", "verdict.py", "views.py"),
    *(f"charts/{name}.py" for name in CHARTS.split()),
    *(f"decision/{name}.py" for name in DECISION.split()),
    *("pdf/data.py", "word/render.py", "check_text.py", "profile_text.py", "verify_text.py"),
    *("batch_table.py", *(f"explain/{name}.py" for name in EXPLAIN.split())),
    *(f"compare/{name}.py" for name in COMPARE.split()),
    *(f"desk/{name}.py" for name in DESK.split()),
    *(f"workbook/{name}.py" for name in WORKBOOK.split()),
)
FOLDER = Path(iomcba.report.__file__).parents[2] / "templates"
HERE = {"text", "say"}
# a look of Excel's, the mark in a row's note that `assumptions import` sets, and that command
NO_SENTENCE = {"Table Style Light 1", "Changed at review: ", "iomcba assumptions import FILE.xlsx "}
UNREAD = ("id", "figure", "link", "mark", "wide", "narrow", "data")  # of a laid-out report
WORD = re.compile(r"\b[a-z]{2,}")
TAG = re.compile(r"<\w+ |^bold [a-z]+$")  # the start of a tag, or a style of the terminal
IN_TEMPLATE = re.compile(r"['\"]([a-z0-9-]+\.[a-z0-9.-]+)['\"]")
WELSH = """\
language: cy
horizon:
  one: "{number} flwyddyn"
  two: "{number} flynedd"
  other: "{number} o flynyddoedd"
number:
  "2": dwy
  "3": tair
question:
  payback: A yw’n talu amdano’i hun?
"""


def asked() -> Iterator[str]:
    """Every text in the code of reports, their commands and steps that may be a key.

    A part that is filled in is *.
    """
    for folder in ("report", "pipeline", "cli"):
        yield from asked_in(REPORT.parent / folder)


def asked_in(folder: Path) -> Iterator[str]:
    """Every text in a folder's code that may be a key, * where a part of it is filled in."""
    for module in sorted(folder.rglob("*.py")):
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value
            elif isinstance(node, ast.JoinedStr):
                parts = (part for part in node.values)
                yield "".join(str(p.value) if isinstance(p, ast.Constant) else "*" for p in parts)


def said_in_templates() -> set[str]:
    shipped = (path.read_text(encoding="utf-8") for path in FOLDER.rglob("*.j2"))
    texts = (*TEMPLATES.values(), *shipped)
    return {key for text in texts for key in IN_TEMPLATE.findall(text)}


def test_every_key_is_used() -> None:
    wanted = set(asked()) | said_in_templates()
    patterns = [key for key in wanted if re.fullmatch(r"[a-z.-]+\*[a-z*-]*", key)]
    # Lists and words of numbers are asked for in the catalogue's own code, ratings by a name.
    own = {
        "list.comma",
        "list.last",
        *RUN.texts,  # a run's own: see test_run_words
        *(
            key
            for key in ENGLISH.texts
            if key.startswith(("number.", "quality.graded-", "quality.care-", "glossary."))
        ),
    }
    unused = [
        key
        for key in ENGLISH.texts
        if key not in wanted | own and not any(fnmatchcase(key, pattern) for pattern in patterns)
    ]
    assert unused == []


def calls() -> Iterator[tuple[str, set[str] | None, str]]:
    """Calls of the catalogue with a key written out, and the names they fill (None with `**`)."""
    for module in sorted(REPORT.parent.rglob("*.py")):
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                first = node.args[0] if node.args else None
                if node.func.attr in HERE and isinstance(first, ast.Constant):
                    names = {word.arg for word in node.keywords}
                    given = None if None in names else {name for name in names if name}
                    yield str(first.value), given, f"{module.name}:{node.lineno}"


def test_every_key_asked_for_is_there_and_every_place_of_it_filled() -> None:
    found = list(calls())
    assert found
    for key, given, where in found:
        assert key in ENGLISH.texts, (where, key)
        if given is not None:
            needed = places(ENGLISH.texts[key])
            if not isinstance(ENGLISH.texts[key], str):
                needed |= {COUNT}
            assert needed == given, (where, key)


@pytest.mark.parametrize("name", CONVERTED)
def test_no_sentence_is_left_in_the_code(name: str) -> None:
    left = [text for _, text in sentences_in(REPORT / name) if text not in NO_SENTENCE]
    assert left == []


def sentences_in(file: Path) -> list[tuple[int, str]]:
    """Two words beside each other in a module's texts, with their line."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    told = {
        id(node.body[0].value)  # type: ignore[attr-defined]
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef)
        and isinstance(node.body[0], ast.Expr)
    }
    # what an assertion says is for us, and what a text is compared with is no word of a report
    told |= {
        id(part)
        for node in ast.walk(tree)
        if isinstance(node, ast.Assert | ast.Compare)
        for part in ast.walk(node)
    }
    return [
        (node.lineno, node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in told
        and re.search(r"[A-Za-z]{2,} [A-Za-z]{2,}", TAG.sub("", node.value))
    ]


def printed(value: object) -> Iterator[str]:
    """Every text of a laid-out report that a reader sees as words, the glossary left out."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from printed(each)
    elif is_dataclass(value) and getattr(value, "id", "") != "glossary":
        for field in fields(value):
            if field.name not in UNREAD:
                yield from printed(getattr(value, field.name))


def told_by(value: object) -> Iterator[str]:
    """Every text that a case holds."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from told_by(tuple(value.items()))
    elif isinstance(value, tuple):
        for each in value:
            yield from told_by(each)
    elif is_dataclass(value):
        for field in fields(value):
            yield from told_by(getattr(value, field.name))


@pytest.mark.parametrize(
    "name", ["largest", "no_option_pays", "with_hidden", "smallest", "bare_option"]
)
def test_a_report_and_a_paper_say_words_of_the_catalogue_and_of_the_case_alone(name: str) -> None:
    shared = getattr(invented_cases, name)()
    own = {word for text in told_by(shared) for word in WORD.findall(text.lower())}
    report, words = lay_out(shared, pseudo()), pseudo()
    left = {
        text
        for view in (report, lay_out_paper(report, words))
        for text in printed(view)
        if not set(WORD.findall(unmarked(text).lower())) <= own
    }
    assert left == set()


def test_marks_taken_away_the_paper_is_the_same() -> None:
    shared, words = invented_cases.largest(), pseudo()
    ours = lay_out_paper(lay_out(shared, ENGLISH), ENGLISH)
    theirs = lay_out_paper(lay_out(shared, words), words)
    # In the middle of a sentence a name begins with a small letter, which a mark cannot.
    said = [text.replace("«", "").replace("»", "").lower() for text in printed(theirs)]
    assert said == [text.lower() for text in printed(ours)]


def test_the_one_page_says_nothing_that_is_not_in_the_catalogue() -> None:
    """Whatever the page says in English stays the same words under other marks."""
    case = invented_cases.largest()
    ours, theirs = (lay_out(case, words).front for words in (ENGLISH, pseudo()))
    for mine, other in zip(ours.answers, theirs.answers, strict=True):
        assert unmarked(other.question) == ""
        if mine.id in ("mismatch", "payback", "true", "signed"):
            for sentence in other.sentences:
                assert "«" in plain(sentence)
    for sentence in theirs.verdict:
        assert "«" in plain(sentence)
    for mine, other in zip(ours.cards, theirs.cards, strict=True):
        assert (mine.tag, other.tag) == ("", "") or "«" in other.tag or mine.tag == other.tag
    for table in (theirs.cost, theirs.bearers):
        assert all("«" in note for note in (table.caption, table.units, *table.notes))
    assert theirs.basis.replace("«", "").replace("»", "") == ours.basis


def test_marks_taken_away_the_page_is_the_same() -> None:
    case = invented_cases.largest()
    page = html.render(case, TEMPLATES, pseudo()).decode()
    text = Page(page.replace("«", "").replace("»", "").encode()).text
    # a first letter is made large or small where a mark stands before it
    assert text.lower() == Page(html.render(case, TEMPLATES, ENGLISH)).text.lower()


def test_some_words_of_another_language_take_the_place_of_ours(tmp_path: Path) -> None:
    found = catalogue(own(tmp_path, WELSH))
    said = [
        found.text("horizon", count=years, number=found.number_word(years)) for years in (1, 2, 3)
    ]
    assert said == ["one flwyddyn", "dwy flynedd", "tair o flynyddoedd"]
    assert found.text("question.next") == ENGLISH.text("question.next")
    made = render_reports(invented_cases.largest(), Clothes(("html",), tmp_path))
    assert "A yw’n talu amdano’i hun?" in made["business-case.html"].decode()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("question:\n  paybck: x\n", r"words\.yaml:2: question\.paybck: unknown key.*payback"),
        ("card:\n  costs: '{costs}'\n", r"words\.yaml:2: card\.costs: unknown place \{costs\}"),
        ("card:\n  costs: dear\n", r"words\.yaml:2: card\.costs: leaves out \{cost\}"),
        ("card:\n  nearest: 3\n", r"words\.yaml:2: card\.nearest: is 3, a number, not a text"),
        ("language: fr\n", r"words\.yaml:1: language: is 'fr'\. Allowed: en-GB, cy"),
        ("horizon:\n  one: '{number}'\n", r"words\.yaml:1: horizon: lacks the form 'other'"),
        ("card:\n  best:\n    other: x\n", r"card\.best: has plural forms"),
        ("- x\n", r"words\.yaml:1: holds no keys"),
    ],
)
def test_words_that_cannot_be_taken_are_named_with_their_line(
    tmp_path: Path, words: str, said: str
) -> None:
    with pytest.raises(InputError, match=said):
        catalogue(own(tmp_path, words))


def test_all_that_is_wrong_is_said_at_once(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        catalogue(own(tmp_path, "a: x\nb: y\nlanguage: fr\n"))
    assert len(caught.value.problems) == 3


def test_the_same_places_stand_in_every_form() -> None:
    for key, text in ENGLISH.texts.items():
        if isinstance(text, Mapping):
            for form in text.values():
                assert places(form) | {COUNT} == places(text) | {COUNT}, key


def test_what_is_said_of_figures_without_a_catalogue_is_what_ours_says() -> None:
    for key, text in phrases.ENGLISH.texts.items():
        assert ENGLISH.texts[key] == text


def test_our_own_words_are_written_once_and_may_be_copied_as_they_are(tmp_path: Path) -> None:
    """JSON is YAML: our whole file, as a words.yaml of one's own, is taken and says the same."""
    file = Path(iomcba.report.__file__).parents[2] / "templates" / "words" / "en.json"

    def once(pairs: list[tuple[str, object]]) -> dict[str, object]:
        assert len({key for key, _ in pairs}) == len(pairs)
        return dict(pairs)

    json.loads(file.read_text(encoding="utf-8"), object_pairs_hook=once)
    found = catalogue(own(tmp_path, file.read_text(encoding="utf-8")))
    assert found == ENGLISH
