"""`iomcba assumptions diff` and `uprate`: two cases side by side, a set in other prices."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from iomcba.cli.clothes import words_option
from iomcba.cli.init import YEAR
from iomcba.cli.talk import colour_wanted, columns, note

if TYPE_CHECKING:
    from iomcba.terms.catalogue import Catalogue


@click.command(short_help="An evidence set in the prices of another year.")
@click.argument("name", metavar="SET")
@click.option("--to", type=YEAR, required=True, help="Financial year of the prices: 2025-26.")
@click.option(
    "--out", type=click.Path(path_type=Path), required=True, help="Folder of the new set."
)
@click.option("--deflators", metavar="SET", help="Another set of deflators than the shipped one.")
@words_option
def uprate(name: str, to: str, out: Path, deflators: str | None, words: Catalogue) -> None:
    """Write SET anew in the prices of another financial year, by the GDP deflator.

    SET is the folder of an evidence set or the name of a shipped one. Each row of money holds the
    new figure, and in its note the old one and the two indices; sources stay, the status becomes
    derived. A set that stands beside a case comes before a shipped one of the same name, so that a
    folder of the set's own name keeps offence codes and crosswalks that name it.

    \b
    Example:
      iomcba assumptions uprate home-office-2026 --to 2025-26 --out my-area/home-office-2026
    """
    from iomcba.pipeline.desk.uprate import DEFLATORS
    from iomcba.pipeline.desk.uprate import uprate as run
    from iomcba.report.desk import uprate_text

    done = run(name, to, out, deflators or DEFLATORS)
    click.echo(uprate_text.text(done.rows, done.to, done.left, words), nl=False)
    note(f"Written: {out} (set {done.id}, from {done.made_from} by {done.deflators})")
    if done.id != done.made_from:
        note(f"A case takes it by its name: write {done.id} among the sets of case.yaml.")


@click.command(short_help="What differs between two cases.")
@click.argument("a")
@click.argument("b")
@click.option(
    "--html",
    "path",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write a page with a table for a committee.",
)
@click.option("--csv", "as_csv", is_flag=True, help="Print one row a difference as CSV.")
@words_option
@click.option("--force", is_flag=True, help="Replace the page if it exists.")
def diff(a: str, b: str, path: Path | None, as_csv: bool, words: Catalogue, force: bool) -> None:
    """Show every assumption and word that differs from A to B, and nothing of their answers.

    A and B are cases or runs. What the differences do to the answer: iomcba compare A B.

    \b
    Examples:
      iomcba assumptions diff example-2026 my-case
      iomcba assumptions diff out/before my-case --html what-changed.html
    """
    from iomcba.pipeline.desk.diff import diff as run
    from iomcba.pipeline.desk.diff import write_page
    from iomcba.report.desk import diff_text

    shared = run(a, b)
    if path is not None:
        write_page(shared, path, force, words)
    if as_csv:
        click.echo(diff_text.as_csv(shared, words), nl=False)
    else:
        click.echo(diff_text.text(shared, words, columns(), colour_wanted()), nl=False)
    if path is not None:
        note(f"Written: {path}")
