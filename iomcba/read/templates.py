"""Templates of the reports: the shipped ones, and files of one's own that take their place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from iomcba.errors import Place, Problems
from iomcba.read.catalogue import WORDS
from iomcba.read.guard import MIB
from iomcba.read.located import Source, read_text
from iomcba.read.workspace import resolved, shipped, source
from iomcba.read.yamls import read_keyed
from iomcba.terms.look import Look, LookWords

PAGE = (".j2", ".css", ".js")
PAPER = (".typ",)
LARGEST = 2 * MIB  # of one template
LARGEST_LOGO = 300_000  # bytes: it goes into every report
LOOK = "look.yaml"
LOGOS = {b"\x89PNG\r\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}
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


def own_look(own: Path | None) -> Look | None:
    """Colours and logo of one's own; None where the folder says nothing of them.

    Raises:
        InputError: with everything wrong in look.yaml, or with a logo that cannot be taken.
    """
    if own is None or not (own / LOOK).is_file():
        return None
    problems = Problems()
    found = source(own / LOOK)
    words, keys = read_keyed(LookWords, found, problems)
    if words is not None and words.logo and not words.logo_text:
        what = "is missing, but there is a logo"
        problems.add(keys.at("logo_text"), what, "Say what the logo shows.")
    logo = (b"", "") if words is None or not words.logo else _logo(own, words.logo, problems)
    problems.raise_if_any()
    assert words is not None
    return Look(words.main, words.accent, *logo, words.logo_text)


def _logo(folder: Path, name: str, problems: Problems) -> tuple[bytes, str]:
    """The bytes of a logo and their media type."""
    place, path = Place(str(folder / name)), folder / name
    if not resolved(path).is_relative_to(resolved(folder)) or not path.is_file():
        problems.add(place, "is no file of the folder", "Put the logo beside look.yaml.")
        return b"", ""
    if path.stat().st_size > LARGEST_LOGO:
        problems.add(place, f"is larger than {LARGEST_LOGO:,} bytes", "Save a smaller one.")
        return b"", ""
    content = source(path, LARGEST_LOGO).read()
    kind = next((kind for mark, kind in LOGOS.items() if content.startswith(mark)), "")
    if not kind and path.suffix == ".svg" and b"<svg" in content[:1000]:
        kind = "image/svg+xml"
    if not kind:
        problems.add(place, "is no image that a report can show", "Allowed: PNG, JPEG, SVG.")
    return content, kind


def _overlaid(own: Path | None, reports: Iterable[str], kinds: tuple[str, ...]) -> dict[str, str]:
    problems = Problems()
    folders = (shipped() / "templates" / report for report in reports)
    ours = (path for folder in folders for path in _of(folder, kinds))
    texts = {path.name: source(path).text() for path in ours}
    if own is not None:
        texts.update(_own(own, kinds, problems))
    problems.raise_if_any()
    return texts


def _of(folder: Path, kinds: Iterable[str]) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.suffix in kinds)


def _own(folder: Path, kinds: tuple[str, ...], problems: Problems) -> Mapping[str, str]:
    named = any((folder / name).is_file() for name in (LOOK, WORDS))
    if not named and not _of(folder, (*PAGE, *PAPER)):
        problems.add(
            Place(str(folder)),
            "holds no template",
            f"{LOOK} gives colours and a logo, {WORDS} words; files whose names end in "
            f"{', '.join((*PAGE, *PAPER))} take the place of shipped ones of the same name.",
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
    inside = resolved(path).is_relative_to(resolved(folder))
    if not inside:
        remedy = "Put the template itself there."
        problems.add(Place(str(path)), "leads out of the folder", remedy)
        return None
    return read_text(replace(found, most=LARGEST), problems)


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
