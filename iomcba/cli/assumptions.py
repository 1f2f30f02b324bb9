"""`iomcba assumptions`: the finance reviewer's desk."""

from __future__ import annotations

import os
import shutil
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from iomcba.cli.groups import SpellingGroup
from iomcba.cli.init import YEAR
from iomcba.cli.talk import Progress, colour_wanted, note

if TYPE_CHECKING:
    from iomcba.terms.register import Register

WIDEST = 140
AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print every field as JSON.")
AS_CSV = click.option("--csv", "as_csv", is_flag=True, help="Print one row an assumption as CSV.")
RUN = click.option(
    "--run",
    "run",
    type=click.Path(path_type=Path, file_okay=False),
    help="Say what each is worth by this run of the case.",
)
WORTH = click.option("--worth", is_flag=True, help="The same without a run: appraise the case.")
ASCII = click.option("--ascii", is_flag=True, help="Draw with plain characters only.")


@click.group(cls=SpellingGroup)
def assumptions() -> None:
    """See, search and change the assumptions of a case.

    \b
    Example:
      iomcba assumptions list example-2026
    """


def read_register(case: str, run: Path | None, worth: bool) -> Register:
    """The register of a case, if wanted with what each assumption is worth."""
    from iomcba.pipeline.desk.register import register

    whole, today = register(case, date.today()), date.today()
    if run is None and not worth:
        return whole
    from iomcba.pipeline.desk.worth import with_appraisal, with_run

    return with_run(whole, run) if run is not None else with_appraisal(whole, case, today)


def drawn_plainly(asked: bool) -> bool:
    """Whether pictures must do with plain characters."""
    return asked or os.environ.get("TERM", "") == "dumb"


def columns() -> int:
    """How wide the text may be."""
    return min(shutil.get_terminal_size((80, 24)).columns, WIDEST)


@assumptions.command("list", short_help="Every assumption, what matters first.")
@click.argument("case")
@click.argument("name", default="")
@click.option("--all", "everything", is_flag=True, help="Those too that enter nothing.")
@RUN
@WORTH
@AS_JSON
@AS_CSV
@ASCII
def list_(
    case: str,
    name: str,
    everything: bool,
    run: Path | None,
    worth: bool,
    as_json: bool,
    as_csv: bool,
    ascii: bool,
) -> None:
    """List the assumptions of CASE after precedence, or those whose name begins with NAME.

    Overdue ones stand first, then weak ones on which much hangs, then those without a source; with
    --run or --worth, those first among them that it would pay most to settle.

    \b
    Examples:
      iomcba assumptions list bedfordshire-2011
      iomcba assumptions list my-case engagement
      iomcba assumptions list my-case --run out/my-case
      iomcba assumptions list my-case --csv > register.csv
    """
    from iomcba.pipeline.desk.register import found
    from iomcba.report.desk import register_data, register_text

    whole = read_register(case, run, worth)
    shown = found(whole, name) if name else whole.entries if everything else whole.used
    if as_json:
        click.echo(register_data.as_json(whole, shown), nl=False)
    elif as_csv:
        click.echo(register_data.as_csv(shown), nl=False)
    else:
        plainly = drawn_plainly(ascii)
        text = register_text.listing(whole, shown, columns(), colour_wanted(), plainly)
        click.echo(text, nl=False)


@assumptions.command(short_help="One assumption in full.")
@click.argument("case")
@click.argument("name")
@RUN
@WORTH
@AS_JSON
@ASCII
def show(case: str, name: str, run: Path | None, worth: bool, as_json: bool, ascii: bool) -> None:
    """Show NAME of CASE in full: value, shape, evidence, place, what it feeds.

    NAME is an assumption; the beginning of a name stands for all below it.

    \b
    Examples:
      iomcba assumptions show example-2026 effect.iom-default
      iomcba assumptions show my-case salary
    """
    from iomcba.pipeline.desk.register import found
    from iomcba.report.desk import register_data, register_text

    whole = read_register(case, run, worth)
    shown = found(whole, name)
    if as_json:
        click.echo(register_data.as_json(whole, shown), nl=False)
        return
    width, colour, plainly = columns(), colour_wanted(), drawn_plainly(ascii)
    texts = (register_text.shown(entry, whole, width, colour, plainly) for entry in shown)
    click.echo("\n".join(texts), nl=False)


@assumptions.command(short_help="Find assumptions by a word.")
@click.argument("case")
@click.argument("words", nargs=-1, required=True)
@RUN
@WORTH
@AS_JSON
@AS_CSV
@ASCII
def search(
    case: str,
    words: tuple[str, ...],
    run: Path | None,
    worth: bool,
    as_json: bool,
    as_csv: bool,
    ascii: bool,
) -> None:
    """Find the assumptions of CASE that hold all WORDS, in name, unit, source, owner or note.

    \b
    Examples:
      iomcba assumptions search bedfordshire-2011 burglary
      iomcba assumptions search my-case prison "Ministry of Justice"
    """
    from iomcba.pipeline.desk.register import searched
    from iomcba.report.desk import register_data, register_text

    whole = read_register(case, run, worth)
    shown = searched(whole, words)
    if as_json:
        click.echo(register_data.as_json(whole, shown), nl=False)
    elif as_csv:
        click.echo(register_data.as_csv(shown), nl=False)
    else:
        plainly = drawn_plainly(ascii)
        text = register_text.listing(whole, shown, columns(), colour_wanted(), plainly)
        click.echo(text, nl=False)


BOOK = click.Path(path_type=Path, dir_okay=False)


@assumptions.command(short_help="Write a workbook for a reviewer.")
@click.argument("case")
@click.option("--xlsx", "path", type=BOOK, required=True, help="The workbook to write.")
@click.option("--all", "everything", is_flag=True, help="Rows of the sets too that enter nothing.")
@click.option("--force", is_flag=True, help="Replace the workbook if it exists.")
def export(case: str, path: Path, everything: bool, force: bool) -> None:
    """Write the assumptions of CASE as a workbook in which a reviewer can change them.

    One table a sheet, yellow cells to change, lists to choose from, a reason for every change.
    `iomcba assumptions import` reads it back.

    \b
    Example:
      iomcba assumptions export my-case --xlsx my-case.xlsx
    """
    from iomcba.pipeline.desk.export import export as run

    desk = run(case, path, everything, force, date.today())
    rows = sum(len(sheet.rows) for sheet in desk.sheets)
    click.echo(f"{path}: {rows:,} rows on {len(desk.sheets)} sheets")


@assumptions.command("import", short_help="Take over a reviewer's workbook.")
@click.argument("file", type=BOOK)
@click.argument("case", default="")
@click.option("--write", "wanted", is_flag=True, help="Write the changes into the case.")
@click.option("--by", default="", help="Who made them (default: the name in the workbook).")
@click.option("--no-effect", is_flag=True, help="Do not work out what they do to the answer.")
@click.option("--draws", type=click.IntRange(min=1), help="Draws of the comparison.")
@click.option("--json", "as_json", is_flag=True, help="Print changes and effect as JSON.")
def import_(
    file: Path,
    case: str,
    wanted: bool,
    by: str,
    no_effect: bool,
    draws: int | None,
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
    shared = None if no_effect or not found.edits else effect(found, draws, Progress())
    facts = (found.edits, found.merged, found.already)
    if as_json:
        said = encode(shared) if shared is not None else ""
        click.echo(proposal_text.as_json(*facts, said), nl=False)
    else:
        text = proposal_text.text(*facts, found.book, columns(), colour_wanted())
        click.echo(text, nl=False)
        if shared is not None:
            click.echo()
            click.echo(screen.text(shared, False, columns(), colour_wanted()), nl=False)
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


@assumptions.command(short_help="An evidence set in the prices of another year.")
@click.argument("name", metavar="SET")
@click.option("--to", type=YEAR, required=True, help="Financial year of the prices: 2025-26.")
@click.option(
    "--out", type=click.Path(path_type=Path), required=True, help="Folder of the new set."
)
@click.option("--deflators", metavar="SET", help="Another set of deflators than the shipped one.")
def uprate(name: str, to: str, out: Path, deflators: str | None) -> None:
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
    click.echo(uprate_text.text(done.rows, done.to, done.left), nl=False)
    note(f"Written: {out} (set {done.id}, from {done.made_from} by {done.deflators})")
    if done.id != done.made_from:
        note(f"A case takes it by its name: write {done.id} among the sets of case.yaml.")
