"""`iomcba sensitivity`, `breakeven` and `voi`: what drives the answer, what would change it."""

from __future__ import annotations

import shutil

import click

from iomcba.cli.talk import colour_wanted

OPTION = click.option(
    "--option", default="", help="The option spoken of (default: the one nearest to paying)."
)
AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print what was found as JSON.")


def columns() -> int:
    """How wide the text may be."""
    return min(shutil.get_terminal_size((80, 24)).columns, 120)


@click.command()
@click.argument("what", metavar="CASE|RUN")
@OPTION
@click.option(
    "--two-way",
    nargs=2,
    metavar="NAME NAME",
    help="A map of net value over two assumptions instead.",
)
@AS_JSON
def sensitivity(what: str, option: str, two_way: tuple[str, str] | None, as_json: bool) -> None:
    """Show how far each assumption moves net value, alone and by group.

    CASE is a case's folder or name, RUN a folder that iomcba appraise wrote.

    \b
    Examples:
      iomcba sensitivity out/bedfordshire
      iomcba sensitivity out/bedfordshire --option virtual-team
      iomcba sensitivity example-2026 --two-way effect.iom-default parameter.discount-rate
    """
    from iomcba.pipeline import drivers
    from iomcba.report.decision import screen
    from iomcba.terms.records import encode

    found = drivers.asked(what)
    meant = drivers.option_of(found, option)
    if two_way:
        grid = drivers.two_way(found, meant, *two_way)
        told = screen.two_way(found.shared, grid, columns(), colour_wanted())
        click.echo(encode(grid) if as_json else told, nl=False)
        return
    told = screen.sensitivity(found.shared, meant, columns(), colour_wanted())
    click.echo(encode(found.shared.case.analysis) if as_json else told, nl=False)


@click.command()
@click.argument("what", metavar="CASE|RUN")
@OPTION
@click.option(
    "--loss",
    type=click.FloatRange(0, 1),
    default=0.5,
    show_default=True,
    help="Chance of loss that is asked for.",
)
@click.option(
    "--largest",
    type=click.IntRange(min=1),
    default=20,
    show_default=True,
    help="How many of the largest drivers are asked.",
)
@AS_JSON
def breakeven(what: str, option: str, loss: float, largest: int, as_json: bool) -> None:
    """Say at which value of each driver an option breaks even or the ranking turns.

    CASE is a case's folder or name, RUN a folder that iomcba appraise wrote.

    \b
    Examples:
      iomcba breakeven out/bedfordshire
      iomcba breakeven out/bedfordshire --option virtual-team --loss 0.2
    """
    from iomcba.pipeline import drivers
    from iomcba.report.decision import screen
    from iomcba.terms.records import encode

    found = drivers.asked(what)
    meant = drivers.option_of(found, option)
    shared = drivers.breakeven(found, meant, loss, largest)
    told = screen.breakeven(shared, meant, columns(), colour_wanted())
    click.echo(encode(shared.case.analysis) if as_json else told, nl=False)


@click.command()
@click.argument("what", metavar="CASE|RUN")
@AS_JSON
def voi(what: str, as_json: bool) -> None:
    """Say what settling an assumption before deciding is worth at most.

    CASE is a case's folder or name, RUN a folder that iomcba appraise wrote.

    \b
    Examples:
      iomcba voi out/bedfordshire
      iomcba voi example-2026 --json
    """
    from iomcba.pipeline import drivers
    from iomcba.report.decision import screen
    from iomcba.terms.records import encode

    found = drivers.asked(what)
    told = screen.voi(found.shared, columns(), colour_wanted())
    click.echo(encode(found.shared.case.analysis) if as_json else told, nl=False)
