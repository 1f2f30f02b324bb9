"""`iomcba cohort`: make, describe, check and pseudonymise offence histories."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from iomcba.cli.backtest import backtest
from iomcba.cli.clothes import words_option
from iomcba.cli.groups import SpellingGroup
from iomcba.cli.numbers import Finite
from iomcba.cli.talk import note

if TYPE_CHECKING:
    from iomcba.terms.catalogue import Catalogue

OUT = click.Path(path_type=Path, file_okay=False)
FOLDER = click.Path(path_type=Path)


@click.group(cls=SpellingGroup)
def cohort() -> None:
    """Make, describe and check offence histories.

    \b
    Example:
      iomcba cohort check my-extract --out out/data-quality
    """


@cohort.command(short_help="Make a synthetic cohort from a recipe.")
@click.argument("recipe", type=FOLDER)
@click.option("--out", type=OUT, required=True, help="Folder to write.")
@click.option("--seed", type=click.IntRange(min=0), help="Another seed (default: the recipe's).")
@click.option("--force", is_flag=True, help="Replace a synthetic cohort that is there already.")
def synth(recipe: Path, out: Path, seed: int | None, force: bool) -> None:
    """Make a synthetic cohort: invented people, from RECIPE.

    RECIPE is a folder with recipe.csv, recipe-mix.csv, recipe-need.csv, source.csv and
    cohort.yaml. Same recipe and seed, same bytes.

    \b
    Example:
      iomcba cohort synth cohorts/bedfordshire-synthetic --out out/other --seed 7
    """
    from iomcba.pipeline.cohort_commands import synth as run

    made = run(recipe, out, seed, force)
    click.echo(
        f"{out}: {made.people:,} invented people, {made.offences:,} offences, "
        f"{made.spells:,} custody spells (seed {made.seed})"
    )
    if made.stale_dictionary:
        note("data-dictionary.md was copied; counts in it are of the recipe's own seed.")


@cohort.command(short_help="Describe histories: who, what, when.")
@click.argument("case")
@click.option("--out", type=OUT, help="Write profile.json, profile.csv and profile.svg here.")
@click.option("--threshold", type=Finite(min=0), help="Hide counts below (default: the case's).")
@words_option
@click.option("--json", "as_json", is_flag=True, help="Print the profile as JSON.")
@click.option("--force", is_flag=True, help="Replace a profile that is there already.")
def profile(
    case: str,
    out: Path | None,
    threshold: float | None,
    words: Catalogue,
    as_json: bool,
    force: bool,
) -> None:
    """Describe the histories of CASE: who offends, how much, at what, and when inside.

    CASE is a case (its window, its people picked, its costs) or a folder with cohort.yaml. Small
    counts of real people are hidden.

    \b
    Examples:
      iomcba cohort profile bedfordshire-2011
      iomcba cohort profile my-extract --out out/profile
    """
    from iomcba.keep.folders import refuse_existing
    from iomcba.pipeline.cohort_profile import MARK, describe, keep_profile
    from iomcba.report import profile_text

    if out is not None:
        refuse_existing(out, force, MARK)
    shared = describe(case, threshold)
    if out is not None:
        keep_profile(shared, out, force, words)
    said = profile_text.as_json(shared) if as_json else profile_text.text(shared, words)
    click.echo(said, nl=False)
    if out is not None:
        note(f"Written: {out / 'profile.svg'}")


@cohort.command(short_help="Find what is wrong with histories.")
@click.argument("folder", type=FOLDER)
@click.option("--out", type=OUT, help="Write data-quality.csv, -lines.csv and .xlsx here.")
@click.option("--init", is_flag=True, help="First write a cohort.yaml of what the tables show.")
@words_option
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
@click.option("--force", is_flag=True, help="Replace a report that is there already.")
@click.pass_context
def check(
    context: click.Context,
    folder: Path,
    out: Path | None,
    init: bool,
    words: Catalogue,
    as_json: bool,
    force: bool,
) -> None:
    """Find what is wrong with the histories in FOLDER, in counts and line numbers.

    The report holds no detail of any person: it can go back to whoever made the extract. Exit
    code 2 if something must be mended before an appraisal reads the folder.

    \b
    Examples:
      iomcba cohort check my-extract
      iomcba cohort check my-extract --init --out out/data-quality
    """
    from iomcba.keep.folders import refuse_existing
    from iomcba.pipeline.cohort_commands import (
        QUALITY_MARK,
        check_quality,
        initialise,
        keep_quality,
    )
    from iomcba.report import quality

    if out is not None:
        refuse_existing(out, force, QUALITY_MARK)
    if init:
        note(f"Written: {initialise(folder)}. Correct every line of it.")
    report = check_quality(folder)
    if out is not None:
        keep_quality(report, out, force, words)
    said = quality.as_json(report) if as_json else quality.text(report, words)
    click.echo(said, nl=False)
    if out is not None:
        note(f"Written: {out / 'data-quality.xlsx'}")
    context.exit(2 if report.of("must fix") else 0)


@cohort.command(short_help="Copy histories under keyed pseudonyms.")
@click.argument("folder", type=FOLDER)
@click.option("--key", type=FOLDER, required=True, help="File with the key; keep it apart.")
@click.option("--out", type=OUT, required=True, help="Folder to write.")
@click.option("--new-key", is_flag=True, help="Make the key file; only you can read it.")
@click.option("--shift-dates", is_flag=True, help="Move all dates by one offset from the key.")
@click.option("--force", is_flag=True, help="Replace a pseudonymised cohort that is there already.")
def pseudonymise(
    folder: Path, key: Path, out: Path, new_key: bool, shift_dates: bool, force: bool
) -> None:
    """Copy the histories in FOLDER under keyed pseudonyms.

    Ids become HMAC-SHA256 under the key; columns that nothing reads are left out; rows are
    ordered by the new ids. Same key, same pseudonyms. Pseudonymised data are personal data still.

    \b
    Examples:
      iomcba cohort pseudonymise my-extract --key ~/iom.key --new-key --out pseudonymised
      iomcba cohort pseudonymise my-extract --key ~/iom.key --shift-dates --out pseudonymised
    """
    from iomcba.pipeline.pseudonymise import pseudonymise as run

    done = run(folder, key, out, new_key, shift_dates, force)
    for name, rows in done.rows:
        click.echo(f"{out / name}: {rows:,} rows")
    for file, column in done.dropped:
        click.echo(f"left out: {file}: {column}")
    if done.new_key:
        note(f"Key written: {key}. Whoever has it and the ids can make the pseudonyms again.")
    if shift_dates:
        note(
            f"All dates moved by {done.shift} days, years of birth by whole years. Move the "
            "dates of the case with them. One offset hides little from whoever knows one date."
        )


cohort.add_command(backtest)
