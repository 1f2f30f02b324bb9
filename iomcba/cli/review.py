"""`iomcba review`: who reviewed which rows of a case, kept beside it."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

import click

from iomcba.cli.clothes import words_option

if TYPE_CHECKING:
    from iomcba.terms.catalogue import Catalogue


@click.command()
@click.argument("case")
@click.option("--by", "reviewer", default="", metavar="NAME", help="Who reviewed it.")
@click.option(
    "--role",
    type=click.Choice(["analyst", "assurer", "approver"]),
    help="In which role; a person has one role in a case.",
)
@click.option(
    "--rows",
    multiple=True,
    metavar="NAME",
    help="An assumption or the beginning of names, again for more (default: every row).",
)
@click.option("--comment", default="", metavar="TEXT", help="What was found.")
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="The day (default: today).")
@words_option
@click.option("--json", "as_json", is_flag=True, help="Print where the reviews stand as JSON.")
def review(
    case: str,
    reviewer: str,
    role: str | None,
    rows: tuple[str, ...],
    comment: str,
    on: datetime | None,
    words: Catalogue,
    as_json: bool,
) -> None:
    """Record that rows of CASE were reviewed, or say where its reviews stand.

    Reviews stand in reviews.csv beside case.yaml, which belongs into version control. A row that
    changes afterwards loses its review; the first page of every report says who has signed off.

    \b
    Examples:
      iomcba review my-case
      iomcba review my-case --by "A. Shah" --role assurer --rows unit-cost --comment "read"
      iomcba review my-case --by "J. Doe" --role approver
    """
    from iomcba.pipeline.desk.review import review as run
    from iomcba.report.desk import review_text

    if bool(reviewer.strip()) != bool(role):
        raise click.UsageError("--by and --role go together: who, and in which role.")
    day = (on.date() if on else date.today()).isoformat()
    found = run(case, rows, reviewer.strip(), role or "", comment.strip(), day)
    if as_json:
        click.echo(review_text.as_json(found.state), nl=False)
    else:
        click.echo(review_text.text(found.case, found.recorded, found.state, words), nl=False)
