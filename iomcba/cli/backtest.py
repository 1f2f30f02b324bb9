"""`iomcba cohort backtest`: the case's method tried on the case's own past."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from iomcba.cli.clothes import words_option
from iomcba.cli.talk import note

if TYPE_CHECKING:
    from iomcba.terms.catalogue import Catalogue


@click.command()
@click.argument("case")
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    help="Write backtest.json, backtest.csv and backtest.svg here.",
)
@click.option("--keep", is_flag=True, help="Keep it beside the case, for its reports.")
@words_option
@click.option("--json", "as_json", is_flag=True, help="Print the backtest as JSON.")
@click.option("--force", is_flag=True, help="Replace a backtest that is there already.")
def backtest(
    case: str, out: Path | None, keep: bool, words: Catalogue, as_json: bool, force: bool
) -> None:
    """Try the counterfactual of CASE on the cohort's own past.

    People are picked in earlier windows by the case's own rule, the following years predicted from
    what was known then, and compared with what happened; beside it, the past average going on
    (naive) and a static gamma-Poisson.

    \b
    Examples:
      iomcba cohort backtest bedfordshire-2011
      iomcba cohort backtest my-case --keep --out out/backtest
    """
    from iomcba.keep.folders import refuse_existing
    from iomcba.pipeline.backtest import backtest_case, keep_backtest, keep_beside, refuse_beside
    from iomcba.read.backtest import KEPT
    from iomcba.report import backtest_text

    if out is not None:
        refuse_existing(out, force, KEPT)
    if keep:
        refuse_beside(case, force)
    found = backtest_case(case, note)
    if out is not None:
        keep_backtest(found, out, force, words)
    said = backtest_text.as_json(found) if as_json else backtest_text.text(found, words)
    click.echo(said, nl=False)
    if out is not None:
        note(f"Written: {out / 'backtest.svg'}")
    if keep:
        note(f"Written: {keep_beside(found, case, force)}")
