"""Options of the engine that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypedDict, TypeVar, Unpack

import click

from iomcba.cli.numbers import DRAWS, REPLICATES, WORKERS, Finite, not_empty

if TYPE_CHECKING:
    from iomcba.pipeline.simulate import Engine

Command = TypeVar("Command", bound=Callable[..., object])

OPTIONS = (
    click.option(
        "--draws",
        type=DRAWS,
        help="How many draws, rounded up to whole replicates (default: the case's). With "
        "--precision: the most there may be.",
    ),
    click.option(
        "--seed", type=click.IntRange(min=0), help="Seed of every stream (default: the case's)."
    ),
    click.option(
        "--sampler",
        type=click.Choice(["sobol", "plain"]),
        help="Scrambled Sobol' points or plain random numbers (default: the case's).",
    ),
    click.option(
        "--replicates",
        type=REPLICATES,
        help="Independent replicates behind the standard errors (default: the case's).",
    ),
    click.option(
        "--precision",
        type=Finite(min=0, min_open=True, max=1),
        help="Draw until each option's mean NPSV is known to this share of its 80% range and its "
        "chance of being best to this probability (standard errors).",
    ),
    click.option(
        "--executor",
        type=click.Choice(["serial", "threads", "processes"]),
        help="Where the draws are made (default: processes for long runs).",
    ),
    click.option("--workers", type=WORKERS, help="How many workers (default: processors)."),
    click.option(
        "--cluster",
        callback=not_empty,
        metavar="ADDRESS",
        help="Make the draws on a Dask cluster instead.",
    ),
)


def engine_options(command: Command) -> Command:
    """Give a command the engine's options."""
    for option in reversed(OPTIONS):
        command = option(command)
    return command


class Asked(TypedDict):
    """The engine's options as click hands them over."""

    draws: int | None
    seed: int | None
    sampler: str | None
    replicates: int | None
    precision: float | None
    executor: str | None
    workers: int | None
    cluster: str | None


def engine(**asked: Unpack[Asked]) -> Engine:
    """The engine that the options ask for."""
    from iomcba.pipeline.executor import choose
    from iomcba.pipeline.simulate import Engine

    return Engine(
        draws=asked["draws"],
        seed=asked["seed"],
        sampler=asked["sampler"],
        replicates=asked["replicates"],
        precision=asked["precision"],
        workers=choose(asked["executor"], asked["workers"], asked["cluster"] or ""),
    )
