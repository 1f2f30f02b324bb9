"""Write docs/licences.md: every package that the lock installs, its version and its licence."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

PAGE = Path(__file__).parent / "licences.md"
HEAD = """# Licences of what a run takes

Made by `make licences` from an environment that holds what `.ci/lock/run.txt` pins, nothing else.
Its own licence is in `LICENSE`.

| package | version | licence |
|---|---|---|
"""


def main(python: str) -> None:
    """Ask the environment of an interpreter, and write the page."""
    asked = ["pip-licenses", "--python", python, "--format", "json", "--from", "mixed"]
    told = subprocess.run(
        [str(Path(sys.executable).parent / asked[0]), *asked[1:]],
        check=True,
        capture_output=True,
        text=True,
    )
    rows = sorted(json.loads(told.stdout), key=lambda row: row["Name"].casefold())
    lines = [f"| {row['Name']} | {row['Version']} | {_short(row['License'])} |\n" for row in rows]
    PAGE.write_text(HEAD + "".join(lines), encoding="utf-8")


def _short(licence: str) -> str:
    """The licence's name: some packages give its whole text."""
    return licence.strip().splitlines()[0].replace("|", "/")[:100]


if __name__ == "__main__":
    main(sys.argv[1])
