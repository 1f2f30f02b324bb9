"""`iomcba assumptions`: the finance reviewer's desk."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from iomcba.cli.clothes import words_option
from iomcba.cli.desk_sets import diff, uprate
from iomcba.cli.desk_workbook import export, import_
from iomcba.cli.groups import SpellingGroup
from iomcba.cli.talk import colour_wanted, columns

if TYPE_CHECKING:
    from iomcba.terms.catalogue import Catalogue
    from iomcba.terms.register import Entry, Register

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


def _print(
    whole: Register,
    shown: tuple[Entry, ...],
    words: Catalogue,
    as_json: bool,
    as_csv: bool,
    ascii: bool,
) -> None:
    """Entries as text, JSON or CSV."""
    from iomcba.report.desk import register_data, register_text

    if as_json:
        click.echo(register_data.as_json(whole, shown), nl=False)
    elif as_csv:
        click.echo(register_data.as_csv(shown), nl=False)
    else:
        plainly = drawn_plainly(ascii)
        text = register_text.listing(whole, shown, words, columns(), colour_wanted(), plainly)
        click.echo(text, nl=False)


@assumptions.command("list", short_help="Every assumption, what matters first.")
@click.argument("case")
@click.argument("name", default="")
@click.option("--all", "everything", is_flag=True, help="Those too that enter nothing.")
@RUN
@WORTH
@words_option
@AS_JSON
@AS_CSV
@ASCII
def list_(
    case: str,
    name: str,
    everything: bool,
    run: Path | None,
    worth: bool,
    words: Catalogue,
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

    whole = read_register(case, run, worth)
    shown = found(whole, name) if name else whole.entries if everything else whole.used
    _print(whole, shown, words, as_json, as_csv, ascii)


@assumptions.command(short_help="One assumption in full.")
@click.argument("case")
@click.argument("name")
@RUN
@WORTH
@words_option
@AS_JSON
@ASCII
def show(
    case: str,
    name: str,
    run: Path | None,
    worth: bool,
    words: Catalogue,
    as_json: bool,
    ascii: bool,
) -> None:
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
    texts = (register_text.shown(entry, whole, words, width, colour, plainly) for entry in shown)
    click.echo("\n".join(texts), nl=False)


@assumptions.command(short_help="Find assumptions by a word.")
@click.argument("case")
@click.argument("sought", metavar="WORDS...", nargs=-1, required=True)
@RUN
@WORTH
@words_option
@AS_JSON
@AS_CSV
@ASCII
def search(
    case: str,
    sought: tuple[str, ...],
    run: Path | None,
    worth: bool,
    words: Catalogue,
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

    whole = read_register(case, run, worth)
    shown = searched(whole, sought)
    _print(whole, shown, words, as_json, as_csv, ascii)


for command in (export, import_, diff, uprate):
    assumptions.add_command(command)
