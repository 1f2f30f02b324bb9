"""A device, a pipe, a socket, a folder, a loop or an endless file in the place of any file read."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.broken.running import run
from tests.broken.small_case import write

CASE = "assumptions/small-case"
COHORT = "cohorts/four-people"
COMMANDS = {  # a file of each sort, and the command that reads it
    f"{CASE}/case.yaml": ("check", CASE),
    f"{CASE}/options/team.yaml": ("check", CASE),
    f"{CASE}/parameter.csv": ("check", CASE),
    f"{CASE}/reviews.csv": ("review", CASE),
    "assumptions/tiny-costs/set.yaml": ("check", CASE),
    f"{COHORT}/cohort.yaml": ("check", CASE),
    f"{COHORT}/offences.csv": ("cohort", "check", COHORT),
    f"{COHORT}/custody.csv": ("check", CASE),
    "batch.csv": ("batch", "batch.csv", "--out", "out"),
    "batch.yaml": ("batch", "batch.yaml", "--out", "out"),
    "book.xlsx": ("assumptions", "import", "book.xlsx", CASE),
    "run/results.json": ("report", "run"),
}


def bound_socket(path: Path) -> None:
    here = Path.cwd()
    os.chdir(path.parent)  # a socket's name is short
    try:
        with socket.socket(socket.AF_UNIX) as listening:
            listening.bind(path.name)
    finally:
        os.chdir(here)


def endless(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(20 * 2**30)


SORTS: dict[str, Callable[[Path], object]] = {
    "is a device": lambda path: path.symlink_to("/dev/zero"),
    "is a pipe": os.mkfifo,
    "is a socket": bound_socket,
    "is a folder": Path.mkdir,
    "leads back to itself": lambda path: path.symlink_to(path.name),
    "is larger than": endless,
}
CLICK_SAYS = ("batch.csv", "batch.yaml", "book.xlsx", "run/results.json")  # that there is no file


@pytest.mark.parametrize("file", COMMANDS)
def test_what_is_no_bounded_file_is_refused(file: str, tmp_path: Path) -> None:
    write(tmp_path)
    path = tmp_path / file
    path.parent.mkdir(exist_ok=True)
    for words, plant in SORTS.items():
        path.unlink(missing_ok=True)
        plant(path)
        ran = run(*COMMANDS[file], inside=tmp_path)
        assert ran.code == 2, (words, ran)
        assert words in ran.err + ran.out or file in CLICK_SAYS, (words, ran)
        if path.is_dir() and not path.is_symlink():
            path.rmdir()
