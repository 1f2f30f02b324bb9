"""What the workbook says: words of the catalogue and of the case alone, whatever the words are."""

from __future__ import annotations

import ast
import io
import re
import zipfile
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest

import iomcba.report.workbook
from iomcba.errors import InputError
from iomcba.read.catalogue import catalogue
from iomcba.report.workbook.context import context
from iomcba.report.workbook.grid import Formula, Model
from iomcba.report.workbook.reading import TOKEN, Values
from iomcba.report.workbook.render import model, render
from iomcba.report.workbook.words import cover
from iomcba.terms.catalogue import Catalogue
from iomcba.terms.findings import SharedCase, SourceWords
from iomcba.terms.registry import QUANTITIES, STEPS
from tests.report.marks import own, pseudo, unmarked
from tests.report.pages import ENGLISH
from tests.report.test_catalogue import WORD, told_by
from tests.report.workbook_plans import PLANS, at, compared, engine, shared_case

CODE = Path(iomcba.report.workbook.__file__).parent
OBSERVED = {"burglary": 40.0, "wounding": 4.0, "not-costed": 6.0}
NAMES = {"name-in-formulas", "file-and-line"}  # columns that say no words
UNCOSTED = {"not", "costed"}  # an id, which its label explains


def cases() -> dict[str, SharedCase]:
    found = {name: shared_case(plan, {"harm": plan}) for name, plan in PLANS.items()}
    small = PLANS["small"]
    for rule in ("gain", "size"):
        found[f"pooled by {rule}"] = shared_case(small, pooled_rule=rule)
    found["hidden"] = shared_case(small, observed=OBSERVED, policy="standard")
    source = SourceWords(*("some-source", "A. Writer", "https://a.example", "open", "a scan"))
    under = {"harm": at(small, {"effect.some": 1.1})}
    found["sources and changes"] = shared_case(small, under, sources=(source,))
    return found


CASES = cases()


def book(shared: SharedCase, words: Catalogue) -> Model:
    assert shared.case.workings is not None
    return model(context(shared, shared.case.workings, words))


def texts(tables: Model) -> Iterator[str]:
    """Every text of the sheets but the glossary, whose terms are found by their own words."""
    glossary = {table.title for table in tables.tables if table.name == "Glossary"}
    for table in tables.tables:
        if table.name != "Glossary":
            yield from (table.sheet, table.title, " ".join(table.notes))
            for column in table.columns:
                yield column.head
                if column.id not in NAMES:
                    yield from (c for c in column.cells if isinstance(c, str) and c not in glossary)


def of_file(content: bytes) -> set[str]:
    """Names of sheets, properties, and texts that stand in no formula."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        held = {name: archive.read(name).decode() for name in archive.namelist()}
    found = re.findall(r"<t(?: [^>]*)?>([^<]*)</t>", held["xl/sharedStrings.xml"])
    found += re.findall(r'<sheet name="([^"]*)"', held["xl/workbook.xml"])
    found += re.findall(r"<(?:dc:subject|dc:description)>([^<]*)<", held["docProps/core.xml"])
    for name, part in held.items():
        if name.startswith("xl/worksheets/sheet"):
            found += re.findall(r'promptTitle="([^"]*)"', part)
            found += re.findall(r"<oddFooter>&amp;L&amp;A&amp;R([^<]*)<", part)
    return {unescape(text) for text in found}


@pytest.mark.parametrize("name", CASES)
def test_sheets_say_words_of_the_catalogue_and_of_the_case_alone(name: str) -> None:
    shared = CASES[name]
    known = UNCOSTED | {w for text in told_by(shared) for w in WORD.findall(text.lower())}
    said = set(texts(book(shared, pseudo())))
    left = {text for text in said if not set(WORD.findall(unmarked(text).lower())) <= known}
    assert left == set()


def test_a_file_says_words_of_the_catalogue_and_of_the_case_alone() -> None:
    shared = CASES["outcomes"]
    own = {word for text in told_by(shared) for word in WORD.findall(text.lower())}
    known = own | UNCOSTED | {"iomcba"} | {word for word in WORD.findall(named(shared))}
    content = render(shared, pseudo(), "2026-03-01")
    assert content is not None
    tables = book(shared, pseudo())
    elsewhere = {line for table in tables.tables for line in table.lines}  # held to it as notes
    glossary = tables.table("Glossary")
    elsewhere |= {glossary.title, *(column.head for column in glossary.columns)}
    elsewhere |= {str(cell) for column in glossary.columns for cell in column.cells}
    left = {
        text
        for text in of_file(content) - elsewhere
        if not set(WORD.findall(unmarked(text).lower())) <= known
    }
    assert left == set()


def named(shared: SharedCase) -> str:
    """The names that formulas read, which are the same in every language."""
    tables = book(shared, ENGLISH)
    listed = (c.cells for t in tables.tables for c in t.columns if c.id in NAMES)
    return " ".join(str(cell) for cells in listed for cell in cells)


@pytest.mark.parametrize("name", CASES)
def test_marks_taken_away_the_sheets_say_the_same(name: str) -> None:
    ours, theirs = (list(texts(book(CASES[name], words))) for words in (ENGLISH, pseudo()))
    assert [text.replace("«", "").replace("»", "") for text in theirs] == ours


@pytest.mark.parametrize("name", PLANS)
def test_formulas_come_to_the_same_in_other_words(name: str) -> None:
    tables = book(CASES[name], pseudo())
    values, results = Values(tables), tables.table("Results")
    head = results.columns[results.place_of("central-live")].head
    assert head.startswith("«")
    live = {
        str(figure): values.cell("Results", head, row)
        for row, figure in enumerate(results.columns[0].cells)
    }
    assert list(compared(live, engine(PLANS[name]))) == []
    assert set(values.column("Checks", "«Result»").tolist()) == {"«OK»"}


def test_the_cover_says_words_of_the_catalogue_and_of_the_case_alone() -> None:
    shared = CASES["small"]
    assert shared.case.workings is not None
    known = {word for text in told_by(shared) for word in WORD.findall(text.lower())}
    lines = cover(context(shared, shared.case.workings, pseudo()), "2026-03-01")
    left = [text for _, text in lines if not set(WORD.findall(unmarked(text).lower())) <= known]
    assert left == []


def test_every_word_of_the_workbook_is_used() -> None:
    """A key whose last part no code of the workbook names would be said nowhere."""
    asked, heads = set[str](), set[str]()
    for file in sorted(CODE.glob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                asked.add(node.value.replace("_", "-").lower())
                asked |= {found["word"] for found in TOKEN.finditer(node.value) if found["word"]}
    for shared in CASES.values():
        works = shared.case.workings
        assert works is not None
        heads |= {c.id for t in book(shared, ENGLISH).tables for c in t.columns}
        asked |= {part.basis for part in works.parts}
        asked |= {line.volume for option in works.options for line in option.lines}
        asked |= {o.effect.conversion for o in works.options if o.effect}
    keys = [key.removeprefix("workbook-").partition(".") for key in ENGLISH.texts]
    ours = [(section, id) for section, _, id in keys if f"workbook-{section}.{id}" in ENGLISH.texts]
    filled = {"scenario-of", "offences-of"}
    left = [
        (section, id)
        for section, id in ours
        if id not in (heads | filled if section == "head" else asked)
        and not any(each.endswith(f".{id}") for each in asked)
        and section != "bearer"
    ]
    assert left == []


def test_quantities_and_units_say_what_the_registry_says() -> None:
    said = {key: text for key, text in ENGLISH.texts.items() if key.startswith("quantity.")}
    assert said == {f"quantity.{each.of}-{each.name}": each.prose for each in QUANTITIES}
    steps = {key: text for key, text in ENGLISH.texts.items() if key.startswith("step.")}
    assert steps == {f"step.{each.of}-{each.name}": each.prose for each in STEPS}
    found = {key: text for key, text in ENGLISH.texts.items() if key.startswith("found.")}
    every = (*QUANTITIES, *STEPS)
    assert found == {f"found.{each.of}-{each.name}": each.told for each in every if each.told}
    units = {text for key, text in ENGLISH.texts.items() if key.startswith("unit.")}
    assert units == {each.unit for each in QUANTITIES}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("workbook-sheet:\n  costs: Costau/arian\n", r":2: workbook-sheet\.costs: holds '/'"),
        ("workbook-sheet:\n  costs: " + "x" * 32, r"sheet\.costs: is 32 characters long.*most 31"),
        ("workbook-head:\n  cost: Cost i'r budd\n", r":2: workbook-head\.cost: holds \"'\""),
        ("workbook-word:\n  'yes': '\"'\n", r"workbook-word\.yes: holds '\"'"),
        ("workbook-word:\n  'yes': 'NO'\n", r":2: workbook-word\.yes: says the same as .*\.no"),
        ("workbook-head:\n  cost: Benefit (£)\n", r"says the same as workbook-head\.benefit"),
        (
            "desk-sheet:\n  cost: Read Me\n",
            r":2: desk-sheet\.cost: says the same as the sheet",
        ),
    ],
)
def test_words_that_a_spreadsheet_would_not_take_are_refused(
    tmp_path: Path, words: str, said: str
) -> None:
    with pytest.raises(InputError, match=said):
        catalogue(own(tmp_path, words))


def test_other_words_reach_the_sheets_the_heads_and_the_formulas(tmp_path: Path) -> None:
    welsh = "workbook-head:\n  cost: Cost i’r pwrs (£)\nworkbook-word:\n  'yes': ie\n"
    tables = book(CASES["small"], catalogue(own(tmp_path, welsh)))
    formulas = {
        cell.text
        for table in tables.tables
        for column in table.columns
        for cell in column.cells
        if isinstance(cell, Formula)
    }
    assert any("[Cost i’r pwrs (£)]" in text for text in formulas)
    assert any('="ie"' in text for text in formulas)
    assert not any("[Cost (£)]" in text or '"yes"' in text for text in formulas)
