"""The template's cohort: small, invented, and what its recipe and seed make."""

from __future__ import annotations

from pathlib import Path

from iomcba.keep.tables import csv_bytes
from iomcba.model.synth import synthesise, tables
from iomcba.read.recipe import read_recipe

FOLDER = Path(__file__).parents[2] / "cohorts" / "example"


def test_committed_files_are_what_recipe_and_seed_make() -> None:
    recipe = read_recipe(FOLDER).recipe
    for table in tables(synthesise(recipe, recipe.parameters.seed)):
        assert (FOLDER / table.file).read_bytes() == csv_bytes(table), table.file


def test_the_folder_stays_small() -> None:
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < 700_000
