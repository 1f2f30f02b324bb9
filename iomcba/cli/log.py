"""`iomcba log`: decisions, data and quality assurance of a case."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from iomcba.cli.clothes import words_option
from iomcba.cli.talk import colour_wanted, columns, note

if TYPE_CHECKING:
    from iomcba.terms.catalogue import Catalogue


@click.command()
@click.argument("case")
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write the log as a page of its own (HTML).",
)
@words_option
@click.option("--json", "as_json", is_flag=True, help="Print the log as JSON.")
@click.option("--force", is_flag=True, help="Replace the page if it exists.")
def log(case: str, out: Path | None, words: Catalogue, as_json: bool, force: bool) -> None:
    """Print the log of CASE: decisions, changes, assumptions, data, quality assurance.

    It is made from the case's own files, changes.csv and reviews.csv: nobody keeps it by hand. Each
    report carries it among its appendices, the assumptions there with their evidence.

    \b
    Examples:
      iomcba log my-case
      iomcba log my-case --out log.html
    """
    from iomcba.pipeline.desk.log import log as run
    from iomcba.pipeline.desk.log import write_page
    from iomcba.report.desk import log_page
    from iomcba.terms.records import encode

    found = run(case, date.today())
    if out is not None:
        write_page(found, out, force, words)
        note(f"Written: {out}")
    elif as_json:
        click.echo(encode(found), nl=False)
    else:
        width, colour = columns(), colour_wanted()
        shown = log_page.text(found.title, found.label, found.tables, words, width, colour)
        click.echo(shown, nl=False)
