"""`iomcba check`: everything about a case, all problems at once, before anything is simulated."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from iomcba.cli.clothes import words_option

if TYPE_CHECKING:
    from iomcba.terms.catalogue import Catalogue


@click.command()
@click.argument("case")
@words_option
@click.option("--json", "as_json", is_flag=True, help="Print everything found as JSON.")
@click.pass_context
def check(context: click.Context, case: str, words: Catalogue, as_json: bool) -> None:
    """Say everything that is wrong with CASE, all at once.

    CASE is a folder that holds case.yaml, or the name of a shipped case. Problems end with exit
    code 2; warnings do not.

    \b
    Examples:
      iomcba check bedfordshire-2011
      iomcba check my-case --json
    """
    from iomcba.errors import InputError
    from iomcba.pipeline.check import check as run
    from iomcba.report import check_text

    checked = run(case, date.today())
    if as_json:
        click.echo(check_text.as_json(checked), nl=False)
        context.exit(2 if checked.problems else 0)
    if checked.problems:
        click.echo(check_text.warnings(checked, words), nl=False, err=True)
        raise InputError(checked.problems)
    click.echo(check_text.text(checked, words), nl=False)
