"""The manual cannot fall behind the code: generated parts, formulas, paths, pictures, links."""

from __future__ import annotations

import importlib.util
import os
import re
from pathlib import Path
from types import ModuleType

import pytest

from iomcba.cli.main import COMMANDS
from iomcba.terms.registry import QUANTITIES

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
METHOD = (DOCS / "method.md").read_text(encoding="utf-8")
PROSE = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])
FORMULAS = [f"F{number}" for number in range(1, 19)]
NAMED = re.compile(r"`((?:[a-z_]+/)+[a-z_]+)\.py::([A-Za-z_]+)`")
BY_PAGE = pytest.mark.parametrize("page", PROSE, ids=lambda page: page.relative_to(ROOT).as_posix())


def generator() -> ModuleType:
    """docs/generate.py, which is no part of the package."""
    spec = importlib.util.spec_from_file_location("generate", DOCS / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_generated_parts_are_what_the_code_says() -> None:
    for path, wanted in generator().generated().items():
        assert path.read_text(encoding="utf-8") == wanted, f"{path.name} is old: run make docs"


@pytest.mark.parametrize("formula", FORMULAS)
def test_every_formula_has_its_section(formula: str) -> None:
    assert re.search(rf"^### {formula} ", METHOD, re.MULTILINE)


@pytest.mark.parametrize("formula", FORMULAS)
def test_every_formula_is_named_where_it_is_computed(formula: str) -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "iomcba").rglob("*.py"))
    assert re.search(rf"\b{formula}\b", code)


def test_every_quantity_names_a_formula_of_the_manual() -> None:
    assert {quantity.formula for quantity in QUANTITIES} <= set(re.findall(r"F\d+", METHOD))


def test_the_manual_names_a_function_for_most_formulas() -> None:
    assert len(set(NAMED.findall(METHOD))) >= len(FORMULAS)


@BY_PAGE
def test_functions_that_prose_names_are_in_the_module_it_names(page: Path) -> None:
    for module, name in NAMED.findall(page.read_text(encoding="utf-8")):
        code = (ROOT / "iomcba" / f"{module}.py").read_text(encoding="utf-8")
        assert re.search(rf"^(def|class) {name}\b", code, re.MULTILINE), f"{module}.py::{name}"


@BY_PAGE
def test_links_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#]+)", page.read_text(encoding="utf-8"))
    inside = [link for link in links if "://" not in link]
    assert [link for link in inside if not (page.parent / link).exists()] == []


@BY_PAGE
def test_prose_names_no_path_of_a_machine(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert not re.search(r"(?<![\w.])/(home|root|tmp|work|opt|Users)/", text)


@BY_PAGE
def test_commands_that_prose_shows_exist(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z][a-z-]*):", makefile, re.MULTILINE))
    assert set(re.findall(r"^ *make ([a-z-]+)|`make ([a-z-]+)", text, re.MULTILINE)) <= {
        pair for target in targets for pair in ((target, ""), ("", target))
    }
    shown = re.findall(r"(?:^ *|`)iomcba ([a-z]+)", text, re.MULTILINE)
    assert set(shown) <= set(COMMANDS)


def test_ci_runs_what_the_makefile_has() -> None:
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    words = script.read_text(encoding="utf-8")
    assert "set -euo pipefail" in words
    assert re.findall(r"^\s*make (\S+)", words, re.MULTILINE) == ["system", "test-all"]


def test_every_test_that_is_promised_is_there() -> None:
    """docs/trust.md names the test behind each promise, and links to its file."""
    page = (DOCS / "trust.md").read_text(encoding="utf-8")
    promised = re.findall(r"\[`(test_\w+)`\]\(\.\./([^)]+)\)", page)
    assert promised
    for name, file in promised:
        code = (ROOT / file).read_text(encoding="utf-8")
        assert Path(file).stem == name or re.search(rf"^def {name}\b", code, re.MULTILINE), name
