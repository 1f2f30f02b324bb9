"""Standard streams that a caller has closed, and an output that cannot be written."""

from __future__ import annotations

import os
import sys
from io import BufferedWriter, FileIO, TextIOWrapper

from iomcba.characters import for_terminal


class Plain(TextIOWrapper):
    """A standard stream on which no text can act: controls come out as codes.

    Colours pass on a terminal only; they are our own, because no file read may hold a control.
    """

    def write(self, text: str) -> int:
        """Write with controls as codes."""
        return super().write(for_terminal(text, colour=self.isatty()))


class Output(Plain):
    """Standard output that remembers why it could not be written."""

    failed: OSError | None = None

    def write(self, text: str) -> int:
        """Write, remembering a failure."""
        try:
            return super().write(text)
        except OSError as error:
            self.failed = error
            raise

    def flush(self) -> None:
        """Flush, remembering a failure."""
        try:
            super().flush()
        except OSError as error:
            self.failed = error
            raise


def open_standard_streams() -> None:
    """Occupy the numbers of closed standard streams, so that no file is given one of them.

    What is written to a closed output then fails, and is reported like any other failure.
    """
    for number, flags in ((0, os.O_RDONLY), (1, os.O_RDONLY), (2, os.O_WRONLY)):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, flags)
    if sys.stderr is None:
        sys.stderr = Plain(_bytes(2))
    elif isinstance(sys.stderr, TextIOWrapper):
        sys.stderr = Plain(sys.stderr.detach(), line_buffering=True)
    if sys.stdout is None:
        sys.stdout = Output(_bytes(1))
    elif isinstance(sys.stdout, TextIOWrapper):
        terminal = sys.stdout.isatty()
        sys.stdout = Output(sys.stdout.detach(), line_buffering=terminal)


def _bytes(number: int) -> BufferedWriter:
    return BufferedWriter(FileIO(number, "w", closefd=False))


def silence(stream: object) -> None:
    """What is left in a stream that cannot be written goes nowhere."""
    number = getattr(stream, "fileno", None)
    try:
        if number is not None:
            os.dup2(os.open(os.devnull, os.O_WRONLY), number())
    except (OSError, ValueError):
        return
