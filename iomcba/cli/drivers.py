"""`iomcba sensitivity`, `breakeven` and `voi`: what drives the answer, what would change it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from iomcba.cli.clothes import words_option
from iomcba.cli.numbers import Finite
from iomcba.cli.talk import colour_wanted, columns, note

if TYPE_CHECKING:
    from iomcba.terms.catalogue import Catalogue

OPTION = click.option(
    "--option", default="", help="The option spoken of (default: the one nearest to paying)."
)
AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print what was found as JSON.")


@click.command()
@click.argument("what", metavar="CASE|RUN")
@OPTION
@click.option(
    "--map", "over_both", is_flag=True, help="A map of net value over effect and cost instead."
)
@click.option(
    "--two-way",
    nargs=2,
    metavar="NAME NAME",
    help="The same over any two assumptions; OPTION.pvc stands for the option's cost.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write the map as a chart too (SVG).",
)
@click.option("--force", is_flag=True, help="Replace the chart if it exists.")
@click.option(
    "--sobol",
    is_flag=True,
    help="Shares of the doubt by groups that are independent of one another instead.",
)
@click.option("--each", is_flag=True, help="With --sobol: figure by figure, if none is correlated.")
@words_option
@AS_JSON
def sensitivity(
    what: str,
    option: str,
    over_both: bool,
    two_way: tuple[str, str] | None,
    out: Path | None,
    force: bool,
    sobol: bool,
    each: bool,
    words: Catalogue,
    as_json: bool,
) -> None:
    """Show how far each assumption moves net value, alone and by group.

    CASE is a case's folder or name, RUN a folder that iomcba appraise wrote.

    \b
    Examples:
      iomcba sensitivity out/bedfordshire
      iomcba sensitivity out/bedfordshire --option virtual-team --sobol
      iomcba sensitivity out/bedfordshire --map --out map.svg
      iomcba sensitivity example-2026 --two-way effect.iom-default parameter.discount-rate
    """
    from iomcba.pipeline import drivers
    from iomcba.report.decision import screen
    from iomcba.terms.records import encode

    mapped = over_both or two_way is not None
    if mapped + sobol > 1 or (over_both and two_way):
        raise click.UsageError("--map, --two-way and --sobol are different questions: ask one.")
    if out is not None and not mapped:
        raise click.UsageError("--out goes with --map or --two-way.")
    if each and not sobol:
        raise click.UsageError("--each goes with --sobol.")
    found = drivers.asked(what)
    meant = drivers.option_of(found, option)
    shared = found.shared
    about = (columns(), colour_wanted())
    if mapped:
        grid = drivers.two_way(found, meant, *(two_way or ()))
        if out is not None:
            drivers.write_map(shared, grid, out, force, words)
        told = encode(grid) if as_json else screen.two_ways(shared, words, grid, *about)
    elif sobol:
        shares = drivers.sobol(found, each)
        told = encode(shares) if as_json else screen.sobol(shared, words, shares, meant, *about)
    else:
        analysis = shared.case.analysis
        told = encode(analysis) if as_json else screen.sensitivity(shared, words, meant, *about)
    click.echo(told, nl=False)
    if out is not None:
        note(f"Written: {out}")


@click.command()
@click.argument("what", metavar="CASE|RUN")
@OPTION
@click.option(
    "--loss",
    type=Finite(0, 1),
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
@words_option
@AS_JSON
def breakeven(
    what: str, option: str, loss: float, largest: int, words: Catalogue, as_json: bool
) -> None:
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
    told = screen.breakeven(shared, words, meant, columns(), colour_wanted())
    click.echo(encode(shared.case.analysis) if as_json else told, nl=False)


@click.command()
@click.argument("what", metavar="CASE|RUN")
@words_option
@AS_JSON
def voi(what: str, words: Catalogue, as_json: bool) -> None:
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
    told = screen.voi(found.shared, words, columns(), colour_wanted())
    click.echo(encode(found.shared.case.analysis) if as_json else told, nl=False)
