"""`iomcba compare`: what changed between two sides, and what each change did to the answer."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import click

from iomcba.cli.clothes import words_option
from iomcba.cli.numbers import DRAWS
from iomcba.cli.talk import Progress, colour_wanted, note

if TYPE_CHECKING:
    from iomcba.terms.catalogue import Catalogue


@click.command()
@click.argument("a")
@click.argument("b")
@click.option("--option", "id", default="", help="Bridge this option (default: the one in focus).")
@click.option("--all", "every", is_flag=True, help="Bridge every option.")
@click.option(
    "--by",
    type=click.Choice(["row", "table"]),
    default="row",
    show_default=True,
    help="What moves as one: a row, or all rows of a table.",
)
@click.option("--draws", type=DRAWS, help="Draws of both (default: A's own, up to 16,384).")
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    help="Write a page, a workbook and JSON into this folder.",
)
@words_option
@click.option("--json", "as_json", is_flag=True, help="Print every change and bridge as JSON.")
@click.option("--force", is_flag=True, help="Replace the folder if it exists.")
def compare(
    a: str,
    b: str,
    id: str,
    every: bool,
    by: str,
    draws: int | None,
    out: Path | None,
    words: Catalogue,
    as_json: bool,
    force: bool,
) -> None:
    """Show what changed from A to B, and what each change did to the answer.

    A and B are run folders, case folders or names of shipped cases; B may also be a folder of
    assumptions that holds the same case. Both are evaluated on the same draws; the parts add up to
    the penny.

    \b
    Examples:
      iomcba compare example-2026 my-case
      iomcba compare out/before out/after --option managed-team
      iomcba compare my-case edited/assumptions --out out/what-changed
    """
    from iomcba.keep.folders import refuse_existing
    from iomcba.pipeline.compare import DATA, write
    from iomcba.pipeline.compare import compare as run
    from iomcba.report.compare import screen as terminal
    from iomcba.terms.records import encode

    if out is not None:
        refuse_existing(out, force, DATA)
    shared = run(a, b, draws, Progress(), id, by == "table")
    written = write(shared, out, force, words) if out is not None else []
    for name in written:
        note(f"Written: {out / name}" if out is not None else name)
    if as_json:
        click.echo(encode(shared), nl=False)
        return
    width = min(shutil.get_terminal_size((80, 24)).columns, 110)
    click.echo(terminal.text(shared, words, every, width, colour_wanted()), nl=False)
