"""Numbers of the command line: finite, and no larger than what they are of can be."""

from __future__ import annotations

import math
from typing import Any

import click

from iomcba.terms.limits import MOST_DRAWS, MOST_REPLICATES, MOST_WORKERS

DRAWS = click.IntRange(1, MOST_DRAWS)
DRAW = click.IntRange(0, MOST_DRAWS - 1)
REPLICATES = click.IntRange(16, MOST_REPLICATES)
WORKERS = click.IntRange(1, MOST_WORKERS)


def not_empty(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    """An address as it is; an empty one, as of a variable that is not set, is refused."""
    if value is not None and not value.strip():
        raise click.BadParameter("it is empty; write an address such as tcp://host:8786.")
    return value


class Finite(click.FloatRange):
    """A number within bounds; `nan`, which no bound refuses, and infinities are refused too."""

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        """The number. Raises click.BadParameter for what is none."""
        number = float(super().convert(value, param, ctx))
        if not math.isfinite(number):
            self.fail(f"{value!r} is no finite number.", param, ctx)
        return number
