"""`iomcba batch`: many cases, areas or scenarios in one go."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

import click

from iomcba.cli.clothes import words_option
from iomcba.cli.engine import Asked, engine, engine_options
from iomcba.cli.purpose import PURPOSE
from iomcba.cli.talk import note

if TYPE_CHECKING:
    from iomcba.terms.catalogue import Catalogue


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    help="Folder for batch.csv and a run folder for each row.",
)
@engine_options
@click.option("--no-draws", is_flag=True, help="Do not keep the draws of each run.")
@click.option("--no-reports", is_flag=True, help="Do not render the reports of each run.")
@words_option
@PURPOSE
@click.option("--force", is_flag=True, help="Replace results made from something else.")
def batch(
    file: Path,
    out: Path,
    no_draws: bool,
    no_reports: bool,
    words: Catalogue,
    purpose: str,
    force: bool,
    **asked: Unpack[Asked],
) -> None:
    """Appraise every row of FILE (CSV or YAML) into one tidy table and a folder each.

    Columns: id and case; if wanted title, area, cohort, and names of assumptions, with a figure or
    x and a factor in each cell. Rows finished before, from the same inputs, are not done again.
    Reports of the runs say the shipped words; iomcba report renders them in others.

    \b
    Example:
      iomcba batch areas.csv --out out/areas --draws 1000000
    """
    from iomcba.pipeline.batch import Kept
    from iomcba.pipeline.batch import batch as run
    from iomcba.read.batch import read_batch

    kept = Kept(draws=not no_draws, reports=not no_reports)
    rows, today = read_batch(file), date.today()
    table = run(rows, out, engine(**asked), kept, today, note, words, force, purpose)
    note(f"Written: {table}")
