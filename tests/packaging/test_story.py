"""The examples of docs/compare-and-explain.md are what the commands print, figures aside."""

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
    assert words_of(story.generated()) == words_of(story.PAGE.read_text(encoding="utf-8"))


def words_of(page: str) -> list[str]:
    """Words of a page, without figures and the bars drawn from them."""
    return re.sub(r"[+−£█▒┃–\d.,]+", " ", page).split()
