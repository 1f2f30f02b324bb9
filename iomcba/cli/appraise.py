"""`iomcba appraise`: the main job."""

from __future__ import annotations

import os
import shutil
import sys
from datetime import date
from pathlib import Path

import click

from iomcba.cli.talk import Progress, note


@click.command()
@click.argument("case")
@click.option(
    "--draws",
    type=click.IntRange(min=1),
    help="How many draws, rounded up to whole blocks of 1,024 (default: the case's).",
)
@click.option(
    "--seed", type=click.IntRange(min=0), help="Seed of every stream (default: the case's)."
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    help="Write a run folder with the reports here.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON.")
@click.option("--force", is_flag=True, help="Replace the run folder if it exists.")
def appraise(
    case: str, draws: int | None, seed: int | None, out: Path | None, as_json: bool, force: bool
) -> None:
    """Appraise each option of CASE against the counterfactual.

    CASE is a folder that holds case.yaml, or the name of a shipped case.

    \b
    Examples:
      iomcba appraise bedfordshire-2011
      iomcba appraise my-case --draws 50000 --seed 7 --out out/my-case
    """
    from iomcba.keep.folders import refuse_existing
    from iomcba.pipeline.appraise import appraise as run
    from iomcba.pipeline.appraise import keep
    from iomcba.report import screen, summary_json

    if out is not None:
        refuse_existing(out, force)
    appraised = run(case, draws, seed, Progress(), date.today())
    if out is not None:
        keep(appraised, out, force)
    if as_json:
        click.echo(summary_json.summary(appraised.shared), nl=False)
    else:
        width = min(shutil.get_terminal_size((80, 24)).columns, 100)
        click.echo(screen.summary(appraised.shared, width, colour_wanted()), nl=False)
    if out is not None:
        note(f"Written: {out / 'business-case.html'}")


def colour_wanted() -> bool:
    """Colour only on a terminal that can show it and has not been told otherwise."""
    capable = os.environ.get("TERM", "") not in ("dumb", "")
    return sys.stdout.isatty() and capable and not os.environ.get("NO_COLOR")
