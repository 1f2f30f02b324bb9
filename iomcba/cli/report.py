"""`iomcba report`: the reports of a finished run, rendered again from its results alone."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.argument("run", type=click.Path(path_type=Path))
@click.option(
    "--templates",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="Folder with templates of your own (default: the shipped ones).",
)
def report(run: Path, templates: Path | None) -> None:
    """Render the reports of RUN again.

    RUN is a folder that iomcba appraise wrote. Its reports are replaced; its results are not
    touched and nothing is simulated.

    \b
    Examples:
      iomcba report out/bedfordshire
      iomcba report out/bedfordshire --templates my-templates
    """
    from iomcba.pipeline.report import report as render

    for path in render(run, templates):
        click.echo(path)
