"""No name, day of birth or identifier of a person leaves by any output, message or log (H6)."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from pypdf import PdfReader

from tests.broken.running import run
from tests.broken.small_case import write

CASE, COHORT = "assumptions/small-case", "cohorts/four-people"
PEOPLE = 60
# What must not leave: in ids, in columns that nothing reads, in cells that are wrong.
SURNAME, ID, CRIME, ROW = "Quetzalcoatlson", "PNCZQ", "CRZQ", "OFZQ"
POSTCODE, BORN, BORN_OTHERWISE = "ZQ97 7QZ", "1983-07-19", "19/07/1983"
CANARIES = (SURNAME, ID, CRIME, ROW, POSTCODE, BORN, BORN_OTHERWISE)
NUMBER = "19830719"  # in messages alone: among the draws it may well stand by chance


def real(root: Path) -> None:
    """The small case with a cohort of sixty, whose extract holds more than it should."""
    write(root)
    offenders = ["offender_id,surname,birth_date,sex,birth_year,postcode,need_drugs"]
    offences = ["offence_id,crime_id,offender_id,offence_date,offence_code,remarks"]
    custody = ["offender_id,start,end,prison_number"]
    for n in range(PEOPLE):
        sex, need = ("male", "female")[n % 2], ("yes", "no")[n % 3 > 0]
        offenders.append(f"{ID}{n:04d},{SURNAME},{BORN},{sex},1983,{POSTCODE},{need}")
        for k in range(n % 7):
            day = f"20{6 + (n + k) % 4:02d}-{1 + (n * k) % 12:02d}-{1 + (3 * n + k) % 28:02d}"
            code = ("28A", "45")[(n + k) % 2]
            offences.append(f"{ROW}{n}{k},{CRIME}{n}{k},{ID}{n:04d},{day},{code},{SURNAME}")
    custody.append(f"{ID}0003,2008-06-01,2008-09-01,{ID}X")
    for name, lines in (("offenders", offenders), ("offences", offences), ("custody", custody)):
        (root / COHORT / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    words = root / COHORT / "cohort.yaml"
    words.write_text(words.read_text().replace("synthetic: true", "synthetic: false"))
    case = root / CASE / "case.yaml"
    case.write_text(case.read_text().replace("top: 2", "top: 30"))


def leaked(content: bytes, name: str = "") -> set[str]:
    """The canaries in some bytes, and in what is packed in them."""
    found = {canary for canary in CANARIES if canary.encode() in content}
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            for inner in packed.namelist():
                found |= leaked(packed.read(inner), inner)
    if content.startswith(b"%PDF"):
        text = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
        found |= leaked(text.encode())
    return found | ({name} if any(canary in name for canary in CANARIES) else set())


def written(root: Path) -> Iterator[tuple[str, bytes]]:
    """Every file outside the cohort's own folder."""
    for path in sorted(root.rglob("*")):
        if path.is_file() and "cohorts" not in path.relative_to(root).parts[:1]:
            yield str(path.relative_to(root)), path.read_bytes()


@pytest.mark.slow
def test_nobody_leaves_by_any_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    real(tmp_path)
    beside = tmp_path_factory.mktemp("temporary")
    monkeypatch.setenv("TMPDIR", str(beside))
    for words in (
        ("appraise", CASE, "--out", "out/run", "--purpose", "a test", "--draws-file", "out/d.csv"),
        ("appraise", CASE, "--json"),
        ("appraise", CASE, "--draw", "17"),
        ("check", CASE),
        ("check", CASE, "--json"),
        ("cohort", "check", COHORT),
        ("cohort", "profile", CASE),
        ("log", CASE, "--out", "out/log.html"),
        ("assumptions", "list", CASE),
        ("explain", "team.npsv", "out/run", "--all"),
        ("sensitivity", "out/run"),
        ("compare", CASE, CASE, "--out", "out/compare"),
        ("verify", "out/run"),
        ("freeze", CASE, "--run", "out/run", "--out", "out/frozen.zip"),
        ("cohort", "backtest", CASE),
    ):
        ran = run(*words, inside=tmp_path)
        assert ran.code in (0, 2), (words, ran.err)
        assert not leaked((ran.out + ran.err).encode()), words
    assert {name for name, _ in written(tmp_path)} >= {"out/run/results.json", "out/frozen.zip"}
    assert {name: found for name, content in written(tmp_path) if (found := leaked(content))} == {}
    assert list(beside.iterdir()) == []


FAULTS = {
    "a name for a day": ("offences.csv", "2006-01-01", SURNAME),
    "a name for an offence": ("offences.csv", ",28A,", f",{SURNAME},"),
    "a day of birth for its year": ("offenders.csv", ",1983,", f",{BORN},"),
    "the same in another form": ("offenders.csv", ",1983,", f",{BORN_OTHERWISE},"),
    "a number of a register for a day": ("offences.csv", "-01-", f"-{NUMBER}-"),
    "a name for a need": ("offenders.csv", ",yes", f",{SURNAME}"),
    "a name for a sex": ("offenders.csv", ",female,", f",{SURNAME},"),
    "nobody of that id": ("offences.csv", f"{ID}0003", f"{ID}9999"),
    "a person twice": ("offenders.csv", f"{ID}0004", f"{ID}0003"),
    "a cell too many": ("offenders.csv", f"{POSTCODE},", f"{POSTCODE},{SURNAME},"),
    "a quote that is not closed": ("offenders.csv", f"{ID}0007", f'"{ID}0007'),
    "a spell that ends before it begins": ("custody.csv", "2008-09-01", "2008-01-01"),
    "a name where the header is": ("offenders.csv", "offender_id", "id"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_wrong_cell_is_named_by_its_place_alone(fault: str, tmp_path: Path) -> None:
    real(tmp_path)
    name, old, new = FAULTS[fault]
    path = tmp_path / COHORT / name
    text = path.read_text()
    assert old in text, fault
    path.write_text(text.replace(old, new))
    for words in (("check", CASE), ("cohort", "check", COHORT), ("check", CASE, "--json")):
        ran = run(*words, inside=tmp_path)
        assert ran.code in (0, 2), ran.err
        assert not leaked((ran.out + ran.err).encode()), (words, ran.out + ran.err)
        assert NUMBER not in ran.out + ran.err
