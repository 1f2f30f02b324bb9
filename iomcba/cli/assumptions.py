"""`iomcba assumptions`: the finance reviewer's desk."""

from __future__ import annotations

import os
import shutil
from datetime import date

import click

from iomcba.cli.groups import SpellingGroup
from iomcba.cli.talk import colour_wanted

WIDEST = 140
AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print every field as JSON.")
AS_CSV = click.option("--csv", "as_csv", is_flag=True, help="Print one row an assumption as CSV.")
ASCII = click.option("--ascii", is_flag=True, help="Draw with plain characters only.")


@click.group(cls=SpellingGroup)
def assumptions() -> None:
    """See, search and change the assumptions of a case.

    \b
    Example:
      iomcba assumptions list example-2026
    """


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
@AS_JSON
@AS_CSV
@ASCII
def list_(case: str, name: str, everything: bool, as_json: bool, as_csv: bool, ascii: bool) -> None:
    """List the assumptions of CASE after precedence, or those whose name begins with NAME.

    Overdue ones stand first, then weak ones on which much hangs, then those without a source.

    \b
    Examples:
      iomcba assumptions list bedfordshire-2011
      iomcba assumptions list my-case engagement
      iomcba assumptions list my-case --csv > register.csv
    """
    from iomcba.pipeline.desk.register import found, register
    from iomcba.report.desk import register_data, register_text

    whole = register(case, date.today())
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
@AS_JSON
@ASCII
def show(case: str, name: str, as_json: bool, ascii: bool) -> None:
    """Show NAME of CASE in full: value, shape, evidence, place, what it feeds.

    NAME is an assumption; the beginning of a name stands for all below it.

    \b
    Examples:
      iomcba assumptions show example-2026 effect.iom-default
      iomcba assumptions show my-case salary
    """
    from iomcba.pipeline.desk.register import found, register
    from iomcba.report.desk import register_data, register_text

    whole = register(case, date.today())
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
@AS_JSON
@AS_CSV
@ASCII
def search(case: str, words: tuple[str, ...], as_json: bool, as_csv: bool, ascii: bool) -> None:
    """Find the assumptions of CASE that hold all WORDS, in name, unit, source, owner or note.

    \b
    Examples:
      iomcba assumptions search bedfordshire-2011 burglary
      iomcba assumptions search my-case prison "Ministry of Justice"
    """
    from iomcba.pipeline.desk.register import register, searched
    from iomcba.report.desk import register_data, register_text

    whole = register(case, date.today())
    shown = searched(whole, words)
    if as_json:
        click.echo(register_data.as_json(whole, shown), nl=False)
    elif as_csv:
        click.echo(register_data.as_csv(shown), nl=False)
    else:
        plainly = drawn_plainly(ascii)
        text = register_text.listing(whole, shown, columns(), colour_wanted(), plainly)
        click.echo(text, nl=False)
