"""The examples of the manual are what the commands print; figures where the text speaks of them."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.slow
def test_the_story_is_told_as_the_commands_tell_it() -> None:
    """Figures move with evidence and libraries; words, places and columns do not."""
    spec = importlib.util.spec_from_file_location("story", DOCS / "story.py")
    assert spec is not None
    assert spec.loader is not None
    story = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(story)
    pages = {path: path.read_text(encoding="utf-8") for path in (story.CHANGED, story.DRIVERS)}
    made = story.generated()
    for path, page in pages.items():
        assert words_of(made[path]) == words_of(page)
    shown = [example(page, "without-and-with") for page in (made[story.DRIVERS], *pages.values())]
    assert shown[0] == shown[2] != ""
    independent, correlated = zip(*(row.split("|")[2:4] for row in rows_of(shown[0])), strict=True)
    assert all(a != b for a, b in zip(independent, correlated, strict=True))


def example(page: str, name: str) -> str:
    """What stands between the markers of a name; nothing where there are none."""
    _, _, rest = page.partition(f"<!-- {name}: ")
    return rest.partition("<!-- end of")[0]


def rows_of(table: str) -> list[str]:
    return [line for line in table.splitlines() if line.startswith("| ")][1:]


def words_of(page: str) -> list[str]:
    """Words of a page, without figures and the bars drawn from them."""
    return re.sub(r"[+−£█▒┃–\d.,]+", " ", page).split()
