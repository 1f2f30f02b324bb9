"""`iomcba verify` and `iomcba freeze`: a run that anyone can make again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from iomcba.cli.clothes import words_option
from iomcba.cli.talk import Progress, note

if TYPE_CHECKING:
    from iomcba.terms.catalogue import Catalogue

NOT_THE_SAME = 3


@click.command()
@click.argument("run", type=click.Path(path_type=Path, file_okay=False, exists=True))
@click.option(
    "--case",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="Where the case is now, if it is neither beside the run nor where it was.",
)
@click.option("--inputs-only", is_flag=True, help="Look at the files alone; simulate nothing.")
@words_option
@click.option("--json", "as_json", is_flag=True, help="Print the outcome as JSON.")
def verify(
    run: Path, case: Path | None, inputs_only: bool, words: Catalogue, as_json: bool
) -> None:
    """Make RUN again from its manifest and say whether the same comes out.

    RUN is a folder that iomcba appraise wrote, or an unpacked archive of iomcba freeze. Every input
    and every file of the run is held to its hash first; then the case is appraised again with the
    recorded seed, draws and day. The outcome is "equal" (to the last bit), "equal within 1e-9"
    (naming the library or the processor that is another), or "different" (naming the input, file,
    version or result). Exit code: 0 where it is equal, 3 where it is not.

    \b
    Examples:
      iomcba verify out/my-case
      iomcba verify out/my-case --inputs-only
    """
    from iomcba.pipeline.verify import verify as run_again
    from iomcba.report import verify_text

    found = run_again(run, case, inputs_only, Progress())
    said = verify_text.as_json(found) if as_json else verify_text.text(found, words)
    click.echo(said, nl=False)
    if not found.holds:
        click.get_current_context().exit(NOT_THE_SAME)


@click.command()
@click.argument("case")
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    help="The archive to write, such as my-case.zip.",
)
@click.option(
    "--run",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="Freeze this run of the case (default: one that is made now).",
)
@click.option("--with-cohort", is_flag=True, help="Put histories and the analyst's part in, too.")
@click.option("--force", is_flag=True, help="Replace the archive if it exists.")
def freeze(case: str, out: Path, run: Path | None, with_cohort: bool, force: bool) -> None:
    """Bundle CASE, its inputs, its results and its surroundings into one archive for the file.

    The offence histories, and the analyst's part of the run, stay out unless asked for: their
    hashes and a profile that may be shared stand for them. The same run gives the same bytes.

    \b
    Examples:
      iomcba freeze my-case --run out/my-case --out my-case.zip
      unzip my-case.zip && iomcba verify my-case-frozen
    """
    from iomcba.pipeline.freeze import freeze as bundle

    frozen = bundle(case, out, run, with_cohort, force, Progress())
    note(f"Written: {out}")
    if frozen.left_out:
        note(f"Left out, named by hash: {len(frozen.left_out)} files (see --with-cohort).")
