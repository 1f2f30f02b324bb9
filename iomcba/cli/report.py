"""`iomcba report`: the reports of a finished run, rendered again from its results alone."""

from __future__ import annotations

from pathlib import Path

import click

from iomcba.cli.clothes import clothes, clothes_options


@click.command()
@click.argument("run", type=click.Path(path_type=Path))
@clothes_options
def report(
    run: Path, formats: str | None, template: Path | None, base_document: Path | None
) -> None:
    """Render the reports of RUN again.

    RUN is a folder that iomcba appraise wrote. Its reports are replaced; its results are not
    touched and nothing is simulated.

    \b
    Examples:
      iomcba report out/bedfordshire
      iomcba report out/bedfordshire --formats html --template my-templates
      iomcba report out/bedfordshire --formats docx --base-document council.docx
    """
    from iomcba.pipeline.report import report as render

    for path in render(run, clothes(formats, template, base_document)):
        click.echo(path)
