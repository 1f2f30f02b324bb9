"""Whatever fails, and whenever a run is stopped or killed: the old or the new, whole.

The writing of a folder is repeated with a fault at its first, second, … last call of the system.
"""

from __future__ import annotations

import errno
import os
import signal
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from iomcba.cli.stopping import answer_signals
from iomcba.errors import InputError
from iomcba.keep.folders import write_files, write_folder, write_new
from iomcba.keep.runlog import append_line
from tests.keep.faults import Calls, counted

MARK = "mark.csv"
OLD = {MARK: b"old", "analyst/plan.json": b"the old plan"}
NEW = {MARK: b"new", "analyst/draws.npz": b"x" * 100_000}
slow = pytest.mark.slow
BEFORE = ("nothing", pytest.param("an empty folder", marks=slow), "an old one")

posix = pytest.mark.skipif(os.name == "nt", reason="forks, locks and modes of POSIX")


@pytest.fixture(autouse=True)
def quick_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every fsync is still asked for and counted, but nobody waits for a real disk."""
    monkeypatch.setattr(os, "fsync", lambda handle: None)


def contents(folder: Path) -> dict[str, bytes] | None:
    """What stands at a path; None for nothing, or an empty folder."""
    files = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }
    return files or None


def prepare(root: Path, before: str) -> Path:
    target = root / "runs" / "area" if before == "nothing" else root / "area"
    if before == "an empty folder":
        target.mkdir()
    if before == "an old one":
        write_folder(target, OLD, force=False, mark=MARK)
    return target


def write(target: Path) -> None:
    write_folder(target, NEW, force=True, mark=MARK)


def hidden(root: Path) -> list[Path]:
    return [path for path in root.rglob(".*") if path.is_dir()]


def number_of_calls(root: Path, before: str, one_step: bool) -> int:
    target = prepare(root, before)
    with counted(Calls(), one_step) as calls:
        write(target)
    assert contents(target) == NEW
    assert not hidden(root)
    assert calls.made.count("fsync") >= len(NEW) + 2, "files, their folders and the parent"
    return len(calls.made)


def raise_(error: BaseException) -> None:
    raise error


@pytest.mark.parametrize("one_step", [True, False], ids=["renameat2", "plain renames"])
@pytest.mark.parametrize("before", BEFORE)
@pytest.mark.parametrize(
    "fault", [errno.ENOSPC, pytest.param(errno.EIO, marks=slow)], ids=["full disk", "I/O error"]
)
def test_a_failing_call_leaves_the_old_or_the_new(
    fault: int, before: str, one_step: bool, tmp_path: Path
) -> None:
    calls = number_of_calls(_made(tmp_path), before, one_step)
    old = OLD if before == "an old one" else None
    refused = 0
    for at in range(calls):
        root = tmp_path / str(at)
        root.mkdir()
        target = prepare(root, before)
        fails = partial(raise_, OSError(fault, os.strerror(fault)))
        said = ""
        with counted(Calls(at, fails), one_step):
            try:
                write(target)
            except InputError as error:
                said = str(error)
        failed = bool(said)
        assert not failed or said == f"{target}: cannot be written: {os.strerror(fault)}."
        refused += failed
        assert contents(target) == (old if failed else NEW), at
        assert target.parent.exists() == (not failed or before != "nothing"), at
        write(target)
        assert contents(target) == NEW
        assert not hidden(root), at
    assert refused > len(NEW) * 3


def _made(root: Path) -> Path:
    (root / "count").mkdir()
    return root / "count"


def in_a_child(work: Callable[[], None]) -> int:
    """Run something in a fork of this process; its exit status as of os.waitpid."""
    child = os.fork()
    if child == 0:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        try:
            work()
        finally:
            os._exit(0)
    return os.waitpid(child, 0)[1]


@posix
@pytest.mark.parametrize("one_step", [True, False], ids=["renameat2", "plain renames"])
@pytest.mark.parametrize("before", BEFORE)
def test_a_kill_at_any_call_leaves_the_old_or_the_new(
    before: str, one_step: bool, tmp_path: Path
) -> None:
    """Without renameat2 there is a moment with neither: the next run puts the old back first."""
    calls = number_of_calls(_made(tmp_path), before, one_step)
    old = OLD if before == "an old one" else None
    for at in range(calls):
        root = tmp_path / str(at)
        root.mkdir()
        target = prepare(root, before)

        def die(target: Path = target, at: int = at) -> None:
            with counted(Calls(at, lambda: os.kill(os.getpid(), signal.SIGKILL)), one_step):
                write(target)

        assert os.WIFSIGNALED(in_a_child(die)), at
        found = contents(target)
        assert found in (old, NEW) or (not one_step and not target.exists()), at
        if not one_step and old and found is None:
            with pytest.raises(InputError, match="exists already"):
                write_folder(target, NEW, force=False, mark=MARK)
            assert contents(target) == OLD
        write(target)
        assert contents(target) == NEW
        assert not hidden(root), at


@posix
def test_no_run_stands_unlogged_whenever_it_is_killed(tmp_path: Path) -> None:
    def logged(target: Path) -> None:
        line = partial(append_line, target.parent / "log", "a run")
        write_folder(target, NEW, force=True, mark=MARK, first=line)

    target = prepare(_made(tmp_path), "an old one")
    with counted(Calls()) as calls:
        logged(target)
    unlogged = 0
    for at in range(len(calls.made)):
        root = tmp_path / str(at)
        root.mkdir()
        target = prepare(root, "an old one")

        def die(target: Path = target, at: int = at) -> None:
            with counted(Calls(at, lambda: os.kill(os.getpid(), signal.SIGKILL))):
                logged(target)

        assert os.WIFSIGNALED(in_a_child(die)), at
        log = target.parent / "log"
        is_logged = log.exists() and log.read_text(encoding="utf-8") == "a run\n"
        assert is_logged or contents(target) == OLD, at
        unlogged += not is_logged
    assert len(NEW) * 3 < unlogged < len(calls.made)


def test_where_the_log_cannot_be_written_nothing_is(tmp_path: Path) -> None:
    target = prepare(tmp_path, "an old one")
    (tmp_path / "log").mkdir()
    with pytest.raises(InputError, match="log: cannot be written"):
        write_folder(target, NEW, True, MARK, partial(append_line, tmp_path / "log", "a run"))
    assert contents(target) == OLD
    assert not hidden(tmp_path)


@posix
@pytest.mark.parametrize("before", ["nothing", "an old one"])
@pytest.mark.parametrize(
    "number",
    [
        pytest.param(signal.SIGINT, marks=slow),
        signal.SIGTERM,
        pytest.param(getattr(signal, "SIGHUP", 1), marks=slow),
    ],
)
def test_a_signal_at_any_call_leaves_no_litter(
    number: signal.Signals, before: str, tmp_path: Path
) -> None:
    calls = number_of_calls(_made(tmp_path), before, one_step=True)
    old = OLD if before == "an old one" else None
    for at in range(calls):
        root = tmp_path / str(at)
        root.mkdir()
        target = prepare(root, before)

        def stop(target: Path = target, at: int = at) -> None:
            answer_signals()
            with counted(Calls(at, lambda: os.kill(os.getpid(), number))):
                write(target)

        status = in_a_child(stop)
        assert os.waitstatus_to_exitcode(status) == 128 + number
        found = contents(target)
        assert found in (old, NEW), at
        assert not hidden(root), at
        assert found or not target.parent.exists(), at


@posix
def test_an_interrupt_that_is_raised_leaves_no_litter(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """As in a notebook, where nobody has installed the handlers."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    request.addfinalizer(lambda: signal.signal(signal.SIGINT, before))
    calls = number_of_calls(_made(tmp_path), "an old one", one_step=True)
    for at in range(calls):
        root = tmp_path / str(at)
        root.mkdir()
        target = prepare(root, "an old one")
        with counted(Calls(at, lambda: os.kill(os.getpid(), signal.SIGINT))):
            with pytest.raises(KeyboardInterrupt):
                write(target)
        assert not hidden(root), at
        assert contents(target) in (OLD, NEW), at


@pytest.mark.parametrize("one_step", [True, False], ids=["renameat2", "plain renames"])
def test_files_of_a_folder_are_replaced_whole(one_step: bool, tmp_path: Path) -> None:
    old, new = {"a": b"old a", "b": b"old b"}, {"a": b"new a", "b": b"new b", "c": b"new c"}
    (tmp_path / "count").mkdir()
    with counted(Calls(), one_step) as calls:
        write_files(tmp_path / "count", new)
    whole = 0
    for at in range(len(calls.made)):
        root = tmp_path / str(at)
        root.mkdir()
        write_files(root, old)
        with counted(Calls(at, partial(raise_, OSError(errno.EIO, "I/O error"))), one_step):
            try:
                write_files(root, new)
            except InputError:
                whole += contents(root) == old
            else:
                assert contents(root) == new
        for name, content in (contents(root) or {}).items():
            assert content in (old.get(name), new[name])
        write_files(root, new)
        assert contents(root) == new
        assert not hidden(root)
    assert whole > len(new) * 3


@posix
def test_a_new_file_is_whole_and_its_owners_alone(tmp_path: Path) -> None:
    (tmp_path / "count").mkdir()
    with counted(Calls()) as calls:
        write_new(tmp_path / "count" / "key", b"secret", private=True)
    assert (tmp_path / "count" / "key").stat().st_mode & 0o777 == 0o600
    for at in range(len(calls.made)):
        root = tmp_path / str(at)
        root.mkdir()

        def die(root: Path = root, at: int = at) -> None:
            with counted(Calls(at, lambda: os.kill(os.getpid(), signal.SIGKILL))):
                write_new(root / "key", b"secret", private=True)

        in_a_child(die)
        if (root / "key").exists():
            assert (root / "key").read_bytes() == b"secret"
        else:
            write_new(root / "key", b"secret", private=True)
        with pytest.raises(InputError, match="exists already"):
            write_new(root / "key", b"other", private=True)
        assert not hidden(root)


@pytest.mark.skipif(sys.platform != "linux", reason="renameat2 is Linux's")
def test_this_system_swaps_in_one_step(tmp_path: Path) -> None:
    """So that the tests above mean what they say."""
    target = prepare(tmp_path, "an old one")
    with counted(Calls()) as calls:
        write(target)
    assert calls.made.count("renameat2") == 1
    assert not {"rename", "replace", "link"} & set(calls.made)
