"""The command line run in this process, with its exit code and both its outputs."""

from __future__ import annotations

import contextlib
import io
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from iomcba.cli.main import main


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str


def run(*arguments: str, inside: Path) -> Ran:
    """Run `iomcba` with arguments, standing in a folder. An escaping exception is a failed test."""
    out, err = io.StringIO(), io.StringIO()
    with _arguments(arguments), contextlib.chdir(inside):
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            try:
                main()
                code = 0
            except SystemExit as stop:
                code = stop.code if isinstance(stop.code, int) else 1
    return Ran(code, out.getvalue(), err.getvalue())


@contextlib.contextmanager
def _arguments(arguments: tuple[str, ...]) -> Iterator[None]:
    before = sys.argv
    sys.argv = ["iomcba", *arguments]
    try:
        yield
    finally:
        sys.argv = before
