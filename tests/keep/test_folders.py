"""What may be written where: nothing unasked, through no link, out of no folder."""

from __future__ import annotations

import os
import stat
import threading
from pathlib import Path

import pytest

from iomcba.errors import InputError
from iomcba.keep.bench import Bench, clear_standing
from iomcba.keep.folders import (
    refuse_existing,
    refuse_file,
    write_files,
    write_folder,
    write_new,
    write_one,
)

posix = pytest.mark.skipif(os.name == "nt", reason="links, locks and modes of POSIX")
MARK = "mark.csv"
FILES = {MARK: b"new"}


def stands_in(root: Path) -> set[str]:
    return {path.relative_to(root).as_posix() for path in root.rglob("*")}


@posix
@pytest.mark.parametrize("force", [False, True])
@pytest.mark.parametrize("leads_to", ["full", "empty", "nowhere", "itself"])
def test_a_link_is_not_followed(leads_to: str, force: bool, tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / MARK).write_bytes(b"theirs")
    (tmp_path / "empty").mkdir()
    link = tmp_path / "itself"
    link.symlink_to(tmp_path / leads_to)
    with pytest.raises(InputError, match="is a symbolic link"):
        write_folder(link, FILES, force, MARK)
    with pytest.raises(InputError, match="is a symbolic link"):
        write_files(link, FILES)
    for write in (lambda: write_one(link, b"new", force), lambda: write_new(link, b"new")):
        with pytest.raises(InputError, match="is a symbolic link"):
            write()
    assert stands_in(tmp_path) == {"full", f"full/{MARK}", "empty", "itself"}
    assert (tmp_path / "full" / MARK).read_bytes() == b"theirs"


@posix
def test_a_link_in_the_place_of_a_file_is_replaced_itself(tmp_path: Path) -> None:
    theirs, run = tmp_path / "theirs", tmp_path / "run"
    theirs.write_bytes(b"theirs")
    run.mkdir()
    (run / "report.html").symlink_to(theirs)
    write_files(run, {"report.html": b"ours"})
    assert theirs.read_bytes() == b"theirs"
    assert not (run / "report.html").is_symlink()
    assert (run / "report.html").read_bytes() == b"ours"


@posix
def test_leavings_that_are_links_are_left_alone(tmp_path: Path) -> None:
    """Somebody who guesses a bench's name gains nothing by it."""
    target, theirs = tmp_path / "area", tmp_path / "theirs"
    theirs.mkdir()
    (theirs / "was").mkdir()
    bench = Bench(target)
    name = bench.folder.name
    bench.clear()
    (tmp_path / name).symlink_to(theirs)
    write_folder(target, FILES, force=False, mark=MARK)
    assert (theirs / "was").is_dir()
    assert (target / MARK).read_bytes() == b"new"


@pytest.mark.parametrize(
    "name", ["../out", "/out", "a/../../out", "", ".", "..", "a//b", "a/", "nul\0", "a/./b"]
)
def test_no_name_leads_out_of_the_folder(name: str, tmp_path: Path) -> None:
    for write in (
        lambda: write_folder(tmp_path / "area", {name: b""}, force=False),
        lambda: write_files(tmp_path, {name: b""}),
    ):
        with pytest.raises(ValueError, match="is no name of a file"):
            write()
    assert stands_in(tmp_path) == set()


def test_without_force_nothing_is_replaced(tmp_path: Path) -> None:
    target = tmp_path / "area"
    write_folder(target, {MARK: b"old"}, force=False, mark=MARK)
    with pytest.raises(InputError, match=r"area: exists already\. .*--force"):
        write_folder(target, FILES, force=False, mark=MARK)
    with pytest.raises(InputError, match="exists already"):
        write_one(target / MARK, b"new", force=False)
    with pytest.raises(InputError, match="exists already"):
        refuse_file(target, force=True)
    assert (target / MARK).read_bytes() == b"old"
    write_one(target / MARK, b"new", force=True)
    assert (target / MARK).read_bytes() == b"new"


def test_force_replaces_only_what_is_ours(tmp_path: Path) -> None:
    """A manifest.json alone is no run: web pages have one, too."""
    site, file = tmp_path / "site", tmp_path / "file"
    site.mkdir()
    (site / "manifest.json").write_text("{}")
    file.write_text("theirs")
    for target in (site, file):
        with pytest.raises(InputError, match="is no folder that iomcba wrote"):
            write_folder(target, {"manifest.json": b"", "results.json": b""}, force=True)
    assert stands_in(tmp_path) == {"site", "site/manifest.json", "file"}
    (site / "results.json").write_text("{}")
    write_folder(site, {"manifest.json": b"", "results.json": b""}, force=True)


@pytest.mark.parametrize("where", [".", "..", "../run", ""])
def test_the_folder_one_stands_in_stays(
    where: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "run").mkdir()
    monkeypatch.chdir(tmp_path / "run")
    with pytest.raises(InputError, match="is the folder you stand in"):
        refuse_existing(Path(where), force=True)


def test_another_at_work_on_the_same_target_is_left_alone(tmp_path: Path) -> None:
    """Two runs with one --out: each works on its own bench, and the second is refused."""
    target = tmp_path / "area"
    first = Bench(target)
    first.fill(FILES)
    write_folder(target, {MARK: b"second"}, force=False, mark=MARK)
    assert (first.made / MARK).read_bytes() == b"new"
    first.clear()
    assert stands_in(tmp_path) == {"area", f"area/{MARK}"}


def test_of_many_at_once_one_wins(tmp_path: Path) -> None:
    target, refused, barrier = tmp_path / "area", list[str](), threading.Barrier(8)

    def write(number: int) -> None:
        barrier.wait()
        try:
            write_folder(target, {MARK: b"%d" % number, "b": b"%d" % number}, False, MARK)
        except InputError as error:
            refused.append(str(error))

    threads = [threading.Thread(target=write, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 7
    assert all("exists already" in text for text in refused)
    assert (target / MARK).read_bytes() == (target / "b").read_bytes()
    assert stands_in(tmp_path) == {"area", f"area/{MARK}", "area/b"}


@posix
@pytest.mark.parametrize(("umask", "mode"), [(0o022, 0o755), (0o077, 0o700), (0o002, 0o775)])
def test_modes_are_what_the_user_wants_and_the_bench_is_closed(
    umask: int, mode: int, tmp_path: Path
) -> None:
    before = os.umask(umask)
    try:
        bench = Bench(tmp_path / "other")
        assert stat.S_IMODE(bench.folder.stat().st_mode) == 0o700
        bench.clear()
        write_folder(tmp_path / "area", FILES, force=False, mark=MARK)
        write_files(tmp_path / "area", {"b": b""})
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "area").stat().st_mode) == mode
    for name in (MARK, "b"):
        assert stat.S_IMODE((tmp_path / "area" / name).stat().st_mode) == mode & 0o666


@posix
def test_leavings_that_may_not_be_written_to_are_cleared(tmp_path: Path) -> None:
    target = tmp_path / "area"
    write_folder(target, {MARK: b"old", "a/b": b"old"}, force=False, mark=MARK)
    (target / "a").chmod(0o500)
    write_folder(target, FILES, force=True, mark=MARK)
    assert stands_in(tmp_path) == {"area", f"area/{MARK}"}


@pytest.mark.parametrize("name", ["ä" * 120, "日本語 · 案件", "with spaces ", "-dash", "x" * 255])
def test_names_of_any_sort(name: str, tmp_path: Path) -> None:
    write_folder(tmp_path / name, FILES, force=False, mark=MARK)
    write_folder(tmp_path / name, {MARK: b"newer"}, force=True, mark=MARK)
    assert stands_in(tmp_path) == {name, f"{name}/{MARK}"}


def test_a_place_that_cannot_be_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for target in (
        tmp_path / "file" / "area",
        tmp_path / ("x" * 256),
        tmp_path / "a" / ("x" * 300),
    ):
        with pytest.raises(InputError, match=r"cannot be written: \w+") as refused:
            write_folder(target, FILES, force=False)
        assert len(refused.value.problems) == 1
    assert stands_in(tmp_path) == {"file"}


def test_whoever_ends_at_once_clears_every_bench(tmp_path: Path) -> None:
    Bench(tmp_path / "new" / "area").fill(FILES)
    Bench(tmp_path / "other")
    clear_standing()
    assert stands_in(tmp_path) == set()
