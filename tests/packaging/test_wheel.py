"""The wheel alone, far from the checkout and from any network, appraises the shipped case."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
CARRIED = ("assumptions", "cohorts", "templates")

# Runs first in every interpreter of the bare environment: whoever opens a file of the checkout or
# a connection is refused, so that only what the wheel carries can have been used.
GUARD = """
import os, sys

def guard(event, args):
    if event == "open" and isinstance(args[0], str):
        path = os.path.abspath(args[0])
        if path.startswith({root!r} + os.sep) and not path.startswith({borrowed!r} + os.sep):
            raise RuntimeError("opened a file of the checkout: " + path)
    if event in ("socket.connect", "socket.getaddrinfo"):
        raise RuntimeError("opened a connection")

sys.addaudithook(guard)
"""


def run(*command: str | Path, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """Run a command without what this process's environment says of Python."""
    plain = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "VIRTUAL_ENV"))}
    words = [str(part) for part in command]
    done = subprocess.run(words, cwd=cwd, env=plain, text=True, capture_output=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the source distribution: so that one is complete, too."""
    out = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", out, ROOT)
    (built,) = out.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def bare(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment with the wheel and borrowed libraries, which asks no index for anything."""
    home = tmp_path_factory.mktemp("bare")
    venv.create(home, with_pip=False)
    python = home / "bin" / "python"
    run(
        sys.executable, "-m", "pip", "--python", python, "install", "--no-deps", "--no-index", wheel
    )
    site = Path(
        run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").stdout.strip()
    )
    borrowed = sysconfig.get_path("purelib")
    (site / "borrowed.pth").write_text(borrowed + "\n")
    (site / "sitecustomize.py").write_text(GUARD.format(root=str(ROOT), borrowed=borrowed))
    return home


@pytest.fixture(scope="module")
def appraised(bare: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """An empty directory in which the shipped case was appraised, and what was printed."""
    empty = tmp_path_factory.mktemp("empty")
    command = ("appraise", "bedfordshire-2011", "--json", "--out", "run")
    return empty, run(bare / "bin" / "iomcba", *command, cwd=empty).stdout


def test_the_wheel_carries_every_file_of_the_data_folders(wheel: Path) -> None:
    carried = {
        name.removeprefix("iomcba/data/")
        for name in zipfile.ZipFile(wheel).namelist()
        if name.startswith("iomcba/data/")
    }
    wanted = {
        path.relative_to(ROOT).as_posix()
        for folder in CARRIED
        for path in (ROOT / folder).rglob("*")
        if path.is_file()
    }
    assert wanted - carried == set()
    assert carried - wanted == set()


def test_the_wheel_carries_the_licence_and_no_tests(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in names)
    assert not [name for name in names if name.startswith(("tests/", "docs/", "benchmarks/"))]


def test_the_guard_refuses_the_checkout(bare: Path, tmp_path: Path) -> None:
    script = f"open({str(ROOT / 'pyproject.toml')!r})"
    with pytest.raises(AssertionError, match="opened a file of the checkout"):
        run(bare / "bin" / "python", "-c", script, cwd=tmp_path)


def test_the_shipped_case_is_appraised_from_an_empty_directory(
    appraised: tuple[Path, str],
) -> None:
    empty, printed = appraised
    found = json.loads(printed)
    assert found["id"] == "bedfordshire-2011"
    ids = [option["id"] for option in found["options"]]
    assert ids[0] == "business-as-usual"
    assert "rehabilitation-gateway" in ids
    assert [path.name for path in empty.iterdir()] == ["run"]
    page = (empty / "run" / "business-case.html").read_text(encoding="utf-8")
    assert page.lstrip().lower().startswith("<!doctype html")
    assert "</html>" in page


def test_readme_shows_the_result_that_a_run_gives(appraised: tuple[Path, str]) -> None:
    spec = importlib.util.spec_from_file_location("showcase", ROOT / "docs" / "showcase.py")
    assert spec is not None
    assert spec.loader is not None
    showcase = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(showcase)
    written = (ROOT / "README.md").read_text(encoding="utf-8")
    wanted = showcase.readme_with_result(appraised[0] / "run")
    assert written == wanted, "the result in README.md is old: run make showcase"


def test_the_picture_in_readme_is_small() -> None:
    assert (ROOT / "docs" / "img" / "business-case.png").stat().st_size < 250_000
