"""A recipe's folder → `Recipe`: three tables of figures, each with its source, and cohort.yaml."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from iomcba.errors import InputError, Keys, Place, Problem, Problems
from iomcba.read.inputs import hold_sources
from iomcba.read.rows import read_rows
from iomcba.read.tables import FORM_OF
from iomcba.read.workspace import source
from iomcba.read.yamls import read_keyed
from iomcba.terms.rows import Row
from iomcba.terms.synthetic import MixLine, NeedLine, Recipe, recipe_from
from iomcba.terms.words import CohortWords

TABLES = ("recipe", "recipe-mix", "recipe-need", "source")
WORDS = "cohort.yaml"
DICTIONARY = "data-dictionary.md"


@dataclass(frozen=True, slots=True)
class RecipeRead:
    """A recipe, its cohort's words, its files as they stand, and the line of its seed."""

    recipe: Recipe
    words: CohortWords
    keys: Keys
    files: tuple[tuple[str, bytes], ...]
    seed_line: int


def read_recipe(folder: Path) -> RecipeRead:
    """Read a recipe.

    Raises:
        InputError: with every problem in its files.
    """
    problems = Problems()
    words, keys = read_keyed(CohortWords, source(folder / WORDS), problems)
    rows = {
        name: read_rows(FORM_OF[name], source(folder / f"{name}.csv"), problems) for name in TABLES
    }
    hold_sources([row for table in rows.values() for row in table], problems)
    if words is not None and not words.synthetic:
        remedy = "A recipe makes invented people only; write synthetic: true."
        problems.add(keys.at("synthetic"), "is false", remedy)
    for row in (row for name in TABLES[:3] for row in rows[name]):
        if row.central is None:
            problems.add(row.place, f"{row.name} is open (no figure is known)")
    problems.raise_if_any()
    assert words is not None, "a file that cannot be read has problems"
    try:
        recipe = recipe_from(
            {row.keys[0]: _figure(row) for row in rows["recipe"]},
            [
                MixLine(
                    row.keys[0],
                    row.keys[1],
                    row.word("code"),
                    row.word("joint") == "yes",
                    _figure(row),
                )
                for row in rows["recipe-mix"]
            ],
            [NeedLine(row.keys[0], row.keys[1], _figure(row)) for row in rows["recipe-need"]],
        )
    except ValueError as error:
        raise InputError(
            [Problem(Place(source(folder / "recipe.csv").name), str(error))]
        ) from error
    names = [f"{name}.csv" for name in TABLES] + [WORDS]
    names += [DICTIONARY] if (folder / DICTIONARY).is_file() else []
    files = tuple((name, source(folder / name).read()) for name in names)
    line = next(row.place.line for row in rows["recipe"] if row.keys == ("seed",))
    return RecipeRead(recipe, words, keys, files, line)


def _figure(row: Row) -> float:
    assert row.central is not None, "open rows were reported"
    return row.central
