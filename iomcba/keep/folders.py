"""Folders and files that appear whole or not at all: a run, a table's export. Only `keep` writes.

Everything is made on a hidden bench beside the target, confirmed by the disk, and moved into place
in one step. What fails before that step leaves the old as it was; so does what fails in it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from iomcba.errors import InputError, Place, Problem
from iomcba.keep.bench import Bench, clear_abandoned, confirm, inside, unstopped
from iomcba.keep.renames import exchange, move_new

MARK = "manifest.json"
BESIDE = {MARK: ("results.json",)}  # many a folder that is not ours holds a manifest.json, too
INPUTS, HOMES = {".csv", ".yaml", ".yml"}, ("case.yaml", "set.yaml", "cohort.yaml")
ANOTHER = "Give another --out, or --force to replace it."
OTHERWISE = "Give another name, or leave the option out to use it."


def write_folder(
    folder: Path,
    files: Mapping[str, bytes],
    force: bool,
    mark: str = MARK,
    first: Callable[[], None] = lambda: None,
) -> None:
    """Write a folder of files in one step.

    An existing folder is replaced only with `force`, and only if it holds `mark` (it is one of
    ours) or nothing. `first` is done when all is written and only the step itself is left.

    Raises:
        InputError: if the folder exists and may not be replaced, or cannot be written.
    """
    refuse_existing(folder, force, mark)
    with reported(folder), _bench(_target(folder)) as bench:
        bench.fill(files)
        with unstopped():
            _hold_free(folder, force, mark)
            first()
            _put(bench, _target(folder), force)


def write_files(folder: Path, files: Mapping[str, bytes]) -> list[Path]:
    """Replace files of a folder, each in one step; if one cannot be, none is.

    Raises:
        InputError: if they cannot be written.
    """
    with reported(folder):
        refuse_link(folder)
        home = _target(folder)
        clear_abandoned(home / "files")
        with _bench(home / "files") as bench:
            bench.fill(files)
            with unstopped():
                _put_each(bench, home, files)
    return [folder / name for name in files]


def write_new(path: Path, content: bytes, private: bool = False) -> None:
    """Write a file that must not exist yet; a private one can be read by its owner alone.

    Raises:
        InputError: if it exists or cannot be written.
    """
    with reported(path, OTHERWISE):
        refuse_link(path)
        target = _target(path)
        clear_abandoned(target)
        with _bench(target) as bench:
            bench.fill({"file": content}, 0o600 if private else 0o666)
            with unstopped():
                move_new(bench.made / "file", target)
                _confirmed(bench, target, lambda: os.rename(target, bench.made / "file"))


def write_one(path: Path, content: bytes, force: bool) -> None:
    """Write a file in one step; one that is there already is replaced only with `force`.

    Raises:
        InputError: if it exists or cannot be written.
    """
    refuse_file(path, force)
    if force:
        write_files(path.parent, {path.name: content})
    else:
        write_new(path, content)


def refuse_file(path: Path, force: bool, kinds: tuple[str, ...] = ()) -> None:
    """Raise InputError if the file may not be (over)written, or is named as of another kind."""
    with reported(path):
        refuse_link(path)
        if path.is_dir() or (path.exists() and not force):
            remedy = "Give another name, or --force to replace a file."
            raise InputError([Problem(Place(str(path)), "exists already", remedy)])
        if path.exists() and _is_input(_target(path)):
            what = "is a file of a case, a set or a cohort, and none is written over"
            raise InputError([Problem(Place(str(path)), what, "Give another name.")])
    if kinds and path.suffix.lower() not in kinds:
        what, remedy = "is named as a file of another kind", f"Let it end in {' or '.join(kinds)}."
        raise InputError([Problem(Place(str(path)), what, remedy)])


def _is_input(path: Path) -> bool:
    """Whether a table or words stand beside, or a folder below, what marks a folder of inputs."""
    homes = (path.parent, path.parent.parent)
    return path.suffix.lower() in INPUTS and any(
        (home / mark).is_file() for home in homes for mark in HOMES
    )


def refuse_existing(folder: Path, force: bool, mark: str = MARK) -> None:
    """Raise InputError if the folder may not be (over)written.

    What a killed run had set aside is first put back, and its leavings are cleared.
    """
    with reported(folder):
        refuse_link(folder)
        clear_abandoned(_target(folder))
        _hold_free(folder, force, mark)


def _hold_free(folder: Path, force: bool, mark: str) -> None:
    target = _target(folder)
    if not os.path.lexists(target):
        return
    if Path.cwd().is_relative_to(target):
        what = "is the folder you stand in, or one around it"
        raise InputError([Problem(Place(str(folder)), what, "Give another --out.")])
    if target.is_dir() and not any(target.iterdir()):
        return
    if not force:
        raise InputError([Problem(Place(str(folder)), "exists already", ANOTHER)])
    if not all((target / name).is_file() for name in (mark, *BESIDE.get(mark, ()))):
        remedy = f"Only a folder that holds {mark} is replaced; give another --out."
        raise InputError([Problem(Place(str(folder)), "is no folder that iomcba wrote", remedy)])


def refuse_link(path: Path) -> None:
    """Raise InputError if a symbolic link stands where something is to be written."""
    if path.is_symlink():
        what = "is a symbolic link, and none is followed in writing"
        raise InputError(
            [Problem(Place(str(path)), what, "Give what it leads to, or another name.")]
        )


def _target(path: Path) -> Path:
    """Where a path is, whatever links lead to the folder around it."""
    named = path.name not in ("", "..")
    return path.parent.resolve() / path.name if named else path.resolve()


@contextmanager
def reported(path: Path, remedy: str = ANOTHER) -> Iterator[None]:
    """What the system refuses becomes one problem of the user's."""
    try:
        yield
    except FileExistsError as error:
        raise InputError([Problem(Place(str(path)), "exists already", remedy)]) from error
    except (OSError, RuntimeError) as error:  # RuntimeError: links in a circle
        why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise InputError([Problem(Place(str(path)), f"cannot be written: {why}")]) from error


@contextmanager
def _bench(target: Path) -> Iterator[Bench]:
    bench = Bench(target)
    try:
        yield bench
    finally:
        with unstopped():
            bench.clear()


def _put(bench: Bench, target: Path, force: bool) -> None:
    """Put the new folder in the old one's place; undone if the disk does not confirm it."""
    if not force or not os.path.lexists(target):
        empty = os.path.lexists(target)
        move_new(bench.made, target)

        def undo() -> None:
            os.rename(target, bench.made)
            if empty:
                os.mkdir(target)

    elif exchange(bench.made, target):

        def undo() -> None:
            exchange(bench.made, target)

    else:
        os.rename(target, bench.was)
        try:
            move_new(bench.made, target)
        except BaseException:
            os.rename(bench.was, target)
            raise

        def undo() -> None:
            os.rename(target, bench.made)
            os.rename(bench.was, target)

    _confirmed(bench, target, undo)


def _put_each(bench: Bench, home: Path, files: Mapping[str, bytes]) -> None:
    """Put each file in the place of the one of its name; those already put go back on a failure.

    Where the system swaps no files, one that has replaced another stays.
    """
    undone: list[Callable[[], object]] = []

    def undo() -> None:
        for step in reversed(undone):
            step()

    try:
        for name in files:
            made, target = bench.made / inside(name), home / inside(name)
            if target.is_dir() or not os.path.lexists(target):
                move_new(made, target)
                undone.append(partial(os.rename, target, made))
            elif exchange(made, target):
                undone.append(partial(exchange, made, target))
            else:
                os.replace(made, target)
    except BaseException:
        undo()
        raise
    for folder in {(home / inside(name)).parent for name in files}:
        _confirmed(bench, folder / "any", undo)


def _confirmed(bench: Bench, target: Path, undo: Callable[[], None]) -> None:
    """Have the disk confirm the new name, or take everything back."""
    try:
        confirm(target.parent)
        bench.settle()
    except BaseException:
        undo()
        raise
