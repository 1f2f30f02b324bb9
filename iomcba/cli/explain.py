"""`iomcba explain`: any figure or assumption, down to its rows and up to net value."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import click

from iomcba.cli.clothes import words_option
from iomcba.cli.talk import colour_wanted

if TYPE_CHECKING:
    from iomcba.terms.catalogue import Catalogue

GENERATIONS = 3


@click.command()
@click.argument("name", metavar="FIGURE")
@click.argument("what", metavar="[CASE|RUN]", default=".")
@click.option(
    "--depth",
    type=click.IntRange(min=0),
    default=GENERATIONS,
    show_default=True,
    help="Generations of parents to show.",
)
@click.option("--all", "every", is_flag=True, help="Everything, down to the rows; nothing cut.")
@words_option
@click.option("--json", "as_json", is_flag=True, help="Print the whole tree as JSON.")
def explain(name: str, what: str, depth: int, every: bool, words: Catalogue, as_json: bool) -> None:
    """Explain FIGURE: value, formula with the numbers, and the rows it rests on.

    FIGURE is a name from results.json, or an assumption; an option may go by any word of its id
    that no other has, and a prefix lists what is below it. CASE is a case's folder or name, RUN a
    folder that iomcba appraise wrote (default: where you stand).

    \b
    Examples:
      iomcba explain gateway.npsv bedfordshire-2011
      iomcba explain gateway.benefit.police.2012-13 out/bedfordshire --all
      iomcba explain salary.police-officer out/bedfordshire
      iomcba explain gateway.cost out/bedfordshire
    """
    from iomcba.pipeline.explain import WHOLE
    from iomcba.pipeline.explain import explain as run
    from iomcba.report.explain import screen as terminal
    from iomcba.terms.records import encode

    shared = run(name, what, WHOLE if every or as_json else depth)
    if as_json:
        click.echo(encode(shared), nl=False)
        return
    width = min(shutil.get_terminal_size((80, 24)).columns, 110)
    click.echo(terminal.text(shared, words, every, width, colour_wanted()), nl=False)
