"""`iomcba init`: a new case, complete and runnable."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from iomcba.cli.talk import note
from iomcba.terms.money import FinancialYear

EXAMPLE = "example-2026"


class Year(click.ParamType[str]):
    """A financial year."""

    name = "year"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> str:
        """The year as 2026-27."""
        try:
            return str(FinancialYear.parse(str(value)))
        except ValueError:
            self.fail(f"{value!r} is no financial year; write it as 2026-27.", param, ctx)


YEAR = Year()


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "--from",
    "made_from",
    metavar="CASE",
    help=f"Copy this case or template instead (default: {EXAMPLE}).",
)
@click.option("--from-totals", "totals", is_flag=True, help="Only yearly totals are known.")
@click.option("--area", default="", help="Name of the area, in place of the example's.")
@click.option("--start", type=YEAR, help="First financial year, such as 2027-28.")
def init(folder: Path, made_from: str | None, totals: bool, area: str, start: str | None) -> None:
    """Make a new case in FOLDER that can be checked and appraised at once.

    Its rows are those of the shipped example, its people invented, until you put your own in their
    place; comments in its case.yaml say how. Nothing that exists is touched. Offence histories are
    never copied: the new case names the folder of the old one.

    \b
    Examples:
      iomcba init my-case --area Wessex --start 2027-28
      iomcba init my-case --from-totals
      iomcba init assumptions/next-year --from assumptions/this-year --start 2027-28
    """
    from iomcba.pipeline.desk.init import init as run

    if totals and made_from:
        raise click.UsageError("--from-totals makes a case of its own; leave --from out.")
    made = run(folder, made_from or EXAMPLE, area.strip(), start or "", totals, date.today())
    click.echo(f"{made.folder}: case.yaml, options and {made.tables} tables from {made.made_from}")
    for copied in made.sets:
        click.echo(f"{copied}: evidence set")
    if made.cohort:
        note(f"Offence histories: {made.cohort} (named in case.yaml; put your own in its place)")
    out = f"out/{made.folder.resolve().name}"
    note(f"Next: iomcba check {made.folder}, then iomcba appraise {made.folder} --out {out}")
