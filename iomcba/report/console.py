"""A console that writes text of a stated width; escape codes only where colour is asked for."""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console


def console(width: int, colour: bool) -> tuple[Console, StringIO]:
    """A console and what it has written."""
    from rich.console import Console

    out = StringIO()
    made = Console(
        file=out,
        width=width,
        force_terminal=colour,
        force_jupyter=False,
        no_color=not colour,
        color_system="standard" if colour else None,
        highlight=False,
        legacy_windows=False,
    )
    return made, out


def written(out: StringIO) -> str:
    """What a console has written, no line ending in blanks."""
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"
