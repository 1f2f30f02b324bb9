"""Talk on stderr: progress after a second, and notes. Results alone go to stdout."""

from __future__ import annotations

import os
import shutil
import sys
import time

import click

WIDEST = 140  # columns in which a text is still read with ease


class Progress:
    """Tells how far the draws are, with the time left, once a second has passed.

    The time left is judged by the draws alone: not by the reading and fitting before the first.
    """

    def __init__(self) -> None:
        self.started = time.monotonic()
        self.spoken = 0.0
        self.first: tuple[float, int] | None = None

    def __call__(self, done: int, of: int) -> None:
        """Hear that `done` of `of` blocks are finished."""
        now = time.monotonic()
        if self.first is None or done <= self.first[1]:
            self.first = (now, done)  # the first, or begun again with more
            return
        if not sys.stderr.isatty() or now - self.started < 1:
            return
        if now - self.spoken < 0.2 and done < of:
            return
        self.spoken = now
        left = (now - self.first[0]) / (done - self.first[1]) * (of - done)
        click.echo(
            f"\r  {done / of:4.0%} of the draws, {left:.0f} s left ", nl=done == of, err=True
        )


def note(text: str) -> None:
    """Say something that is no result."""
    click.echo(text, err=True)


def colour_wanted() -> bool:
    """Colour only on a terminal that can show it and has not been told otherwise."""
    capable = os.environ.get("TERM", "") not in ("dumb", "")
    return sys.stdout.isatty() and capable and not os.environ.get("NO_COLOR")


def columns() -> int:
    """How wide text for the terminal may be."""
    return min(shutil.get_terminal_size((80, 24)).columns, WIDEST)
