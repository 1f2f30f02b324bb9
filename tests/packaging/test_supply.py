"""What is installed is known: pinned with hashes, declared, used; each wheel is the same."""

from __future__ import annotations

import ast
import hashlib
import os
import re
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from iomcba.errors import InputError
from iomcba.keep import draws
from iomcba.pipeline.executor import Pool, Workers

ROOT = Path(__file__).parents[2]
LOCKS = ROOT / ".ci" / "lock"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
OWN = {"iomcba"}
OPTIONAL = {"distributed", "pyarrow"}  # asked for by name, with one line where it is missing
PARTS = {"lxml", "markupsafe", "pydantic-core"}  # of python-docx, jinja2 and pydantic


def pins(name: str) -> dict[str, Requirement]:
    """The packages of a lock, by name."""
    lines = (LOCKS / name).read_text(encoding="utf-8").splitlines()
    found = [Requirement(line.rstrip(" \\")) for line in lines if line and not line.startswith(" ")]
    return {canonicalize_name(each.name): each for each in found}


@pytest.mark.parametrize("name", ["run.txt", "cluster.txt", "build.txt"])
def test_a_lock_pins_one_version_with_hashes_and_names_no_place(name: str) -> None:
    text = (LOCKS / name).read_text(encoding="utf-8")
    blocks = re.findall(r"^\S.*?(?=^\S|\Z)", text, re.DOTALL | re.MULTILINE)
    assert blocks
    for block in blocks:
        assert re.match(r"[a-z0-9.-]+==\S+", block), block.splitlines()[0]
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", block), block.splitlines()[0]
    assert "://" not in text
    assert not re.search(r"^-", text, re.MULTILINE)


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("run.txt", PROJECT["project"]["dependencies"]),
        ("cluster.txt", PROJECT["project"]["optional-dependencies"]["cluster"]),
        ("build.txt", [*PROJECT["build-system"]["requires"], "build"]),
    ],
)
def test_a_lock_satisfies_what_the_project_asks_for(name: str, wanted: list[str]) -> None:
    locked = pins(name)
    for text in wanted:
        asked = Requirement(text)
        (pin,) = locked[canonicalize_name(asked.name)].specifier
        assert asked.specifier.contains(pin.version), text


def imported() -> set[str]:
    """Distributions that the package imports anywhere, also inside functions."""
    names = set()
    for path in (ROOT / "iomcba").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names.add(node.module.partition(".")[0])
    known = packages_distributions()
    foreign = names - set(sys.stdlib_module_names) - OWN - OPTIONAL
    return {canonicalize_name(known[name][0]) for name in foreign}


def test_what_is_declared_is_imported_and_what_is_imported_is_declared() -> None:
    declared = {
        canonicalize_name(Requirement(text).name) for text in PROJECT["project"]["dependencies"]
    }
    assert imported() - PARTS == declared


def test_every_locked_package_has_its_licence_on_the_page() -> None:
    page = (ROOT / "docs" / "licences.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (\S+) \| (\S+) \| (.+) \|$", page, re.MULTILINE)[1:]
    listed = {canonicalize_name(name): (version, licence) for name, version, licence in rows}
    for name, pin in pins("run.txt").items():
        if pin.marker is None or pin.marker.evaluate({"sys_platform": "linux"}):
            (exact,) = pin.specifier
            assert listed[name][0] == exact.version, name
            assert listed[name][1] not in ("UNKNOWN", ""), name


def test_what_is_optional_says_in_one_line_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with (
        pytest.raises(InputError, match=r"pip install 'iomcba\[cluster\]'"),
        Pool(Workers("cluster", 1, "tcp://127.0.0.1:1")) as pool,
    ):
        list(pool.in_order(str, [1], 1_000))
    monkeypatch.setattr(draws, "find_spec", lambda name: None)
    with pytest.raises(InputError, match="Install pyarrow, or choose"):
        draws.refuse_draws(tmp_path / "draws.parquet", False)


@pytest.mark.slow
def test_two_builds_of_the_wheel_are_byte_equal(tmp_path: Path) -> None:
    found = []
    for place, zone, seed in (("one", "UTC", "0"), ("two", "Pacific/Auckland", "1")):
        said = {"TZ": zone, "PYTHONHASHSEED": seed, "SOURCE_DATE_EPOCH": "1700000000"}
        words = ["-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path / place)]
        asked = [sys.executable, *words, str(ROOT)]
        subprocess.run(asked, check=True, capture_output=True, env=os.environ | said)
        (built,) = (tmp_path / place).glob("*.whl")
        found.append((built.name, hashlib.sha256(built.read_bytes()).hexdigest()))
    assert found[0] == found[1]
