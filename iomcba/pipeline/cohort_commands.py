"""Commands on offence histories: make them, and find what is wrong with them."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from iomcba.characters import clipped
from iomcba.errors import InputError, Place, Problem, Problems
from iomcba.keep.folders import refuse_existing, write_new
from iomcba.keep.tables import write_tables
from iomcba.model.synth import lay_out_calendar, synthesise, tables
from iomcba.read.cohort import day_number
from iomcba.read.known_codes import read_known_codes
from iomcba.read.quality import check_cohort, words_as_seen
from iomcba.read.recipe import DICTIONARY, RecipeRead, read_recipe
from iomcba.read.workspace import resolved, source
from iomcba.read.yamls import read_keyed
from iomcba.report import quality
from iomcba.terms.catalogue import Catalogue
from iomcba.terms.quality import QualityReport
from iomcba.terms.words import CohortWords

RECIPE_MARK = "recipe.csv"
QUALITY_MARK = "data-quality.csv"
WORDS = "cohort.yaml"


@dataclass(frozen=True, slots=True)
class Made:
    """A synthetic cohort as written. `stale_dictionary`: its words describe another seed."""

    people: int
    offences: int
    spells: int
    seed: int
    stale_dictionary: bool


def synth(folder: Path, out: Path, seed: int | None, force: bool) -> Made:
    """Make the cohort of a recipe's folder; write it with the recipe beside it.

    Raises:
        InputError: with every problem in the recipe, or if `out` may not be written.
    """
    refuse_existing(out, force, RECIPE_MARK)
    _hold_nobody_real(folder, out)
    read = read_recipe(folder)
    given = read.recipe.parameters
    chosen = given.seed if seed is None else seed
    calendar = lay_out_calendar(given)
    _hold_calendar(read, calendar.start, calendar.end, folder)
    made = synthesise(read.recipe, chosen)
    others = dict(read.files)
    written = tables(made)
    _hold_only_ours(out, {*others, *(table.file for table in written)})
    if chosen != given.seed:
        others[RECIPE_MARK] = _with_seed(others[RECIPE_MARK], read.seed_line, chosen)
    write_tables(out, written, others, force, RECIPE_MARK)
    stale = chosen != given.seed and DICTIONARY in others
    return Made(len(made.male), len(made.offence_day), len(made.spell_start), chosen, stale)


def _hold_nobody_real(folder: Path, out: Path) -> None:
    """What is replaced holds invented people, and is not the recipe that they are made from."""
    if not (out / WORDS).exists():
        return
    if resolved(out) == resolved(folder):
        what = "is the folder of the recipe itself"
        raise InputError([Problem(Place(str(out)), what, "Give another --out.")])
    words, _ = read_keyed(CohortWords, source(out / WORDS), Problems())
    if words is None or not words.synthetic:
        what = "holds a cohort that is not said to be synthetic, and none is written over"
        raise InputError([Problem(Place(str(out / WORDS)), what, "Give another --out.")])


def _hold_only_ours(out: Path, names: set[str]) -> None:
    """What is replaced holds no file that would be lost."""
    others = sorted(path.name for path in out.iterdir()) if out.is_dir() else []
    if lost := [name for name in others if name not in names]:
        what = f"holds what is not written here: {clipped(', '.join(lost), 80)}"
        remedy = "It would be lost: move it away, or give another --out."
        raise InputError([Problem(Place(str(out)), what, remedy)])


def _hold_calendar(read: RecipeRead, start: int, end: int, folder: Path) -> None:
    """The words must say the days that the recipe lays out."""
    problems = Problems()
    for key, said, laid in (("start", read.words.start, start), ("end", read.words.end, end - 1)):
        if day_number(said) != laid:
            day = date(1970, 1, 1) + timedelta(days=int(laid))
            problems.add(read.keys.at(key), f"is {said}, but the recipe gives {day}")
    problems.raise_if_any()


def _with_seed(recipe: bytes, line: int, seed: int) -> bytes:
    """The recipe's table with another seed, every other byte left alone."""
    lines = recipe.decode("utf-8").splitlines(keepends=True)
    header = next(csv.reader([lines[0].removeprefix("\ufeff")]))
    cells = next(csv.reader([lines[line - 1]]))
    cells[header.index("central")] = str(seed)
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerow(cells)
    lines[line - 1] = text.getvalue()
    return "".join(lines).encode("utf-8")


def check_quality(folder: Path) -> QualityReport:
    """Find everything wrong with a cohort's folder, whatever it holds.

    Raises:
        InputError: if there is no such folder.
    """
    if not folder.is_dir():
        raise InputError([Problem(Place(str(folder)), "is no folder")])
    return check_cohort(folder, read_known_codes().by_spelling())


def keep_quality(report: QualityReport, out: Path, force: bool, words: Catalogue) -> None:
    """Write the report as CSV tables and a workbook, whole or not at all."""
    book = {"data-quality.xlsx": quality.workbook(report, words)}
    write_tables(out, quality.tables(report, words), book, force, QUALITY_MARK)


def initialise(folder: Path) -> Path:
    """Write a cohort.yaml of what the tables show, for its author to correct.

    Raises:
        InputError: if there is one already, or the tables cannot be read.
    """
    problems = Problems()
    words = words_as_seen(folder, problems)
    problems.raise_if_any()
    assert words is not None, "tables that cannot be read have problems"
    path = folder / WORDS
    write_new(path, words_text(words, SKELETON).encode("utf-8"), private=False)
    return path


SKELETON = (
    "What these tables are. Written from what they show: correct every line.",
    "start and end are the first and last day on which offences could be seen (here: the first",
    "and last offence); extract_date is the day the data were taken (here: the last offence).",
    "lists is everyone-at-risk or only-with-an-offence; codes is home-office or category.",
)


def words_text(words: CohortWords, comments: tuple[str, ...]) -> str:
    """The text of a cohort.yaml; texts in double quotes, dates and switches bare."""
    lines = [f"# {comment}" for comment in comments]
    for name, value in words.model_dump().items():
        if isinstance(value, bool):
            lines.append(f"{name}: {'true' if value else 'false'}")
        elif isinstance(value, date) or name in ("id", "lists", "codes", "dates"):
            lines.append(f"{name}: {value}")
        elif value:
            lines.append(f"{name}: {json.dumps(value, ensure_ascii=False)}")
    return "\n".join(lines) + "\n"
