"""What a comparison says: words of the catalogue and of the two sides alone, whatever they are."""

from __future__ import annotations

import io
from collections.abc import Callable

import invented_comparison
import pytest
from pages import ENGLISH, Page
from python_calamine import load_workbook

from iomcba.read.templates import page_templates
from iomcba.report.compare import page, screen
from iomcba.report.compare.workbook import workbook
from iomcba.report.desk import diff_page, diff_text
from iomcba.terms.bridge import SharedComparison
from tests.report.marks import pseudo, unmarked
from tests.report.test_catalogue import WORD, told_by

KINDS: dict[str, Callable[[], SharedComparison]] = {
    name: getattr(invented_comparison, name)
    for name in ("usual", "unchanged", "not_bridged", "crowded")
}
COMPARED, DIFFERENT = page_templates(page="compare"), page_templates(page="diff")
WIDE = 4_000  # no line is broken, so that no mark is
every_kind = pytest.mark.parametrize("kind", KINDS)


def own(shared: SharedComparison) -> set[str]:
    return {word for text in told_by(shared) for word in WORD.findall(text.lower())}


def others(text: str, shared: SharedComparison) -> set[str]:
    """Words outside the marks that neither side holds."""
    return set(WORD.findall(unmarked(text).lower())) - own(shared)


@every_kind
def test_pages_say_words_of_the_catalogue_and_of_the_sides_alone(kind: str) -> None:
    shared = KINDS[kind]()
    compared = Page(page.render(shared, COMPARED, pseudo(), "1.4.2012")).text
    differing = Page(diff_page.render(shared, DIFFERENT, pseudo(), "1.4.2012")).text
    assert others(compared, shared) == set()
    assert others(differing, shared) == set()


@every_kind
def test_a_screen_says_words_of_the_catalogue_and_of_the_sides_alone(kind: str) -> None:
    shared = KINDS[kind]()
    commands = {"option", "id", "all", "out", "folder", "by", "table"}
    assert others(screen.text(shared, pseudo(), True, WIDE, False), shared) <= commands
    assert others(diff_text.text(shared, pseudo(), WIDE, False), shared) == set()


def cells(shared: SharedComparison, marks: bool) -> list[str]:
    content = workbook(shared, pseudo() if marks else ENGLISH)
    book = load_workbook(io.BytesIO(content))
    rows = (row for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python())
    return [*book.sheet_names, *(str(cell) for row in rows for cell in row)]


@every_kind
def test_a_workbook_says_words_of_the_catalogue_and_of_the_sides_alone(kind: str) -> None:
    shared = KINDS[kind]()
    marked = cells(shared, marks=True)
    assert set().union(*(others(text, shared) for text in marked)) == set()
    said = [text.replace("«", "").replace("»", "") for text in marked]
    assert said == cells(shared, marks=False)
