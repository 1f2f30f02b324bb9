"""A run can be made again by anyone; what is not as it was is named, and nothing else is."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from iomcba.appraise.sameness import apart, nearly
from iomcba.errors import InputError
from iomcba.pipeline import verify as again
from iomcba.pipeline.appraise import appraise, keep
from iomcba.pipeline.clothes import Clothes
from iomcba.pipeline.freeze import freeze
from iomcba.pipeline.verify import verify
from iomcba.terms.manifest import Manifest
from iomcba.terms.records import decode, encode
from iomcba.terms.verification import DIFFERENT, EQUAL, NEARLY
from tests.broken.small_case import write

CASE, RUN = "assumptions/small-case", "out/run"
DAY = date(2026, 11, 26)


def quiet(done: int, of: int) -> None:
    """Hear nothing."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with a run of the small case."""
    root = tmp_path_factory.mktemp("verify")
    write(root)
    found = appraise(str(root / CASE), 16_384, 7, quiet, DAY)
    keep(found, root / RUN, False, clothes=Clothes(("html",)))
    return root


@pytest.fixture
def root(made: Path, tmp_path: Path) -> Path:
    """A copy of it in another place, the first gone from where the manifest says."""
    copy = tmp_path / "copy"
    shutil.copytree(made, copy)
    manifest = copy / RUN / "manifest.json"
    manifest.write_text(manifest.read_text().replace(str(made), str(copy)))
    return copy


def flip(path: Path) -> None:
    """Change one byte in the middle of a file."""
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(bytes(content))


def test_a_run_is_made_again(root: Path) -> None:
    found = verify(root / RUN, None, False, quiet)
    assert (found.outcome, found.departures, found.missing) == (EQUAL, (), ())
    assert found.compared > 1000
    assert found.holds


def test_each_changed_input_is_named_and_no_other(root: Path) -> None:
    manifest = decode(Manifest, (root / RUN / "manifest.json").read_text())
    own = [name for name, _ in manifest.made.inputs if (root / name).is_file()]
    assert {name.split("/")[0] for name in own} == {"assumptions", "cohorts"}
    assert {Path(name).suffix for name in own} >= {".csv", ".yaml"}
    for name in own:
        before = (root / name).read_bytes()
        flip(root / name)
        for only in (True, False):
            found = verify(root / RUN, None, only, quiet)
            assert [(d.kind, d.name) for d in found.departures] == [("input", name)]
            assert found.outcome == DIFFERENT
        (root / name).unlink()
        if not name.endswith("case.yaml"):
            (gone,) = verify(root / RUN, None, True, quiet).departures
            assert (gone.name, "no longer there" in gone.how) == (name, True)
        (root / name).write_bytes(before)


def test_each_changed_file_of_the_run_is_named_and_no_other(root: Path) -> None:
    manifest = decode(Manifest, (root / RUN / "manifest.json").read_text())
    assert len(manifest.outputs) >= 5
    for name, _ in manifest.outputs:
        before = (root / RUN / name).read_bytes()
        flip(root / RUN / name)
        found = verify(root / RUN, None, False, quiet)
        assert [(d.kind, d.name) for d in found.departures] == [("output", name)]
        (root / RUN / name).write_bytes(before)


def test_every_file_that_is_read_is_among_the_inputs(root: Path) -> None:
    manifest = decode(Manifest, (root / RUN / "manifest.json").read_text())
    named = {name for name, _ in manifest.made.inputs}
    there = {
        str(path.relative_to(root))
        for folder in ("assumptions", "cohorts")
        for path in (root / folder).rglob("*")
        if path.is_file()
    }
    assert there <= named


def test_a_file_that_was_not_there_is_named(root: Path) -> None:
    (root / CASE / "reviews.csv").write_text("row,digest,reviewer,role,on,comment\n")
    found = verify(root / RUN, None, False, quiet)
    assert [(d.kind, d.name) for d in found.departures] == [("input", f"{CASE}/reviews.csv")]


def edit(root: Path, **changed: str) -> None:
    path = root / RUN / "manifest.json"
    path.write_text(encode(replace(decode(Manifest, path.read_text()), **changed)))


def test_another_version_is_named_though_all_is_equal(root: Path) -> None:
    edit(root, version="0.0.1", processor="Another 3000")
    found = verify(root / RUN, None, False, quiet)
    assert found.outcome == EQUAL
    assert [(d.kind, d.name) for d in found.departures] == [
        ("version", "iomcba"),
        ("machine", "processor"),
    ]


@pytest.mark.parametrize(("by", "outcome"), [(1e-11, NEARLY), (1e-6, DIFFERENT)])
def test_last_digits_are_told_from_another_result(
    root: Path, monkeypatch: pytest.MonkeyPatch, by: float, outcome: str
) -> None:
    real = again._made

    def moved(*given: object) -> object:
        found = real(*given)  # type: ignore[arg-type]
        all_of = found.full.figures.items()
        name = next(n for n, f in all_of if n.endswith(".npsv") and f.mean)
        figure = found.full.figures[name]
        figures = {**found.full.figures, name: replace(figure, mean=figure.mean * (1 + by))}
        return replace(found, full=replace(found.full, figures=figures))

    monkeypatch.setattr(again, "_made", moved)
    edit(root, processor="Another 3000")
    found = verify(root / RUN, None, False, quiet)
    assert found.outcome == outcome
    assert ("machine", "processor") in [(d.kind, d.name) for d in found.departures]
    assert any(d.kind == "result" and d.name.endswith("npsv.mean") for d in found.departures) == (
        outcome == DIFFERENT
    )


def test_a_case_that_is_nowhere_is_asked_for(root: Path) -> None:
    (root / CASE).rename(root / "moved")
    with pytest.raises(InputError, match="of this run is found nowhere"):
        verify(root / RUN, None, True, quiet)


@pytest.mark.slow
def test_equal_wherever_and_on_whatever_number_of_processors(root: Path, tmp_path: Path) -> None:
    for settings in (
        {"TZ": "Pacific/Auckland", "LC_ALL": "C"},
        {"LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "5", "OMP_NUM_THREADS": "2"},
    ):
        words = [sys.executable, "-m", "iomcba", "verify", str(root / RUN), "--json"]
        if shutil.which("taskset"):
            words = ["taskset", "-c", "0", *words]
        done = subprocess.run(
            words, cwd=tmp_path, env={**os.environ, **settings}, capture_output=True, check=False
        )
        assert done.returncode == 0, done.stderr
        assert json.loads(done.stdout)["outcome"] == EQUAL


def test_two_trees_differ_by_hand() -> None:
    assert dict(apart({"a": 1.0, "b": [2.0, "x"]}, {"a": 1.0, "b": [2.0, "x"]})) == {}
    found = dict(apart({"a": 200.0, "b": ["x"]}, {"a": 201.0, "b": ["x", 1]}))
    assert found == {"a": pytest.approx(1 / 201), "b[1]": float("inf")}
    assert dict(apart({"a": 1e-12}, {"a": 2e-12})) == {"a": pytest.approx(1e-12)}
    assert nearly({"a": 1e-9})
    assert not nearly({"a": 2e-9})


# The archive.


def unpacked(archive: Path, folder: Path) -> Path:
    with zipfile.ZipFile(archive) as packed:
        packed.extractall(folder)
    return folder / "small-case-frozen"


def test_the_same_run_gives_the_same_archive(root: Path, tmp_path: Path) -> None:
    one, other = tmp_path / "one.zip", tmp_path / "other.zip"
    for out in (one, other):
        freeze(str(root / CASE), out, root / RUN, False, False, quiet)
    assert one.read_bytes() == other.read_bytes()


def test_histories_stay_out_unless_asked_for(root: Path, tmp_path: Path) -> None:
    frozen = freeze(str(root / CASE), tmp_path / "a.zip", root / RUN, False, False, quiet)
    left_out = {name for name, _ in frozen.left_out}
    assert "cohorts/small/offences.csv" in left_out or any("offences.csv" in n for n in left_out)
    with zipfile.ZipFile(tmp_path / "a.zip") as packed:
        names = packed.namelist()
        content = b"".join(packed.read(name) for name in names)
    assert not any("analyst/" in name or name.endswith("offenders.csv") for name in names)
    assert any(name.endswith("profile.json") for name in names)
    people = (root / "cohorts").rglob("offenders.csv")
    ids = [line.split(",")[0] for path in people for line in path.read_text().splitlines()[1:]]
    assert ids
    assert not any(f"\n{id}," in content.decode("latin-1") for id in ids)
    folder = unpacked(tmp_path / "a.zip", tmp_path)
    found = verify(folder, None, False, quiet)
    assert found.outcome == ""
    assert set(found.missing) == {name for name in left_out if name.startswith("cohorts/")}
    assert not found.holds


def test_a_whole_archive_is_made_again_and_each_changed_file_is_named(
    root: Path, tmp_path: Path
) -> None:
    freeze(str(root / CASE), tmp_path / "a.zip", root / RUN, True, False, quiet)
    shutil.rmtree(root)
    folder = unpacked(tmp_path / "a.zip", tmp_path)
    assert verify(folder / "run", None, False, quiet).outcome == EQUAL
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    for path in files:
        name = str(path.relative_to(folder))
        if name in ("frozen.json", "run/manifest.json"):
            continue
        before = path.read_bytes()
        flip(path)
        found = verify(folder, None, True, quiet)
        assert [d.name for d in found.departures] == [name.removeprefix("run/")]
        path.write_bytes(before)


def test_a_run_of_what_has_changed_is_not_frozen(root: Path, tmp_path: Path) -> None:
    flip(root / CASE / "parameter.csv")
    with pytest.raises(InputError, match=r"parameter\.csv: is not as it was"):
        freeze(str(root / CASE), tmp_path / "a.zip", root / RUN, False, False, quiet)
    assert not (tmp_path / "a.zip").exists()


def test_an_archive_holds_no_host_and_no_place(root: Path, tmp_path: Path) -> None:
    freeze(str(root / CASE), tmp_path / "a.zip", root / RUN, False, False, quiet)
    with zipfile.ZipFile(io.BytesIO((tmp_path / "a.zip").read_bytes())) as packed:
        manifest = decode(Manifest, packed.read("small-case-frozen/run/manifest.json").decode())
    assert (manifest.host, manifest.folder) == ("", "")
    assert str(root) not in encode(manifest)
