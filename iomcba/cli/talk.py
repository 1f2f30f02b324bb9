"""Talk on stderr: progress after a second, and notes. Results alone go to stdout."""

from __future__ import annotations

import os
import sys
import time

import click


class Progress:
    """Tells how far the draws are, with the time left, once a second has passed."""

    def __init__(self) -> None:
        self.started = time.monotonic()
        self.spoken = 0.0

    def __call__(self, done: int, of: int) -> None:
        """Hear that `done` of `of` blocks are finished."""
        passed = time.monotonic() - self.started
        if not sys.stderr.isatty() or passed < 1 or passed - self.spoken < 0.2:
            return
        self.spoken = passed
        left = passed / done * (of - done)
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
