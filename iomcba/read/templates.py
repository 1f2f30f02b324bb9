"""Templates of the reports: the shipped ones, and files of one's own that take their place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from iomcba.errors import Place, Problems
from iomcba.read.located import Source, read_text
from iomcba.read.workspace import shipped, source

PAGE = (".j2", ".css", ".js")
PAPER = (".typ",)
LARGEST = 2_000_000  # bytes of one template
_FETCHED = re.compile(r"@(?:preview|local)/")


def page_templates(own: Path | None = None, page: str = "") -> dict[str, str]:
    """Templates of a page by file name: of the business case, or of another that builds on them.

    Raises:
        InputError: naming every file of one's own that cannot be taken.
    """
    return _overlaid(own, ("business-case", *([page] if page else [])), PAGE)


def paper_templates(own: Path | None = None) -> dict[str, str]:
    """Templates of the PDF by file name.

    Raises:
        InputError: naming every file of one's own that cannot be taken.
    """
    return _overlaid(own, ("business-case-pdf",), PAPER)


def _overlaid(own: Path | None, reports: Iterable[str], kinds: tuple[str, ...]) -> dict[str, str]:
    problems = Problems()
    folders = (shipped() / "templates" / report for report in reports)
    ours = (path for folder in folders for path in _of(folder, kinds))
    texts = {path.name: path.read_text(encoding="utf-8") for path in ours}
    if own is not None:
        texts.update(_own(own, kinds, problems))
    problems.raise_if_any()
    return texts


def _of(folder: Path, kinds: Iterable[str]) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.suffix in kinds)


def _own(folder: Path, kinds: tuple[str, ...], problems: Problems) -> Mapping[str, str]:
    if not _of(folder, (*PAGE, *PAPER)):
        problems.add(
            Place(str(folder)),
            "holds no template",
            f"Files whose names end in {', '.join((*PAGE, *PAPER))} take the place of those of "
            "the same name among the shipped templates.",
        )
    texts = {}
    for path in _of(folder, kinds):
        found = source(path)
        text = _text(folder, path, found, problems)
        if text is not None:
            _nothing_fetched(text, found, problems)
            texts[path.name] = text
    return texts


def _text(folder: Path, path: Path, found: Source, problems: Problems) -> str | None:
    inside = path.resolve().is_relative_to(folder.resolve())
    if not inside or not path.is_file():
        what = "is no file" if inside else "leads out of the folder"
        problems.add(Place(str(path)), what, "Put the template itself there.")
        return None
    if path.stat().st_size > LARGEST:
        what = f"is larger than {LARGEST:,} bytes"
        problems.add(Place(found.name), what, "A template is text; images belong elsewhere.")
        return None
    return read_text(found, problems)


def _nothing_fetched(text: str, found: Source, problems: Problems) -> None:
    """A package of typst would be fetched over the network, which no report does."""
    if not found.name.endswith(PAPER):
        return
    for number, line in enumerate(text.splitlines(), start=1):
        if _FETCHED.search(line):
            problems.add(
                Place(found.name, number),
                "imports a package, which would be fetched",
                "Put the package's file into the folder and import that.",
            )
