"""Why a run is made, for the run log beside it."""

from __future__ import annotations

import click

PURPOSE = click.option(
    "--purpose",
    metavar="TEXT",
    default="",
    help="Why the run is made: it goes into the run log beside the run folder. Runs on real "
    "histories are always logged, those on synthetic ones when a purpose is given.",
)
