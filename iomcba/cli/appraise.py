"""`iomcba appraise`: the main job."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

import click

from iomcba.cli.clothes import clothes, clothes_options, words_of
from iomcba.cli.engine import Asked, engine, engine_options
from iomcba.cli.numbers import DRAW
from iomcba.cli.purpose import PURPOSE
from iomcba.cli.talk import Progress, colour_wanted, note

if TYPE_CHECKING:
    from iomcba.pipeline.simulate import Engine


@click.command()
@click.argument("case")
@engine_options
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    help="Write a run folder with the reports here.",
)
@clothes_options
@PURPOSE
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON.")
@click.option("--force", is_flag=True, help="Replace the run folder if it exists.")
@click.option(
    "--draw",
    "number",
    type=DRAW,
    help="Print the inputs and the figures of this one draw, counted from 0, and stop.",
)
@click.option(
    "--draws-file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write the kept draws as columns: .npz, .csv or .parquet.",
)
def appraise(
    case: str,
    out: Path | None,
    formats: str | None,
    template: Path | None,
    base_document: Path | None,
    purpose: str,
    as_json: bool,
    force: bool,
    number: int | None,
    draws_file: Path | None,
    **asked: Unpack[Asked],
) -> None:
    """Appraise each option of CASE against the counterfactual.

    CASE is a folder that holds case.yaml, or the name of a shipped case.

    \b
    Examples:
      iomcba appraise bedfordshire-2011
      iomcba appraise my-case --draws 50000 --seed 7 --out out/my-case
      iomcba appraise my-case --precision 0.005
      iomcba appraise my-case --draw 4711

    Draws come in replicates of whole blocks of 1,024; Sobol' replicates are a power of two. Up to
    65,536 draws are kept, of a longer run the first 16,384.
    """
    from iomcba.keep.folders import refuse_existing
    from iomcba.pipeline.begin import begin
    from iomcba.pipeline.executor import choose

    dressed, words = clothes(formats, template, base_document), words_of(template)
    if number is not None:
        print_draw(case, number, engine(**asked))
        return
    if out is not None:
        refuse_existing(out, force)
    if draws_file is not None:
        from iomcba.keep.draws import refuse_draws, write_draws

        refuse_draws(draws_file, force)
    workers = choose(asked["executor"], asked["workers"], asked["cluster"] or "")
    ready = begin(case, workers.count)  # before what follows is imported
    from iomcba.pipeline.appraise import appraise_prepared, keep

    wanted = engine(**asked)
    appraised = appraise_prepared(ready(), Progress(), date.today(), wanted)
    if out is not None:
        keep(appraised, out, force, clothes=dressed, workers=workers.count, purpose=purpose)
    if draws_file is not None:
        write_draws(draws_file, appraised.summary.archive(), force)
        made = appraised.summary
        note(f"Written: {draws_file}, {made.kept_count:,} of {made.count:,} draws")
    if appraised.said:
        note(appraised.said)
    if as_json:
        from iomcba.report import summary_json

        click.echo(summary_json.summary(appraised.shared), nl=False)
    else:
        from iomcba.report import screen

        width = min(shutil.get_terminal_size((80, 24)).columns, 100)
        told = screen.summary(appraised.shared, words, width, colour_wanted())
        click.echo(told, nl=False)
    if out is not None:
        note(f"Written: {out}")


def print_draw(case: str, number: int, wanted: Engine) -> None:
    """Print inputs and figures of one draw, every digit."""
    from iomcba.pipeline.audit import one_draw

    found = one_draw(case, number, wanted)
    click.echo(f"Draw {found.number}: block {found.block}, replicate {found.replicate}")
    click.echo("\nInputs")
    for name, value in found.inputs:
        click.echo(f"  {name} = {value!r}")
    click.echo("\nFigures: expected value; with shock and chance")
    for name, expected, felt in found.figures:
        click.echo(f"  {name} = {expected!r}" + ("" if felt is None else f"; {felt!r}"))
