"""`iomcba assumptions export` and `import`: a case as a workbook, out and back."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from iomcba.cli.clothes import words_option
from iomcba.cli.numbers import DRAWS
from iomcba.cli.talk import Progress, colour_wanted, columns, note

if TYPE_CHECKING:
    from iomcba.terms.catalogue import Catalogue

BOOK = click.Path(path_type=Path, dir_okay=False)


@click.command(short_help="Write a workbook for a reviewer.")
@click.argument("case")
@click.option("--xlsx", "path", type=BOOK, required=True, help="The workbook to write.")
@click.option("--all", "everything", is_flag=True, help="Rows of the sets too that enter nothing.")
@words_option
@click.option("--force", is_flag=True, help="Replace the workbook if it exists.")
def export(case: str, path: Path, everything: bool, words: Catalogue, force: bool) -> None:
    """Write the assumptions of CASE as a workbook in which a reviewer can change them.

    One table a sheet, yellow cells to change, lists to choose from, a reason for every change.
    `iomcba assumptions import` reads it back.

    \b
    Example:
      iomcba assumptions export my-case --xlsx my-case.xlsx
    """
    from iomcba.pipeline.desk.export import export as run

    desk = run(case, path, everything, force, date.today(), words)
    rows = sum(len(sheet.rows) for sheet in desk.sheets)
    click.echo(words.text("desk.exported", path=path, rows=rows, sheets=len(desk.sheets)))


@click.command("import", short_help="Take over a reviewer's workbook.")
@click.argument("file", type=BOOK)
@click.argument("case", default="")
@click.option("--write", "wanted", is_flag=True, help="Write the changes into the case.")
@click.option("--by", default="", help="Who made them (default: the name in the workbook).")
@click.option("--no-effect", is_flag=True, help="Do not work out what they do to the answer.")
@click.option("--option", "id", default="", help="Bridge this option (default: the one in focus).")
@click.option("--all", "every", is_flag=True, help="Bridge every option.")
@click.option("--draws", type=DRAWS, help="Draws of the comparison.")
@words_option
@click.option("--json", "as_json", is_flag=True, help="Print changes and effect as JSON.")
def import_(
    file: Path,
    case: str,
    wanted: bool,
    by: str,
    no_effect: bool,
    id: str,
    every: bool,
    draws: int | None,
    words: Catalogue,
    as_json: bool,
) -> None:
    """Check what a reviewer changed in FILE, show what it does to the answer, and take it over.

    CASE is the case that FILE was exported from (default: the one that it names). Every cell is
    checked; then the changes are shown with the bridge from the answer as it is to the answer
    changed. Only --write, or a yes on a terminal, writes them, into the case's own tables.

    \b
    Examples:
      iomcba assumptions import my-case.xlsx
      iomcba assumptions import my-case.xlsx my-case --write --by "A. Reviewer"
    """
    from iomcba.pipeline.desk.import_ import effect, propose, write
    from iomcba.pipeline.report import stamp
    from iomcba.report.compare import screen
    from iomcba.report.desk import proposal_text
    from iomcba.terms.records import encode

    found = propose(file, case, date.today())
    told = bool(found.edits) and not no_effect
    shared = effect(found, draws, Progress(), id) if told else None
    facts = (found.edits, found.merged, found.already)
    if as_json:
        said = encode(shared) if shared is not None else ""
        click.echo(proposal_text.as_json(*facts, said), nl=False)
    else:
        text = proposal_text.text(*facts, found.book, words, columns(), colour_wanted())
        click.echo(text, nl=False)
        if shared is not None:
            click.echo()
            click.echo(screen.text(shared, words, every, columns(), colour_wanted()), nl=False)
    if not found.edits:
        return
    if not wanted and not (_asks(as_json) and click.confirm("Write these changes?", err=True)):
        note("Nothing is written. Add --write to take the changes over.")
        return
    for path in write(found, by, stamp() or date.today().isoformat()):
        note(f"Written: {path}")


def _asks(as_json: bool) -> bool:
    """Whether there is somebody to ask."""
    return not as_json and sys.stdin.isatty() and sys.stdout.isatty()
