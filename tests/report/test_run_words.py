"""Words that a run keeps: English with their keys, and said anew where the catalogue has others."""

from __future__ import annotations

import ast
import pickle
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path

import pytest

import iomcba
from iomcba.appraise.disclosure import disclose
from iomcba.pipeline.appraise import appraise
from iomcba.report.annex import finished
from iomcba.report.five_cases import lay_out_paper
from iomcba.report.layout import lay_out
from iomcba.terms.catalogue import COUNT, Catalogue, places
from iomcba.terms.findings import SharedCase, TableWords, Warning
from iomcba.terms.reconciliation import Reconciliation
from iomcba.terms.records import decode, encode
from iomcba.terms.run_words import RUN
from iomcba.terms.said import Named, Worded, retold, sayings, worded
from tests.report.marks import pseudo, unmarked
from tests.report.pages import ENGLISH
from tests.report.test_catalogue import WORD, asked_in, printed, sentences_in, told_by

CODE = Path(iomcba.__file__).parent
SPEAKING = ("appraise", "model", "pipeline", "read")
WORDED = (
    *(f"appraise/{n}.py" for n in ("costing", "plausibility", "dominance", "cost_base")),
    *("appraise/shared_words.py", "pipeline/gap.py", "pipeline/case.py"),
    *("pipeline/desk/log.py", "pipeline/desk/log_tables.py"),
    *("appraise/profile.py", "appraise/profile_people.py", "appraise/profile_disclosure.py"),
    *(f"pipeline/comparison/{n}.py" for n in ("changes", "players")),
    *("appraise/bridge_hiding.py", "appraise/explain/tree.py"),
)
OTHERS = Catalogue(
    "cy",
    {
        **ENGLISH.texts,
        "warning.past-review": {"two": "dau: {names}", "other": "{count} i gyd: {names}"},
        "warning.benefit-counted-twice": "{option}: {outcomes} ({value})",
        "aside.few": "llai na {threshold} ({why})",
        "aside.repeats": "yr un rhes",
        "list.last": "{first} a {last}",
    },
)


def test_what_a_run_says_is_what_the_catalogue_says() -> None:
    assert {key: ENGLISH.texts.get(key) for key in RUN.texts} == RUN.texts


def calls() -> Iterator[tuple[str, set[str] | None, str]]:
    """Calls of `worded` with a key written out, and the places they fill (None with `**`)."""
    for module in sorted(CODE.rglob("*.py")):
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "worded":
                names = {word.arg for word in node.keywords}
                given = None if None in names else {name for name in names if name}
                first = node.args[0]
                keys = [first.body, first.orelse] if isinstance(first, ast.IfExp) else [first]
                for key in keys:
                    if isinstance(key, ast.Constant):
                        yield str(key.value), given, f"{module.name}:{node.lineno}"


def test_every_sentence_of_a_run_is_there_and_every_place_of_it_filled() -> None:
    found = list(calls())
    assert len(found) > 100
    for key, given, where in found:
        assert key in RUN.texts, (where, key)
        if given is not None:
            plural = set() if isinstance(RUN.texts[key], str) else {COUNT}
            assert places(RUN.texts[key]) | plural == given, (where, key)


def test_every_sentence_of_a_run_is_used() -> None:
    """By its key, by a pattern of it, or by its last part where heads of a table are named."""
    asked = {text for name in SPEAKING for text in asked_in(CODE / name)}
    patterns = [text for text in asked if re.match(r"[a-z-]+\..*\*", text)]
    left = [
        key
        for key in RUN.texts
        if not key.startswith("list.")
        and not {key, key.partition(".")[2]} & asked
        and not any(fnmatchcase(key, pattern) for pattern in patterns)
    ]
    assert left == []


@pytest.mark.parametrize("name", WORDED)
def test_no_sentence_of_a_run_is_left_in_the_code(name: str) -> None:
    left = [text for _, text in sentences_in(CODE / name) if not text.startswith("GBP ")]
    assert left == []


def words_of(noun: object, language: Catalogue = OTHERS) -> str:
    """A text as it is said after it was kept and read back."""
    assert isinstance(noun, Worded)
    return retold(str(noun), language, sayings(noun))


def test_a_text_is_said_anew_with_its_fillings_numbers_and_lists() -> None:
    past = {n: worded("warning.past-review", count=n, names="a, b") for n in (1, 2, 1200)}
    assert past[1] == "1 figure is past its review-by date: a, b."
    assert past[1200] == "1,200 figures are past their review-by date: a, b."
    assert words_of(past[2]) == "dau: a, b"
    assert words_of(past[1200]) == "1,200 i gyd: a, b"
    twice = worded(
        "warning.benefit-counted-twice", value="v", outcomes=("home", "work", "debt"), option="team"
    )
    assert twice.startswith("v is counted by home, work and debt of team")
    assert words_of(twice) == "team: home, work a debt (v)"


def test_a_text_within_a_text_is_said_anew_too() -> None:
    few = worded("aside.few", threshold="10", why=worded("aside.repeats"))
    assert few == "fewer than 10 rows: repeats an earlier row, its offence_id included"
    assert words_of(few) == "llai na 10 (yr un rhes)"


@pytest.mark.parametrize("text", ["", "Words of a user.", "no"])
def test_what_nothing_is_known_of_stays(text: str) -> None:
    assert retold(text, OTHERS, ()) == text
    assert retold(text, OTHERS, sayings(worded("aside.repeats"))) == text


def test_a_key_that_the_catalogue_lacks_leaves_the_english() -> None:
    assert words_of(worded("aside.repeats"), Catalogue()) == RUN.text("aside.repeats")


def test_words_pass_to_another_process_with_their_key() -> None:
    named: Mapping[str, Named] = {"threshold": "10", "why": worded("aside.repeats")}
    found = pickle.loads(pickle.dumps(worded("aside.few", **named)))
    assert (found.key, found.named) == ("aside.few", named)


def test_what_is_hidden_leaves_no_saying() -> None:
    """Keys are kept of what is shared alone: a reason of few rows stands without its number."""
    case = appraised().case
    few = Reconciliation("offences.csv", 5, 2, ((worded("aside.repeats"), 3),))
    shared = disclose(replace(case, synthetic=False, reconciliation=(few,)), "standard", 10.0)
    kept = [s for s in shared.case.sayings if s.key.startswith("aside.")]
    assert {s.key for s in kept} == {"aside.few", "aside.repeats"}
    assert "3" not in "".join(s.text for s in kept)
    assert {s.key for s in shared.case.sayings} >= {"disclosure.standard", "disclosure.small"}


@cache
def appraised() -> SharedCase:
    """A shipped case as its run folder gives it back."""
    today = date(2026, 1, 1)
    found = appraise("bedfordshire-2011", 2048, None, lambda done, of: None, today)
    return decode(SharedCase, encode(found.shared))


def test_reports_of_a_run_say_no_english_that_is_not_the_cases_own() -> None:
    shared = appraised()
    bare = replace(shared.case, warnings=(), tables=(), reconciliation=(), sayings=())
    own = {word for text in told_by(bare) for word in WORD.findall(text.lower())}
    own |= {w for text in told_by(fillings(shared)) for w in WORD.findall(text.lower())}
    own |= {word for text in cells(shared) for word in WORD.findall(text.lower())}
    report, words = lay_out(shared, pseudo()), pseudo()
    left = {
        text
        for view in (report, lay_out_paper(report, words))
        for text in printed(view)
        if not set(WORD.findall(unmarked(text).lower())) <= own
    }
    assert left == set()


def fillings(shared: SharedCase) -> tuple[Named, ...]:
    """What fills places of a run's words and is no such word itself."""
    said = {saying.text for saying in shared.case.sayings}
    filled = (value for saying in shared.case.sayings for _, value in saying.named)
    return tuple(value for value in filled if value not in said)


def cells(shared: SharedCase) -> list[str]:
    """Cells that the run has no words for: those of the case's own files."""
    said = {saying.text for saying in shared.case.sayings}
    rows = (row for table in shared.case.tables for row in table.rows)
    return [cell for row in rows for cell in row if cell not in said]


def test_tables_warnings_and_reasons_have_no_text_without_a_key_but_those_of_users() -> None:
    """A sentence put back into the code would be kept without a key."""
    shared = appraised()
    said = {saying.text for saying in shared.case.sayings}
    transcribed = {w.text for w in shared.case.warnings if w.id == "transcribed"}
    texts = {w.text for w in shared.case.warnings} - transcribed
    texts |= {why for file in shared.case.reconciliation for why, _ in file.set_aside}
    for table in shared.case.tables:
        texts |= {table.title, *table.header, table.note}
    assert {text for text in texts - said if text} == set()
    assert shared.policy in said


def test_a_run_without_keys_is_said_as_it_was() -> None:
    shared = appraised()
    old = replace(shared, case=replace(shared.case, sayings=()))
    assert list(printed(lay_out(old, ENGLISH))) == list(printed(lay_out(shared, ENGLISH)))
    texts = list(printed(lay_out(old, pseudo())))
    assert shared.policy in " ".join(texts)


def test_a_finished_table_is_said_as_asked() -> None:
    table = TableWords("x", "Title", ("Head", "Sum"), (("row", "12"),), "Note.")
    made = finished(table, str.upper)
    assert [made.caption, made.columns[0].label, *made.notes] == ["TITLE", "HEAD", "NOTE."]
    assert made.columns[1].numeric


def test_a_warning_keeps_its_key_through_disclosure() -> None:
    case = appraised().case
    warned = Warning("x", worded("warning.certain-costs"))
    shared = disclose(replace(case, warnings=(warned,)), "synthetic", 0.0)
    assert "warning.certain-costs" in {saying.key for saying in shared.case.sayings}
