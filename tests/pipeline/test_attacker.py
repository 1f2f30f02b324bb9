"""The attacker, who has the shared files of a real cohort, the case, the method and this program.

The strongest attack is a guess: take every count that the hidden one may be, make the run again,
and see which guess gives the files that were shared. If all do, no algebra tells them apart.
"""

from __future__ import annotations

import re
import sys
from datetime import date
from pathlib import Path
from zipfile import ZipFile

import pytest

from iomcba.appraise.suppression import Suppressed, suppress
from iomcba.pipeline import cohort
from iomcba.pipeline.appraise import Appraised, appraise_prepared
from iomcba.pipeline.prepare import prepare
from iomcba.pipeline.simulate import Engine
from iomcba.terms.records import encode
from tests.broken.real_case import SURNAME, write_real
from tests.broken.running import run

GUESSES = (1, 9)  # burglaries; with what is not costed 21, so that either end is possible
OBSERVED = "case.observed-offences"


def appraised(root: Path, burglaries: int, method: str) -> Appraised:
    """The case with so many burglaries appraised: same people, days and crimes."""
    case = write_real(root, burglaries)
    words = (case / "case.yaml").read_text(encoding="utf-8")
    changed = words.replace("method: naive", f"method: {method}")
    (case / "case.yaml").write_text(changed, encoding="utf-8")
    return appraise_prepared(prepare(str(case)), lambda *_: None, date(2026, 1, 1), Engine(1024, 1))


def shared(found: Appraised) -> str:
    """What results.json holds but for hashes of files, which any changed byte moves."""
    return re.sub(r'"[0-9a-f]{12,64}"', '"hash"', encode(found.shared))


@pytest.mark.parametrize("method", ["naive", pytest.param("population", marks=pytest.mark.slow)])
def test_every_guess_gives_the_files_that_were_shared(tmp_path: Path, method: str) -> None:
    """Counts, money by bearer, workings of the workbook, drivers, words: the same to the bit."""
    runs = [appraised(tmp_path / str(guess), guess, method) for guess in GUESSES]
    counts = [found.full.figures[f"{OBSERVED}.burglary"].central for found in runs]
    assert counts == list(GUESSES)
    assert f"{OBSERVED}.burglary" in runs[0].shared.hidden
    assert len({shared(found) for found in runs}) == 1


@pytest.mark.slow
def test_the_attack_succeeds_where_no_company_is_hidden(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With small counts hidden alone, two shared figures give the hidden one back."""

    def alone(counts: dict[str, float], threshold: float) -> Suppressed:
        small = frozenset(name for name, count in counts.items() if 0 < count < threshold)
        return Suppressed(small, frozenset(), frozenset(), ())

    monkeypatch.setattr("iomcba.appraise.disclosure.suppress", alone)
    monkeypatch.setattr(cohort, "suppress", alone)
    runs = [appraised(tmp_path / str(guess), guess, "naive") for guess in GUESSES]
    assert len({shared(found) for found in runs}) == len(GUESSES)


@pytest.mark.slow
def test_the_attack_succeeds_where_money_holds_the_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the mix as counted, benefits by bearer tell the guesses apart."""
    monkeypatch.setattr(cohort, "without_few", lambda inputs, picked, counts: counts)
    runs = [appraised(tmp_path / str(guess), guess, "naive") for guess in GUESSES]
    worth = {found.shared.case.figures["team.pvb.victims"].central for found in runs}
    assert len(worth) == len(GUESSES)


def test_what_is_modelled_keeps_the_sum_of_what_is_hidden(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only how the hidden types divide changes: their sum, and all shown types, stay."""
    case = prepare(str(write_real(tmp_path)))
    told = case.fit().mix
    monkeypatch.setattr(cohort, "without_few", lambda inputs, picked, counts: counts)
    exact = cohort.counterfactual(case.inputs, case.picked).mix
    assert told[0] + told[2] == pytest.approx(exact[0] + exact[2])
    assert told[1] == exact[1]
    assert told[0] != exact[0]


@pytest.mark.slow
def test_no_person_is_in_any_file_and_no_hidden_count_in_a_shared_one(tmp_path: Path) -> None:
    """Every file of a run, what the terminal says, and messages: no id of a person anywhere."""
    case = write_real(tmp_path)
    ran = run("appraise", str(case), "--out", "run", inside=tmp_path)
    assert ran.code == 0, ran.err
    said = [ran.out, ran.err]
    for command in (
        ("check", str(case)),
        ("cohort", "profile", str(case)),
        ("cohort", "check", "cohorts/four-people"),
        ("log", str(case)),
        ("explain", f"{OBSERVED}.theft", "run"),
        ("verify", "run"),
        ("assumptions", "list", str(case)),
        ("appraise", str(case), "--json"),
    ):
        done = run(*command, inside=tmp_path)
        said += [done.out, done.err]
    for path in (tmp_path / "run").rglob("*"):
        if path.suffix in (".xlsx", ".docx", ".npz"):
            with ZipFile(path) as parts:
                said += [parts.read(name).decode("utf-8", "replace") for name in parts.namelist()]
        elif path.is_file():
            said.append(path.read_bytes().decode("utf-8", "replace"))
    assert not [text[:80] for text in said if SURNAME in text]
    page = (tmp_path / "run" / "business-case.html").read_text(encoding="utf-8")
    assert "Disclosure control: observed tables, counts below 10 hidden" in page
    assert not re.search(r"\b131\b", page)  # thefts as counted, shown as 130
    explained = run("explain", f"{OBSERVED}.theft", "run", inside=tmp_path)
    assert "131" not in explained.out
    assert "130" in explained.out


@pytest.mark.slow
def test_a_lowered_threshold_is_on_the_first_page_of_every_clothing(tmp_path: Path) -> None:
    case = write_real(tmp_path)
    rows = case / "parameter.csv"
    text = rows.read_text(encoding="utf-8")
    assert "disclosure-threshold,10," in text
    lowered = text.replace("disclosure-threshold,10,", "disclosure-threshold,5,")
    rows.write_text(lowered, encoding="utf-8")
    ran = run("appraise", str(case), "--out", "run", inside=tmp_path)
    assert ran.code == 0, ran.err
    words = "Disclosure control is lowered: counts below 5 are hidden, not below 10"
    out = tmp_path / "run"
    assert words in " ".join(ran.out.split())
    assert words in (out / "results.json").read_text(encoding="utf-8")
    page = (out / "business-case.html").read_text(encoding="utf-8")
    assert words in page.partition("<h2")[0] or words in page[: len(page) // 4]
    for file, part in (
        ("business-case.docx", "word/document.xml"),
        ("business-case.xlsx", "xl/sharedStrings.xml"),
    ):
        with ZipFile(out / file) as parts:
            assert words in parts.read(part).decode("utf-8"), file
    import pypdf

    first = pypdf.PdfReader(out / "business-case.pdf").pages[0].extract_text()
    assert words in " ".join(first.split())


def test_a_table_without_small_counts_needs_no_linear_program(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The import of the optimiser stays off the path of a case that hides nothing."""
    monkeypatch.setitem(sys.modules, "scipy.optimize", None)
    found = suppress({OBSERVED: 42.0, f"{OBSERVED}.a": 12.0, f"{OBSERVED}.b": 30.0}, 10.0)
    assert not found.hidden
